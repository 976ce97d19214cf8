"""Figures that left the panel: what was released, to whom it may go and until when."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Public, UtcDateTime


class DataRelease(Public, Audited, Base):
    """One release of protected figures, as they left.

    `bundle` is what left and `digest` that of it; `told` is what each number tells whoever compares it with others,
    for the audit of later releases. `selection` names what was asked for; while the release stands `standing` is the
    same, afterwards its own name, so that one of each stands. A release that took the place of another has a `reason`.
    """

    __tablename__ = "data_release"
    __table_args__ = (
        UniqueConstraint("panel_id", "standing"),
        CheckConstraint("reason is null or length(reason) > 0", name="reason_present"),
        Index("ix_data_release_panel_id_released_at", "panel_id", "released_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    selection: Mapped[str] = mapped_column(String(300))
    standing: Mapped[str] = mapped_column(String(300))
    title: Mapped[str] = mapped_column(String(300))
    profile: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(60))
    from_on: Mapped[date]
    to_on: Mapped[date]
    purpose: Mapped[str] = mapped_column(Text)
    bundle: Mapped[dict[str, Any]] = mapped_column(JSON, info=PERSONAL, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    told: Mapped[list[Any]] = mapped_column(JSON, info=PERSONAL, deferred=True)
    withheld: Mapped[int]
    data_version: Mapped[str] = mapped_column(String(64))
    released_at: Mapped[datetime] = mapped_column(UtcDateTime)
    released_by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    reason: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    expires_on: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
