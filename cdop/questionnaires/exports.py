"""The answers of a form as tables and as an object for other programs.

A table of the form has one row for it and one for each row of a group; a table of its answers has one row for each
question that is asked. What is blank, not known, not applicable and not held are four different things in each.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from cdop.questionnaires.answer import BLANK, NOT_IN_A_GROUP, Answer, AnswerKey, AnswerSet
from cdop.questionnaires.completeness import Asked, asked, asked_answers, rows_of
from cdop.questionnaires.kinds import KINDS, NOT_ANSWERED, WITHHELD, export, show
from cdop.questionnaires.spec import FormSpec, Group, Question
from cdop.rules.csv_table import guarded
from cdop.rules.handling import Marks, labels

ROW = "row"
"""The column of a group's table that numbers the rows, from 1."""

ANSWERED = "answered"
"""The state of a question that has a value; else its way of not answering, that it is withheld, or not answered."""

ANSWER_COLUMNS = (
    "form",
    "version",
    "section",
    "group",
    "row",
    "number",
    "question",
    "wording",
    "state",
    "value",
    "answer",
    "given_by",
    "given_at",
    "keep_from",
)
"""The columns of a table of answers: `value` is for programs, `answer` for people, `keep_from` its handling marks."""


class GivenBy(Protocol):
    """Who gave an answer, and when."""

    @property
    def name(self) -> str: ...

    @property
    def at(self) -> datetime: ...


def groups(spec: FormSpec) -> tuple[Group, ...]:
    """Return the groups of a form, each of which is a table of its own."""
    return tuple(item for section in spec.sections for item in section.items if isinstance(item, Group))


def columns(spec: FormSpec, group: Group | None = None, *, identifying: bool = False) -> tuple[str, ...]:
    """Return the columns of a form's table or of a group's, without those that identify unless they are asked for."""
    named = tuple(question.exported_as for question in _questions(spec, group, identifying))
    return named if group is None else (ROW, *named)


def lines(
    spec: FormSpec, answers: AnswerSet, group: Group | None = None, *, identifying: bool = False
) -> Iterator[dict[str, str]]:
    """Yield the cells under those columns: what is blank is empty, a way of not answering is written out.

    Answers to questions that are not asked (any more) are left out.
    """
    shown = asked_answers(spec, answers)
    questions = _questions(spec, group, identifying)
    rows = (NOT_IN_A_GROUP,) if group is None else rows_of(group, shown)
    for number, row_key in enumerate(rows, start=1):
        cells = {each.exported_as: export(each, shown.get((each.key, row_key), BLANK)) for each in questions}
        yield cells if group is None else {ROW: str(number), **cells}


def answer_lines(
    spec: FormSpec,
    answers: AnswerSet,
    agency_type: str | None = None,
    *,
    authors: Mapping[AnswerKey, GivenBy] | None = None,
    marks: Mapping[AnswerKey, Marks] | None = None,
    identifying: bool = True,
) -> Iterator[dict[str, str]]:
    """Yield the cells of one row for each question that is asked, under ANSWER_COLUMNS."""
    for told in _told(spec, answers, agency_type, authors or {}, marks or {}, identifying):
        one: Asked = told["one"]
        value = "" if _state(one.answer) != ANSWERED else export(one.question, one.answer)
        cells = {**told, "form": spec.key, "version": spec.version, "wording": one.question.text, "value": value}
        cells["row"] = str(told["row"] or "")
        yield {column: cells[column] if column == "value" else guarded(str(cells[column])) for column in ANSWER_COLUMNS}


def answer_object(
    spec: FormSpec,
    answers: AnswerSet,
    agency_type: str | None = None,
    *,
    authors: Mapping[AnswerKey, GivenBy] | None = None,
    marks: Mapping[AnswerKey, Marks] | None = None,
    identifying: bool = True,
) -> dict[str, Any]:
    """Return a form with its answers as JSON can hold it; `value` is null where a question has none."""
    return {
        "form": spec.key,
        "version": spec.version,
        "title": spec.title,
        "answers": [
            {
                **{name: told[name] for name in ("section", "group", "row", "number", "question")},
                "wording": told["one"].question.text,
                "kind": told["one"].question.kind.value,
                "state": told["state"],
                "value": _stored(told["one"].question, told["one"].answer),
                **{name: told[name] for name in ("answer", "given_by", "given_at", "keep_from")},
            }
            for told in _told(spec, answers, agency_type, authors or {}, marks or {}, identifying)
        ],
    }


def _told(
    spec: FormSpec,
    answers: AnswerSet,
    agency_type: str | None,
    authors: Mapping[AnswerKey, GivenBy],
    marks: Mapping[AnswerKey, Marks],
    identifying: bool,
) -> Iterator[dict[str, Any]]:
    """What every export says of each question that is asked."""
    every = asked(spec, answers, agency_type)
    rows: dict[str, list[str]] = {}
    for one in every:
        numbered = rows.setdefault(one.group.key if one.group else "", [])
        if one.row_key not in numbered:
            numbered.append(one.row_key)
    for one in every:
        if one.question.is_identifying and not identifying:
            continue
        author = None if one.answer.is_blank else authors.get(one.name)
        yield {
            "one": one,
            "section": one.section.key,
            "group": one.group.key if one.group else "",
            "row": rows[one.group.key].index(one.row_key) + 1 if one.group else None,
            "number": one.question.number,
            "question": one.question.exported_as,
            "state": _state(one.answer),
            "answer": show(one.question, one.answer),
            "given_by": author.name if author and identifying else "",
            "given_at": author.at.isoformat() if author else "",
            "keep_from": "; ".join(labels(marks.get(one.name, ()))),
        }


def _state(given: Answer) -> str:
    if given.non_answer is not None:
        return given.non_answer.value
    if given.is_withheld:
        return WITHHELD.lower()
    return NOT_ANSWERED.lower() if given.is_blank else ANSWERED


def _stored(question: Question, given: Answer) -> Any:
    return None if _state(given) != ANSWERED else KINDS[question.kind].store(given.value)


def _questions(spec: FormSpec, group: Group | None, identifying: bool) -> list[Question]:
    return [
        question
        for _section, within, question in spec.questions()
        if within is group and (identifying or not question.is_identifying)
    ]
