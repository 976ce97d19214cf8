"""Whether a row of a register is of a death that is already held.

The same valid NHS number, or the same names and dates, make a row a possible duplicate: a person decides. The
same reference is the same case, unless its dates say otherwise.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cdop.rules import cases, nhs_number, periods
from cdop.rules.csv_table import Record
from cdop.rules.register import RegisterRow

_CELLS = ("case_ref", "nhs_number", "given_names", "family_name", "date_of_birth", "date_of_death")


class Evidence(StrEnum):
    """Why a row looks like a death already held."""

    NHS_NUMBER = "the same NHS number"
    NAMES_AND_DATES = "the same names and dates of birth and death"


class Outcome(StrEnum):
    """What a comparison comes to."""

    NEW = "new"
    HELD = "held under the same reference"
    CLASH = "another death is held under the same reference"
    ALIKE = "possible duplicate"


@dataclass(frozen=True, slots=True)
class Death:
    """What a death is recognised by. `name` is folded, `family_name` as it is written.

    `case_id` is that of the case held, `line` that of the row of the file.
    """

    reference: str
    nhs_number: str | None
    name: str
    born_on: date
    died_on: date
    case_id: int | None = None
    line: int = 0
    family_name: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """The outcome, the death that a row was found to be like, and by what."""

    outcome: Outcome
    other: Death | None = None
    evidence: Evidence | None = None


def of_row(row: RegisterRow) -> Death:
    """Return what the death of a row is recognised by."""
    name = cases.folded_name(row.given_names, row.family_name)
    return Death(
        row.case_ref,
        row.nhs_number,
        name,
        row.date_of_birth,
        row.date_of_death,
        line=row.line,
        family_name=row.family_name or "",
    )


def of_cells(record: Record) -> Death | None:
    """Return the same of a row with faults, from what can be read; None without a reference and dates."""
    cells = {column: record.cells.get(column, "") for column in _CELLS}
    try:
        born, died = periods.parse_day(cells["date_of_birth"]), periods.parse_day(cells["date_of_death"])
    except ValueError:
        return None
    number = None
    with suppress(ValueError):
        number = nhs_number.parse(cells["nhs_number"])
    if not cells["case_ref"]:
        return None
    family_name = cells["family_name"]
    name = cases.folded_name(cells["given_names"], family_name)
    return Death(cells["case_ref"], number, name, born, died, line=record.line, family_name=family_name)


class KnownDeaths:
    """The deaths that rows are compared with: those held, and the rows of the file that came before."""

    def __init__(self, held: Iterable[Death] = ()) -> None:
        self._by_reference: dict[str, Death] = {}
        self._by_nhs_number: dict[str, Death] = {}
        self._by_names: dict[tuple[str, date, date], Death] = {}
        for death in held:
            self._by_reference.setdefault(death.reference.casefold(), death)
            self._note(death, death)

    def match(self, death: Death) -> Match:
        """Return what a row's death comes to, and remember the row for those after it."""
        found = self._found(death)
        self._note(death, found.other or death)
        return found

    def _found(self, death: Death) -> Match:
        same = self._by_reference.get(death.reference.casefold())
        if same is not None:
            return Match(Outcome.HELD if _is_same(same, death) else Outcome.CLASH, same)
        if death.nhs_number and (other := self._by_nhs_number.get(death.nhs_number)):
            return Match(Outcome.ALIKE, other, Evidence.NHS_NUMBER)
        if death.name and (other := self._by_names.get((death.name, death.born_on, death.died_on))):
            return Match(Outcome.ALIKE, other, Evidence.NAMES_AND_DATES)
        return Match(Outcome.NEW)

    def _note(self, death: Death, stands_for: Death) -> None:
        """A row that is like a death held is one more description of that death."""
        other = replace(death, reference=stands_for.reference, case_id=stands_for.case_id, line=stands_for.line)
        if death.nhs_number:
            self._by_nhs_number.setdefault(death.nhs_number, other)
        if death.name:
            self._by_names.setdefault((death.name, death.born_on, death.died_on), other)


def _is_same(held: Death, death: Death) -> bool:
    """A reference is one death's: dates may have been corrected since where the NHS number is the same."""
    same_number = death.nhs_number is not None and death.nhs_number == held.nhs_number
    return same_number or (held.born_on, held.died_on) == (death.born_on, death.died_on)
