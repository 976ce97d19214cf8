"""Reminders that fall due: planned from the table of rules, asked again before they are sent."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, Public, UtcDateTime, enum_column
from cdop.rules.vocabulary import ReminderStatus


class ScheduledReminder(Base):
    """One reminder to one recipient about one thing. Planning it twice is harmless."""

    __tablename__ = "scheduled_reminder"
    __table_args__ = (
        UniqueConstraint("rule", "subject_kind", "subject_id", "recipient", "due_at"),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        CheckConstraint("(status = 'planned') = (closed_at is null)", name="closed_with_time"),
        Index("ix_scheduled_reminder_status_due_at", "status", "due_at"),
        Index("ix_scheduled_reminder_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    case_id: Mapped[int | None]
    rule: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    recipient: Mapped[str] = mapped_column(String(254), info=PERSONAL)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[ReminderStatus] = enum_column(ReminderStatus, "status")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReminderPause(Public, Audited, Dated, Base):
    """A time in which nobody is reminded of anything about a case, and why. It ends by itself after `until_on`."""

    __tablename__ = "reminder_pause"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        CheckConstraint("length(reason) > 0", name="reason_present"),
        Index("ix_reminder_pause_case_id", "case_id", "until_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, info=PERSONAL)
    until_on: Mapped[date]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
