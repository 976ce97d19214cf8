"""Same-day alerts: a death that people telephone each other about, and what they did."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, Public, UtcDateTime, enum_column
from cdop.rules.triage_words import AlertKind


class SameDayAlert(Public, Audited, Base):
    """One alert, raised by a notification; `similar_to` are the references of the notifications it is similar to."""

    __tablename__ = "same_day_alert"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        UniqueConstraint("notification_id", "kind"),
        ForeignKeyConstraint(["panel_id", "notification_id"], ["notification.panel_id", "notification.id"]),
        CheckConstraint("(closed_at is null) = (outcome is null)", name="closed_with_outcome"),
        Index("ix_same_day_alert_panel_id_closed_at", "panel_id", "closed_at", "raised_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    notification_id: Mapped[int]
    kind: Mapped[AlertKind] = enum_column(AlertKind, "kind")
    similar_to: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    outcome: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class AlertCall(Audited, Dated, Base):
    """One telephone call about an alert: who rang whom, when, and what was agreed. Never changed."""

    __tablename__ = "alert_call"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "alert_id"], ["same_day_alert.panel_id", "same_day_alert.id"]),
        CheckConstraint("length(from_name) > 0 and length(to_name) > 0", name="of_two_people"),
        Index("ix_alert_call_alert_id", "alert_id", "called_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    alert_id: Mapped[int]
    called_at: Mapped[datetime] = mapped_column(UtcDateTime)
    from_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    to_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    agreed: Mapped[str] = mapped_column(Text, info=PERSONAL)
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
