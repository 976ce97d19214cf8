"""The demonstration's panel: its seats, who is invited to the next meeting and what they answered, and a year ahead."""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, MeetingInvitation
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.factors import Domain
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import ConflictDecision, ConflictKind, Expertise, MeetingKind
from cdop.services import conflicts, factors, meeting_dates, meeting_invitations, meetings, panel_seats, unit
from cdop.services.meeting_invitations import Answer, Guest
from cdop.services.meetings import Details
from cdop.services.panel_seats import Seat

SEATS = (
    Seat("Charlie Invented-Chair", "chair@example.com", Part.CHAIR),
    Seat("Dana Invented-Doctor", "doctor@example.com", Part.LEAD_HEALTH, deputy_name="Jo Invented-Deputy"),
    Seat("Morgan Invented-Member", "member@example.com", Part.LAY),
    Seat("Sam Invented-Officer", "police.member@example.com", Part.POLICE),
    Seat("Kim Invented-Director", "council.member@example.com", Part.LOCAL_AUTHORITY, area_code="E06000049"),
    Seat("Pat Invented-Midwife", "midwife.member@example.com", Part.NURSING, Expertise.MIDWIFERY),
    Seat("Robin Invented-Consultant", "public.health@example.com", Part.PUBLIC_HEALTH),
)
AGENCIES = {Part.POLICE: "police", Part.LOCAL_AUTHORITY: "children's social care", Part.NURSING: "midwifery"}
"""The kind of agency that each of them works for."""
DAY = timedelta(days=1)
COMES = Answer(True, in_confidence=True)
ANSWERS = {
    "chair@example.com": COMES,
    "doctor@example.com": COMES,
    "member@example.com": COMES,
    "police.member@example.com": COMES,
    "public.health@example.com": Answer(False, note="Away on that day; all of it is invented."),
}
"""What was answered so far: the council has said nothing yet."""


def load(coordinator: Actor, meeting_id: str, *, now: datetime) -> None:
    """Add the seats, invite them to the meeting, answer for some, and plan the meetings of a year."""
    asked = now - timedelta(days=12)
    for number, seat in enumerate(SEATS):
        told = Seat(
            seat.name,
            seat.email,
            seat.part,
            seat.expertise,
            seat.area_code,
            _agency_of(seat.part),
            seat.deputy_name,
            "deputy@example.com" if seat.deputy_name else "",
        )
        panel_seats.add(coordinator, told, submission_id=f"the demonstration's seat {number}", now=asked)
    meeting_invitations.invite_seats(coordinator, meeting_id, now=asked)
    for email, answer in ANSWERS.items():
        meeting_invitations.answer(_link_of(email), answer, now=now - timedelta(days=6))
    _change_factors(coordinator, now=now)
    first = (now + timedelta(days=84)).astimezone(LONDON).date()
    meeting_dates.plan_year(
        coordinator,
        first=first + timedelta(days=(2 - first.weekday()) % 7),
        starts=time(10),
        every=2,
        kind=MeetingKind.CASE_REVIEW,
        details=Details(place="Invented Hall", most_cases=12, minutes=180),
        submission_id="the demonstration's year",
        now=now,
    )


def _change_factors(coordinator: Actor, *, now: datetime) -> None:
    """A factor of the panel's own, another in the panel's words, and one that is offered no longer from next month."""
    today = now.astimezone(LONDON).date()
    own = factors.Told("Sleeping away from home, as an invented panel puts it", today)
    factors.add(coordinator, Domain.PHYSICAL, own, submission_id="the demonstration's factor", now=now)
    factors.change(coordinator, "C16", factors.Told("Alcohol or drugs within a child's reach", today + DAY), now=now)
    factors.change(coordinator, "B21", factors.Told(None, today + 30 * DAY), now=now)


def declare(coordinator: Actor, chair: Actor, meeting_id: str, case_id: str, *, now: datetime) -> None:
    """Declare that a member's employer is involved in a case, and decide that they stay; an officer's is undecided."""
    for email, kind in (
        ("council.member@example.com", ConflictKind.EMPLOYER),
        ("police.member@example.com", ConflictKind.KNEW_FAMILY),
    ):
        told = {"invitation_id": _invitation_of(email), "submission_id": f"the demonstration's conflict of {email}"}
        declared = conflicts.declare(
            coordinator, meeting_id, case_id, kind=kind, note="All of it is invented.", **told, now=now
        )
        if kind is ConflictKind.EMPLOYER:
            conflicts.decide(chair, meeting_id, declared, ConflictDecision.STAYS, version=1, now=now)


def invite_expert(coordinator: Actor, meeting_id: str, case_id: str, *, now: datetime) -> None:
    """Invite a cardiologist for one case, who accepts."""
    guest = Guest("Hari Invented-Cardiologist", "heart@example.com", Part.EXPERT, cases=(case_id,))
    mark = "the demonstration's expert"
    meeting_invitations.invite(coordinator, meeting_id, guest, submission_id=mark, now=now)
    meeting_invitations.answer(_link_of(guest.email), COMES, now=now)


def attend(coordinator: Actor, meeting_id: str, *, now: datetime) -> None:
    """Record that everybody who has a seat came to a meeting that was held."""
    people = [{"name": seat.name, "part": seat.part, "agency": ""} for seat in SEATS]
    meetings.record_attendance(coordinator, meeting_id, people, version=1, now=now)


def _agency_of(part: str) -> str | None:
    query = select(Agency.public_id).where(Agency.kind == AGENCIES.get(Part(part), ""))
    found = db.session.scalar(query.order_by(Agency.id).limit(1))
    unit.end_reads()
    return found


def _invitation_of(email: str) -> str:
    found = db.session.scalars(select(MeetingInvitation.public_id).where(MeetingInvitation.email == email)).one()
    unit.end_reads()
    return found


def _link_of(email: str) -> str:
    invitation = db.session.scalars(select(MeetingInvitation).where(MeetingInvitation.email == email)).one()
    secret = meeting_invitations.link_secret(invitation)
    unit.end_reads()
    return secret
