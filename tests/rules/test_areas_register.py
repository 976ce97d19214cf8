from hypothesis import given
from hypothesis import strategies as st

from cdop.rules.areas_register import AREA_COLUMNS, AreaRow, AreasReading, area_line, read_areas
from cdop.rules.csv_table import Fault, csv_lines
from cdop.rules.local_authorities import AUTHORITIES

MAY_HAVE_PANEL = [AreaRow(item.name, item.gss_code) for item in AUTHORITIES if item.may_have_panel]


def test_read_areas_returns_names_of_the_list() -> None:
    raw = b"gss_code,name\ne06000006,halton borough council\nE06000048,\n"
    assert read_areas(raw) == AreasReading((AreaRow("Halton", "E06000006"), AreaRow("Northumberland", "E06000057")), ())


def test_read_areas_every_fault_is_reported() -> None:
    raw = b"name,gss_code\nHalton,\n,Halton\nHalton,E06000007\nFlintshire,W06000005\nWarrington,E06000007\n,E06000007\n"
    assert read_areas(raw) == AreasReading(
        (AreaRow("Warrington", "E06000007"),),
        (
            Fault(2, "gss_code", "", "This cell must be filled."),
            Fault(3, "gss_code", "Halton", "A GSS code looks like E06000049."),
            Fault(4, "gss_code", "E06000007", "The code is of Warrington, the name of Halton."),
            Fault(5, "gss_code", "W06000005", "No panel reviews residents of this area."),
            Fault(7, "gss_code", "E06000007", "Line 6 has the same area."),
        ),
    )


def test_read_areas_misshapen_row_is_a_fault() -> None:
    rule = "The row has 1 cell, the header 2: a comma is missing or one too many."
    assert read_areas(b"name,gss_code\nHalton\n").faults == (Fault(2, None, "Halton", rule),)


@given(st.lists(st.sampled_from(MAY_HAVE_PANEL), unique=True))
def test_read_of_written_areas_returns_the_same(rows: list[AreaRow]) -> None:
    raw = "".join(csv_lines(AREA_COLUMNS, map(area_line, rows))).encode()
    assert read_areas(raw) == AreasReading(tuple(rows), ())
