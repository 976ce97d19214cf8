"""What a panel writes for its annual report: a draft for each period, its passages, their versions and remarks."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, Public, UtcDateTime


class ReportDraft(Public, Audited, Dated, Base):
    """The text of one period's report. It is never frozen: a building of the report keeps its own copy."""

    __tablename__ = "report_draft"
    __table_args__ = (
        UniqueConstraint("panel_id", "from_on", "to_on"),
        UniqueConstraint("panel_id", "id"),
        CheckConstraint("from_on <= to_on", name="dates_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    label: Mapped[str] = mapped_column(String(60))
    from_on: Mapped[date]
    to_on: Mapped[date]


class ReportPassage(Audited, Base):
    """What was written for one section, its place in the report, and whether the report has the section at all.

    `is_public`: the public edition has the words too.
    """

    __tablename__ = "report_passage"
    __table_args__ = (
        UniqueConstraint("draft_id", "section"),
        UniqueConstraint("panel_id", "id"),
        ForeignKeyConstraint(["panel_id", "draft_id"], ["report_draft.panel_id", "report_draft.id"]),
        CheckConstraint("(written_by is null) = (written_at is null)", name="written_with_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    draft_id: Mapped[int]
    section: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    is_included: Mapped[bool] = mapped_column(default=True)
    is_public: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(Text, default="", info=PERSONAL)
    written_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    written_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ReportPassageVersion(Audited, Base):
    """A passage as somebody saved it: never changed, so that nothing that was written is lost."""

    __tablename__ = "report_passage_version"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "passage_id"], ["report_passage.panel_id", "report_passage.id"]),
        Index("ix_report_passage_version_passage_id", "passage_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    passage_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    written_by: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReportRemark(Public, Audited, Base):
    """What a reader of the draft remarked on a passage, until somebody settles it."""

    __tablename__ = "report_remark"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "passage_id"], ["report_passage.panel_id", "report_passage.id"]),
        CheckConstraint("length(text) > 0", name="text_present"),
        CheckConstraint("(settled_by is null) = (settled_at is null)", name="settled_with_time"),
        Index("ix_report_remark_passage_id", "passage_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    passage_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    made_by: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PlainNumber(Audited, Base):
    """A number of a passage that is no figure, such as a year, in the sentence in which somebody said so, and why."""

    __tablename__ = "report_plain_number"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "passage_id"], ["report_passage.panel_id", "report_passage.id"]),
        CheckConstraint("length(reason) > 0", name="reason_present"),
        Index("ix_report_plain_number_passage_id", "passage_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    passage_id: Mapped[int]
    number: Mapped[str] = mapped_column(String(40), info=PERSONAL)
    sentence: Mapped[str] = mapped_column(Text, info=PERSONAL)
    reason: Mapped[str] = mapped_column(String(300), info=PERSONAL)
    said_by: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PublicWords(Audited, Base):
    """Words of a passage that may stand in a public report, in the sentence in which somebody said so, and why."""

    __tablename__ = "report_public_words"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "passage_id"], ["report_passage.panel_id", "report_passage.id"]),
        CheckConstraint("length(reason) > 0", name="reason_present"),
        Index("ix_report_public_words_passage_id", "passage_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    passage_id: Mapped[int]
    words: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    sentence: Mapped[str] = mapped_column(Text, info=PERSONAL)
    reason: Mapped[str] = mapped_column(String(300), info=PERSONAL)
    said_by: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
