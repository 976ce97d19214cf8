"""What waits for a person today, by what they may do: each line what, which case, due when, and whom to ring."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, bindparam, cast, exists, func, literal, literal_column, null, select, union_all
from sqlalchemy.sql.base import Executable

from cdop.models import (
    ActionItem,
    Agency,
    AgendaItem,
    AwaitedNotification,
    Case,
    CaseHold,
    FamilyLetter,
    FormRequest,
    Notification,
    PanelMeeting,
    RequestChange,
    RequestContact,
    SameDayAlert,
    TriageDecision,
)
from cdop.queries import alerts, papers_due
from cdop.queries.awaited import visible_to as visible_awaited
from cdop.queries.case_page import deadline_settings
from cdop.queries.cases import visible_to
from cdop.queries.joined_cases import likely_pairs
from cdop.queries.outbox import attention_count
from cdop.queries.reading import read
from cdop.queries.this_week import this_week
from cdop.rules import deadline_table, deadlines, decisions, form_b
from cdop.rules.actions import CLOSED
from cdop.rules.actors import Actor
from cdop.rules.correspondence import LetterStatus
from cdop.rules.dates import LONDON, written_date, written_moment
from cdop.rules.deadlines import Setting
from cdop.rules.decisions import Decision
from cdop.rules.facts import CaseFacts
from cdop.rules.numbers import counted
from cdop.rules.policy import can
from cdop.rules.vocabulary import (
    Action,
    AgendaItemStatus,
    AwaitedStatus,
    CaseStatus,
    ChangeStatus,
    HoldKind,
    NotificationStatus,
    Residency,
)
from cdop.rules.working_days import add_working_days

SHOWN, PAGE_SIZE = 5, 50
THIS_WEEK = "this-week"
_NO_CASE: Any = literal_column("''").label("of_case")
_NO_DAY: Any = cast(null(), Date).label("until_on")
_FOR_REVIEW = Case.status != CaseStatus.NOT_FOR_REVIEW
_ONE_CHILD = "likely the same child. Join them, or say that they are two"
UNANSWERED_WORKING_DAYS = 15
"""When the chair is told of a form that has not come: see the rule `form_b_chair` of the reminders."""
REVIEW_MEETING_FROM = timedelta(days=62)
"""So long after the death a review meeting comes up, a month before it is usually due."""
_BEFORE_REVIEW = (CaseStatus.NOTIFIED, CaseStatus.GATHERING)
CAME_IN = timedelta(days=7)
"""For so long a reporting form that came back is news."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do. `public_id` is of what it is about, `case_id` of its case where its page needs that too.

    `is_late`: the day it was due on is over. `telephone` and `contact` say whom to ring and what was said last; `key`
    is of the list whose pages show it where one list has lines of several.
    """

    public_id: str
    case_id: str
    reference: str
    words: str
    due_on: date | None
    is_late: bool = False
    telephone: str = ""
    contact: str = ""
    key: str = ""


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


class _Whose(NamedTuple):
    """Whose lists, and of which day: what statements are made of, but for the instant `since`."""

    actor: Actor
    today: date


@dataclass(frozen=True, slots=True)
class _Asked:
    """For whom and when, with the panel's deadlines."""

    actor: Actor
    now: datetime
    settings: tuple[Setting, ...]

    @property
    def today(self) -> date:
        return self.now.astimezone(LONDON).date()

    def read(self, statement: Executable) -> Sequence[Any]:
        """The rows of a statement of lists."""
        return read(statement, since=self.now - CAME_IN).all()


@dataclass(frozen=True, slots=True)
class _List:
    """A list: its statement, whose rows begin with the ids and the reference, and what a row says and is due.

    Lists of one `shape` have the same columns.
    """

    title: str
    shape: str
    statement: Callable[[_Whose], Select[Any]]
    line: Callable[[Any, _Asked], tuple[str, date | None] | tuple[str, date | None, str, str]]
    action: Action = Action.NOTIFICATION_TRIAGE


def my_day(actor: Actor, *, settings: tuple[Setting, ...] | None = None, now: datetime) -> tuple[Part, ...]:
    """Return the lists of this person that have something in them, each with its first lines.

    `settings`: the panel's deadlines, if read already. At most fifteen statements, two more where cases are alike.
    """
    if not can(actor, Action.CASE_LIST):
        return ()
    asked = _asked(actor, now, settings)
    mine = {key: each for key, each in _LISTS.items() if can(actor, each.action)}
    shapes = dict.fromkeys(each.shape for each in mine.values())
    found = {part.key: part for shape in shapes for part in _first_lines(shape, asked, mine)}
    week = _week(asked, page=1, size=SHOWN)
    others = (_pairs(actor), _messages(actor)) if can(actor, Action.NOTIFICATION_TRIAGE) else ()
    parts = [*(found[key] for key in mine if key in _FIRST), week, *(found[key] for key in mine if key not in _FIRST)]
    return tuple(part for part in (*parts, *others) if part.total)


def whole_part(actor: Actor, key: str, *, page: int, now: datetime) -> Part | None:
    """Return a page of one list; None where there is no such list, or it is not this person's."""
    if key == THIS_WEEK and can(actor, Action.CASE_LIST):
        return _week(_asked(actor, now), page=max(1, page), size=PAGE_SIZE)
    if key not in _LISTS or not can(actor, _LISTS[key].action):
        return None
    return _part(key, _asked(actor, now), max(1, page))


def _week(asked: _Asked, *, page: int, size: int) -> Part:
    """What falls due from today to the same day of next week, the first of it on top."""
    found = this_week(asked.actor, asked.settings, today=asked.today)
    lines = tuple(
        Line(each.public_id, each.case_id, each.reference, each.words, each.due_on, key=each.key)
        for each in found[(page - 1) * size : page * size]
    )
    return Part(THIS_WEEK, "Due this week", lines, len(found), page)


def _asked(actor: Actor, now: datetime, settings: tuple[Setting, ...] | None = None) -> _Asked:
    return _Asked(actor, now, deadline_settings(actor.panel_id or 0) if settings is None else settings)


def _first_lines(shape: str, asked: _Asked, mine: Mapping[str, _List]) -> list[Part]:
    """The first lines of this person's lists of one shape. One statement."""
    keys = tuple(key for key, each in mine.items() if each.shape == shape)
    rows = sorted(asked.read(_cut(keys, _Whose(asked.actor, asked.today))), key=lambda row: row.place)
    return [_made(key, [row for row in rows if row.list == key], asked) for key in keys]


@lru_cache(maxsize=256)
def _cut(keys: tuple[str, ...], whose: _Whose) -> Any:
    """The first rows of lists of one shape. It is built once a day for a person: that takes longer than running it."""
    return union_all(*(select(_whole(key, whose).limit(SHOWN).subquery()) for key in keys))


def _whole(key: str, whose: _Whose) -> Select[Any]:
    counted_with = (literal(key).label("list"), func.count().over().label("total"))
    return _LISTS[key].statement(whose).add_columns(*counted_with)


def _part(key: str, asked: _Asked, page: int) -> Part:
    query = _whole(key, _Whose(asked.actor, asked.today))
    rows = asked.read(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return replace(_made(key, rows, asked), page=page)


def _made(key: str, rows: Sequence[Any], asked: _Asked) -> Part:
    wanted = _LISTS[key]
    lines = tuple(_line(row, asked, *wanted.line(row, asked)) for row in rows)
    return Part(key, wanted.title, lines, rows[0].total if rows else 0)


def _in_order(query: Select[Any], *order: Any) -> Select[Any]:
    """The rows in this order, each with its place in it."""
    return query.add_columns(func.row_number().over(order_by=order).label("place")).order_by(*order)


def _line(row: Any, asked: _Asked, words: str, due_on: date | None, telephone: str = "", contact: str = "") -> Line:
    is_late = due_on is not None and due_on < asked.today
    return Line(row[0], row[1], row[2], words, due_on, is_late, telephone, contact)


def _pairs(actor: Actor) -> Part:
    """Cases that are likely of one child: few, if any, so that all are shown."""
    found = likely_pairs(actor)
    lines = (Line(each.public_id, each.other_id, " and ".join(each.references), _ONE_CHILD, None) for each in found)
    return Part("pairs", "Cases that may be one", tuple(lines), len(found))


def _messages(actor: Actor) -> Part:
    """One line for all messages that failed or may have arrived: their own page says more."""
    number = attention_count(actor)
    line = Line("", "", "", counted(number, "message") + " that failed, or may have arrived or not", None)
    return Part("messages", "Messages that need a decision", (line,) if number else (), number)


def _due(key: str, facts: CaseFacts, asked: _Asked) -> date | None:
    rows = deadlines.in_force(deadline_table.DEADLINES, asked.settings, facts.notified_on or asked.today)
    (deadline,) = (row for row in rows if row.key == key)
    return deadlines.due_on(deadline, facts)


def _alerts(whose: _Whose) -> Select[Any]:
    """Alerts that nobody has closed, oldest first."""
    columns: tuple[Any, ...] = (SameDayAlert.public_id, _NO_CASE, Notification.reference)
    query = select(*columns, SameDayAlert.raised_at, alerts.count_of_calls())
    joined = query.join(Notification, Notification.id == SameDayAlert.notification_id)
    is_open = SameDayAlert.closed_at.is_(None) & alerts.is_first()
    mine = joined.where(*alerts.visible_to(whose.actor), is_open)
    return _in_order(mine, SameDayAlert.raised_at, SameDayAlert.id)


def _alert(row: Any, _asked: _Asked) -> tuple[str, date | None]:
    calls = counted(row.calls, "call") if row.calls else "no call"
    return f"Ring each other. Raised {written_moment(row.raised_at)}, {calls} recorded", None


def _notifications(whose: _Whose) -> Select[Any]:
    waiting = Notification.status == NotificationStatus.RECEIVED
    columns: tuple[Any, ...] = (Notification.public_id, _NO_CASE, Notification.reference)
    query = select(*columns, Notification.received_at, Notification.source)
    mine = query.where(Notification.panel_id == whose.actor.panel_id, waiting)
    return _in_order(mine, Notification.received_at, Notification.id)


def _notification(row: Any, asked: _Asked) -> tuple[str, date | None]:
    received = row.received_at
    facts = CaseFacts(status=CaseStatus.NOTIFIED, notified_at=received, notified_on=received.astimezone(LONDON).date())
    return f"Received {written_moment(received)}, by {row.source}", _due("triage_wd", facts, asked)


def _awaited(whose: _Whose) -> Select[Any]:
    """Awaited notifications that are late or that nobody was asked for: the first to be done at the top."""
    found = AwaitedNotification
    columns: tuple[Any, ...] = (found.public_id, _NO_CASE, found.reference, Agency.name, found.due_on)
    query = select(*columns, Agency.telephone).outerjoin(Agency, Agency.id == found.agency_id)
    late = (found.status == AwaitedStatus.AWAITED) & (found.agency_id.is_(None) | (found.due_on < whose.today))
    mine = query.where(*visible_awaited(whose.actor), late)
    return _in_order(mine, found.due_on.is_not(None), found.due_on, found.id)


def _awaited_one(row: Any, _asked: _Asked) -> tuple[str, date | None, str, str]:
    if not row.name:
        return "No agency is asked to notify it", None, "", ""
    return f"{row.name} was asked", row.due_on, row.telephone or "", ""


def _unchecked(whose: _Whose) -> Select[Any]:
    """Cases whose first check nobody has made here: a register brought them in."""
    unchecked = (Case.status == CaseStatus.NOTIFIED) & Case.triaged_on.is_(None)
    return _in_order(_cases(whose).where(unchecked), Case.notified_on, Case.id)


def _unchecked_case(row: Any, asked: _Asked) -> tuple[str, date | None]:
    return f"Notified on {written_date(row.notified_on)}", _due("triage_wd", _facts(row), asked)


def _decisions(whose: _Whose) -> Select[Any]:
    """What the first check of a case set in motion and is not done or acknowledged yet, oldest first."""
    row = TriageDecision
    columns: tuple[Any, ...] = (Case.public_id, _NO_CASE, Case.reference, row.topic, row.answer, row.detail)
    query = select(*columns, row.done_on, row.acknowledged_on).join(Case, Case.id == row.case_id)
    is_open = row.is_open.is_(True) & row.replaced_at.is_(None) & (row.panel_id == whose.actor.panel_id)
    return _in_order(query.where(*visible_to(whose.actor), is_open, _FOR_REVIEW), row.at, row.id)


def _decision(row: Any, _asked: _Asked) -> tuple[str, date | None]:
    kept = Decision(row.topic, row.answer, row.detail or "", row.done_on, row.acknowledged_on)
    return decisions.still_open(kept), None


def _unasked(whose: _Whose) -> Select[Any]:
    """Cases that were checked here and whose agencies nobody has asked yet."""
    is_asked = exists().where(FormRequest.case_id == Case.id)
    checked = (Case.status == CaseStatus.GATHERING) & Case.triaged_on.is_not(None)
    return _in_order(_cases(whose).where(checked, ~is_asked), Case.triaged_on, Case.id)


def _unasked_case(row: Any, asked: _Asked) -> tuple[str, date | None]:
    words = f"Checked on {written_date(row.triaged_on)}, and no agency is asked"
    return words, _due("agencies_asked_wd", _facts(row), asked)


def _cases(whose: _Whose) -> Select[Any]:
    query = select(Case.public_id, _NO_CASE, Case.reference, Case.triaged_on, *_of_facts())
    return query.where(*visible_to(whose.actor))


def _requests(whose: _Whose, until_on: Any = _NO_DAY) -> Select[Any]:
    columns: tuple[Any, ...] = (FormRequest.public_id, _NO_CASE, Case.reference, Agency.name)
    spoken = (RequestContact.way, RequestContact.held_on, RequestContact.with_name)
    query = select(*columns, FormRequest.due_on, FormRequest.returned_at, until_on, Agency.telephone, *spoken)
    joined = query.join(Case, Case.id == FormRequest.case_id).join(Agency, Agency.id == FormRequest.agency_id)
    last = select(func.max(RequestContact.id)).where(RequestContact.request_id == FormRequest.id)
    spoken_last = RequestContact.id == last.correlate(FormRequest).scalar_subquery()
    return joined.outerjoin(RequestContact, spoken_last).where(*visible_to(whose.actor))


def _wishes(whose: _Whose) -> Select[Any]:
    """What agencies ask to change about their requests, and nobody has answered."""
    waits = FormRequest.status.in_(form_b.OPEN) & (RequestChange.status == ChangeStatus.ASKED)
    joined = _requests(whose, RequestChange.until_on).join(RequestChange, RequestChange.request_id == FormRequest.id)
    return _in_order(joined.where(waits), RequestChange.at, RequestChange.id)


def _wish(row: Any, _asked: _Asked) -> tuple[str, date | None]:
    if row.until_on is None:
        return f"{row.name} asks that a colleague answers", None
    return f"{row.name} asks for time until {written_date(row.until_on)}", None


def _late_forms(whose: _Whose) -> Select[Any]:
    late = FormRequest.status.in_(form_b.OPEN) & (FormRequest.due_on < whose.today)
    return _in_order(_requests(whose).where(late), FormRequest.due_on, FormRequest.id)


def _late_form(row: Any, _asked: _Asked) -> tuple[str, date | None, str, str]:
    spoken = f"{row.way} with {row.with_name} on {written_date(row.held_on)}" if row.held_on else "nobody yet"
    return str(row.name), row.due_on, row.telephone or "no number is known", spoken


def _unanswered(whose: _Whose) -> Select[Any]:
    """Forms so late that the chair was told: fifteen working days after they were due."""
    since = add_working_days(whose.today, -UNANSWERED_WORKING_DAYS)
    late = FormRequest.status.in_(form_b.OPEN) & (FormRequest.due_on < since)
    return _in_order(_requests(whose).where(late), FormRequest.due_on, FormRequest.id)


def _returned_forms(whose: _Whose) -> Select[Any]:
    news = FormRequest.status.in_(form_b.SETTLED) & (FormRequest.returned_at > bindparam("since"))
    return _in_order(_requests(whose).where(news), FormRequest.returned_at.desc(), FormRequest.id)


def _returned_form(row: Any, _asked: _Asked) -> tuple[str, date | None]:
    return f"{row.name}, returned {written_moment(row.returned_at)}", None


def _letters(whose: _Whose) -> Select[Any]:
    """Letters that can be released: during a criminal investigation none can."""
    criminal = (CaseHold.case_id == Case.id) & (CaseHold.kind == HoldKind.CRIMINAL) & CaseHold.ended_on.is_(None)
    columns: tuple[Any, ...] = (FamilyLetter.public_id, Case.public_id, Case.reference, FamilyLetter.kind, *_of_facts())
    query = select(*columns).join(Case, Case.id == FamilyLetter.case_id)
    draft = FamilyLetter.status == LetterStatus.DRAFT
    mine = query.where(*visible_to(whose.actor), draft, _FOR_REVIEW, ~exists().where(criminal))
    return _in_order(mine, Case.died_on, FamilyLetter.id)


def _letter(row: Any, asked: _Asked) -> tuple[str, date | None]:
    return f"{row.kind.capitalize()} to read and release", _due("family_letter_days", _facts(row), asked)


def _ready(whose: _Whose) -> Select[Any]:
    return _in_order(_cases(whose).where(Case.status == CaseStatus.READY), Case.ready_on, Case.id)


def _ready_case(row: Any, asked: _Asked) -> tuple[str, date | None]:
    since = f"Ready since {written_date(row.ready_on)}" if row.ready_on else "Ready"
    return since, _due("panel_weeks_after_ready", _facts(row), asked)


def _holds(whose: _Whose) -> Select[Any]:
    columns: Any = (CaseHold.public_id, Case.public_id, Case.reference, CaseHold.kind, CaseHold.next_check_on)
    query = select(*columns).join(Case, Case.id == CaseHold.case_id)
    to_check = CaseHold.ended_on.is_(None) & (CaseHold.next_check_on <= whose.today)
    return _in_order(query.where(*visible_to(whose.actor), to_check, _FOR_REVIEW), CaseHold.next_check_on, CaseHold.id)


def _hold(row: Any, _asked: _Asked) -> tuple[str, date | None]:
    return f"Waits for: {row.kind}", row.next_check_on


def _review_meetings(whose: _Whose) -> Select[Any]:
    """Cases taken in here whose review meeting is due within a month, or was, and is not recorded."""
    soon = Case.died_on <= whose.today - REVIEW_MEETING_FROM
    waits = Case.review_meeting_on.is_(None) & Case.notified_at.is_not(None) & Case.status.in_(_BEFORE_REVIEW)
    mine = _cases(whose).where(soon, waits, Case.residency == Residency.RESIDENT)
    return _in_order(mine, Case.died_on, Case.id)


def _review_meeting(row: Any, asked: _Asked) -> tuple[str, date | None]:
    return "No child death review meeting is recorded", _due("cdrm_months", _facts(row), asked)


def _to_sign(whose: _Whose) -> Select[Any]:
    """Cases on the agenda of a meeting whose day has come, and not signed."""
    query = select(Case.public_id, _NO_CASE, Case.reference, PanelMeeting.held_on)
    joined = query.join(AgendaItem, AgendaItem.case_id == Case.id)
    met = joined.join(PanelMeeting, PanelMeeting.id == AgendaItem.meeting_id)
    waits = (AgendaItem.status == AgendaItemStatus.LISTED) & (PanelMeeting.held_on <= whose.today)
    return _in_order(met.where(*visible_to(whose.actor), waits), PanelMeeting.held_on, AgendaItem.id)


def _to_be_signed(row: Any, _asked: _Asked) -> tuple[str, date | None]:
    return f"On the agenda of {written_date(row.held_on)}: the analysis waits for your signature", None


def _papers(find: Callable[[Actor, date], Select[Any]]) -> Callable[[_Whose], Select[Any]]:
    """Letters, recommendations and releases, the longest due first."""

    def statement(whose: _Whose) -> Select[Any]:
        found = find(whose.actor, whose.today)
        return _in_order(found, found.selected_columns.day, found.selected_columns.public_id)

    return statement


def _late_actions(whose: _Whose) -> Select[Any]:
    columns: tuple[Any, ...] = (ActionItem.public_id, _NO_CASE, Case.reference, ActionItem.owner, ActionItem.due_on)
    query = select(*columns).join(Case, Case.id == ActionItem.case_id)
    late = ActionItem.status.not_in(CLOSED) & (ActionItem.due_on < whose.today)
    return _in_order(query.where(*visible_to(whose.actor), late), ActionItem.due_on, ActionItem.id)


def _late_action(row: Any, _asked: _Asked) -> tuple[str, date | None]:
    return f"{row.owner} agreed to it", row.due_on


def _of_facts() -> tuple[Any, ...]:
    return Case.status, Case.died_on, Case.died_at, Case.notified_on, Case.notified_at, Case.ready_on


def _facts(row: Any) -> CaseFacts:
    names = ("status", "died_on", "died_at", "notified_on", "notified_at", "ready_on")
    return CaseFacts(**{name: getattr(row, name) for name in names})


_LISTS: dict[str, _List] = {
    "alerts": _List("Same-day alerts", "alerts", _alerts, _alert, Action.ALERT_HANDLE),
    "late-forms": _List("Whom to ring: reporting forms that are late", "requests", _late_forms, _late_form),
    "awaited": _List("Whom to ring: deaths that are known and not notified yet", "awaited", _awaited, _awaited_one),
    "notifications": _List(
        "Notifications waiting for their first check", "notifications", _notifications, _notification
    ),
    "first-checks": _List("Cases waiting for their first check", "cases", _unchecked, _unchecked_case),
    "first-check-open": _List("Begun at the first check and not finished", "decisions", _decisions, _decision),
    "not-asked": _List("Cases whose agencies are not asked yet", "cases", _unasked, _unasked_case),
    "wishes": _List("Agencies that ask for more time, or for a colleague to answer", "requests", _wishes, _wish),
    "returned-forms": _List("Reporting forms that came in this week", "requests", _returned_forms, _returned_form),
    "to-sign": _List("To be signed", "agenda", _to_sign, _to_be_signed, Action.ANALYSIS_SIGN),
    "unanswered": _List(
        "Agencies that may need a word from the chair", "requests", _unanswered, _late_form, Action.ANALYSIS_SIGN
    ),
    "letters": _List("Letters to release", "letters", _letters, _letter, Action.LETTER_RELEASE),
    "review-meetings": _List(
        "Child death review meetings to hold", "cases", _review_meetings, _review_meeting, Action.REVIEW_MEETING_RECORD
    ),
    "ready": _List("Ready for panel and on no agenda", "cases", _ready, _ready_case, Action.AGENDA_EDIT),
    "holds": _List("Holds to look at again", "holds", _holds, _hold),
    "late-actions": _List("Actions that are late", "actions", _late_actions, _late_action, Action.ACTION_EDIT),
    **{key: _List(title, "papers", _papers(find), line, may) for key, title, find, line, may in papers_due.LISTS},
}
_FIRST = ("alerts", "late-forms", "awaited", "to-sign")
"""What stands before the week."""
