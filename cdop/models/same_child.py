"""What accounts of a child are found by when another account comes in: the keys of `rules.same_child`, as rows."""

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import Base

LONGEST_KEY = 100


def _key() -> Mapped[str]:
    """A key is compared by code point alone, which is quicker than in the order of a language."""
    text = String(LONGEST_KEY).with_variant(String(LONGEST_KEY, collation="C"), "postgresql")
    return mapped_column(text, primary_key=True)


class CaseMatchKey(Base):
    """A key that the facts of a case give."""

    __tablename__ = "case_match_key"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        Index("ix_case_match_key_case_id", "case_id"),
    )

    panel_id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = _key()
    case_id: Mapped[int] = mapped_column(primary_key=True)


class NotificationMatchKey(Base):
    """A key that what a notifier wrote gives, whatever case it is kept with."""

    __tablename__ = "notification_match_key"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "notification_id"], ["notification.panel_id", "notification.id"]),
        Index("ix_notification_match_key_notification_id", "notification_id"),
    )

    panel_id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = _key()
    notification_id: Mapped[int] = mapped_column(primary_key=True)
