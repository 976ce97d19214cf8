"""The papers of a meeting for its members: anonymised passages, who confirmed them, who may read them and who did."""

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

from cdop.models.base import IDS_GIVEN_ONCE, PERSONAL, Audited, Base, Dated, Public, UtcDateTime, enum_column
from cdop.rules.vocabulary import PackPart, PackPlace, PackWay


def _belongs_to_pack() -> ForeignKeyConstraint:
    """A row of a pack is of the pack's own panel."""
    return ForeignKeyConstraint(["panel_id", "pack_id"], ["meeting_pack.panel_id", "meeting_pack.id"])


class MeetingPack(Public, Audited, Dated, Base):
    """The pack of a meeting. Members read it from its release until the end of `expires_on`, for ever without one."""

    __tablename__ = "meeting_pack"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        UniqueConstraint("meeting_id"),
        ForeignKeyConstraint(["panel_id", "meeting_id"], ["panel_meeting.panel_id", "panel_meeting.id"]),
        CheckConstraint("(released_at is null) = (released_by is null)", name="released_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    meeting_id: Mapped[int]
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    expires_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PackPassage(Public, Audited, Dated, Base):
    """A passage of one case in a pack: `text` is what members read, `source` names what it was written from.

    `standing_count` is of the words in it that look as if they identified and that no second person let stand. Members
    see it from `released_at` on; whoever changes it takes it from them until the next release.
    `source_digest` is of the words of that source when somebody confirmed the text, or when it was proposed: where
    they are others now, it waits for somebody to look again.
    """

    __tablename__ = "pack_passage"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        _belongs_to_pack(),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        CheckConstraint("(confirmed_at is null) = (confirmed_by is null)", name="confirmed_by_somebody"),
        CheckConstraint(
            "released_at is null or (confirmed_at is not null and standing_count = 0)", name="released_once_confirmed"
        ),
        Index("ix_pack_passage_pack_id", "pack_id", "case_id", "position"),
        Index("ix_pack_passage_case_id", "case_id"),
        IDS_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    pack_id: Mapped[int]
    case_id: Mapped[int]
    part: Mapped[PackPart] = enum_column(PackPart, "part")
    place: Mapped[PackPlace] = enum_column(PackPlace, "place")
    position: Mapped[int] = mapped_column(SmallInteger)
    title: Mapped[str] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(String(200))
    source_digest: Mapped[str] = mapped_column(String(64), info=PERSONAL)
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    is_edited: Mapped[bool] = mapped_column(default=False)
    standing_count: Mapped[int] = mapped_column(SmallInteger)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    confirmed_by_id: Mapped[int | None]
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PassedWords(Audited, Base):
    """Words of a passage that look as if they identified, which a second person let stand, and why."""

    __tablename__ = "passed_words"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "passage_id"], ["pack_passage.panel_id", "pack_passage.id"]),
        UniqueConstraint("passage_id", "words"),
        CheckConstraint("length(reason) > 0", name="reason_present"),
        IDS_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    passage_id: Mapped[int]
    words: Mapped[str] = mapped_column(String(300), info=PERSONAL)
    reason: Mapped[str] = mapped_column(Text, info=PERSONAL)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)


class PackReader(Public, Audited, Dated, Base):
    """Somebody to whom a pack was given. Withdrawn, it is closed to them until it is given again."""

    __tablename__ = "pack_reader"
    __table_args__ = (
        UniqueConstraint("pack_id", "user_id"),
        _belongs_to_pack(),
        CheckConstraint("(withdrawn_at is null) = (withdrawn_because is null)", name="withdrawn_with_reason"),
        Index("ix_pack_reader_user_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    pack_id: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_because: Mapped[str | None] = mapped_column(Text, info=PERSONAL)


class PackReading(Audited, Base):
    """One reading of a pack, of one case of it or of the whole; printed copies of a pack are numbered."""

    __tablename__ = "pack_reading"
    __table_args__ = (
        _belongs_to_pack(),
        UniqueConstraint("pack_id", "copy_number"),
        Index("ix_pack_reading_pack_id", "pack_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    pack_id: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    case_id: Mapped[int | None]
    way: Mapped[PackWay] = enum_column(PackWay, "way")
    copy_number: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
