"""Cases that may be of one child, two of them beside each other, and those that were joined."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.base import Executable

from cdop.extensions import db
from cdop.models import Case, CaseFactHistory, CaseMatchKey, JoinedCase
from cdop.queries.cases import visible_to
from cdop.queries.reading import read
from cdop.queries.same_child import Alike, alike, told_apart
from cdop.rules import case_words, corrections, same_child
from cdop.rules.actors import Actor
from cdop.rules.case_words import TWO_CHILDREN
from cdop.rules.facts import CaseSubject
from cdop.rules.lifecycle import ENDED
from cdop.rules.same_child import Comparison, Likeness
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


@dataclass(frozen=True, slots=True)
class LikelyPair:
    """Two cases that are likely of one child, by public id and reference: the one that is not complete, the other."""

    public_id: str
    other_id: str
    references: tuple[str, str]


def likely_pairs(actor: Actor) -> tuple[LikelyPair, ...]:
    """Return pairs of cases that the actor may know of and that are likely of one child, the newest first.

    One of the two is among the newest that the panel has not completed; whoever said that they are two children is
    believed. Three statements at most.
    """
    pairs = [tuple(row) for row in read(_SHARING, panel_id=actor.panel_id)]
    if not pairs:
        return ()
    query = select(Case.id, Case.public_id, Case.reference, *_FACTS).where(*visible_to(actor))
    ids = {number for pair in pairs for number in pair}
    cases = {row.id: row for row in db.session.execute(query.where(Case.id.in_(ids)))}
    apart = _told_apart(ids)
    found: dict[frozenset[int], LikelyPair] = {}
    for pair in pairs:
        one, other = (cases.get(number) for number in pair)
        if one is None or other is None or {(one.id, other.reference), (other.id, one.reference)} & apart:
            continue
        likeness = same_child.compare(*(same_child.of_case(each._asdict()) for each in (one, other))).likeness
        if likeness is Likeness.LIKELY:
            references = (one.reference, other.reference)
            found.setdefault(frozenset(pair), LikelyPair(one.public_id, other.public_id, references))
    return tuple(found.values())


def same_child_page(actor: Actor, public_id: str) -> SameChildPage | None:
    """Return the page of a case, None where the actor may not know of it. Seven statements."""
    case = compared_case(actor, public_id)
    if case is None:
        return None
    (found,) = alike(actor, [same_child.of_case(case.facts)], but_case=case.id)
    cases = [each for each in found if each.case_id is not None]
    apart = told_apart([each.case_id for each in cases if each.case_id], case.reference, *TWO_CHILDREN)
    return SameChildPage(case, tuple(each for each in cases if each.case_id not in apart), _joined(case.id))


def pair_page(actor: Actor, one_id: str, other_id: str) -> PairPage | None:
    """Return two cases (public ids) beside each other, None where the actor may not know of both or they are one."""
    one, other = compared_case(actor, one_id), compared_case(actor, other_id)
    if one is None or other is None or one.id == other.id:
        return None
    comparison = same_child.compare(same_child.of_case(one.facts), same_child.of_case(other.facts))
    both = zip(case_words.facts(one.facts), case_words.facts(other.facts), strict=True)
    lines = tuple((label, mine, theirs) for (label, mine), (_label, theirs) in both)
    return PairPage(one, other, comparison, lines)


def joined_case(actor: Actor, public_id: str, joined_id: str) -> tuple[ComparedCase, Joined] | None:
    """Return a case and one that was joined to it, None where there is none or the actor may not know of it."""
    case = compared_case(actor, public_id)
    found = () if case is None else (each for each in _joined(case.id) if each.public_id == joined_id)
    return next(((case, each) for each in found if case is not None), None)


def went_on_as(actor: Actor, closed_id: str) -> str | None:
    """Return the public id of the case that goes on for one that was joined, None where the actor may not know it."""
    joined = select(Case.public_id).join(JoinedCase, JoinedCase.case_id == Case.id)
    found = joined.where(*visible_to(actor), JoinedCase.closed_public_id == closed_id, JoinedCase.apart_at.is_(None))
    public_id: str | None = db.session.scalar(found)
    return public_id


def compared_case(actor: Actor, public_id: str) -> ComparedCase | None:
    """Return a case with its facts, None where the actor may not know of it. One statement."""
    query = select(Case.id, Case.panel_id, Case.public_id, Case.reference, Case.status, *_FACTS)
    row = db.session.execute(query.where(*visible_to(actor), Case.public_id == public_id)).one_or_none()
    if row is None:
        return None
    return ComparedCase(row.id, row.panel_id, row.public_id, row.reference, row.status, row._asdict())


def _told_apart(case_ids: set[int]) -> set[tuple[int, str]]:
    """Of which of these cases somebody said that the case of a reference is of another child. One statement."""
    past = CaseFactHistory
    said = (past.case_id.in_(case_ids), past.field.in_(TWO_CHILDREN))
    return {(row.case_id, row.old or "") for row in db.session.execute(select(past.case_id, past.old).where(*said))}


def _joined(case_id: int) -> tuple[Joined, ...]:
    of_case = (JoinedCase.case_id == case_id, JoinedCase.apart_at.is_(None))
    rows = db.session.execute(select(*_RECORD).where(*of_case).order_by(JoinedCase.id))
    return tuple(Joined(*tuple(row)) for row in rows)


_FACTS: tuple[Any, ...] = tuple(getattr(Case, name) for name in corrections.FIELDS)
_RECORD: tuple[Any, ...] = (
    *(JoinedCase.public_id, JoinedCase.reference, JoinedCase.reason, JoinedCase.by_name),
    *(JoinedCase.created_at, JoinedCase.closed),
)


NEWEST = 200
"""Of so many cases that are not complete another one of the child is looked for."""


def _sharing() -> Executable:
    """Pairs of cases whose dates, or a name that sounds alike with a date, agree twice: few, and found by index."""
    open_cases = select(Case.id).where(Case.panel_id == bindparam("panel_id"), Case.status.not_in(ENDED))
    newest = open_cases.order_by(Case.id.desc()).limit(NEWEST).subquery()
    mine, its = aliased(CaseMatchKey), aliased(CaseMatchKey)
    is_shared = (its.panel_id == mine.panel_id) & (its.key == mine.key) & (its.case_id != mine.case_id)
    with_dates = or_(*(mine.key.startswith(kind) for kind in same_child.KEYS_WITH_DATES))
    joined = select(mine.case_id, its.case_id).join(newest, newest.c.id == mine.case_id).join(its, is_shared)
    grouped = joined.where(with_dates).group_by(mine.case_id, its.case_id).having(func.count() >= 2)
    return grouped.order_by(mine.case_id.desc(), its.case_id.desc()).limit(NEWEST)


_SHARING = _sharing()
