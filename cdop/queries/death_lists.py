"""Lists of deaths: who sends them, what came of each, and what was brought in and is not kept yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from cdop.extensions import db
from cdop.models import AwaitedNotification, Case, DeathList, DeathListFile, DeathListRow, ListSource, Notification
from cdop.queries.known_deaths import Known, known_like
from cdop.rules.actors import Actor
from cdop.rules.case_words import listed_name
from cdop.rules.dates import LONDON
from cdop.rules.facts import PanelSubject
from cdop.rules.list_kinds import KINDS, REGISTRAR, ListKind
from cdop.rules.policy import can
from cdop.rules.reconciliation import Found, reconcile
from cdop.rules.same_child import Child
from cdop.rules.vocabulary import Action, ListOutcome, ListStatus

PAGE_SIZE = 50
EVERY = "all"
OPEN = (ListOutcome.MISSING, ListOutcome.POSSIBLE)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Somebody who sends lists. `came_on` is when the last kept one came; `open_count` lines wait for a person."""

    public_id: str
    panel_id: int
    name: str
    kind_key: str
    is_monthly: bool
    columns: Mapping[str, str]
    gaps: str | None
    version: int
    came_on: date | None
    open_count: int

    @property
    def kind(self) -> ListKind:
        """What sort of list it is, and what such a list leaves out."""
        return KINDS[self.kind_key]

    def is_due(self, today: date) -> bool:
        """Whether a list is awaited each month, and none has come in the month before this one or since."""
        if not self.is_monthly:
            return False
        before = date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)
        return self.came_on is None or self.came_on < before


@dataclass(frozen=True, slots=True)
class ListHead:
    """One list. `counts` are how many of its lines come to what."""

    id: int
    panel_id: int
    public_id: str
    status: ListStatus
    came_at: datetime
    kept_at: datetime | None
    by_name: str
    row_count: int
    repeated_count: int
    adult_count: int
    note_count: int
    source_id: str
    source: str
    kind_key: str
    columns: Mapping[str, str]

    @property
    def subject(self) -> PanelSubject:
        """The list as policy sees it."""
        return PanelSubject(self.panel_id)


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of the lists that came, newest first."""

    rows: tuple[tuple[ListHead, Mapping[str, int]], ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line of a list: what it says of a child, what it comes to, and as which case, notification or awaited one."""

    public_id: str
    version: int
    line: int
    given_names: str | None
    family_name: str | None
    nhs_number: str | None
    born_on: date | None
    died_on: date
    postcode: str | None
    place: str | None
    event_on: date | None
    list_reference: str | None
    remarks: list[str]
    outcome: ListOutcome
    evidence: list[str]
    settled_at: datetime | None
    settled_by: str | None
    note: str | None
    case_id: str | None
    case: str | None
    notification_id: str | None
    notification: str | None
    awaited_id: str | None
    awaited: str | None

    @property
    def name(self) -> str:
        """The child's name as a list shows it."""
        return listed_name(self.given_names, self.family_name)

    @property
    def child(self) -> Child:
        """What the line tells of the child."""
        return child_of(self)


@dataclass(frozen=True, slots=True)
class ListLines:
    """One page of a list's lines, how many there are, and how many come to what."""

    rows: tuple[ListLine, ...]
    total: int
    page: int
    pages: int
    counts: Mapping[str, int]


def sources(actor: Actor, *, today: date) -> tuple[SourceRow, ...]:
    """Return who sends lists to the actor's panel, by name: one statement."""
    if not can(actor, Action.DEATH_LIST_VIEW):
        return ()
    rows = db.session.execute(
        _SOURCES.where(ListSource.panel_id == actor.panel_id).order_by(func.lower(ListSource.name))
    )
    return tuple(_source(row) for row in rows)


def due(*, today: date) -> tuple[tuple[int, str], ...]:
    """Return which monthly lists have not come: each its panel's id and its sender's public id.

    A panel that takes notifications and has named no registrar waits for a list too: its sender is "".
    """
    rows = db.session.execute(_SOURCES.order_by(ListSource.id)).all()
    found = [(each.panel_id, each.public_id) for row in rows if (each := _source(row)).is_due(today)]
    registrars = select(ListSource.panel_id).where(ListSource.kind == REGISTRAR)
    taking = select(Case.panel_id).where(Case.notified_at.is_not(None), Case.panel_id.not_in(registrars)).distinct()
    return (*found, *((panel_id, "") for panel_id in db.session.scalars(taking.order_by(Case.panel_id))))


def source(actor: Actor, public_id: str) -> SourceRow | None:
    """Return one of them, None where there is none that the actor may know of."""
    if not can(actor, Action.DEATH_LIST_VIEW):
        return None
    mine = (ListSource.panel_id == actor.panel_id) & (ListSource.public_id == public_id)
    row = db.session.execute(_SOURCES.where(mine)).one_or_none()
    return None if row is None else _source(row)


def lists(actor: Actor, *, page: int) -> ListPage:
    """Return a page of the lists that came, newest first: three statements."""
    if not can(actor, Action.DEATH_LIST_VIEW):
        return ListPage((), 0, 1, 1)
    mine = DeathList.panel_id == actor.panel_id
    total = db.session.scalar(select(func.count()).select_from(DeathList).where(mine)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    query = _HEADS.where(mine).order_by(DeathList.created_at.desc(), DeathList.id.desc())
    heads = [ListHead(*tuple(r)) for r in db.session.execute(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))]
    counts: dict[int, dict[str, int]] = {head.id: {} for head in heads}
    grouped = select(DeathListRow.list_id, DeathListRow.outcome, func.count()).where(
        DeathListRow.list_id.in_(list(counts)), *_open_to(actor)
    )
    for list_id, outcome, number in db.session.execute(grouped.group_by(DeathListRow.list_id, DeathListRow.outcome)):
        counts[list_id][outcome] = number
    return ListPage(tuple((head, counts[head.id]) for head in heads), total, page, pages)


def head(actor: Actor, public_id: str) -> ListHead | None:
    """Return a list of the actor's panel, None where there is none that they may know of."""
    if not can(actor, Action.DEATH_LIST_VIEW):
        return None
    mine = (DeathList.panel_id == actor.panel_id) & (DeathList.public_id == public_id)
    row = db.session.execute(_HEADS.where(mine)).one_or_none()
    return None if row is None else ListHead(*tuple(row))


def content(list_id: int) -> bytes | None:
    """Return the file of a list that is not kept yet."""
    return db.session.scalar(select(DeathListFile.content).where(DeathListFile.list_id == list_id))


def lines(actor: Actor, list_id: int, *, outcome: str, page: int) -> ListLines:
    """Return a page of the lines of a list that come to `outcome`, or of all: two statements."""
    conditions = [DeathListRow.list_id == list_id, *_open_to(actor)]
    counting = select(DeathListRow.outcome, func.count()).where(*conditions).group_by(DeathListRow.outcome)
    counts: dict[str, int] = {each.value: 0 for each in ListOutcome}
    counts |= {found.value: number for found, number in db.session.execute(counting)}
    counts[EVERY] = sum(counts.values())
    if outcome != EVERY:
        conditions.append(DeathListRow.outcome == ListOutcome(outcome))
    pages = max(1, -(-counts[outcome] // PAGE_SIZE))
    page = min(max(1, page), pages)
    query = _LINES.where(*conditions).order_by(DeathListRow.line, DeathListRow.id)
    rows = db.session.execute(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return ListLines(tuple(ListLine(*tuple(row)) for row in rows), counts[outcome], page, pages, counts)


def every_line(actor: Actor, list_id: int) -> Iterator[ListLine]:
    """Yield every line of a list that the actor may know of, in its order."""
    query = _LINES.where(DeathListRow.list_id == list_id, *_open_to(actor)).order_by(DeathListRow.line, DeathListRow.id)
    for row in db.session.execute(query):
        yield ListLine(*tuple(row))


def line(actor: Actor, public_id: str) -> tuple[ListHead, ListLine] | None:
    """Return a line and its list, None where there is none that the actor may know of."""
    if not can(actor, Action.DEATH_LIST_VIEW):
        return None
    mine = (DeathListRow.panel_id == actor.panel_id) & (DeathListRow.public_id == public_id)
    row = db.session.execute(_LINES.where(mine, *_open_to(actor))).one_or_none()
    if row is None:
        return None
    of_row = select(DeathListRow.list_id).where(DeathListRow.public_id == public_id).scalar_subquery()
    return ListHead(*tuple(db.session.execute(_HEADS.where(DeathList.id == of_row)).one())), ListLine(*tuple(row))


def known_digests(source_id: str, digests: list[str]) -> set[str]:
    """Return which of these lines a source has sent before."""
    of_source = select(ListSource.id).where(ListSource.public_id == source_id).scalar_subquery()
    found: set[str] = set()
    for start in range(0, len(digests), 500):
        some = digests[start : start + 500]
        query = select(DeathListRow.digest).where(DeathListRow.source_id == of_source, DeathListRow.digest.in_(some))
        found.update(db.session.scalars(query))
    return found


def compared(panel_id: int, children: list[Child]) -> list[Found[Known]]:
    """Return what the deaths of these children come to, with all that the panel holds now."""
    return reconcile(known_like(panel_id, children))


def child_of(line: Any) -> Child:
    """Return what a line of a list, read, stored or shown, tells of the child."""
    told: dict[str, Any] = {name: getattr(line, name) or None for name in _OF_CHILD}
    return Child(**told)


_OF_CHILD = ("given_names", "family_name", "nhs_number", "born_on", "died_on", "postcode")


def _open_to(actor: Actor) -> list[ColumnElement[bool]]:
    """Lines that are of no case in which the actor takes no part."""
    excluded = sorted(actor.excluded_case_ids)
    return [or_(DeathListRow.case_id.is_(None), DeathListRow.case_id.not_in(excluded))] if excluded else []


def _source(row: Any) -> SourceRow:
    *told, came_at, open_count = tuple(row)
    came_on = None if came_at is None else came_at.astimezone(LONDON).date()
    values: list[Any] = [*told, came_on, open_count]
    return SourceRow(*values)


def _joined(query: Select[Any]) -> Select[Any]:
    return (
        query.select_from(DeathListRow)
        .outerjoin(Case, Case.id == DeathListRow.case_id)
        .outerjoin(Notification, Notification.id == DeathListRow.notification_id)
        .outerjoin(AwaitedNotification, AwaitedNotification.id == DeathListRow.awaited_id)
    )


_OPEN_LINES = (
    select(func.count())
    .select_from(DeathListRow)
    .where(DeathListRow.source_id == ListSource.id, DeathListRow.outcome.in_(OPEN))
    .correlate(ListSource)
    .scalar_subquery()
)
_CAME = (
    select(func.max(DeathList.created_at))
    .where(DeathList.source_id == ListSource.id, DeathList.status == ListStatus.KEPT)
    .correlate(ListSource)
    .scalar_subquery()
)
_SOURCE: tuple[Any, ...] = (
    ListSource.public_id,
    ListSource.panel_id,
    ListSource.name,
    ListSource.kind,
    ListSource.is_monthly,
    ListSource.columns,
    ListSource.gaps,
    ListSource.version,
)
_SOURCES = select(*_SOURCE, _CAME, _OPEN_LINES)
_HEAD: tuple[Any, ...] = (
    DeathList.id,
    DeathList.panel_id,
    DeathList.public_id,
    DeathList.status,
    DeathList.created_at,
    DeathList.kept_at,
    DeathList.by_name,
    DeathList.row_count,
    DeathList.repeated_count,
    DeathList.adult_count,
    DeathList.note_count,
    ListSource.public_id.label("source_public_id"),
    ListSource.name,
    ListSource.kind,
    ListSource.columns,
)
_HEADS = select(*_HEAD).join(ListSource, ListSource.id == DeathList.source_id)
_LINE_COLUMNS: tuple[Any, ...] = (
    DeathListRow.public_id,
    DeathListRow.version,
    DeathListRow.line,
    DeathListRow.given_names,
    DeathListRow.family_name,
    DeathListRow.nhs_number,
    DeathListRow.born_on,
    DeathListRow.died_on,
    DeathListRow.postcode,
    DeathListRow.place,
    DeathListRow.event_on,
    DeathListRow.list_reference,
    DeathListRow.remarks,
    DeathListRow.outcome,
    DeathListRow.evidence,
    DeathListRow.settled_at,
    DeathListRow.settled_by,
    DeathListRow.note,
    Case.public_id.label("case_public_id"),
    Case.reference.label("case_reference"),
    Notification.public_id.label("notification_public_id"),
    Notification.reference.label("notification_reference"),
    AwaitedNotification.public_id.label("awaited_public_id"),
    AwaitedNotification.reference.label("awaited_reference"),
)
_LINES: Select[Any] = _joined(select(*_LINE_COLUMNS))
