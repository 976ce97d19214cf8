"""Messages wait here until the job process sends them. Nothing else sends mail.

A message is queued in the unit of what it tells, so that both are kept or neither. Its context holds references and
ids of rows; a link or a code is worked out when the message is written out, so that a copy of the table opens nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from cdop.extensions import db
from cdop.models import OutboundMessage
from cdop.queries.inbox import has_chosen_digest, of_person
from cdop.queries.outbox import ATTENTION
from cdop.queries.reminders import coordinators
from cdop.rules import messages
from cdop.rules.actors import Actor
from cdop.rules.correspondence import MessageStatus
from cdop.rules.facts import PanelSubject
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import unit
from cdop.services.access import require
from cdop.services.errors import Blocked, NotFound
from cdop.services.unit import UnauditedWrite, writes

NOT_SETTLED = "This message is being sent or was settled meanwhile"
REFUSED = "This message was refused: it cannot have arrived"
ASKED_ANEW = "A code is of no use any more: whoever needs one asks for a new one"
SENT_ANEW = "sent again as another message"
ARRIVED = "a person said that it arrived"
SET_ASIDE = "a person said that it is not needed"
MAY_HAVE_ARRIVED = (MessageStatus.IN_DOUBT, MessageStatus.HELD)


class Settling(Protocol):
    """A verb by which a person settles a message."""

    def __call__(self, actor: Actor, public_id: str, *, now: datetime) -> None: ...


def queue(
    panel_id: int,
    *,
    key: str,
    template: str,
    to: str,
    context: Mapping[str, Any],
    case_id: int | None = None,
    due_at: datetime | None = None,
    now: datetime,
) -> None:
    """Queue a message within the open unit, to be sent at once or from `due_at` on; a repeated `key` queues nothing.

    Where its person has chosen so it waits for their weekly digest.

    Raises KeyError for a template that there is none of, UnauditedWrite outside a unit.
    """
    if unit.current() is None:
        raise UnauditedWrite("a message belongs to the unit of what it tells")
    if template not in messages.TEMPLATES:
        raise KeyError(template)
    connection = db.session().connection()
    in_digest = messages.TEMPLATES[template].may_wait and has_chosen_digest(panel_id, to, template)
    row = {
        "panel_id": panel_id,
        "case_id": case_id,
        "key": key,
        "mark": messages.mark(key),
        "template": template,
        "to_address": to,
        "context": dict(context),
        "status": MessageStatus.FOR_DIGEST if in_digest else MessageStatus.DUE,
        "queued_at": now,
        "due_at": due_at or now,
    }
    connection.execute(_QUEUE[connection.dialect.name], row)


def tell_coordinators(
    panel_id: int,
    *,
    key: str,
    template: str,
    context: Mapping[str, Any],
    case_id: int | None = None,
    now: datetime,
) -> None:
    """Queue the same message for everybody who coordinates the panel today, within the open unit."""
    for _panel, user_id, email in coordinators({panel_id}, now=now):
        queue(
            panel_id,
            key=f"{key}:{user_id}",
            template=template,
            to=email,
            context=context,
            case_id=case_id,
            now=now,
        )


@writes(AuditVerb.MESSAGE_SETTLED)
def send_again(actor: Actor, public_id: str, *, now: datetime) -> None:
    """Send a message once more that failed, came back, is in doubt, or is held. Raises NotFound, Forbidden, Blocked."""
    message = _to_settle(actor, public_id)
    if messages.TEMPLATES[message.template].is_of_the_moment:
        raise Blocked([ASKED_ANEW])
    send_anew(message, due_at=now, now=now)


@writes(AuditVerb.MESSAGE_SETTLED)
def say_arrived(actor: Actor, public_id: str, *, now: datetime) -> None:
    """Record that a message in doubt, or one that is held, did arrive. Raises NotFound, Forbidden, Blocked."""
    message = _to_settle(actor, public_id)
    if message.status not in MAY_HAVE_ARRIVED:
        raise Blocked([REFUSED])
    message.status, message.sent_at, message.last_fault = MessageStatus.SENT, now, ARRIVED


@writes(AuditVerb.MESSAGE_SETTLED)
def set_aside(actor: Actor, public_id: str, *, now: datetime) -> None:
    """Record that a message which waits for a word is not needed any more. Raises NotFound, Forbidden, Blocked."""
    close(_to_settle(actor, public_id), SET_ASIDE)


@writes(AuditVerb.MESSAGE_SETTLED)
def set_all_held_aside(actor: Actor, *, now: datetime) -> int:
    """Record that no message of the panel that is held is needed any more; return how many there were."""
    held = _held(actor)
    for message in held:
        close(message, SET_ASIDE)
    return len(held)


@writes(AuditVerb.MESSAGE_SETTLED)
def send_all_held(actor: Actor, *, now: datetime) -> int:
    """Send every message of the panel that is held; return how many. A code, of no use any more, is set aside."""
    of_use = 0
    for message in _held(actor):
        if messages.TEMPLATES[message.template].is_of_the_moment:
            close(message, SET_ASIDE)
        else:
            send_anew(message, due_at=now, now=now)
            of_use += 1
    return of_use


@writes(AuditVerb.MESSAGE_READ, is_short=True)
def note_reading(actor: Actor, public_id: str, *, now: datetime) -> None:
    """Note when its person first opened a message here. Raises NotFound for one that is not theirs."""
    message = db.session.scalar(
        select(OutboundMessage).where(*of_person(actor), OutboundMessage.public_id == public_id)
    )
    if message is None:
        raise NotFound
    if message.read_at is None:
        message.read_at = now
        unit.record("outbound_message", message.id, case_id=message.case_id, template=message.template)


def close(message: OutboundMessage, why: str) -> None:
    """Have a message not sent, or not again, in the open unit."""
    message.status, message.sent_at, message.last_fault = MessageStatus.WITHDRAWN, None, why


def send_anew(message: OutboundMessage, *, due_at: datetime, now: datetime) -> None:
    """Queue the same message under its next key, and close this one. Within the open unit."""
    close(message, SENT_ANEW)
    queue(
        message.panel_id,
        key=messages.sent_again(message.key),
        template=message.template,
        to=message.to_address,
        context=message.context,
        case_id=message.case_id,
        due_at=due_at,
        now=now,
    )


def _held(actor: Actor) -> list[OutboundMessage]:
    """The messages of the panel that are held, but those of a case in which the actor takes no part; each recorded."""
    require(actor, Action.MESSAGE_SETTLE)
    held = (OutboundMessage.panel_id == actor.panel_id) & (OutboundMessage.status == MessageStatus.HELD)
    rows = db.session.scalars(select(OutboundMessage).where(held).order_by(OutboundMessage.id).with_for_update())
    known = [message for message in rows if message.case_id not in actor.excluded_case_ids]
    for message in known:
        unit.record("outbound_message", message.id, case_id=message.case_id, template=message.template)
    return known


def _to_settle(actor: Actor, public_id: str) -> OutboundMessage:
    mine = (OutboundMessage.public_id == public_id) & (OutboundMessage.panel_id == actor.panel_id)
    message = db.session.scalar(select(OutboundMessage).where(mine).with_for_update())
    if message is None or message.case_id in actor.excluded_case_ids:
        raise NotFound
    require(actor, Action.MESSAGE_SETTLE, PanelSubject(message.panel_id))
    if message.status not in ATTENTION:
        raise Blocked([NOT_SETTLED])
    unit.record("outbound_message", message.id, case_id=message.case_id, template=message.template)
    return message


_QUEUE = {
    dialect.__name__.rpartition(".")[2]: dialect.insert(OutboundMessage.__table__).on_conflict_do_nothing(
        index_elements=["key"]
    )
    for dialect in (postgresql, sqlite)
}
