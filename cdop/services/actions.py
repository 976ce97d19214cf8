"""What the panel agreed should be done: how far it is."""

from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import ActionItem, Case
from cdop.queries.cases import visible_to
from cdop.rules import actions
from cdop.rules.actions import Level
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import CaseSubject
from cdop.rules.vocabulary import Action, ActionStatus, AuditVerb, Strength, Verdict
from cdop.services import recommendations, submissions
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


@writes(AuditVerb.ACTION_CHANGED)
def aim(
    actor: Actor,
    public_id: str,
    *,
    level: Level | None,
    strength: Strength | None,
    expected_change: str,
    indicator: str,
    version: int,
    now: datetime,
) -> None:
    """Say where an action is done, what it is to change and what would show it; texts are "" where nothing is said.

    Raises NotFound, Forbidden, and Stale where somebody changed it since `version` was read.
    """
    action = _to_change(actor, public_id)
    if action.version != version:
        raise Stale
    action.level, action.strength = level, strength
    action.expected_change, action.indicator = expected_change.strip() or None, indicator.strip() or None


@writes(AuditVerb.ACTION_JUDGED)
def judge(
    actor: Actor, public_id: str, verdict: Verdict, *, verdict_on: date, note: str, version: int, now: datetime
) -> None:
    """Record whether what an action was to change has changed. Raises NotFound, Forbidden, Stale, Invalid."""
    action = _to_change(actor, public_id)
    if action.version != version:
        raise Stale
    recommendations.pass_verdict(action, verdict, verdict_on, note, now=now)


def _to_change(actor: Actor, public_id: str) -> ActionItem:
    """The action, locked within the open unit."""
    query = select(ActionItem).join(Case, Case.id == ActionItem.case_id)
    mine = query.where(*visible_to(actor), ActionItem.public_id == public_id).with_for_update(of=ActionItem)
    action = db.session.scalar(mine)
    if action is None:
        raise NotFound
    require(actor, Action.ACTION_EDIT, CaseSubject(action.case_id, action.panel_id))
    return action
