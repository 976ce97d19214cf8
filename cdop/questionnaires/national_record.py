"""What is entered in the national database of a case, part by part in the order of its forms, and as an object.

The national schema is not public, so the object has one of our own, described in docs/national-record.md. Whatever
carries it to the national database (a person who copies, a program) reads this and nothing else.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer, AnswerSet
from cdop.questionnaires.completeness import Asked, asked, completeness
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.kinds import KINDS, choices, show
from cdop.questionnaires.spec import FormSpec, Question, Section

SCHEMA = "cdop national record, version 1"
NOTIFICATION_ORDER = (
    *("alert", "notifier", "child", "home", "background", "baby", "family"),
    *("death", "circumstances", "joint_agency_response", "certification", "other_reviews", "support", "professionals"),
)
"""The sections of a notification in the order of the national form. Source: domain reference, 2.4."""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One field: its label, what to enter, and the same for a program. `note` says what to mind, "" mostly."""

    key: str
    label: str
    text: str
    value: Any
    note: str = ""


@dataclass(frozen=True, slots=True)
class RecordPart:
    """One page of the national form."""

    title: str
    lines: tuple[RecordLine, ...]


@dataclass(frozen=True, slots=True)
class NationalRecord:
    """What is entered of a case. `lacks` are fields that are empty, `obstacle` why it cannot be entered at all."""

    parts: tuple[RecordPart, ...]
    lacks: tuple[str, ...] = ()
    obstacle: str = ""

    @property
    def digest(self) -> str:
        """64 hexadecimal digits that change with what is entered."""
        told = [[line.key, line.text] for part in self.parts for line in part.lines]
        return sha256(json.dumps(told).encode()).hexdigest()

    def as_object(self, **about: str) -> dict[str, Any]:
        """Return the record as JSON can hold it; `about` says of which case and what it is."""
        parts = [
            {
                "title": part.title,
                "fields": [
                    {"key": line.key, "label": line.label, "value": line.value, "text": line.text}
                    for line in part.lines
                ],
            }
            for part in self.parts
        ]
        return {"schema": SCHEMA, **about, "digest": self.digest, "parts": parts, "lacks": [*self.lacks]}


def corrected(spec: FormSpec, answers: AnswerSet, facts: Mapping[str, Any]) -> dict[Any, Answer]:
    """Return the answers of a notification with the facts of the case in their place, where the case has them."""
    questions, found = spec.by_key(), dict(answers)
    for key, value in facts.items():
        if value is not None and key in questions and _fits(questions[key], value):
            found[key, NOT_IN_A_GROUP] = Answer(value)
            found |= _leading_to(questions[key])
    return found


def of_notification(spec: FormSpec, answers: AnswerSet) -> NationalRecord:
    """Return what is entered to notify a death."""
    order = {key: number for number, key in enumerate(NOTIFICATION_ORDER)}
    sections = sorted(spec.sections, key=lambda section: order.get(section.key, len(order)))
    lacking = completeness(spec, answers)
    missing = (*lacking.missing_required, *lacking.missing_expected)
    return NationalRecord(parts_of(spec, answers, sections), tuple(_label(each) for each in missing))


def parts_of(
    spec: FormSpec, answers: AnswerSet, sections: Iterable[Section] | None = None, title: str = ""
) -> tuple[RecordPart, ...]:
    """Return what is answered on a form, a part for each section with an answer; `title` stands before each title."""
    every = asked(spec, answers)
    found = []
    for section in spec.sections if sections is None else sections:
        given = [one for one in every if one.section.key == section.key and not one.answer.is_blank]
        if given:
            found.append(RecordPart(_titled(title, section.title), tuple(_line(one, every) for one in given)))
    return tuple(found)


def line_of(question: Question, given: Answer, *, row: str = "", text: str = "", note: str = "") -> RecordLine:
    """Return the field of one question; `text` takes the place of its answer where several were given."""
    label = " ".join(part for part in (question.number, question.text) if part)
    value = None if given.is_blank or given.non_answer else KINDS[question.kind].store(given.value)
    key = f"{question.exported_as}:{row}" if row else question.exported_as
    return RecordLine(key, f"{label} ({row})" if row else label, text or show(question, given), value, note)


def _titled(before: str, title: str) -> str:
    return f"{before}: {title}" if before else title


def _line(one: Asked, every: Iterable[Asked]) -> RecordLine:
    return line_of(one.question, one.answer, row=_row(one, every))


def _row(one: Asked, every: Iterable[Asked]) -> str:
    """Which of its group it is about: "parent 2"."""
    if one.group is None:
        return ""
    rows = dict.fromkeys(each.row_key for each in every if each.group is not None and each.group.key == one.group.key)
    return f"{one.group.noun} {[*rows].index(one.row_key) + 1}"


def _label(one: Asked) -> str:
    return f"{one.question.number} {one.question.text}".strip()


def _fits(question: Question, value: Any) -> bool:
    """Say whether a fact can stand as the answer: where there are choices, it is one of them."""
    offered = {choice.value for choice in choices(question)}
    return not offered or value in offered


def _leading_to(question: Question) -> dict[Any, Answer]:
    """The answers by which a question is asked that hangs on one other."""
    when = question.when
    return {(when.key, NOT_IN_A_GROUP): Answer(when.values[0])} if isinstance(when, Is) else {}
