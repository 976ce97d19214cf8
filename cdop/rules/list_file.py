"""A list of deaths as it comes, a CSV file or an Excel workbook, as sheets of numbered rows of text.

Nothing here raises for any bytes: what cannot be read is a fault, in words for whoever sent the file. What a file says
it is called does not matter; a workbook that was renamed is read as what it is.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from cdop.rules import csv_table
from cdop.rules.csv_table import Fault, clean
from cdop.rules.list_fields import Row

MAX_BYTES = 5_000_000
MAX_UNPACKED = 60_000_000
MAX_LINES, MAX_COLUMNS, MAX_CELL, MAX_SHEETS = 20_000, 60, 500, 20
_SEPARATORS = ",;\t|"
_LINES_SAMPLED = 20
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TOO_LARGE = (
    f"The file is larger than {MAX_BYTES // 1_000_000} MB. Send the children’s deaths alone, or a month at a time."
)
TOO_LONG = f"The list has more than {MAX_LINES:,} lines. Divide it, for example by month."
UNREADABLE = "The workbook cannot be read: it may be damaged. Open it in Excel, save it anew and send that."
OLD = "This is an older Excel file, or one with a password. Save it as “Excel Workbook (.xlsx)” without a password."
EMPTY = "The file holds no rows."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or the one of a CSV file: the rows that hold something, with their line."""

    name: str
    rows: tuple[tuple[int, Row], ...]


def read_sheets(raw: bytes) -> tuple[tuple[Sheet, ...], tuple[Fault, ...]]:
    """Return the sheets of a file that hold something, or the faults for which it cannot be read."""
    if len(raw) > MAX_BYTES:
        return (), (_whole(TOO_LARGE),)
    sheets, faults = _workbook(raw) if raw.startswith((_ZIP, _OLD_OFFICE)) else _csv(raw)
    if not faults and not sheets:
        return (), (_whole(EMPTY),)
    return ((), faults) if faults else (sheets, ())


def _whole(rule: str) -> Fault:
    return Fault(None, None, "", rule)


def _csv(raw: bytes) -> tuple[tuple[Sheet, ...], tuple[Fault, ...]]:
    if fault := csv_table.fault_of_bytes(raw):
        return (), (fault,)
    text = raw.decode("utf-8-sig")
    rows, faults = [], []
    for line, row in csv_table.numbered_rows(text, _separator(text)):
        if isinstance(row, str):
            faults.append(Fault(line, None, "", row))
        elif kept := _kept(row):
            rows.append((line, kept))
        if len(rows) > MAX_LINES:
            return (), (_whole(TOO_LONG),)
    return (Sheet("", tuple(rows)),) if rows else (), tuple(faults)


def _separator(text: str) -> str:
    """What stands between the cells of most lines."""
    lines = [line for line in islice(io.StringIO(text), _LINES_SAMPLED) if line.strip()]
    counts = Counter({each: sum(line.count(each) for line in lines) for each in _SEPARATORS})
    return max(_SEPARATORS, key=lambda each: (counts[each], -_SEPARATORS.index(each)))


def _workbook(raw: bytes) -> tuple[tuple[Sheet, ...], tuple[Fault, ...]]:
    if raw.startswith(_OLD_OFFICE):
        return (), (_whole(OLD),)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
                return (), (_whole(TOO_LARGE),)
        return _sheets(raw)
    except _TooLong:
        return (), (_whole(TOO_LONG),)
    except Exception:  # a damaged workbook fails in many ways, and each of them means this
        return (), (_whole(UNREADABLE),)


class _TooLong(Exception):
    """A sheet has too many lines."""


def _sheets(raw: bytes) -> tuple[tuple[Sheet, ...], tuple[Fault, ...]]:
    """The sheets that are in sight, read a row at a time."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    try:
        seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][:MAX_SHEETS]
        sheets = (Sheet(sheet.title, tuple(_sheet_rows(sheet))) for sheet in seen)
        return tuple(sheet for sheet in sheets if sheet.rows), ()
    finally:
        book.close()


def _sheet_rows(sheet: Any) -> Iterator[tuple[int, Row]]:
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    for line, values in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
        if line > MAX_LINES:
            raise _TooLong
        if kept := _kept(map(_text, values)):
            yield line, kept


def _kept(cells: Iterable[str]) -> Row:
    """A row's cells, cleaned, without empty ones at its end; nothing of an empty row."""
    row = [_one_line(clean(cell))[:MAX_CELL] for cell in islice(cells, MAX_COLUMNS)]
    while row and not row[-1]:
        row.pop()
    return tuple(row)


def _one_line(text: str) -> str:
    """The text with spaces for line ends and for whatever no database or page can carry."""
    if text.isprintable():
        return text
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _text(value: Any) -> str:
    """A cell of a workbook as text: a date as 2026-03-01, a whole number without a point."""
    if value is None or isinstance(value, bool | time):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
