"""Notifications of a death: the one a browser is writing, the list of a panel, and one beside the cases it is like."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from cdop.extensions import db
from cdop.models import Case, FormAnswer, FormResponse, Notification, NotificationReason, Panel, PanelArea
from cdop.queries import same_child
from cdop.queries.answers import Answered, answers_of, kept
from cdop.queries.case_page import deadline_settings
from cdop.queries.cases import visible_to
from cdop.queries.notification_returns import Question, questions_of
from cdop.queries.people import PanelView
from cdop.queries.related_cases import Related, related_to_each
from cdop.queries.same_child import Alike
from cdop.queries.triage_decisions import Kept, of_notification
from cdop.questionnaires import registry
from cdop.questionnaires.answer import Answer, AnswerKey, AnswerSet
from cdop.questionnaires.notification_facts import child_told, known_as
from cdop.questionnaires.spec import FormSpec
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import PanelSubject
from cdop.rules.lateness import Delay, delay, limit_days
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, NotificationSource, NotificationStatus

WHY_LATE = "notified-within-48-hours"
"""The rule of intake that asks a notifier why a notification comes late."""
PAGE_SIZE = 25
WRITTEN_DOWN = (NotificationSource.TELEPHONE, NotificationSource.SYSTEM)
"""What a coordinator writes down for somebody: any coordinator may go on with it, however long it takes."""
KEPT_OPEN = timedelta(hours=24)
"""For so long a browser without an account can go on with what it opened: somebody else may use the computer."""


@dataclass(frozen=True, slots=True)
class Area:
    """A local authority, and the panel that reviews the deaths of its children."""

    code: str
    name: str
    panel_id: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A notification that a browser is writing."""

    public_id: str
    panel: PanelView
    source: NotificationSource
    spec: FormSpec
    answered: Answered


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something that was told is as it is: what the rule of intake said, and what the notifier answered."""

    rule: str
    message: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotificationRow:
    """A line of the list. `name` and `died_on` are as the notifier wrote them."""

    public_id: str
    reference: str
    source: NotificationSource
    status: NotificationStatus
    received_at: datetime | None
    created_at: datetime
    case_id: str | None
    case_reference: str | None
    name: str
    died_on: date | None


@dataclass(frozen=True, slots=True)
class NotificationList:
    """One page of notifications and how many there are in all."""

    rows: tuple[NotificationRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class NotificationPage:
    """One notification with all that was said, and what the reader may know of that may be of the same child.

    `alike` are the cases and notifications to choose from, `siblings` those of other children of the family.
    `families` says of these cases, by id, which others are on record as of the same family.
    """

    id: int
    panel_id: int
    public_id: str
    reference: str
    source: NotificationSource
    status: NotificationStatus
    received_at: datetime
    checked_at: datetime | None
    checked_by: str | None
    status_reason: str | None
    no_more_at: datetime | None
    has_code: bool
    has_text: bool
    aware_on: date | None
    late_reason: str | None
    version: int
    case: tuple[str, str] | None
    died_on: date | None
    delay: Delay
    name: str
    spec: FormSpec
    answers: AnswerSet
    reasons: tuple[Reason, ...]
    questions: tuple[Question, ...]
    alike: tuple[Alike, ...]
    siblings: tuple[Alike, ...]
    families: dict[int, tuple[Related, ...]]
    decided: tuple[Kept, ...]

    @property
    def subject(self) -> PanelSubject:
        """The notification as policy sees it."""
        return PanelSubject(self.panel_id)

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has checked it yet."""
        return self.status is NotificationStatus.RECEIVED

    @property
    def says_why_late(self) -> bool:
        """Whether the notifier said why the notification comes late."""
        return any(each.rule == WHY_LATE for each in self.reasons)


def panels() -> tuple[PanelView, ...]:
    """Return every panel that a death can be notified to."""
    return tuple(PanelView(*row) for row in db.session.execute(select(*_PANEL).order_by(Panel.name)))


def areas() -> tuple[Area, ...]:
    """Return every local authority that a panel reviews for, by name."""
    query = select(PanelArea.gss_code, PanelArea.name, PanelArea.panel_id).order_by(PanelArea.name, PanelArea.panel_id)
    return tuple(Area(*row) for row in db.session.execute(query))


def draft(code_digest: str, *, now: datetime) -> Draft | None:
    """Return the notification that is being written with a code, None where none is or it was opened too long ago."""
    being_written = Notification.status == NotificationStatus.BEING_WRITTEN
    recent = Notification.opened_at > now - KEPT_OPEN
    is_call = Notification.source.in_(WRITTEN_DOWN)
    query = (
        select(Notification.public_id, Notification.source, *_FORM, *_PANEL)
        .join(FormResponse, FormResponse.id == Notification.response_id)
        .join(Panel, Panel.id == Notification.panel_id)
        .where(Notification.code_digest == code_digest, being_written, or_(recent, is_call))
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    public_id, source, response_id, key, version, *panel = row
    spec = registry.get(key, version)
    return Draft(public_id, PanelView(*panel), source, spec, answers_of(response_id, spec))


def reasons_of(public_id: str) -> tuple[Reason, ...]:
    """Return the reasons that go with a notification, in the order of their rules' keys. One statement."""
    columns = (NotificationReason.rule, NotificationReason.message, NotificationReason.reason)
    query = select(*columns).join(Notification, Notification.id == NotificationReason.notification_id)
    rows = db.session.execute(query.where(Notification.public_id == public_id).order_by(NotificationReason.rule))
    return tuple(Reason(*row) for row in rows)


def panel_told(reference: str) -> PanelView | None:
    """Return the panel that received the notification with this reference, None where none did."""
    received = Notification.received_at.is_not(None)
    query = select(*_PANEL).join(Notification, Notification.panel_id == Panel.id)
    row = db.session.execute(query.where(Notification.reference == reference, received)).one_or_none()
    return None if row is None else PanelView(*row)


def notification_list(actor: Actor, *, is_waiting: bool, page: int) -> NotificationList:
    """Return a page of the actor's panel's notifications, those that wait oldest first: three statements."""
    if not can(actor, Action.NOTIFICATION_LIST):
        return NotificationList((), 0, 1, 1)
    status = Notification.status
    wanted = status == NotificationStatus.RECEIVED if is_waiting else status != NotificationStatus.BEING_WRITTEN
    conditions = [*known_to(actor), wanted]
    total = db.session.scalar(select(func.count()).select_from(Notification).where(*conditions)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    order = Notification.received_at if is_waiting else Notification.received_at.desc()
    rows = _LINES.where(*conditions).order_by(order, Notification.id).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return NotificationList(_with_names(rows), total, page, pages)


def unfinished_calls(actor: Actor) -> tuple[NotificationRow, ...]:
    """Return what the actor's panel began to write down for others and has not sent: two statements."""
    begun = Notification.status == NotificationStatus.BEING_WRITTEN
    call = Notification.source.in_(WRITTEN_DOWN)
    if not can(actor, Action.NOTIFICATION_TRIAGE):
        return ()
    return _with_names(_LINES.where(*known_to(actor), begun, call).order_by(Notification.id.desc()).limit(PAGE_SIZE))


def notification_page(actor: Actor, public_id: str) -> NotificationPage | None:
    """Return a notification that was received, None where there is none that the actor may know of."""
    if not can(actor, Action.NOTIFICATION_LIST):
        return None
    received = (Notification.public_id == public_id) & Notification.received_at.is_not(None)
    row = db.session.execute(_WHOLE.where(*known_to(actor), received)).one_or_none()
    if row is None:
        return None
    *told, case_id, case_reference, case_died_on, response_id, key, version = row
    spec = registry.get(key, version)
    answers = answers_of(response_id, spec).answers
    case = None if case_id is None else (case_id, case_reference)
    found = _alike(actor, answers, told[0]) if case is None else ()
    apart = same_child.told_apart((each.case_id for each in found if each.case_id), told[3])
    found = tuple(each for each in found if each.case_id not in apart)
    proposed = tuple(each for each in found if each.comparison.is_proposed)
    siblings = tuple(each for each in found if each not in proposed)
    families = related_to_each(actor, [each.case_id for each in found if each.case_id])
    asked = (reasons_of(public_id), questions_of(told[0]))
    name, died_on = known_as(answers)
    died_on = case_died_on or died_on
    limit = limit_of(row.panel_id, row.received_at.astimezone(LONDON).date())
    took = delay(row.received_at, died_on, row.aware_on, limit)
    said = (case, died_on, took, name, spec, answers, *asked, proposed, siblings, families, of_notification(told[0]))
    return NotificationPage(*(*told, *said))


def limit_of(panel_id: int, on: date) -> int:
    """Return in how many days a death is to be notified to a panel."""
    return limit_days(deadline_settings(panel_id), on)


def case_called(actor: Actor, reference: str) -> str | None:
    """Return the public id of a case by its reference, None where there is none that the actor may know of."""
    called = Case.reference_folded == reference.strip().casefold()
    public_id: str | None = db.session.scalar(select(Case.public_id).where(*visible_to(actor), called))
    return public_id


def references_of(actor: Actor, case_id: str) -> tuple[str, ...]:
    """Return the references of the notifications that are kept with a case, by its public id; the first one first."""
    query = select(Notification.reference).join(Case, Case.id == Notification.case_id)
    kept_with = query.where(*visible_to(actor), Case.public_id == case_id)
    return tuple(db.session.scalars(kept_with.order_by(Notification.received_at, Notification.id)))


def known_to(actor: Actor) -> list[ColumnElement[bool]]:
    """Return the conditions of what an actor may know of: their panel's, but for a case in which they take no part."""
    excluded = sorted(actor.excluded_case_ids)
    open_to_all = or_(Notification.case_id.is_(None), Notification.case_id.not_in(excluded))
    return [Notification.panel_id == actor.panel_id, *([open_to_all] if excluded else [])]


def _alike(actor: Actor, answers: AnswerSet, notification_id: int) -> tuple[Alike, ...]:
    """The cases and the other notifications that may be of this child or its sibling, the most alike first."""
    return same_child.alike(actor, [child_told(answers)], but_notification=notification_id)[0]


def _with_names(query: Any) -> tuple[NotificationRow, ...]:
    """The lines, each with the child's name and day of death as they were written: one statement more."""
    rows = [tuple(row) for row in db.session.execute(query)]
    answers = _names({row[-3]: registry.get(*row[-2:]) for row in rows})
    return tuple(NotificationRow(*(*row[:-3], *known_as(answers[row[-3]]))) for row in rows)


def _names(specs: dict[int, FormSpec]) -> dict[int, dict[AnswerKey, Answer]]:
    found: dict[int, dict[AnswerKey, Answer]] = {response_id: {} for response_id in specs}
    for response_id, key, value, non_answer in _named_answers(specs) if specs else ():
        found[response_id][key, ""] = kept(specs[response_id].by_key()[key], value, non_answer)
    return found


def _named_answers(response_ids: Iterable[int]) -> Any:
    columns = (FormAnswer.response_id, FormAnswer.question_key, FormAnswer.value, FormAnswer.non_answer)
    query = select(*columns).where(FormAnswer.response_id.in_(list(response_ids)), FormAnswer.question_key.in_(_NAMED))
    return db.session.execute(query)


_NAMED = ("given_names", "family_name", "died_on")
_PANEL: tuple[Any, ...] = (Panel.id, Panel.public_id, Panel.name, Panel.colour, Panel.telephone, Panel.email)
_FORM: tuple[Any, ...] = (FormResponse.id, FormResponse.form_key, FormResponse.form_version)
_LINES = (
    select(
        Notification.public_id,
        Notification.reference,
        Notification.source,
        Notification.status,
        Notification.received_at,
        Notification.created_at,
        Case.public_id.label("case_id"),
        Case.reference.label("case_reference"),
        *_FORM,
    )
    .join(FormResponse, FormResponse.id == Notification.response_id)
    .outerjoin(Case, Case.id == Notification.case_id)
)
_WHOLE = (
    select(
        Notification.id,
        Notification.panel_id,
        Notification.public_id,
        Notification.reference,
        Notification.source,
        Notification.status,
        Notification.received_at,
        Notification.checked_at,
        Notification.checked_by,
        Notification.status_reason,
        Notification.no_more_at,
        Notification.return_digest.is_not(None).label("has_code"),
        (Notification.source == NotificationSource.SYSTEM).label("has_text"),
        Notification.aware_on,
        Notification.late_reason,
        Notification.version,
        Case.public_id.label("case_public_id"),
        Case.reference.label("case_reference"),
        Case.died_on.label("case_died_on"),
        *_FORM,
    )
    .join(FormResponse, FormResponse.id == Notification.response_id)
    .outerjoin(Case, Case.id == Notification.case_id)
)
