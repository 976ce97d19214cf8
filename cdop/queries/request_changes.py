"""What agencies asked to change about their requests, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, FormRequest, RequestChange
from cdop.queries.cases import visible_to
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import ChangeKind, ChangeStatus


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One wish of an agency."""

    public_id: str
    change_kind: ChangeKind
    status: ChangeStatus
    reason: str
    until_on: date | None
    name: str | None
    email: str | None
    at: datetime
    by_name: str
    settled_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        """Whether the coordinator has not answered it yet."""
        return self.status is ChangeStatus.ASKED


def request_of(actor: Actor, change_id: str) -> str | None:
    """Return the public id of the request that a wish is about, None where the actor may not know of it."""
    joined = select(FormRequest.public_id).join(RequestChange, RequestChange.request_id == FormRequest.id)
    mine = joined.join(Case, Case.id == RequestChange.case_id).where(*visible_to(actor))
    return db.session.scalar(mine.where(RequestChange.public_id == change_id))


def changes_of(request_id: int) -> tuple[ChangeRow, ...]:
    """Return the wishes about a request that the reader may see, newest first."""
    query = select(*(getattr(RequestChange, name) for name in ChangeRow.__slots__))
    rows = db.session.execute(query.where(RequestChange.request_id == request_id).order_by(RequestChange.id.desc()))
    return tuple(ChangeRow(*row) for row in rows)
