"""Awaited notifications: deaths that are known from elsewhere and not notified yet."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, Public, UtcDateTime, enum_column
from cdop.rules.vocabulary import AwaitedSource, AwaitedStatus


class AwaitedNotification(Public, Audited, Dated, Base):
    """One death that an agency is to notify. `reference` is random: messages show it, and it tells nothing.

    The agency that is asked to, and until when, is empty where nobody was asked yet. `notification_id` or `case_id`
    is of what arrived, `ended_by` who ended it, empty where an equal NHS number did.
    """

    __tablename__ = "awaited_notification"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        ForeignKeyConstraint(["panel_id", "agency_id"], ["agency.panel_id", "agency.id"]),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        ForeignKeyConstraint(["panel_id", "notification_id"], ["notification.panel_id", "notification.id"]),
        CheckConstraint("(status = 'awaited') = (ended_at is null)", name="ended_with_time"),
        CheckConstraint(
            "status <> 'arrived' or case_id is not null or notification_id is not null", name="arrived_with_what"
        ),
        CheckConstraint("status <> 'ended' or ended_why is not null", name="ended_with_reason"),
        CheckConstraint(
            "(agency_id is null) = (asked_at is null) and (agency_id is null) = (due_on is null)",
            name="asked_with_agency",
        ),
        CheckConstraint("born_on <= died_on", name="born_before_death"),
        Index("ix_awaited_notification_panel_id_status", "panel_id", "status", "due_on"),
        Index("ix_awaited_notification_panel_id_nhs_number", "panel_id", "nhs_number"),
        Index("ix_awaited_notification_case_id", "case_id"),
        Index("ix_awaited_notification_notification_id", "notification_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    source: Mapped[AwaitedSource] = enum_column(AwaitedSource, "source")
    source_name: Mapped[str | None] = mapped_column(String(200), info=PERSONAL)
    told_on: Mapped[date]
    event_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    given_names: Mapped[str | None] = mapped_column(String(500), info=PERSONAL)
    family_name: Mapped[str | None] = mapped_column(String(500), info=PERSONAL)
    name_folded: Mapped[str] = mapped_column(String(1000), info=PERSONAL)
    nhs_number: Mapped[str | None] = mapped_column(String(10), info=PERSONAL)
    born_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    died_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    postcode: Mapped[str | None] = mapped_column(String(8), info=PERSONAL)
    place: Mapped[str | None] = mapped_column(String(200), info=PERSONAL)
    agency_id: Mapped[int | None]
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None]
    status: Mapped[AwaitedStatus] = enum_column(AwaitedStatus, "status")
    notification_id: Mapped[int | None]
    case_id: Mapped[int | None]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    ended_why: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
