"""Forms that were sent: a repeat of one finds its first effect instead of doing it again."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import Base, UtcDateTime


class Submission(Base):
    """The one-time mark of a form and what came of it."""

    __tablename__ = "submission"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    actor_id: Mapped[int | None]
    effect: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
