"""The panel's meetings as lists and pages show them: cases by their reference, and only those one may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, select

from cdop.extensions import db
from cdop.models import AgendaItem, Attendance, Case, FormRequest, MeetingChange, PanelMeeting, Theme
from cdop.queries.case_work import ANSWERED
from cdop.queries.cases import FACT_COLUMNS, facts_of, visible_to
from cdop.queries.readiness import running_holds
from cdop.rules import lifecycle, quorum
from cdop.rules.actors import Actor
from cdop.rules.facts import PanelSubject
from cdop.rules.planner import too_many
from cdop.rules.policy import can
from cdop.rules.quorum import Quorum
from cdop.rules.references import of_meeting
from cdop.rules.vocabulary import (
    Action,
    AgendaItemStatus,
    CaseStatus,
    HoldKind,
    MeetingChangeKind,
    MeetingKind,
    MeetingStatus,
)

PAGE_SIZE = 25
DETAILS = ("video_link", "most_cases", "minutes")
_DETAILS = (
    *(getattr(PanelMeeting, name) for name in DETAILS),
    PanelMeeting.fixed_at,
    PanelMeeting.theme.label("theme_key"),
)
ON_THE_AGENDA = (AgendaItemStatus.LISTED, AgendaItemStatus.SIGNED)
"""A case that was taken off again is not among the cases of a meeting."""


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list; `cases` is how many are on its agenda.

    `registered` is how many reviews it completed that are on no agenda: a register tells of them.
    """

    public_id: str
    held_on: date
    starts_at: datetime | None
    kind: MeetingKind
    theme: str | None
    place: str | None
    status: MeetingStatus
    cases: int
    registered: int


@dataclass(frozen=True, slots=True)
class MeetingList:
    """One page of the panel's meetings and how many there are in all."""

    rows: tuple[MeetingRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Item:
    """A case on the agenda, by its reference."""

    case_id: str
    reference: str
    status: AgendaItemStatus
    reason: str | None
    awaited: str | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who came, and their part in the meeting."""

    name: str
    part: str
    agency: str | None


@dataclass(frozen=True, slots=True)
class ReadyCase:
    """A case that is ready for panel: why it cannot be put on an agenda, and what is still missing all the same."""

    case_id: str
    reference: str
    ready_on: date | None
    blockers: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadyCases:
    """One page of the cases that are ready for panel, those that wait longest first."""

    rows: tuple[ReadyCase, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Change:
    """A meeting that was moved or cancelled: for when it was planned, and why."""

    kind: MeetingChangeKind
    was_at: datetime
    reason: str
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One meeting. `cases` counts the whole agenda, `items` are those on it that the reader may see.

    `details` are what the form of a change asks for, by field; how much a meeting has room for is for planning alone.
    """

    meeting: MeetingRow
    id: int
    panel_id: int
    version: int
    details: Mapping[str, Any]
    fixed_at: datetime | None
    items: tuple[Item, ...]
    taken_off: tuple[Item, ...]
    came: tuple[Came, ...]
    changes: tuple[Change, ...]
    ready: ReadyCases = field(default_factory=ReadyCases)

    @property
    def reference(self) -> str:
        """What the meeting is called in messages and on the telephone."""
        return of_meeting(self.meeting.public_id)

    @property
    def subject(self) -> PanelSubject:
        """The meeting as policy sees it."""
        return PanelSubject(self.panel_id)

    @property
    def quorum(self) -> Quorum | None:
        """How the meeting stands, None where nobody recorded who came."""
        return quorum.quorum(each.part for each in self.came) if self.came else None

    @property
    def over(self) -> int:
        """How many cases are on the agenda beyond what the meeting has room for."""
        return too_many(self.meeting.cases, self.details["most_cases"])

    @property
    def is_full(self) -> bool:
        """Whether every case that is put on the agenda now is one too many."""
        return too_many(self.meeting.cases + 1, self.details["most_cases"]) > 0

    def item(self, case_id: str) -> Item | None:
        """Return the case on the agenda that can still be taken off it, None where it is not there."""
        listed = (item for item in self.items if item.status is AgendaItemStatus.LISTED)
        return next((item for item in listed if item.case_id == case_id), None)


def meeting_list(actor: Actor, page: int) -> MeetingList:
    """Return one page of the meetings of the actor's panel, paged in SQL: planned ones first, soonest first."""
    mine = PanelMeeting.panel_id == actor.panel_id
    total = db.session.scalar(select(func.count()).select_from(PanelMeeting).where(mine)) or 0
    page, pages = _place(page, total)
    is_planned = PanelMeeting.status == MeetingStatus.PLANNED
    order = (
        case((is_planned, 0), else_=1),
        case((is_planned, PanelMeeting.held_on)),
        case((~is_planned, PanelMeeting.held_on)).desc(),
        PanelMeeting.id,
    )
    rows = db.session.execute(_meetings().where(mine).order_by(*order).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return MeetingList(tuple(MeetingRow(*row) for row in rows), total, page, pages)


def meeting_page(actor: Actor, public_id: str, *, ready_page: int = 1) -> MeetingPage | None:
    """Return a meeting of the actor's panel, None where there is none; with a page of what may go on its agenda."""
    query = _meetings().add_columns(PanelMeeting.id, PanelMeeting.panel_id, PanelMeeting.version, *_DETAILS)
    row = db.session.execute(
        query.where(PanelMeeting.panel_id == actor.panel_id, PanelMeeting.public_id == public_id)
    ).one_or_none()
    if row is None:
        return None
    meeting, items = MeetingRow(*tuple(row)[: len(MeetingRow.__slots__)]), _items(actor, row.id)
    is_open = meeting.status is MeetingStatus.PLANNED and can(actor, Action.AGENDA_EDIT)
    return MeetingPage(
        meeting,
        row.id,
        row.panel_id,
        row.version,
        {name: getattr(row, name) for name in DETAILS} | {"theme": row.theme_key, "place": meeting.place},
        row.fixed_at,
        tuple(item for item in items if item.status in ON_THE_AGENDA),
        tuple(item for item in items if item.status not in ON_THE_AGENDA),
        _came(row.id),
        _changes(row.id),
        _ready(actor, ready_page) if is_open else ReadyCases(),
    )


def themes(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return key and label of the themes that the actor's panel uses, by label."""
    query = select(Theme.key, Theme.label).where(Theme.panel_id == actor.panel_id, Theme.is_active)
    return tuple((key, label) for key, label in db.session.execute(query.order_by(Theme.label)))


def _meetings() -> Any:
    """The columns of a `MeetingRow`."""
    cases = (
        select(func.count())
        .where(AgendaItem.meeting_id == PanelMeeting.id, AgendaItem.status.in_(ON_THE_AGENDA))
        .scalar_subquery()
    )
    on_agenda = select(AgendaItem.id).where(AgendaItem.meeting_id == PanelMeeting.id, AgendaItem.case_id == Case.id)
    registered = (
        select(func.count())
        .where(Case.review_meeting_id == PanelMeeting.id, ~on_agenda.correlate(PanelMeeting, Case).exists())
        .scalar_subquery()
    )
    columns = (PanelMeeting.public_id, PanelMeeting.held_on, PanelMeeting.starts_at, PanelMeeting.kind, Theme.label)
    same_theme = (Theme.panel_id == PanelMeeting.panel_id) & (Theme.key == PanelMeeting.theme)
    return select(*columns, PanelMeeting.place, PanelMeeting.status, cases, registered).outerjoin(Theme, same_theme)


def _items(actor: Actor, meeting_id: int) -> tuple[Item, ...]:
    query = (
        select(Case.public_id, Case.reference, AgendaItem.status, AgendaItem.reason, AgendaItem.awaited)
        .join(Case, Case.id == AgendaItem.case_id)
        .where(AgendaItem.meeting_id == meeting_id, *visible_to(actor))
        .order_by(AgendaItem.position)
    )
    return tuple(Item(*row) for row in db.session.execute(query))


def _came(meeting_id: int) -> tuple[Came, ...]:
    query = select(Attendance.name, Attendance.part, Attendance.agency).where(
        Attendance.meeting_id == meeting_id, Attendance.is_present
    )
    return tuple(Came(*row) for row in db.session.execute(query.order_by(Attendance.id)))


def _changes(meeting_id: int) -> tuple[Change, ...]:
    columns = (MeetingChange.kind, MeetingChange.was_at, MeetingChange.reason, MeetingChange.at, MeetingChange.by_name)
    query = select(*columns).where(MeetingChange.meeting_id == meeting_id).order_by(MeetingChange.id)
    return tuple(Change(*row) for row in db.session.execute(query))


def _ready(actor: Actor, page: int) -> ReadyCases:
    """Four statements, however many cases there are."""
    conditions = (*visible_to(actor), Case.status == CaseStatus.READY)
    total = db.session.scalar(select(func.count()).select_from(Case).where(*conditions)) or 0
    page, pages = _place(page, total)
    columns = (Case.id, Case.public_id, Case.reference, *(getattr(Case, name) for name in FACT_COLUMNS))
    query = select(*columns).where(*conditions).order_by(Case.ready_on, Case.id)
    rows = db.session.execute(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    ids = [row.id for row in rows]
    asked, holds = _asked(ids), running_holds(ids)
    return ReadyCases(tuple(_ready_case(row, asked, holds) for row in rows), total, page, pages)


def _ready_case(row: Any, asked: dict[int, tuple[int, int]], holds: dict[int, set[HoldKind]]) -> ReadyCase:
    forms, outstanding = asked.get(row.id, (0, 0))
    waits_for = frozenset(holds.get(row.id, ()))
    facts = replace(facts_of(row), forms_asked=forms, forms_outstanding=outstanding, holds=waits_for)
    step = lifecycle.transition("put on an agenda")
    blockers, missing = lifecycle.blockers(step, facts), lifecycle.missing(step, facts)
    return ReadyCase(row.public_id, row.reference, row.ready_on, blockers, missing)


def _asked(case_ids: list[int]) -> dict[int, tuple[int, int]]:
    """How many agencies were asked about each case, and for how many of them the panel waits."""
    waits = func.sum(case((FormRequest.status.not_in(ANSWERED), 1), else_=0))
    query = select(FormRequest.case_id, func.count(), waits).where(FormRequest.case_id.in_(case_ids))
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query.group_by(FormRequest.case_id))}


def _place(page: int, total: int) -> tuple[int, int]:
    """The page that there is, and how many there are."""
    pages = max(1, -(-total // PAGE_SIZE))
    return min(max(1, page), pages), pages
