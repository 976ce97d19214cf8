"""What was entered in the national database of a case, each time that it was, and what became of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, Public, UtcDateTime, enum_column
from cdop.rules.vocabulary import NationalKind, NationalStatus


class NationalSubmission(Public, Audited, Dated, Base):
    """One entry, by hand or by a program. `digest` is of the record as it was, `national_reference` the database's own.

    `version_number` is of the signed analysis that was entered, None for a notification.
    """

    __tablename__ = "national_submission"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        CheckConstraint("(status = 'sent') = (answered_at is null)", name="answered_with_time"),
        CheckConstraint("status <> 'queried' or coalesce(length(query), 0) > 0", name="query_present"),
        CheckConstraint("(kind = 'review') = (version_number is not null)", name="review_of_a_version"),
        Index("ix_national_submission_case_id", "case_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    kind: Mapped[NationalKind] = enum_column(NationalKind, "kind")
    status: Mapped[NationalStatus] = enum_column(NationalStatus, "status")
    version_number: Mapped[int | None]
    digest: Mapped[str] = mapped_column(String(64))
    national_reference: Mapped[str | None] = mapped_column(String(60))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    query: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
