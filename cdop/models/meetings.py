"""The panel's meetings."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import Audited, Base, Dated, Figured, Public, enum_column
from cdop.rules.vocabulary import MeetingKind


class PanelMeeting(Public, Figured, Audited, Dated, Base):
    """A meeting of the panel. Two of one kind are never held on one day."""

    __tablename__ = "panel_meeting"
    figured = ("held_on", "kind", "theme")
    __table_args__ = (
        UniqueConstraint("panel_id", "held_on", "kind"),
        UniqueConstraint("panel_id", "id"),
        Index("ix_panel_meeting_panel_id_held_on", "panel_id", "held_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    held_on: Mapped[date]
    kind: Mapped[MeetingKind] = enum_column(MeetingKind, "kind")
    theme: Mapped[str | None] = mapped_column(String(60))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
