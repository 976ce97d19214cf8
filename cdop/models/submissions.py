"""Forms that were sent: a repeat of one finds its first effect instead of doing it again."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import Base, UtcDateTime


class Submission(Base):
    """What came of a form. `id` is the digest of its one-time mark, of who sent it and of what it said."""

    __tablename__ = "submission"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    actor_id: Mapped[int | None]
    effect: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
