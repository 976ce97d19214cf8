"""What the pages of a case's holds and letters say of the case itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case
from cdop.queries.cases import visible_to
from cdop.rules.actors import Actor
from cdop.rules.facts import CaseSubject
from cdop.rules.vocabulary import Residency


@dataclass(frozen=True, slots=True)
class CaseHead:
    """A case by its reference."""

    id: int
    panel_id: int
    public_id: str
    reference: str
    died_on: date
    notified_on: date
    residency: Residency
    reviewed_on: date | None
    family_letter_on: date | None

    @property
    def subject(self) -> CaseSubject:
        """The case as policy sees it."""
        return CaseSubject(self.id, self.panel_id)


def case_head(actor: Actor, public_id: str) -> CaseHead | None:
    """Return a case, None where the actor may not know of it."""
    row = db.session.execute(select(*_CASE).where(*visible_to(actor), Case.public_id == public_id)).one_or_none()
    return None if row is None else CaseHead(*tuple(row))


_CASE: tuple[Any, ...] = (
    Case.id,
    Case.panel_id,
    Case.public_id,
    Case.reference,
    Case.died_on,
    Case.notified_on,
    Case.residency,
    Case.reviewed_on,
    Case.family_letter_on,
)
