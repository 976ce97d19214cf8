"""The panel's meetings: planned, their agendas, who came."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from cdop.extensions import db
from cdop.models import Agency, AgendaItem, Attendance, Case, MeetingInvitation, PanelMeeting, Theme
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import PanelSubject
from cdop.rules.vocabulary import (
    Action,
    AgendaItemStatus,
    AuditVerb,
    CaseStatus,
    InvitedStatus,
    MeetingKind,
    MeetingStatus,
)
from cdop.services import lifecycle, submissions
from cdop.services.access import case_to_change, require
from cdop.services.errors import Blocked, Invalid, NotFound, Stale
from cdop.services.unit import writes

FARTHEST = timedelta(days=3 * 366)
STILL_TO_COME = "Choose a day and time that are still to come, within three years"
TAKEN = "It is on an agenda already"
NONE_PUT_ON = "No case was put on an agenda. The others stand as you chose them"
SAME_DAY_CANCELLED = "A meeting of this kind on this day was cancelled, and stays on record: choose another day"
SAME_DAY = "There is already a meeting of this kind on this day"


@dataclass(frozen=True, slots=True)
class Details:
    """Where a meeting is, what it is about and how much it has room for. None: not said."""

    theme: str | None = None
    place: str = ""
    video_link: str = ""
    most_cases: int | None = None
    minutes: int | None = None


UNSAID = Details()


@writes(AuditVerb.MEETING_PLANNED)
def plan_meeting(
    actor: Actor,
    *,
    starts_at: datetime,
    kind: MeetingKind = MeetingKind.CASE_REVIEW,
    details: Details = UNSAID,
    submission_id: str,
    now: datetime,
) -> str:
    """Plan a meeting of the actor's panel and return its public id. Raises Invalid."""
    require(actor, Action.MEETING_PLAN, PanelSubject(actor.panel_id or 0))

    def act() -> str:
        return add_meeting(actor, starts_at=starts_at, kind=kind, details=details, now=now).public_id

    return submissions.once(actor, submission_id, act, now=now, said=(starts_at, kind, details))


def add_meeting(
    actor: Actor, *, starts_at: datetime, kind: MeetingKind, details: Details, now: datetime
) -> PanelMeeting:
    """Add a planned meeting to the actor's panel, within the open unit. Raises Invalid."""
    if fault := day_fault(actor.panel_id or 0, starts_at, kind, now):
        raise Invalid({"meets_on": fault})
    meeting = PanelMeeting(panel_id=actor.panel_id, held_on=starts_at.astimezone(LONDON).date(), kind=kind)
    meeting.status, meeting.starts_at = MeetingStatus.PLANNED, starts_at
    set_details(meeting, details)
    meeting.created_at, meeting.created_by_id = now, actor.user_id
    db.session.add(meeting)
    db.session.flush()
    return meeting


def set_details(meeting: PanelMeeting, details: Details) -> None:
    """Give a meeting its details, within the open unit. Raises Invalid for a theme that the panel has not."""
    if details.theme is not None and db.session.get(Theme, (meeting.panel_id, details.theme)) is None:
        raise Invalid({"theme": "Choose a theme of the panel"})
    meeting.theme, meeting.place = details.theme, details.place.strip() or None
    meeting.video_link = details.video_link.strip() or None
    meeting.most_cases, meeting.minutes = details.most_cases, details.minutes


def day_fault(
    panel_id: int, starts_at: datetime, kind: MeetingKind, now: datetime, *, other_than: int = 0
) -> str | None:
    """Return why a meeting cannot be then, None where it can; one of this id is not in its own way."""
    if not now <= starts_at <= now + FARTHEST:
        return STILL_TO_COME
    day = starts_at.astimezone(LONDON).date()
    same = (PanelMeeting.panel_id == panel_id) & (PanelMeeting.held_on == day) & (PanelMeeting.kind == kind)
    taken = db.session.scalar(select(PanelMeeting.status).where(same, PanelMeeting.id != other_than))
    if taken is None:
        return None
    return SAME_DAY_CANCELLED if taken is MeetingStatus.CANCELLED else SAME_DAY


@writes(AuditVerb.AGENDA_CHANGED)
def put_on_agenda(actor: Actor, meeting_id: str, case_id: str, *, now: datetime) -> None:
    """Put a case that is ready on the agenda of a planned meeting. Both ids are public ids.

    Doing it again changes nothing. Raises Blocked with every reason why it cannot be.
    """
    case = case_to_change(actor, case_id, Action.AGENDA_EDIT)
    meeting = meeting_to_change(actor, meeting_id)
    item = _item(meeting, case)
    if item is not None and item.status is AgendaItemStatus.LISTED:
        return
    if meeting.status is not MeetingStatus.PLANNED:
        raise Blocked([f"The meeting is {meeting.status}: its agenda is closed"])
    lifecycle.advance(actor, case, "put on an agenda", now=now)
    if item is None:
        item = AgendaItem(panel_id=case.panel_id, meeting_id=meeting.id, case_id=case.id, position=_next(meeting))
        item.created_at, item.created_by_id = now, actor.user_id
        db.session.add(item)
    item.status, item.reason = AgendaItemStatus.LISTED, None


@writes(AuditVerb.AGENDA_CHANGED)
def put_all_on_agendas(actor: Actor, chosen: Sequence[tuple[str, str]], *, submission_id: str, now: datetime) -> int:
    """Put cases on the agendas chosen for them, all of them or none, and return how many: public ids of case, meeting.

    Raises NotFound, Forbidden, and Blocked with each case that cannot go where it was to go, and why.
    """
    require(actor, Action.AGENDA_EDIT)

    def act() -> str:
        reasons = []
        for case_id, meeting_id in chosen:
            try:
                put_on_agenda(actor, meeting_id, case_id, now=now)
            except Blocked as blocked:
                case = case_to_change(actor, case_id, Action.AGENDA_EDIT)
                told = [TAKEN] if case.status is CaseStatus.ON_AGENDA else blocked.reasons
                reasons += [f"Case {case.reference}: {reason}" for reason in told]
        if reasons:
            raise Blocked([*reasons, NONE_PUT_ON])
        return str(len(chosen))

    return int(submissions.once(actor, submission_id, act, now=now, said=tuple(chosen)))


@writes(AuditVerb.AGENDA_CHANGED)
def take_off_agenda(actor: Actor, meeting_id: str, case_id: str, *, reason: str, now: datetime) -> None:
    """Take a case off an agenda again, with the reason; it is ready for panel as before. Raises Blocked, Invalid."""
    case = case_to_change(actor, case_id, Action.AGENDA_EDIT)
    meeting = meeting_to_change(actor, meeting_id)
    item = _item(meeting, case)
    if item is None or item.status is not AgendaItemStatus.LISTED:
        raise Blocked(["The case is not on the agenda of this meeting"])
    lifecycle.advance(actor, case, "take off the agenda", reason, now=now)
    item.status, item.reason = AgendaItemStatus.ADJOURNED, reason.strip()


@writes(AuditVerb.MEETING_CHANGED)
def record_attendance(
    actor: Actor, meeting_id: str, people: Sequence[dict[str, str]], *, version: int, now: datetime
) -> None:
    """Record who came to a meeting: each of `people` has a `name`, a `part` and an `agency`.

    Whoever was invited and is not among them was expected and did not come, unless their deputy did: figures count
    both. The meeting counts as held from then on. Raises Stale, and Invalid where it is still to come.
    """
    meeting = meeting_to_change(actor, meeting_id, version=version)
    came = _by_name(people)
    if meeting.held_on > now.astimezone(LONDON).date():
        raise Invalid({"people": "The meeting is still to come: record who came when it was held"})
    expected = _expected(meeting, came)
    held = {row.name: row for row in db.session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id))}
    for name in held.keys() - came.keys() - expected.keys():
        db.session.delete(held[name])
    for name, each in (expected | came).items():
        row = held.get(name) or Attendance(panel_id=meeting.panel_id, meeting_id=meeting.id, name=name, created_at=now)
        agency = each["agency"].strip() or expected.get(name, {}).get("agency")
        row.part, row.agency, row.is_present = each["part"], agency or None, name in came
        row.created_by_id = row.created_by_id or actor.user_id
        db.session.add(row)
    mark_held(meeting)
    # Whoever opened the page before must not put back who is gone: the meeting has another version now.
    flag_modified(meeting, "figures_digest")


def mark_held(meeting: PanelMeeting) -> None:
    """Count a meeting among those that were held. Within the unit that records what happened at it."""
    meeting.status = MeetingStatus.HELD


def meeting_to_change(actor: Actor, public_id: str, *, version: int | None = None) -> PanelMeeting:
    """Return a meeting of the actor's panel, locked within the open unit. Raises NotFound, Forbidden and Stale."""
    query = select(PanelMeeting).where(PanelMeeting.panel_id == actor.panel_id, PanelMeeting.public_id == public_id)
    meeting = db.session.scalar(query.with_for_update())
    if meeting is None:
        raise NotFound
    require(actor, Action.AGENDA_EDIT, PanelSubject(meeting.panel_id))
    if version is not None and meeting.version != version:
        raise Stale
    return meeting


def listed_item(case: Case) -> tuple[AgendaItem, PanelMeeting] | None:
    """Return the case's place on an agenda, with the meeting; None where it is on none."""
    if case.status is not CaseStatus.ON_AGENDA:
        return None
    query = (
        select(AgendaItem, PanelMeeting)
        .join(PanelMeeting, PanelMeeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.case_id == case.id, AgendaItem.status == AgendaItemStatus.LISTED)
        .order_by(AgendaItem.id.desc())
    )
    found = db.session.execute(query).first()
    return None if found is None else (found[0], found[1])


def _by_name(people: Sequence[dict[str, str]]) -> dict[str, dict[str, str]]:
    """Those who came, by their names, which tell them apart. Raises Invalid."""
    names = [name for each in people if (name := each["name"].strip())]
    if not names:
        raise Invalid({"people": "Say who came"})
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise Invalid(
            {"people": f"Two people have the same name: {', '.join(doubled)}. Add something to tell them apart"}
        )
    return {name: each for each in people if (name := each["name"].strip())}


def _expected(meeting: PanelMeeting, came: Container[str]) -> dict[str, dict[str, str]]:
    """Those who were invited, by their names, but for those in whose place a deputy came."""
    columns = (MeetingInvitation.id, MeetingInvitation.name, MeetingInvitation.part, MeetingInvitation.deputy_for_id)
    query = (
        select(*columns, Agency.name.label("agency"))
        .outerjoin(Agency, Agency.id == MeetingInvitation.agency_id)
        .where(MeetingInvitation.meeting_id == meeting.id, MeetingInvitation.status != InvitedStatus.WITHDRAWN)
        .order_by(MeetingInvitation.id)
    )
    invited = db.session.execute(query).all()
    stood_in_for = {row.deputy_for_id for row in invited if row.name in came}
    return {
        row.name: {"name": row.name, "part": row.part, "agency": row.agency or ""}
        for row in invited
        if row.name in came or row.id not in stood_in_for
    }


def _item(meeting: PanelMeeting, case: Case) -> AgendaItem | None:
    of_both = (AgendaItem.meeting_id == meeting.id) & (AgendaItem.case_id == case.id)
    return db.session.scalar(select(AgendaItem).where(of_both))


def _next(meeting: PanelMeeting) -> int:
    last = db.session.scalar(select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id))
    return (last or 0) + 1
