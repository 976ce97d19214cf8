"""Working days in England.

A working day is not a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday
(Coroners (Investigations) Regulations 2013, interpretation).
"""

from datetime import date, timedelta
from functools import cache

# Days that differ from the pinned holiday library: True for a bank holiday it does not know of yet
# (a proclamation made after its release), False for one that it gets wrong.
OVERRIDES: dict[date, bool] = {}

_SATURDAY = 5
_DAY = timedelta(days=1)


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays  # a large library: loaded when the first working day is asked for

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Say whether `day` is a working day in England."""
    if day.weekday() >= _SATURDAY:
        return False
    return not OVERRIDES.get(day, day in _bank_holidays(day.year))


def add_working_days(day: date, count: int) -> date:
    """Return the `count`-th working day after `day`, or before it where `count` is negative.

    The day itself never counts, and `count` 0 returns it, working day or not.
    """
    step = _DAY if count > 0 else -_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Return how many working days come after `start`, up to and with `end`; negative if it is earlier."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + _DAY * number) for number in range(1, (end - start).days + 1))
