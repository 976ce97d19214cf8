"""What is wrong with a form definition, before anybody is asked anything; and its digest, which pins it."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from itertools import pairwise
from typing import Any

from cdop.questionnaires.conditions import When, tests
from cdop.questionnaires.kinds import choices
from cdop.questionnaires.spec import FormSpec, Group, Question, Section
from cdop.questionnaires.words import Kind, Need, NonAnswer

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER_PARTS = re.compile(r"[0-9]+|[A-Za-z]+")
_LONGEST_KEY = 80
CHOSEN = frozenset({Kind.CHOICE, Kind.CHOICES})
"""The kinds whose questions bring their own choices."""

LEADING = CHOSEN | {Kind.YES_NO}
"""The kinds of which a condition can ask for a value."""

_NUMBERS = frozenset({Kind.NUMBER, Kind.DECIMAL})
_WORDS = frozenset({Kind.TEXT, Kind.LONG_TEXT})

# Where a question's words come from, how it is drawn, how answers are compared or confirmed and when a version ends: it
# changes nothing that is asked, answered or exported, and the end is only known later. A choice is taken back by a
# panel, for itself.
_UNSEEN = frozenset({"source", "basis", "is_own", "is_fact", "is_folded", "until_on", "is_offered"})


def problems(spec: FormSpec) -> list[str]:
    """Return everything that is wrong with a definition, as sentences; nothing where it is sound."""
    looked_at = (_of_keys, _of_numbers, _of_wording, _of_repetition, _of_questions, _of_conditions)
    return [problem for look in looked_at for problem in look(spec)]


def digest(spec: FormSpec) -> str:
    """Return a digest of all that a respondent or an export sees of a definition."""
    return hashlib.sha256(_told(spec).encode()).hexdigest()


def _of_keys(spec: FormSpec) -> Iterator[str]:
    items = [item for section in spec.sections for item in section.items]
    groups = [item for item in items if isinstance(item, Group)]
    questions = [question for _section, _group, question in spec.questions()]
    named = [*(question.key for question in questions), *(group.key for group in groups)]
    yield from (f"The key {key!r} is used twice." for key in _repeated(named))
    yield from (f"The section key {key!r} is used twice." for key in _repeated(s.key for s in spec.sections))
    exported = _repeated(question.exported_as for question in questions)
    yield from (f"The export key {key!r} is used twice." for key in exported)
    every = [*named, *(section.key for section in spec.sections), *(q.exported_as for q in questions)]
    for key in dict.fromkeys(every):
        if not _KEY.fullmatch(key) or len(key) > _LONGEST_KEY:
            yield f"The key {key!r} is not lower-case letters, digits and underscores."


def _of_numbers(spec: FormSpec) -> Iterator[str]:
    numbers = [part.number for section in spec.sections for part in _parts(section)]
    yield from (f"The number {number!r} is used twice." for number in _repeated(filter(None, numbers)))
    told = [number for number in numbers if number]
    for before, after in pairwise(told):
        if _order(before) > _order(after):
            yield f"The number {after!r} comes after {before!r}."


def _of_wording(spec: FormSpec) -> Iterator[str]:
    if not spec.title.strip() or not spec.sections:
        yield "The form has no title or no sections."
    for section in spec.sections:
        if not section.title.strip() or not section.items:
            yield f"The section {section.key!r} has no title or no questions."
        for item in section.items:
            if isinstance(item, Group) and (not item.text.strip() or not item.noun.strip() or not item.questions):
                yield f"The group {item.key!r} has no wording, no noun or no questions."
    for _section, _group, question in spec.questions():
        if not question.text.strip():
            yield f"{question.key}: the question has no wording."
        if question.text != question.text.strip() or question.hint != question.hint.strip():
            yield f"{question.key}: the wording begins or ends with space."


def _of_repetition(spec: FormSpec) -> Iterator[str]:
    """The same words twice, where nothing tells which of them is meant. "Tell us more" follows what is before it."""
    for section in spec.sections:
        always = [item for item in section.items if isinstance(item, Question) and item.when is None]
        for text in _repeated(item.text for item in always if item.kind not in _WORDS):
            yield f"{section.key}: “{text}” is asked twice."
    for _section, _group, question in spec.questions():
        for label in _repeated(choice.label for choice in question.choices):
            yield f"{question.key}: two choices read “{label}”."


def _parts(section: Section) -> Iterator[Question | Group]:
    """Everything of a section that has a number, in the order in which it is read."""
    for item in section.items:
        yield item
        if isinstance(item, Group):
            yield from item.questions


def _of_questions(spec: FormSpec) -> Iterator[str]:
    for section, group, question in spec.questions():
        for problem in (*_of_choices(question), *_of_bounds(question), *_of_need(question)):
            yield f"{question.key}: {problem}"
        if group is not None and group.at_most < 1:
            yield f"{group.key}: the group can have no row."
        if section.agencies and question.agencies and not question.agencies <= section.agencies:
            yield f"{question.key}: it is for an agency that does not see its section."


def _of_choices(question: Question) -> Iterator[str]:
    values = [choice.value for choice in question.choices]
    if question.kind in CHOSEN and len(values) < 2:
        yield "there is nothing to choose from."
    if question.kind not in CHOSEN and values:
        yield f"a question of the kind “{question.kind}” has no choices of its own."
    yield from (f"the choice {value!r} is offered twice." for value in _repeated(values))
    yield from (f"the choice {value!r} is a way of not answering." for value in values if value in set(NonAnswer))
    for choice in question.choices:
        if not choice.value.isascii() or not choice.value.strip() or ";" in choice.value:
            yield f"the choice {choice.value!r} has a value that cannot be exported."
        if not choice.label.strip():
            yield f"the choice {choice.value!r} has no label."
    yield from (f"“{each}” is offered twice." for each in _repeated(question.non_answers))


def _of_bounds(question: Question) -> Iterator[str]:
    bounds = question.lowest, question.highest
    if question.kind not in _NUMBERS and (bounds != (None, None) or question.unit):
        yield "only a number has bounds and a unit."
    if None not in bounds and bounds[0] > bounds[1]:  # type: ignore[operator]
        yield "the lowest number is above the highest."
    if question.is_past and question.kind is not Kind.DATE:
        yield "only a date tells of the past."
    if question.max_length is not None and (question.kind not in _WORDS or question.max_length < 1):
        yield "only words have a greatest length."


def _of_need(question: Question) -> Iterator[str]:
    if question.need is Need.EXPECTED and not question.non_answers:
        yield "an answer is expected, but there is no way to say that it is not known."


@dataclass(frozen=True, slots=True)
class _Place:
    """A question or group on its form: its condition, whom it is for and the group it is in."""

    key: str
    when: When | None
    agencies: frozenset[str]
    group: Group | None
    question: Question | None


def _places(spec: FormSpec) -> Iterator[_Place]:
    for section in spec.sections:
        for item in section.items:
            if isinstance(item, Question):
                yield _Place(item.key, item.when, item.agencies or section.agencies, None, item)
                continue
            yield _Place(item.key, item.when, section.agencies, None, None)
            for question in item.questions:
                yield _Place(question.key, question.when, question.agencies or section.agencies, item, question)


def _of_conditions(spec: FormSpec) -> Iterator[str]:
    earlier: dict[str, _Place] = {}
    for place in _places(spec):
        for test in tests(place.when):
            lead = earlier.get(test.key)
            problem = _of_lead(place, lead) if lead is not None else "which is not asked before it"
            if problem:
                yield f"{place.key}: its condition looks at {test.key!r}, {problem}."
            elif lead is not None and lead.question is not None and not _offers(lead.question, test.values):
                yield f"{place.key}: its condition asks for an answer that {test.key!r} does not offer."
        earlier[place.key] = place


def _of_lead(place: _Place, lead: _Place) -> str:
    """Why a question cannot hang on another, "" where it can."""
    if lead.question is None or lead.question.kind not in LEADING:
        return "which offers nothing to choose from"
    if lead.group is not None and lead.group is not place.group:
        return f"which is asked once for each {lead.group.noun}"
    if lead.agencies and not (place.agencies and place.agencies <= lead.agencies):
        return "which is not asked of every agency that is asked this"
    return ""


def _offers(lead: Question, values: tuple[str, ...]) -> bool:
    return bool(values) and set(values) <= {choice.value for choice in choices(lead)}


def _order(number: str) -> tuple[tuple[int, str], ...]:
    """A question number as something to sort by: 2.10 comes after 2.9, and 2.1a after 2.1."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in _NUMBER_PARTS.findall(number))


def _repeated(values: Iterable[str]) -> list[str]:
    every = list(values)
    return sorted({value for value in every if every.count(value) > 1})


def _told(part: Any) -> str:
    """A definition as text that is the same wherever it is worked out."""
    if isinstance(part, Enum):
        return f"{part.value!r}"
    if isinstance(part, frozenset):
        return f"{{{','.join(sorted(_told(each) for each in part))}}}"
    if isinstance(part, tuple):
        return f"({','.join(_told(each) for each in part)})"
    if is_dataclass(part):
        shown = (
            f"{field.name}={_told(getattr(part, field.name))}" for field in fields(part) if field.name not in _UNSEEN
        )
        return f"{type(part).__name__}({','.join(shown)})"
    if isinstance(part, date):
        return part.isoformat()
    return str(part.__name__) if callable(part) else repr(part)
