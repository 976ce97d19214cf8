"""Cases as lists and pages show them. Every statement starts from `visible_to(actor)`."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from cdop.extensions import db
from cdop.models import Case, CaseSearchTerm
from cdop.rules import cases as case_rules
from cdop.rules.actors import Actor
from cdop.rules.facts import CaseFacts
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, CaseStatus, Residency

PAGE_SIZE = 25
SORTS: dict[str, Any] = {
    "notified": Case.notified_on,
    "died": Case.died_on,
    "name": Case.name_folded,
    "reference": Case.reference_folded,
}


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list is narrowed to. Empty fields narrow nothing."""

    search: str = ""
    status: CaseStatus | None = None
    area_code: str | None = None
    residency: Residency | None = None
    notified_from: date | None = None
    notified_to: date | None = None
    sort: str = "notified"
    descending: bool = True
    page: int = 1


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of the list. It holds no cause, method or circumstance."""

    public_id: str
    reference: str
    given_names: str | None
    family_name: str | None
    born_on: date
    died_on: date
    notified_on: date
    area_code: str
    residency: Residency
    status: CaseStatus
    reviewed_on: date | None


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of cases and how many there are in all."""

    rows: tuple[CaseRow, ...]
    total: int
    page: int
    pages: int


def visible_to(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that leave the cases of which `can(actor, CASE_VIEW, case)` is true, and no others."""
    if not can(actor, Action.CASE_LIST):
        return (Case.id.is_(None),)
    panel: tuple[ColumnElement[bool], ...] = (Case.panel_id == actor.panel_id,)
    return (*panel, Case.id.not_in(sorted(actor.excluded_case_ids))) if actor.excluded_case_ids else panel


def case_list(actor: Actor, wanted: CaseFilter) -> CaseList:
    """Return one page of the cases this actor may see, filtered, sorted and paged in SQL: two statements."""
    conditions = (*visible_to(actor), *_conditions(actor, wanted))
    total = db.session.scalar(select(func.count()).select_from(Case).where(*conditions)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, wanted.page), pages)
    rows = db.session.execute(_page_of(conditions, wanted, page, total)).all()
    return CaseList(tuple(CaseRow(*row) for row in rows), total, page, pages)


def _conditions(actor: Actor, wanted: CaseFilter) -> list[ColumnElement[bool]]:
    found = [_named(actor, word) for word in case_rules.folded(wanted.search).split()]
    if wanted.status is not None:
        found.append(Case.status == wanted.status)
    if wanted.area_code:
        found.append(Case.area_code == wanted.area_code)
    if wanted.residency is not None:
        found.append(Case.residency == wanted.residency)
    if wanted.notified_from is not None:
        found.append(Case.notified_on >= wanted.notified_from)
    if wanted.notified_to is not None:
        found.append(Case.notified_on <= wanted.notified_to)
    return found


def _named(actor: Actor, word: str) -> ColumnElement[bool]:
    """Cases with a word that begins like this one. A range on the key of the terms, so no table is read through."""
    first = CaseSearchTerm.term >= word
    beyond = CaseSearchTerm.term < word[:-1] + chr(ord(word[-1]) + 1)
    return Case.id.in_(select(CaseSearchTerm.case_id).where(CaseSearchTerm.panel_id == actor.panel_id, first, beyond))


def _page_of(conditions: tuple[ColumnElement[bool], ...], wanted: CaseFilter, page: int, total: int) -> Select[Any]:
    """The page's ids come from the index of the sort alone; pages past the middle are counted from the end."""
    column = SORTS.get(wanted.sort, Case.notified_on)
    skip = (page - 1) * PAGE_SIZE
    size = min(PAGE_SIZE, total - skip)
    from_end = skip + size > total / 2 and total > PAGE_SIZE
    descending = wanted.descending != from_end
    order = (column.desc(), Case.id.desc()) if descending else (column, Case.id)
    offset = total - skip - size if from_end else skip
    ids = select(Case.id).where(*conditions).order_by(*order).limit(max(size, 0)).offset(max(offset, 0)).subquery()
    shown = (column.desc(), Case.id.desc()) if wanted.descending else (column, Case.id)
    return select(*_row_columns()).join(ids, ids.c.id == Case.id).order_by(*shown)


def _row_columns() -> tuple[Any, ...]:
    return (
        Case.public_id,
        Case.reference,
        Case.given_names,
        Case.family_name,
        Case.born_on,
        Case.died_on,
        Case.notified_on,
        Case.area_code,
        Case.residency,
        Case.status,
        Case.reviewed_on,
    )


FACT_COLUMNS = tuple(
    ("status died_on notified_on reviewed_on category modifiable residency joint_agency_response").split()
)


def facts_of(case: Any) -> CaseFacts:
    """Return a case, or a row with its columns, as the lifecycle and the deadlines see it."""
    return CaseFacts(**{name: getattr(case, name) for name in FACT_COLUMNS})


def counts_by_status(actor: Actor) -> dict[CaseStatus, int]:
    """Return how many of the cases this actor may see are in each stage; stages without any are left out."""
    rows = db.session.execute(select(Case.status, func.count()).where(*visible_to(actor)).group_by(Case.status))
    return dict(rows.all())
