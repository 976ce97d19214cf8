"""Who is signed in, read in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, Select, and_, bindparam, or_, select

from cdop.extensions import db
from cdop.models import (
    AgencyMember,
    CalendarFeed,
    CaseExclusion,
    Membership,
    PackWork,
    Panel,
    ReleaseWork,
    ReportWork,
    User,
    UserSession,
)
from cdop.models.base import UtcDateTime
from cdop.prepared import Prepared
from cdop.queries.reading import read
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import ActorKind


@dataclass(frozen=True, slots=True)
class PanelView:
    """What every page shows of the panel."""

    id: int
    public_id: str
    name: str
    colour: str
    telephone: str | None
    email: str | None
    logo: str | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person of a session, as an actor in the panel they work in."""

    actor: Actor
    panel: PanelView
    last_seen_at: datetime
    has_other_panels: bool
    figures_state: int
    """As `Panel.figures_state`: what it was when the person was looked up, before anything else of the request."""


def _panel_columns() -> tuple[Any, ...]:
    return (
        Panel.id.label("of_panel"),
        Panel.public_id,
        Panel.name.label("panel_name"),
        Panel.colour,
        Panel.telephone,
        Panel.email,
    )


_today = bindparam("today", type_=Date)
_HOLDS_TODAY = and_(Membership.from_on <= _today, or_(Membership.until_on.is_(None), Membership.until_on >= _today))


def _who_asks(by: type[UserSession | CalendarFeed | PackWork | ReleaseWork | ReportWork]) -> Select[Any]:
    """The person of a row, in the panel of that row: a row for each role, exclusion and agency."""
    person_id = by.created_by_id if issubclass(by, ReleaseWork) else by.user_id
    return (
        select(
            User.id,
            User.name,
            Membership.panel_id,
            Membership.role,
            CaseExclusion.case_id.label("excluded_case_id"),
            AgencyMember.agency_id,
            *_panel_columns(),
        )
        .join(by, person_id == User.id)
        .join(Panel, Panel.id == by.panel_id)
        .join(Membership, and_(Membership.user_id == User.id, _HOLDS_TODAY))
        .outerjoin(CaseExclusion, and_(CaseExclusion.user_id == User.id, CaseExclusion.panel_id == Panel.id))
        .outerjoin(AgencyMember, and_(AgencyMember.user_id == User.id, AgencyMember.panel_id == Panel.id))
        .where(User.disabled_at.is_(None))
    )


def _who_holds(key: type[UserSession | CalendarFeed]) -> Select[Any]:
    """The person whose key has this digest, in the panel that it opens."""
    return _who_asks(key).where(key.token_digest == bindparam("token_digest"))


_SIGNED_IN = Prepared(
    _who_holds(UserSession)
    .add_columns(UserSession.last_seen_at, Panel.figures_state)
    .where(
        UserSession.ended_at.is_(None),
        UserSession.awaits_step.is_(False),
        UserSession.started_at > bindparam("started_after", type_=UtcDateTime),
        UserSession.last_seen_at > bindparam("seen_after", type_=UtcDateTime),
    )
)
_CALENDAR_READER = _who_holds(CalendarFeed)
_WORKERS = {
    work: _who_asks(work).where(work.id == bindparam("work_id")) for work in (PackWork, ReleaseWork, ReportWork)
}


def signed_in(token_digest: str, *, now: datetime, today: date, idle: timedelta, whole: timedelta) -> SignedIn | None:
    """Return who is signed in with this session; None where it has ended, idled too long or its person may not."""
    limits = {"started_after": now - whole, "seen_after": now - idle, "today": today}
    rows = read(_SIGNED_IN, token_digest=token_digest, **limits).all()
    actor = _actor_of(rows)
    if actor is None:
        return None
    first = rows[0]
    panel = PanelView(first.of_panel, first.public_id, first.panel_name, first.colour, first.telephone, first.email)
    has_other_panels = any(row.panel_id != panel.id for row in rows)
    return SignedIn(actor, panel, first.last_seen_at, has_other_panels, first.figures_state)


def calendar_reader(token_digest: str, *, today: date) -> Actor | None:
    """Return the person whose calendar address this is; None where it ended or they hold no role in the panel today."""
    return _actor_of(read(_CALENDAR_READER, token_digest=token_digest, today=today).all())


def worker(kind: type[PackWork | ReleaseWork | ReportWork], work_id: int, *, today: date) -> Actor | None:
    """Return the person who asked for work, with what they may do today; None where they hold no role."""
    return _actor_of(read(_WORKERS[kind], work_id=work_id, today=today).all())


def _actor_of(rows: Sequence[Any]) -> Actor | None:
    roles = frozenset(row.role for row in rows if row.panel_id == row.of_panel)
    if not roles:
        return None
    first = rows[0]
    return Actor(
        ActorKind.PERSON,
        user_id=first.id,
        panel_id=first.of_panel,
        roles=roles,
        agency_ids=frozenset(row.agency_id for row in rows if row.agency_id is not None),
        excluded_case_ids=frozenset(row.excluded_case_id for row in rows if row.excluded_case_id is not None),
        name=first.name,
    )


def panels_of(user_id: int, today: date) -> list[PanelView]:
    """Return the panels in which a person holds a role today, by name."""
    query = (
        select(*_panel_columns())
        .join(Membership, Membership.panel_id == Panel.id)
        .where(
            Membership.user_id == user_id,
            _HOLDS_TODAY,
        )
        .distinct()
        .order_by(Panel.name)
    )
    return [PanelView(*row) for row in db.session.execute(query, {"today": today})]
