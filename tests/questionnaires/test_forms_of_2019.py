"""The forms of April 2019 to March 2024: chosen by the day, without what the national database added later."""

from datetime import date, timedelta

import pytest

from cdop.questionnaires import registry
from cdop.questionnaires.answer import Answer
from cdop.questionnaires.completeness import asked
from cdop.questionnaires.forms_of_2019 import FORMS_OF_2019
from cdop.rules.supplements import COMPLETED_BY

FIRST, SECOND, THIRD, LAST = date(2019, 4, 1), date(2021, 4, 1), date(2022, 4, 1), date(2024, 3, 31)


def came(key: str, on: date) -> set[str]:
    """The questions that came to a form on a day."""
    before, after = (set(registry.current(key, day).by_key()) for day in (on - timedelta(days=1), on))
    assert before <= after
    return after - before


@pytest.mark.parametrize("key", ["notification", "form_b", "analysis", *COMPLETED_BY])
def test_every_day_since_the_national_database_began_has_a_form_of_each_kind(key: str) -> None:
    versions = [spec for spec in registry.published() if spec.key == key and spec.from_on >= FIRST]
    assert versions[0].from_on == FIRST
    ends = [spec.until_on + timedelta(days=1) for spec in versions[:-1] if spec.until_on]
    assert ends == [spec.from_on for spec in versions[1:]]
    assert registry.current(key, LAST).title == registry.current(key, LAST + timedelta(days=1)).title


def test_what_the_national_database_added_is_asked_from_the_day_on_which_it_was_added() -> None:
    assert came("form_b", SECOND) == {"poverty", "barriers", "barrier_kinds"}
    assert came("form_b", THIRD) == {
        *("height_cm", "weight_g", "measured_on"),
        *("bereavement_support_offered", "bereavement_support"),
    }
    assert came("notification", SECOND) == {"suspected_stillbirth_at_home"}
    assert came("notification", THIRD) == {"nhs_number_held"}


def test_nhs_number_is_asked_without_a_reason_for_its_lack_until_2022() -> None:
    asked_then = {one.question.key for one in asked(registry.current("notification", SECOND), {})}
    asked_later = {one.question.key for one in asked(registry.current("notification", THIRD), {})}
    assert ("nhs_number" in asked_then, "nhs_number" in asked_later) == (True, False)


@pytest.mark.parametrize(
    ("key", "question", "value"),
    [("supplement_neonatal", "infections", "herpes"), ("supplement_infection", "organisms", "herpes simplex")],
)
def test_herpes_of_the_newborn_can_be_told_from_2022(key: str, question: str, value: str) -> None:
    offered = [{each.value for each in registry.current(key, on).question(question).choices} for on in (SECOND, THIRD)]
    assert offered[1] - offered[0] == {value}


def test_questions_about_the_water_hang_on_what_water_it_was_from_2021() -> None:
    in_a_bath = {("water", ""): Answer("bath")}
    asked_of = [
        {one.question.key for one in asked(registry.current("supplement_drowning", on), in_a_bath)}
        for on in (FIRST, SECOND)
    ]
    assert asked_of[0] - asked_of[1] == {"barrier", "lifeguard"}


def test_each_says_that_it_is_reconstructed_and_from_when() -> None:
    assert all("econstructed" in spec.source for spec in FORMS_OF_2019)
    assert all("without what is known to have come later" in spec.source for spec in FORMS_OF_2019)
