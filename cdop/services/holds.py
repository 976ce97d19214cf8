"""Holds: what a case waits for outside the panel, from when to when."""

from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import CaseHold
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import Action, AuditVerb, HoldKind
from cdop.services import submissions
from cdop.services.access import case_to_change
from cdop.services.errors import Invalid, NotFound, Stale
from cdop.services.unit import writes

STILL_TO_COME = "This day has not come yet"


TOO_SOON = "Choose a day after the wait began"
NOT_LATER = "Choose a day after today"


@writes(AuditVerb.HOLD_STARTED)
def start_hold(
    actor: Actor,
    case_id: str,
    kind: HoldKind,
    *,
    started_on: date,
    note: str = "",
    owner: str = "",
    evidence: str = "",
    next_check_on: date | None = None,
    submission_id: str,
    now: datetime,
) -> str:
    """Put a case on hold and return the hold's public id. `case_id` is the case's public id.

    `owner` looks after it, `evidence` is how the panel knows. Raises Invalid where the same hold runs already, begins
    in the future, or is to be looked at again before it began.
    """
    case = case_to_change(actor, case_id, Action.CASE_HOLD)

    def act() -> str:
        if started_on > now.astimezone(LONDON).date():
            raise Invalid({"started_on": STILL_TO_COME})
        if next_check_on is not None and next_check_on < started_on:
            raise Invalid({"next_check_on": TOO_SOON})
        same = (CaseHold.case_id == case.id) & (CaseHold.kind == kind) & CaseHold.ended_on.is_(None)
        if db.session.scalar(select(CaseHold.id).where(same)) is not None:
            raise Invalid({"kind": "The case is already on hold for this"})
        hold = CaseHold(panel_id=case.panel_id, case_id=case.id, kind=kind)
        hold.started_on, hold.next_check_on = started_on, next_check_on
        _write(hold, note=note, owner=owner, evidence=evidence)
        hold.created_at, hold.created_by_id = now, actor.user_id
        db.session.add(hold)
        db.session.flush()
        return hold.public_id

    said = (case_id, kind, started_on, note, owner, evidence, next_check_on)
    return submissions.once(actor, submission_id, act, now=now, said=said)


@writes(AuditVerb.HOLD_CHECKED)
def check_hold(
    actor: Actor,
    case_id: str,
    hold_id: str,
    *,
    next_check_on: date,
    note: str,
    owner: str,
    evidence: str,
    version: int,
    now: datetime,
) -> None:
    """Record that a hold was looked at and runs on, until when it is looked at again, and what is known of it now.

    Raises NotFound, Stale where somebody changed it since, Invalid where it has ended or the day is not ahead.
    """
    hold = _hold(actor, case_id, hold_id)
    today = now.astimezone(LONDON).date()
    if hold.version != version:
        raise Stale
    if hold.ended_on is not None:
        raise Invalid({"hold": "This hold has ended"})
    if next_check_on <= today:
        raise Invalid({"next_check_on": NOT_LATER})
    hold.checked_on, hold.next_check_on = today, next_check_on
    _write(hold, note=note, owner=owner, evidence=evidence)


@writes(AuditVerb.HOLD_ENDED)
def end_hold(actor: Actor, case_id: str, hold_id: str, *, ended_on: date, now: datetime) -> None:
    """End a hold on a day. Ending it again changes nothing. Raises NotFound and Invalid."""
    hold = _hold(actor, case_id, hold_id)
    if ended_on > now.astimezone(LONDON).date():
        raise Invalid({"ended_on": STILL_TO_COME})
    if ended_on < hold.started_on:
        raise Invalid({"ended_on": "A hold cannot end before it began"})
    hold.ended_on = hold.ended_on or ended_on


def _hold(actor: Actor, case_id: str, hold_id: str) -> CaseHold:
    """A hold of a case that the actor may put on hold, to be changed. Raises NotFound."""
    case = case_to_change(actor, case_id, Action.CASE_HOLD)
    hold = db.session.scalar(select(CaseHold).where(CaseHold.case_id == case.id, CaseHold.public_id == hold_id))
    if hold is None:
        raise NotFound
    return hold


def _write(hold: CaseHold, *, note: str, owner: str, evidence: str) -> None:
    hold.note, hold.owner, hold.evidence = (words.strip() or None for words in (note, owner, evidence))
