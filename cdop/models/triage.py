"""What the first check of a death decided: every answer there was, none of them changed afterwards."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, UtcDateTime, enum_column
from cdop.rules.triage_words import DecisionTopic


class TriageDecision(Audited, Base):
    """One answer, of a case or of a notification that has none. The one that stands has not been replaced.

    `is_open`: something that the answer set in motion is not done or not acknowledged yet. `why` is the reason for a
    change.
    """

    __tablename__ = "triage_decision"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        ForeignKeyConstraint(["panel_id", "notification_id"], ["notification.panel_id", "notification.id"]),
        CheckConstraint("case_id is not null or notification_id is not null", name="of_something"),
        CheckConstraint("acknowledged_on is null or acknowledged_on >= done_on", name="acknowledged_after_done"),
        Index("ix_triage_decision_case_id", "case_id", "topic", "id"),
        Index("ix_triage_decision_notification_id", "notification_id"),
        Index("ix_triage_decision_panel_id_is_open", "panel_id", "is_open", "replaced_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    case_id: Mapped[int | None]
    notification_id: Mapped[int | None]
    topic: Mapped[DecisionTopic] = enum_column(DecisionTopic, "topic")
    answer: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    done_on: Mapped[date | None]
    acknowledged_on: Mapped[date | None]
    is_open: Mapped[bool]
    why: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
