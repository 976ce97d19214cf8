"""Lists of deaths from registrars, hospitals and others, by which a panel sees whether it was told of every death."""

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import IDS_GIVEN_ONCE, PERSONAL, Audited, Base, Dated, Public, UtcDateTime, enum_column
from cdop.rules.vocabulary import ListOutcome, ListStatus


class ListSource(Public, Audited, Dated, Base):
    """Somebody who sends lists. `columns` are the headings last chosen, by field; `gaps` the panel's own words.

    `kind` is a key of `rules.list_kinds.KINDS`. `is_monthly`: a list is awaited every month.
    """

    __tablename__ = "list_source"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        UniqueConstraint("panel_id", "name"),
        CheckConstraint("length(name) > 0", name="name_present"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))
    is_monthly: Mapped[bool] = mapped_column(default=False)
    columns: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    gaps: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class DeathList(Public, Audited, Dated, Base):
    """One list as it came. The file itself is there only until the comparison is kept or forgotten.

    `digest` is of the file: the same file from the same source is the same list.
    """

    __tablename__ = "death_list"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        UniqueConstraint("source_id", "digest"),
        ForeignKeyConstraint(["panel_id", "source_id"], ["list_source.panel_id", "list_source.id"]),
        CheckConstraint("(status = 'kept') = (kept_at is not null)", name="kept_with_time"),
        Index("ix_death_list_panel_id_status", "panel_id", "status", "created_at"),
        IDS_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    source_id: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[ListStatus] = enum_column(ListStatus, "status")
    kept_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    row_count: Mapped[int] = mapped_column(default=0)
    repeated_count: Mapped[int] = mapped_column(default=0)
    adult_count: Mapped[int] = mapped_column(default=0)
    note_count: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class DeathListFile(Base):
    """What is in a list that nobody has kept yet."""

    __tablename__ = "death_list_file"

    list_id: Mapped[int] = mapped_column(ForeignKey("death_list.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class DeathListRow(Public, Audited, Base):
    """One child's death on a list, what the panel knew of it, and what a person said. Kept once for each source."""

    __tablename__ = "death_list_row"
    __table_args__ = (
        UniqueConstraint("source_id", "digest"),
        ForeignKeyConstraint(["panel_id", "list_id"], ["death_list.panel_id", "death_list.id"]),
        ForeignKeyConstraint(["panel_id", "source_id"], ["list_source.panel_id", "list_source.id"]),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        ForeignKeyConstraint(["panel_id", "notification_id"], ["notification.panel_id", "notification.id"]),
        ForeignKeyConstraint(["panel_id", "awaited_id"], ["awaited_notification.panel_id", "awaited_notification.id"]),
        CheckConstraint("(settled_at is null) = (settled_by is null)", name="settled_by_somebody"),
        CheckConstraint("outcome <> 'awaited' or awaited_id is not null", name="awaited_with_which"),
        Index("ix_death_list_row_list_id_outcome", "list_id", "outcome", "line"),
        Index("ix_death_list_row_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    list_id: Mapped[int]
    source_id: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), info=PERSONAL)
    line: Mapped[int]
    given_names: Mapped[str | None] = mapped_column(String(500), info=PERSONAL)
    family_name: Mapped[str | None] = mapped_column(String(500), info=PERSONAL)
    nhs_number: Mapped[str | None] = mapped_column(String(10), info=PERSONAL)
    born_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    died_on: Mapped[date] = mapped_column(info=PERSONAL)
    postcode: Mapped[str | None] = mapped_column(String(8), info=PERSONAL)
    place: Mapped[str | None] = mapped_column(String(200), info=PERSONAL)
    event_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    list_reference: Mapped[str | None] = mapped_column(String(60), info=PERSONAL)
    remarks: Mapped[list[str]] = mapped_column(JSON, info=PERSONAL)
    outcome: Mapped[ListOutcome] = enum_column(ListOutcome, "outcome")
    evidence: Mapped[list[str]] = mapped_column(JSON)
    case_id: Mapped[int | None]
    notification_id: Mapped[int | None]
    awaited_id: Mapped[int | None]
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    note: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
