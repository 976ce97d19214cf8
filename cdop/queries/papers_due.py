"""Letters to organisations and recommendations that wait: to be released, or for an answer that is late."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Select, String, cast, literal, literal_column, null, select

from cdop.models import Case, FormRequest, OfficialLetter, Recommendation
from cdop.queries.cases import visible_to
from cdop.queries.official_letters import known_to
from cdop.rules import form_b
from cdop.rules.actors import Actor
from cdop.rules.correspondence import LetterStatus
from cdop.rules.recommendations import CLOSED
from cdop.rules.vocabulary import Action, RecommendationStatus

_NO_CASE: Any = literal_column("''").label("of_case")


def to_release(actor: Actor, _today: date) -> Select[Any]:
    """Return the drafts of letters to organisations that can be released: of one about a request while it is open."""
    answered = FormRequest.status.not_in(form_b.OPEN) & (FormRequest.id == OfficialLetter.request_id)
    drafts = _letters(actor, cast(null(), Date)).where(OfficialLetter.status == LetterStatus.DRAFT)
    return drafts.where(~select(FormRequest.id).where(answered).exists())


def late_answers(actor: Actor, today: date) -> Select[Any]:
    """Return the letters whose answer is late; of one with a recommendation the recommendation is."""
    sent = OfficialLetter.posted_on.is_not(None) & OfficialLetter.answered_on.is_(None)
    late = sent & (OfficialLetter.answer_by < today) & OfficialLetter.recommendation_id.is_(None)
    return _letters(actor, OfficialLetter.answer_by).where(late)


def late_recommendations(actor: Actor, today: date) -> Select[Any]:
    """Return the recommendations that were sent, and whose owner has said nothing by the day."""
    row, what = Recommendation, literal("recommendation", String).label("what")
    query = select(row.public_id, _NO_CASE, Case.reference, what, row.addressee.label("who"), row.due_on.label("day"))
    joined = query.join(Case, Case.id == row.case_id)
    late = row.status.not_in((RecommendationStatus.MADE, *CLOSED)) & (row.due_on < today) & row.verdict.is_(None)
    return joined.where(*visible_to(actor), late)


def _letters(actor: Actor, day: Any) -> Select[Any]:
    row, what = OfficialLetter, cast(OfficialLetter.kind, String).label("what")
    query = select(row.public_id, _NO_CASE, row.reference, what, row.to_name.label("who"), day.label("day"))
    return query.where(*known_to(actor))


LISTS = (
    ("letters-out", "Letters to agencies and boards to release", to_release, Action.LETTER_RELEASE),
    ("late-answers", "Answers to letters that are late", late_answers, Action.LETTER_RELEASE),
    ("late-recommendations", "Recommendations whose day has passed", late_recommendations, Action.RECOMMENDATION_EDIT),
)
"""Each list by its key: its title, its statement, and who has it."""
