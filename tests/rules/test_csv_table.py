import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from cdop.rules.csv_table import (
    FAULT_COLUMNS,
    MAX_BYTES,
    MAX_ROWS,
    Fault,
    Record,
    clean,
    csv_lines,
    fault_line,
    guarded,
    read_table,
    shown,
)

COLUMNS = ("ref", "name", "note")
REQUIRED = ("ref", "name")
SAVE = "Open it in the spreadsheet program and save it as “CSV UTF-8 (comma delimited)”."


def read(raw: bytes) -> tuple[tuple[Fault, ...], list[Record | Fault]]:
    table = read_table(raw, COLUMNS, REQUIRED)
    return table.faults, list(table.entries)


def excel_file() -> bytes:
    stream = io.BytesIO()
    workbook = Workbook()
    workbook.active.append(["ref", "name"])
    workbook.save(stream)
    return stream.getvalue()


def test_read_table_any_order_and_capitals_returns_known_cells() -> None:
    table = read_table(b"\xef\xbb\xbfName,extra, REF ,\r\nZo\xc3\xab,x,1,\r\n,,,\r\n,,2,\r\n", COLUMNS, REQUIRED)
    assert (table.columns, table.ignored_columns, table.faults, list(table.entries)) == (
        frozenset({"ref", "name"}),
        ("extra",),
        (),
        [Record(2, {"name": "Zoë", "ref": "1"}), Record(4, {"ref": "2"})],
    )


def test_read_table_column_without_name_between_others_is_named_by_its_place() -> None:
    table = read_table(b"ref,,name\n1,2,3\n", COLUMNS, REQUIRED)
    assert (table.ignored_columns, list(table.entries)) == (
        ("(column 2, without a name)",),
        [Record(2, {"ref": "1", "name": "3"})],
    )


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_read_table_quoted_line_ends_give_the_line_a_row_starts_on(line_end: str) -> None:
    text = 'ref,name\n1,"a\nb\nc"\n\n2,"say ""yes"""\n'.replace("\n", line_end)
    assert read(text.encode()) == (
        (),
        [
            Record(2, {"ref": "1", "name": f"a{line_end}b{line_end}c"}),
            Record(6, {"ref": "2", "name": 'say "yes"'}),
        ],
    )


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", Fault(None, None, "", "The file is empty.")),
        (b"\xef\xbb\xbf \r\n\t\n", Fault(None, None, "", "The file is empty.")),
        (b",,,\n,,\n", Fault(1, None, "", "The file is empty.")),
        (
            excel_file(),
            Fault(None, None, "", f"This is an Excel workbook (or another zip file), not a CSV file. {SAVE}"),
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
            Fault(None, None, "", f"This is an older Excel (or other Office) file, not a CSV file. {SAVE}"),
        ),
        (b"%PDF-1.7\n", Fault(None, None, "", f"This is a PDF, not a CSV file. {SAVE}")),
        (b"\x1f\x8b\x08", Fault(None, None, "", f"This is a compressed file, not a CSV file. {SAVE}")),
        (b"\n<html>", Fault(None, None, "", f"This is a web page or XML, not a CSV file. {SAVE}")),
        ("ref,name\n".encode("utf-16"), Fault(None, None, "", f"The file is in UTF-16, not UTF-8. {SAVE}")),
        (
            "ref,name\n".encode("utf-16-le"),
            Fault(None, None, "", f"The file is in UTF-16, not UTF-8. {SAVE}"),
        ),
        (
            "ref,name\n".encode("utf-16-be"),
            Fault(None, None, "", f"The file is in UTF-16, not UTF-8. {SAVE}"),
        ),
        (
            b"ref,name\n1,a\n2,b\0\n",
            Fault(3, None, "NUL", f"Byte 17 of the file is NUL, which no text has: the file is damaged. {SAVE}"),
        ),
        (
            b"ref,name\r\n1,a\r\n2,Zo\xeb\r\n",
            Fault(
                3,
                None,
                "0xEB",
                f"Byte 20 of the file is not UTF-8 (in Windows-1252 it would be ë). {SAVE}",
            ),
        ),
        (b"ref,name\n1,\x81\n", Fault(2, None, "0x81", f"Byte 12 of the file is not UTF-8. {SAVE}")),
        (
            b"ref;name\n1;a\n",
            Fault(None, None, "", f"The columns are separated by semicolons, not commas. {SAVE}"),
        ),
        (
            b'"ref";"name"\n',
            Fault(None, None, "", f"The columns are separated by semicolons, not commas. {SAVE}"),
        ),
        (
            b"ref\tname\n1\ta\n",
            Fault(None, None, "", f"The columns are separated by tabs, not commas. {SAVE}"),
        ),
        (b'"ref,name\n1,a\n', Fault(1, None, "", "A quotation mark is opened here and never closed.")),
    ],
    ids=lambda value: value.rule[:40] if isinstance(value, Fault) else "",
)
def test_read_table_unreadable_file_is_one_fault(raw: bytes, fault: Fault) -> None:
    assert read(raw) == ((fault,), [])


def test_read_table_too_large_file_is_not_read() -> None:
    assert read(b"a" * (MAX_BYTES + 1)) == ((Fault(None, None, "", "The file is larger than 50 MB."),), [])


def test_read_table_more_rows_than_allowed_stops_at_the_limit() -> None:
    faults, entries = read(b"ref,name\n" + b"1,a\n" * (MAX_ROWS + 2))
    assert (faults, len(entries), entries[-1]) == (
        (),
        MAX_ROWS + 1,
        Fault(MAX_ROWS + 2, None, "", "The file has more than 200,000 rows. Divide it."),
    )


def test_read_table_faulty_header_names_each_column_and_still_reads_rows() -> None:
    assert read(b"\nnote,note\na,b\n") == (
        (
            Fault(2, "note", "note", "Two columns have this name."),
            Fault(2, "ref", "", "This column is missing. Its heading in the file is “ref”."),
            Fault(2, "name", "", "This column is missing. Its heading in the file is “name”."),
        ),
        [Record(3, {"note": "b"})],
    )


def test_read_table_misshapen_rows_are_faults_in_their_place() -> None:
    raw = b'ref,name\n1\n2,a,b\n3,a,,\n4,"a"b\n5,b\n6,"c\n'
    miscounted = "The row has {}, the header 2: a comma is missing or one too many."
    assert read(raw) == (
        (),
        [
            Fault(2, None, "1", miscounted.format("1 cell")),
            Fault(3, None, "2,a,b", miscounted.format("3 cells")),
            Record(4, {"ref": "3", "name": "a"}),
            Fault(
                5,
                None,
                "",
                "Text follows a closing quotation mark. Inside a cell it is written twice.",
            ),
            Record(6, {"ref": "5", "name": "b"}),
            Fault(7, None, "", "A quotation mark is opened here and never closed."),
        ],
    )


def test_read_table_endless_cell_is_a_fault_and_the_next_lines_are_read() -> None:
    raw = b'ref,name\n1,"' + b"a" * 140_000 + b"\n2,b\n"
    rule = "A cell is far too long: a quotation mark may be opened here and not closed."
    assert read(raw) == ((), [Fault(2, None, "", rule), Record(3, {"ref": "2", "name": "b"})])


@given(st.binary(max_size=400))
def test_read_table_any_bytes_gives_rows_or_faults(raw: bytes) -> None:
    faults, entries = read(raw)
    assert faults or all(isinstance(entry, Record | Fault) for entry in entries)


@given(st.text("ref,name\n\r\"';\0\x1b=é", max_size=200))
def test_read_table_any_text_after_a_header_gives_rows_or_faults(text: str) -> None:
    table = read_table(f"ref,name\n{text}".encode(), COLUMNS, REQUIRED)
    lines = [entry.line or 0 for entry in table.entries]
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  a b ", "a b"),
        ("\N{NO-BREAK SPACE}a", "a"),
        ("Zoe\N{COMBINING DIAERESIS}", "Zoë"),
        ("'=1+1", "=1+1"),
        ("''=1+1", "'=1+1"),
        ("=1+1", "=1+1"),
        ("'t Hooft", "'t Hooft"),
        ("'", "'"),
    ],
)
def test_clean_takes_off_space_and_one_guard(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize("text", ["=1+1", "+44", "-", "@a", "\ta", "\ra", "＝1", "'=1", "''@"])
def test_guarded_text_of_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "O'Neill", "'t Hooft", "1+1"])
def test_guarded_other_text_is_unchanged(text: str) -> None:
    assert guarded(text) == text


@given(st.text())
def test_clean_of_guarded_text_returns_the_text(text: str) -> None:
    cleaned = clean(clean(text))
    assert clean(guarded(cleaned)) == cleaned


def test_csv_lines_quote_what_needs_it() -> None:
    rows = [{"a": "1,2", "b": 'x"y'}, {"a": "", "b": "é"}]
    assert list(csv_lines(("a", "b"), rows)) == ["a,b\r\n", '"1,2","x""y"\r\n', ",é\r\n"]


def test_fault_line_is_safe_in_a_spreadsheet() -> None:
    assert [fault_line(Fault(2, "name", "=1", "Rule.")), fault_line(Fault(None, None, "", "Rule."))] == [
        {"line": "2", "column": "name", "value": "'=1", "rule": "Rule."},
        {"line": "", "column": "", "value": "", "rule": "Rule."},
    ]
    assert tuple(fault_line(Fault(1, "a", "b", "c"))) == FAULT_COLUMNS


def test_shown_long_value_is_cut() -> None:
    assert (shown("a" * 80), shown("a" * 81)) == ("a" * 80, "a" * 79 + "…")
