"""Whether a row is of a death already held. All children here are invented."""

from dataclasses import replace
from datetime import date

import pytest

from cdop.rules.csv_table import Record
from cdop.rules.matching import Death, Evidence, KnownDeaths, Match, Outcome, of_cells, of_row
from cdop.rules.register import RegisterRow

HELD = Death("INV/1", "9990000018", "example zoe", date(2013, 3, 12), date(2013, 3, 20), case_id=7)
OTHER = Death("INV/2", None, "", date(2012, 1, 1), date(2013, 1, 1), line=2)


def held(**facts: object) -> Death:
    return replace(HELD, case_id=None, line=3, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("death", "outcome", "evidence"),
    [
        (OTHER, Outcome.NEW, None),
        (held(), Outcome.HELD, None),
        (held(reference="inv/1", nhs_number=None, name=""), Outcome.HELD, None),
        (held(died_on=date(2013, 3, 21)), Outcome.HELD, None),
        (held(nhs_number=None, died_on=date(2013, 3, 21)), Outcome.CLASH, None),
        (held(nhs_number="9990000026", born_on=date(2013, 3, 1)), Outcome.CLASH, None),
        (held(reference="INV/3", name="", born_on=date(2013, 1, 1)), Outcome.ALIKE, Evidence.NHS_NUMBER),
        (held(reference="INV/3", nhs_number=None), Outcome.ALIKE, Evidence.NAMES_AND_DATES),
        (held(reference="INV/3", nhs_number="9990000026"), Outcome.ALIKE, Evidence.NAMES_AND_DATES),
        (held(reference="INV/3", nhs_number=None, name="example tom"), Outcome.NEW, None),
        (held(reference="INV/3", nhs_number=None, died_on=date(2013, 3, 21)), Outcome.NEW, None),
        (held(reference="INV/3", nhs_number=None, name=""), Outcome.NEW, None),
    ],
)
def test_match_row_with_deaths_held_tells_what_it_comes_to(
    death: Death, outcome: Outcome, evidence: Evidence | None
) -> None:
    other = None if outcome is Outcome.NEW else HELD
    found = KnownDeaths([HELD]).match(death)
    assert (found.outcome, found.evidence) == (outcome, evidence)
    assert (found.other and found.other.case_id) == (other and other.case_id)


def test_match_row_like_one_that_was_like_a_death_held_leads_to_that_death() -> None:
    known = KnownDeaths([HELD])
    known.match(held(reference="INV/3", name="sample zoe"))
    found = known.match(held(reference="INV/4", nhs_number=None, name="sample zoe"))
    assert found.other is not None
    assert (found.outcome, found.other.case_id, found.other.reference) == (Outcome.ALIKE, 7, "INV/1")


def test_match_row_like_an_earlier_row_leads_to_its_line() -> None:
    known = KnownDeaths()
    first = held(reference="INV/3")
    assert known.match(first) == Match(Outcome.NEW)
    assert known.match(held(reference="INV/4")) == Match(Outcome.ALIKE, first, Evidence.NHS_NUMBER)


def test_of_row_folds_the_name() -> None:
    row = RegisterRow(
        "INV/1", date(2013, 3, 12), date(2013, 3, 20), date(2013, 3, 21), "E06000006",
        given_names="Zoë", family_name="O’Example", line=4,
    )  # fmt: skip
    assert of_row(row) == Death(
        "INV/1", None, "o example zoe", row.date_of_birth, row.date_of_death, line=4, family_name="O’Example"
    )


def test_of_cells_takes_what_can_be_read() -> None:
    cells = {
        "case_ref": "INV/1",
        "date_of_birth": "12/03/2013",
        "date_of_death": "2013-03-20",
        "sex": "unsure",
    }
    wanted = Death("INV/1", None, "", date(2013, 3, 12), date(2013, 3, 20), line=9)
    assert of_cells(Record(9, cells)) == wanted
    assert of_cells(Record(9, cells | {"nhs_number": "9990000019"})) == wanted
    assert of_cells(Record(9, cells | {"nhs_number": "999 000 0018"})) == replace(wanted, nhs_number="9990000018")
    assert of_cells(Record(9, cells | {"date_of_death": "soon"})) is None
    assert of_cells(Record(9, {**cells, "case_ref": ""})) is None
