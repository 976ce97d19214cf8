"""How long a review took, and how soon a death was notified: the bands of the figures.

A month later is the same day of that month, or its last day where it lacks the day.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache


class DurationBand(StrEnum):
    """From the death to the meeting that completed the review, or to the end of a period."""

    UNDER_6_MONTHS = "under 6 months"
    SIX_TO_12_MONTHS = "6 to 12 months"
    OVER_12_MONTHS = "over 12 months"


class TimelinessBand(StrEnum):
    """From the death to its notification."""

    SAME_OR_NEXT_DAY = "same or next day"
    TWO_TO_7_DAYS = "2 to 7 days"
    EIGHT_TO_28_DAYS = "8 to 28 days"
    OVER_28_DAYS = "over 28 days"


TIMELINESS_DAYS = (
    (1, TimelinessBand.SAME_OR_NEXT_DAY),
    (7, TimelinessBand.TWO_TO_7_DAYS),
    (28, TimelinessBand.EIGHT_TO_28_DAYS),
)
"""The last day of each band but the open one, in days from death to notification."""


@dataclass(frozen=True, slots=True)
class DurationLimits:
    """For one end date, the deaths of each band: `died > last_of_6_months` is under 6 months,
    `died < first_of_12_months` is over 12 months, all others are 6 to 12 months.
    """

    first_of_12_months: date
    last_of_6_months: date


def duration_band(died: date, end: date) -> DurationBand:
    """Return the band of the time from the death to `end`.

    "Under 6 months" ends the day before the day six months after the death; "6 to 12 months" ends on the day
    twelve months after it. Raises ValueError where the end is before the death.
    """
    if end < died:
        raise ValueError("The end is before the death.")
    if end < months_after(died, 6):
        return DurationBand.UNDER_6_MONTHS
    if end <= months_after(died, 12):
        return DurationBand.SIX_TO_12_MONTHS
    return DurationBand.OVER_12_MONTHS


def duration_limits(end: date) -> DurationLimits:
    """Return the two dates that give the band of any death by comparison, for SQL that has one `end`."""
    return DurationLimits(
        first_of_12_months=_last_death(end - timedelta(days=1), 12) + timedelta(days=1),
        last_of_6_months=_last_death(end, 6),
    )


def timeliness_band(died: date, notified: date) -> TimelinessBand:
    """Return the band of the days from death to notification.

    Raises ValueError where the notification is before the death.
    """
    return timeliness_of_days((notified - died).days)


@cache
def timeliness_of_days(days: int) -> TimelinessBand:
    """Return the band of a number of days from death to notification. Raises ValueError below 0."""
    if days < 0:
        raise ValueError("The notification is before the death.")
    for last_day, band in TIMELINESS_DAYS:
        if days <= last_day:
            return band
    return TimelinessBand.OVER_28_DAYS


def months_after(day: date, months: int) -> date:
    """Return the same day of the month that many months later, or that month's last day where it lacks the
    day.
    """
    from dateutil.relativedelta import relativedelta

    later: date = day + relativedelta(months=months)
    return later


def _last_death(end: date, months: int) -> date:
    """The latest day from which that many months have passed by `end`.

    It is the same day of the earlier month, except that the last day of a month is reached from every later
    day of the earlier one: 28 February 2014 is six months after each of 28 to 31 August 2013.
    """
    earlier = months_after(end, -months)
    if end.day == monthrange(end.year, end.month)[1]:
        return earlier.replace(day=monthrange(earlier.year, earlier.month)[1])
    return earlier
