"""The single place where the status of a case changes."""

from datetime import datetime

from cdop.extensions import db
from cdop.models import Case, CaseStatusChange
from cdop.queries.case_work import facts_with_work
from cdop.queries.unasked import unasked_of_each, with_unasked
from cdop.rules import lifecycle
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import CaseFacts, CaseSubject
from cdop.rules.vocabulary import Action, AuditVerb, CaseStatus
from cdop.services import submissions, unit
from cdop.services.access import case_to_change, require
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.unit import writes

ENTERED = "entered"


def enter(actor: Actor, case: Case, status: CaseStatus, *, step: str = ENTERED, now: datetime) -> None:
    """Give a new case its first status. Within the unit that adds it, after its id is known."""
    change = entrance(actor, status, step=step, now=now)
    change.panel_id, change.case_id = case.panel_id, case.id
    db.session.add(change)


def entrance(actor: Actor, status: CaseStatus, *, step: str = ENTERED, now: datetime) -> CaseStatusChange:
    """Return the change by which a case enters, before it is known whose it is; in no session."""
    if status not in lifecycle.ENTRY:
        raise ValueError(f"a case does not begin as {status}")
    return CaseStatusChange(step=step, from_status=None, to_status=status, at=now, by_name=actor.name, reason=None)


@writes(AuditVerb.CASE_MOVED)
def move(actor: Actor, case_id: int, step: str, reason: str | None = None, *, now: datetime) -> CaseStatus:
    """Take a case one step on and return its new status.

    Raises Blocked with every reason why the step cannot be taken yet, Invalid where a reason is needed,
    Forbidden where the actor may not.
    """
    case = db.session.get_one(Case, case_id, with_for_update=True)
    return advance(actor, case, step, reason, now=now)


@writes(AuditVerb.CASE_MOVED)
def take_step(actor: Actor, public_id: str, step: str, reason: str, *, submission_id: str, now: datetime) -> CaseStatus:
    """Take a step that is taken by itself, not with other work, and return the case's status; a repeat finds it taken.

    `public_id` is the case's. Raises what `move` does, and NotFound for a step there is not.
    """
    case = case_to_change(actor, public_id, Action.CASE_MOVE)

    def act() -> str:
        try:
            by = lifecycle.transition(step).by
        except LookupError:
            raise NotFound from None
        if by is not None:
            raise Blocked([f"This step is taken with the {by}"])
        return advance(actor, case, step, reason, now=now)

    return CaseStatus(submissions.once(actor, submission_id, act, now=now, said=(public_id, step, reason)))


def advance(actor: Actor, case: Case, step: str, reason: str | None = None, *, now: datetime) -> CaseStatus:
    """Do what `move` does to a case that the open unit has loaded, perhaps with findings not yet written."""
    transition = lifecycle.transition(step)
    require(actor, transition.action, CaseSubject(case.id, case.panel_id))
    blockers = lifecycle.blockers(transition, _facts(case, transition, now))
    if blockers:
        raise Blocked(list(blockers))
    if transition.reason_required and not (reason or "").strip():
        raise Invalid({"reason": transition.say_why})
    if reason:
        unit.reason(reason)
    old, case.status = case.status, transition.target
    if case.status is CaseStatus.READY:
        case.ready_on = case.ready_on or now.astimezone(LONDON).date()
    elif case.status is CaseStatus.GATHERING:
        case.ready_on = None
    db.session.add(_change(actor, case, step, old, case.status, reason, now))
    return case.status


def _facts(case: Case, transition: lifecycle.Transition, now: datetime) -> CaseFacts:
    """The case as the step sees it; whom nobody was asked for is read only where the step waits for that."""
    facts = facts_with_work(case)
    if lifecycle.NAMED_ASKED not in transition.needs:
        return facts
    unasked = unasked_of_each([case], today=now.astimezone(LONDON).date())[case.id]
    return with_unasked(facts, unasked)


def _change(
    actor: Actor,
    case: Case,
    step: str,
    old: CaseStatus | None,
    new: CaseStatus,
    reason: str | None,
    now: datetime,
) -> CaseStatusChange:
    return CaseStatusChange(
        panel_id=case.panel_id,
        case_id=case.id,
        step=step,
        from_status=old,
        to_status=new,
        at=now,
        by_name=actor.name,
        reason=reason,
    )
