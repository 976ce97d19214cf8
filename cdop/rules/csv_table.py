"""A CSV file as numbered rows: what is wrong with the file, its header or the shape of a row is a fault.

Nothing here raises for any bytes, so a file from anywhere may be given to it.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from cdop.rules.numbers import counted

MAX_BYTES = 50_000_000
MAX_ROWS = 200_000
MAX_SHOWN = 80
"""How much of a cell a fault repeats, in characters."""

_SAVE_AS_CSV = "Open it in the spreadsheet program and save it as “CSV UTF-8 (comma delimited)”."
_KINDS = (
    (b"PK\x03\x04", "This is an Excel workbook (or another zip file), not a CSV file."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an older Excel (or other Office) file, not a CSV file."),
    (b"%PDF", "This is a PDF, not a CSV file."),
    (b"\x1f\x8b", "This is a compressed file, not a CSV file."),
    (b"<", "This is a web page or XML, not a CSV file."),
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "upright bars"}
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_CSV_FAULTS = {
    "unexpected end of data": "A quotation mark is opened here and never closed.",
    "expected after": "Text follows a closing quotation mark. Inside a cell it is written twice.",
    "field larger": "A cell is far too long: a quotation mark may be opened here and not closed.",
}
# A spreadsheet takes a cell that begins with one of these for a formula (OWASP, "CSV Injection").
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right. `line` is None where the whole file is at fault, `column` None where a whole
    row is.

    Lines are counted as a text editor does, the header being line 1; a row of several lines has its first.
    """

    line: int | None
    column: str | None
    value: str
    rule: str


FAULT_COLUMNS = ("line", "column", "value", "rule")


@dataclass(frozen=True, slots=True)
class Record:
    """A row: the cells of known columns that are not empty, cleaned."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """`faults` are of the file and its header; `entries` the rows in order, a Fault for a misshapen one."""

    columns: frozenset[str] = frozenset()
    ignored_columns: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    entries: Iterable[Record | Fault] = ()


def read_table(raw: bytes, columns: Sequence[str], required: Sequence[str]) -> Table:
    """Return the table in a CSV file of those columns, in any order, with or without capitals.

    Missing required columns are faults, and the rows are read all the same; columns it does not know are
    ignored and named.
    """
    if fault := fault_of_bytes(raw):
        return Table(faults=(fault,))
    text = raw.decode("utf-8-sig")
    if fault := _separator_fault(text, required):
        return Table(faults=(fault,))
    rows = numbered_rows(text)
    line, header = next(((line, row) for line, row in rows if isinstance(row, str) or any(row)), (1, ""))
    if isinstance(header, str):
        return Table(faults=(Fault(line, None, "", header or "The file is empty."),))
    names = [clean(name).casefold() for name in header]
    return Table(
        columns=frozenset(names).intersection(columns),
        ignored_columns=tuple(
            clean(header[i]) or f"(column {i + 1}, without a name)"
            for i, name in enumerate(names)
            if name not in columns and (name or i < len(names) - 1)
        ),
        faults=tuple(_header_faults(names, line, columns, required)),
        entries=_entries(rows, names, frozenset(columns)),
    )


def clean(text: str) -> str:
    """Return a cell's text without surrounding space and formula guard, in composed characters (NFC)."""
    text = text.strip()
    if not text.isascii():
        text = normalize("NFC", text).strip()
    if text.startswith("'") and _GUARDED.match(text):
        return text[1:].strip()
    return text


def guarded(text: str) -> str:
    """Return the text with an apostrophe before what a spreadsheet would take for a formula.

    `clean` takes exactly that apostrophe off again, so that what is exported and read is unchanged.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def csv_lines(columns: Sequence[str], rows: Iterable[dict[str, str]]) -> Iterator[str]:
    """Yield the lines of a CSV file with their ends, the header first. Cells are written as given."""
    yield _csv_line(list(columns))
    for row in rows:
        yield _csv_line([row[column] for column in columns])


def fault_line(fault: Fault) -> dict[str, str]:
    """Return a fault as the cells of a CSV row under FAULT_COLUMNS, safe to open in a spreadsheet."""
    return {
        "line": "" if fault.line is None else str(fault.line),
        "column": fault.column or "",
        "value": guarded(fault.value),
        "rule": fault.rule,
    }


def shown(value: str) -> str:
    """Return as much of a cell as a fault repeats."""
    return value if len(value) <= MAX_SHOWN else f"{value[: MAX_SHOWN - 1]}…"


def whole_number(text: str, called: str) -> int:
    """Return the whole number in a cell, with or without commas between thousands.

    Raises ValueError, with a message for whoever imports it, for anything else.
    """
    plain = text.strip().replace(",", "")
    if not _WHOLE_NUMBER.fullmatch(plain):
        raise ValueError(f"The {called} is “{shown(text)}” and must be a whole number.")
    return int(plain)


def fault_of_bytes(raw: bytes) -> Fault | None:
    """Return what makes the file as a whole unreadable, None where nothing does."""
    if len(raw) > MAX_BYTES:
        return Fault(None, None, "", f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
    if rule := fault_of_beginning(raw):
        return Fault(None, None, "", rule)
    return _nul_fault(raw) or _encoding_fault(raw)


def fault_of_beginning(raw: bytes) -> str | None:
    """Return why a file that begins so cannot be CSV, None where it may be."""
    content = raw.removeprefix(_BYTE_ORDER_MARK).strip()
    if not content:
        return "The file is empty."
    for beginning, kind in _KINDS:
        if content.startswith(beginning):
            return f"{kind} {_SAVE_AS_CSV}"
    return f"The file is in UTF-16, not UTF-8. {_SAVE_AS_CSV}" if _is_utf_16(content) else None


def _is_utf_16(content: bytes) -> bool:
    """Marked as UTF-16, or every other byte is NUL, as in Latin letters without the mark."""
    halves = content[:200:2], content[1:200:2]
    return content.startswith(_UTF_16_MARKS) or (any(content[:200]) and any(half and not any(half) for half in halves))


def _nul_fault(raw: bytes) -> Fault | None:
    position = raw.find(0)
    if position < 0:
        return None
    rule = f"Byte {position + 1} of the file is NUL, which no text has: the file is damaged. {_SAVE_AS_CSV}"
    return Fault(_line_of(raw, position), None, "NUL", rule)


def _encoding_fault(raw: bytes) -> Fault | None:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        found = raw[error.start : error.start + 1]
        would_be = found.decode("cp1252", "ignore")
        rule = f"Byte {error.start + 1} of the file is not UTF-8"
        rule += f" (in Windows-1252 it would be {would_be})." if would_be.isprintable() and would_be else "."
        return Fault(_line_of(raw, error.start), None, f"0x{found.hex().upper()}", f"{rule} {_SAVE_AS_CSV}")
    return None


def _line_of(raw: bytes, position: int) -> int:
    return len(_LINE_END.findall(raw, 0, position)) + 1


def numbered_rows(text: str, separator: str = ",") -> Iterator[tuple[int, list[str] | str]]:
    """Yield each row with the line it starts on; a row that is not CSV as the words that say so."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            rules = (rule for part, rule in _CSV_FAULTS.items() if part in str(error))
            yield line, next(rules, "The row is not well-formed CSV.")


def _separator_fault(text: str, required: Sequence[str]) -> Fault | None:
    """A file whose columns are separated by something else than commas, seen in its first line."""
    header = text.lstrip().splitlines()[0] if text.strip() else ""
    for separator, words in (",", ""), *_SEPARATORS.items():
        if {name.strip(" \"'").casefold() for name in header.split(separator)}.intersection(required):
            rule = f"The columns are separated by {words}, not commas. {_SAVE_AS_CSV}"
            return Fault(None, None, "", rule) if words else None
    return None


def _header_faults(names: list[str], line: int, columns: Sequence[str], required: Sequence[str]) -> Iterator[Fault]:
    for column in columns:
        if names.count(column) > 1:
            yield Fault(line, column, column, "Two columns have this name.")
    for column in required:
        if column not in names:
            yield Fault(line, column, "", f"This column is missing. Its heading in the file is “{column}”.")


def _entries(
    rows: Iterator[tuple[int, list[str] | str]], names: list[str], known: frozenset[str]
) -> Iterator[Record | Fault]:
    """The rows after the header; rows without any text are passed over."""
    wanted = [(place, name) for place, name in enumerate(names) if name in known]
    count = 0
    for line, row in rows:
        if isinstance(row, str):
            yield Fault(line, None, "", row)
            continue
        texts = [clean(cell) for cell in row]
        if not any(texts):
            continue
        count += 1
        if count > MAX_ROWS:
            yield Fault(line, None, "", f"The file has more than {MAX_ROWS:,} rows. Divide it.")
            return
        if len(texts) < len(names) or any(texts[len(names) :]):
            counts = f"The row has {counted(len(texts), 'cell')}, the header {len(names)}"
            rule = f"{counts}: a comma is missing or one too many."
            yield Fault(line, None, shown(",".join(row)), rule)
            continue
        yield Record(line, {name: texts[place] for place, name in wanted if texts[place]})


def _csv_line(cells: list[str]) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerow(cells)
    return stream.getvalue()
