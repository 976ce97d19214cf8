from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cdop.rules.csv_table import Fault, csv_lines
from cdop.rules.meetings_register import (
    MEETING_COLUMNS,
    MeetingRow,
    MeetingsReading,
    meeting_line,
    read_meetings,
)
from cdop.rules.vocabulary import MeetingKind


def test_read_meetings_returns_each_with_its_kind_and_theme() -> None:
    raw = b"theme,kind,date\n,Case review,2013-05-16\n,BUSINESS,04/07/2013\nNeonatal,,2026-12-01\n"
    assert read_meetings(raw) == MeetingsReading(
        (
            MeetingRow(date(2013, 5, 16), MeetingKind.CASE_REVIEW),
            MeetingRow(date(2013, 7, 4), MeetingKind.BUSINESS),
            MeetingRow(date(2026, 12, 1), MeetingKind.CASE_REVIEW, "neonatal"),
        ),
        (),
    )


def test_read_meetings_faulty_cells_are_all_reported() -> None:
    raw = b"date,kind,theme,venue\n,case review,,\n2013-02-30,party,a_b,x\n"
    raw += b"2013-05-16,,,\n16/05/2013,case review,,\n"
    theme = "A theme has letters a to z, digits and hyphens, at most 60, such as safe-sleep."
    assert read_meetings(raw) == MeetingsReading(
        (MeetingRow(date(2013, 5, 16)),),
        (
            Fault(2, "date", "", "This cell must be filled."),
            Fault(3, "date", "2013-02-30", "There is no such day in the calendar."),
            Fault(3, "kind", "party", "One of: case review, business."),
            Fault(3, "theme", "a_b", theme),
            Fault(5, "date", "16/05/2013", "Line 4 has a meeting of the same date and kind."),
        ),
        ("venue",),
    )


def test_read_meetings_without_date_column_is_a_fault() -> None:
    missing = "This column is missing. Its heading in the file is “date”."
    assert read_meetings(b"kind\nbusiness\n").faults == (Fault(1, "date", "", missing),)


def test_read_meetings_header_alone_is_a_panel_without_meetings() -> None:
    assert read_meetings(b"date,kind,theme\n") == MeetingsReading((), ())


@given(
    st.lists(
        st.builds(
            MeetingRow,
            st.dates(date(2008, 4, 1), date(2030, 1, 1)),
            st.sampled_from(MeetingKind),
            st.sampled_from([None, "neonatal", "our-own"]),
        ),
        unique_by=lambda row: (row.date, row.kind),
    )
)
def test_read_of_written_meetings_returns_the_same(rows: list[MeetingRow]) -> None:
    raw = "".join(csv_lines(MEETING_COLUMNS, map(meeting_line, rows))).encode()
    assert read_meetings(raw) == MeetingsReading(tuple(rows), ())


@given(st.binary(max_size=200))
def test_read_meetings_any_bytes_gives_a_reading(raw: bytes) -> None:
    assert isinstance(read_meetings(b"date,kind,theme\n" + raw), MeetingsReading)
