"""Messages as the pages show them: what waits, what failed, what may have arrived or not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from cdop.extensions import db
from cdop.models import Case, OutboundMessage
from cdop.rules import bounces, messages
from cdop.rules.actors import Actor
from cdop.rules.correspondence import MessageStatus
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action

PAGE_SIZE = 50
MAILBOX_SIZE = 20
ATTENTION = (MessageStatus.IN_DOUBT, MessageStatus.FAILED, MessageStatus.CAME_BACK, MessageStatus.HELD)
UNSENT = (*ATTENTION, MessageStatus.SENDING, MessageStatus.DUE, MessageStatus.FOR_DIGEST)


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message in a list. `reference` and `case` name the case it is about, if any."""

    public_id: str
    template: str
    to_address: str
    status: MessageStatus
    queued_at: datetime
    due_at: datetime
    sent_at: datetime | None
    attempts: int
    last_fault: str | None
    case: str | None
    reference: str | None

    @property
    def label(self) -> str:
        """What the message is."""
        return messages.TEMPLATES[self.template].label

    @property
    def may_have_arrived(self) -> bool:
        """Whether nobody can tell."""
        return self.status is MessageStatus.IN_DOUBT

    @property
    def is_held(self) -> bool:
        """Whether it is so old that it may have been sent before the database was restored."""
        return self.status is MessageStatus.HELD

    @property
    def advice(self) -> str:
        """What to do about a message that was refused, "" for any other."""
        is_refused = self.status in (MessageStatus.FAILED, MessageStatus.CAME_BACK)
        return bounces.advice(self.last_fault or "") if is_refused else ""

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody must say what to do."""
        return self.status in ATTENTION

    @property
    def can_be_sent_again(self) -> bool:
        """Whether it would still be of use."""
        return self.needs_a_person and not messages.TEMPLATES[self.template].is_of_the_moment


@dataclass(frozen=True, slots=True)
class MessageList:
    """One page of messages and how many there are in all."""

    rows: tuple[MessageRow, ...]
    total: int
    page: int
    pages: int


def message_list(actor: Actor, status: MessageStatus | None = None, *, page: int = 1) -> MessageList:
    """Return one page of the panel's messages, newest first: of one status, or all that have not left."""
    if not can(actor, Action.MESSAGE_LIST):
        return MessageList((), 0, 1, 1)
    wanted = OutboundMessage.status.in_(UNSENT) if status is None else OutboundMessage.status == status
    return _listed([*known_to(actor), wanted], page, PAGE_SIZE)


def messages_of_case(actor: Actor, case_id: int) -> tuple[MessageRow, ...]:
    """Return the newest messages about a case, as far as the actor may see messages."""
    if not can(actor, Action.MESSAGE_LIST):
        return ()
    return _listed([*known_to(actor), OutboundMessage.case_id == case_id], 1, PAGE_SIZE).rows


def attention_count(actor: Actor) -> int:
    """Return how many messages wait for somebody to say what to do with them."""
    if not can(actor, Action.MESSAGE_LIST):
        return 0
    found = select(func.count()).select_from(OutboundMessage).where(*known_to(actor))
    return db.session.scalar(found.where(OutboundMessage.status.in_(ATTENTION))) or 0


def held_count(actor: Actor) -> int:
    """Return how many messages are held because the database may be a restored backup."""
    if not can(actor, Action.MESSAGE_LIST):
        return 0
    found = select(func.count()).select_from(OutboundMessage).where(*known_to(actor))
    return db.session.scalar(found.where(OutboundMessage.status == MessageStatus.HELD)) or 0


def mailbox(*, page: int) -> MessageList:
    """Return one page of everything that the demonstration has sent, whoever's it is, newest first."""
    return _listed([OutboundMessage.status == MessageStatus.SENT], page, MAILBOX_SIZE)


def known_to(actor: Actor) -> list[ColumnElement[bool]]:
    """Return what holds for messages of the actor's panel, without those of a case in which they take no part."""
    mine: list[ColumnElement[bool]] = [OutboundMessage.panel_id == actor.panel_id]
    if actor.excluded_case_ids:
        excluded = OutboundMessage.case_id.in_(sorted(actor.excluded_case_ids))
        mine.append(OutboundMessage.case_id.is_(None) | ~excluded)
    return mine


def _listed(conditions: list[ColumnElement[bool]], page: int, size: int) -> MessageList:
    total = db.session.scalar(select(func.count()).select_from(OutboundMessage).where(*conditions)) or 0
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    query = select(*_COLUMNS).outerjoin(Case, Case.id == OutboundMessage.case_id).where(*conditions)
    rows = query.order_by(OutboundMessage.id.desc()).limit(size).offset((page - 1) * size)
    return MessageList(tuple(MessageRow(*tuple(row)) for row in db.session.execute(rows)), total, page, pages)


_COLUMNS: tuple[Any, ...] = (
    OutboundMessage.public_id,
    OutboundMessage.template,
    OutboundMessage.to_address,
    OutboundMessage.status,
    OutboundMessage.queued_at,
    OutboundMessage.due_at,
    OutboundMessage.sent_at,
    OutboundMessage.attempts,
    OutboundMessage.last_fault,
    Case.public_id,
    Case.reference,
)
