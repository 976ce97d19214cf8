"""The register: what is read, and every fault by line, column, value and rule.

All children here are invented; NHS numbers are of the 999 range, which is never issued.
"""

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdop.rules import local_authorities
from cdop.rules.csv_columns import MAX_TEXT
from cdop.rules.csv_table import Fault, csv_lines
from cdop.rules.register import REGISTER_COLUMNS, RegisterReading, RegisterRow, read_register, register_line
from cdop.rules.vocabulary import Expectedness, JointAgencyResponse, Modifiable, Residency, Sex, YesNo

TODAY = date(2026, 11, 20)
CHESHIRE = ("E06000049", "E06000050", "E06000006", "E06000007")
COLUMNS = (
    "case_ref,nhs_number,given_names,family_name,date_of_birth,date_of_death,date_notified,notified_by,sex,"
    "ethnicity,area,residency,postcode,deprivation_quintile,place_of_death,died_in_area,expectedness,"
    "joint_agency_response,gestation_weeks,birth_weight_g,date_reviewed,panel_theme,category,modifiable,themes"
)
SOUND = {
    "case_ref": "PAN/001",
    "date_of_birth": "2013-03-12",
    "date_of_death": "2013-03-20",
    "date_notified": "2013-03-21",
    "area": "Halton",
}
FULL = SOUND | {
    "nhs_number": "999 000 0018",
    "given_names": "Zoe\N{COMBINING DIAERESIS} Invented",
    "family_name": "O'Example",
    "date_of_birth": "12/03/2013",
    "notified_by": "Hospital Trust",
    "sex": "FEMALE",
    "ethnicity": "aind",
    "area": "cheshire west & chester",
    "residency": "Resident",
    "postcode": "cw12ab",
    "deprivation_quintile": "1",
    "place_of_death": "Neonatal unit",
    "died_in_area": "Yes",
    "expectedness": "Not known",
    "joint_agency_response": "met but not held",
    "gestation_weeks": "24",
    "birth_weight_g": "650",
    "date_reviewed": "2014-02-20",
    "panel_theme": "Neonatal",
    "category": "8",
    "modifiable": "Inadequate information",
    "themes": "suicide; Safe sleep;suicide",
}
FULL_ROW = RegisterRow(
    case_ref="PAN/001",
    nhs_number="9990000018",
    given_names="Zoë Invented",
    family_name="O'Example",
    date_of_birth=date(2013, 3, 12),
    date_of_death=date(2013, 3, 20),
    date_notified=date(2013, 3, 21),
    notified_by="hospital trust",
    sex=Sex.FEMALE,
    ethnicity="Indian",
    area="E06000050",
    residency=Residency.RESIDENT,
    postcode="CW1 2AB",
    deprivation_quintile=1,
    place_of_death="HOSP-NNU",
    died_in_area=YesNo.YES,
    expectedness=Expectedness.NOT_KNOWN,
    joint_agency_response=JointAgencyResponse.MET_NOT_HELD,
    gestation_weeks=24,
    birth_weight_g=650,
    date_reviewed=date(2014, 2, 20),
    panel_theme="neonatal",
    category=8,
    modifiable=Modifiable.INADEQUATE,
    themes=("safe-sleep", "suicide"),
)
REVIEW = {"date_reviewed": "2014-02-20", "category": "8", "modifiable": "no"}
ONLY_REVIEWED = "Only with a date reviewed, which is empty."
WITH_REVIEW = "Must be filled where the date reviewed is."
NO_PANEL = "No panel reviews residents of this area. The residency is “elsewhere”."
HOW_TO_WRITE_A_DAY = "Write a date as YYYY-MM-DD or DD/MM/YYYY, with four digits for the year."


def file_of(*rows: dict[str, str]) -> bytes:
    lines = csv_lines(REGISTER_COLUMNS, [dict.fromkeys(REGISTER_COLUMNS, "") | row for row in rows])
    return "".join(lines).encode()


def read(*rows: dict[str, str], panel_areas: tuple[str, ...] | None = None) -> RegisterReading:
    return read_register(file_of(*rows), today=TODAY, panel_areas=panel_areas)


def faults_of(*rows: dict[str, str]) -> list[tuple[int | None, str | None, str, str]]:
    return [(fault.line, fault.column, fault.value, fault.rule) for fault in read(*rows).faults]


def test_register_columns_are_the_published_ones_in_order() -> None:
    assert ",".join(REGISTER_COLUMNS) == COLUMNS


def test_register_row_has_a_field_for_each_column_and_its_line() -> None:
    assert {item.name for item in fields(RegisterRow)} == {*REGISTER_COLUMNS, "line"}


def test_read_full_row_returns_every_value() -> None:
    assert read(FULL) == RegisterReading((FULL_ROW,), ())


def test_read_least_row_is_a_resident_with_all_else_missing() -> None:
    assert read(SOUND) == RegisterReading(
        (
            RegisterRow(
                case_ref="PAN/001",
                date_of_birth=date(2013, 3, 12),
                date_of_death=date(2013, 3, 20),
                date_notified=date(2013, 3, 21),
                area="E06000006",
            ),
        ),
        (),
    )


def test_read_rows_keep_the_line_they_start_on() -> None:
    raw = file_of(SOUND, SOUND | {"case_ref": "PAN/002"}).replace(b"\r\nPAN/002", b"\r\n\r\nPAN/002")
    assert [row.line for row in read_register(raw, today=TODAY).rows] == [2, 4]


def test_read_unknown_columns_are_named_and_ignored() -> None:
    raw = b"Colour,case_ref,date_of_birth,date_of_death,date_notified,area,Mother's name\n"
    raw += b"red,PAN/001,2013-03-12,2013-03-20,2013-03-21,E06000006,\n"
    reading = read_register(raw, today=TODAY)
    assert (len(reading.rows), reading.faults, reading.ignored_columns) == (
        1,
        (),
        ("Colour", "Mother's name"),
    )


def test_read_missing_columns_names_each_and_checks_the_rest() -> None:
    raw = b"case_ref,date_of_birth,sex\nPAN/001,2013-03-12,girl\n"
    missing = "This column is missing. Its heading in the file is “{}”."
    assert read_register(raw, today=TODAY) == RegisterReading(
        (),
        (
            Fault(1, "date_of_death", "", missing.format("date_of_death")),
            Fault(1, "date_notified", "", missing.format("date_notified")),
            Fault(1, "area", "", missing.format("area")),
            Fault(2, "sex", "girl", "One of: female, male, indeterminate, not known."),
        ),
    )


def test_read_missing_column_leaves_no_row_sound() -> None:
    reading = read_register(b"case_ref\nPAN/001\n", today=TODAY)
    assert (reading.rows, [fault.column for fault in reading.faults]) == (
        (),
        ["date_of_birth", "date_of_death", "date_notified", "area"],
    )


def test_read_header_alone_is_a_fault() -> None:
    assert read() == RegisterReading((), (Fault(None, None, "", "The file has a header and no cases."),))


@pytest.mark.parametrize("column", ["case_ref", "date_of_birth", "date_of_death", "date_notified", "area"])
def test_read_empty_required_cell_is_a_fault(column: str) -> None:
    assert faults_of(SOUND | {column: " "}) == [(2, column, "", "This cell must be filled.")]


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("case_ref", "x" * 61, "At most 60 characters."),
        ("nhs_number", "999000001", "An NHS number has 10 digits."),
        ("nhs_number", "9999999999", "An NHS number is never one digit repeated."),
        (
            "nhs_number",
            "999 000 0019",
            "The NHS number fails its check digit: a digit is wrong or two are swapped.",
        ),
        ("given_names", "a\tb", "A line end, tab or other control character is in the text."),
        ("given_names", "a\nb", "A line end, tab or other control character is in the text."),
        ("family_name", "a\N{LINE SEPARATOR}b", "A line end, tab or other control character is in the text."),
        ("date_of_birth", "31/02/2013", "There is no such day in the calendar."),
        ("date_of_birth", "12/03/13", HOW_TO_WRITE_A_DAY),
        ("date_of_birth", "12 March 2013", HOW_TO_WRITE_A_DAY),
        ("date_notified", "2013-03-19", "Before the date of death, which is 2013-03-20."),
        ("date_notified", "2026-11-21", "In the future."),
        ("date_of_death", "2013-03-11", "Before the date of birth, which is 2013-03-12."),
        ("sex", "unknown", "One of: female, male, indeterminate, not known."),
        ("residency", "visitor", "One of: resident, elsewhere."),
        ("postcode", "Crewe", "A UK postcode looks like CW1 2AB."),
        ("deprivation_quintile", "6", "A whole number from 1 to 5."),
        ("deprivation_quintile", "0", "A whole number from 1 to 5."),
        ("died_in_area", "maybe", "One of: yes, no."),
        ("expectedness", "both", "One of: expected, unexpected, not known."),
        ("joint_agency_response", "yes", "One of: held, met but not held, not met, not known."),
        ("gestation_weeks", "14", "A whole number from 15 to 45, or “not known”."),
        ("gestation_weeks", "46", "A whole number from 15 to 45, or “not known”."),
        ("gestation_weeks", "24.5", "A whole number from 15 to 45, or “not known”."),
        ("gestation_weeks", "٢٤", "A whole number from 15 to 45, or “not known”."),
        ("birth_weight_g", "99", "A whole number from 100 to 8000, or “not known”."),
        ("birth_weight_g", "8001", "A whole number from 100 to 8000, or “not known”."),
        ("birth_weight_g", "3.2", "A whole number from 100 to 8000, or “not known”."),
        (
            "themes",
            "safe-sleep;a_b",
            "A theme has letters a to z, digits and hyphens, at most 60, such as safe-sleep.",
        ),
        ("panel_theme", "neonatal", ONLY_REVIEWED),
        ("category", "8", ONLY_REVIEWED),
        ("modifiable", "no", ONLY_REVIEWED),
    ],
)
def test_read_faulty_cell_gives_line_column_value_and_rule(column: str, value: str, rule: str) -> None:
    assert faults_of(SOUND | {column: value}) == [(2, column, value, rule)]


@pytest.mark.parametrize(
    ("column", "value", "part"),
    [
        ("area", "Atlantis", "The area is the name or GSS code of an English county"),
        ("notified_by", "vet", "An agency type is one of: gp"),
        ("ethnicity", "purple", "An ethnicity is a census group"),
        ("place_of_death", "moon", "A place of death is one of: HOSP-ED"),
    ],
)
def test_read_word_not_in_its_list_gives_the_list(column: str, value: str, part: str) -> None:
    (fault,) = read(SOUND | {column: value}).faults
    assert (fault.line, fault.column, fault.value, fault.rule[: len(part)]) == (2, column, value, part)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"category": ""}, [("category", "", WITH_REVIEW)]),
        ({"modifiable": ""}, [("modifiable", "", WITH_REVIEW)]),
        (
            {"category": "", "modifiable": ""},
            [("category", "", WITH_REVIEW), ("modifiable", "", WITH_REVIEW)],
        ),
        ({"category": "11"}, [("category", "11", "The category of death is a whole number from 1 to 10.")]),
        ({"modifiable": "perhaps"}, [("modifiable", "perhaps", "One of: yes, no, inadequate information.")]),
        (
            {"date_reviewed": "2013-03-20"},
            [("date_reviewed", "2013-03-20", "Before the date notified, which is 2013-03-21.")],
        ),
        ({"date_reviewed": "2026-11-21"}, [("date_reviewed", "2026-11-21", "In the future.")]),
        (
            {"date_reviewed": "", "panel_theme": "neonatal"},
            [
                ("panel_theme", "neonatal", ONLY_REVIEWED),
                ("category", "8", ONLY_REVIEWED),
                ("modifiable", "no", ONLY_REVIEWED),
            ],
        ),
    ],
)
def test_read_review_is_whole_or_absent(changes: dict[str, str], faults: list[tuple[str, str, str]]) -> None:
    assert faults_of(SOUND | REVIEW | changes) == [(2, *fault) for fault in faults]


def test_read_review_on_the_day_of_notification_today_is_sound() -> None:
    today = {"date_of_birth": "2026-11-20", "date_of_death": "2026-11-20", "date_notified": "2026-11-20"}
    assert read(SOUND | REVIEW | today | {"date_reviewed": "20/11/2026"}).faults == ()


@pytest.mark.parametrize(("born", "died", "age"), [("1995-03-20", "2013-03-20", 18), ("1990-01-01", "2013-03-20", 23)])
def test_read_adult_is_refused(born: str, died: str, age: int) -> None:
    rule = f"Aged {age} at death. The panel reviews deaths before the 18th birthday."
    assert faults_of(SOUND | {"date_of_birth": born, "date_of_death": died}) == [(2, "date_of_death", died, rule)]


def test_read_child_of_17_on_the_last_day_is_sound() -> None:
    assert read(SOUND | {"date_of_birth": "1995-03-21"}).faults == ()


def test_read_all_dates_in_the_future_names_each() -> None:
    day = {"date_of_birth": "2027-01-01", "date_of_death": "2027-01-01", "date_notified": "2027-01-01"}
    assert [fault[1] for fault in faults_of(SOUND | day)] == [
        "date_of_birth",
        "date_of_death",
        "date_notified",
    ]


@pytest.mark.parametrize(
    ("area", "residency", "panel_areas", "rule"),
    [
        ("Flintshire", "", None, NO_PANEL),
        ("Z-NK", "resident", None, NO_PANEL),
        (
            "Wigan",
            "",
            CHESHIRE,
            "Not one of the panel's local authorities. Is the residency “elsewhere”?",
        ),
    ],
)
def test_read_resident_outside_the_panels_area_is_a_fault(
    area: str, residency: str, panel_areas: tuple[str, ...] | None, rule: str
) -> None:
    reading = read(SOUND | {"area": area, "residency": residency}, panel_areas=panel_areas)
    assert reading.faults == (Fault(2, "area", area, rule),)


@pytest.mark.parametrize(
    ("area", "residency", "panel_areas"),
    [
        ("Flintshire", "elsewhere", None),
        ("Overseas", "elsewhere", CHESHIRE),
        ("Wigan", "elsewhere", CHESHIRE),
        ("Halton", "elsewhere", CHESHIRE),
        ("Halton", "resident", CHESHIRE),
        ("Wigan", "resident", None),
        ("Isle of Man", "resident", None),
    ],
)
def test_read_area_that_agrees_with_residency_is_sound(
    area: str, residency: str, panel_areas: tuple[str, ...] | None
) -> None:
    reading = read(SOUND | {"area": area, "residency": residency}, panel_areas=panel_areas)
    assert (reading.faults, reading.rows[0].area) == ((), local_authorities.parse(area).gss_code)


def test_read_reference_with_the_childs_name_or_number_is_a_fault() -> None:
    telling = SOUND | {"case_ref": "Smith 2013", "family_name": "Smith"}
    ((line, column, shown, rule),) = faults_of(telling)
    assert (line, column, shown, "give another" in rule) == (2, "case_ref", "Smith 2013", True)


def test_read_repeated_reference_without_regard_to_case_is_a_fault() -> None:
    second = SOUND | {"case_ref": "pan/001", "sex": "male"}
    assert faults_of(SOUND, second) == [
        (3, "case_ref", "pan/001", "Line 2 has the same reference: give one of the two another, or take it out.")
    ]


def test_read_repeated_row_is_one_fault() -> None:
    assert faults_of(FULL, SOUND | {"case_ref": "PAN/002"}, FULL) == [
        (4, "case_ref", "PAN/001", "The row repeats line 2 in full: take it out.")
    ]


def test_read_two_themes_of_one_meeting_is_a_fault() -> None:
    rows = [
        SOUND | REVIEW | {"case_ref": f"PAN/{place}", "panel_theme": theme}
        for place, theme in enumerate(("", "neonatal", "Neonatal", "cardiac"))
    ]
    rule = "Line 3 gives the meeting of that day the theme neonatal."
    assert faults_of(*rows) == [(5, "panel_theme", "cardiac", rule)]


def test_read_row_with_several_faults_gives_them_in_the_order_of_columns() -> None:
    row = {"case_ref": "", "nhs_number": "1", "date_of_death": "2013-03-11", "date_reviewed": "2013-03-10"}
    assert [fault[1] for fault in faults_of(SOUND | REVIEW | {"sex": "x"} | row)] == [
        "case_ref",
        "nhs_number",
        "date_of_death",
        "sex",
        "date_reviewed",
    ]


def test_read_sixty_faults_gives_all_in_the_order_of_the_file() -> None:
    rows = [
        SOUND | {"case_ref": f"PAN/{n}", "nhs_number": "1", "date_of_death": "31/02/2014", "sex": "x"}
        for n in range(20)
    ]
    columns = ("nhs_number", "date_of_death", "sex")
    assert [fault[:2] for fault in faults_of(*rows)] == [(n + 2, column) for n in range(20) for column in columns]


def test_read_misshapen_row_is_reported_between_the_others() -> None:
    raw = file_of(SOUND | {"sex": "x"}, SOUND | {"case_ref": "PAN/003", "sex": "y"})
    raw = raw.replace(b"PAN/003", b"PAN/002,oops\r\nPAN/003")
    assert [(fault.line, fault.column) for fault in read_register(raw, today=TODAY).faults] == [
        (2, "sex"),
        (3, None),
        (4, "sex"),
    ]


def test_read_long_faulty_value_is_shown_cut() -> None:
    (fault,) = read(SOUND | {"family_name": "a" * (MAX_TEXT + 1)}).faults
    assert (fault.value, fault.rule) == ("a" * 79 + "…", "At most 500 characters.")


def test_reading_names_new_themes_and_areas_of_residents() -> None:
    reading = read(
        SOUND | {"themes": "safe-sleep;our-own"},
        SOUND | {"case_ref": "2", "area": "Warrington"},
        SOUND | {"case_ref": "3", "area": "Wigan", "residency": "elsewhere"},
    )
    assert (reading.new_themes, reading.resident_areas) == (("our-own",), ("E06000006", "E06000007"))


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"case_ref\0", b"case_ref;area\n", b"caf\xe9"])
def test_read_unreadable_file_is_one_fault_of_the_file(raw: bytes) -> None:
    reading = read_register(raw, today=TODAY)
    assert (reading.rows, len(reading.faults), reading.faults[0].column) == ((), 1, None)


def test_register_line_writes_names_and_labels() -> None:
    assert register_line(FULL_ROW) == FULL | {
        "nhs_number": "9990000018",
        "given_names": "Zoë Invented",
        "date_of_birth": "2013-03-12",
        "notified_by": "hospital trust",
        "sex": "female",
        "ethnicity": "Indian",
        "area": "Cheshire West and Chester",
        "residency": "resident",
        "postcode": "CW1 2AB",
        "place_of_death": "HOSP-NNU",
        "died_in_area": "yes",
        "expectedness": "not known",
        "panel_theme": "neonatal",
        "modifiable": "inadequate information",
        "themes": "safe-sleep;suicide",
    }


@settings(deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_read_any_bytes_gives_faults_or_rows(raw: bytes, after_header: bool) -> None:
    reading = read_register(COLUMNS.encode() + b"\n" + raw if after_header else raw, today=TODAY)
    assert reading.faults or reading.rows


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(REGISTER_COLUMNS), st.text(max_size=30)), min_size=1, max_size=3))
def test_read_any_cells_never_fails(changes: list[dict[str, str]]) -> None:
    reading = read(*[FULL | {"case_ref": str(place)} | change for place, change in enumerate(changes)])
    assert reading.faults or len(reading.rows) == len(changes)
