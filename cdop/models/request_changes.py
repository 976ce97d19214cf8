"""What an agency asks to change about its request: more time, or another person to answer it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Public, UtcDateTime, enum_column
from cdop.rules.vocabulary import ActorKind, ChangeKind, ChangeStatus


class RequestChange(Public, Audited, Base):
    """One such wish, with its reason, until the coordinator agrees or declines: nothing changes before."""

    __tablename__ = "request_change"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        ForeignKeyConstraint(["panel_id", "request_id"], ["form_request.panel_id", "form_request.id"]),
        CheckConstraint("(change_kind = 'more time') = (until_on is not null)", name="time_with_day"),
        CheckConstraint("(change_kind = 'another person') = (email is not null)", name="person_with_address"),
        CheckConstraint("(status = 'asked') = (settled_at is null)", name="settled_with_time"),
        Index("ix_request_change_request_id", "request_id"),
        Index("ix_request_change_panel_id_status", "panel_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    request_id: Mapped[int]
    change_kind: Mapped[ChangeKind] = enum_column(ChangeKind, "change_kind")
    status: Mapped[ChangeStatus] = enum_column(ChangeStatus, "status")
    reason: Mapped[str] = mapped_column(Text, info=PERSONAL)
    until_on: Mapped[date | None]
    name: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    email: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_kind: Mapped[ActorKind] = enum_column(ActorKind, "by_kind")
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by_id: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
