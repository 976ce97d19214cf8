"""The words of messages about meetings, and the calendar entry that goes with each: a day, a place, a link.

Nothing of a case, and no theme: with a day it could point to a child.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

from sqlalchemy import select

from cdop.documents.calendar import Attendee, Invite, invite_file
from cdop.extensions import db
from cdop.models import MeetingInvitation, Panel, PanelMeeting
from cdop.queries.meeting_people import COMING
from cdop.rules.dates import written_moment
from cdop.rules.references import of_meeting
from cdop.rules.vocabulary import InvitedStatus, MeetingStatus
from cdop.services.meeting_invitations import link_secret, told_of

USUAL_MINUTES = 120
"""How long a meeting stands in a calendar where nobody said."""


class Settings(Protocol):
    """What of the application's settings a message needs."""

    @property
    def base_url(self) -> str: ...


def words(context: Mapping[str, Any], settings: Settings) -> Mapping[str, str]:
    """Return the words of a message about a meeting. Raises NoResultFound."""
    row, meeting = _found(context)
    return {
        "reference": of_meeting(meeting.public_id),
        "when": written_moment(meeting.starts_at) if meeting.starts_at else "",
        "place": meeting.place or "",
        "by_video": "yes" if meeting.video_link else "",
        "link": _link(row, settings),
    }


def entry(context: Mapping[str, Any], settings: Settings, *, sender: str, at: datetime) -> tuple[bytes, str]:
    """Return the calendar entry of a message, and its method: it makes, changes or takes away the meeting."""
    row, meeting = _found(context)
    panel = db.session.get_one(Panel, meeting.panel_id)
    starts_at = meeting.starts_at or at
    invite = Invite(
        uid=f"meeting-{meeting.public_id}@{urlsplit(settings.base_url).hostname or ''}",
        sequence=meeting.version,
        is_cancelled=meeting.status is MeetingStatus.CANCELLED or row.status is InvitedStatus.WITHDRAWN,
        summary=f"Panel meeting: {meeting.kind}",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=meeting.minutes or USUAL_MINUTES),
        place=", ".join(part for part in (meeting.place, meeting.video_link) if part),
        address=_link(row, settings),
        organizer=Attendee(panel.name, sender),
        attendee=Attendee(row.name, row.email),
        has_accepted=row.status is InvitedStatus.ACCEPTED,
    )
    return invite_file(invite, now=at), invite.method


def is_needed(context: Mapping[str, Any], now: datetime) -> bool:
    """Say whether a message that waits still tells what is so.

    Not where the meeting was moved, placed elsewhere or cancelled since: everybody is told of that. That its date was
    fixed or that it has room for more takes nobody's invitation back.
    """
    row, meeting = _found(context)
    is_asked = row.status in COMING or meeting.status is MeetingStatus.CANCELLED
    return is_asked and context["told"] == told_of(meeting)


def is_withdrawn(context: Mapping[str, Any], now: datetime) -> bool:
    """Say whether somebody is still to be told that they are not needed."""
    row, _meeting = _found(context)
    return row.status is InvitedStatus.WITHDRAWN


def _link(row: MeetingInvitation, settings: Settings) -> str:
    return f"{settings.base_url}/meeting/{link_secret(row)}"


def _found(context: Mapping[str, Any]) -> tuple[MeetingInvitation, PanelMeeting]:
    query = select(MeetingInvitation, PanelMeeting).join(PanelMeeting, PanelMeeting.id == MeetingInvitation.meeting_id)
    row, meeting = db.session.execute(query.where(MeetingInvitation.public_id == context["invitation"])).one()
    return row, meeting
