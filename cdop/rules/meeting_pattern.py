"""The days of a panel's meetings a year ahead: the same weekday of the month as the first, every so many months.

Source: panels meet monthly, every second month or quarterly (domain reference 6.7); the pattern itself is accepted
practice. A day on which nobody works is a week later.
"""

from datetime import date, timedelta

from dateutil.rrule import MONTHLY, rrule, weekday

from cdop.rules.working_days import is_working_day

EVERY = {
    1: "Every month",
    2: "Every second month",
    3: "Every third month",
    4: "Every fourth month",
    6: "Every sixth month",
}
"""The months between two meetings, in words."""
AHEAD = 12
"""Months."""
_LAST = 5


def days(first: date, every: int) -> tuple[date, ...]:
    """Return the days of a year from `first` on, each a working day.

    `every` is the number of months between two. The fifth weekday of a month stands for the last.
    Raises ValueError for a number below 1.
    """
    if every < 1:
        raise ValueError("Meetings are at least a month apart.")
    place = (first.day - 1) // 7 + 1
    which = weekday(first.weekday(), -1 if place == _LAST else place)
    found = rrule(MONTHLY, interval=every, byweekday=which, dtstart=first, count=AHEAD // every)
    return tuple(_working(each.date()) for each in found)


def _working(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=7 if day.weekday() < 5 else 1)
    return day
