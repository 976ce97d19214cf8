"""What was said between the panel and an agency outside the system: calls, e-mails, letters, meetings."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, UtcDateTime, enum_column
from cdop.rules.vocabulary import ContactWay


class RequestContact(Audited, Base):
    """One contact about a request: who at the agency, how, when, and what was said.

    `is_return`: the agency's answers came with it, so that those which are entered for the agency are theirs.
    """

    __tablename__ = "request_contact"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        ForeignKeyConstraint(["panel_id", "request_id"], ["form_request.panel_id", "form_request.id"]),
        CheckConstraint("length(with_name) > 0", name="with_somebody"),
        Index("ix_request_contact_request_id", "request_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    request_id: Mapped[int]
    way: Mapped[ContactWay] = enum_column(ContactWay, "way")
    held_on: Mapped[date]
    with_name: Mapped[str] = mapped_column(String(70), info=PERSONAL)
    with_role: Mapped[str] = mapped_column(String(45), info=PERSONAL)
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    is_return: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
