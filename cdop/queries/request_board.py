"""All of a panel's requests for reporting forms, across its cases: how far each is. Nothing of what was answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, case, exists, func, select

from cdop.extensions import db
from cdop.models import Agency, Case, FormRequest, Invitation, RequestChange, RequestContact, RequestedForm
from cdop.queries.cases import Conditions, named_like, visible_to
from cdop.queries.requested_forms import FormOfRequest, forms_of_requests
from cdop.questionnaires.completeness import together
from cdop.rules import form_b
from cdop.rules.actors import Actor
from cdop.rules.case_words import listed_name
from cdop.rules.dates import LONDON
from cdop.rules.facts import RequestSubject
from cdop.rules.vocabulary import ChangeStatus, RequestStatus

PAGE_SIZE = 25
MOST_DAYS = 36_525
"""More days than any request is old."""
WAITING, LATE, EVERY = "waiting", "late", "all"
STATES = (WAITING, LATE, EVERY, *RequestStatus)
"""What the board can be narrowed to: beside each state, those that the panel waits for, and of these the late ones."""
_HELD_ON = (
    select(func.max(RequestContact.held_on))
    .where(RequestContact.request_id == FormRequest.id)
    .correlate(FormRequest)
    .scalar_subquery()
)
_CONTACTED_ON = case(
    (_HELD_ON.is_(None) | (FormRequest.reminded_on > _HELD_ON), FormRequest.reminded_on), else_=_HELD_ON
)
SORTS: dict[str, Any] = {
    "due": FormRequest.due_on,
    "sent": FormRequest.sent_at,
    "agency": func.lower(Agency.name),
    "case": Case.reference_folded,
    "state": case({status.value: place for place, status in enumerate(RequestStatus)}, value=FormRequest.status),
    "contact": _CONTACTED_ON,
}


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What the board is narrowed to. Empty fields narrow nothing.

    `form_key` is of a form that is asked for; `asked_days` is for how many days at least the agency has been asked.
    """

    search: str = ""
    agency_id: str = ""
    kind: str = ""
    form_key: str = ""
    asked_days: int = 0
    state: str = WAITING
    sort: str = "due"
    descending: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One request on the board. `asked_at` is when the link that opens the form was sent, None where none opens it.

    `asks_for_change`: the agency asks for more time or names a colleague, and nobody has answered it. `contacted_on` is
    when it was last reminded or spoken with. `answered` of the questions it is asked have an answer: the panel sees how
    many, never which, before the form is sent.
    """

    id: int
    public_id: str
    panel_id: int
    case: int
    case_id: str
    case_reference: str
    given_names: str | None
    family_name: str | None
    agency_id: str
    agency: str
    agency_kind: str
    status: RequestStatus
    sent_at: datetime | None
    due_on: date | None
    returned_at: datetime | None
    reminded_on: date | None
    asked_at: datetime | None
    asks_for_change: bool
    contacted_on: date | None
    answered: int = 0
    asked: int = 0

    @property
    def subject(self) -> RequestSubject:
        """The request as policy sees it."""
        return RequestSubject(self.id, self.case, self.panel_id)

    @property
    def sent_on(self) -> date | None:
        """The day on which the agency was first asked."""
        return _day(self.sent_at)

    @property
    def child(self) -> str:
        """The child's name as a list shows it."""
        return listed_name(self.given_names, self.family_name)

    def days_late(self, today: date) -> int:
        """Return for how many days the answer is late, 0 where it is not."""
        return form_b.days_late(self.status, self.due_on, today)

    def days_waited(self, today: date) -> int | None:
        """Return for how many days the panel waits or waited; None where nobody was asked or no form is needed."""
        if self.status is RequestStatus.WAIVED:
            return None
        return form_b.days_waited(self.sent_on, _day(self.returned_at), today)

    def can_be_reminded(self, today: date) -> bool:
        """Return whether the agency may be reminded today."""
        return form_b.can_be_reminded(
            self.status, asked_on=_day(self.asked_at), reminded_on=self.reminded_on, today=today
        )


@dataclass(frozen=True, slots=True)
class Board:
    """One page of requests, how many there are in all, and how many in each state under the same other filters."""

    rows: tuple[BoardRow, ...]
    total: int
    page: int
    pages: int
    counts: Mapping[str, int] = field(default_factory=dict)


def request_board(actor: Actor, wanted: BoardFilter, *, now: datetime) -> Board:
    """Return one page of the requests of the cases this actor may see. Four statements, whatever there is."""
    today = now.astimezone(LONDON).date()
    conditions = (*visible_to(actor), *_narrowed(actor, wanted, today))
    counts = _counts(conditions, today)
    total = counts[wanted.state]
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, wanted.page), pages)
    query = _ordered(_rows(now).where(*conditions, *_in_state(wanted.state, today)), wanted)
    found = [BoardRow(*tuple(row)) for row in db.session.execute(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))]
    forms = forms_of_requests([row.id for row in found])
    return Board(tuple(_counted(row, forms[row.id]) for row in found), total, page, pages, counts)


def _counted(row: BoardRow, forms: tuple[FormOfRequest, ...]) -> BoardRow:
    count = together(form.completeness for form in forms)
    return replace(row, answered=count.answered, asked=count.asked)


def _narrowed(actor: Actor, wanted: BoardFilter, today: date) -> Conditions:
    """All filters but the state."""
    conditions = named_like(actor, wanted.search)
    if wanted.agency_id:
        conditions += (Agency.public_id == wanted.agency_id,)
    if wanted.kind:
        conditions += (Agency.kind == wanted.kind,)
    if wanted.form_key:
        of_form = (RequestedForm.request_id == FormRequest.id) & (RequestedForm.form_key == wanted.form_key)
        conditions += (exists().where(of_form).correlate(FormRequest),)
    if wanted.asked_days > 0:
        day_after = today - timedelta(days=min(wanted.asked_days, MOST_DAYS) - 1)
        conditions += (FormRequest.sent_at < datetime.combine(day_after, time(), LONDON),)
    return conditions


def _counts(conditions: Conditions, today: date) -> dict[str, int]:
    is_late = case((FormRequest.due_on < today, 1), else_=0)
    columns: tuple[Any, ...] = (FormRequest.status, func.count().label("n"), func.sum(is_late).label("late"))
    counting = _joined(select(*columns))
    found = {row.status: row for row in db.session.execute(counting.where(*conditions).group_by(FormRequest.status))}
    by_status: dict[str, int] = {status: found[status].n if status in found else 0 for status in RequestStatus}
    return by_status | {
        WAITING: sum(by_status[status] for status in form_b.OPEN),
        LATE: sum(int(row.late) for status, row in found.items() if status in form_b.OPEN),
        EVERY: sum(by_status.values()),
    }


def _in_state(state: str, today: date) -> Conditions:
    is_open = FormRequest.status.in_(form_b.OPEN)
    by_name: dict[str, Conditions] = {
        WAITING: (is_open,),
        LATE: (is_open, FormRequest.due_on < today),
        EVERY: (),
    }
    return by_name[state] if state in by_name else (FormRequest.status == RequestStatus(state),)


def _ordered(query: Select[Any], wanted: BoardFilter) -> Select[Any]:
    """In the order asked for; what has no such day comes last, whichever way the rest is."""
    column = SORTS[wanted.sort]
    way = (column.desc(), FormRequest.id.desc()) if wanted.descending else (column, FormRequest.id)
    return query.order_by(column.is_(None), *way)


def _rows(now: datetime) -> Select[Any]:
    """The columns of a `BoardRow`."""
    asked_at = (
        select(func.max(Invitation.created_at))
        .where(Invitation.request_id == FormRequest.id, Invitation.ended_at.is_(None), Invitation.expires_at > now)
        .correlate(FormRequest)
        .scalar_subquery()
    )
    waits = (RequestChange.request_id == FormRequest.id) & (RequestChange.status == ChangeStatus.ASKED)
    asks = FormRequest.status.in_(form_b.OPEN) & exists().where(waits).correlate(FormRequest)
    return _joined(select(*_COLUMNS, asked_at, asks, _CONTACTED_ON))


def _joined(query: Select[Any]) -> Select[Any]:
    return query.join(Case, Case.id == FormRequest.case_id).join(Agency, Agency.id == FormRequest.agency_id)


def _day(at: datetime | None) -> date | None:
    return None if at is None else at.astimezone(LONDON).date()


_COLUMNS: tuple[Any, ...] = (
    FormRequest.id,
    FormRequest.public_id,
    FormRequest.panel_id,
    FormRequest.case_id,
    Case.public_id.label("case_public_id"),
    Case.reference,
    Case.given_names,
    Case.family_name,
    Agency.public_id.label("agency_public_id"),
    Agency.name,
    Agency.kind,
    FormRequest.status,
    FormRequest.sent_at,
    FormRequest.due_on,
    FormRequest.returned_at,
    FormRequest.reminded_on,
)
