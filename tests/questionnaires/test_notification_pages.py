"""The notification form a topic to a page: nothing of it is lost, and only what does not apply is passed over."""

from datetime import date

import pytest

from cdop.questionnaires import conditions
from cdop.questionnaires.answer import BLANK, Answer, AnswerKey
from cdop.questionnaires.notification_2024_2 import NOTIFICATION_2
from cdop.questionnaires.notification_pages import (
    CHECK,
    MORE,
    PAGES,
    START,
    after_dates,
    following,
    paged,
    pages,
    preceding,
)
from cdop.questionnaires.words import NonAnswer

MOST_ON_A_PAGE = 7
"""More questions at once than these do not fit a phone; those that only follow an answer are not counted."""
DAY = date(2026, 11, 19)


def answers(**values: object) -> dict[AnswerKey, Answer]:
    return {(key, ""): each if isinstance(each, Answer) else Answer(each) for key, each in values.items()}


def keys(**values: object) -> list[str]:
    return [each.key for each in pages(answers(**values))]


def test_every_question_of_the_form_is_on_one_page_behind_those_that_it_hangs_on() -> None:
    asked = [key for page in PAGES for key in page.asks]
    items = [item.key for section in NOTIFICATION_2.sections for item in section.items]
    assert sorted(asked) == sorted(items)
    order = [question.key for _section, _group, question in paged(NOTIFICATION_2, {}).questions()]
    hanging = [
        (question.key, key)
        for _section, _group, question in NOTIFICATION_2.questions()
        for key in conditions.keys(question.when)
    ]
    assert [pair for pair in hanging if order.index(pair[0]) < order.index(pair[1])] == []


def test_no_page_asks_much_at_once() -> None:
    spec = paged(NOTIFICATION_2, answers(born_on=DAY, died_on=DAY))
    at_once = {s.key: sum(1 for item in s.items if item.when is None) for s in spec.sections}
    assert {key: many for key, many in at_once.items() if many > MOST_ON_A_PAGE} == {}


@pytest.mark.parametrize(
    ("born", "told"),
    [
        (DAY, {"under_one_year": "yes", "under_two_days": "yes", "autism": NonAnswer.NOT_APPLICABLE}),
        (date(2025, 11, 20), {"under_one_year": "yes", "under_two_days": "no", "autism": NonAnswer.NOT_APPLICABLE}),
        (date(2025, 11, 19), {"under_one_year": "no", "autism": NonAnswer.NOT_APPLICABLE}),
        (date(2022, 11, 19), {"under_one_year": "no"}),
        (date(2026, 11, 20), {}),
    ],
)
def test_dates_tell_what_is_not_asked(born: date, told: dict[str, object]) -> None:
    found = after_dates(answers(born_on=born, died_on=DAY))
    apart = ("learning_disability", "suspected_types")
    assert {key: each.value or each.non_answer for (key, _), each in found.items() if key not in apart} == told
    there = {question.key for _s, _g, question in paged(NOTIFICATION_2, answers(born_on=born, died_on=DAY)).questions()}
    assert there.isdisjoint(told)


def test_dates_put_right_take_back_what_they_told_and_not_what_a_person_said() -> None:
    born = date(2016, 1, 1)
    before = answers(born_on=born, died_on=DAY, autism=Answer(non_answer=NonAnswer.NOT_APPLICABLE))
    assert after_dates(before)["autism", ""] == BLANK
    assert ("autism", "") not in after_dates(before | answers(autism="yes"))


def test_a_death_in_the_first_28_days_is_ticked_as_one_of_a_newborn_and_what_a_person_ticked_stays() -> None:
    ticked = ("suspected_types", "")
    newborn, older = answers(born_on=date(2026, 10, 23), died_on=DAY), answers(born_on=date(2026, 10, 22), died_on=DAY)
    assert after_dates(newborn)[ticked] == Answer(("neonatal",))
    assert ticked not in after_dates(older)
    assert after_dates(older | answers(suspected_types=("neonatal",)))[ticked] == BLANK
    for said in (("sudden unexpected death",), ("neonatal", "infection")):
        assert ticked not in after_dates(newborn | answers(suspected_types=said))
        assert ticked not in after_dates(older | answers(suspected_types=said))


def test_pages_that_do_not_apply_are_passed_over() -> None:
    older = {"born_on": date(2016, 1, 1), "died_on": DAY}
    assert "baby" in keys()
    assert "baby" not in keys(**older)
    assert "joint_agency_response" in keys(**older)
    assert "joint_agency_response" not in keys(expectedness="expected", suspected_types=("life-limiting",))
    assert "joint_agency_response" in keys(expectedness="expected", suspected_types=("drowning",))
    assert "joint_agency_response" in keys(expectedness="expected", place_of_death="CUSTODY")
    assert "joint_agency_response" in keys(expectedness="expected", suspected_stillbirth_at_home="yes")


def test_mother_of_a_newborn_or_unnamed_baby_is_asked_for_among_the_first() -> None:
    newborn = answers(born_on=DAY, died_on=DAY)
    assert [each.is_needed for each in pages(newborn) if each.key == "parents"] == [True]
    assert [each.is_needed for each in pages(answers(given_names="Baby of Anna")) if each.key == "parents"] == [True]
    assert [each.is_needed for each in pages({}) if each.key == "parents"] == [False]
    assert (following("joint_agency_response", newborn), following("parents", newborn)) == ("parents", MORE)
    assert following("joint_agency_response", {}) == MORE


def test_newborn_who_was_expected_to_die_is_not_asked_about_what_kind_of_death_it_was() -> None:
    told = answers(born_on=DAY, died_on=DAY, suspected_types=("neonatal",), expectedness="expected")
    needed = [each.key for each in pages(told) if each.is_needed]
    assert needed == ["notifier", "child", "dates", "home", "baby", "circumstances", "parents"]
    assert (following("circumstances", told), preceding("parents", told)) == ("parents", "circumstances")
    assert "kind" in [each.key for each in pages(told) if not each.is_needed]
    for change in ({"expectedness": "unexpected"}, {"suspected_types": ("neonatal", "infection")}):
        assert following("circumstances", told | answers(**change)) == "kind"


@pytest.mark.parametrize("given", [{}, answers(born_on=date(2016, 1, 1), died_on=DAY, expectedness="expected")])
def test_pages_lead_forth_and_back_through_all_that_apply(given: dict[AnswerKey, Answer]) -> None:
    every = [each.key for each in pages(given)]
    step, forth = every[0], []
    while step != CHECK:
        forth.append(step)
        step = following(step, given)
    assert [key for key in forth if key != MORE] == every
    assert [preceding(key, given) for key in forth] == [START, *forth[:-1]]
