"""A case is taken out of review where the death is shown later to be none that is reviewed, and brought back.

By a decision on record, with its rule, its reason and whoever disagreed. Nothing of the case is lost meanwhile.
"""

from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, FormRequest
from cdop.rules import decisions, form_b, triage
from cdop.rules.actors import Actor
from cdop.rules.decisions import NOT_REVIEWED, Decision
from cdop.rules.triage import NotForReview
from cdop.rules.triage_words import DecisionTopic
from cdop.rules.vocabulary import Action, AuditVerb, CaseStatus
from cdop.services import lifecycle
from cdop.services.access import case_to_change
from cdop.services.errors import Blocked, Invalid
from cdop.services.form_b import withdraw
from cdop.services.triage_decisions import keep_scope
from cdop.services.unit import writes

NO_LONGER_NEEDED = "This death is not reviewed"
IS_FOR_REVIEW = "This case is for review"


@writes(AuditVerb.CASE_TRIAGED)
def take_out(actor: Actor, case_id: str, why: NotForReview, *, note: str = "", now: datetime) -> None:
    """Take a case (by its public id) out of review, by a rule; agencies that are asked are told that it is over.

    Raises NotFound, Forbidden, and Blocked where the case is on an agenda or was reviewed.
    """
    case = case_to_change(actor, case_id, Action.NOTIFICATION_TRIAGE)
    reason = triage.not_for_review(why, note)
    lifecycle.advance(actor, case, "take out of review", reason, now=now)
    keep_scope(actor, case, Decision(DecisionTopic.SCOPE, NOT_REVIEWED, reason), now=now)
    for request_id in _open_requests(case):
        withdraw(actor, request_id, reason=NO_LONGER_NEEDED, now=now)


@writes(AuditVerb.CASE_TRIAGED)
def reconsider(actor: Actor, case_id: str, *, who: str, said: str, is_taken_up: bool, now: datetime) -> None:
    """Keep that somebody disagreed with a case being out of review, and bring it back where that was decided.

    Raises NotFound, Forbidden, Invalid without who it was and what they said, and Blocked where it is for review.
    """
    case = case_to_change(actor, case_id, Action.NOTIFICATION_TRIAGE)
    if case.status is not CaseStatus.NOT_FOR_REVIEW:
        raise Blocked([IS_FOR_REVIEW])
    if missing := decisions.faults_of_disagreement(who, said):
        raise Invalid(missing)
    decided = decisions.of_disagreement(who, said, is_taken_up=is_taken_up)
    keep_scope(actor, case, decided, now=now)
    if is_taken_up:
        lifecycle.advance(actor, case, "bring back into review", decided.detail, now=now)


def _open_requests(case: Case) -> list[str]:
    is_open = (FormRequest.case_id == case.id) & FormRequest.status.in_(form_b.OPEN)
    return list(db.session.scalars(select(FormRequest.public_id).where(is_open).order_by(FormRequest.id)))
