import re
from collections.abc import Callable, Iterator
from typing import Any as Whatever

from cdop.questionnaires import conditions
from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer, AnswerKey
from cdop.questionnaires.completeness import asked
from cdop.questionnaires.conditions import Any, Is, When
from cdop.questionnaires.registry import published
from cdop.questionnaires.sources import RECONSTRUCTED
from cdop.questionnaires.spec import FormSpec, Group, Question, Section
from cdop.questionnaires.words import Basis, Kind, NonAnswer
from tests.guards.test_words import AGAINST

ROW = "1"


def faults(find: Callable[[FormSpec], list[Whatever]]) -> dict[str, list[Whatever]]:
    """What is found at fault with each of the published forms that has a fault."""
    found = {f"{spec.key} {spec.version}": find(spec) for spec in published()}
    assert len(found) > 50
    return {form: each for form, each in found.items() if each}


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


def test_every_question_says_where_it_comes_from() -> None:
    def find(spec: FormSpec) -> list[str]:
        unsaid = [q.key for q in questions(spec) if not q.source or not spec.source]
        told = [q.key for q in questions(spec) if (q.basis is Basis.RECONSTRUCTED) != (q.source == RECONSTRUCTED)]
        seen = any(q.basis is Basis.SEEN for q in questions(spec)) or "reconstructed" in spec.source
        return unsaid + told + ([] if seen else [spec.source])

    assert faults(find) == {}


def test_no_word_we_decided_against_is_said() -> None:
    words = [re.compile(word, re.I) for word in AGAINST]
    assert faults(lambda spec: [text for text in spoken(spec) for word in words if word.search(text)]) == {}


def test_wording_is_calm_and_begins_with_a_capital_letter() -> None:
    def is_loud(text: str) -> bool:
        return "!" in text or text[:1] != text[:1].upper() or "  " in text

    assert faults(lambda spec: [text for text in spoken(spec) if is_loud(text)]) == {}


def test_not_answering_is_never_among_the_choices() -> None:
    words = {*NonAnswer, "not recorded", "unknown", "nothing held"}
    found = faults(
        lambda spec: [(q.key, c.label) for q in questions(spec) for c in q.choices if c.label.lower() in words]
    )
    assert found == {}


def test_several_answers_never_include_none_of_them() -> None:
    def find(spec: FormSpec) -> list[tuple[str, str]]:
        several = [(q.key, c.label) for q in questions(spec) if q.kind is Kind.CHOICES for c in q.choices]
        return [named for named in several if re.match(r"none\b|no\b", named[1], re.I)]

    assert faults(find) == {}


def test_numbers_and_addresses_that_identify_are_marked() -> None:
    identifying = {Kind.NHS_NUMBER, Kind.POSTCODE, Kind.EMAIL, Kind.TELEPHONE}
    unmarked = faults(lambda spec: [q.key for q in questions(spec) if q.kind in identifying and not q.is_identifying])
    assert unmarked == {}


def test_every_conditional_question_can_be_reached_and_is_hidden_before() -> None:
    def find(spec: FormSpec) -> list[str]:
        conditional = [(group, q) for _section, group, q in spec.questions() if q.when is not None]
        return [q.key for group, q in conditional if not is_reached(spec, group, q)] if conditional else [spec.title]

    assert faults(find) == {}


def is_reached(spec: FormSpec, group: Group | None, question: Question) -> bool:
    """Whether the answers that make its condition true ask a question, and the same ones left open do not."""
    name = (question.key, ROW if group else NOT_IN_A_GROUP)
    answers = making_true(spec, question.when)
    blank = dict.fromkeys(answers, Answer(non_answer=NonAnswer.NOT_KNOWN))
    asked_then, asked_before = ({one.name for one in asked(spec, given)} for given in (answers, blank))
    return name in asked_then and name not in asked_before


def test_conditions_look_only_at_their_own_page() -> None:
    def find(spec: FormSpec) -> list[str]:
        return [key for section in spec.sections for key in elsewhere(section) if key != "primary_category"]

    assert faults(find) == {}


def elsewhere(section: Section) -> set[str]:
    """The questions of other pages that the conditions of this one look at."""
    here = {question.key for _group, question in section.questions()}
    items = [item for item in section.items if isinstance(item, Group)]
    whens = [*(question.when for _group, question in section.questions()), *(item.when for item in items)]
    return {key for when in whens for key in conditions.keys(when)} - here
