"""The first check of a notification: a new case, one more notification of a known one, or none for review."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import (
    Case,
    CaseFactHistory,
    CaseLink,
    FormResponse,
    Notification,
    NotificationMatchKey,
    NotificationReason,
    PanelArea,
)
from cdop.queries.answers import answers_of
from cdop.queries.notifications import NotificationPage, notification_page
from cdop.queries.reference import place_of
from cdop.queries.triage import facts_told
from cdop.questionnaires.answer import AnswerSet
from cdop.questionnaires.notification_checks import doubts_of_first_check
from cdop.questionnaires.notification_facts import case_facts, child_told
from cdop.questionnaires.triage_told import with_facts
from cdop.rules import case_words, corrections, decisions, references, situations, triage
from cdop.rules import same_child as same_child_rules
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON, written_date
from cdop.rules.decisions import Decision
from cdop.rules.facts import PanelSubject
from cdop.rules.triage import FirstCheck, NotForReview
from cdop.rules.triage_words import DecisionTopic, ResidencyStatus
from cdop.rules.vocabulary import Action, AuditVerb, CaseStatus, Expectedness, NotificationStatus, Residency
from cdop.services import cases, lifecycle, notification_reasons, places, same_child, submissions, unit
from cdop.services.access import case_to_change, require
from cdop.services.errors import Blocked, Invalid, NotFound, Stale
from cdop.services.intake import spec_of
from cdop.services.triage_decisions import keep_of_case, keep_of_notification
from cdop.services.unit import writes

ALREADY_CHECKED = "This notification was checked already"
ONLY_NOTIFICATION = "The case was opened from this notification and has no other: correct the facts of the case instead"
SAME_NUMBER = "The case {} has this NHS number: link the notification to it"


def read_notification(actor: Actor, public_id: str, *, now: datetime) -> NotificationPage:
    """Return a notification beside the cases that look like it, once the reading is on record. Raises NotFound."""
    page = notification_page(actor, public_id)
    if page is None:
        raise NotFound
    require(actor, Action.NOTIFICATION_LIST, page.subject)
    _record_reading(actor, page.id, now=now)
    return page


@writes(AuditVerb.CASE_TRIAGED)
def open_case(
    actor: Actor,
    notification_id: str,
    check: FirstCheck,
    facts: Mapping[str, Any],
    *,
    explained: str = "",
    submission_id: str,
    now: datetime,
) -> str:
    """Open a case from a notification, with what the first check found, and return its public id.

    `facts` are those the coordinator confirmed or put right; the rest are what the notifier wrote. `explained` is why
    they are so where the rules of intake ask. Raises Invalid where they cannot stand or nothing explains them, and
    Blocked where the notification was checked already.
    """

    def act() -> str:
        same_child.take_turn(actor.panel_id or 0)
        notification, response = _waiting(actor, notification_id)
        answers = answers_of(response.id, spec_of(response)).answers
        written = case_facts(answers, _received_at(notification))
        case = _new_case(actor, notification.panel_id, check, {**written, **facts}, now)
        _explain(notification, response, answers, case, explained)
        told = with_facts(facts_told(answers, case.panel_id), facts)
        keep_of_case(actor, case, (situations.for_review(told), *triage.decided(check)), now=now)
        _accept(actor, notification, response, case, now)
        notification.status = NotificationStatus.ACCEPTED
        db.session.flush()
        _link_others(notification, case)
        return case.public_id

    said = (notification_id, check, sorted(facts.items(), key=str), explained)
    return submissions.once(actor, submission_id, act, now=now, said=said)


@writes(AuditVerb.NOTIFICATION_LINKED)
def link_to_case(actor: Actor, notification_id: str, case_id: str, *, now: datetime) -> None:
    """Keep a notification as one more of a case that is known already; the earliest is the one that counts.

    `case_id` is the case's public id. Raises Blocked where it was checked already.
    """
    same_child.take_turn(actor.panel_id or 0)
    case = case_to_change(actor, case_id, Action.NOTIFICATION_TRIAGE)
    notification, response = _waiting(actor, notification_id)
    _accept(actor, notification, response, case, now)
    _earliest_counts(case, _received_at(notification))


@writes(AuditVerb.CHILDREN_TOLD_APART)
def tell_apart(actor: Actor, notification_id: str, case_id: str, reason: str | None = None, *, now: datetime) -> None:
    """Say that a notification is of another child than a case, and take it from the case where it is kept with it.

    It then waits for its first check, and is not proposed for this case again; what the notifier wrote, and when,
    stays as it was. Requests that were sent stay with the case. Raises Invalid where one is taken from a case without a
    reason, Blocked where the case would be left without a notification, NotFound.
    """
    same_child.take_turn(actor.panel_id or 0)
    case = case_to_change(actor, case_id, Action.NOTIFICATION_TRIAGE)
    of_panel = (Notification.panel_id == case.panel_id) & (Notification.public_id == notification_id)
    notification = db.session.scalar(select(Notification).where(of_panel).with_for_update())
    if notification is None or notification.received_at is None or notification.case_id not in (None, case.id):
        raise NotFound
    why = (reason or "").strip()
    if notification.case_id is not None:
        _refuse({} if why else {"reason": "Say how you know that it is of another child"})
        _unlink(notification, case)
    unit.reason(why or None)
    past = CaseFactHistory(panel_id=case.panel_id, case_id=case.id, field=case_words.NOTIFICATION, at=now)
    past.old, past.new, past.by_name = notification.reference, why or None, actor.name
    db.session.add(past)
    unit.record("notification", notification.id, case_id=case.id, another_child=[None, True])


def _unlink(notification: Notification, case: Case) -> None:
    others = select(Notification.received_at).where(
        Notification.case_id == case.id, Notification.id != notification.id, Notification.received_at.is_not(None)
    )
    times = [at for at in db.session.scalars(others) if at is not None]
    if notification.status is NotificationStatus.ACCEPTED and not times:
        raise Blocked([ONLY_NOTIFICATION])
    response = db.session.get_one(FormResponse, notification.response_id)
    notification.status, notification.case_id, response.case_id = NotificationStatus.RECEIVED, None, None
    notification.checked_at, notification.checked_by = None, None
    if times and notification.received_at == case.notified_at:
        case.notified_at = min(times)
        case.notified_on = case.notified_at.astimezone(LONDON).date()
        cases.work_out(case)


@writes(AuditVerb.NOTIFICATION_SET_ASIDE)
def set_aside(actor: Actor, notification_id: str, why: NotForReview, *, note: str = "", now: datetime) -> None:
    """Say that a death that was notified is not for review, and why. Raises Blocked where it was checked already."""
    notification, _response = _waiting(actor, notification_id)
    notification.status = NotificationStatus.NOT_FOR_REVIEW
    notification.checked_at, notification.checked_by = now, actor.name
    notification.status_reason = triage.not_for_review(why, note)
    keep_of_notification(
        actor, notification, Decision(DecisionTopic.SCOPE, decisions.NOT_REVIEWED, notification.status_reason), now=now
    )
    unit.reason(why.value)


@writes(AuditVerb.NOTIFICATION_RECONSIDERED)
def reconsider(actor: Actor, notification_id: str, *, who: str, said: str, is_taken_up: bool, now: datetime) -> None:
    """Keep that somebody disagreed with a death not being reviewed, and what came of it.

    Where it is taken up again, the notification waits for its first check as it did before. Raises Invalid without who
    it was and what they said, Blocked where the notification was not set aside.
    """
    notification = _set_aside(actor, notification_id)
    _refuse(decisions.faults_of_disagreement(who, said))
    decided = decisions.of_disagreement(who, said, is_taken_up=is_taken_up)
    keep_of_notification(actor, notification, decided, now=now)
    if is_taken_up:
        notification.status, notification.status_reason = NotificationStatus.RECEIVED, None
        notification.checked_at, notification.checked_by = None, None
    unit.reason(decided.answer)


@writes(AuditVerb.CASE_TRIAGED)
def change_check(actor: Actor, case_id: str, check: FirstCheck, *, why: str = "", version: int, now: datetime) -> None:
    """Record what the first check of a case found, or put it right; the first takes a resident's case on.

    A case from a register has its first check here. `why` is kept with each decision that is another now. Raises
    Invalid and Stale.
    """
    case = case_to_change(actor, case_id, Action.NOTIFICATION_TRIAGE)
    if case.version != version:
        raise Stale
    _refuse(_area_faults(check, _areas(case.panel_id)) | triage.faults(check, died_on=case.died_on, now=now))
    case.residency, case.area_code = check.residency, check.area_code
    _apply(case, check)
    keep_of_case(actor, case, triage.decided(check), why=why, now=now)
    case.triaged_on = case.triaged_on or now.astimezone(LONDON).date()
    if case.status is CaseStatus.NOTIFIED and case.residency is Residency.RESIDENT:
        lifecycle.advance(actor, case, "start gathering information", now=now)


@writes(AuditVerb.NOTIFICATION_READ)
def _record_reading(actor: Actor, notification_id: int, *, now: datetime) -> None:
    unit.record("notification", notification_id)


def _explain(
    notification: Notification, response: FormResponse, answers: AnswerSet, case: Case, explained: str
) -> None:
    """Ask the rules of intake of what the case was opened with. Raises Invalid where something is to be explained."""
    place = place_of(case.postcode, died_on=case.died_on)
    confirmed = {name: getattr(case, name) for name in _CONFIRMED} | {"residency": case.residency.value}
    confirmed |= {"area_of_postcode": place.area_code if place else None, "is_jar_settled": True}
    because = select(NotificationReason.rule).where(NotificationReason.notification_id == notification.id)
    told = set(db.session.scalars(because))
    received_at = _received_at(notification)
    doubts = doubts_of_first_check(spec_of(response), answers, confirmed, received_at=received_at, explained=told)
    notification_reasons.explain(notification, doubts, explained)


_CONFIRMED = ("nhs_number", "born_on", "died_on", "postcode", "area_code")


def _new_case(actor: Actor, panel_id: int, check: FirstCheck, facts: dict[str, Any], now: datetime) -> Case:
    told: dict[str, Any] = dict.fromkeys(corrections.FIELDS) | facts
    told |= {"residency": check.residency, "area_code": check.area_code}
    missing = {name: f"Enter the date of {word}" for name, word in _DATES.items() if told[name] is None}
    _refuse(missing)
    today, areas = now.astimezone(LONDON).date(), _areas(panel_id)
    _refuse(
        _on_the_page(corrections.faults(told, today=today, reviewed_on=None, area_codes=areas), told["notified_on"])
        | _area_faults(check, areas)
        | triage.faults(check, died_on=told["died_on"], now=now)
    )
    cases.refuse_taken_number(actor, panel_id, told["nhs_number"], SAME_NUMBER)
    reference = _next_reference(panel_id, told["notified_on"].year)
    case = Case(panel_id=panel_id, reference=reference, status=CaseStatus.NOTIFIED, **told)
    case.ethnic_group = corrections.ethnic_group(case.ethnicity)
    case.triaged_on = today
    case.created_at, case.created_by_id = now, actor.user_id
    _apply(case, check)
    cases.work_out(case)
    db.session.add(case)
    db.session.flush()
    cases.index_names(case)
    places.place(actor, case, now=now)
    lifecycle.enter(actor, case, CaseStatus.NOTIFIED, step="opened", now=now)
    if case.residency is Residency.RESIDENT:
        lifecycle.advance(actor, case, "start gathering information", now=now)
    return case


def _on_the_page(found: dict[str, str], notified_on: date) -> dict[str, str]:
    """The first check does not ask when the death was notified: what that day has against it, the death has."""
    if found.pop("notified_on", None) is not None:
        words = f"The date of death must be on or before {written_date(notified_on)}, when the death was notified"
        found.setdefault("died_on", words)
    return found


_DATES = {"born_on": "birth", "died_on": "death"}


def _apply(case: Case, check: FirstCheck) -> None:
    case.jar_criteria = list(check.jar_criteria)
    case.joint_agency_response = check.joint_agency_response
    case.jar_triggered_at, case.jar_planned_at = check.jar_triggered_at, check.jar_planned_at
    case.jar_visited_at = check.jar_visited_at
    case.jar_lead = check.jar_lead.strip() or None
    case.jar_not_held_reason = check.jar_not_held_reason.strip() or None
    case.key_worker_name = check.key_worker_name.strip() or None
    case.key_worker_role = check.key_worker_role.strip() or None
    case.key_worker_contact = check.key_worker_contact.strip() or None
    case.forwarded_on = check.forwarded_on
    for each in check.decisions:
        if each.topic is DecisionTopic.EXPECTEDNESS:
            case.expectedness = Expectedness(each.answer)


def _accept(actor: Actor, notification: Notification, response: FormResponse, case: Case, now: datetime) -> None:
    """A person gives a notification to a case."""
    notification.checked_at, notification.checked_by = now, actor.name
    same_child.link(notification, response, case)


def _link_others(notification: Notification, case: Case) -> None:
    """Other notifications that wait with the same valid NHS number are of the same child (decision 18)."""
    waiting = (Notification.panel_id == case.panel_id) & (Notification.status == NotificationStatus.RECEIVED)
    same_number = NotificationMatchKey.key == same_child_rules.number_key(case.nhs_number or "")
    others = (
        select(Notification, FormResponse)
        .join(FormResponse, FormResponse.id == Notification.response_id)
        .join(NotificationMatchKey, NotificationMatchKey.notification_id == Notification.id)
        .where(waiting, Notification.id != notification.id, same_number)
        .with_for_update(of=Notification)
    )
    for other, response in db.session.execute(others).all():
        if same_child.belongs(child_told(answers_of(response.id, spec_of(response)).answers), case):
            same_child.link(other, response, case)
            _earliest_counts(case, _received_at(other))


def _earliest_counts(case: Case, received: datetime) -> None:
    """The first notification's time is the one that counts, and it is that of none before the death."""
    day = received.astimezone(LONDON).date()
    if case.notified_at is not None and received < case.notified_at and day >= case.died_on:
        case.notified_at, case.notified_on = received, day
        cases.work_out(case)


def _waiting(actor: Actor, public_id: str) -> tuple[Notification, FormResponse]:
    """A notification of the actor's panel that nobody has checked yet, locked."""
    query = select(Notification).where(Notification.panel_id == actor.panel_id, Notification.public_id == public_id)
    notification = db.session.scalar(query.with_for_update())
    if notification is None or notification.status is NotificationStatus.BEING_WRITTEN:
        raise NotFound
    require(actor, Action.NOTIFICATION_TRIAGE, PanelSubject(notification.panel_id))
    if notification.status is not NotificationStatus.RECEIVED:
        raise Blocked([ALREADY_CHECKED])
    return notification, db.session.get_one(FormResponse, notification.response_id)


def _set_aside(actor: Actor, public_id: str) -> Notification:
    """A notification of the actor's panel of a death that is not for review, locked."""
    query = select(Notification).where(Notification.panel_id == actor.panel_id, Notification.public_id == public_id)
    notification = db.session.scalar(query.with_for_update())
    if notification is None:
        raise NotFound
    require(actor, Action.NOTIFICATION_TRIAGE, PanelSubject(notification.panel_id))
    if notification.status is not NotificationStatus.NOT_FOR_REVIEW:
        raise Blocked(["This notification is not set aside"])
    return notification


def _received_at(notification: Notification) -> datetime:
    if notification.received_at is None:
        raise NotFound
    return notification.received_at


def _next_reference(panel_id: int, year: int) -> str:
    """Whoever asks has the panel's turn, so that two cases opened at once do not take the same number."""
    taken: set[str] = set()
    for model in (Case, CaseLink):
        of_year = (model.panel_id == panel_id) & model.reference.startswith(f"{year}/", autoescape=True)
        taken |= set(db.session.scalars(select(model.reference).where(of_year)))
    return references.next_reference(year, taken)


def _areas(panel_id: int) -> frozenset[str]:
    return frozenset(db.session.scalars(select(PanelArea.gss_code).where(PanelArea.panel_id == panel_id)))


def _area_faults(check: FirstCheck, areas: frozenset[str]) -> dict[str, str]:
    """A resident lived in one of the panel's areas; a child whose home another panel of England leads, in none."""
    if check.residency is Residency.RESIDENT and check.area_code not in areas:
        return {"area_code": "Choose one of the panel's areas, or say that the child lived elsewhere"}
    if check.lived is ResidencyStatus.ELSEWHERE and check.area_code in areas:
        return {"area_code": "This is one of the panel's own areas: choose that of the home, or say that it was here"}
    return {}


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise Invalid(faults)
