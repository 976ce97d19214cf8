"""Dates and times as people read them."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WRITTEN = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")


def written_date(day: date) -> str:
    """Return the date as "3 November 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def written_moment(at: datetime) -> str:
    """Return the aware moment as it was in England: "3 November 2026 at 2:30pm"."""
    local = at.astimezone(LONDON)
    hour = local.hour % 12 or 12
    return f"{written_date(local)} at {hour}:{local.minute:02}{'am' if local.hour < 12 else 'pm'}"


def unbroken(text: str) -> str:
    """Return a title with its written dates so that no line ends within one."""
    return _WRITTEN.sub("\\1\N{NO-BREAK SPACE}\\2\N{NO-BREAK SPACE}\\3", text)
