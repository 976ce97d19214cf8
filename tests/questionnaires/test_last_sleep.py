"""The answers of the form on a sudden unexpected death say what decides whether sharing was hazardous."""

import pytest

from cdop.questionnaires.last_sleep import last_sleep
from cdop.questionnaires.supplement_sudden_death_2024 import SUDDEN_DEATH
from cdop.rules.co_sleeping import LastSleep, is_hazardous
from tests.questionnaires.sample import NOT_KNOWN, answered

KEYS = {"shared_surface", "carer_drunk", "carer_drugged", "carer_sedated", "sharer_smoked", "sleep_surface"}
KEYS |= {"born_early", "low_birth_weight", "age_weeks", "shared_with", "mother_smoked", "father_smoked"}


def test_every_answer_that_is_read_is_asked_for() -> None:
    assert set(SUDDEN_DEATH.by_key()) >= KEYS


def test_no_answer_says_nothing() -> None:
    assert last_sleep({}) == LastSleep()
    assert last_sleep(answered(shared_surface=NOT_KNOWN, carer_drunk=NOT_KNOWN, age_weeks=NOT_KNOWN)) == LastSleep()


def test_answers_are_told_as_they_were_given() -> None:
    answers = answered(
        shared_surface="yes",
        carer_drunk="no",
        carer_drugged="yes",
        carer_sedated="no",
        sharer_smoked="no",
        sleep_surface="adult bed",
        born_early="no",
        low_birth_weight="yes",
        age_weeks=7,
    )
    assert last_sleep(answers) == LastSleep(True, False, True, False, False, False, False, True, 7)


@pytest.mark.parametrize("surface", ["sofa", "armchair"])
def test_sharing_a_sofa_or_an_armchair_is_hazardous(surface: str) -> None:
    assert is_hazardous(last_sleep(answered(shared_surface="yes", sleep_surface=surface))) is True


@pytest.mark.parametrize(
    ("shared_with", "said", "smoked"),
    [
        (("mother",), {"mother_smoked": "yes"}, True),
        (("father", "another child"), {"father_smoked": "yes"}, True),
        (("father",), {"mother_smoked": "yes"}, None),
        (("mother",), {"mother_smoked": "no"}, None),
        (("mother",), {"mother_smoked": "yes", "sharer_smoked": "no"}, False),
    ],
)
def test_parent_who_shared_and_smoked_is_a_smoker_unless_it_was_said_otherwise(
    shared_with: tuple[str, ...], said: dict[str, str], smoked: bool | None
) -> None:
    answers = answered(shared_surface="yes", shared_with=shared_with, **said)
    assert last_sleep(answers).adult_smoked is smoked
