"""What a panel agreed on where its agencies differ: what is in force for each question, and what was before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import AgreedAnswer
from cdop.queries.answers import kept
from cdop.questionnaires.answer import Answer
from cdop.questionnaires.spec import FormSpec
from cdop.rules.handling import Marks, loaded

Place = tuple[str, str]
"""A question's key, and the row of its group as every agency knows it."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """An answer that was agreed, by whom and why. `originals` is what each agency had said, by its name.

    `marks` keep it from everybody from whom an agency keeps what it rests on.
    """

    number: int
    answer: Answer
    note: str
    originals: Mapping[str, str]
    marks: Marks
    at: datetime
    by_name: str


def agreed_answers(case_id: int, spec: FormSpec) -> dict[Place, tuple[Agreed, ...]]:
    """Return what was agreed on a form of a case that the reader may see, by question: the newest first."""
    questions = spec.by_key()
    found: dict[Place, tuple[Agreed, ...]] = {}
    of_form = (AgreedAnswer.case_id == case_id) & (AgreedAnswer.form_key == spec.key)
    for row in db.session.execute(select(*_COLUMNS).where(of_form).order_by(AgreedAnswer.number.desc())):
        if row.question_key in questions:
            place = row.question_key, row.row_key
            given = kept(questions[row.question_key], row.value, row.non_answer)
            agreed = Agreed(row.number, given, row.note, row.originals, loaded(row.marks), row.at, row.by_name)
            found[place] = (*found.get(place, ()), agreed)
    return found


def last_number(case_id: int, form_key: str, place: Place) -> int:
    """Return the number of the answer that is in force, 0 where nothing is agreed yet."""
    of_place = (AgreedAnswer.question_key == place[0]) & (AgreedAnswer.row_key == place[1])
    of_form = (AgreedAnswer.case_id == case_id) & (AgreedAnswer.form_key == form_key)
    return db.session.scalar(select(func.max(AgreedAnswer.number)).where(of_form, of_place)) or 0


_COLUMNS: tuple[Any, ...] = tuple(
    getattr(AgreedAnswer, name)
    for name in (
        "question_key",
        "row_key",
        "number",
        "value",
        "non_answer",
        "note",
        "originals",
        "marks",
        "at",
        "by_name",
    )
)
