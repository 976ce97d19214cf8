"""The panel's meetings as a CSV file: `date` (required), `kind` and `theme`.

Without a kind it is a case review meeting, as a review date alone makes. Meetings to come are taken too.
"""

from dataclasses import dataclass, field
from datetime import date

from cdop.rules import csv_columns, csv_table, periods, themes
from cdop.rules.csv_columns import A_DAY, Column, iso_day, one_of, word_of
from cdop.rules.csv_table import Fault
from cdop.rules.vocabulary import MeetingKind


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting. `line` is where the row starts in its file, 0 where it is of none."""

    date: date
    kind: MeetingKind = MeetingKind.CASE_REVIEW
    theme: str | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class MeetingsReading:
    """The sound rows and every fault, in the order of the file. With any fault, nothing is to be written."""

    rows: tuple[MeetingRow, ...]
    faults: tuple[Fault, ...]
    ignored_columns: tuple[str, ...] = ()


COLUMNS = (
    Column("date", periods.parse_day, iso_day, required=True, holds=A_DAY),
    Column("kind", word_of(MeetingKind), holds=f"{one_of(MeetingKind)} Empty means {MeetingKind.CASE_REVIEW}."),
    Column("theme", themes.parse, holds="Of a case review meeting, such as neonatal."),
)
"""What a list of meetings may have for each."""
MEETING_COLUMNS = csv_columns.names(COLUMNS)
"""The columns in the order of an export."""


def read_meetings(raw: bytes) -> MeetingsReading:
    """Return the rows and the faults of a meetings file; a header alone is a panel without meetings."""
    table = csv_table.read_table(raw, MEETING_COLUMNS, csv_columns.required_names(COLUMNS))
    rows: dict[tuple[date, MeetingKind], MeetingRow] = {}
    faults = list(table.faults)
    for entry in table.entries:
        if isinstance(entry, Fault):
            faults.append(entry)
            continue
        values, cell_faults = csv_columns.read_cells(entry, COLUMNS, table.columns)
        faults += cell_faults
        if cell_faults or values["date"] is None:
            continue
        row = MeetingRow(values["date"], values["kind"] or MeetingKind.CASE_REVIEW, values["theme"], line=entry.line)
        first = rows.setdefault((row.date, row.kind), row)
        if first is not row:
            rule = f"Line {first.line} has a meeting of the same date and kind."
            faults.append(Fault(row.line, "date", entry.cells["date"], rule))
    return MeetingsReading(tuple(rows.values()), tuple(faults), table.ignored_columns)


def meeting_line(row: MeetingRow) -> dict[str, str]:
    """Return a row as the cells of an export, by column name; `read_meetings` gives the same row back."""
    return csv_columns.write_cells(row, COLUMNS)
