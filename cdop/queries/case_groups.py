"""Groups of cases for thematic review: the list, and one with its cases side by side.

Whoever takes no part in one of its cases does not know of a group: what is written of all would tell of that one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from cdop.extensions import db
from cdop.models import Case, CaseGroup, CaseOfGroup, Theme
from cdop.queries import factors, theme_facts
from cdop.rules.actors import Actor
from cdop.rules.ages import AgeBand, age_in_words
from cdop.rules.facts import PanelSubject
from cdop.rules.policy import can
from cdop.rules.theme_facts import AGE, FACTORS
from cdop.rules.vocabulary import Action, CaseStatus

PAGE_SIZE = 25
NOT_TOLD = "Not told"


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """A group as the list shows it."""

    public_id: str
    name: str
    theme: str | None
    cases: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class GroupList:
    """One page of groups and how many there are in all."""

    groups: tuple[ListedGroup, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class GroupedCase:
    """A case of a group: `told` is what is known of each compared fact, in words and in their order."""

    public_id: str
    reference: str
    status: CaseStatus
    told: tuple[str, ...]
    note: str | None
    age_band: AgeBand


@dataclass(frozen=True, slots=True)
class Group:
    """A group with its cases, or one page of them."""

    id: int
    panel_id: int
    public_id: str
    name: str
    purpose: str | None
    theme_key: str | None
    theme: str | None
    facts: tuple[str, ...]
    findings: str | None
    version: int
    cases: tuple[GroupedCase, ...]
    total: int
    page: int
    pages: int

    @property
    def subject(self) -> PanelSubject:
        """The group as policy sees it."""
        return PanelSubject(self.panel_id)


def group_list(actor: Actor, page: int) -> GroupList:
    """Return one page of the groups that the actor may know of, the newest first. Two statements."""
    known = _known_to(actor)
    total = db.session.scalar(select(func.count()).select_from(CaseGroup).where(*known)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    cases = select(func.count()).where(CaseOfGroup.group_id == CaseGroup.id).scalar_subquery()
    query = _with_theme(select(CaseGroup.public_id, CaseGroup.name, Theme.label, cases, CaseGroup.created_at))
    newest = query.where(*known).order_by(CaseGroup.created_at.desc(), CaseGroup.id.desc())
    rows = db.session.execute(newest.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return GroupList(tuple(ListedGroup(*row) for row in rows), total, page, pages)


def group(actor: Actor, public_id: str, page: int | None = 1, *, today: date) -> Group | None:
    """Return a group with a page of its cases, with all of them for None; None where the actor may not know of it.

    Factors have the words of today. Seven statements, however many cases.
    """
    query = _with_theme(select(*_GROUP, Theme.label)).where(*_known_to(actor), CaseGroup.public_id == public_id)
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    of_group = (CaseOfGroup.group_id == row.id,)
    total = db.session.scalar(select(func.count()).select_from(CaseOfGroup).where(*of_group)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    shown = None if page is None else min(max(1, page), pages)
    cases = select(*_CASE).join(CaseOfGroup, CaseOfGroup.case_id == Case.id).where(*of_group).order_by(Case.id)
    if shown is not None:
        cases = cases.limit(PAGE_SIZE).offset((shown - 1) * PAGE_SIZE)
    found = db.session.execute(cases).all()
    own = factors.labels(row.panel_id, today) if FACTORS in row.facts else {}
    told = theme_facts.told_of(row.panel_id, row.facts, Case.id.in_([each.id for each in found]))
    return Group(
        id=row.id,
        panel_id=row.panel_id,
        public_id=row.public_id,
        name=row.name,
        purpose=row.purpose,
        theme_key=row.theme_key,
        theme=row.label,
        facts=tuple(row.facts),
        findings=row.findings,
        version=row.version,
        cases=tuple(_case(each, row.facts, told.get(each.id, {}), own) for each in found),
        total=total,
        page=shown or 1,
        pages=pages,
    )


def _case(
    row: Any, facts: list[str], told: Mapping[str, frozenset[str | float]], own: Mapping[str, str]
) -> GroupedCase:
    words = tuple(
        age_in_words(row.born_on, row.died_on)
        if name == AGE
        else theme_facts.words(name, told.get(name, frozenset()), own) or NOT_TOLD
        for name in facts
    )
    return GroupedCase(row.public_id, row.reference, row.status, words, row.note, AgeBand(row.age_band))


def _known_to(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    mine = CaseGroup.panel_id == (actor.panel_id if can(actor, Action.GROUP_VIEW) else None)
    if not actor.excluded_case_ids:
        return (mine,)
    without = CaseOfGroup.case_id.in_(sorted(actor.excluded_case_ids))
    return mine, ~exists().where(CaseOfGroup.group_id == CaseGroup.id, without)


def _with_theme(query: Any) -> Any:
    of_both = (Theme.panel_id == CaseGroup.panel_id) & (Theme.key == CaseGroup.theme_key)
    return query.select_from(CaseGroup).outerjoin(Theme, of_both)


_GROUP = tuple(
    getattr(CaseGroup, name) for name in "id panel_id public_id name purpose theme_key facts findings version".split()
)
_CASE = (
    Case.id,
    Case.public_id,
    Case.reference,
    Case.status,
    Case.born_on,
    Case.died_on,
    Case.age_band,
    CaseOfGroup.note,
)
