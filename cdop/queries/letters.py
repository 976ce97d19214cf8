"""Letters to a child's family, as their pages show them. Whether one may be read is asked by whoever opens it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FamilyLetter
from cdop.queries.case_head import CaseHead, case_head
from cdop.rules.actors import Actor
from cdop.rules.correspondence import Language, LetterKind, LetterStatus


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter in a list."""

    public_id: str
    kind: LetterKind
    status: LetterStatus
    created_at: datetime
    posted_on: date | None


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One letter, whole."""

    id: int
    public_id: str
    kind: LetterKind
    status: LetterStatus
    language: Language
    heading: str
    addressee: str
    text: str
    created_at: datetime
    released_at: datetime | None
    released_by: str | None
    posted_on: date | None
    version: int
    case: CaseHead

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.status is LetterStatus.DRAFT


def letters_of_case(case: CaseHead) -> tuple[LetterRow, ...]:
    """Return the letters of a case, oldest first."""
    query = select(*(getattr(FamilyLetter, name) for name in LetterRow.__slots__))
    of_case = query.where(FamilyLetter.case_id == case.id).order_by(FamilyLetter.id)
    return tuple(LetterRow(*tuple(row)) for row in db.session.execute(of_case))


def letter_page(actor: Actor, case_id: str, letter_id: str) -> LetterPage | None:
    """Return a letter of a case by their public ids, None where there is none that the actor may know of."""
    case = case_head(actor, case_id)
    if case is None:
        return None
    one = (FamilyLetter.case_id == case.id) & (FamilyLetter.public_id == letter_id)
    row = db.session.execute(select(*_LETTER).where(one)).one_or_none()
    return None if row is None else LetterPage(*(*row, case))


_LETTER: tuple[Any, ...] = (
    FamilyLetter.id,
    FamilyLetter.public_id,
    FamilyLetter.kind,
    FamilyLetter.status,
    FamilyLetter.language,
    FamilyLetter.heading,
    FamilyLetter.addressee,
    FamilyLetter.text,
    FamilyLetter.created_at,
    FamilyLetter.released_at,
    FamilyLetter.released_by,
    FamilyLetter.posted_on,
    FamilyLetter.version,
)
