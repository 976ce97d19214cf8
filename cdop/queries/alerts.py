"""Same-day alerts: those of a panel, one of them, the deaths that one may be near, and whom to tell."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from cdop.extensions import db
from cdop.models import (
    AlertCall,
    Case,
    CaseExclusion,
    FormAnswer,
    FormResponse,
    Membership,
    Notification,
    NotificationMatchKey,
    Panel,
    SameDayAlert,
    User,
)
from cdop.queries.answers import kept
from cdop.questionnaires import registry
from cdop.questionnaires.answer import AnswerSet, answer
from cdop.questionnaires.notification_facts import TOLD_OF_CHILD, TOLD_OF_PARENTS, child_told
from cdop.rules import same_child
from cdop.rules.actors import Actor
from cdop.rules.alerts import NEAR_IN_PLACE, Told
from cdop.rules.dates import LONDON
from cdop.rules.facts import PanelSubject
from cdop.rules.policy import can
from cdop.rules.same_child import number_key
from cdop.rules.triage_words import AlertKind
from cdop.rules.vocabulary import Action, NotificationStatus, Role

PAGE_SIZE = 25
LATE = timedelta(days=90)
"""So late a death of the same time may still be notified."""


@dataclass(frozen=True, slots=True)
class AlertRow:
    """A line of the list. `calls` is how many calls are recorded, `again` how often it was raised again."""

    public_id: str
    kind: AlertKind
    raised_at: datetime
    closed_at: datetime | None
    reference: str
    calls: int
    again: int


@dataclass(frozen=True, slots=True)
class AlertList:
    """One page of alerts, and how many there are in all."""

    rows: tuple[AlertRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class CallView:
    """A call that was recorded."""

    called_at: datetime
    from_name: str
    to_name: str
    agreed: str
    by_name: str


@dataclass(frozen=True, slots=True)
class OfSameChild:
    """The same kind of alert, raised by another notification of the child; `notification`: public id and reference."""

    id: int
    public_id: str
    raised_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    outcome: str | None
    similar_to: list[str] | None
    notification: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is to be rung."""

    part: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class AlertPage:
    """One alert. `similar`: public id and reference of the notifications it is similar to, if open to the reader.

    `first` is the one that stands for all of the same child and kind, None where this is it; `again` are the later
    ones. `calls` are those about any of them.
    """

    id: int
    panel_id: int
    public_id: str
    version: int
    kind: AlertKind
    raised_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    outcome: str | None
    notification: tuple[str, str]
    case: tuple[str, str] | None
    similar: tuple[tuple[str, str], ...]
    first: OfSameChild | None
    again: tuple[OfSameChild, ...]
    calls: tuple[CallView, ...]
    people: tuple[Person, ...]

    @property
    def subject(self) -> PanelSubject:
        """It, as policy sees it."""
        return PanelSubject(self.panel_id)


def alert_list(actor: Actor, *, is_open: bool, page: int) -> AlertList:
    """Return a page of the actor's panel's alerts, the open ones oldest first: two statements.

    There is one of each child and kind, however many notifications raised it.
    """
    if not can(actor, Action.NOTIFICATION_LIST):
        return AlertList((), 0, 1, 1)
    alert = SameDayAlert
    conditions = [*visible_to(actor), is_first(), *([alert.closed_at.is_(None)] if is_open else [])]
    total = db.session.scalar(_joined(select(func.count())).where(*conditions)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    columns = (alert.public_id, alert.kind, alert.raised_at, alert.closed_at, Notification.reference)
    order = (alert.raised_at, alert.id) if is_open else (alert.raised_at.desc(), alert.id.desc())
    query = _joined(select(*columns, count_of_calls(), _count_again())).where(*conditions).order_by(*order)
    rows = db.session.execute(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return AlertList(tuple(AlertRow(*row) for row in rows), total, page, pages)


def alert_page(actor: Actor, public_id: str, *, now: datetime) -> AlertPage | None:
    """Return an alert, None where there is none that the actor may know of."""
    if not can(actor, Action.NOTIFICATION_LIST):
        return None
    columns = (SameDayAlert, Notification.public_id, Notification.reference, Case.public_id, Case.reference)
    query = _joined(select(*columns)).outerjoin(Case, Case.id == Notification.case_id)
    row = db.session.execute(query.where(*visible_to(actor), SameDayAlert.public_id == public_id)).one_or_none()
    if row is None:
        return None
    alert, notification_id, reference, case_id, case_reference = row
    others = _of_same_child(alert.id)
    return AlertPage(
        id=alert.id,
        panel_id=alert.panel_id,
        public_id=alert.public_id,
        version=alert.version,
        kind=alert.kind,
        raised_at=alert.raised_at,
        closed_at=alert.closed_at,
        closed_by=alert.closed_by,
        outcome=alert.outcome,
        notification=(notification_id, reference),
        case=(case_id, case_reference) if case_id else None,
        similar=_similar(actor, [reference for each in (alert, *others) for reference in each.similar_to or ()]),
        first=others[0] if others and others[0].id < alert.id else None,
        again=tuple(each for each in others if each.id > alert.id),
        calls=_calls([alert.id, *(each.id for each in others)]),
        people=tuple(_people(alert.panel_id, now=now)),
    )


def alerts_of(notification_id: int) -> tuple[AlertRow, ...]:
    """Return the alerts that a notification, which the reader may know of, raised: one statement."""
    return _rows_of(Notification.id == notification_id)


def alerts_of_case(actor: Actor, case_id: int) -> tuple[AlertRow, ...]:
    """Return the alerts about a case that the actor sees, one of each kind, if they may open alerts: one statement."""
    if not can(actor, Action.NOTIFICATION_LIST):
        return ()
    return _rows_of(Notification.case_id == case_id, is_first())


def _rows_of(*conditions: ColumnElement[bool]) -> tuple[AlertRow, ...]:
    alert = SameDayAlert
    columns = (alert.public_id, alert.kind, alert.raised_at, alert.closed_at, Notification.reference)
    query = _joined(select(*columns, count_of_calls(), _count_again())).where(*conditions)
    return tuple(AlertRow(*row) for row in db.session.execute(query.order_by(alert.id)))


def visible_to(actor: Actor) -> list[ColumnElement[bool]]:
    """Alerts of the actor's panel, without those about a case in which they take no part."""
    excluded = sorted(actor.excluded_case_ids)
    apart = or_(Notification.case_id.is_(None), Notification.case_id.not_in(excluded))
    return [SameDayAlert.panel_id == actor.panel_id, *([apart] if excluded else [])]


def is_first() -> ColumnElement[bool]:
    """Return whether an alert is the first of its kind about its child: the one that stands for all of them."""
    other, theirs = aliased(SameDayAlert), aliased(Notification)
    earlier = select(other.id).join(theirs, theirs.id == other.notification_id).where(_same_child(other, theirs))
    return ~earlier.where(other.id < SameDayAlert.id).correlate(SameDayAlert, Notification).exists()


def is_told_first(reference: str) -> bool:
    """Say whether an alert of a notification is the first of its kind about its child, so that people ring."""
    raised = _joined(select(SameDayAlert.id)).where(Notification.reference == reference, is_first())
    return db.session.scalar(raised.limit(1)) is not None


def count_of_calls() -> Any:
    """Return how many calls are recorded about an alert, those about the same child and kind with them."""
    other, theirs = aliased(SameDayAlert), aliased(Notification)
    of_it = or_(other.id == SameDayAlert.id, _same_child(other, theirs))
    counted = select(func.count()).select_from(AlertCall).join(other, other.id == AlertCall.alert_id)
    counted = counted.join(theirs, theirs.id == other.notification_id).where(of_it)
    return counted.correlate(SameDayAlert, Notification).scalar_subquery().label("calls")


def told_of(reference: str, answers: AnswerSet) -> Told:
    """Return what a notification's answers tell that can make a death one of several."""
    return Told(
        reference,
        answer(answers, "died_on").value,
        frozenset(answer(answers, "suspected_types").value or ()),
        answer(answers, "postcode").value,
        answer(answers, _SCHOOL).value,
        answer(answers, "alert_wanted").value == "yes",
    )


def deaths_near(panel_id: int, but: int, answers: AnswerSet, *, now: datetime) -> Iterator[Told]:
    """Give what other notifications of a panel told of deaths not too long ago, without those of the same child.

    `but` is the id of the notification that is asked for, `answers` are its own. One statement.
    """
    child = child_told(answers)
    for reference, others in _recent(panel_id, but, now):
        if not same_child.compare(child, child_told(others)).is_proposed:
            yield told_of(reference, others)


def whom_to_tell(
    panel_id: int, case_ids: Collection[int | None], *, is_suicide_lead_told: bool, now: datetime
) -> tuple[str, ...]:
    """Return the addresses of those who are to ring each other, without who takes no part in one of the cases."""
    people = _people(panel_id, now=now)
    lead = "suicide prevention lead"
    excluded = select(User.email).join(CaseExclusion, CaseExclusion.user_id == User.id)
    apart = set(db.session.scalars(excluded.where(CaseExclusion.case_id.in_(case_ids))))
    told = (each.email for each in people if each.email not in apart and (each.part != lead or is_suicide_lead_told))
    return tuple(dict.fromkeys(told))


def _people(panel_id: int, *, now: datetime) -> Iterator[Person]:
    """Everybody who coordinates the panel or is its designated doctor today, and its suicide prevention lead."""
    today = now.astimezone(LONDON).date()
    held = and_(
        Membership.panel_id == panel_id,
        Membership.role.in_((Role.COORDINATOR, Role.DESIGNATED_DOCTOR)),
        Membership.from_on <= today,
        Membership.until_on.is_(None) | (Membership.until_on >= today),
        User.disabled_at.is_(None),
    )
    query = select(Membership.role, User.name, User.email).join(User, User.id == Membership.user_id).where(held)
    for role, name, email in db.session.execute(query.order_by(Membership.role, User.id)):
        yield Person(role, name, email)
    if lead := db.session.scalar(select(Panel.suicide_lead_email).where(Panel.id == panel_id)):
        yield Person("suicide prevention lead", "", lead)


def _recent(panel_id: int, but: int, now: datetime) -> Iterator[tuple[str, AnswerSet]]:
    columns = (Notification.id, Notification.reference, FormResponse.form_key, FormResponse.form_version)
    of_answer = (FormAnswer.question_key, FormAnswer.row_key, FormAnswer.value, FormAnswer.non_answer)
    counts = Notification.status.not_in((NotificationStatus.BEING_WRITTEN, NotificationStatus.NOT_FOR_REVIEW))
    mine = (Notification.panel_id == panel_id) & (Notification.id != but) & counts
    query = (
        select(*columns, *of_answer)
        .join(FormResponse, FormResponse.id == Notification.response_id)
        .join(FormAnswer, FormAnswer.response_id == FormResponse.id)
        .where(mine, Notification.received_at > now - NEAR_IN_PLACE - LATE, FormAnswer.question_key.in_(_READ))
        .order_by(Notification.id)
    )
    found: dict[str, dict[tuple[str, str], Any]] = {}
    for _id, reference, form, version, key, row_key, value, non_answer in db.session.execute(query):
        question = registry.get(form, version).by_key()[key]
        found.setdefault(reference, {})[key, row_key] = kept(question, value, non_answer)
    yield from found.items()


def _similar(actor: Actor, references: list[str]) -> tuple[tuple[str, str], ...]:
    if not references:
        return ()
    excluded = sorted(actor.excluded_case_ids)
    apart = or_(Notification.case_id.is_(None), Notification.case_id.not_in(excluded))
    mine = [Notification.panel_id == actor.panel_id, Notification.reference.in_(references), apart]
    query = select(Notification.public_id, Notification.reference).where(*mine).order_by(Notification.id)
    return tuple((row.public_id, row.reference) for row in db.session.execute(query))


def _same_child(other: Any, theirs: Any) -> ColumnElement[bool]:
    """Whether another alert, of a notification `theirs`, is of the kind and the child of `SameDayAlert`.

    Of one case, or, before there is a case, of one valid NHS number: the two by which notifications are linked.
    """
    mine, its = aliased(NotificationMatchKey), aliased(NotificationMatchKey)
    number = (its.key == mine.key) & (its.panel_id == mine.panel_id) & mine.key.startswith(number_key(""))
    shared = select(mine.key).join(its, number).where(mine.notification_id == Notification.id)
    waiting = Notification.case_id.is_(None) & theirs.case_id.is_(None)
    is_same = or_(
        theirs.case_id == Notification.case_id,
        waiting & shared.where(its.notification_id == theirs.id).correlate(Notification, theirs).exists(),
    )
    one_kind: ColumnElement[bool] = (other.panel_id == SameDayAlert.panel_id) & (other.kind == SameDayAlert.kind)
    return and_(one_kind, other.id != SameDayAlert.id, is_same)


def _count_again() -> Any:
    other, theirs = aliased(SameDayAlert), aliased(Notification)
    joined = select(func.count()).select_from(other).join(theirs, theirs.id == other.notification_id)
    later = joined.where(_same_child(other, theirs), other.id > SameDayAlert.id)
    return later.correlate(SameDayAlert, Notification).scalar_subquery()


def _of_same_child(alert_id: int) -> list[OfSameChild]:
    """The other alerts of the child and kind of one, the first first. One statement."""
    other, theirs = aliased(SameDayAlert), aliased(Notification)
    columns = (other.id, other.public_id, other.raised_at, other.closed_at, other.closed_by, other.outcome)
    query = _joined(select(*columns, other.similar_to, theirs.public_id.label("notification"), theirs.reference))
    joined = query.join(other, other.panel_id == SameDayAlert.panel_id).join(theirs, theirs.id == other.notification_id)
    found = joined.where(SameDayAlert.id == alert_id, _same_child(other, theirs)).order_by(other.id)
    return [
        OfSameChild(*(*each, (public_id, name))) for *each, public_id, name in map(tuple, db.session.execute(found))
    ]


def _calls(alert_ids: list[int]) -> tuple[CallView, ...]:
    call = AlertCall
    query = select(call.called_at, call.from_name, call.to_name, call.agreed, call.by_name)
    rows = db.session.execute(query.where(call.alert_id.in_(alert_ids)).order_by(call.called_at, call.id))
    return tuple(CallView(*row) for row in rows)


def _joined(query: Any) -> Any:
    return query.select_from(SameDayAlert).join(Notification, Notification.id == SameDayAlert.notification_id)


_SCHOOL = "place_of_education"
_READ = (*TOLD_OF_CHILD, *TOLD_OF_PARENTS, "suspected_types", _SCHOOL)
