"""A next version asks everything that the one before asked, in the same words, and more."""

from datetime import date

import pytest

from cdop.questionnaires import registry
from cdop.questionnaires.amending import amended
from cdop.questionnaires.analysis_2024_2 import ANALYSIS_2
from cdop.questionnaires.completeness import asked, faults
from cdop.questionnaires.soundness import problems
from cdop.questionnaires.spec import Question
from cdop.questionnaires.words import Kind
from tests.questionnaires.sample import SAMPLE, answered, ends_after_it_began

COLOUR = Question("colour", "A2a", "What colour was it?", Kind.TEXT)
NICKNAME = Question("nickname", "C1aa", "Other name", Kind.TEXT)
LATER = date(2025, 4, 1)


def test_more_is_asked_after_the_questions_it_follows() -> None:
    after = amended(SAMPLE, "2025-1", LATER, {"place_other": (COLOUR,), "name": (NICKNAME,)}, (ends_after_it_began,))
    assert (after.key, after.version, after.from_on) == ("sample", "2025-1", LATER)
    assert [key for key in after.by_key() if key not in SAMPLE.by_key()] == ["colour", "nickname"]
    assert [*after.by_key()][2:4] == ["colour", "ill"]
    assert [question.key for question in after.sections[2].items[0].questions][:2] == ["name", "nickname"]
    assert after.checks == (ends_after_it_began, ends_after_it_began)
    assert problems(after) == []


def test_more_after_a_question_that_there_is_not_is_refused() -> None:
    with pytest.raises(LookupError, match="sample 2024-1 has no elsewhere_else"):
        amended(SAMPLE, "2025-1", LATER, {"elsewhere_else": (COLOUR,)})


@pytest.mark.parametrize("key", ["notification", "form_b", "analysis"])
def test_second_version_of_2024_keeps_every_question_of_the_first(key: str) -> None:
    before, after = registry.get(key, "2024-1").by_key(), registry.get(key, "2024-2").by_key()
    assert {name: after[name] for name in before} == before
    assert len(after) > len(before)
    assert registry.current(key, date(2024, 9, 30)).version == "2024-1"
    assert registry.current(key, date(2024, 10, 1)).version == "2024-2"


@pytest.mark.parametrize(
    ("codes", "wrong"),
    [("J45.9", ""), ("j459, P07.2; Q21", ""), ("asthma", "asthma"), ("J45.9 J4", "J4"), (None, "")],
)
def test_codes_of_the_cause_look_like_those_of_the_classification(codes: str | None, wrong: str) -> None:
    every = asked(ANALYSIS_2, answered(cause_codes=codes))
    said = [fault.text for fault in faults(ANALYSIS_2, every) if fault.keys == ("cause_codes",)]
    assert said == ([f"Check {wrong}: an ICD-10 code looks like J45 or J45.9."] if wrong else [])
