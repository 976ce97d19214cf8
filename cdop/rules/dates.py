"""Dates and times as people read them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def written_date(day: date) -> str:
    """Return the date as "3 November 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def written_moment(at: datetime) -> str:
    """Return the aware moment as it was in England: "3 November 2026 at 2:30pm"."""
    local = at.astimezone(LONDON)
    hour = local.hour % 12 or 12
    return f"{written_date(local)} at {hour}:{local.minute:02}{'am' if local.hour < 12 else 'pm'}"
