"""Notifications of a death, as they come in: whoever sends one learns only that it was received."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FormResponse, Notification, Panel
from cdop.queries.answers import answers_of
from cdop.queries.notifications import WRITTEN_DOWN
from cdop.questionnaires import merging, registry
from cdop.questionnaires.answer import AnswerSet
from cdop.questionnaires.completeness import hidden
from cdop.questionnaires.merging import Seen
from cdop.questionnaires.notification_checks import judge
from cdop.questionnaires.notification_facts import child_told
from cdop.questionnaires.notification_pages import DATES, after_dates
from cdop.questionnaires.spec import FormSpec
from cdop.rules import references
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.digests import secret_digest
from cdop.rules.facts import PanelSubject
from cdop.rules.vocabulary import Action, ActorKind, AuditVerb, NotificationSource, NotificationStatus
from cdop.services import (
    alerts,
    attachments,
    audit,
    awaited,
    notification_reasons,
    outbox,
    same_child,
    submissions,
    tries,
)
from cdop.services import answers as form_answers
from cdop.services.access import require
from cdop.services.answers import Saved
from cdop.services.errors import Blocked, NotFound
from cdop.services.unit import writes

FORM = "notification"
CODE_BYTES = 32
# A whole hospital may have one address, and a bad day several deaths; a flood has hundreds in an hour.
BEGUN_BY_CALLER, WINDOW = 60, timedelta(hours=1)
# The whole form has some twenty pages; a flood of saves has thousands in an hour.
SAVES_OF_ONE = 300
SAVED_OFTEN = "This notification was saved very often within an hour. Wait an hour before you go on, or ring the panel"


class TooManyNotifications(Exception):
    """So many notifications were begun from one place that no more are taken from there for now."""


@writes(AuditVerb.NOTIFICATION_STARTED)
def begin(
    actor: Actor,
    *,
    panel_id: int,
    code: str,
    source: NotificationSource,
    caller: str = "",
    awaited_reference: str = "",
    now: datetime,
) -> None:
    """Begin a notification to a panel. Whoever has `code`, a secret of the notifier's browser, goes on with it.

    `caller` is where it comes from, `awaited_reference` that of the message which asked for it. Raises NotFound for an
    unknown panel, Forbidden where a telephone call is written down by one who may not, and TooManyNotifications.
    """
    if actor.kind is not ActorKind.PUBLIC:
        require(actor, Action.NOTIFICATION_TRIAGE, PanelSubject(panel_id))
    elif caller:
        _count(caller, now)
    if db.session.get(Panel, panel_id) is None:
        raise NotFound
    spec = registry.current(FORM, now.astimezone(LONDON).date())
    response = form_answers.start(actor, spec, panel_id=panel_id, case_id=None, now=now)
    notification = Notification(
        panel_id=panel_id, response_id=response.id, code_digest=secret_digest(code), source=source
    )
    notification.awaited_reference = awaited_reference[:20] or None
    notification.reference, notification.status = references.new_reference(), NotificationStatus.BEING_WRITTEN
    notification.created_at = notification.opened_at = now
    notification.created_by_id = actor.user_id
    db.session.add(notification)


@writes(AuditVerb.NOTIFICATION_STARTED)
def take_up(actor: Actor, public_id: str, code: str, *, now: datetime) -> None:
    """Go on, in another browser, with what a coordinator began to write down; its earlier code is dead.

    Raises NotFound.
    """
    require(actor, Action.NOTIFICATION_TRIAGE)
    begun = (Notification.panel_id == actor.panel_id) & (Notification.public_id == public_id)
    call = Notification.source.in_(WRITTEN_DOWN) & (Notification.status == NotificationStatus.BEING_WRITTEN)
    notification = db.session.scalar(select(Notification).where(begun, call).with_for_update())
    if notification is None:
        raise NotFound
    notification.code_digest, notification.opened_at = secret_digest(code), now


@writes(AuditVerb.NOTIFICATION_SAVED)
def save_page(actor: Actor, code: str, typed: AnswerSet, *, seen: Seen, now: datetime) -> Saved:
    """Save a page of the notification that goes with `code`, and return what became of it.

    Raises NotFound, and Blocked where the public saved it very often within an hour.
    """
    _count_save(actor, code, now)
    _notification, response = _open(code)
    spec = spec_of(response)
    saved = form_answers.save_section(actor, response, spec, typed, seen=seen, now=now)
    if not DATES.isdisjoint(saved.changed):
        _write_what_dates_tell(actor, response, spec, now=now)
    return saved


@writes(AuditVerb.NOTIFICATION_SAVED)
def give_reasons(actor: Actor, code: str, reasons: Mapping[str, str], *, now: datetime) -> None:
    """Keep why answers are as they are, by the keys of the rules that ask; a blank takes one back.

    Raises NotFound, and Blocked where the public saved it very often within an hour.
    """
    _count_save(actor, code, now)
    notification_reasons.keep(being_written(code), reasons)


@writes(AuditVerb.DEATH_NOTIFIED)
def send(actor: Actor, code: str, *, submission_id: str, now: datetime) -> str:
    """Send the notification that goes with `code` and return its reference, whatever was known already.

    The same valid NHS number as a case's links it to that case; all else is for a person (decision 18). The panel's
    coordinators get a message with the reference. Raises NotFound, and Blocked with everything that the rules of intake
    have against it: what stops it, and each warning without a reason.
    """

    def act() -> str:
        notification, response = _open(code)
        spec = spec_of(response)
        answers = _asked_in(response, spec)
        judgement = judge(spec, answers, now=now)
        if judgement.obstacles:
            raise Blocked([each.text for each in judgement.obstacles])
        notification_reasons.settle(notification, judgement)
        child = child_told(answers)
        same_child.take_turn(notification.panel_id)
        case = same_child.case_of_number(notification.panel_id, child)
        form_answers.submit(actor, response, spec, now=now)
        notification.status, notification.received_at = NotificationStatus.RECEIVED, _told_at(notification, now)
        if case is not None:
            same_child.link(notification, response, case)
        attachments.give_all(notification, now=now)
        same_child.keep_keys(notification, child)
        awaited.note_arrival(notification, child, now)
        _tell_coordinators(notification, now)
        alerts.raise_for(notification, answers, now=now)
        return notification.reference

    return submissions.once(actor, submission_id, act, now=now, said=secret_digest(code))


def new_code() -> str:
    """Return a fresh code of a browser: 256 random bits."""
    return secrets.token_urlsafe(CODE_BYTES)


def spec_of(response: FormResponse) -> FormSpec:
    """Return the definition that the response was begun on."""
    return registry.get(response.form_key, response.form_version)


def being_written(code: str) -> Notification:
    """Return the notification that is being written with this code, locked. Raises NotFound. Within the open unit."""
    is_written = Notification.status == NotificationStatus.BEING_WRITTEN
    query = select(Notification).where(Notification.code_digest == secret_digest(code), is_written)
    notification = db.session.scalar(query.with_for_update())
    if notification is None:
        raise NotFound
    return notification


def _told_at(notification: Notification, now: datetime) -> datetime:
    """When the panel was told: of a call when it began, whatever was looked up before it was sent."""
    is_call = notification.source is NotificationSource.TELEPHONE
    return notification.created_at if is_call else now


def _open(code: str) -> tuple[Notification, FormResponse]:
    """The notification that is being written with this code, locked, and its answers."""
    notification = being_written(code)
    return notification, db.session.get_one(FormResponse, notification.response_id)


def _write_what_dates_tell(actor: Actor, response: FormResponse, spec: FormSpec, *, now: datetime) -> None:
    db.session.flush()
    stored = answers_of(response.id, spec).answers
    form_answers.save_section(actor, response, spec, after_dates(stored), seen=merging.seen(spec, stored), now=now)


def _count(caller: str, now: datetime) -> None:
    """Count one that begins."""
    mark = audit.keyed_digest(f"notification:{caller}")
    if tries.count({mark: BEGUN_BY_CALLER}, within=WINDOW, now=now):
        raise TooManyNotifications


def _count_save(actor: Actor, code: str, now: datetime) -> None:
    """Count a save by the public, whose earlier answers are kept: a flood would fill the database."""
    mark = audit.keyed_digest(f"notification saved:{code}")
    if actor.kind is ActorKind.PUBLIC and tries.count({mark: SAVES_OF_ONE}, within=WINDOW, now=now):
        raise Blocked([SAVED_OFTEN])


def _tell_coordinators(notification: Notification, now: datetime) -> None:
    reference = notification.reference
    outbox.tell_coordinators(
        notification.panel_id,
        key=f"notification_received:{reference}",
        template="notification_received",
        context={"reference": reference},
        now=now,
    )


def _asked_in(response: FormResponse, spec: FormSpec) -> AnswerSet:
    """The answers of a form that is about to be sent: what it does not ask (any more) is not sent with it.

    They are read before anything is written, so that the same is written whether the child is known or not: how
    long it takes tells nobody anything.
    """
    stored = answers_of(response.id, spec).answers
    unasked = set(hidden(spec, stored))
    return {name: given for name, given in stored.items() if name not in unasked}
