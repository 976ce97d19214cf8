"""Meetings as tests make them: planned, with people who were invited and who answered."""

from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import MeetingInvitation, OutboundMessage
from cdop.rules.actors import Actor
from cdop.rules.quorum import Part
from cdop.services import meeting_invitations, meetings, panel_seats
from cdop.services.meeting_invitations import Answer
from cdop.services.meetings import Details
from cdop.services.panel_seats import Seat
from tests.beginnings import first_step

QUORATE = (Part.LEAD_HEALTH, Part.LOCAL_AUTHORITY, Part.CHAIR, Part.POLICE, Part.LAY)
DETAILS = Details(place="Invented hall", video_link="https://video.example/room", most_cases=10, minutes=90)
COMES, DECLINES = Answer(True, in_confidence=True), Answer(False)
_marks = count(1)


def mark() -> str:
    """A one-time mark of a form."""
    return f"meetings-by-tests-{next(_marks):06}"


@first_step
def planned(actor: Actor, *, now: datetime, days: int = 14, details: Details = DETAILS) -> str:
    """Plan a meeting in so many days and return its public id."""
    starts_at = now + timedelta(days=days)
    return meetings.plan_meeting(actor, starts_at=starts_at, details=details, submission_id=mark(), now=now)


def add_seats(actor: Actor, *parts: Part, now: datetime) -> list[str]:
    """Add a seat for each part and return their addresses."""
    addresses = [f"seat-{number}-{part.value.split()[0]}@example.com" for number, part in enumerate(parts, start=1)]
    for email, part in zip(addresses, parts, strict=True):
        panel_seats.add(actor, Seat(f"Invented {part.value}", email, part), submission_id=mark(), now=now)
    return addresses


def token_of(email: str) -> str:
    """The secret of the newest link that went to an address."""
    db.session.rollback()
    query = select(MeetingInvitation).where(MeetingInvitation.email == email).order_by(MeetingInvitation.id.desc())
    found = meeting_invitations.link_secret(db.session.scalars(query).first())  # type: ignore[arg-type]
    db.session.rollback()
    return found


def answer(email: str, said: Answer = COMES, *, now: datetime) -> None:
    """Answer the newest invitation that went to an address."""
    meeting_invitations.answer(token_of(email), said, now=now)


def messages_to(email: str) -> list[OutboundMessage]:
    """What is queued to an address, the first first."""
    db.session.rollback()
    of_address = OutboundMessage.to_address == email
    return list(db.session.scalars(select(OutboundMessage).where(of_address).order_by(OutboundMessage.id)))
