"""Whether anybody told if a child was in care or had a protection plan."""

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AgreedAnswer, FormAnswer, FormResponse
from cdop.rules.findings import CARE_QUESTIONS, care_is_told
from cdop.rules.vocabulary import ResponseStatus


def is_care_told(case_id: int) -> bool:
    """Say whether a form that was sent, or an answer agreed on, tells of it. Two statements."""
    sent = (
        select(FormAnswer.question_key, FormAnswer.value, FormAnswer.non_answer)
        .join(FormResponse, FormResponse.id == FormAnswer.response_id)
        .where(
            FormAnswer.case_id == case_id,
            FormAnswer.question_key.in_(CARE_QUESTIONS),
            FormResponse.status == ResponseStatus.SUBMITTED,
        )
    )
    agreed = select(AgreedAnswer.question_key, AgreedAnswer.value, AgreedAnswer.non_answer).where(
        AgreedAnswer.case_id == case_id, AgreedAnswer.question_key.in_(CARE_QUESTIONS)
    )
    rows = [*db.session.execute(sent), *db.session.execute(agreed)]
    return any(care_is_told(row.question_key, row.non_answer or row.value) for row in rows)
