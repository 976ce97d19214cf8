"""The requests of the agencies that a person with an account answers for."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select

from cdop.extensions import db
from cdop.models import Agency, FormRequest, Invitation
from cdop.rules import form_b
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import RequestStatus

PAGE_SIZE, SHOWN_NEXT = 50, 5


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """One request of an own agency: nothing of the child, whom only the opened form names."""

    public_id: str
    agency: str
    status: RequestStatus
    sent_at: datetime | None
    due_on: date | None
    returned_at: datetime | None
    purge_on: date | None
    has_live_link: bool

    @property
    def reference(self) -> str:
        """Its name in messages and on the telephone."""
        return form_b.reference(self.public_id)

    @property
    def is_openable(self) -> bool:
        """Whether the form can be opened and filled in."""
        return self.has_live_link and self.status in form_b.OPEN


@dataclass(frozen=True, slots=True)
class OwnRequests:
    """One page of them: what is awaited by its day, then what was sent, the newest first; and how many in all."""

    rows: tuple[OwnRequest, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class DueNext:
    """A form that an own agency is to return, by its reference."""

    public_id: str
    agency: str
    due_on: date | None

    @property
    def reference(self) -> str:
        """Its name in messages and on the telephone."""
        return form_b.reference(self.public_id)


def due_next(actor: Actor) -> tuple[DueNext, ...]:
    """Return the first of what the actor's own agencies are still to return. One statement."""
    own = (FormRequest.panel_id == actor.panel_id) & FormRequest.agency_id.in_(actor.agency_ids)
    query = select(FormRequest.public_id, Agency.name, FormRequest.due_on)
    mine = query.join(Agency, Agency.id == FormRequest.agency_id).where(own, FormRequest.status.in_(form_b.OPEN))
    rows = db.session.execute(mine.order_by(FormRequest.due_on, FormRequest.id).limit(SHOWN_NEXT))
    return tuple(DueNext(*row) for row in rows)


def own_requests(actor: Actor, *, page: int, now: datetime) -> OwnRequests:
    """Return a page of the requests of the actor's own agencies. Two statements."""
    own = (FormRequest.panel_id == actor.panel_id) & FormRequest.agency_id.in_(actor.agency_ids)
    total = db.session.scalar(select(func.count()).select_from(FormRequest).where(own)) or 0
    live = Invitation.ended_at.is_(None) & (Invitation.expires_at > now)
    link = select(Invitation.id).where(Invitation.request_id == FormRequest.id, live).exists()
    query = select(
        FormRequest.public_id,
        Agency.name,
        FormRequest.status,
        FormRequest.sent_at,
        FormRequest.due_on,
        FormRequest.returned_at,
        FormRequest.purge_on,
        link.label("has_live_link"),
    ).join(Agency, Agency.id == FormRequest.agency_id)
    is_over = FormRequest.status.not_in(form_b.OPEN)
    open_due_on = case((~is_over, FormRequest.due_on))
    awaited = is_over, open_due_on, FormRequest.returned_at.is_(None), FormRequest.returned_at.desc(), FormRequest.id
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    rows = db.session.execute(query.where(own).order_by(*awaited).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return OwnRequests(tuple(OwnRequest(*row) for row in rows), total, page, pages)
