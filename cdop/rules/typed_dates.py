"""A date typed into three boxes, day, month and year, or on one line. A month may be a number or a name."""

import re
from datetime import date

from cdop.rules.dates import MONTHS

PARTS = ("day", "month", "year")
_BETWEEN = re.compile(r"[\s/.,-]+")
_ORDINAL = re.compile(r"\b([0-9]{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)


class UnreadableDate(ValueError):
    """What is wrong, as the end of a sentence about the date; `parts` are the boxes to look at."""

    def __init__(self, fault: str, parts: tuple[str, ...]) -> None:
        super().__init__(fault)
        self.parts = parts


def read(day: str, month: str, year: str) -> date:
    """Return the date that was typed, tidied. Raises UnreadableDate, also where all three are blank."""
    typed = dict(zip(PARTS, (day, month, year), strict=True))
    if missing := tuple(part for part in PARTS if not typed[part]):
        raise UnreadableDate("must include a " + " and ".join(missing), missing)
    if not _is_year(year):
        raise UnreadableDate("must have a year of 4 numbers", ("year",))
    if unreadable := _unreadable(day, month):
        raise UnreadableDate("must be a real date", unreadable)
    try:
        return date(int(year), _month(month), int(day))
    except ValueError:
        raise UnreadableDate("must be a real date", PARTS) from None


def read_line(typed: str) -> date:
    """Return the date typed on one line: "1/4/2025", "01.04.2025", "1st April 2025" or "2025-04-01".

    Raises UnreadableDate.
    """
    parts = [part for part in _BETWEEN.split(_ORDINAL.sub(r"\1", typed)) if part]
    if len(parts) != len(PARTS):
        raise UnreadableDate("must be a date", PARTS)
    return read(*(reversed(parts) if _is_year(parts[0]) else parts))


def _unreadable(day: str, month: str) -> tuple[str, ...]:
    """The boxes that hold neither a number in its range nor, for the month, a name."""
    is_day = len(day) <= 2 and day.isdecimal() and 1 <= int(day) <= 31
    return (() if is_day else ("day",)) + (() if _month(month) else ("month",))


def _month(typed: str) -> int:
    """The number of a month given as "3", "03", "Mar" or "march"; 0 where it is none."""
    if typed.isdecimal() and len(typed) <= 2:
        return int(typed) if 1 <= int(typed) <= 12 else 0
    names = [name.lower() for name in MONTHS]
    matches = [names.index(name) + 1 for name in names if typed.lower() in (name, name[:3])]
    return matches[0] if matches else 0


def _is_year(typed: str) -> bool:
    return len(typed) == 4 and typed.isdecimal()
