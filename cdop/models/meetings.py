"""The panel's meetings, who came to them and the cases on their agendas."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, Figured, Public, UtcDateTime, enum_column
from cdop.rules.vocabulary import AgendaItemStatus, MeetingChangeKind, MeetingKind, MeetingStatus


class PanelMeeting(Public, Figured, Audited, Dated, Base):
    """A meeting of the panel, planned or held. Two of one kind are never on one day.

    Figures count those that were held. `held_on` is the day it is planned for until then. `most_cases` and `minutes`
    are how much it has room for: the planner's, never shown in the room or in a report. `fixed_at`: the date stands.
    """

    __tablename__ = "panel_meeting"
    figured = ("held_on", "kind", "theme", "status")
    __table_args__ = (
        UniqueConstraint("panel_id", "held_on", "kind"),
        UniqueConstraint("panel_id", "id"),
        CheckConstraint("status <> 'cancelled' or cancelled_because is not null", name="cancelled_with_reason"),
        CheckConstraint("most_cases is null or most_cases > 0", name="room_for_a_case"),
        CheckConstraint("minutes is null or minutes > 0", name="minutes_positive"),
        Index("ix_panel_meeting_panel_id_held_on", "panel_id", "held_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    held_on: Mapped[date]
    kind: Mapped[MeetingKind] = enum_column(MeetingKind, "kind")
    theme: Mapped[str | None] = mapped_column(String(60))
    status: Mapped[MeetingStatus] = enum_column(MeetingStatus, "status", default=MeetingStatus.HELD)
    place: Mapped[str | None] = mapped_column(String(200))
    video_link: Mapped[str | None] = mapped_column(String(300), info=PERSONAL)
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    most_cases: Mapped[int | None] = mapped_column(SmallInteger)
    minutes: Mapped[int | None] = mapped_column(SmallInteger)
    fixed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_because: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class MeetingChange(Audited, Base):
    """A meeting that was moved or cancelled: for when it was planned, why, and by whom."""

    __tablename__ = "meeting_change"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "meeting_id"], ["panel_meeting.panel_id", "panel_meeting.id"]),
        CheckConstraint("length(reason) > 0", name="reason_present"),
        Index("ix_meeting_change_meeting_id", "meeting_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    meeting_id: Mapped[int]
    kind: Mapped[MeetingChangeKind] = enum_column(MeetingChangeKind, "kind")
    was_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, info=PERSONAL)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)


class AgendaItem(Public, Audited, Dated, Base):
    """A case on a meeting's agenda. A case is on one agenda at a time.

    `awaited` is what an adjourned case waits for. `discussion` is the note-taker's, `dissent` who disagreed and why.
    `subject_to` is the one thing that an agreement waits for; `settled_by` recorded that it came, in `settled_how`.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("meeting_id", "case_id"),
        ForeignKeyConstraint(["panel_id", "meeting_id"], ["panel_meeting.panel_id", "panel_meeting.id"]),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        CheckConstraint("status <> 'adjourned' or reason is not null", name="adjourned_with_reason"),
        CheckConstraint("settled_at is null or subject_to is not null", name="settled_what_was_awaited"),
        Index("ix_agenda_item_case_id", "case_id"),
        Index("ix_agenda_item_meeting_id", "meeting_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    meeting_id: Mapped[int]
    case_id: Mapped[int]
    position: Mapped[int] = mapped_column(SmallInteger)
    status: Mapped[AgendaItemStatus] = enum_column(AgendaItemStatus, "status")
    reason: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    awaited: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    discussion: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    dissent: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    subject_to: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    settled_how: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Attendance(Audited, Dated, Base):
    """Somebody expected at a meeting, and whether they came. `part` is the part they have in the quorum."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("meeting_id", "name"),
        ForeignKeyConstraint(["panel_id", "meeting_id"], ["panel_meeting.panel_id", "panel_meeting.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    meeting_id: Mapped[int]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    part: Mapped[str] = mapped_column(String(60))
    agency: Mapped[str | None] = mapped_column(String(120))
    is_present: Mapped[bool]
