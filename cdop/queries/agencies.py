"""The panel's directory of agencies, as lists and pages show it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from cdop.extensions import db
from cdop.models import Agency
from cdop.rules.actors import Actor
from cdop.rules.agencies import Contact
from cdop.rules.facts import PanelSubject
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action

PAGE_SIZE = 50
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class AgencyFilter:
    """What the directory is narrowed to. Empty fields narrow nothing."""

    search: str = ""
    kind: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency."""

    public_id: str
    panel_id: int
    name: str
    kind: str
    email: str
    telephone: str | None
    lead_name: str | None
    lead_email: str | None
    is_active: bool
    version: int

    @property
    def subject(self) -> PanelSubject:
        """The agency as policy sees it."""
        return PanelSubject(self.panel_id)


@dataclass(frozen=True, slots=True)
class AgencyList:
    """One page of the directory and how many agencies there are in all."""

    rows: tuple[AgencyRow, ...]
    total: int
    page: int
    pages: int


def agency_list(actor: Actor, wanted: AgencyFilter) -> AgencyList:
    """Return one page of the actor's panel's agencies by name, filtered and paged in SQL: two statements."""
    if not can(actor, Action.AGENCY_LIST):
        return AgencyList((), 0, 1, 1)
    conditions = _conditions(actor, wanted)
    total = db.session.scalar(select(func.count()).select_from(Agency).where(*conditions)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, wanted.page), pages)
    rows = select(*_COLUMNS).where(*conditions).order_by(func.lower(Agency.name), Agency.id)
    of_page = rows.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return AgencyList(tuple(AgencyRow(*tuple(row)) for row in db.session.execute(of_page)), total, page, pages)


def agency(actor: Actor, public_id: str) -> AgencyRow | None:
    """Return an agency of the actor's panel, None where there is none."""
    mine = (Agency.panel_id == actor.panel_id) & (Agency.public_id == public_id)
    row = db.session.execute(select(*_COLUMNS).where(mine)).one_or_none()
    return None if row is None else AgencyRow(*tuple(row))


def contacts(actor: Actor) -> tuple[Contact, ...]:
    """Return the agencies of the actor's panel that can be asked, by name."""
    columns = (Agency.public_id, Agency.name, Agency.kind, Agency.email)
    active = select(*columns).where(Agency.panel_id == actor.panel_id, Agency.is_active)
    return tuple(
        Contact(*tuple(row)) for row in db.session.execute(active.order_by(func.lower(Agency.name), Agency.id))
    )


def _conditions(actor: Actor, wanted: AgencyFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Agency.panel_id == actor.panel_id]
    if words := " ".join(wanted.search[:LONGEST_SEARCH].split()):
        conditions.append(Agency.name.icontains(words, autoescape=True))
    if wanted.kind:
        conditions.append(Agency.kind == wanted.kind)
    return conditions


_COLUMNS: tuple[Any, ...] = (
    Agency.public_id,
    Agency.panel_id,
    Agency.name,
    Agency.kind,
    Agency.email,
    Agency.telephone,
    Agency.lead_name,
    Agency.lead_email,
    Agency.is_active,
    Agency.version,
)
