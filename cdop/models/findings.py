"""What a review found: the analysis as signed, its factors, and the actions that follow."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import IDS_GIVEN_ONCE, PERSONAL, Audited, Base, Dated, Figured, Public, UtcDateTime, enum_column
from cdop.models.judged import VERDICT_WITH_DAY, Judged
from cdop.models.owned import Owned
from cdop.rules.actions import Level
from cdop.rules.vocabulary import ActionStatus, Modifiable, YesNoUncertain


class ReviewMeeting(Public, Audited, Dated, Base):
    """A child death review meeting: the people who knew or cared for the child. Its draft analysis is a response."""

    __tablename__ = "review_meeting"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        Index("ix_review_meeting_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    held_on: Mapped[date]
    place: Mapped[str | None] = mapped_column(String(200))
    present: Mapped[list[dict[str, str]]] = mapped_column(JSON, info=PERSONAL)
    summary: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class AnalysisVersion(Public, Audited, Dated, Base):
    """An analysis as the chair signed it. Never changed: a reopened case gets another version.

    `answers` is the whole response as it stood, `digest` its seal: a keyed digest with who signed and when.
    """

    __tablename__ = "analysis_version"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        UniqueConstraint("case_id", "number"),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        ForeignKeyConstraint(["panel_id", "meeting_id"], ["panel_meeting.panel_id", "panel_meeting.id"]),
        CheckConstraint("category between 1 and 10", name="category_range"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    meeting_id: Mapped[int]
    number: Mapped[int] = mapped_column(SmallInteger)
    form_version: Mapped[str] = mapped_column(String(20))
    answers: Mapped[list[dict[str, Any]]] = mapped_column(JSON, info=PERSONAL)
    category: Mapped[int] = mapped_column(SmallInteger)
    modifiable: Mapped[Modifiable] = enum_column(Modifiable, "modifiable")
    digest: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signed_by: Mapped[str] = mapped_column(String(120), info=PERSONAL)


class ContributoryFactor(Figured, Audited, Base):
    """A factor of the analysis in force, with its score of influence (0 to 2; 3 only on older forms)."""

    __tablename__ = "contributory_factor"
    figured = ("domain", "code", "score", "is_modifiable")
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        ForeignKeyConstraint(["panel_id", "analysis_id"], ["analysis_version.panel_id", "analysis_version.id"]),
        CheckConstraint("score between 0 and 3", name="score_range"),
        Index("ix_contributory_factor_case_id", "case_id"),
        Index("ix_contributory_factor_panel_id_code", "panel_id", "code"),
        IDS_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    analysis_id: Mapped[int]
    domain: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(10))
    text: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    score: Mapped[int] = mapped_column(SmallInteger)
    is_modifiable: Mapped[YesNoUncertain] = enum_column(YesNoUncertain, "is_modifiable")


class ActionItem(Judged, Owned, Public, Audited, Dated, Base):
    """Something that somebody agreed to do by a day, because of a review."""

    __tablename__ = "action_item"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        ForeignKeyConstraint(["panel_id", "meeting_id"], ["panel_meeting.panel_id", "panel_meeting.id"]),
        CheckConstraint(
            "(status in ('done', 'not accepted', 'passed on')) = (closed_on is not null)", name="closed_with_day"
        ),
        CheckConstraint("length(text) > 0", name="text_present"),
        CheckConstraint(VERDICT_WITH_DAY, name="verdict_with_day"),
        Index("ix_action_item_panel_id_status", "panel_id", "status", "due_on"),
        Index("ix_action_item_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    meeting_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    owner: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    agency: Mapped[str | None] = mapped_column(String(120))
    level: Mapped[Level | None] = enum_column(Level, "level")
    due_on: Mapped[date]
    status: Mapped[ActionStatus] = enum_column(ActionStatus, "status")
    evidence: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
