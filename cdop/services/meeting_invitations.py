"""Invitations to meetings: sent to the panel's seats and to others, answered by their link, withdrawn.

A link only lets its holder say whether they come. Its secret is worked out from a random number in the database and the
application's key, so no message that waits to be sent holds one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AgendaItem, Case, ExpertCase, MeetingInvitation, PanelMeeting, PanelSeat
from cdop.queries.cases import visible_to
from cdop.queries.meeting_people import COMING
from cdop.rules.actors import Actor
from cdop.rules.digests import secret_digest
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import ActorKind, AgendaItemStatus, AuditVerb, Expertise, InvitedStatus, MeetingStatus
from cdop.services import invitations, meetings, outbox, submissions, unit
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.panel_seats import agency_id_of, fault_of_address
from cdop.services.people import address_of
from cdop.services.unit import writes

OVER = "This meeting was held or cancelled, so nobody can answer any more"
NOT_IN_CONFIDENCE = "Say that you accept the confidentiality statement"
INVITED_ALREADY = "Somebody with this address is invited already"
NO_CASE = "Choose the cases for which the expert comes, from the agenda of this meeting"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to invite to one meeting. `cases` are the public ids of those an expert comes for."""

    name: str
    email: str
    part: str
    expertise: Expertise | None = None
    agency: str | None = None
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says who was invited. Who declines may name a deputy, who is invited in their place."""

    comes: bool
    in_confidence: bool = False
    note: str = ""
    deputy_name: str = ""
    deputy_email: str = ""


def link_secret(invitation: MeetingInvitation) -> str:
    """Return the secret of an invitation's link: 256 bits."""
    return invitations.derived_secret(f"meeting invitation:{invitation.meeting_id}:{invitation.nonce}")


def told_of(meeting: PanelMeeting) -> str:
    """Return a digest of what messages tell of a meeting: when and where it is, how long it lasts, that it is held."""
    at = meeting.starts_at and meeting.starts_at.astimezone(UTC)
    told = meeting.status, at, meeting.place, meeting.video_link, meeting.minutes
    return secret_digest("\n".join(map(str, told)))


@writes(AuditVerb.MEETING_INVITED)
def invite_seats(actor: Actor, meeting_id: str, *, now: datetime) -> int:
    """Invite everybody who has a seat and was not asked yet, and return how many that are. Raises Blocked."""
    meeting = _open_meeting(actor, meeting_id)
    asked = set(db.session.scalars(select(MeetingInvitation.email).where(MeetingInvitation.meeting_id == meeting.id)))
    active = (PanelSeat.panel_id == meeting.panel_id) & PanelSeat.is_active
    found = [seat for seat in db.session.scalars(select(PanelSeat).where(active)) if seat.email not in asked]
    for seat in found:
        row = _new(actor, meeting, seat.name, seat.email, seat.part, now=now)
        row.expertise, row.area_code, row.agency_id = seat.expertise, seat.area_code, seat.agency_id
        _send(row, meeting, now=now)
    return len(found)


@writes(AuditVerb.MEETING_INVITED)
def invite(actor: Actor, meeting_id: str, guest: Guest, *, submission_id: str, now: datetime) -> str:
    """Invite somebody to this meeting alone, and return the invitation's public id. Raises Invalid, Blocked."""
    meeting = _open_meeting(actor, meeting_id)

    def act() -> str:
        _refuse(_faults(meeting, guest))
        row = _new(actor, meeting, guest.name, guest.email, guest.part, now=now)
        row.expertise, row.agency_id = guest.expertise, agency_id_of(meeting.panel_id, guest.agency)
        db.session.flush()
        for case_id in _cases(actor, meeting, guest):
            db.session.add(ExpertCase(invitation_id=row.id, case_id=case_id, panel_id=meeting.panel_id))
        _send(row, meeting, now=now)
        return row.public_id

    return submissions.once(actor, submission_id, act, now=now, said=(meeting_id, guest))


@writes(AuditVerb.MEETING_UNINVITED)
def withdraw(actor: Actor, meeting_id: str, invitation_id: str, *, reason: str, now: datetime) -> None:
    """Take an invitation back, with the reason; whoever it went to is told. Raises NotFound, Invalid, Blocked."""
    meeting = _open_meeting(actor, meeting_id)
    of_meeting = MeetingInvitation.meeting_id == meeting.id
    row = db.session.scalar(
        select(MeetingInvitation).where(of_meeting, MeetingInvitation.public_id == invitation_id).with_for_update()
    )
    if row is None:
        raise NotFound
    _refuse({"reason": None if reason.strip() else "Say why the invitation is withdrawn"})
    unit.reason(reason)
    was_coming = row.status in COMING
    row.status, row.note = InvitedStatus.WITHDRAWN, reason.strip()
    if was_coming:
        db.session.flush()
        _tell(row, meeting, "meeting_withdrawn", now=now)


def answer(token: str, said: Answer, *, now: datetime) -> None:
    """Keep what whoever has the link says. Raises NotFound, Invalid, and Blocked where the meeting is over."""
    row = db.session.scalar(select(MeetingInvitation).where(MeetingInvitation.token_digest == secret_digest(token)))
    if row is None:
        raise NotFound
    holder = Actor(ActorKind.PUBLIC, panel_id=row.panel_id, name=f"{row.name} (by the link of an invitation)")
    _answer(holder, row.id, said, now=now)


@writes(AuditVerb.MEETING_ANSWERED)
def _answer(actor: Actor, invitation_id: int, said: Answer, *, now: datetime) -> None:
    row = db.session.get_one(MeetingInvitation, invitation_id, with_for_update=True)
    meeting = db.session.get_one(PanelMeeting, row.meeting_id)
    if meeting.status is not MeetingStatus.PLANNED or row.status is InvitedStatus.WITHDRAWN:
        raise Blocked([OVER])
    if said.comes:
        _refuse({"in_confidence": None if said.in_confidence else NOT_IN_CONFIDENCE})
        row.status, row.confidential_at = InvitedStatus.ACCEPTED, now
    else:
        row.status, row.confidential_at = InvitedStatus.DECLINED, None
        if said.deputy_name.strip() or said.deputy_email.strip():
            _send_deputy(actor, row, meeting, said, now=now)
    row.answered_at, row.note = now, said.note.strip() or None


def tell_all(meeting: PanelMeeting, template: str, *, now: datetime) -> None:
    """Queue a message to everybody who is asked to come or comes, within the open unit."""
    coming = (MeetingInvitation.meeting_id == meeting.id) & MeetingInvitation.status.in_(COMING)
    for row in db.session.scalars(select(MeetingInvitation).where(coming).order_by(MeetingInvitation.id)):
        _tell(row, meeting, template, now=now)


def ask_again(meeting: PanelMeeting, *, now: datetime) -> None:
    """Ask everybody anew who was invited, whatever they answered, for the meeting has moved. Within the open unit."""
    of_meeting = MeetingInvitation.meeting_id == meeting.id
    not_withdrawn = MeetingInvitation.status != InvitedStatus.WITHDRAWN
    for row in db.session.scalars(select(MeetingInvitation).where(of_meeting, not_withdrawn).with_for_update()):
        row.status, row.answered_at, row.confidential_at, row.note = InvitedStatus.INVITED, None, None, None
        _tell(row, meeting, "meeting_moved", now=now)


def _open_meeting(actor: Actor, meeting_id: str) -> PanelMeeting:
    meeting = meetings.meeting_to_change(actor, meeting_id)
    if meeting.status is not MeetingStatus.PLANNED:
        raise Blocked([OVER])
    return meeting


def _new(actor: Actor, meeting: PanelMeeting, name: str, email: str, part: str, *, now: datetime) -> MeetingInvitation:
    row = MeetingInvitation(panel_id=meeting.panel_id, meeting_id=meeting.id, name=name.strip(), part=part)
    row.email, row.status, row.nonce = address_of(email), InvitedStatus.INVITED, invitations.new_nonce()
    row.token_digest = secret_digest(link_secret(row))
    row.created_at, row.created_by_id = now, actor.user_id
    db.session.add(row)
    return row


def _send(row: MeetingInvitation, meeting: PanelMeeting, *, now: datetime) -> None:
    db.session.flush()
    _tell(row, meeting, "meeting_invitation", now=now)


def _send_deputy(actor: Actor, row: MeetingInvitation, meeting: PanelMeeting, said: Answer, *, now: datetime) -> None:
    """Whoever comes instead is asked in the same part; an expert's deputy for the same cases."""
    guest = Guest(said.deputy_name, said.deputy_email, row.part)
    faults = _faults(meeting, guest, is_deputy=True)
    _refuse({f"deputy_{field}": fault for field, fault in faults.items()})
    deputy = _new(actor, meeting, guest.name, guest.email, row.part, now=now)
    deputy.expertise, deputy.area_code, deputy.agency_id = row.expertise, row.area_code, row.agency_id
    deputy.deputy_for_id = row.id
    db.session.flush()
    for case_id in db.session.scalars(select(ExpertCase.case_id).where(ExpertCase.invitation_id == row.id)).all():
        db.session.add(ExpertCase(invitation_id=deputy.id, case_id=case_id, panel_id=row.panel_id))
    _send(deputy, meeting, now=now)


def _tell(row: MeetingInvitation, meeting: PanelMeeting, template: str, *, now: datetime) -> None:
    outbox.queue(
        meeting.panel_id,
        key=f"{template}:{row.public_id}:{meeting.version}",
        template=template,
        to=row.email,
        context={"invitation": row.public_id, "told": told_of(meeting)},
        now=now,
    )


def _faults(meeting: PanelMeeting, guest: Guest, *, is_deputy: bool = False) -> dict[str, str | None]:
    email = address_of(guest.email)
    same = (MeetingInvitation.meeting_id == meeting.id) & (MeetingInvitation.email == email)
    is_asked = db.session.scalar(select(MeetingInvitation.id).where(same)) is not None
    needs_case = guest.part == Part.EXPERT and not guest.cases and not is_deputy
    return {
        "name": None if guest.name.strip() else "Enter the name",
        "email": fault_of_address(email) or (INVITED_ALREADY if is_asked else None),
        "part": None if guest.part in set(Part) else "Choose the part in the meeting",
        "cases": NO_CASE if needs_case else None,
    }


def _cases(actor: Actor, meeting: PanelMeeting, guest: Guest) -> Sequence[int]:
    """The ids of the cases that an expert comes for. Raises Invalid for one that is not on the agenda."""
    if guest.part != Part.EXPERT:
        return ()
    listed = (AgendaItem.meeting_id == meeting.id) & (AgendaItem.status == AgendaItemStatus.LISTED)
    query = select(Case.id).join(AgendaItem, AgendaItem.case_id == Case.id)
    found = db.session.scalars(query.where(listed, *visible_to(actor), Case.public_id.in_(guest.cases))).all()
    if len(found) != len(set(guest.cases)):
        raise Invalid({"cases": NO_CASE})
    return found


def _refuse(faults: Mapping[str, str | None]) -> None:
    if found := {field: fault for field, fault in faults.items() if fault}:
        raise Invalid(found)
