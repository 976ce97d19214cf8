"""How long after a death, and after it was known, somebody notified it; and whether that was late.

Counted in days of England's calendar, for the time of a death is often not known. Of 24 hours, which the notification
form asks for, the day after the death is the last in time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from cdop.rules import deadline_table, deadlines
from cdop.rules.dates import LONDON
from cdop.rules.deadlines import Setting
from cdop.rules.numbers import counted

DEADLINE = "notify_cdop_hours"
WHY = "Say why it was notified later than it should have been, or that nobody could say"


@dataclass(frozen=True, slots=True)
class Delay:
    """Days from the death and from when whoever notified knew of it; None where that is not known.

    `limit` is the number of days in which a death is to be notified.
    """

    from_death: int | None
    from_awareness: int | None
    limit: int

    @property
    def is_late(self) -> bool:
        """Whether it came after the limit, counted from the death."""
        return self.from_death is not None and self.from_death > self.limit

    @property
    def is_late_once_known(self) -> bool:
        """Whether it came after the limit, counted from when it was known."""
        return self.from_awareness is not None and self.from_awareness > self.limit

    @property
    def in_time(self) -> str:
        """Within what a death is to be notified, in words."""
        return in_time(self.limit)

    def words(self) -> str:
        """Return both in words."""
        death = "The day of the death is not known" if self.from_death is None else _after(self.from_death, "the death")
        known = "" if self.from_awareness is None else _after(self.from_awareness, "its becoming known to the notifier")
        return f"{death}; {known[0].lower()}{known[1:]}" if known else death


def delay(received_at: datetime, died_on: date | None, aware_on: date | None, limit: int) -> Delay:
    """Return how long a notification took. A day that is after it counts for nothing."""
    received = received_at.astimezone(LONDON).date()
    return Delay(_days(died_on, received), _days(aware_on, received), limit)


def limit_days(settings: Iterable[Setting], on: date) -> int:
    """Return in how many days a death is to be notified, by the deadline in force on a day, rounded up."""
    found = {each.key: each.length for each in deadlines.in_force(deadline_table.DEADLINES, settings, on)}
    return ceil(found[DEADLINE] / 24)


def in_time(limit: int) -> str:
    """Return in words within what a death is to be notified, of a number of days."""
    return "on the same or the next day" if limit < 2 else f"within {counted(limit, 'day')}"


def faults(
    aware_on: date | None, reason: str, took: Delay, *, died_on: date | None, has_reason: bool
) -> dict[str, str]:
    """Return what is wrong with what the coordinator heard, by field; `has_reason`: the notifier gave one already.

    `took` is how long the notification took if the death was known on the day `aware_on`.
    """
    if aware_on is not None and took.from_awareness is None:
        return {"aware_on": "It must be on or before the day on which the notification came"}
    if aware_on is not None and died_on is not None and aware_on < died_on:
        return {"aware_on": "It must be on or after the day of the death"}
    is_late = took.is_late or took.is_late_once_known
    return {"reason": WHY} if is_late and not reason.strip() and not has_reason else {}


def _days(start: date | None, end: date) -> int | None:
    return None if start is None or start > end else (end - start).days


def _after(days: int, what: str) -> str:
    return f"On the day of {what}" if days == 0 else f"{counted(days, 'day')} after {what}"
