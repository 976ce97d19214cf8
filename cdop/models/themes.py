"""The rules by which themes propose cases, what they propose, and what people decided."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, UtcDateTime


def _of_theme() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["panel_id", "theme_key"], ["theme.panel_id", "theme.key"])


def _of_case() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"])


class ThemeRule(Audited, Base):
    """A rule of a theme, in force until there is one with a higher number. Never changed. Number 0 is the shipped one.

    `text` is read by `rules.theme_rules`.
    """

    __tablename__ = "theme_rule"
    __table_args__ = (
        UniqueConstraint("panel_id", "theme_key", "number"),
        _of_theme(),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("length(text) > 0", name="text_present"),
        CheckConstraint("length(reason) > 0", name="reason_present"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    theme_key: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    from_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)


class ThemeProposal(Base):
    """A case that fits the rule of a theme, as it was last worked out. Made anew each time; no decision of anybody."""

    __tablename__ = "theme_proposal"
    __table_args__ = (_of_theme(), _of_case(), Index("ix_theme_proposal_panel_id_theme_key", "panel_id", "theme_key"))

    case_id: Mapped[int] = mapped_column(primary_key=True)
    theme_key: Mapped[str] = mapped_column(String(60), primary_key=True)
    panel_id: Mapped[int]
    rule_number: Mapped[int]


class ThemeDecision(Audited, Base):
    """That somebody put a case in a theme or left it out, under which rule, and why. Never changed: the last holds."""

    __tablename__ = "theme_decision"
    __table_args__ = (
        _of_theme(),
        _of_case(),
        CheckConstraint("length(reason) > 0", name="reason_present"),
        Index("ix_theme_decision_panel_id_theme_key", "panel_id", "theme_key"),
        Index("ix_theme_decision_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    theme_key: Mapped[str] = mapped_column(String(60))
    is_in: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, info=PERSONAL)
    rule_number: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)


class ThemeEarlierLabel(Audited, Base):
    """What a theme was called until a moment, so that an analysis signed before keeps its words. Never changed."""

    __tablename__ = "theme_earlier_label"
    __table_args__ = (
        _of_theme(),
        CheckConstraint("length(label) > 0", name="label_present"),
        Index("ix_theme_earlier_label_panel_id_theme_key", "panel_id", "theme_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    theme_key: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(120))
    until_at: Mapped[datetime] = mapped_column(UtcDateTime)
