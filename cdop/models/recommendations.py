"""What the panel recommended to others, what they answered, and whether anything changed."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, Public, enum_column
from cdop.models.judged import VERDICT_WITH_DAY, Judged
from cdop.models.owned import Owned
from cdop.rules.vocabulary import RecommendationStatus


class Recommendation(Judged, Owned, Public, Audited, Dated, Base):
    """A recommendation of a signed analysis. `text` is what its owner is sent: it says nothing of a child."""

    __tablename__ = "recommendation"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        ForeignKeyConstraint(["panel_id", "meeting_id"], ["panel_meeting.panel_id", "panel_meeting.id"]),
        CheckConstraint("length(text) > 0", name="text_present"),
        CheckConstraint("status not in ('refused', 'done') or response is not null", name="answered_with_words"),
        CheckConstraint(VERDICT_WITH_DAY, name="verdict_with_day"),
        Index("ix_recommendation_panel_id_status", "panel_id", "status", "due_on"),
        Index("ix_recommendation_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    meeting_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    addressee: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    level: Mapped[str | None] = mapped_column(String(20))
    owner: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    due_on: Mapped[date | None]
    status: Mapped[RecommendationStatus] = enum_column(RecommendationStatus, "status")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
