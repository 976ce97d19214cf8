"""The dates of the panel's meetings: a year ahead from a pattern, changed, moved, cancelled, fixed."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AgendaItem, Case, MeetingChange, PanelMeeting
from cdop.rules import meeting_pattern
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON, written_date
from cdop.rules.facts import PanelSubject
from cdop.rules.vocabulary import (
    Action,
    AgendaItemStatus,
    AuditVerb,
    MeetingChangeKind,
    MeetingKind,
    MeetingStatus,
)
from cdop.services import lifecycle, meeting_invitations, meetings, submissions
from cdop.services.access import require
from cdop.services.errors import Blocked, Invalid
from cdop.services.meetings import Details
from cdop.services.unit import writes

NOT_PLANNED = "The meeting is not planned any more: it was held or cancelled"
SAME_TIME = "It is planned for this day and time already"
WHY_MOVED = "Say why the meeting is moved"
WHY_CANCELLED = "Say why the meeting is cancelled"


@writes(AuditVerb.MEETING_PLANNED)
def plan_year(
    actor: Actor,
    *,
    first: date,
    starts: time,
    every: int,
    kind: MeetingKind,
    details: Details,
    submission_id: str,
    now: datetime,
) -> tuple[date, ...]:
    """Plan the meetings of a year from a pattern and return their days; a day that has such a meeting keeps it.

    Raises Invalid.
    """
    require(actor, Action.MEETING_PLAN, PanelSubject(actor.panel_id or 0))
    days = meeting_pattern.days(first, every)

    def act() -> str:
        same = (PanelMeeting.panel_id == actor.panel_id) & (PanelMeeting.kind == kind)
        held = set(db.session.scalars(select(PanelMeeting.held_on).where(same, PanelMeeting.held_on.in_(days))))
        for day in (each for each in days if each not in held):
            starts_at = datetime.combine(day, starts, LONDON)
            meetings.add_meeting(actor, starts_at=starts_at, kind=kind, details=details, now=now)
        return " ".join(day.isoformat() for day in days if day not in held)

    said = (first, starts, every, kind, details)
    planned = submissions.once(actor, submission_id, act, now=now, said=said)
    return tuple(map(date.fromisoformat, planned.split()))


@writes(AuditVerb.MEETING_CHANGED)
def change(actor: Actor, meeting_id: str, details: Details, *, version: int, now: datetime) -> None:
    """Change where a meeting is and what it has room for; whoever is invited is told of another place.

    Raises Stale, Invalid, and Blocked where it was held or cancelled.
    """
    meeting = _planned(actor, meeting_id, version)
    before = meeting.place, meeting.video_link, meeting.minutes
    meetings.set_details(meeting, details)
    db.session.flush()
    if before != (meeting.place, meeting.video_link, meeting.minutes):
        meeting_invitations.tell_all(meeting, "meeting_changed", now=now)


@writes(AuditVerb.MEETING_MOVED)
def move(actor: Actor, meeting_id: str, *, starts_at: datetime, reason: str, version: int, now: datetime) -> None:
    """Move a meeting to another day or time, with the reason; whoever is invited is asked again.

    Raises Stale, Invalid, and Blocked where it was held or cancelled.
    """
    meeting = _planned(actor, meeting_id, version)
    faults: dict[str, str | None] = {
        "reason": None if reason.strip() else WHY_MOVED,
        "meets_on": SAME_TIME
        if starts_at == meeting.starts_at
        else meetings.day_fault(meeting.panel_id, starts_at, meeting.kind, now, other_than=meeting.id),
    }
    _refuse(faults)
    _keep(actor, meeting, MeetingChangeKind.MOVED, reason, now)
    meeting.held_on, meeting.starts_at, meeting.fixed_at = starts_at.astimezone(LONDON).date(), starts_at, None
    db.session.flush()
    meeting_invitations.ask_again(meeting, now=now)


@writes(AuditVerb.MEETING_CANCELLED)
def cancel(actor: Actor, meeting_id: str, *, reason: str, version: int, now: datetime) -> None:
    """Cancel a meeting with the reason: its cases are ready for panel again, and whoever is invited is told.

    Raises Stale, Invalid, and Blocked where it was held or cancelled, or a case on its agenda is closed to the actor.
    """
    meeting = _planned(actor, meeting_id, version)
    _refuse({"reason": None if reason.strip() else WHY_CANCELLED})
    listed = (AgendaItem.meeting_id == meeting.id) & (AgendaItem.status == AgendaItemStatus.LISTED)
    items = db.session.execute(select(AgendaItem, Case).join(Case, Case.id == AgendaItem.case_id).where(listed)).all()
    if any(case.id in actor.excluded_case_ids for _item, case in items):
        raise Blocked(["A case on its agenda is closed to your account: ask somebody else to cancel the meeting"])
    because = f"The meeting of {written_date(meeting.held_on)} was cancelled: {reason.strip()}"
    for item, case in items:
        lifecycle.advance(actor, case, "take off the agenda", because, now=now)
        item.status, item.reason = AgendaItemStatus.ADJOURNED, because
    _keep(actor, meeting, MeetingChangeKind.CANCELLED, reason, now)
    meeting.status, meeting.cancelled_because = MeetingStatus.CANCELLED, reason.strip()
    db.session.flush()
    meeting_invitations.tell_all(meeting, "meeting_cancelled", now=now)


@writes(AuditVerb.MEETING_FIXED)
def fix(actor: Actor, meeting_id: str, *, version: int, now: datetime) -> None:
    """Say that the date stands, whoever has accepted. Raises Stale, and Blocked where it was held or cancelled."""
    meeting = _planned(actor, meeting_id, version)
    meeting.fixed_at = meeting.fixed_at or now


def _planned(actor: Actor, meeting_id: str, version: int) -> PanelMeeting:
    meeting = meetings.meeting_to_change(actor, meeting_id, version=version)
    if meeting.status is not MeetingStatus.PLANNED:
        raise Blocked([NOT_PLANNED])
    return meeting


def _keep(actor: Actor, meeting: PanelMeeting, kind: MeetingChangeKind, reason: str, now: datetime) -> None:
    was_at = meeting.starts_at or datetime.combine(meeting.held_on, time(), LONDON)
    told: dict[str, Any] = {"kind": kind, "was_at": was_at, "reason": reason.strip(), "at": now, "by_name": actor.name}
    db.session.add(MeetingChange(panel_id=meeting.panel_id, meeting_id=meeting.id, **told))


def _refuse(faults: Mapping[str, str | None]) -> None:
    if found := {field: fault for field, fault in faults.items() if fault}:
        raise Invalid(found)
