"""Conflicts of interest: declared before or at a meeting, per case, and decided by the chair."""

from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AgendaItem, Case, ConflictOfInterest, MeetingInvitation, Membership, PanelMeeting, User
from cdop.queries.cases import visible_to
from cdop.queries.conflicts import ON_THE_AGENDA
from cdop.queries.meeting_people import COMING, agenda_open_to
from cdop.rules.actors import Actor
from cdop.rules.facts import CaseSubject
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, AuditVerb, ConflictDecision, ConflictKind
from cdop.services import cases, submissions, unit
from cdop.services.access import require
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound, Stale
from cdop.services.unit import writes

LEFT = "They were told to leave for this case. From then on they cannot see it, and that stands"
NOBODY = "Choose somebody who comes to this meeting"


@writes(AuditVerb.CONFLICT_DECLARED)
def declare(
    actor: Actor,
    meeting_id: str,
    case_id: str,
    *,
    invitation_id: str,
    kind: ConflictKind,
    note: str = "",
    submission_id: str,
    now: datetime,
) -> str:
    """Declare what connects somebody with a case on the agenda; return the declaration's public id.

    Everybody declares for themselves; whoever records the meeting also for others. Declared anew it takes the place of
    what was declared, and the chair decides again. Raises NotFound, Forbidden, Invalid, and Blocked where they left.
    """
    meeting, case = _on_agenda(actor, meeting_id, case_id)
    require(actor, Action.CONFLICT_DECLARE, CaseSubject(case.id, case.panel_id))

    def act() -> str:
        person = _person(actor, meeting, invitation_id)
        same = (ConflictOfInterest.invitation_id == person.id) & (ConflictOfInterest.case_id == case.id)
        row = db.session.scalar(select(ConflictOfInterest).where(same).with_for_update())
        if row is None:
            row = ConflictOfInterest(panel_id=case.panel_id, invitation_id=person.id, case_id=case.id, created_at=now)
            row.created_by_id = actor.user_id
            db.session.add(row)
        elif row.decision is ConflictDecision.LEAVES:
            raise Blocked([LEFT])
        row.kind, row.note, row.declared_by = kind, note.strip() or None, actor.name
        row.decision, row.decided_at, row.decided_by = None, None, None
        db.session.flush()
        return row.public_id

    said = (meeting_id, case_id, invitation_id, kind, note)
    return submissions.once(actor, submission_id, act, now=now, said=said)


@writes(AuditVerb.CONFLICT_DECIDED)
def decide(
    actor: Actor, meeting_id: str, conflict_id: str, decision: ConflictDecision, *, version: int, now: datetime
) -> None:
    """Keep what the chair decides. Whoever leaves sees nothing of the case from this moment, by any way.

    Raises NotFound, Forbidden, Stale, and Blocked where they were told to leave already.
    """
    query = (
        select(ConflictOfInterest, MeetingInvitation, Case)
        .join(MeetingInvitation, MeetingInvitation.id == ConflictOfInterest.invitation_id)
        .join(PanelMeeting, PanelMeeting.id == MeetingInvitation.meeting_id)
        .join(Case, Case.id == ConflictOfInterest.case_id)
        .where(*visible_to(actor), PanelMeeting.public_id == meeting_id, ConflictOfInterest.public_id == conflict_id)
    )
    found = db.session.execute(query.with_for_update(of=ConflictOfInterest)).one_or_none()
    if found is None:
        raise NotFound
    row, person, case = found
    require(actor, Action.CONFLICT_DECIDE, CaseSubject(case.id, case.panel_id))
    if row.version != version:
        raise Stale
    if row.decision is ConflictDecision.LEAVES:
        raise Blocked([LEFT])
    row.decision, row.decided_at, row.decided_by = decision, now, actor.name
    if decision is ConflictDecision.LEAVES and _has_account(person):
        unit.record("conflict_of_interest", row.id, case_id=case.id)
        cases.exclude(actor, case.public_id, email=person.email, reason=_reason(row), now=now)


def _reason(row: ConflictOfInterest) -> str:
    return f"Conflict of interest: {row.kind}{f' ({row.note})' if row.note else ''}"


def _has_account(person: MeetingInvitation) -> bool:
    joined = select(User.id).join(Membership, Membership.user_id == User.id)
    mine = joined.where(User.email == person.email, Membership.panel_id == person.panel_id)
    return db.session.scalar(mine.limit(1)) is not None


def _on_agenda(actor: Actor, meeting_id: str, case_id: str) -> tuple[PanelMeeting, Case]:
    """The meeting and a case on its agenda that is not closed to the actor, whether they see cases or not."""
    mine = (PanelMeeting.panel_id == actor.panel_id) & (PanelMeeting.public_id == meeting_id)
    meeting = db.session.scalar(select(PanelMeeting).where(mine))
    if meeting is None:
        raise NotFound
    listed = (AgendaItem.meeting_id == meeting.id) & AgendaItem.status.in_(ON_THE_AGENDA)
    query = select(Case).join(AgendaItem, AgendaItem.case_id == Case.id).where(listed, Case.public_id == case_id)
    case = db.session.scalar(query.where(*agenda_open_to(actor, meeting.id)))
    if case is None:
        raise NotFound
    return meeting, case


def _person(actor: Actor, meeting: PanelMeeting, invitation_id: str) -> MeetingInvitation:
    """The person who declares: the actor themselves, or whom somebody who records the meeting names."""
    of_meeting = (MeetingInvitation.meeting_id == meeting.id) & MeetingInvitation.status.in_(COMING)
    query = select(MeetingInvitation).where(of_meeting, MeetingInvitation.public_id == invitation_id)
    person = db.session.scalar(query.with_for_update())
    if person is None:
        raise Invalid({"person": NOBODY})
    email = db.session.scalar(select(User.email).where(User.id == actor.user_id))
    if person.email != email and not can(actor, Action.AGENDA_EDIT):
        raise Forbidden(Action.CONFLICT_DECLARE)
    return person
