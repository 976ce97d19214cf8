"""Which questions are asked, which of them are answered, and which answers cannot stand together.

An answer to a question that is no longer asked is kept but neither counted nor looked at.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer, AnswerKey, AnswerSet, answer
from cdop.questionnaires.conditions import holds
from cdop.questionnaires.spec import Fault, FormSpec, Group, Question, Section
from cdop.questionnaires.words import Need


class Asked(NamedTuple):
    """A question that is asked, with its place and the answer it has."""

    section: Section
    group: Group | None
    question: Question
    row_key: str
    answer: Answer

    @property
    def name(self) -> AnswerKey:
        """What its answer is kept under."""
        return self.question.key, self.row_key

    @property
    def control(self) -> str:
        """What its control on a page is called."""
        return control(self.group, self.question, self.row_key)


@dataclass(frozen=True, slots=True)
class SectionCount:
    """How much of a section is answered; a way of not answering counts, a blank does not."""

    section: Section
    asked: int
    answered: int
    missing_required: int
    missing_expected: int


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of a form is answered, and what stands in the way of sending it."""

    sections: tuple[SectionCount, ...]
    missing_required: tuple[Asked, ...]
    missing_expected: tuple[Asked, ...]

    @property
    def asked(self) -> int:
        """The number of questions asked."""
        return sum(section.asked for section in self.sections)

    @property
    def answered(self) -> int:
        """The number of questions answered."""
        return sum(section.answered for section in self.sections)


def control(group: Group | None, question: Question, row_key: str) -> str:
    """Return what the control of a question on a page is called: name and id."""
    return question.key if group is None else f"{group.key}-{row_key}-{question.key}"


def rows_of(group: Group, answers: AnswerSet) -> tuple[str, ...]:
    """Return the keys of the rows of a group in which anything is answered, in their order."""
    keys = {question.key for question in group.questions}
    return tuple(sorted({row for (key, row), given in answers.items() if row and key in keys and not given.is_blank}))


def is_for(agencies: frozenset[str], agency_type: str | None) -> bool:
    """Say whether something for these types of agency is for this one; None is whoever sees the whole form."""
    return not agencies or agency_type is None or agency_type in agencies


def asks(section: Section, agency_type: str | None) -> bool:
    """Say whether a section asks this type of agency anything, on whatever condition."""
    questions = (question for _group, question in section.questions())
    return is_for(section.agencies, agency_type) and any(is_for(each.agencies, agency_type) for each in questions)


def asked(spec: FormSpec, answers: AnswerSet, agency_type: str | None = None) -> tuple[Asked, ...]:
    """Return the questions that are asked, in order; of a group, those of each row that there is."""
    seen: dict[AnswerKey, Answer] = {}
    found = []
    for section in spec.sections:
        if is_for(section.agencies, agency_type):
            for one in _asked_of(section, answers, seen, agency_type):
                seen[one.name] = one.answer
                found.append(one)
    return tuple(found)


def asked_answers(spec: FormSpec, answers: AnswerSet, agency_type: str | None = None) -> dict[AnswerKey, Answer]:
    """Return the answers to the questions that are asked."""
    return {one.name: one.answer for one in asked(spec, answers, agency_type)}


def groups_without_rows(
    spec: FormSpec, every: Iterable[Asked], answers: AnswerSet, agency_type: str | None = None
) -> tuple[Group, ...]:
    """Return the groups that are asked and in which nothing is answered; `every` are the questions that are asked."""
    shown = {one.name: one.answer for one in every}
    return tuple(
        item
        for section in spec.sections
        for item in section.items
        if isinstance(item, Group)
        and is_for(section.agencies, agency_type)
        and any(is_for(question.agencies, agency_type) for question in item.questions)
        and holds(item.when, shown)
        and not rows_of(item, answers)
    )


def hidden(spec: FormSpec, answers: AnswerSet, agency_type: str | None = None) -> tuple[AnswerKey, ...]:
    """Return what the answers are kept under that answer a question which is not asked (any more)."""
    shown = asked_answers(spec, answers, agency_type)
    return tuple(name for name, given in answers.items() if name not in shown and not given.is_blank)


def completeness(spec: FormSpec, answers: AnswerSet, agency_type: str | None = None) -> Completeness:
    """Return how much of the form is answered and what is missing."""
    return counted(spec, asked(spec, answers, agency_type), agency_type)


def counted(spec: FormSpec, every: Iterable[Asked], agency_type: str | None = None) -> Completeness:
    """Return the same of the questions that are asked, where they are known."""
    by_section: dict[str, list[Asked]] = {}
    for one in every:
        by_section.setdefault(one.section.key, []).append(one)
    missing = [one for each in by_section.values() for one in each if one.answer.is_blank]
    sections = (section for section in spec.sections if asks(section, agency_type))
    return Completeness(
        sections=tuple(_count(section, by_section.get(section.key, [])) for section in sections),
        missing_required=tuple(one for one in missing if one.question.need is Need.REQUIRED),
        missing_expected=tuple(one for one in missing if one.question.need is Need.EXPECTED),
    )


def together(counts: Iterable[Completeness]) -> Completeness:
    """Return several forms counted as one, such as all forms of a request."""
    every = tuple(counts)
    return Completeness(
        sections=tuple(section for count in every for section in count.sections),
        missing_required=tuple(one for count in every for one in count.missing_required),
        missing_expected=tuple(one for count in every for one in count.missing_expected),
    )


def faults(spec: FormSpec, every: Iterable[Asked]) -> tuple[Fault, ...]:
    """Return the answers that cannot stand together, by the form's own checks, in their order.

    `every` are the questions that are asked, with their answers.
    """
    shown, there = {one.name: one.answer for one in every}, spec.by_key().keys()
    # Of a form that is asked for in part, a check of what is not asked for says nothing.
    return tuple(fault for check in spec.checks if (fault := check(shown)) is not None and there >= set(fault.keys))


def _asked_of(
    section: Section, answers: AnswerSet, seen: dict[AnswerKey, Answer], agency_type: str | None
) -> Iterator[Asked]:
    """The questions of a section. `seen` grows with each of them, so that what hides one hides what hangs on it."""
    for item in section.items:
        if not holds(item.when, seen):
            continue
        group = item if isinstance(item, Group) else None
        rows = rows_of(item, answers) if isinstance(item, Group) else (NOT_IN_A_GROUP,)
        questions = item.questions if isinstance(item, Group) else (item,)
        for row_key in rows:
            for question in questions:
                if is_for(question.agencies, agency_type) and holds(question.when, seen, row_key):
                    yield Asked(section, group, question, row_key, answer(answers, question.key, row_key))


def _count(section: Section, every: list[Asked]) -> SectionCount:
    missing = [one.question.need for one in every if one.answer.is_blank]
    return SectionCount(
        section,
        asked=len(every),
        answered=len(every) - len(missing),
        missing_required=missing.count(Need.REQUIRED),
        missing_expected=missing.count(Need.EXPECTED),
    )
