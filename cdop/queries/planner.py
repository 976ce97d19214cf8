"""What the planner proposes: the cases that are ready, the meetings with room, and who would be there for each case."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, func, select

from cdop.extensions import db
from cdop.models import (
    AgendaItem,
    Case,
    CaseExclusion,
    CaseHold,
    CaseStatusChange,
    CaseTheme,
    ConflictOfInterest,
    MeetingInvitation,
    PanelMeeting,
    PanelSeat,
    Theme,
    User,
)
from cdop.queries import routing
from cdop.queries.cases import visible_to
from cdop.queries.form_b import ROUTED
from cdop.queries.meeting_people import COMING
from cdop.queries.related_cases import related_to_each
from cdop.rules import planner, waiting
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.durations import months_after
from cdop.rules.meeting_themes import themes
from cdop.rules.planner import Plan, Room, Waiting
from cdop.rules.quorum import quorum
from cdop.rules.vocabulary import (
    AgendaItemStatus,
    CaseStatus,
    ConflictDecision,
    HoldKind,
    JointAgencyResponse,
    MeetingKind,
    MeetingStatus,
    Residency,
)
from cdop.rules.waiting import OneMore, Outlook

USUAL_PLACES, MOST_MEETINGS, MOST_CASES = 10, 24, 400
"""Where a meeting does not say how many cases it has room for; and how much is planned at once."""
USUAL_MINUTES, LONG_MINUTES = 15, 25
"""For a case, and for one with a joint agency response or several agencies' disputes."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting on the page of the planner: how much room it has, and how many cases are proposed for it.

    `over` is how many cases its agenda has beyond what it has room for.
    """

    public_id: str
    on: date
    theme: str | None
    places: int
    minutes: int | None
    proposed: int
    over: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the planner proposes. `references` names the cases by their public ids."""

    plan: Plan
    meetings: tuple[Planned, ...]
    references: dict[str, str]
    outlook: Outlook
    more: tuple[OneMore, ...]
    labels: dict[str, str]
    is_cut: bool

    def of(self, meeting_id: str) -> tuple[planner.Proposed, ...]:
        """Return what is proposed for one meeting."""
        return tuple(each for each in self.plan.proposed if each.room.key == meeting_id)


@dataclass(frozen=True, slots=True)
class _Meeting:
    """A meeting that is planned, with the parts of those who are expected there, by address; `over` as `Planned`."""

    room: Room
    parts: dict[str, str]
    over: int


def proposal(actor: Actor, *, today: date) -> Proposal:
    """Return what is proposed for the cases this actor may see. Some fifteen statements, and three plans."""
    meetings = _meetings(actor, today)
    rooms = [each.room for each in meetings]
    rows = db.session.execute(_ready(actor).limit(MOST_CASES + 1)).all()
    cases = _waiting(actor, rows[:MOST_CASES], meetings, today)
    found = planner.plan(cases, rooms, today=today)
    labels = _labels(actor)
    counted = Counter(each.room.key for each in found.proposed)
    outlook = waiting.outlook(len(rows), rooms, _ready_in_a_year(actor, today), today=today)
    shown = [_planned(each, labels, counted) for each in meetings]
    return Proposal(
        found,
        tuple(shown),
        {row.public_id: row.reference for row in rows},
        outlook,
        _one_more(found, cases, rooms, today),
        labels,
        len(rows) > MOST_CASES,
    )


def _planned(meeting: _Meeting, labels: Mapping[str, str], proposed: Mapping[str, int]) -> Planned:
    room = meeting.room
    told = (room.key, room.on, labels.get(room.theme or ""), room.places, room.minutes)
    return Planned(*told, proposed=proposed.get(room.key, 0), over=meeting.over)


def _one_more(before: Plan, cases: Sequence[Waiting], rooms: Sequence[Room], today: date) -> tuple[OneMore, ...]:
    """What one more ordinary meeting would do, and one about the theme of most of the cases."""
    if not cases:
        return ()
    on = waiting.day_of_one_more(rooms, today=today)
    common = Counter(theme for case in cases for theme in case.themes).most_common(1)
    usual = round(sum(room.places for room in rooms) / len(rooms)) if rooms else USUAL_PLACES
    about = [None, *(theme for theme, _count in common)]
    extra = [Room(f"one more {theme}", on, max(usual, 1), theme=theme) for theme in about]
    return tuple(waiting.one_more(before, planner.plan(cases, [*rooms, room], today=today), room) for room in extra)


def _meetings(actor: Actor, today: date) -> list[_Meeting]:
    taken = select(func.count()).where(
        AgendaItem.meeting_id == PanelMeeting.id, AgendaItem.status == AgendaItemStatus.LISTED
    )
    mine = (PanelMeeting.panel_id == actor.panel_id) & (PanelMeeting.status == MeetingStatus.PLANNED)
    ahead = (PanelMeeting.held_on >= today) & (PanelMeeting.kind == MeetingKind.CASE_REVIEW)
    query = (
        select(PanelMeeting, taken.scalar_subquery().label("taken"))
        .where(mine, ahead)
        .order_by(PanelMeeting.held_on, PanelMeeting.id)
        .limit(MOST_MEETINGS)
    )
    rows = db.session.execute(query).all()
    expected, seats = _expected([row[0].id for row in rows]), _seats(actor)
    return [
        _Meeting(_room(meeting, taken), expected.get(meeting.id, seats), planner.too_many(taken, meeting.most_cases))
        for meeting, taken in rows
    ]


def _room(meeting: PanelMeeting, taken: int) -> Room:
    places = max((meeting.most_cases or USUAL_PLACES) - taken, 0)
    minutes = None if meeting.minutes is None else max(meeting.minutes - taken * USUAL_MINUTES, 0)
    return Room(meeting.public_id, meeting.held_on, places, minutes, meeting.theme)


def _expected(meeting_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """The parts of those who were asked to each meeting and did not decline, by address."""
    query = select(MeetingInvitation.meeting_id, MeetingInvitation.email, MeetingInvitation.part)
    coming = query.where(MeetingInvitation.meeting_id.in_(meeting_ids), MeetingInvitation.status.in_(COMING))
    found: dict[int, dict[str, str]] = {}
    for meeting_id, email, part in db.session.execute(coming):
        found.setdefault(meeting_id, {})[email] = part
    return found


def _seats(actor: Actor) -> dict[str, str]:
    """The parts of those who are invited to every meeting: they are expected where nobody was asked yet."""
    active = (PanelSeat.panel_id == actor.panel_id) & PanelSeat.is_active
    return {email: part for email, part in db.session.execute(select(PanelSeat.email, PanelSeat.part).where(active))}


def _waiting(actor: Actor, rows: Sequence[Any], meetings: Sequence[_Meeting], today: date) -> list[Waiting]:
    ids = [row.id for row in rows]
    told, marked, apart = routing.notified_of_each(ids), _marked(ids), _apart(ids)
    family = related_to_each(actor, ids)
    listed = _listed({each.case_id for related in family.values() for each in related})
    found = []
    for row in rows:
        facts = routing.facts_told(row, told[row.id])
        is_long = row.joint_agency_response is JointAgencyResponse.HELD
        case = Waiting(
            row.public_id,
            row.ready_on or today,
            waiting.limit(row.died_on, today),
            LONG_MINUTES if is_long else USUAL_MINUTES,
            themes(facts.age_days, facts.types, marked.get(row.id, ())),
            family=frozenset(each.public_id for each in family.get(row.id, ())),
            family_at=frozenset(listed[each.case_id] for each in family.get(row.id, ()) if each.case_id in listed),
        )
        found.append(replace(case, not_quorate_at=_not_quorate(meetings, apart.get(row.id, set()))))
    return found


def _listed(case_ids: Collection[int]) -> dict[int, str]:
    """At which meeting that is to come each of these cases is on the agenda, by public id."""
    query = select(AgendaItem.case_id, PanelMeeting.public_id)
    at_meeting = query.join(PanelMeeting, PanelMeeting.id == AgendaItem.meeting_id)
    on_agenda = AgendaItem.case_id.in_(case_ids) & (AgendaItem.status == AgendaItemStatus.LISTED)
    return {case_id: meeting for case_id, meeting in db.session.execute(at_meeting.where(on_agenda))}


def _not_quorate(meetings: Sequence[_Meeting], apart: Collection[str]) -> frozenset[str]:
    """The meetings at which too few would be left; one to which nobody is expected yet is none of them."""
    return frozenset(
        each.room.key
        for each in meetings
        if each.parts and not quorum(part for email, part in each.parts.items() if email not in apart).is_quorate
    )


def _apart(case_ids: Collection[int]) -> dict[int, set[str]]:
    """The addresses of those who take no part in each case, or whom the chair told to leave for it."""
    excluded = select(CaseExclusion.case_id, User.email).join(User, User.id == CaseExclusion.user_id)
    left = select(ConflictOfInterest.case_id, MeetingInvitation.email).join(
        MeetingInvitation, MeetingInvitation.id == ConflictOfInterest.invitation_id
    )
    told_to = ConflictOfInterest.decision == ConflictDecision.LEAVES
    found: dict[int, set[str]] = {}
    for query in (
        excluded.where(CaseExclusion.case_id.in_(case_ids)),
        left.where(ConflictOfInterest.case_id.in_(case_ids), told_to),
    ):
        for case_id, email in db.session.execute(query):
            found.setdefault(case_id, set()).add(email)
    return found


def _marked(case_ids: Collection[int]) -> dict[int, set[str]]:
    query = select(CaseTheme.case_id, CaseTheme.theme_key).where(CaseTheme.case_id.in_(case_ids))
    found: dict[int, set[str]] = {}
    for case_id, theme in db.session.execute(query):
        found.setdefault(case_id, set()).add(theme)
    return found


def _labels(actor: Actor) -> dict[str, str]:
    query = select(Theme.key, Theme.label).where(Theme.panel_id == actor.panel_id)
    return {key: label for key, label in db.session.execute(query)}


def _ready(actor: Actor) -> Any:
    """The cases that may go on an agenda, those that have been ready longest first."""
    columns = (*(getattr(Case, name) for name in ROUTED), Case.public_id, Case.ready_on)
    return select(*columns).where(*_may_be_listed(actor)).order_by(Case.ready_on, Case.id)


def _may_be_listed(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    criminal = select(CaseHold.case_id).where(CaseHold.kind == HoldKind.CRIMINAL, CaseHold.ended_on.is_(None))
    is_ready = (Case.status == CaseStatus.READY) & (Case.residency == Residency.RESIDENT)
    return (*visible_to(actor), is_ready, Case.id.not_in(criminal))


def _ready_in_a_year(actor: Actor, today: date) -> int:
    """How many cases became ready in the last twelve months."""
    began = months_after(today, -12)
    query = select(func.count(CaseStatusChange.case_id.distinct())).where(
        CaseStatusChange.panel_id == actor.panel_id,
        CaseStatusChange.step == "make ready for panel",
        CaseStatusChange.at >= datetime.combine(began, time(), LONDON),
    )
    return int(db.session.scalar(query) or 0)
