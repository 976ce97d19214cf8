"""Two cases of children who belong together: what one is to the other, and who said so."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import IDS_GIVEN_ONCE, PERSONAL, Audited, Base, Public, UtcDateTime, enum_column
from cdop.rules.related_cases import Relation


def _of(case: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["panel_id", case], ["child_case.panel_id", "child_case.id"])


class RelatedCases(Public, Audited, Base):
    """Two cases of one family or household, one row of both in the order of their ids; `reason` says how it is known.

    `is_one_event` where the children died in the same event.
    """

    __tablename__ = "related_cases"
    __table_args__ = (
        UniqueConstraint("panel_id", "first_case_id", "second_case_id"),
        _of("first_case_id"),
        _of("second_case_id"),
        CheckConstraint("first_case_id <= second_case_id", name="in_order"),
        CheckConstraint("length(reason) > 0", name="reason_present"),
        Index("ix_related_cases_first_case_id", "first_case_id"),
        Index("ix_related_cases_second_case_id", "second_case_id"),
        IDS_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    first_case_id: Mapped[int]
    second_case_id: Mapped[int]
    relation: Mapped[Relation] = enum_column(Relation, "relation")
    is_one_event: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, info=PERSONAL)
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
