"""The answers of one form and whose they are. Whether somebody may read them is asked by whoever opens the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from cdop.models import FormAnswer
from cdop.queries.reading import read
from cdop.questionnaires.answer import Answer, AnswerKey
from cdop.questionnaires.kinds import KINDS
from cdop.questionnaires.spec import FormSpec, Question
from cdop.questionnaires.words import NonAnswer
from cdop.rules.handling import Marks, loaded
from cdop.rules.vocabulary import ActorKind


@dataclass(frozen=True, slots=True)
class Author:
    """Who gave an answer, and when. `id` is a person's or an invitation's, by the kind."""

    kind: ActorKind
    id: int | None
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers that are not blank, the author of each, and the handling marks of those that have any."""

    answers: dict[AnswerKey, Answer]
    authors: dict[AnswerKey, Author]
    marks: dict[AnswerKey, Marks]


def answers_of(response_id: int, spec: FormSpec) -> Answered:
    """Return the answers of a response on its form. One statement."""
    return answers_of_each({response_id: spec})[response_id]


def answers_of_each(specs: Mapping[int, FormSpec]) -> dict[int, Answered]:
    """Return the answers of several responses, each on its form, by their ids. One statement."""
    questions = {response_id: spec.by_key() for response_id, spec in specs.items()}
    found = {response_id: Answered({}, {}, {}) for response_id in specs}
    for row in read(_ANSWERS, response_ids=[*specs]):
        given = kept(questions[row.response_id][row.question_key], row.value, row.non_answer)
        if not given.is_blank:
            name, answered = (row.question_key, row.row_key), found[row.response_id]
            answered.answers[name] = given
            answered.authors[name] = Author(row.by_kind, row.by_id, row.by_name, row.at)
            if row.marks:
                answered.marks[name] = loaded(row.marks)
    return found


def kept(question: Question, value: Any, non_answer: str | None) -> Answer:
    """Return the answer that these columns hold."""
    if non_answer is not None:
        return Answer(non_answer=NonAnswer(non_answer))
    return Answer(None if value is None else KINDS[question.kind].load(value))


def columns(question: Question, given: Answer) -> tuple[Any | None, NonAnswer | None]:
    """Return the value and the way of not answering that hold an answer; neither where it is blank."""
    has_value = given.non_answer is None and not given.is_blank
    return KINDS[question.kind].store(given.value) if has_value else None, given.non_answer


_ANSWERS = (
    select(
        FormAnswer.response_id,
        FormAnswer.question_key,
        FormAnswer.row_key,
        FormAnswer.value,
        FormAnswer.non_answer,
        FormAnswer.by_kind,
        FormAnswer.by_id,
        FormAnswer.by_name,
        FormAnswer.at,
        FormAnswer.marks,
    )
    .where(FormAnswer.response_id.in_(bindparam("response_ids", expanding=True)))
    .order_by(FormAnswer.row_key, FormAnswer.question_key)
)
