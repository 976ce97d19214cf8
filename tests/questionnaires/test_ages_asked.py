"""Nobody is asked of a child what makes no sense of its age."""

from datetime import date

import pytest

from cdop.questionnaires import conditions, dictionary, registry
from cdop.questionnaires.ages_asked import AGES_ASKED, not_asked
from cdop.questionnaires.words import Need

FORM = registry.current("form_b", date(2026, 11, 29))
EVERY = frozenset().union(*(each.keys for each in AGES_ASKED))


def test_each_question_of_the_list_can_be_left_out_with_what_follows_from_it() -> None:
    asked = {question.key: (group, question) for _section, group, question in FORM.questions()}
    assert asked.keys() >= EVERY
    assert [key for key in EVERY if asked[key][0] or asked[key][1].need is Need.REQUIRED] == []
    for each in AGES_ASKED:
        for key, (_group, question) in asked.items():
            follows = set(conditions.keys(question.when))
            assert not follows or not follows <= each.keys or key in each.keys


@pytest.mark.parametrize(
    ("age", "is_asked", "is_left_out"),
    [
        (0, "feeding usual_sleep_place mental_health missing_episodes", "child_smoked self_harm bullied"),
        (3, "usual_sleep_place", "feeding attendance"),
        (4, "attendance bullied", "usual_sleep_place self_harm"),
        (7, "self_harm self_harm_detail", "identity_distress child_alcohol"),
        (17, "identity_distress child_drugs young_carer", "feeding safer_sleep_advice"),
        (None, " ".join(EVERY), ""),
    ],
)
def test_age_decides_what_is_asked(age: int | None, is_asked: str, is_left_out: str) -> None:
    left_out = not_asked("form_b", age)
    assert (left_out & set(is_asked.split()), left_out >= set(is_left_out.split())) == (set(), True)
    seen = registry.asked("form_b", FORM.version, ["reporting", "child"], age)
    assert [section.key for section in seen.sections] == ["reporting", "child"]
    assert seen.by_key().keys() & left_out == set()


def test_dictionary_says_of_which_children_a_question_is_asked() -> None:
    rows = {row["question"]: row["asked_if"] for row in dictionary.lines([FORM])}
    assert (rows["child_smoked"], rows["feeding"]) == (
        "Asked of a child from 8 years.",
        "Asked of a child under 3 years.",
    )
    assert rows["self_harm_detail"].startswith("Asked of a child from 5 years. Answer this only if")


def test_other_forms_are_whole() -> None:
    key = "supplement_suicide"
    version = registry.current(key, date(2026, 11, 29)).version
    assert registry.asked(key, version, None, 0) is registry.get(key, version)
