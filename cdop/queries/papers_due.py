"""Papers that wait: letters and recommendations, extracts to be deleted, releases for a second signature."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Select, String, case, cast, func, literal, literal_column, null, select

from cdop.models import Case, DataRelease, FormRequest, OfficialLetter, Recommendation, ReleaseProposal
from cdop.queries.cases import visible_to
from cdop.queries.official_letters import known_to
from cdop.rules import form_b
from cdop.rules.actors import Actor
from cdop.rules.correspondence import LetterStatus
from cdop.rules.recommendations import CLOSED
from cdop.rules.vocabulary import Action, RecommendationStatus

_NO_CASE: Any = literal_column("''").label("of_case")
_NO_DAY: Any = cast(null(), Date)


def to_release(actor: Actor, _today: date) -> Select[Any]:
    """Return the drafts of letters to organisations that can be released: of one about a request while it is open."""
    answered = FormRequest.status.not_in(form_b.OPEN) & (FormRequest.id == OfficialLetter.request_id)
    drafts = _letters(actor, _NO_DAY).where(OfficialLetter.status == LetterStatus.DRAFT)
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


def extracts(actor: Actor, today: date) -> Select[Any]:
    """Return the extracts whose day of deletion is over, and of which nobody has recorded that they are deleted."""
    row = DataRelease
    named, what = literal("Extract, ", String) + row.label, literal("rows of cases reviewed", String).label("what")
    query = select(row.public_id, _NO_CASE, named, what, row.applicant.label("who"), row.expires_on.label("day"))
    return query.where(row.panel_id == actor.panel_id, row.expires_on < today, row.deleted_on.is_(None))


def proposals(actor: Actor, _today: date) -> Select[Any]:
    """Return the releases that somebody else proposed, and that wait for a second signature."""
    row = ReleaseProposal
    named = case((row.release_id.is_(None), "Extract, "), else_="Figures anew, ") + row.label
    what = func.coalesce(DataRelease.title, "rows of cases reviewed").label("what")
    query = select(row.public_id, _NO_CASE, named, what, row.proposed_by_name.label("who"), _NO_DAY.label("day"))
    by_others = row.proposed_by_id.is_(None) | (row.proposed_by_id != actor.user_id)
    waits = (row.panel_id == actor.panel_id, row.decided_at.is_(None), by_others)
    return query.outerjoin(DataRelease, DataRelease.id == row.release_id).where(*waits)


def to_whom(row: Any, _asked: Any) -> tuple[str, date | None]:
    """Return what a row says and when it was due: of a paper that goes to somebody."""
    return f"{row.what.capitalize()}, to {row.who}", row.day


def by_whom(row: Any, _asked: Any) -> tuple[str, date | None]:
    """Return what a row says and when it was due: of a paper that comes from somebody."""
    return f"{row.what[:1].upper()}{row.what[1:]}, proposed by {row.who}", row.day


LISTS = (
    ("proposals", "Releases that wait for a second signature", proposals, by_whom, Action.FIGURES_RENEW),
    ("extracts", "Extracts whose deletion is not recorded", extracts, to_whom, Action.FIGURES_RENEW),
    ("letters-out", "Letters to agencies and boards to release", to_release, to_whom, Action.LETTER_RELEASE),
    ("late-answers", "Answers to letters that are late", late_answers, to_whom, Action.LETTER_RELEASE),
    (
        "late-recommendations",
        "Recommendations whose day has passed",
        late_recommendations,
        to_whom,
        Action.RECOMMENDATION_EDIT,
    ),
)
"""Each list by its key: its title, its statement, what a row of it says, and who has it."""
