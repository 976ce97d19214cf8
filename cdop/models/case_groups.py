"""Groups of cases that are looked at together: which, with a note on each, what is compared, and what was found."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, Public, UtcDateTime


class CaseGroup(Public, Audited, Dated, Base):
    """A group of cases for thematic review. `facts` are those compared, by the names that rules of themes use."""

    __tablename__ = "case_group"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        ForeignKeyConstraint(["panel_id", "theme_key"], ["theme.panel_id", "theme.key"]),
        CheckConstraint("length(name) > 0", name="name_present"),
        Index("ix_case_group_panel_id_created_at", "panel_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    purpose: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    theme_key: Mapped[str | None] = mapped_column(String(60))
    facts: Mapped[list[str]] = mapped_column(JSON)
    findings: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseOfGroup(Audited, Base):
    """A case in a group, and what is noted of it there."""

    __tablename__ = "case_of_group"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "group_id"], ["case_group.panel_id", "case_group.id"]),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        Index("ix_case_of_group_case_id", "case_id"),
    )

    group_id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    note: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(String(120), info=PERSONAL)
