"""Cases that may be of one child, two of them beside each other, and those that were joined."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, JoinedCase
from cdop.queries.cases import visible_to
from cdop.queries.same_child import Alike, alike, told_apart
from cdop.rules import case_words, corrections, same_child
from cdop.rules.actors import Actor
from cdop.rules.case_words import ANOTHER_CASE
from cdop.rules.facts import CaseSubject
from cdop.rules.same_child import Comparison
from cdop.rules.vocabulary import CaseStatus


@dataclass(frozen=True, slots=True)
class ComparedCase:
    """A case as the pages of joining show it: `facts` by column."""

    id: int
    panel_id: int
    public_id: str
    reference: str
    status: CaseStatus
    facts: dict[str, Any]

    @property
    def subject(self) -> CaseSubject:
        """The case as policy sees it."""
        return CaseSubject(self.id, self.panel_id)

    @property
    def name(self) -> str:
        """The child's name as a list shows it."""
        return case_words.listed_name(self.facts["given_names"], self.facts["family_name"])


@dataclass(frozen=True, slots=True)
class Joined:
    """A case that was joined to another: what it was called, why, by whom and when; its facts in words."""

    public_id: str
    reference: str
    reason: str
    by_name: str
    at: datetime
    closed: dict[str, Any]

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What was recorded of the child on the case that ended, in words."""
        days = ("born_on", "died_on", "notified_on")
        told = self.closed | {name: datetime.fromisoformat(self.closed[name]).date() for name in days}
        return case_words.facts(told)


@dataclass(frozen=True, slots=True)
class SameChildPage:
    """A case, the cases that may be of the same child or of a sibling, and those that were joined to it."""

    case: ComparedCase
    alike: tuple[Alike, ...]
    joined: tuple[Joined, ...]


@dataclass(frozen=True, slots=True)
class PairPage:
    """Two cases beside each other: each fact with its words in the one and in the other, and what it comes to."""

    one: ComparedCase
    other: ComparedCase
    comparison: Comparison
    lines: tuple[tuple[str, str, str], ...]


def same_child_page(actor: Actor, public_id: str) -> SameChildPage | None:
    """Return the page of a case, None where the actor may not know of it. Seven statements."""
    case = _case(actor, public_id)
    if case is None:
        return None
    (found,) = alike(actor, [same_child.of_case(case.facts)], but_case=case.id)
    cases = [each for each in found if each.case_id is not None]
    apart = told_apart([each.case_id for each in cases if each.case_id], case.reference, ANOTHER_CASE)
    return SameChildPage(case, tuple(each for each in cases if each.case_id not in apart), _joined(case.id))


def pair_page(actor: Actor, one_id: str, other_id: str) -> PairPage | None:
    """Return two cases (public ids) beside each other, None where the actor may not know of both or they are one."""
    one, other = _case(actor, one_id), _case(actor, other_id)
    if one is None or other is None or one.id == other.id:
        return None
    comparison = same_child.compare(same_child.of_case(one.facts), same_child.of_case(other.facts))
    both = zip(case_words.facts(one.facts), case_words.facts(other.facts), strict=True)
    lines = tuple((label, mine, theirs) for (label, mine), (_label, theirs) in both)
    return PairPage(one, other, comparison, lines)


def joined_case(actor: Actor, public_id: str, joined_id: str) -> tuple[ComparedCase, Joined] | None:
    """Return a case and one that was joined to it, None where there is none or the actor may not know of it."""
    case = _case(actor, public_id)
    found = () if case is None else (each for each in _joined(case.id) if each.public_id == joined_id)
    return next(((case, each) for each in found if case is not None), None)


def went_on_as(actor: Actor, closed_id: str) -> str | None:
    """Return the public id of the case that goes on for one that was joined, None where the actor may not know it."""
    joined = select(Case.public_id).join(JoinedCase, JoinedCase.case_id == Case.id)
    found = joined.where(*visible_to(actor), JoinedCase.closed_public_id == closed_id, JoinedCase.apart_at.is_(None))
    public_id: str | None = db.session.scalar(found)
    return public_id


def _case(actor: Actor, public_id: str) -> ComparedCase | None:
    query = select(Case.id, Case.panel_id, Case.public_id, Case.reference, Case.status, *_FACTS)
    row = db.session.execute(query.where(*visible_to(actor), Case.public_id == public_id)).one_or_none()
    if row is None:
        return None
    return ComparedCase(row.id, row.panel_id, row.public_id, row.reference, row.status, row._asdict())


def _joined(case_id: int) -> tuple[Joined, ...]:
    of_case = (JoinedCase.case_id == case_id, JoinedCase.apart_at.is_(None))
    rows = db.session.execute(select(*_RECORD).where(*of_case).order_by(JoinedCase.id))
    return tuple(Joined(*tuple(row)) for row in rows)


_FACTS: tuple[Any, ...] = tuple(getattr(Case, name) for name in corrections.FIELDS)
_RECORD: tuple[Any, ...] = (
    *(JoinedCase.public_id, JoinedCase.reference, JoinedCase.reason, JoinedCase.by_name),
    *(JoinedCase.created_at, JoinedCase.closed),
)
