"""What the job process does for a pack: drafting, releasing, putting on paper; and the papers it made."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Base, enum_column
from cdop.models.works import DONE_OF_WHOLE, REFUSED_ONCE_FINISHED, Work
from cdop.rules.vocabulary import PackWorkKind


class PackWork(Work, Base):
    """Something asked of the job process about a pack, done in the name of `user_id` with what they may do then."""

    __tablename__ = "pack_work"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        ForeignKeyConstraint(["panel_id", "pack_id"], ["meeting_pack.panel_id", "meeting_pack.id"]),
        CheckConstraint(DONE_OF_WHOLE, name="done_of_whole"),
        CheckConstraint(REFUSED_ONCE_FINISHED, name="refused_once_finished"),
        Index("ix_pack_work_finished_at", "finished_at", "id"),
        Index("ix_pack_work_pack_id", "pack_id"),
    )

    panel_id: Mapped[int]
    pack_id: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[PackWorkKind] = enum_column(PackWorkKind, "kind")


class PackFile(Base):
    """A pack on paper as it was made for one reader, encrypted.

    `told` has a digest of what they might read then of each case, by its reference, and of the minutes before, by "".
    """

    __tablename__ = "pack_file"
    __table_args__ = (ForeignKeyConstraint(["panel_id", "work_id"], ["pack_work.panel_id", "pack_work.id"]),)

    work_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    panel_id: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    told: Mapped[dict[str, str]] = mapped_column(JSON, info=PERSONAL)
