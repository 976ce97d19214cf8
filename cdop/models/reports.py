"""Annual reports as they were built: the figures stay what they were."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Public, UtcDateTime


class AnnualReport(Public, Audited, Base):
    """One building of the report: the frozen figures and words, and the PDF that was drawn from them, byte for byte.

    `written` holds the passages and the numbers said to be no figure, `contents` what is shown beside the figures;
    `snapshot` is the digest of all it was built from, and `said` what the report and its short versions say, block by
    block. They are empty in a report that was built before there were any.
    """

    __tablename__ = "annual_report"
    __table_args__ = (
        Index("ix_annual_report_panel_id_built_at", "panel_id", "built_at"),
        Index("ix_annual_report_pdf_digest", "pdf_digest"),
        CheckConstraint("(approved_at is null) = (approved_by_name is null)", name="approved_by_someone"),
        CheckConstraint("published_at is null or approved_at is not null", name="published_once_approved"),
        CheckConstraint("published_at is null or edition = 'public'", name="published_if_public"),
        CheckConstraint("(withdrawn_at is null) = (withdrawn_because is null)", name="withdrawn_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    label: Mapped[str] = mapped_column(String(60))
    from_on: Mapped[date]
    to_on: Mapped[date]
    edition: Mapped[str] = mapped_column(String(10))
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, info=PERSONAL)
    panel_details: Mapped[dict[str, Any]] = mapped_column(JSON)
    data_version: Mapped[str] = mapped_column(String(64))
    pdf: Mapped[bytes] = mapped_column(LargeBinary, info=PERSONAL, deferred=True)
    pdf_digest: Mapped[str] = mapped_column(String(64))
    built_at: Mapped[datetime] = mapped_column(UtcDateTime)
    built_by_name: Mapped[str] = mapped_column(String(120))
    written: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=PERSONAL)
    contents: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=PERSONAL)
    said: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=PERSONAL)
    snapshot: Mapped[str | None] = mapped_column(String(64))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by_name: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by_name: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_because: Mapped[str | None] = mapped_column(String(300))


class ReportRestatement(Audited, Base):
    """Why numbers of a period are not those of its approved report: `changes` are those it was said of."""

    __tablename__ = "report_restatement"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="reason_present"),
        Index("ix_report_restatement_panel_id", "panel_id", "from_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    label: Mapped[str] = mapped_column(String(60))
    from_on: Mapped[date]
    to_on: Mapped[date]
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, info=PERSONAL)
    reason: Mapped[str] = mapped_column(String(300), info=PERSONAL)
    said_by: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
