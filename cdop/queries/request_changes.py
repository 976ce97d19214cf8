"""What agencies asked to change about their requests, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import RequestChange
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


def changes_of(request_id: int) -> tuple[ChangeRow, ...]:
    """Return the wishes about a request that the reader may see, newest first."""
    query = select(*(getattr(RequestChange, name) for name in ChangeRow.__slots__))
    rows = db.session.execute(query.where(RequestChange.request_id == request_id).order_by(RequestChange.id.desc()))
    return tuple(ChangeRow(*row) for row in rows)
