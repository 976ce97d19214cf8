"""Answers to statutory forms: one row each, so that several people can work on one form at once."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import IDS_GIVEN_ONCE, PERSONAL, Audited, Base, Dated, Public, UtcDateTime, enum_column
from cdop.rules.vocabulary import ActorKind, ResponseStatus


class FormResponse(Public, Audited, Dated, Base):
    """A form being filled in, or filled in: of one definition in one version, which it keeps for ever.

    `case_id` is None while nobody has said which case a notification belongs to.
    """

    __tablename__ = "form_response"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        CheckConstraint("(status = 'submitted') = (submitted_at is not null)", name="submitted_with_time"),
        Index("ix_form_response_case_id", "case_id", "form_key"),
        IDS_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    case_id: Mapped[int | None]
    form_key: Mapped[str] = mapped_column(String(40))
    form_version: Mapped[str] = mapped_column(String(20))
    status: Mapped[ResponseStatus] = enum_column(ResponseStatus, "status")
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class FormAnswer(Audited, Base):
    """The answer to one question, in one row of its group where it is in one; and who gave it.

    A value, or a way of not answering. A question that was cleared again has neither: blank. `marks` are the
    handling marks that its agency set; a new answer keeps them.
    """

    __tablename__ = "form_answer"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "response_id"], ["form_response.panel_id", "form_response.id"]),
        CheckConstraint("value is null or non_answer is null", name="value_or_non_answer"),
    )

    response_id: Mapped[int] = mapped_column(primary_key=True)
    question_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    row_key: Mapped[str] = mapped_column(String(40), primary_key=True, default="")
    panel_id: Mapped[int]
    case_id: Mapped[int | None]
    value: Mapped[Any | None] = mapped_column(JSON(none_as_null=True), info=PERSONAL)
    non_answer: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_kind: Mapped[ActorKind] = enum_column(ActorKind, "by_kind")
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    marks: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class FormAnswerHistory(Base):
    """The answer that a change replaced, and whose it was. Erased with the response, unlike the audit."""

    __tablename__ = "form_answer_history"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "response_id"], ["form_response.panel_id", "form_response.id"]),
        Index("ix_form_answer_history_response_id", "response_id", "question_key", "row_key", "replaced_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    response_id: Mapped[int]
    question_key: Mapped[str] = mapped_column(String(80))
    row_key: Mapped[str] = mapped_column(String(40), default="")
    value: Mapped[Any | None] = mapped_column(JSON(none_as_null=True), info=PERSONAL)
    non_answer: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_kind: Mapped[ActorKind] = enum_column(ActorKind, "by_kind")
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)
