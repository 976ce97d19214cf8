"""What waits for the coordinator today: each line what, which case, due when. One statement for each list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, literal_column, select

from cdop.extensions import db
from cdop.models import (
    Agency,
    AwaitedNotification,
    Case,
    CaseHold,
    FamilyLetter,
    FormRequest,
    Notification,
    RequestChange,
)
from cdop.queries.awaited import visible_to as visible_awaited
from cdop.queries.case_page import deadline_settings
from cdop.queries.cases import visible_to
from cdop.queries.outbox import attention_count
from cdop.rules import deadlines, form_b
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON, written_date, written_moment
from cdop.rules.deadlines import Setting
from cdop.rules.facts import CaseFacts
from cdop.rules.numbers import counted
from cdop.rules.policy import can
from cdop.rules.vocabulary import (
    Action,
    AwaitedStatus,
    CaseStatus,
    ChangeStatus,
    HoldKind,
    LetterStatus,
    NotificationStatus,
)

SHOWN, PAGE_SIZE = 5, 50
CAME_IN = timedelta(days=7)
"""For so long a reporting form that came back is news."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do. `public_id` is of what it is about, `case_id` of its case where its page needs that too.

    `is_late`: the day it was due on is over.
    """

    public_id: str
    case_id: str
    reference: str
    words: str
    due_on: date | None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One list of my day: its first lines, and how many there are in all."""

    key: str
    title: str
    lines: tuple[Line, ...]
    total: int
    page: int = 1

    @property
    def pages(self) -> int:
        """How many pages hold all of it."""
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class _Asked:
    """For whom and when, with the panel's deadlines."""

    actor: Actor
    now: datetime
    settings: tuple[Setting, ...]

    @property
    def today(self) -> date:
        return self.now.astimezone(LONDON).date()


@dataclass(frozen=True, slots=True)
class _List:
    """A list: its statement, whose rows begin with the ids and the reference, and what a row says and is due."""

    title: str
    statement: Callable[[_Asked], Select[Any]]
    line: Callable[[Any, _Asked], tuple[str, date | None]]


def my_day(actor: Actor, *, now: datetime) -> tuple[Part, ...]:
    """Return the lists that have something in them, each with its first lines: at most twelve statements."""
    if not can(actor, Action.NOTIFICATION_TRIAGE):
        return ()
    asked = _asked(actor, now)
    parts = [*(_part(key, asked, SHOWN, 1) for key in _LISTS), _messages(actor)]
    return tuple(part for part in parts if part.total)


def whole_part(actor: Actor, key: str, *, page: int, now: datetime) -> Part | None:
    """Return a page of one list; None where there is no such list."""
    if key not in _LISTS or not can(actor, Action.NOTIFICATION_TRIAGE):
        return None
    return _part(key, _asked(actor, now), PAGE_SIZE, max(1, page))


def _asked(actor: Actor, now: datetime) -> _Asked:
    return _Asked(actor, now, deadline_settings(actor.panel_id or 0))


def _part(key: str, asked: _Asked, size: int, page: int) -> Part:
    wanted = _LISTS[key]
    query = wanted.statement(asked).add_columns(func.count().over().label("total"))
    rows = db.session.execute(query.limit(size).offset((page - 1) * PAGE_SIZE)).all()
    lines = tuple(_line(row, *wanted.line(row, asked), asked) for row in rows)
    return Part(key, wanted.title, lines, rows[0].total if rows else 0, page)


def _line(row: Any, words: str, due_on: date | None, asked: _Asked) -> Line:
    return Line(row[0], row[1], row[2], words, due_on, due_on is not None and due_on < asked.today)


def _messages(actor: Actor) -> Part:
    """One line for all messages that failed or may have arrived: their own page says more."""
    number = attention_count(actor)
    line = Line("", "", "", counted(number, "message") + " that failed, or may have arrived or not", None)
    return Part("messages", "Messages that need a decision", (line,) if number else (), number)


def _due(key: str, facts: CaseFacts, asked: _Asked) -> date | None:
    rows = deadlines.in_force(deadlines.DEADLINES, asked.settings, facts.notified_on or asked.today)
    (deadline,) = (row for row in rows if row.key == key)
    return deadlines.due_on(deadline, facts)


def _notifications(asked: _Asked) -> Select[Any]:
    waiting = Notification.status == NotificationStatus.RECEIVED
    columns: tuple[Any, ...] = (Notification.public_id, literal_column("''"), Notification.reference)
    query = select(*columns, Notification.received_at, Notification.source)
    return query.where(Notification.panel_id == asked.actor.panel_id, waiting).order_by(
        Notification.received_at, Notification.id
    )


def _notification(row: Any, asked: _Asked) -> tuple[str, date | None]:
    received = row.received_at
    facts = CaseFacts(status=CaseStatus.NOTIFIED, notified_at=received, notified_on=received.astimezone(LONDON).date())
    return f"Received {written_moment(received)}, by {row.source}", _due("triage_wd", facts, asked)


def _awaited(asked: _Asked) -> Select[Any]:
    """Awaited notifications that are late or that nobody was asked for: the first to be done at the top."""
    found = AwaitedNotification
    columns: tuple[Any, ...] = (found.public_id, literal_column("''"), found.reference, Agency.name, found.due_on)
    query = select(*columns).outerjoin(Agency, Agency.id == found.agency_id)
    late = (found.status == AwaitedStatus.AWAITED) & (found.agency_id.is_(None) | (found.due_on < asked.today))
    mine = query.where(*visible_awaited(asked.actor), late)
    return mine.order_by(found.due_on.is_not(None), found.due_on, found.id)


def _awaited_one(row: Any, _asked: _Asked) -> tuple[str, date | None]:
    return (f"{row.name} was asked", row.due_on) if row.name else ("No agency is asked to notify it", None)


def _unchecked(asked: _Asked) -> Select[Any]:
    """Cases whose first check nobody has made here: a register brought them in."""
    unchecked = (Case.status == CaseStatus.NOTIFIED) & Case.triaged_on.is_(None)
    return _cases(asked).where(unchecked).order_by(Case.notified_on, Case.id)


def _unchecked_case(row: Any, asked: _Asked) -> tuple[str, date | None]:
    return f"Notified on {written_date(row.notified_on)}", _due("triage_wd", _facts(row), asked)


def _unasked(asked: _Asked) -> Select[Any]:
    """Cases that were checked here and whose agencies nobody has asked yet."""
    is_asked = exists().where(FormRequest.case_id == Case.id)
    checked = (Case.status == CaseStatus.GATHERING) & Case.triaged_on.is_not(None)
    return _cases(asked).where(checked, ~is_asked).order_by(Case.triaged_on, Case.id)


def _unasked_case(row: Any, asked: _Asked) -> tuple[str, date | None]:
    words = f"Checked on {written_date(row.triaged_on)}, and no agency is asked"
    return words, _due("agencies_asked_wd", _facts(row), asked)


def _cases(asked: _Asked) -> Select[Any]:
    query = select(Case.public_id, literal_column("''"), Case.reference, Case.triaged_on, *_of_facts())
    return query.where(*visible_to(asked.actor))


def _requests(asked: _Asked) -> Select[Any]:
    columns: tuple[Any, ...] = (FormRequest.public_id, literal_column("''"), Case.reference, Agency.name)
    query = select(*columns, FormRequest.due_on, FormRequest.returned_at)
    joined = query.join(Case, Case.id == FormRequest.case_id).join(Agency, Agency.id == FormRequest.agency_id)
    return joined.where(*visible_to(asked.actor))


def _wishes(asked: _Asked) -> Select[Any]:
    """What agencies ask to change about their requests, and nobody has answered."""
    waits = FormRequest.status.in_(form_b.OPEN) & (RequestChange.status == ChangeStatus.ASKED)
    joined = _requests(asked).add_columns(RequestChange.until_on)
    mine = joined.join(RequestChange, RequestChange.request_id == FormRequest.id).where(waits)
    return mine.order_by(RequestChange.at, RequestChange.id)


def _wish(row: Any, _asked: _Asked) -> tuple[str, date | None]:
    if row.until_on is None:
        return f"{row.name} asks that a colleague answers", None
    return f"{row.name} asks for time until {written_date(row.until_on)}", None


def _late_forms(asked: _Asked) -> Select[Any]:
    late = FormRequest.status.in_(form_b.OPEN) & (FormRequest.due_on < asked.today)
    return _requests(asked).where(late).order_by(FormRequest.due_on, FormRequest.id)


def _late_form(row: Any, _asked: _Asked) -> tuple[str, date | None]:
    return str(row.name), row.due_on


def _returned_forms(asked: _Asked) -> Select[Any]:
    news = FormRequest.status.in_(form_b.SETTLED) & (FormRequest.returned_at > asked.now - CAME_IN)
    return _requests(asked).where(news).order_by(FormRequest.returned_at.desc(), FormRequest.id)


def _returned_form(row: Any, _asked: _Asked) -> tuple[str, date | None]:
    return f"{row.name}, returned {written_moment(row.returned_at)}", None


def _letters(asked: _Asked) -> Select[Any]:
    """Letters that can be released: during a criminal investigation none can."""
    criminal = (CaseHold.case_id == Case.id) & (CaseHold.kind == HoldKind.CRIMINAL) & CaseHold.ended_on.is_(None)
    columns: tuple[Any, ...] = (FamilyLetter.public_id, Case.public_id, Case.reference, FamilyLetter.kind, *_of_facts())
    query = select(*columns).join(Case, Case.id == FamilyLetter.case_id)
    draft = FamilyLetter.status == LetterStatus.DRAFT
    return query.where(*visible_to(asked.actor), draft, ~exists().where(criminal)).order_by(
        Case.died_on, FamilyLetter.id
    )


def _letter(row: Any, asked: _Asked) -> tuple[str, date | None]:
    return f"{row.kind.capitalize()} to read and release", _due("family_letter_days", _facts(row), asked)


def _ready(asked: _Asked) -> Select[Any]:
    return _cases(asked).where(Case.status == CaseStatus.READY).order_by(Case.ready_on, Case.id)


def _ready_case(row: Any, asked: _Asked) -> tuple[str, date | None]:
    since = f"Ready since {written_date(row.ready_on)}" if row.ready_on else "Ready"
    return since, _due("panel_weeks_after_ready", _facts(row), asked)


def _holds(asked: _Asked) -> Select[Any]:
    columns: tuple[Any, ...] = (
        CaseHold.public_id,
        Case.public_id,
        Case.reference,
        CaseHold.kind,
        CaseHold.next_check_on,
    )
    query = select(*columns).join(Case, Case.id == CaseHold.case_id)
    to_check = CaseHold.ended_on.is_(None) & (CaseHold.next_check_on <= asked.today)
    return query.where(*visible_to(asked.actor), to_check).order_by(CaseHold.next_check_on, CaseHold.id)


def _hold(row: Any, _asked: _Asked) -> tuple[str, date | None]:
    return f"Waits for: {row.kind}", row.next_check_on


def _of_facts() -> tuple[Any, ...]:
    return Case.status, Case.died_on, Case.died_at, Case.notified_on, Case.notified_at, Case.ready_on


def _facts(row: Any) -> CaseFacts:
    names = ("status", "died_on", "died_at", "notified_on", "notified_at", "ready_on")
    return CaseFacts(**{name: getattr(row, name) for name in names})


_LISTS: dict[str, _List] = {
    "notifications": _List("Notifications waiting for their first check", _notifications, _notification),
    "awaited": _List("Deaths that are known and not notified yet", _awaited, _awaited_one),
    "first-checks": _List("Cases waiting for their first check", _unchecked, _unchecked_case),
    "not-asked": _List("Cases whose agencies are not asked yet", _unasked, _unasked_case),
    "wishes": _List("Agencies that ask for more time, or for a colleague to answer", _wishes, _wish),
    "late-forms": _List("Reporting forms that are late", _late_forms, _late_form),
    "returned-forms": _List("Reporting forms that came in this week", _returned_forms, _returned_form),
    "letters": _List("Letters to release", _letters, _letter),
    "ready": _List("Ready for panel and on no agenda", _ready, _ready_case),
    "holds": _List("Holds to look at again", _holds, _hold),
}
