"""The words of letters to a family: plain English, no abbreviations, who to ring.

Source: a panel's practice of a first letter three to four weeks after the death, which says that every child's death
is reviewed and asks what the family wants to know (pan-Cheshire annual report 2013-14).
"""

import re
from calendar import isleap
from collections.abc import Iterable
from datetime import date

from cdop.rules.correspondence import LetterKind
from cdop.rules.dates import written_date
from cdop.rules.deadlines import Basis, Deadline, Setting, Unit, day_in_england, every_case, falls, in_force

EARLIEST = Deadline(
    key="family_letter_earliest_days",
    label="First letter to the family at the earliest",
    starts="died",
    length=21,
    unit=Unit.DAYS,
    met="family_letter",
    source="Pan-Cheshire annual report 2013-14: three to four weeks after the death, not in the family's first days",
    basis=Basis.LOCAL,
    applies=every_case,
)

ADDRESSEE = "The parents or carers"
TO_FILL_IN = "[Fill in: {}]"
GAPS = {
    "child": "the child's first name",
    "parents": "the names of the parents or carers",
    "key_worker": "the name of the family's key worker, and how to reach them",
    "telephone": "telephone number",
    "panel_on": "the day of the panel's meeting",
}
"""The fields of a letter, and what is to be filled in where one is not known."""
_GAP = re.compile(r"\[Fill in: ([^\]]*)\]")

NEAR_DAYS = 7
"""No letter comes within so many days of the child's birthday or of the day of the death."""

OFFERED = tuple(kind for kind in LetterKind if kind is not LetterKind.FIRST_LETTER)


def earliest(settings: Iterable[Setting], *, died_on: date, notified_on: date) -> date:
    """Return the day from which a first letter can be written, by the length of the case's time."""
    (rule,) = in_force((EARLIEST,), settings, notified_on)
    return day_in_england(falls(rule, died_on))


def near_days(day: date, *, born_on: date, died_on: date) -> list[str]:
    """Return, in words, to which birthday or anniversary a letter on a day would be near; of a leap day, 1 March."""
    found = []
    for start, what in ((born_on, "The child’s birthday"), (died_on, "The anniversary of the death")):
        years = range(max(day.year - 1, start.year + 1), day.year + 2)
        near = [on for on in (_in_year(start, year) for year in years) if abs((on - day).days) <= NEAR_DAYS]
        found += [f"{what} is on {written_date(on)}: write a week before it or after it" for on in near]
    return found


def unfinished(text: str) -> list[str]:
    """Return, in words, every gap of a draft that nobody has filled in yet."""
    return [f"Fill in {gap}" for gap in _GAP.findall(text)]


def _in_year(day: date, year: int) -> date:
    return date(year, 3, 1) if (day.month, day.day) == (2, 29) and not isleap(year) else day.replace(year=year)
