"""What becomes of each row of a register: added, linked to a case, left out; or every fault, all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cdop.queries import register as queries
from cdop.rules import csv_faults, csv_table, matching
from cdop.rules.actors import Actor
from cdop.rules.areas_register import read_areas
from cdop.rules.csv_table import Fault, Record
from cdop.rules.matching import Death, Evidence, KnownDeaths, Match, Outcome
from cdop.rules.register import REGISTER_COLUMNS, RegisterReading, RegisterRow, read_register

NO_AREA = "No row is of a resident child, so the panel has no areas. Add the panel with `flask panel add`."
CLASH = "The panel holds another death under this reference: its dates of birth and death are not these."
NOT_YOURS = "This row cannot be imported from your account. Ask the panel's chair to arrange it."
WHAT_TO_DO = {
    Evidence.NHS_NUMBER: (
        "Link duplicates, or take the row out. Where they are two children, put right the number that is wrong."
    ),
    Evidence.NAMES_AND_DATES: (
        "Link duplicates, or take the row out. Twins need given names that differ, such as Twin 1 and Twin 2."
    ),
}
POSSIBLE_DUPLICATE = "Possible duplicate"
COLUMN = {Evidence.NHS_NUMBER: "nhs_number", Evidence.NAMES_AND_DATES: "family_name"}


class RegisterFaults(Exception):
    """The file cannot go in. `faults` are in its order; `references` has the reference of each line."""

    def __init__(self, faults: Sequence[Fault], references: Mapping[int, str] | None = None) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)
        self.references = dict(references or {})

    @property
    def has_duplicates(self) -> bool:
        """Whether any row looks like a death that is held, which linking would settle."""
        return any(fault.rule.startswith(POSSIBLE_DUPLICATE) for fault in self.faults)


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A register as it was read. `areas` are the panel's; without any, it gets `new_areas`.

    `deaths` are what its rows are recognised by, in their order; those with faults, by line, are in `faulty` and are
    compared with what is held too, so that all is told at once.
    """

    raw: bytes
    areas_raw: bytes | None
    link_duplicates: bool
    reading: RegisterReading
    areas: tuple[str, ...]
    new_areas: tuple[str, ...]
    deaths: tuple[Death, ...]
    faulty: Mapping[int, Record]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row and the death that it is to be linked to: a case held, or an earlier line of the file."""

    row: RegisterRow
    other: Death
    evidence: Evidence


@dataclass(slots=True)
class Plan:
    """What is to be done with each row of a sound file."""

    additions: list[RegisterRow] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    left_out: int = 0

    @property
    def themes(self) -> frozenset[str]:
        """The theme keys of the cases to be added."""
        return frozenset(key for row in self.additions for key in row.themes)

    @property
    def review_dates(self) -> frozenset[date]:
        """The days on which they were reviewed."""
        return frozenset(row.date_reviewed for row in self.additions if row.date_reviewed)


def read(actor: Actor, raw: bytes, *, areas_raw: bytes | None, link_duplicates: bool, today: date) -> RegisterFile:
    """Return the register as read against the panel's areas, or those that a panel without any will get."""
    areas = queries.area_codes(actor.panel_id)
    given = read_areas(areas_raw) if areas_raw is not None and not areas else None
    codes = tuple(row.gss_code for row in given.rows) if given else areas
    reading = read_register(raw, today=today, panel_areas=codes or None)
    faults = [_of_areas(fault) for fault in given.faults] if given else []
    new_areas = () if areas else codes or reading.resident_areas
    if not areas and not new_areas and not faults and not reading.faults:
        faults.append(Fault(None, None, "", NO_AREA))
    reading = replace(reading, faults=(*faults, *reading.faults))
    faulty = _faulty_records(raw, reading)
    deaths = _deaths(reading, faulty)
    return RegisterFile(raw, areas_raw, link_duplicates, reading, areas, new_areas, deaths, faulty)


def plan(actor: Actor, file: RegisterFile) -> Plan:
    """Return what becomes of each row. Raises RegisterFaults with the file's own and those seen only now."""
    rows = {row.line: row for row in file.reading.rows}
    known = KnownDeaths(queries.deaths_like(actor.panel_id, file.deaths))
    planned, faults = Plan(), list(file.reading.faults)
    for death in file.deaths:
        match = known.match(death)
        fault = _fault(actor, file, match, death)
        if fault is not None:
            faults.append(fault)
        elif death.line in rows:
            _place(planned, rows[death.line], match)
    if faults:
        references = {line: record.cells.get("case_ref", "") for line, record in file.faulty.items()}
        references.update({line: row.case_ref for line, row in rows.items()})
        raise RegisterFaults(csv_faults.in_order(faults), references)
    return planned


def _place(planned: Plan, row: RegisterRow, match: Match) -> None:
    if match.outcome is Outcome.HELD:
        planned.left_out += 1
    elif match.other is not None and match.evidence is not None:
        planned.duplicates.append(Duplicate(row, match.other, match.evidence))
    else:
        planned.additions.append(row)


def _fault(actor: Actor, file: RegisterFile, match: Match, death: Death) -> Fault | None:
    """What the database, or an earlier row, has against a row. Nobody is told of a case not theirs to see."""
    other = match.other
    if other is None or match.outcome is Outcome.HELD or _is_told_of_its_reference(death, other):
        return None
    if other.case_id in actor.excluded_case_ids:
        return Fault(death.line, "case_ref", csv_table.shown(death.reference), NOT_YOURS)
    if match.outcome is Outcome.CLASH:
        return Fault(death.line, "case_ref", csv_table.shown(death.reference), CLASH)
    if match.evidence is None or file.link_duplicates:
        return None
    which = f"case {other.reference}" if other.case_id else f"line {other.line}, case {other.reference}"
    rule = f"{POSSIBLE_DUPLICATE} of {which}: {match.evidence}. {WHAT_TO_DO[match.evidence]}"
    value = death.nhs_number if match.evidence is Evidence.NHS_NUMBER else death.family_name
    return Fault(death.line, COLUMN[match.evidence], csv_table.shown(value or ""), rule)


def _is_told_of_its_reference(death: Death, other: Death) -> bool:
    """A row with the reference of an earlier one has that fault already, which linking would not mend."""
    return other.case_id is None and death.reference.casefold() == other.reference.casefold()


def _faulty_records(raw: bytes, reading: RegisterReading) -> dict[int, Record]:
    lines = {fault.line for fault in reading.faults if fault.line is not None}
    if not lines:
        return {}
    entries = csv_table.read_table(raw, REGISTER_COLUMNS, ()).entries
    return {entry.line: entry for entry in entries if isinstance(entry, Record) and entry.line in lines}


def _deaths(reading: RegisterReading, faulty: Mapping[int, Record]) -> tuple[Death, ...]:
    deaths = [matching.of_row(row) for row in reading.rows]
    deaths += [death for record in faulty.values() if (death := matching.of_cells(record))]
    return tuple(sorted(deaths, key=lambda death: death.line))


def _of_areas(fault: Fault) -> Fault:
    return Fault(None, None, "", f"In areas.csv, {csv_faults.in_words(fault)}")
