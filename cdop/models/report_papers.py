"""The shorter papers of reports that were approved, as they were then."""

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import Base


class ReportPaper(Base):
    """A shorter paper of an approved report, byte for byte: `what` it is, such as its summary or its slides."""

    __tablename__ = "report_paper"

    report_id: Mapped[int] = mapped_column(ForeignKey("annual_report.id"), primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(String(20), primary_key=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    pdf_digest: Mapped[str] = mapped_column(String(64))
