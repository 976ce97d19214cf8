"""The panel's local authorities as a CSV file: `name` and `gss_code`."""

from dataclasses import dataclass, field

from cdop.rules import csv_columns, csv_table, local_authorities
from cdop.rules.csv_columns import Column
from cdop.rules.csv_table import Fault
from cdop.rules.local_authorities import LocalAuthority


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A local authority of the panel. `line` is where the row starts in its file, 0 where it is of none."""

    name: str
    gss_code: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class AreasReading:
    """The sound rows and every fault, in the order of the file. With any fault, nothing is to be written."""

    rows: tuple[AreaRow, ...]
    faults: tuple[Fault, ...]
    ignored_columns: tuple[str, ...] = ()


def _by_code(text: str) -> LocalAuthority:
    authority = local_authorities.parse(text)
    if text.casefold() not in {code.casefold() for code in (authority.gss_code, *authority.former_codes)}:
        raise ValueError("A GSS code looks like E06000049.")
    return authority


_COLUMNS = (
    Column("name", local_authorities.parse),
    Column("gss_code", _by_code, required=True),
)
AREA_COLUMNS = csv_columns.names(_COLUMNS)
"""The columns in the order of an export."""


def read_areas(raw: bytes) -> AreasReading:
    """Return the rows and the faults of an areas file. The names are those of the list, whatever the file
    calls them.
    """
    table = csv_table.read_table(raw, AREA_COLUMNS, csv_columns.required_names(_COLUMNS))
    rows: dict[str, AreaRow] = {}
    faults = list(table.faults)
    for entry in table.entries:
        if isinstance(entry, Fault):
            faults.append(entry)
            continue
        values, row_faults = csv_columns.read_cells(entry, _COLUMNS, table.columns)
        authority = values.get("gss_code")
        if authority is not None and (rule := _broken_rule(authority, values.get("name"), rows)):
            row_faults.append(Fault(entry.line, "gss_code", entry.cells["gss_code"], rule))
        faults += row_faults
        if authority is not None and not row_faults:
            rows[authority.gss_code] = AreaRow(authority.name, authority.gss_code, line=entry.line)
    return AreasReading(tuple(rows.values()), tuple(faults), table.ignored_columns)


def area_line(row: AreaRow) -> dict[str, str]:
    """Return a row as the cells of an export, by column name; `read_areas` gives the same row back."""
    return {"name": csv_table.guarded(row.name), "gss_code": row.gss_code}


def _broken_rule(authority: LocalAuthority, named: LocalAuthority | None, rows: dict[str, AreaRow]) -> str | None:
    if not authority.may_have_panel:
        return "No panel reviews residents of this area."
    if named is not None and named is not authority:
        return f"The code is of {authority.name}, the name of {named.name}."
    if authority.gss_code in rows:
        return f"Line {rows[authority.gss_code].line} has the same area."
    return None
