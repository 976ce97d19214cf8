"""What the panel agreed should be done: written out, sent to its owner, how far it is, judged at its day."""

from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import ActionItem, Case
from cdop.queries.cases import visible_to
from cdop.rules import actions
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import CaseSubject
from cdop.rules.owned import OwnedKind, Told, answer_faults
from cdop.rules.vocabulary import Action, ActionStatus, AuditVerb, Verdict
from cdop.services import owned, submissions
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
def aim(actor: Actor, public_id: str, told: Told, *, version: int, now: datetime) -> None:
    """Write out an action: what is done where, by whom and until when, what it is to change and what would show it.

    Raises NotFound, Forbidden, Stale where somebody changed it since `version` was read, and Invalid.
    """
    action = _to_change(actor, public_id)
    if action.version != version:
        raise Stale
    faults = {} if told.owner.strip() else {"owner": "Enter who does it"}
    if told.due_on is None:
        raise Invalid(faults | {"due_on": "Enter by when it is to be done"})
    owned.write_out(action, told, faults)
    action.owner, action.due_on = told.owner.strip(), told.due_on


@writes(AuditVerb.ACTION_SENT)
def send(actor: Actor, public_id: str, *, now: datetime) -> None:
    """Send an action to its owner, who answers by a link. Sent again, the link before opens nothing any more.

    Raises NotFound, Forbidden, and Blocked with what is missing and the words in it that identify.
    """
    owned.send(_to_change(actor, public_id), now=now)


@writes(AuditVerb.ACTION_ANSWERED)
def answer(actor: Actor, token: str, status: ActionStatus, *, response: str, name: str, now: datetime) -> None:
    """Record how far the owner of an action says by their link that it is; they may answer again until it is over.

    What closes it is its evidence too, where nobody has written any. Raises NotFound for a link that opens nothing,
    Blocked where it is over, Invalid.
    """
    action = owned.of_link(ActionItem, token, now=now)
    owned.refuse_where_over(action)
    if faults := answer_faults(OwnedKind.ACTION, status, response, name):
        raise Invalid(faults)
    owned.tell_of_answer(action, now=now)
    owned.keep_answer(action, response, name, now=now)
    action.status = status
    if status in actions.CLOSED:
        action.closed_on, action.evidence = now.astimezone(LONDON).date(), action.evidence or response.strip()


@writes(AuditVerb.ACTION_JUDGED)
def judge(
    actor: Actor, public_id: str, verdict: Verdict, *, verdict_on: date, note: str, version: int, now: datetime
) -> None:
    """Record whether what an action was to change has changed. Raises NotFound, Forbidden, Stale, Invalid."""
    action = _to_change(actor, public_id)
    if action.version != version:
        raise Stale
    owned.pass_verdict(action, verdict, verdict_on, note, now=now)


def _to_change(actor: Actor, public_id: str) -> ActionItem:
    """The action, locked within the open unit."""
    query = select(ActionItem).join(Case, Case.id == ActionItem.case_id)
    mine = query.where(*visible_to(actor), ActionItem.public_id == public_id).with_for_update(of=ActionItem)
    action = db.session.scalar(mine)
    if action is None:
        raise NotFound
    require(actor, Action.ACTION_EDIT, CaseSubject(action.case_id, action.panel_id))
    return action
