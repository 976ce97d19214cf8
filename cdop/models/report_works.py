"""What the job process does for annual reports: it builds them."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import Base
from cdop.models.works import DONE_OF_WHOLE, REFUSED_ONCE_FINISHED, Work


class ReportWork(Work, Base):
    """A report asked of the job process, built in the name of `user_id` with what they may do then.

    `report_id` is the report that came of it.
    """

    __tablename__ = "report_work"
    __table_args__ = (
        CheckConstraint(DONE_OF_WHOLE, name="done_of_whole"),
        CheckConstraint(REFUSED_ONCE_FINISHED, name="refused_once_finished"),
        Index("ix_report_work_finished_at", "finished_at", "id"),
        Index("ix_report_work_user_id", "user_id"),
    )

    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    label: Mapped[str] = mapped_column(String(60))
    from_on: Mapped[date]
    to_on: Mapped[date]
    edition: Mapped[str] = mapped_column(String(10))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("annual_report.id"))
