"""Notifications of a death: what each notifier said and when, whatever was known already."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import IDS_GIVEN_ONCE, PERSONAL, Audited, Base, Dated, Public, UtcDateTime, enum_column
from cdop.rules.vocabulary import NotificationSource, NotificationStatus


class Notification(Public, Audited, Dated, Base):
    """One notification. `reference` is random: the receipt shows it, and it tells nothing of the child.

    `code_digest` is of the secret of the browser in which it is open since `opened_at`, `return_digest` of the private
    code by which its notifier comes back. `no_more_at`: when the panel said that nothing more is needed from them.
    `checked_by` is who made the
    first check, `status_reason` why it is not for review; both are empty where an equal NHS number linked it.
    `awaited_reference` is of the awaited notification whose message led here, `aware_on` the day on which whoever
    notifies learnt of the death, and `late_reason` why it took longer than it should have, as the coordinator heard it.
    """

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        ForeignKeyConstraint(["panel_id", "response_id"], ["form_response.panel_id", "form_response.id"]),
        CheckConstraint("(status = 'being written') = (received_at is null)", name="received_with_time"),
        CheckConstraint("status not in ('accepted', 'linked') or case_id is not null", name="accepted_with_case"),
        Index("ix_notification_panel_id_status", "panel_id", "status", "received_at"),
        Index("ix_notification_case_id", "case_id"),
        IDS_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    response_id: Mapped[int]
    case_id: Mapped[int | None]
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    code_digest: Mapped[str | None] = mapped_column(String(64))
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    return_digest: Mapped[str | None] = mapped_column(String(64), info=PERSONAL)
    no_more_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    source: Mapped[NotificationSource] = enum_column(NotificationSource, "source")
    status: Mapped[NotificationStatus] = enum_column(NotificationStatus, "status")
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    status_reason: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    awaited_reference: Mapped[str | None] = mapped_column(String(20))
    aware_on: Mapped[date | None]
    late_reason: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class NotificationQuestion(Public, Audited, Base):
    """What the panel asks the notifier after the notification was sent, and what they answer."""

    __tablename__ = "notification_question"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "notification_id"], ["notification.panel_id", "notification.id"]),
        CheckConstraint("(answer is null) = (answered_at is null)", name="answered_with_time"),
        CheckConstraint("length(text) > 0", name="text_present"),
        Index("ix_notification_question_notification_id", "notification_id"),
        IDS_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    notification_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    answer: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NotificationText(Audited, Base):
    """What another system sent, as it came; the notification was read from it."""

    __tablename__ = "notification_text"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "notification_id"], ["notification.panel_id", "notification.id"]),
    )

    notification_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    panel_id: Mapped[int]
    sender: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    file_name: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class NotificationReason(Audited, Base):
    """Why an answer of a notification is as it is, where a rule of intake asks (`rules.intake_checks`).

    `rule` is the rule's key, `message` what it said when the notification was sent; empty before.
    """

    __tablename__ = "notification_reason"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "notification_id"], ["notification.panel_id", "notification.id"]),
    )

    notification_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rule: Mapped[str] = mapped_column(String(60), primary_key=True)
    panel_id: Mapped[int]
    message: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, info=PERSONAL)
