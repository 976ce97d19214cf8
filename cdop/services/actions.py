"""What the panel agreed should be done: how far it is."""

from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import ActionItem, Case
from cdop.queries.cases import visible_to
from cdop.rules import actions
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import CaseSubject
from cdop.rules.vocabulary import Action, ActionStatus, AuditVerb
from cdop.services import submissions
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound, Stale
from cdop.services.unit import writes


@writes(AuditVerb.ACTION_CHANGED)
def change(
    actor: Actor,
    public_id: str,
    *,
    status: ActionStatus,
    evidence: str,
    closed_on: date | None,
    version: int,
    submission_id: str,
    now: datetime,
) -> None:
    """Say how far an action is, with the evidence and, where it is closed, the day. `public_id` is the action's.

    Raises NotFound, Forbidden, Stale where somebody changed it since `version` was read, and Invalid.
    """
    action = _to_change(actor, public_id)

    def act() -> str:
        if action.version != version:
            raise Stale
        if faults := actions.faults(status, evidence, closed_on, today=now.astimezone(LONDON).date()):
            raise Invalid(faults)
        action.status, action.evidence, action.closed_on = status, evidence.strip() or None, closed_on
        return action.public_id

    said = (public_id, version, status, evidence, closed_on)
    submissions.once(actor, submission_id, act, now=now, said=said, foreseen=public_id)


def _to_change(actor: Actor, public_id: str) -> ActionItem:
    """The action, locked within the open unit."""
    query = select(ActionItem).join(Case, Case.id == ActionItem.case_id)
    mine = query.where(*visible_to(actor), ActionItem.public_id == public_id).with_for_update(of=ActionItem)
    action = db.session.scalar(mine)
    if action is None:
        raise NotFound
    require(actor, Action.ACTION_EDIT, CaseSubject(action.case_id, action.panel_id))
    return action
