from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdop.questionnaires.answer import Answer
from cdop.questionnaires.date_checks import death_not_before_birth, first_contact_not_after_last, under_18_at_death
from cdop.questionnaires.words import NonAnswer

BORN = date(2007, 6, 15)
EIGHTEENTH = date(2025, 6, 15)


def dates(**days: date) -> dict[tuple[str, str], Answer]:
    return {(key, ""): Answer(day) for key, day in days.items()}


@given(st.dates(), st.dates())
def test_death_is_not_before_birth(born: date, died: date) -> None:
    assert (death_not_before_birth(dates(born_on=born, died_on=died)) is not None) == (died < born)


@given(st.dates(), st.dates())
def test_first_contact_is_not_after_the_last(first: date, last: date) -> None:
    fault = first_contact_not_after_last(dates(first_contact_on=first, last_contact_on=last))
    assert (fault is not None) == (first > last)


@pytest.mark.parametrize(
    ("died", "is_fault"),
    [(EIGHTEENTH - timedelta(days=1), False), (EIGHTEENTH, True), (date(2040, 1, 1), True), (BORN, False)],
)
def test_death_is_before_the_eighteenth_birthday(died: date, is_fault: bool) -> None:
    fault = under_18_at_death(dates(born_on=BORN, died_on=died))
    assert (fault is not None) == is_fault
    assert fault is None or fault.keys == ("born_on", "died_on")


@pytest.mark.parametrize("check", [death_not_before_birth, under_18_at_death])
def test_date_that_is_not_known_is_no_fault(check) -> None:
    assert check({}) is None
    assert check({**dates(born_on=BORN), ("died_on", ""): Answer(non_answer=NonAnswer.NOT_KNOWN)}) is None
