"""The only reader of the clock. Everything else is told the time."""

from datetime import UTC, date, datetime

from cdop.rules.dates import LONDON


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in England."""
    return now().astimezone(LONDON).date()
