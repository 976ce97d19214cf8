"""Messages that leave the system: queued in the transaction of what they tell, sent by the job process."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Base, Public, UtcDateTime, enum_column
from cdop.rules.vocabulary import MessageStatus


class OutboundMessage(Public, Base):
    """One message to one address.

    `key` is unique, so the same message is queued once; it is also what the Message-ID is made of. `context` holds
    names of rows and nothing about the child. A secret (a link, a code) is worked out when the message is written
    out, so that a copy of this table opens nothing. `fence` is the lease of the process that took it to send.
    """

    __tablename__ = "outbound_message"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        CheckConstraint("(status = 'sent') = (sent_at is not null)", name="sent_with_time"),
        CheckConstraint("status <> 'sending' or fence is not null", name="sending_with_fence"),
        Index("ix_outbound_message_status_due_at", "status", "due_at"),
        Index("ix_outbound_message_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    case_id: Mapped[int | None]
    key: Mapped[str] = mapped_column(String(200), unique=True)
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
