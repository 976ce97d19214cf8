"""The facts of a case that agencies keep from others: what the panel agreed fills them, and the marks go with it."""

from sqlalchemy import Integer, bindparam, select

from cdop.models import AgreedAnswer, Case
from cdop.queries.answers import kept
from cdop.queries.reading import read
from cdop.questionnaires import registry
from cdop.questionnaires.answer import NOT_IN_A_GROUP
from cdop.rules.corrections import AGREED
from cdop.rules.handling import Marks, loaded

HAS_MARKED_ANSWER = (
    select(1)
    .where(AgreedAnswer.case_id == Case.id, AgreedAnswer.marks.is_not(None))
    .correlate(Case)
    .exists()
    .label("has_marked_answer")
)
"""Whether anything that was agreed on a case has marks, as a column of a statement that reads the case."""


def marked_facts(case_id: int) -> dict[str, Marks]:
    """Return the handling marks of each fact that stands as it was agreed, by its name. One statement.

    A fact that was put right since from elsewhere is not what the agencies said, so it has none.
    """
    in_force = {(row.form_key, row.question_key): row for row in read(_AGREED, case_id=case_id)}
    found: dict[str, Marks] = {}
    for (form_key, key), row in in_force.items():
        question = registry.get(form_key, row.form_version).question(key)
        if row.marks and kept(question, row.value, None).value == getattr(row, f"case_{key}"):
            found[key] = found.get(key, frozenset()) | loaded(row.marks)
    return found


_AGREED = (
    select(
        AgreedAnswer.form_key,
        AgreedAnswer.form_version,
        AgreedAnswer.question_key,
        AgreedAnswer.value,
        AgreedAnswer.marks,
        *(getattr(Case, key).label(f"case_{key}") for key in AGREED),
    )
    .join(Case, Case.id == AgreedAnswer.case_id)
    .where(
        AgreedAnswer.case_id == bindparam("case_id", type_=Integer),
        AgreedAnswer.question_key.in_(AGREED),
        AgreedAnswer.row_key == NOT_IN_A_GROUP,
    )
    .order_by(AgreedAnswer.number)
)
