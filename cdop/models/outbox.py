"""Messages that leave the system: queued in the transaction of what they tell, sent by the job process."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, Public, UtcDateTime, enum_column
from cdop.rules.correspondence import MessageStatus


class OutboundMessage(Public, Base):
    """One message to one address.

    `key` is unique, so the same message is queued once; it is also what the Message-ID is made of. `context` holds
    names of rows and nothing about the child. A secret (a link, a code) is worked out when the message is written
    out, so that a copy of this table opens nothing. `fence` is the lease of the process that took it to send; `mark`
    is what its Message-ID is made of, by which it is known where it comes back. `read_at` is when its person first
    opened it here.
    """

    __tablename__ = "outbound_message"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        CheckConstraint("(status in ('sent', 'came back')) = (sent_at is not null)", name="sent_with_time"),
        CheckConstraint("status <> 'sending' or fence is not null", name="sending_with_fence"),
        Index("ix_outbound_message_status_due_at", "status", "due_at"),
        Index("ix_outbound_message_case_id", "case_id"),
        Index("ix_outbound_message_mark", "mark"),
        Index("ix_outbound_message_panel_id_to_address", "panel_id", "to_address", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    case_id: Mapped[int | None]
    key: Mapped[str] = mapped_column(String(200), unique=True)
    mark: Mapped[str] = mapped_column(String(32))
    template: Mapped[str] = mapped_column(String(60))
    to_address: Mapped[str] = mapped_column(String(254), info=PERSONAL)
    context: Mapped[dict[str, Any]] = mapped_column(JSON)
    status: Mapped[MessageStatus] = enum_column(MessageStatus, "status")
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    fence: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_fault: Mapped[str | None] = mapped_column(String(200))
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DigestChoice(Audited, Base):
    """A kind of message that a person has in the weekly digest of a panel, and not at once."""

    __tablename__ = "digest_choice"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"), primary_key=True)
    template: Mapped[str] = mapped_column(String(60), primary_key=True)


class MessageWording(Audited, Dated, Base):
    """The words that a panel gave to a kind of message from an instant on; without any, it has its first words again.

    Rows are added and never changed: a message that was sent is shown in the words of its time.
    """

    __tablename__ = "message_wording"
    __table_args__ = (
        CheckConstraint("(subject is null) = (text is null)", name="subject_with_text"),
        Index("ix_message_wording_panel_id_template", "panel_id", "template", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    template: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str | None] = mapped_column(String(200), info=PERSONAL)
    text: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
