"""The minutes of a meeting: sheets of text, one for each case, what each said before, and where they were approved."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, Public, UtcDateTime, enum_column
from cdop.rules.vocabulary import SheetKind


class MeetingMinutes(Public, Audited, Dated, Base):
    """The minutes of a meeting. Members read them from `shared_at` on; approved, they are never changed."""

    __tablename__ = "meeting_minutes"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        UniqueConstraint("meeting_id"),
        ForeignKeyConstraint(["panel_id", "meeting_id"], ["panel_meeting.panel_id", "panel_meeting.id"]),
        CheckConstraint("(approved_on is null) = (approved_by is null)", name="approved_by_somebody"),
        CheckConstraint("approved_on is null or shared_at is not null", name="approved_once_shared"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    meeting_id: Mapped[int]
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_on: Mapped[date | None]
    approved_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class MinutesSheet(Public, Audited, Dated, Base):
    """One sheet of minutes: of a case, or of the meeting as a whole (no `case_id`)."""

    __tablename__ = "minutes_sheet"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        ForeignKeyConstraint(["panel_id", "minutes_id"], ["meeting_minutes.panel_id", "meeting_minutes.id"]),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        CheckConstraint("(kind = 'case') = (case_id is not null)", name="case_of_its_kind"),
        Index("ix_minutes_sheet_minutes_id", "minutes_id", "position"),
        Index("ix_minutes_sheet_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    minutes_id: Mapped[int]
    case_id: Mapped[int | None]
    kind: Mapped[SheetKind] = enum_column(SheetKind, "kind")
    position: Mapped[int] = mapped_column(SmallInteger)
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class MinutesSheetHistory(Base):
    """What a sheet said before somebody changed it. Erased with the minutes."""

    __tablename__ = "minutes_sheet_history"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "sheet_id"], ["minutes_sheet.panel_id", "minutes_sheet.id"]),
        Index("ix_minutes_sheet_history_sheet_id", "sheet_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    sheet_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
