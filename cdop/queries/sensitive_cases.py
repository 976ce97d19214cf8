"""Whether a case is marked as sensitive, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case
from cdop.queries.cases import visible_to
from cdop.rules.actors import Actor
from cdop.rules.facts import CaseSubject


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """A case by its reference. `since` is None where it is not marked as sensitive."""

    id: int
    panel_id: int
    public_id: str
    reference: str
    since: datetime | None
    reason: str | None

    @property
    def subject(self) -> CaseSubject:
        """The case as policy sees it."""
        return CaseSubject(self.id, self.panel_id)


def sensitivity(actor: Actor, public_id: str) -> Sensitivity | None:
    """Return whether a case is sensitive, None where the actor may not know of it."""
    row = db.session.execute(select(*_CASE).where(*visible_to(actor), Case.public_id == public_id)).one_or_none()
    return None if row is None else Sensitivity(*row)


_CASE: tuple[Any, ...] = (
    Case.id,
    Case.panel_id,
    Case.public_id,
    Case.reference,
    Case.sensitive_at,
    Case.sensitive_reason,
)
