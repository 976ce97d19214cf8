"""Lists of deaths from elsewhere, whatever is in them: no line is lost, and nothing that is read stops the reading."""

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from cdop.rules import list_file, listed_deaths

TODAY = date(2026, 11, 20)
KEYS = (
    "nhs_number",
    "family_name",
    "given_names",
    "name",
    "born_on",
    "died_on",
    "age",
    "postcode",
    "place",
    "event_on",
)
ODD = (
    "",
    " ",
    "0",
    "-1",
    "31/02/2026",
    "1/1/0001",
    "99999.99",
    "45000",
    "17 years",
    "9990000018",
    "999 000 0018",
    "=1+1",
)
CELLS = st.one_of(
    st.sampled_from(ODD), st.text(max_size=40), st.dates().map(date.isoformat), st.sampled_from(("Total",))
)
ROWS = st.lists(st.lists(CELLS, max_size=len(KEYS)).map(tuple), max_size=12)


@given(ROWS)
@example([("", "", "", "\ud800", "", "1/11/2026")])
@example([("9" * 400, "٣", "x", "", "٠١/٠١/٢٠٢٦", "1e9", "٩٩")])
def test_every_line_is_a_death_an_adult_a_note_or_has_a_fault(rows: list[tuple[str, ...]]) -> None:
    numbered = [(line, row) for line, row in enumerate([KEYS, *rows], 1)]
    read = listed_deaths.read(numbered, 1, {key: place for place, key in enumerate(KEYS)}, today=TODAY)
    faulty = {fault.line for fault in read.faults}
    deaths = [death.line for death in read.deaths]
    assert faulty.isdisjoint(deaths)
    assert len(deaths) + len(faulty) + read.adults + read.notes == len(rows)
    assert len({death.digest for death in read.deaths}) == len(deaths)
    assert all(death.died_on <= TODAY for death in read.deaths)


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))))
@example(b"PK\x03\x04 no workbook")
@example(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
@example(b'"a\n')
def test_whatever_the_bytes_a_list_is_read_or_says_why_not(raw: bytes) -> None:
    sheets, faults = list_file.read_sheets(raw)
    assert bool(sheets) != bool(faults)
    assert all(fault.rule for fault in faults)
