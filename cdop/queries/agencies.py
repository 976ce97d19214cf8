"""The panel's directory of agencies, as lists and pages show it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from cdop.extensions import db
from cdop.models import Agency, AgencyContact, Case, FormRequest, SecureDomain
from cdop.queries.cases import visible_to
from cdop.rules import form_b, secure_email
from cdop.rules.actors import Actor
from cdop.rules.agencies import Contact
from cdop.rules.agencies_register import AgencyLine, ContactLine
from cdop.rules.dates import LONDON
from cdop.rules.facts import PanelSubject
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, RequestStatus

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
    has_release_step: bool
    version: int

    @property
    def subject(self) -> PanelSubject:
        """The agency as policy sees it."""
        return PanelSubject(self.panel_id)


@dataclass(frozen=True, slots=True)
class AgencyPerson:
    """Somebody at an agency whom the panel knows."""

    public_id: str
    name: str
    role: str | None
    email: str | None
    telephone: str | None
    purpose: str | None
    version: int


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One request to an agency. `days_late` is how late the answer is, or was."""

    public_id: str
    reference: str
    status: RequestStatus
    sent_at: datetime
    due_on: date
    returned_at: datetime | None
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class AskedList:
    """One page of the requests to an agency and how many there are in all."""

    rows: tuple[AskedRow, ...]
    total: int
    page: int
    pages: int


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


def people_of(actor: Actor, public_id: str) -> tuple[AgencyPerson, ...]:
    """Return the contacts of an agency of the actor's panel, by name."""
    query = select(*_PERSON).join(Agency, Agency.id == AgencyContact.agency_id)
    mine = (Agency.panel_id == actor.panel_id) & (Agency.public_id == public_id)
    rows = db.session.execute(query.where(mine).order_by(func.lower(AgencyContact.name), AgencyContact.id))
    return tuple(AgencyPerson(*tuple(row)) for row in rows)


def asked_of(actor: Actor, public_id: str, *, page: int, now: datetime) -> AskedList:
    """Return a page of the requests to an agency on cases that the actor may know of, newest first: two statements."""
    columns: tuple[Any, ...] = (FormRequest.public_id, Case.reference, FormRequest.status, FormRequest.sent_at)
    query = select(*columns, FormRequest.due_on, FormRequest.returned_at)
    joined = query.join(Case, Case.id == FormRequest.case_id).join(Agency, Agency.id == FormRequest.agency_id)
    wanted = joined.where(*visible_to(actor), Agency.public_id == public_id)
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    rows = wanted.order_by(FormRequest.sent_at.desc(), FormRequest.id.desc())
    of_page = db.session.execute(rows.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    today = now.astimezone(LONDON).date()
    return AskedList(tuple(_asked(row, today) for row in of_page), total, page, pages)


def secure_endings(panel_id: int) -> tuple[str, ...]:
    """Return the endings of addresses that a panel holds to be secure: its own, or those that are shipped."""
    query = select(SecureDomain.ending).where(SecureDomain.panel_id == panel_id).order_by(SecureDomain.ending)
    return tuple(db.session.scalars(query)) or secure_email.SHIPPED


def directory(panel_id: int) -> Iterator[AgencyLine]:
    """Yield every agency of a panel with its contacts, by name: two statements."""
    people: dict[int, list[ContactLine]] = {}
    of_panel = select(AgencyContact.agency_id, *_PERSON[1:-1]).where(AgencyContact.panel_id == panel_id)
    for agency_id, *told in db.session.execute(of_panel.order_by(AgencyContact.id)):
        people.setdefault(agency_id, []).append(ContactLine(*told))
    columns: tuple[Any, ...] = (Agency.id, Agency.name, Agency.kind, Agency.email, Agency.telephone, Agency.lead_name)
    query = select(*columns, Agency.lead_email, Agency.is_active, Agency.has_release_step)
    for row in db.session.execute(
        query.where(Agency.panel_id == panel_id).order_by(func.lower(Agency.name), Agency.id)
    ):
        yield replace(AgencyLine(*tuple(row)[1:]), contacts=tuple(people.get(row.id, ())))


def _asked(row: Any, today: date) -> AskedRow:
    return replace(AskedRow(*tuple(row)), days_late=_days_late(row, today))


def _days_late(row: Any, today: date) -> int:
    """For how many days the answer is late, or was when it came."""
    end = row.returned_at.astimezone(LONDON).date() if row.returned_at else today
    is_counted = row.status in form_b.OPEN | form_b.SETTLED and row.due_on is not None
    return max(0, (end - row.due_on).days) if is_counted else 0


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


_PERSON: tuple[Any, ...] = (
    AgencyContact.public_id,
    AgencyContact.name,
    AgencyContact.role,
    AgencyContact.email,
    AgencyContact.telephone,
    AgencyContact.purpose,
    AgencyContact.version,
)
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
    Agency.has_release_step,
    Agency.version,
)
