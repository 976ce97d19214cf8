"""What the panel recommended to others: written out, sent to its owner, answered by their link, judged at its day."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, OfficialLetter, Recommendation
from cdop.queries.cases import visible_to
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import CaseSubject
from cdop.rules.owned import OwnedKind, Told, answer_faults
from cdop.rules.vocabulary import Action, AuditVerb, RecommendationStatus, Verdict
from cdop.services import owned
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound, Stale
from cdop.services.unit import writes


@dataclass(frozen=True, slots=True)
class Said:
    """What the owner of a recommendation answered: what it comes to, in which words, who and on which day."""

    status: RecommendationStatus
    response: str
    name: str
    on: date


@writes(AuditVerb.RECOMMENDATION_CHANGED)
def change_recommendation(actor: Actor, public_id: str, told: Told, *, version: int, now: datetime) -> None:
    """Write out a recommendation that is not answered yet. Raises NotFound, Forbidden, Stale, Invalid, Blocked."""
    row = _to_change(actor, public_id)
    if row.version != version:
        raise Stale
    owned.refuse_where_over(row)
    owned.write_out(row, told, {})
    row.owner, row.due_on = told.owner.strip() or None, told.due_on


@writes(AuditVerb.RECOMMENDATION_SENT)
def send_recommendation(actor: Actor, public_id: str, *, now: datetime) -> None:
    """Send a recommendation to its owner, who answers by a link. Sent again, the link before opens nothing any more.

    Raises NotFound, Forbidden, and Blocked with what is missing and the words in it that identify.
    """
    row = _to_change(actor, public_id)
    owned.send(row, now=now)
    mark_sent(row.id, now=now)


@writes(AuditVerb.RECOMMENDATION_ANSWERED)
def answer_recommendation(
    actor: Actor, token: str, status: RecommendationStatus, *, response: str, name: str, now: datetime
) -> None:
    """Record what the owner of a recommendation answers by their link; they may answer again until it is over.

    Raises NotFound for a link that opens nothing, Blocked where it is over, Invalid.
    """
    row = owned.of_link(Recommendation, token, now=now)
    owned.refuse_where_over(row)
    if faults := answer_faults(OwnedKind.RECOMMENDATION, status, response, name):
        raise Invalid(faults)
    owned.tell_of_answer(row, now=now)
    take_answer(row.id, Said(status, response.strip(), name.strip(), now.astimezone(LONDON).date()), now=now)


@writes(AuditVerb.RECOMMENDATION_JUDGED)
def judge_recommendation(
    actor: Actor, public_id: str, verdict: Verdict, *, verdict_on: date, note: str, version: int, now: datetime
) -> None:
    """Record whether what a recommendation was to change has changed. Raises NotFound, Forbidden, Stale, Invalid."""
    row = _to_change(actor, public_id)
    if row.version != version:
        raise Stale
    owned.pass_verdict(row, verdict, verdict_on, note, now=now)


def mark_sent(recommendation_id: int, *, now: datetime) -> None:
    """Have a recommendation count as sent, by its link or in a letter. Within the open unit."""
    row = db.session.get_one(Recommendation, recommendation_id, with_for_update=True)
    row.sent_at = now
    if row.status is RecommendationStatus.MADE:
        row.status = RecommendationStatus.SENT


def take_answer(recommendation_id: int, said: Said, *, now: datetime) -> None:
    """Keep what was answered, by the link or to a letter: every letter that carried it is answered with it.

    Within the open unit. Raises Blocked where the recommendation is over.
    """
    row = db.session.get_one(Recommendation, recommendation_id, with_for_update=True)
    owned.refuse_where_over(row)
    row.status = said.status
    owned.keep_answer(row, said.response, said.name, now=now)
    carried = (OfficialLetter.recommendation_id == row.id) & OfficialLetter.posted_on.is_not(None)
    for letter in db.session.scalars(select(OfficialLetter).where(carried).order_by(OfficialLetter.id)):
        letter.answered_on, letter.answer = said.on, said.response or said.status.value.capitalize()


def _to_change(actor: Actor, public_id: str) -> Recommendation:
    query = select(Recommendation).join(Case, Case.id == Recommendation.case_id)
    mine = query.where(*visible_to(actor), Recommendation.public_id == public_id)
    row = db.session.scalar(mine.with_for_update(of=Recommendation))
    if row is None:
        raise NotFound
    require(actor, Action.RECOMMENDATION_EDIT, CaseSubject(row.case_id, row.panel_id))
    return row
