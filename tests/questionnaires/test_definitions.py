import re
from collections.abc import Iterator

import pytest

from cdop.questionnaires import conditions
from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer, AnswerKey
from cdop.questionnaires.completeness import asked
from cdop.questionnaires.conditions import Any, Is, When
from cdop.questionnaires.registry import published
from cdop.questionnaires.soundness import problems
from cdop.questionnaires.sources import RECONSTRUCTED
from cdop.questionnaires.spec import FormSpec, Group, Question
from cdop.questionnaires.words import Basis, Kind, NonAnswer
from tests.guards.test_words import AGAINST

SPECS = [pytest.param(spec, id=f"{spec.key} {spec.version}") for spec in published()]
ROW = "1"


def questions(spec: FormSpec) -> list[Question]:
    return [question for _section, _group, question in spec.questions()]


def spoken(spec: FormSpec) -> Iterator[str]:
    """Everything of a form that a person reads."""
    yield spec.title
    for section in spec.sections:
        yield from (section.title, section.guidance)
        yield from (part for item in section.items for part in (item.text, item.hint))
    for question in questions(spec):
        yield from (question.text, question.hint)
        yield from (part for choice in question.choices for part in (choice.label, choice.hint))


def making_true(spec: FormSpec, when: When | None) -> dict[AnswerKey, Answer]:
    """Answers by which a condition, and those of the questions that it looks at, hold."""
    match when:
        case None:
            return {}
        case Is(key, values):
            group = next(group for _section, group, question in spec.questions() if question.key == key)
            lead = spec.question(key)
            value = (values[0],) if lead.kind is Kind.CHOICES else values[0]
            return {**making_true(spec, lead.when), (key, ROW if group else NOT_IN_A_GROUP): Answer(value)}
        case Any(parts):
            return making_true(spec, parts[0])
        case _:
            raise AssertionError(f"no published form has a condition like {when}")


@pytest.mark.parametrize("spec", SPECS)
def test_published_form_is_sound(spec: FormSpec) -> None:
    assert problems(spec) == []


@pytest.mark.parametrize("spec", SPECS)
def test_every_question_says_where_it_comes_from(spec: FormSpec) -> None:
    assert spec.source
    assert [q.key for q in questions(spec) if not q.source] == []
    assert [q.key for q in questions(spec) if (q.basis is Basis.RECONSTRUCTED) != (q.source == RECONSTRUCTED)] == []
    if not any(q.basis is Basis.SEEN for q in questions(spec)):
        assert "reconstructed" in spec.source


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("word", AGAINST)
def test_no_word_we_decided_against_is_said(spec: FormSpec, word: str) -> None:
    assert [text for text in spoken(spec) if re.search(word, text, re.I)] == []


@pytest.mark.parametrize("spec", SPECS)
def test_wording_is_calm_and_begins_with_a_capital_letter(spec: FormSpec) -> None:
    assert [text for text in spoken(spec) if "!" in text or text[:1] != text[:1].upper() or "  " in text] == []


@pytest.mark.parametrize("spec", SPECS)
def test_not_answering_is_never_among_the_choices(spec: FormSpec) -> None:
    words = {*NonAnswer, "not recorded", "unknown", "nothing held"}
    choices = [(q.key, c.label.lower()) for q in questions(spec) for c in q.choices]
    assert [named for named in choices if named[1] in words] == []


@pytest.mark.parametrize("spec", SPECS)
def test_several_answers_never_include_none_of_them(spec: FormSpec) -> None:
    several = [(q.key, c.label) for q in questions(spec) if q.kind is Kind.CHOICES for c in q.choices]
    assert [named for named in several if re.match(r"none\b|no\b", named[1], re.I)] == []


@pytest.mark.parametrize("spec", SPECS)
def test_numbers_and_addresses_that_identify_are_marked(spec: FormSpec) -> None:
    identifying = {Kind.NHS_NUMBER, Kind.POSTCODE, Kind.EMAIL, Kind.TELEPHONE}
    assert [q.key for q in questions(spec) if q.kind in identifying and not q.is_identifying] == []


@pytest.mark.parametrize("spec", SPECS)
def test_every_conditional_question_can_be_reached_and_is_hidden_before(spec: FormSpec) -> None:
    conditional = [(group, q) for _section, group, q in spec.questions() if q.when is not None]
    assert conditional
    for group, question in conditional:
        row = ROW if group else NOT_IN_A_GROUP
        answers = making_true(spec, question.when)
        assert (question.key, row) in {one.name for one in asked(spec, answers)}
        blank = dict.fromkeys(answers, Answer(non_answer=NonAnswer.NOT_KNOWN))
        assert (question.key, row) not in {one.name for one in asked(spec, blank)}


@pytest.mark.parametrize("spec", SPECS)
def test_conditions_look_only_at_their_own_page(spec: FormSpec) -> None:
    for section in spec.sections:
        here = {question.key for _group, question in section.questions()}
        items = [item for item in section.items if isinstance(item, Group)]
        whens = [*(question.when for _group, question in section.questions()), *(item.when for item in items)]
        elsewhere = {key for when in whens for key in conditions.keys(when)} - here
        assert elsewhere <= {"primary_category"}
