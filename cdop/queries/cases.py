"""Cases as lists and pages show them. Every statement starts from `visible_to(actor)`."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import starmap
from operator import attrgetter
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Date, Engine, Integer, bindparam, func, select

from cdop.extensions import db
from cdop.models import Case, CaseSearchTerm, Panel, PanelArea
from cdop.prepared import Prepared
from cdop.queries.reading import read
from cdop.rules import case_words
from cdop.rules import cases as case_rules
from cdop.rules.actors import Actor
from cdop.rules.facts import CaseFacts, CaseSubject
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, CaseStatus, Residency

PAGE_SIZE = 25
# Beyond this a search is no name: more words would only cost the database, whose statement grows with each.
LONGEST_SEARCH, MOST_WORDS = 200, 6
# How many totals a worker remembers; then it begins anew.
REMEMBERED = 500
Conditions = tuple[ColumnElement[bool], ...]
SORTS: dict[str, Any] = {
    "notified": Case.notified_on,
    "died": Case.died_on,
    "name": Case.name_folded,
    "reference": Case.reference_folded,
}


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list is narrowed to. Empty fields narrow nothing, nor does an area that is none of the panel's."""

    search: str = ""
    status: CaseStatus | None = None
    area_code: str | None = None
    residency: Residency | None = None
    notified_from: date | None = None
    notified_to: date | None = None
    sort: str = "notified"
    descending: bool = True
    page: int = 1


class CaseRow(NamedTuple):
    """A line of the list. It holds no cause, method or circumstance."""

    public_id: str
    reference: str
    name: str
    born_on: date
    died_on: date
    notified_on: date
    area_code: str
    status: CaseStatus


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of cases, how many there are in all, and the panel's areas: names by code, in their order."""

    rows: tuple[CaseRow, ...]
    total: int
    page: int
    pages: int
    areas: dict[str, str]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cases somebody may know of: conditions, the same for all like them, and the values in them."""

    conditions: Conditions
    values: dict[str, Any]


def scope_of(actor: Actor) -> Scope:
    """Return what leaves the cases of which `can(actor, CASE_VIEW, case)` is true, and no others."""
    if not can(actor, Action.CASE_LIST):
        return Scope(_NONE, {})
    if not actor.excluded_case_ids:
        return Scope(_OF_PANEL, {"panel_id": actor.panel_id})
    return Scope(_OF_PANEL_BUT, {"panel_id": actor.panel_id, "excluded_ids": sorted(actor.excluded_case_ids)})


def visible_to(actor: Actor) -> Conditions:
    """Return the conditions of `scope_of` with their values in them, for a statement of its own."""
    if not can(actor, Action.CASE_LIST):
        return _NONE
    return _within(actor.panel_id, sorted(actor.excluded_case_ids))


def _within(panel_id: Any, excluded_ids: Any) -> Conditions:
    """The cases of a panel but these. Each operand is a value or a parameter."""
    panel: Conditions = (Case.panel_id == panel_id,)
    return panel if isinstance(excluded_ids, list) and not excluded_ids else (*panel, Case.id.not_in(excluded_ids))


def subject_of(actor: Actor, public_id: str) -> CaseSubject | None:
    """Return a case as policy sees it, None where this actor may not know of it."""
    scope = scope_of(actor)
    row = read(_subject(scope.conditions), **scope.values, public_id=public_id).one_or_none()
    return None if row is None else CaseSubject(row.id, row.panel_id)


@cache
def _subject(scope: Conditions) -> Prepared:
    return Prepared(select(Case.id, Case.panel_id).where(*scope, Case.public_id == bindparam("public_id")))


def case_list(actor: Actor, wanted: CaseFilter) -> CaseList:
    """Return one page of the cases this actor may see, filtered, sorted and paged in SQL: three statements."""
    scope, (areas, data_sum) = scope_of(actor), _panel(actor.panel_id)
    words = case_rules.search_words(wanted.search[:LONGEST_SEARCH])[:MOST_WORDS]
    if wanted.search.strip() and not words:
        return CaseList((), 0, 1, 1, areas)  # marks without a letter or figure are no name
    if wanted.area_code and wanted.area_code not in areas:
        wanted = replace(wanted, area_code=None)
    narrowed = tuple(name for name in FILTERS if getattr(wanted, name))
    values = scope.values | {name: getattr(wanted, name) for name in narrowed} | _word_values(words)
    shape = _Shape(scope.conditions, narrowed, len(words))
    total = _total(shape, data_sum, values)
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, wanted.page), pages)
    skip = (page - 1) * PAGE_SIZE
    size = min(PAGE_SIZE, total - skip)
    # Pages past the middle are counted from the end, where the index is as near.
    from_end = skip + size > total / 2 and total > PAGE_SIZE
    statement = _page_of(shape, wanted.sort, wanted.descending, wanted.descending != from_end)
    rows = read(statement, **values, limit=size, offset=total - skip - size if from_end else skip)
    return CaseList(tuple(starmap(_row, rows.all())), total, page, pages, areas)


def _row(public_id: str, reference: str, given_names: str | None, family_name: str | None, *rest: Any) -> CaseRow:
    return CaseRow(public_id, reference, case_words.listed_name(given_names, family_name), *rest)


def _panel(panel_id: int | None) -> tuple[dict[str, str], int | None]:
    """The areas of a panel, and the sum of all that its figures depend on."""
    rows = read(_PANEL, panel_id=panel_id).all()
    areas = {row.gss_code: row.name for row in rows if row.gss_code is not None}
    return areas, rows[0].data_sum if rows else None


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a list's statements look like, whatever the values in them."""

    scope: Conditions
    narrowed: tuple[str, ...]
    words: int

    def conditions(self) -> Conditions:
        filters = [FILTERS[name] for name in self.narrowed]
        return (*self.scope, *filters, *(_named(number) for number in range(self.words)))


def named_like(actor: Actor, search: str) -> Conditions:
    """Return the conditions that leave the cases which such a search finds, for a statement of its own."""
    words = case_rules.search_words(search[:LONGEST_SEARCH])[:MOST_WORDS]
    if search.strip() and not words:
        return _NONE
    return tuple(_with_term(actor.panel_id, word, _beyond(word)) for word in words)


def _named(number: int) -> ColumnElement[bool]:
    return _with_term(_panel_id, bindparam(f"word_{number}"), bindparam(f"beyond_{number}"))


def _with_term(panel_id: Any, word: Any, beyond: Any) -> ColumnElement[bool]:
    """Cases with a word that begins like the one typed: a range on the key of the terms."""
    like = (CaseSearchTerm.term >= word) & (CaseSearchTerm.term < beyond)
    return Case.id.in_(select(CaseSearchTerm.case_id).where(CaseSearchTerm.panel_id == panel_id, like))


def _word_values(words: list[str]) -> dict[str, str]:
    first = {f"word_{number}": word for number, word in enumerate(words)}
    return first | {f"beyond_{number}": _beyond(word) for number, word in enumerate(words)}


def _beyond(word: str) -> str:
    """The first word that does not begin like this one."""
    return word[:-1] + chr(ord(word[-1]) + 1)


def _total(shape: _Shape, data_sum: int | None, values: dict[str, Any]) -> int:
    """How many cases there are. Without a search the answer is remembered for as long as no figured fact changes:
    every column that a filter reads is one, and counting a hundred thousand takes longer than the page."""
    if shape.words:
        return int(read(_counting(shape), **values).scalar_one())
    totals, key = _totals.setdefault(db.engine, {}), (data_sum, shape, repr(values))
    total = totals.get(key)
    if total is None:
        if len(totals) >= REMEMBERED:
            totals.clear()
        total = totals[key] = int(read(_counting(shape), **values).scalar_one())
    return total


@cache
def _counting(shape: _Shape) -> Prepared:
    return Prepared(select(func.count()).select_from(Case).where(*shape.conditions()))


@cache
def _page_of(shape: _Shape, sort: str, descending: bool, from_last: bool) -> Prepared:
    """The page's ids come from the index of the sort alone; the rest is read for those few rows."""
    column = SORTS.get(sort, Case.notified_on)
    order = (column.desc(), Case.id.desc()) if from_last else (column, Case.id)
    ids = select(Case.id).where(*shape.conditions()).order_by(*order)
    of_page = ids.limit(bindparam("limit", type_=Integer)).offset(bindparam("offset", type_=Integer)).subquery()
    shown = (column.desc(), Case.id.desc()) if descending else (column, Case.id)
    return Prepared(select(*_ROW_COLUMNS).join(of_page, of_page.c.id == Case.id).order_by(*shown))


_panel_id = bindparam("panel_id", type_=Integer)
_NONE: Conditions = (Case.id.is_(None),)
_OF_PANEL = _within(_panel_id, [])
_OF_PANEL_BUT = _within(_panel_id, bindparam("excluded_ids", expanding=True, type_=Integer))
FILTERS: dict[str, ColumnElement[bool]] = {
    "status": Case.status == bindparam("status", type_=Case.status.type),
    "area_code": Case.area_code == bindparam("area_code"),
    "residency": Case.residency == bindparam("residency", type_=Case.residency.type),
    "notified_from": Case.notified_on >= bindparam("notified_from", type_=Date),
    "notified_to": Case.notified_on <= bindparam("notified_to", type_=Date),
}
_PANEL = Prepared(
    select(PanelArea.gss_code, PanelArea.name, Panel.data_sum)
    .select_from(Panel)
    .outerjoin(PanelArea, PanelArea.panel_id == Panel.id)
    .where(Panel.id == _panel_id)
    .order_by(PanelArea.name)
)
_ROW_COLUMNS = (
    *(Case.public_id, Case.reference, Case.given_names, Case.family_name, Case.born_on, Case.died_on),
    *(Case.notified_on, Case.area_code, Case.status),
)
_totals: WeakKeyDictionary[Engine, dict[Any, int]] = WeakKeyDictionary()


FACT_COLUMNS = tuple(
    (
        "status died_on notified_on reviewed_on category modifiable residency joint_agency_response "
        "died_at notified_at ncmd_submitted_at forwarded_on triaged_on agencies_asked_at jar_triggered_at "
        "jar_planned_at jar_visited_at abuse_known_on serious_incident_notified_on rapid_review_on "
        "rapid_response_discussed_on rapid_response_concluded_on family_letter_on review_meeting_on ready_on "
        "key_worker_name nhs_number "
        "born_on sex ethnicity gestation_weeks gestation_not_known birth_weight_g birth_weight_not_known "
        "place_of_death jar_not_held_reason"
    ).split()
)


_facts = attrgetter(*FACT_COLUMNS)


def facts_of(case: Any) -> CaseFacts:
    """Return a case, or a row with its columns, as the deadlines see it; `case_work` adds what the lifecycle asks."""
    return CaseFacts(**dict(zip(FACT_COLUMNS, _facts(case), strict=True)))


def counts_by_status(actor: Actor) -> dict[CaseStatus, int]:
    """Return how many of the cases this actor may see are in each stage; stages without any are left out."""
    rows = db.session.execute(select(Case.status, func.count()).where(*visible_to(actor)).group_by(Case.status))
    return dict(rows.all())
