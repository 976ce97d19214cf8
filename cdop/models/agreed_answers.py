"""What a panel takes for the answer to a question on which its agencies differ."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, UtcDateTime


class AgreedAnswer(Audited, Base):
    """An answer that was agreed: the row with the highest `number` is in force, those before are its history.

    What the agencies answered stays with them; `originals` is what each had said when this was agreed, so that a later
    change of theirs can be told; `marks` are the handling marks that those answers had. `row_key` is of `Compared.row`.
    """

    __tablename__ = "agreed_answer"
    __table_args__ = (
        UniqueConstraint("case_id", "form_key", "question_key", "row_key", "number"),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("value is null or non_answer is null", name="value_or_non_answer"),
        CheckConstraint("value is not null or non_answer is not null", name="answered"),
        CheckConstraint("length(note) > 0", name="note_present"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    form_key: Mapped[str] = mapped_column(String(40))
    form_version: Mapped[str] = mapped_column(String(20))
    question_key: Mapped[str] = mapped_column(String(80))
    row_key: Mapped[str] = mapped_column(String(80), default="")
    number: Mapped[int]
    value: Mapped[Any | None] = mapped_column(JSON(none_as_null=True), info=PERSONAL)
    non_answer: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, info=PERSONAL)
    originals: Mapped[dict[str, str]] = mapped_column(JSON, info=PERSONAL)
    marks: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
