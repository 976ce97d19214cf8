"""The messages to a person with an account, as they find them here, and which of them wait for their digest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from cdop.extensions import db
from cdop.models import Case, DigestChoice, OutboundMessage, User
from cdop.queries.outbox import known_to
from cdop.rules import messages, reminders
from cdop.rules.actors import Actor
from cdop.rules.correspondence import MessageStatus

PAGE_SIZE = 25
# What repeats others, and what is of no use by the time that somebody looks.
LEFT_OUT = tuple(name for name, each in messages.TEMPLATES.items() if each.is_of_the_moment or name == messages.DIGEST)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One message to a person."""

    public_id: str
    template: str
    status: MessageStatus
    queued_at: datetime
    read_at: datetime | None
    reference: str | None
    context: dict[str, Any]

    @property
    def label(self) -> str:
        """What the message is and, where it reminds of work, of which."""
        label, rule = messages.TEMPLATES[self.template].label, self.context.get("rule")
        return f"{label}: {reminders.label(rule)}" if rule else label

    @property
    def about(self) -> str:
        """What the message is about, as it is called in it: a case, or else a notification, a letter, the papers."""
        if self.reference:
            return f"Case {self.reference}"
        return str(self.context.get("about") or self.context.get("reference") or "No case")

    @property
    def waits_for_digest(self) -> bool:
        """Whether it comes by e-mail with the next digest."""
        return self.status is MessageStatus.FOR_DIGEST


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of a person's messages, newest first, and how many there are in all."""

    rows: tuple[InboxRow, ...]
    total: int
    page: int
    pages: int


def inbox(actor: Actor, *, page: int) -> Inbox:
    """Return one page of the messages to a person in their panel: two statements."""
    mine = of_person(actor)
    total = db.session.scalar(select(func.count()).select_from(OutboundMessage).where(*mine)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    query = select(*_COLUMNS).outerjoin(Case, Case.id == OutboundMessage.case_id).where(*mine)
    newest = (OutboundMessage.queued_at.desc(), OutboundMessage.id.desc())
    rows = query.order_by(*newest).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return Inbox(tuple(InboxRow(*tuple(row)) for row in db.session.execute(rows)), total, page, pages)


def unread_count(actor: Actor) -> int:
    """Return how many messages to a person they have not opened here."""
    unread = select(func.count()).select_from(OutboundMessage).where(*of_person(actor))
    return db.session.scalar(unread.where(OutboundMessage.read_at.is_(None))) or 0


def choices(actor: Actor) -> frozenset[str]:
    """Return the kinds of message that a person has in their digest."""
    mine = (DigestChoice.user_id == actor.user_id) & (DigestChoice.panel_id == actor.panel_id)
    return frozenset(db.session.scalars(select(DigestChoice.template).where(mine)))


def has_chosen_digest(panel_id: int, email: str, template: str) -> bool:
    """Say whether whoever has this address has this kind of message in the digest."""
    chosen = (DigestChoice.panel_id == panel_id) & (DigestChoice.template == template)
    person = select(DigestChoice.user_id).join(User, User.id == DigestChoice.user_id)
    return db.session.scalar(person.where(chosen, User.email == email.lower())) is not None


def of_person(actor: Actor) -> list[ColumnElement[bool]]:
    """Return what holds for a message to this person in their panel which they may read."""
    address = select(User.email).where(User.id == actor.user_id).scalar_subquery()
    is_current = OutboundMessage.status != MessageStatus.WITHDRAWN
    return [*known_to(actor), OutboundMessage.to_address == address, is_current, _IS_KEPT]


_IS_KEPT = OutboundMessage.template.not_in(LEFT_OUT)
_COLUMNS: tuple[Any, ...] = (
    OutboundMessage.public_id,
    OutboundMessage.template,
    OutboundMessage.status,
    OutboundMessage.queued_at,
    OutboundMessage.read_at,
    Case.reference,
    OutboundMessage.context,
)
