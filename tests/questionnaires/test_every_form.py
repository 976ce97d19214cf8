"""What holds of every form that was ever given out, whatever is answered and in whatever order."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdop.questionnaires import conditions
from cdop.questionnaires.answer import BLANK, NOT_IN_A_GROUP, Answer, AnswerKey
from cdop.questionnaires.completeness import asked, asked_answers, completeness, faults, hidden
from cdop.questionnaires.exports import groups, lines
from cdop.questionnaires.kinds import KINDS, NOT_ANSWERED, Unreadable, choices, export, fault, read, show
from cdop.questionnaires.registry import published
from cdop.questionnaires.spec import FormSpec, Group, Question
from cdop.questionnaires.words import Kind, Need, NonAnswer
from cdop.rules.csv_table import clean

UNHURRIED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ROWS = ("01", "02")
WORDS = ("A few words", "=1+1", "-", "'+quoted", "two\n\nlines", "Ⅻ ünïcode", "0")
TYPED: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: WORDS,
    Kind.LONG_TEXT: WORDS,
    Kind.TIME: ("00:00", "14:30", "23:59"),
    Kind.NHS_NUMBER: ("9990000018", "9990000026"),
    Kind.POSTCODE: ("CW1 2AB",),
    Kind.EMAIL: ("a.person@nhs.net",),
    Kind.TELEPHONE: ("+44 1632 960001", "01632 960 001 ext 12"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A question on its form, in one of the rows of its group."""

    question: Question
    group: Group | None
    row_key: str

    @property
    def name(self) -> AnswerKey:
        return self.question.key, self.row_key


def places(spec: FormSpec) -> list[Place]:
    return [
        Place(question, group, row_key)
        for _section, group, question in spec.questions()
        for row_key in (ROWS if group else (NOT_IN_A_GROUP,))
    ]


class Told:
    """A form and what was answered on it, told in short where a test fails."""

    def __init__(self, spec: FormSpec, answers: dict[AnswerKey, Answer]) -> None:
        self.spec, self.answers = spec, answers

    def __repr__(self) -> str:
        return f"{self.spec.key} {self.spec.version} {self.answers}"


PLACES = {id(spec): places(spec) for spec in published()}
NUMBERED = st.integers(0, len(published()) - 1)
"""Which of the published forms; a form told in full would fill the screen."""


def typed(question: Question) -> st.SearchStrategy[tuple[str, ...]]:
    """What a person may type or choose as an answer to a question."""
    match question.kind:
        case Kind.YES_NO | Kind.CHOICE:
            return st.sampled_from([(str(choice.value),) for choice in choices(question)])
        case Kind.CHOICES:
            offered = [str(choice.value) for choice in question.choices]
            return st.lists(st.sampled_from(offered), min_size=1, max_size=3).map(tuple)
        case Kind.NUMBER:
            return st.integers(question.lowest, question.highest).map(lambda number: (str(number),))
        case Kind.DECIMAL:
            numbers = st.decimals(question.lowest, question.highest, places=2)
            return numbers.map(lambda number: (str(number),))
        case Kind.DATE:
            return st.dates(date(1990, 1, 1), date(2026, 11, 1)).map(KINDS[Kind.DATE].typed)
        case kind:
            return st.sampled_from([(text,) for text in TYPED[kind]])


@st.composite
def given_answers(draw: st.DrawFn) -> Told:
    """A form and answers to some of its questions, given one after another; a later one replaces an earlier."""
    spec = published()[draw(NUMBERED)]
    every, answers = PLACES[id(spec)], {}
    for number in draw(st.lists(st.integers(0, len(every) - 1), max_size=8)):
        for each in (*leads(spec, every[number]), every[number]):
            answers[each.name] = draw(answer_to(each.question))
    return Told(spec, answers)


@st.composite
def answer_to(draw: st.DrawFn, question: Question) -> Answer:
    if question.non_answers and draw(st.integers(0, 4)) == 0:
        return Answer(non_answer=draw(st.sampled_from(question.non_answers)))
    try:
        return read(question, draw(typed(question)))
    except Unreadable:
        return BLANK


def leads(spec: FormSpec, place: Place) -> Iterator[Place]:
    """The questions on whose answers a question hangs, those that they hang on before them."""
    whens = [place.question.when, place.group.when if place.group else None]
    keys = {key for when in whens for key in conditions.keys(when)}
    for each in PLACES[id(spec)]:
        if each.question.key in keys and each.row_key in (place.row_key, NOT_IN_A_GROUP):
            yield from leads(spec, each)
            yield each


def from_cell(question: Question, cell: str) -> Answer:
    """The answer that a cell of an export tells of."""
    if cell in question.non_answers:
        return Answer(non_answer=NonAnswer(cell))
    kind: Any = KINDS[question.kind]
    if question.kind is Kind.DATE and cell:
        return read(question, kind.typed(date.fromisoformat(cell)))
    if question.kind is Kind.CHOICES:
        return read(question, tuple(cell.split("; ")))
    return read(question, (clean(cell),))


@UNHURRIED
@given(given_answers())
def test_answers_are_kept_shown_and_exported_as_they_were_given(told: Told) -> None:
    spec, answers = told.spec, told.answers
    questions = spec.by_key()
    for (key, _row), each in answers.items():
        question, kind = questions[key], KINDS[questions[key].kind]
        assert fault(question, each) == ""
        assert (show(question, each) == NOT_ANSWERED) is each.is_blank
        assert from_cell(question, export(question, each)) == each
        if each.value is not None:
            assert kind.load(json.loads(json.dumps(kind.store(each.value)))) == each.value


@UNHURRIED
@given(given_answers())
def test_answers_to_what_is_not_asked_are_kept_and_never_count(told: Told) -> None:
    spec, answers = told.spec, told.answers
    shown = asked_answers(spec, answers)
    unseen = {name: each for name, each in answers.items() if name in hidden(spec, answers)}
    assert unseen.keys() & shown.keys() == set()
    assert {name for name, each in answers.items() if not each.is_blank} <= unseen.keys() | shown.keys()
    assert completeness(spec, shown) == completeness(spec, answers)
    assert faults(spec, asked(spec, shown)) == faults(spec, asked(spec, answers))
    for group in (None, *groups(spec)):
        with_unseen = [*lines(spec, answers, group, identifying=True)]
        assert [*lines(spec, shown, group, identifying=True)] == with_unseen


@UNHURRIED
@given(given_answers(), st.data())
def test_no_answer_hides_a_question_that_does_not_hang_on_it(told: Told, data: st.DataObject) -> None:
    spec, answers = told.spec, told.answers
    before = {one.name: one for one in asked(spec, answers)}
    every = PLACES[id(spec)]
    changed = every[data.draw(st.integers(0, len(every) - 1))]
    after = {one.name for one in asked(spec, {**answers, changed.name: data.draw(answer_to(changed.question))})}
    for one in before.values():
        place = Place(one.question, one.group, one.row_key)
        if one.name in after or is_row_gone(changed, one.group):
            continue
        assert changed.question.key in {lead.question.key for lead in leads(spec, place)}, one.name


def is_row_gone(changed: Place, group: Group | None) -> bool:
    """Whether the last answer of a row of this group was taken back: a row without answers is none."""
    return group is not None and changed.group is group


@UNHURRIED
@given(given_answers())
def test_required_question_that_is_asked_stays_until_it_is_answered(
    told: Told,
) -> None:
    spec, answers = told.spec, told.answers
    for one in completeness(spec, answers).missing_required:
        assert one.question.need is Need.REQUIRED
        assert one.name not in hidden(spec, answers)
        again = {**answers, one.name: Answer("x")}
        assert one.name in {each.name for each in asked(spec, again)}
        assert one.name not in {each.name for each in completeness(spec, again).missing_required}
