"""What a panel tells everybody of a theme on one page: each version as it was saved, and those that were agreed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Public, UtcDateTime


class LearningNote(Public, Audited, Base):
    """The words of a theme's note as somebody saved them; the highest number is the draft.

    One that was agreed is public with what it was `frozen` with: figures as they were released, the panel, its name.
    `stands_because` says why words that raise a doubt can stand, `pdf` is its page of paper, byte for byte.
    """

    __tablename__ = "learning_note"
    __table_args__ = (
        UniqueConstraint("panel_id", "theme_key", "number"),
        ForeignKeyConstraint(["panel_id", "theme_key"], ["theme.panel_id", "theme.key"]),
        Index("ix_learning_note_snapshot", "snapshot"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("(agreed_at is null) = (agreed_by_name is null)", name="agreed_by_someone"),
        CheckConstraint("withdrawn_at is null or agreed_at is not null", name="withdrawn_once_agreed"),
        CheckConstraint("(withdrawn_at is null) = (withdrawn_because is null)", name="withdrawn_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    theme_key: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    saw: Mapped[str] = mapped_column(Text, info=PERSONAL)
    helps: Mapped[str] = mapped_column(Text, info=PERSONAL)
    asks: Mapped[str] = mapped_column(Text, info=PERSONAL)
    support: Mapped[str] = mapped_column(Text, info=PERSONAL)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    frozen: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=PERSONAL)
    snapshot: Mapped[str | None] = mapped_column(String(64))
    stands_because: Mapped[str | None] = mapped_column(String(300), info=PERSONAL)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agreed_by_name: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_because: Mapped[str | None] = mapped_column(String(300))
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, info=PERSONAL, deferred=True)
