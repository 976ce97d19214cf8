"""What the home page shows to each role: counts, what comes next, never a child's name."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, select

from cdop.extensions import db
from cdop.models import Case, MeetingInvitation, MeetingPack, PackReader, PanelMeeting, Theme, User
from cdop.queries.case_page import deadline_settings
from cdop.queries.cases import FACT_COLUMNS, counts_by_status, facts_of, visible_to
from cdop.queries.meeting_people import COMING
from cdop.rules import deadline_table
from cdop.rules.actors import Actor
from cdop.rules.deadlines import Setting
from cdop.rules.lifecycle import ENDED
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, CaseStatus, MeetingKind, MeetingStatus, Residency

SHOWN_DUE = 10
SHOWN_COMING, SHOWN_HELD = 10, 3
OPEN = tuple(status for status in CaseStatus if status not in ENDED)


@dataclass(frozen=True, slots=True)
class Due:
    """The next thing due on an open case."""

    public_id: str
    reference: str
    status: CaseStatus
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list; its theme by the panel's label."""

    public_id: str
    held_on: date
    starts_at: datetime | None
    kind: MeetingKind
    theme: str | None


@dataclass(frozen=True, slots=True)
class InvitedTo:
    """A meeting to which an expert is invited, and whether its papers are open to them."""

    public_id: str
    held_on: date
    starts_at: datetime | None
    has_papers: bool


@dataclass(frozen=True, slots=True)
class Home:
    """The home page. Parts that a role does not see are empty."""

    stages: tuple[tuple[CaseStatus, int], ...]
    due: tuple[Due, ...]
    settings: tuple[Setting, ...]
    """The panel's deadlines, for what else is read of the same page."""
    coming: tuple[MeetingRow, ...]
    held: tuple[MeetingRow, ...]
    invited: tuple[InvitedTo, ...] = ()


def home(actor: Actor, *, now: datetime) -> Home:
    """Return what the home page shows this person: at most five statements."""
    sees_cases, sees_meetings = can(actor, Action.CASE_LIST), can(actor, Action.MEETING_LIST)
    counts = counts_by_status(actor) if sees_cases else {}
    settings = deadline_settings(actor.panel_id or 0) if sees_cases else ()
    return Home(
        stages=tuple((status, counts.get(status, 0)) for status in CaseStatus) if sees_cases else (),
        due=_due(actor, settings, now) if sees_cases else (),
        settings=settings,
        coming=_coming(actor) if sees_meetings else (),
        held=_held(actor) if sees_meetings else (),
        invited=_invited(actor) if actor.comes_for_named_cases else (),
    )


def _due(actor: Actor, settings: tuple[Setting, ...], now: datetime) -> tuple[Due, ...]:
    """The open cases of residents that have waited longest, each with what is not yet done."""
    columns = (Case.public_id, Case.reference, *(getattr(Case, name) for name in FACT_COLUMNS))
    query = (
        select(*columns)
        .where(*visible_to(actor), Case.status.in_(OPEN), Case.residency == Residency.RESIDENT)
        .order_by(Case.died_on, Case.id)
        .limit(SHOWN_DUE)
    )
    return tuple(
        Due(row.public_id, row.reference, row.status, deadline_table.sentences(facts_of(row), settings, now)[0])
        for row in db.session.execute(query)
    )


def _coming(actor: Actor) -> tuple[MeetingRow, ...]:
    """The meetings that are planned, soonest first; one of whose day nobody has recorded the end is among them."""
    return _meetings(actor, MeetingStatus.PLANNED, SHOWN_COMING, PanelMeeting.held_on)


def _held(actor: Actor) -> tuple[MeetingRow, ...]:
    return _meetings(actor, MeetingStatus.HELD, SHOWN_HELD, PanelMeeting.held_on.desc())


def _invited(actor: Actor) -> tuple[InvitedTo, ...]:
    """The meetings to which somebody is invited by the address of their account: the next first, then the last."""
    is_over = PanelMeeting.status != MeetingStatus.PLANNED
    given = (PackReader.pack_id == MeetingPack.id) & (PackReader.user_id == actor.user_id)
    query = (
        select(PanelMeeting.public_id, PanelMeeting.held_on, PanelMeeting.starts_at, PackReader.id.is_not(None))
        .join(MeetingInvitation, MeetingInvitation.meeting_id == PanelMeeting.id)
        .join(User, User.email == MeetingInvitation.email)
        .outerjoin(MeetingPack, (MeetingPack.meeting_id == PanelMeeting.id) & MeetingPack.released_at.is_not(None))
        .outerjoin(PackReader, given & PackReader.withdrawn_at.is_(None))
        .where(PanelMeeting.panel_id == actor.panel_id, User.id == actor.user_id)
        .where(MeetingInvitation.status.in_(COMING))
        .order_by(is_over, case((is_over, None), else_=PanelMeeting.held_on), PanelMeeting.held_on.desc())
        .limit(SHOWN_COMING)
    )
    return tuple(InvitedTo(*row) for row in db.session.execute(query))


def _meetings(actor: Actor, status: MeetingStatus, number: int, *order: Any) -> tuple[MeetingRow, ...]:
    query = (
        select(PanelMeeting.public_id, PanelMeeting.held_on, PanelMeeting.starts_at, PanelMeeting.kind, Theme.label)
        .outerjoin(Theme, (Theme.panel_id == PanelMeeting.panel_id) & (Theme.key == PanelMeeting.theme))
        .where(PanelMeeting.panel_id == actor.panel_id, PanelMeeting.status == status)
        .order_by(*order, PanelMeeting.id)
        .limit(number)
    )
    return tuple(MeetingRow(*row) for row in db.session.execute(query))
