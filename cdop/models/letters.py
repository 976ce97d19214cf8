"""Letters to a child's family: drafted by the clock, sent only when a person has read and released them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, Public, UtcDateTime, enum_column
from cdop.rules.vocabulary import LetterKind, LetterStatus


class FamilyLetter(Public, Audited, Dated, Base):
    """One letter of a case. Released by a named person; `posted_on` is when it left, by hand or by post."""

    __tablename__ = "family_letter"
    __table_args__ = (
        UniqueConstraint("case_id", "kind"),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        CheckConstraint("(status = 'draft') = (released_at is null)", name="released_with_time"),
        CheckConstraint("(released_at is null) = (released_by is null)", name="released_by_someone"),
        CheckConstraint("(status = 'posted') = (posted_on is not null)", name="posted_with_day"),
        CheckConstraint("length(text) > 0", name="text_present"),
        Index("ix_family_letter_panel_id_status", "panel_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    kind: Mapped[LetterKind] = enum_column(LetterKind, "kind")
    status: Mapped[LetterStatus] = enum_column(LetterStatus, "status")
    addressee: Mapped[str] = mapped_column(String(500), info=PERSONAL)
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    posted_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
