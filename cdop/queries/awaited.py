"""Awaited notifications: the register of a panel, and one of them beside what may have arrived."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from cdop.extensions import db
from cdop.models import Agency, AwaitedNotification, Case, Notification, ScheduledReminder
from cdop.queries.case_page import deadline_settings
from cdop.queries.known_deaths import AWAITED, Known, known_like
from cdop.rules import cases as case_rules
from cdop.rules import reminders
from cdop.rules.actors import Actor
from cdop.rules.awaited import AwaitedDeath, notice_days_late
from cdop.rules.dates import LONDON
from cdop.rules.facts import PanelSubject
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, AwaitedSource, AwaitedStatus, ReminderStatus

PAGE_SIZE = 25
WAITING, LATE, UNASKED, EVERY = "awaited", "late", "nobody asked", "all"
STATES = (WAITING, LATE, UNASKED, AwaitedStatus.ARRIVED.value, AwaitedStatus.ENDED.value, EVERY)
SUBJECT = "awaited_notification"


@dataclass(frozen=True, slots=True)
class AwaitedFilter:
    """What the register is narrowed to. Empty fields narrow nothing."""

    search: str = ""
    agency_id: str = ""
    source: str = ""
    state: str = WAITING
    page: int = 1


@dataclass(frozen=True, slots=True)
class AwaitedRow:
    """A line of the register. `reminders` is how many reminders were sent since the agency was asked."""

    public_id: str
    reference: str
    source: AwaitedSource
    source_name: str | None
    given_names: str | None
    family_name: str | None
    died_on: date | None
    agency: str | None
    asked_at: datetime | None
    due_on: date | None
    status: AwaitedStatus
    ended_at: datetime | None
    reminders: int

    def is_late(self, today: date) -> bool:
        """Whether the agency was to have notified before today."""
        return self.status is AwaitedStatus.AWAITED and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class AwaitedList:
    """One page of the register, how many there are in all, and how many in each state under the same other filters."""

    rows: tuple[AwaitedRow, ...]
    total: int
    page: int
    pages: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class SentReminder:
    """A reminder that was sent, or is planned: what it is, to whom, and when."""

    label: str
    recipient: str
    due_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class AwaitedPage:
    """One awaited notification. `case` and `notification` are public id and reference of what arrived.

    `notice_days_late`: by how many days a coroner's or registrar's notice was late, None where nothing says.
    """

    id: int
    panel_id: int
    public_id: str
    reference: str
    version: int
    death: AwaitedDeath
    created_at: datetime
    agency_id: str | None
    agency: str | None
    agency_telephone: str | None
    asked_at: datetime | None
    due_on: date | None
    status: AwaitedStatus
    ended_at: datetime | None
    ended_by: str | None
    ended_why: str | None
    note: str | None
    case: tuple[str, str] | None
    notification: tuple[str, str] | None
    reminders: tuple[SentReminder, ...]
    alike: tuple[Known, ...]
    notice_days_late: int | None

    @property
    def subject(self) -> PanelSubject:
        """It, as policy sees it."""
        return PanelSubject(self.panel_id)

    @property
    def is_awaited(self) -> bool:
        """Whether it still is."""
        return self.status is AwaitedStatus.AWAITED


def awaited_list(actor: Actor, wanted: AwaitedFilter, *, now: datetime) -> AwaitedList:
    """Return a page of the actor's panel's awaited notifications, those due first at the top: two statements."""
    if not can(actor, Action.AWAITED_LIST):
        return AwaitedList((), 0, 1, 1, dict.fromkeys(STATES, 0))
    today = now.astimezone(LONDON).date()
    conditions = [*visible_to(actor), *_narrowed(wanted)]
    counts = _counts(conditions, today)
    total = counts[wanted.state]
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, wanted.page), pages)
    query = _joined(select(*_LINE, _reminders_sent())).where(*conditions, _in_state(wanted.state, today))
    model = AwaitedNotification
    ordered = query.order_by(model.ended_at.desc(), model.due_on.is_(None).desc(), model.due_on, model.id)
    rows = db.session.execute(ordered.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return AwaitedList(tuple(AwaitedRow(*tuple(row)) for row in rows), total, page, pages, counts)


def awaited_page(actor: Actor, public_id: str) -> AwaitedPage | None:
    """Return an awaited notification, None where there is none that the actor may know of."""
    if not can(actor, Action.AWAITED_LIST):
        return None
    row = db.session.execute(_WHOLE.where(*visible_to(actor), AwaitedNotification.public_id == public_id)).one_or_none()
    if row is None:
        return None
    found: AwaitedNotification = row[0]
    return AwaitedPage(
        id=found.id,
        panel_id=found.panel_id,
        public_id=found.public_id,
        reference=found.reference,
        version=found.version,
        death=death_of(found),
        created_at=found.created_at,
        agency_id=row.agency_public_id,
        agency=row.agency,
        agency_telephone=row.telephone,
        asked_at=found.asked_at,
        due_on=found.due_on,
        status=found.status,
        ended_at=found.ended_at,
        ended_by=found.ended_by,
        ended_why=found.ended_why,
        note=found.note,
        case=_pair(row.case_public_id, row.case_reference),
        notification=_pair(row.notification_public_id, row.notification_reference),
        reminders=_reminders_of(found.id),
        alike=alike(actor, death_of(found), but=found.id) if found.status is AwaitedStatus.AWAITED else (),
        notice_days_late=notice_days_late(
            found.source, found.event_on, found.told_on, deadline_settings(found.panel_id)
        ),
    )


def alike(actor: Actor, death: AwaitedDeath, *, but: int = 0) -> tuple[Known, ...]:
    """Return what the panel holds that may be this death and the actor may know of, the likeliest first.

    `but` is the id of the awaited notification that it is compared for.
    """
    found = known_like(actor.panel_id or 0, [death.child])[0]
    return tuple(each for each in found if each.is_open_to(actor) and (each.kind, each.id) != (AWAITED, but))


def death_of(row: AwaitedNotification) -> AwaitedDeath:
    """Return what is known of the death of a stored row."""
    return AwaitedDeath(
        source=row.source,
        told_on=row.told_on,
        source_name=row.source_name or "",
        event_on=row.event_on,
        given_names=row.given_names or "",
        family_name=row.family_name or "",
        nhs_number=row.nhs_number,
        born_on=row.born_on,
        died_on=row.died_on,
        postcode=row.postcode,
        place=row.place or "",
    )


def visible_to(actor: Actor) -> list[ColumnElement[bool]]:
    """Return the conditions that leave those of the actor's panel, without those of a case they take no part in."""
    excluded = sorted(actor.excluded_case_ids)
    model = AwaitedNotification
    open_to_all = or_(model.case_id.is_(None), model.case_id.not_in(excluded))
    return [model.panel_id == actor.panel_id, *([open_to_all] if excluded else [])]


def _narrowed(wanted: AwaitedFilter) -> list[ColumnElement[bool]]:
    model = AwaitedNotification
    conditions: list[ColumnElement[bool]] = []
    for word in case_rules.search_words(wanted.search[:200])[:6]:
        named = model.name_folded.contains(word, autoescape=True)
        conditions.append(or_(named, model.nhs_number == word, model.reference.icontains(word, autoescape=True)))
    if wanted.agency_id:
        conditions.append(Agency.public_id == wanted.agency_id)
    if wanted.source in set(AwaitedSource):
        conditions.append(model.source == AwaitedSource(wanted.source))
    return conditions


def _counts(conditions: list[ColumnElement[bool]], today: date) -> dict[str, int]:
    counted: list[Any] = [func.count().filter(_in_state(state, today)) for state in STATES]
    row = db.session.execute(_joined(select(*counted)).where(*conditions)).one()
    return dict(zip(STATES, row, strict=True))


def _in_state(state: str, today: date) -> ColumnElement[bool]:
    model = AwaitedNotification
    is_awaited = model.status == AwaitedStatus.AWAITED
    by_name: dict[str, ColumnElement[bool]] = {
        WAITING: is_awaited,
        LATE: and_(is_awaited, model.due_on < today),
        UNASKED: and_(is_awaited, model.agency_id.is_(None)),
        EVERY: model.id > 0,
    }
    return by_name[state] if state in by_name else model.status == AwaitedStatus(state)


def _reminders_sent() -> Any:
    sent = (
        select(func.count())
        .select_from(ScheduledReminder)
        .where(
            ScheduledReminder.subject_kind == SUBJECT,
            ScheduledReminder.subject_id == AwaitedNotification.id,
            ScheduledReminder.status == ReminderStatus.QUEUED,
            ScheduledReminder.due_at > AwaitedNotification.asked_at,
        )
    )
    return sent.correlate(AwaitedNotification).scalar_subquery()


def _reminders_of(awaited_id: int) -> tuple[SentReminder, ...]:
    columns = (ScheduledReminder.rule, ScheduledReminder.recipient, ScheduledReminder.due_at)
    query = select(*columns, ScheduledReminder.closed_at, ScheduledReminder.status).where(
        ScheduledReminder.subject_kind == SUBJECT,
        ScheduledReminder.subject_id == awaited_id,
        ScheduledReminder.status != ReminderStatus.NOT_NEEDED,
    )
    rows = db.session.execute(query.order_by(ScheduledReminder.due_at, ScheduledReminder.id))
    return tuple(SentReminder(reminders.rule_named(r.rule).label, r.recipient, r.due_at, r.closed_at) for r in rows)


def _pair(public_id: str | None, reference: str | None) -> tuple[str, str] | None:
    return None if public_id is None or reference is None else (public_id, reference)


def _joined(query: Select[Any]) -> Select[Any]:
    return query.select_from(AwaitedNotification).outerjoin(Agency, Agency.id == AwaitedNotification.agency_id)


_LINE: tuple[Any, ...] = (
    AwaitedNotification.public_id,
    AwaitedNotification.reference,
    AwaitedNotification.source,
    AwaitedNotification.source_name,
    AwaitedNotification.given_names,
    AwaitedNotification.family_name,
    AwaitedNotification.died_on,
    Agency.name,
    AwaitedNotification.asked_at,
    AwaitedNotification.due_on,
    AwaitedNotification.status,
    AwaitedNotification.ended_at,
)
_WHOLE = (
    select(
        AwaitedNotification,
        Agency.public_id.label("agency_public_id"),
        Agency.name.label("agency"),
        Agency.telephone,
        Case.public_id.label("case_public_id"),
        Case.reference.label("case_reference"),
        Notification.public_id.label("notification_public_id"),
        Notification.reference.label("notification_reference"),
    )
    .outerjoin(Agency, Agency.id == AwaitedNotification.agency_id)
    .outerjoin(Case, Case.id == AwaitedNotification.case_id)
    .outerjoin(Notification, Notification.id == AwaitedNotification.notification_id)
)
