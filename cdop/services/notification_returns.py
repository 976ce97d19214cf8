"""The way back to a notification: a reference, and a private code that is shown once and kept as a digest only.

Whoever has both goes on with a notification that is not sent, or reads whether the panel needs anything more. What is
answered, and how long it takes, is the same whether the child was known or not.
"""

import hmac
from datetime import datetime, timedelta

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FormResponse, Notification, NotificationQuestion
from cdop.queries.answers import answers_of
from cdop.questionnaires.answer import answer as answer_to
from cdop.rules import references
from cdop.rules.actors import Actor, public
from cdop.rules.digests import secret_digest
from cdop.rules.facts import PanelSubject
from cdop.rules.typed_text import text_fault
from cdop.rules.vocabulary import Action, AuditVerb, NotificationStatus
from cdop.services import audit, outbox, submissions, tries, unit
from cdop.services.access import require
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.intake import spec_of
from cdop.services.unit import writes

OPEN_AFTER_SENDING = timedelta(hours=1)
"""For so long the browser that sent a notification, or came back to one, may go on with it."""
KEPT_AFTER_SENDING = timedelta(days=365)
"""So long after it was sent the code of a notification ends."""
TRIES_FOR_REFERENCE, TRIES_FOR_CALLER, WINDOW = 10, 30, timedelta(hours=1)
LONGEST = 2000
ALREADY_ANSWERED = "This question was answered already"
NO_ADDRESS = "The notifier gave no e-mail address: ring them"
NO_CODE = "The notifier has no code to come back with: ring them"


class ReturnRefused(Exception):
    """The reference and the code open nothing. `is_throttled` says that there were too many tries."""

    def __init__(self, *, is_throttled: bool = False) -> None:
        super().__init__()
        self.is_throttled = is_throttled


@writes(AuditVerb.NOTIFICATION_CODE_MADE)
def make_code(actor: Actor, code: str, *, now: datetime) -> tuple[str, str]:
    """Return the reference, and a new private code, of the notification that is open in the browser with `code`.

    An earlier code is dead. Raises NotFound.
    """
    notification = in_browser(code, now)
    made = references.new_return_code()
    notification.return_digest = _digest(made)
    return notification.reference, made


def come_back(reference: str, typed: str, *, browser: str, caller: str, now: datetime) -> bool:
    """Open a notification in the browser with the secret `browser`, and say whether it was sent already.

    Raises ReturnRefused: the same for a reference that there is none of, a wrong code, and one that has ended.
    """
    reference, typed = references.typed(reference), references.typed(typed)
    marks = {
        audit.keyed_digest(f"return:{reference}"): TRIES_FOR_REFERENCE,
        audit.keyed_digest(f"return by:{caller}"): TRIES_FOR_CALLER,
    }
    if _count(public(), marks, now=now):
        raise ReturnRefused(is_throttled=True)
    is_sent = _open(public(), reference, typed, browser, now=now)
    if is_sent is None:
        raise ReturnRefused
    return is_sent


@writes(AuditVerb.NOTIFIER_ASKED)
def ask(actor: Actor, public_id: str, text: str, *, submission_id: str | None, now: datetime) -> None:
    """Ask the notifier of a notification a question; a message tells them that there is one, and nothing else.

    Raises NotFound, Invalid, and Blocked where they cannot be reached by it.
    """

    def act() -> str:
        notification = _of_panel(actor, public_id)
        if fault := text_fault(text, "The question", LONGEST, lines=True):
            raise Invalid({"text": fault})
        email = _address(notification)
        if notification.return_digest is None:
            raise Blocked([NO_CODE])
        if not email:
            raise Blocked([NO_ADDRESS])
        question = NotificationQuestion(panel_id=notification.panel_id, notification_id=notification.id, text=text)
        question.asked_at, question.asked_by = now, actor.name
        notification.no_more_at = None
        db.session.add(question)
        db.session.flush()
        outbox.queue(
            notification.panel_id,
            key=f"notifier_asked:{question.public_id}",
            template="notifier_asked",
            to=email,
            context={"reference": notification.reference},
            now=now,
        )
        return question.public_id

    submissions.once(actor, submission_id, act, now=now, said=(public_id, text))


@writes(AuditVerb.NO_MORE_NEEDED)
def say_no_more(actor: Actor, public_id: str, *, now: datetime) -> None:
    """Tell the notifier, when they come back, that no further information is needed from them. Raises NotFound."""
    notification = _of_panel(actor, public_id)
    notification.no_more_at = notification.no_more_at or now


@writes(AuditVerb.NOTIFIER_ANSWERED)
def answer(actor: Actor, code: str, question_id: str, text: str, *, now: datetime) -> None:
    """Keep the notifier's answer to a question, and tell the coordinators by reference.

    Raises NotFound, Invalid, and Blocked where it was answered already.
    """
    notification = in_browser(code, now)
    of_it = (NotificationQuestion.notification_id == notification.id) & (NotificationQuestion.public_id == question_id)
    question = db.session.scalar(select(NotificationQuestion).where(of_it).with_for_update())
    if question is None:
        raise NotFound
    if question.answer is not None:
        if question.answer == text:
            return
        raise Blocked([ALREADY_ANSWERED])
    if fault := text_fault(text, "The answer", LONGEST, lines=True):
        raise Invalid({"answer": fault})
    question.answer, question.answered_at = text, now
    outbox.tell_coordinators(
        notification.panel_id,
        key=f"notifier_answered:{question.public_id}",
        template="notifier_answered",
        context={"reference": notification.reference},
        now=now,
    )


def in_browser(code: str, now: datetime) -> Notification:
    """Return the notification that is open in the browser with this secret, locked; one that was sent, for an hour.

    Raises NotFound. Within the open unit.
    """
    query = select(Notification).where(Notification.code_digest == secret_digest(code)).with_for_update()
    notification = db.session.scalar(query)
    if notification is None or notification.opened_at is None:
        raise NotFound
    is_sent = notification.status is not NotificationStatus.BEING_WRITTEN
    latest = max(notification.opened_at, notification.received_at or notification.opened_at)
    if is_sent and latest < now - OPEN_AFTER_SENDING:
        raise NotFound
    return notification


@writes(AuditVerb.NOTIFICATION_CODE_TRIED)
def _count(actor: Actor, marks: dict[str, int], *, now: datetime) -> bool:
    """Count a try, before it is looked into, and say whether there were too many."""
    return tries.count(marks, within=WINDOW, now=now)


@writes(AuditVerb.NOTIFICATION_RETURNED)
def _open(actor: Actor, reference: str, typed: str, browser: str, *, now: datetime) -> bool | None:
    query = select(Notification).where(Notification.reference == reference)
    notification = db.session.scalar(query.with_for_update())
    expected = notification.return_digest if notification is not None else None
    is_right = hmac.compare_digest(expected or "", _digest(typed))
    ended = notification is not None and _has_ended(notification, now)
    if notification is None or not is_right or ended:
        unit.record("notification", "refused")
        return None
    notification.code_digest, notification.opened_at = secret_digest(browser), now
    return notification.received_at is not None


def _has_ended(notification: Notification, now: datetime) -> bool:
    return notification.received_at is not None and notification.received_at < now - KEPT_AFTER_SENDING


def _of_panel(actor: Actor, public_id: str) -> Notification:
    """A notification of the actor's panel that was received, locked."""
    received = (Notification.public_id == public_id) & Notification.received_at.is_not(None)
    query = select(Notification).where(Notification.panel_id == actor.panel_id, received)
    notification = db.session.scalar(query.with_for_update())
    if notification is None or notification.case_id in actor.excluded_case_ids:
        raise NotFound
    require(actor, Action.NOTIFICATION_TRIAGE, PanelSubject(notification.panel_id))
    return notification


def _address(notification: Notification) -> str:
    response = db.session.get_one(FormResponse, notification.response_id)
    return str(answer_to(answers_of(response.id, spec_of(response)).answers, "notifier_email").value or "")


def _digest(code: str) -> str:
    return audit.keyed_digest(f"notification code:{code}")
