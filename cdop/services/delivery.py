"""Messages leave one at a time: taken, sent and marked, each a unit of its own, and no unit open while it is sent.

A message that was being sent when its process ended may have arrived or not. It is never sent again unseen: it is in
doubt, and a person says what to do; a reminder is sent once more, under the same Message-ID.
"""

from datetime import datetime, timedelta
from email.message import EmailMessage
from enum import Enum

import structlog
from sqlalchemy import select, update

from cdop.extensions import db
from cdop.log_lines import kind_of, where
from cdop.models import JobLease, OutboundMessage
from cdop.rules import actors, messages
from cdop.rules.actors import Actor
from cdop.rules.correspondence import MessageStatus
from cdop.rules.messages import InDoubt
from cdop.rules.vocabulary import AuditVerb
from cdop.services import mail, outbox, unit
from cdop.services.jobs import NAME as LEASE
from cdop.services.jobs import database_seconds
from cdop.services.mail import CannotWrite, Settings
from cdop.services.smtp import PutOff, Refused, Transport, Unclear
from cdop.services.unit import writes

JOB = actors.job("messages")
LONGEST_FAULT = 200
ENDED_MEANWHILE = "its link or code ended before it was sent"
CUT_OFF = "its sending was cut off"


class Delivery(Enum):
    """What became of the next message."""

    NONE_DUE = "none due"
    SENT = "sent"
    NOT_SENT = "not sent"
    NO_SERVER = "no mail server"
    LEASE_LOST = "lease lost"


def deliver_next(transport: Transport, settings: Settings, *, fence: int, now: datetime) -> Delivery:
    """Send the message that has been due longest, and say what became of it.

    `fence` is of the lease that this process holds: where it has passed to another, nothing is taken.
    """
    message = _next(now)
    if message is None:
        return Delivery.NONE_DUE
    message_id = message.id
    has_aged = _has_aged(message, settings, now)
    try:
        is_needed = mail.is_needed(message, now=now)
        written = mail.write(message, settings, at=now) if is_needed and not has_aged else None
    except Exception as fault:  # whatever is wrong with this one, the others go on
        return _cannot_write(message_id, fault, now=now)
    unit.end_reads()
    if written is None:
        settle = _hold if is_needed else _withdraw
        settle(JOB, message_id, now=now)
        return Delivery.NOT_SENT
    try:
        transport.open()
    except PutOff as fault:
        _put_off(JOB, message_id, str(fault), now=now)
        return Delivery.NO_SERVER
    if not _take(JOB, message_id, fence=fence, now=now):
        return Delivery.LEASE_LOST
    return _send(transport, message_id, written, fence=fence, now=now)


def _send(transport: Transport, message_id: int, written: EmailMessage, *, fence: int, now: datetime) -> Delivery:
    try:
        transport.send(written)
    except Refused as fault:
        _fail(JOB, message_id, str(fault), now=now)
    except PutOff as fault:
        _put_off(JOB, message_id, str(fault), now=now)
    except Unclear as fault:
        _doubt(JOB, [message_id], str(fault), now=now)
    else:
        _mark_sent(JOB, message_id, fence=fence, now=now)
        return Delivery.SENT
    return Delivery.NOT_SENT


def doubt_cut_off(*, fence: int, now: datetime) -> int:
    """Find what was being sent when a process ended, and return how many there are; all are in doubt now.

    For the one process that holds the lease with this fence, while it sends nothing itself.
    """
    cut_off = (OutboundMessage.status == MessageStatus.SENDING) & (OutboundMessage.fence <= fence)
    ids = list(db.session.scalars(select(OutboundMessage.id).where(cut_off).order_by(OutboundMessage.id)))
    unit.end_reads()
    return _doubt(JOB, ids, CUT_OFF, now=now) if ids else 0


def _next(now: datetime) -> OutboundMessage | None:
    due = (OutboundMessage.status == MessageStatus.DUE) & (OutboundMessage.due_at <= now)
    query = select(OutboundMessage).where(due).order_by(OutboundMessage.due_at, OutboundMessage.id).limit(1)
    return db.session.scalar(query)


def _cannot_write(message_id: int, fault: Exception, *, now: datetime) -> Delivery:
    unit.end_reads()
    is_foreseen = isinstance(fault, CannotWrite)
    if not is_foreseen:
        structlog.get_logger().error("message", count=message_id, error=kind_of(fault), where=where(fault))
    _put_off(JOB, message_id, str(fault) if is_foreseen else f"It could not be written: {kind_of(fault)}", now=now)
    return Delivery.NOT_SENT


@writes(AuditVerb.MESSAGE_SENDING)
def _take(actor: Actor, message_id: int, *, fence: int, now: datetime) -> bool:
    """Whether the message is ours to send: it is still due, and the lease is still ours by the database's clock."""
    lease = (
        (JobLease.name == LEASE)
        & (JobLease.fence == fence)
        & (JobLease.expires > database_seconds(db.engine.dialect.name))
    )
    taken = (
        update(OutboundMessage.__table__)  # type: ignore[arg-type]
        .where(
            OutboundMessage.id == message_id,
            OutboundMessage.status == MessageStatus.DUE,
            select(JobLease.name).where(lease).exists(),
        )
        .values(status=MessageStatus.SENDING, fence=fence, attempts=OutboundMessage.attempts + 1)
    )
    return bool(db.session().connection().execute(taken).rowcount)


@writes(AuditVerb.MESSAGE_SENT)
def _mark_sent(actor: Actor, message_id: int, *, fence: int, now: datetime) -> None:
    """The server has it. Where another process was in doubt of it meanwhile, this one knows better."""
    message = db.session.get_one(OutboundMessage, message_id, with_for_update=True)
    if message.fence == fence and message.status in (MessageStatus.SENDING, MessageStatus.IN_DOUBT):
        message.status, message.sent_at, message.last_fault = MessageStatus.SENT, now, None
        _record(message)


@writes(AuditVerb.MESSAGE_FAILED)
def _fail(actor: Actor, message_id: int, fault: str, *, now: datetime) -> None:
    message = db.session.get_one(OutboundMessage, message_id, with_for_update=True)
    if message.status is MessageStatus.SENDING:
        message.status, message.last_fault = MessageStatus.FAILED, fault[:LONGEST_FAULT]
        _record(message)


@writes(AuditVerb.MESSAGE_FAILED)
def _put_off(actor: Actor, message_id: int, fault: str, *, now: datetime) -> None:
    """Try again later, each time after a longer while, and give up after the last; the others are not kept waiting."""
    message = db.session.get_one(OutboundMessage, message_id, with_for_update=True)
    if message.status not in (MessageStatus.DUE, MessageStatus.SENDING):
        return
    message.attempts += message.status is MessageStatus.DUE  # one that was taken has been counted
    message.last_fault = fault[:LONGEST_FAULT]
    delay = messages.delay_after(message.attempts)
    if delay is None:
        message.status = MessageStatus.FAILED
        _record(message)
    else:
        message.status, message.due_at = MessageStatus.DUE, now + delay


def _has_aged(message: OutboundMessage, settings: Settings, now: datetime) -> bool:
    """Whether a message to somebody outside may have been sent before a backup was restored.

    It has been due for so long, or since before the instant up to which this database is known to have been put back.
    """
    if not messages.TEMPLATES[message.template].may_have_aged:
        return False
    until = db.session.scalar(select(JobLease.doubtful_until).where(JobLease.name == LEASE))
    is_doubtful = until is not None and message.due_at <= until
    return is_doubtful or now - message.due_at > timedelta(days=settings.message_days)


@writes(AuditVerb.MESSAGE_HELD)
def _hold(actor: Actor, message_id: int, *, now: datetime) -> None:
    """Have a message wait for a person's word."""
    message = db.session.get_one(OutboundMessage, message_id, with_for_update=True)
    if message.status is MessageStatus.DUE:
        message.status = MessageStatus.HELD
        _record(message)


@writes(AuditVerb.MESSAGE_SETTLED)
def _withdraw(actor: Actor, message_id: int, *, now: datetime) -> None:
    message = db.session.get_one(OutboundMessage, message_id, with_for_update=True)
    if message.status is MessageStatus.DUE:
        message.status, message.last_fault = MessageStatus.WITHDRAWN, ENDED_MEANWHILE
        _record(message)


@writes(AuditVerb.MESSAGE_IN_DOUBT)
def _doubt(actor: Actor, ids: list[int], fault: str, *, now: datetime) -> int:
    """Put messages in doubt that are still being sent; a reminder, once, is queued anew."""
    still = (OutboundMessage.status == MessageStatus.SENDING) & OutboundMessage.id.in_(ids)
    found = db.session.scalars(select(OutboundMessage).where(still).with_for_update()).all()
    for message in found:
        message.status, message.last_fault = MessageStatus.IN_DOUBT, fault[:LONGEST_FAULT]
        _record(message)
        rule = messages.TEMPLATES[message.template].in_doubt
        if rule is InDoubt.SEND_AGAIN_ONCE and not messages.is_sent_again(message.key):
            outbox.send_anew(message, due_at=message.due_at, now=now)
    return len(found)


def _record(message: OutboundMessage) -> None:
    unit.record("outbound_message", message.id, case_id=message.case_id, status=[None, message.status.value])
