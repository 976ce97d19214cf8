"""What is written is read back: export is the inverse of reading, for any register."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nhs_number.validate import calculate_checksum

from cdop.rules import agencies, ages, ethnicity, local_authorities, places, references, themes
from cdop.rules.csv_table import clean, csv_lines
from cdop.rules.register import REGISTER_COLUMNS, RegisterReading, RegisterRow, read_register, register_line
from cdop.rules.vocabulary import Expectedness, JointAgencyResponse, Modifiable, Residency, Sex, YesNo

TODAY = date(2026, 11, 20)


@cache
def _text(longest: int) -> st.SearchStrategy[str]:
    anything = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=longest)
    formulas = st.sampled_from(["=1+1", "'=1", "''@x", "-", "+44 7", "＝1", "O'Neill", "a,b", 'say "no"', "'"])
    cleaned = (anything | formulas).map(lambda text: clean(clean(text)))
    return cleaned.filter(lambda text: bool(text) and len(text) <= longest and len(text.casefold()) <= longest)


@cache
def _nhs_numbers() -> st.SearchStrategy[str]:
    nines = st.integers(999_000_000, 999_999_998).map(str).filter(lambda nine: calculate_checksum(nine) != 10)
    return nines.map(lambda nine: f"{nine}{calculate_checksum(nine)}")


@cache
def _keys() -> st.SearchStrategy[str]:
    return st.sampled_from([*themes.STARTER_THEMES, "our-own", "2024"])


@cache
def _areas(residency: Residency) -> st.SearchStrategy[str]:
    may_be = [item for item in local_authorities.AUTHORITIES if item.may_have_panel or residency is Residency.ELSEWHERE]
    return st.sampled_from([item.gss_code for item in may_be])


@st.composite
def register_rows(draw: st.DrawFn, case_ref: str) -> RegisterRow:
    born = draw(st.dates(date(1992, 1, 1), date(2020, 1, 1)))
    died = born + timedelta(days=draw(st.integers(0, 6570)))
    died = died if ages.is_child(born, died) and died < TODAY else born
    notified = died + timedelta(days=draw(st.integers(0, (TODAY - died).days)))
    reviewed = draw(st.booleans())
    residency = draw(st.sampled_from(Residency))

    def perhaps(values: st.SearchStrategy[Any]) -> Any:
        return draw(values) if draw(st.booleans()) else None

    return RegisterRow(
        case_ref=case_ref,
        nhs_number=perhaps(_nhs_numbers()),
        given_names=perhaps(_text(40)),
        family_name=perhaps(_text(40)),
        date_of_birth=born,
        date_of_death=died,
        date_notified=notified,
        notified_by=perhaps(st.sampled_from(sorted(agencies.AGENCY_TYPES))),
        sex=perhaps(st.sampled_from(Sex)),
        ethnicity=perhaps(st.sampled_from([item.label for item in ethnicity.ETHNICITIES])),
        area=draw(_areas(residency)),
        residency=residency,
        postcode=perhaps(st.sampled_from(["CW1 2AB", "M1 1AE", "ZZ99 3VZ"])),
        deprivation_quintile=perhaps(st.integers(1, 5)),
        place_of_death=perhaps(st.sampled_from([item.code for item in places.PLACES])),
        died_in_area=perhaps(st.sampled_from(YesNo)),
        expectedness=perhaps(st.sampled_from(Expectedness)),
        joint_agency_response=perhaps(st.sampled_from(JointAgencyResponse)),
        gestation_weeks=perhaps(st.integers(15, 45) | st.just("not known")),
        birth_weight_g=perhaps(st.integers(100, 8000) | st.just("not known")),
        date_reviewed=notified + timedelta(days=draw(st.integers(0, (TODAY - notified).days))) if reviewed else None,
        panel_theme=draw(st.sampled_from([None, "neonatal"])) if reviewed else None,
        category=draw(st.integers(1, 10)) if reviewed else None,
        modifiable=draw(st.sampled_from(Modifiable)) if reviewed else None,
        themes=tuple(sorted(draw(st.sets(_keys(), max_size=4)))),
    )


@st.composite
def registers(draw: st.DrawFn) -> list[RegisterRow]:
    given_out = draw(st.lists(_text(20), min_size=1, max_size=4, unique_by=str.casefold))
    rows = [draw(register_rows(reference)) for reference in given_out]
    assume(not any(references.tells(row.case_ref, (row.given_names, row.family_name), row.nhs_number) for row in rows))
    numbers = [row.nhs_number for row in rows if row.nhs_number]
    return rows if len(set(numbers)) == len(numbers) else rows[:1]


@settings(deadline=None)
@given(registers())
def test_read_of_what_is_written_returns_the_same_rows(rows: list[RegisterRow]) -> None:
    raw = "".join(csv_lines(REGISTER_COLUMNS, map(register_line, rows))).encode()
    assert read_register(raw, today=TODAY) == RegisterReading(tuple(rows), ())
