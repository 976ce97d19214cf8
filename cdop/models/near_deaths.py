"""Two deaths of one theme near each other: when people were told of them, who looked at them, and what was thought."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Public, UtcDateTime


def _of(case: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["panel_id", case], ["child_case.panel_id", "child_case.id"])


class NearDeaths(Public, Audited, Base):
    """Two deaths that were found near each other: one row, however many themes they share and nights they are found.

    The two are in the order of their ids, so that a corrected day of death makes no second row of them.
    """

    __tablename__ = "near_deaths"
    __table_args__ = (
        UniqueConstraint("panel_id", "first_case_id", "second_case_id"),
        _of("first_case_id"),
        _of("second_case_id"),
        CheckConstraint("first_case_id <= second_case_id", name="in_order"),
        CheckConstraint("(looked_at is null) = (thought is null)", name="looked_at_with_thought"),
        CheckConstraint("thought is null or length(thought) > 0", name="thought_present"),
        Index("ix_near_deaths_panel_id_looked_at", "panel_id", "looked_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    first_case_id: Mapped[int]
    second_case_id: Mapped[int]
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    looked_by_name: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    thought: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
