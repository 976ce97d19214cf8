"""Dates within a text, and how one is told without saying it: from the day of the death."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cdop.rules import typed_dates
from cdop.rules.dates import MONTHS
from cdop.rules.numbers import counted
from cdop.rules.typed_dates import UnreadableDate

_MONTH = "|".join(f"{month}|{month[:3]}" for month in MONTHS) + "|Sept"
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thurs?|Fri|Sat(?:ur)?|Sun)(?:day)?,?\s+)?"
_DATE = re.compile(
    rf"(?P<on>\bon\s+(?:the\s+)?)?{_WEEKDAY}(?:"
    r"(?P<iso>\b\d{4}-\d{1,2}-\d{1,2}\b)"
    r"|\b(?P<day>\d{1,2})\s*[./-]\s*(?P<month>\d{1,2})\s*[./-]\s*(?P<year>\d{4}|\d{2})\b"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<month2>{_MONTH})\b(?:\.(?=\s*['’]?\d))?(?:,?[\s-]+(?P<year2>\d{{4}}|['’]?\d{{2}})\b)?"
    rf"|\b(?P<month3>{_MONTH})\.?\s+(?P<day3>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year3>\d{{4}})\b)?"
    r")",
    re.IGNORECASE,
)
A_DATE = "[date]"
BIRTH, DEATH = "the date of birth", "the day of the death"
OF_THE_CHILD = (BIRTH, DEATH)


@dataclass(frozen=True, slots=True)
class DateInText:
    """A date that stands in a text from `start` to `end`, with "on" before it; no `day` where no year is told."""

    start: int
    end: int
    day: date | None
    is_on: bool


def dates_in(text: str) -> Iterator[DateInText]:
    """Return the dates of a text in their order."""
    for found in _DATE.finditer(text):
        day, is_date = _read(found)
        if is_date:
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            yield DateInText(start, found.end(), day, bool(found["on"]))


def told_from_death(day: date | None, *, born_on: date | None, died_on: date | None) -> str:
    """Return a date in words that tell when it was and not which: "3 days before the death".

    Days to two weeks, then weeks to three months, then months to two years, then years.
    """
    if day is None or died_on is None:
        return A_DATE
    if day == born_on:
        return BIRTH
    days = abs((day - died_on).days)
    if days == 0:
        return DEATH
    length = (
        counted(days, "day")
        if days < 14
        else f"about {counted(round(days / 7), 'week')}"
        if days < 90
        else f"about {counted(round(days / 30.44), 'month')}"
        if days < 730
        else f"about {counted(round(days / 365.25), 'year')}"
    )
    return f"{length} {'before' if day < died_on else 'after'} the death"


def _read(found: re.Match[str]) -> tuple[date | None, bool]:
    """The date, None where no year is told; and whether it is one at all."""
    if found["iso"]:
        return _tried(*reversed(found["iso"].split("-")))
    day, month, year = (found[part] or found[f"{part}2"] or found[f"{part}3"] or "" for part in typed_dates.PARTS)
    if not year:
        return None, 1 <= int(day) <= 31
    year = year.lstrip("'’")
    return _tried(day, month[:3] if month.isalpha() else month, year if len(year) == 4 else f"20{year}")


def _tried(day: str, month: str, year: str) -> tuple[date | None, bool]:
    try:
        return typed_dates.read(day, month, year), True
    except UnreadableDate:
        return None, False
