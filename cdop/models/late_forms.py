"""Pages that were sent when their sender was no longer signed in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import Base, UtcDateTime


class LateForm(Base):
    """What somebody had typed, encrypted with its page's address: for them alone, until they are signed in again."""

    __tablename__ = "late_form"
    __table_args__ = (Index("ix_late_form_user_id", "user_id"), Index("ix_late_form_kept_at", "kept_at"))

    public_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
