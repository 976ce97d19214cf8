"""The words of a panel's page for everybody: each version as it was saved, the highest number in force."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, UtcDateTime


class PageWords(Audited, Base):
    """What a part of the page says from a version on. Never changed; an empty text is what every panel starts with.

    `stands_because` says why words that raise a doubt can stand.
    """

    __tablename__ = "page_words"
    __table_args__ = (
        UniqueConstraint("panel_id", "part", "number"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    part: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    stands_because: Mapped[str | None] = mapped_column(String(300), info=PERSONAL)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by: Mapped[str] = mapped_column(String(120), info=PERSONAL)
