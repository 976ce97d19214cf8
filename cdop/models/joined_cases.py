"""Cases that turned out to be of one child: the one that ended, whole, so that it can be had back."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, Public, UtcDateTime


class JoinedCase(Public, Audited, Dated, Base):
    """A case that was joined to another, `case_id`. What belonged to it is with that one now.

    `closed_public_id` is its own, by which links to it still arrive. `closed` is its row; `moved` names by table the
    keys of what went over, `aside` holds the rows that could not, such as its stages; `changed` are the facts
    that the other case learnt, before and after. Of one that was taken apart again `apart_at` is not empty.
    """

    __tablename__ = "joined_case"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        CheckConstraint("length(reason) > 0", name="reason_present"),
        CheckConstraint("(apart_at is null) = (apart_by is null)", name="apart_by_somebody"),
        Index("ix_joined_case_case_id", "case_id"),
        Index("ix_joined_case_closed_public_id", "closed_public_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    closed_public_id: Mapped[str] = mapped_column(String(32))
    reference: Mapped[str] = mapped_column(String(60))
    closed: Mapped[dict[str, Any]] = mapped_column(JSON, info=PERSONAL)
    moved: Mapped[dict[str, Any]] = mapped_column(JSON)
    aside: Mapped[list[Any]] = mapped_column(JSON, info=PERSONAL)
    changed: Mapped[dict[str, Any]] = mapped_column(JSON, info=PERSONAL)
    reason: Mapped[str] = mapped_column(Text, info=PERSONAL)
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    apart_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    apart_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    apart_reason: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
