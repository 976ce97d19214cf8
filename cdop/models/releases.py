"""Figures that left the panel: what was released, to whom it may go and until when, and what is being made."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Drawn, Public, UtcDateTime
from cdop.models.works import DONE_OF_WHOLE, REFUSED_ONCE_FINISHED, Work


class DataRelease(Public, Drawn, Audited, Base):
    """One release of protected figures, as they left.

    `bundle` is what left and `digest` that of it; `told` is what each number tells whoever compares it with others,
    for the audit of later releases. `selection` names what was asked for; while the release stands `standing` is the
    same, afterwards its own name, so that one of each stands. A release that took the place of another has a `reason`.
    """

    __tablename__ = "data_release"
    __table_args__ = (
        UniqueConstraint("panel_id", "standing"),
        CheckConstraint("reason is null or length(reason) > 0", name="reason_present"),
        Index("ix_data_release_panel_id_released_at", "panel_id", "released_at"),
        Index("ix_data_release_panel_id_expires_on", "panel_id", "expires_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    selection: Mapped[str] = mapped_column(String(300))
    standing: Mapped[str] = mapped_column(String(300))
    title: Mapped[str] = mapped_column(String(300))
    profile: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(60))
    from_on: Mapped[date]
    to_on: Mapped[date]
    purpose: Mapped[str] = mapped_column(Text)
    bundle: Mapped[dict[str, Any]] = mapped_column(JSON, info=PERSONAL, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    told: Mapped[list[Any]] = mapped_column(JSON, info=PERSONAL, deferred=True)
    withheld: Mapped[int]
    data_version: Mapped[str] = mapped_column(String(64))
    released_at: Mapped[datetime] = mapped_column(UtcDateTime)
    released_by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    reason: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    expires_on: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    applicant: Mapped[str | None] = mapped_column(String(200), info=PERSONAL)
    conditions: Mapped[str | None] = mapped_column(Text)
    signed_by_name: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    deleted_on: Mapped[date | None]
    deletion_proof: Mapped[str | None] = mapped_column(Text, info=PERSONAL)


class ReleaseProposal(Public, Audited, Base):
    """A release that takes two people: one proposes it, another signs or refuses it.

    Of figures that are to be released anew it has the `release_id` of those that stand; of an extract, without one,
    the `columns` and what was applied for. Once it is signed it has the `became_id` of the release that it became.
    """

    __tablename__ = "release_proposal"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="reason_present"),
        CheckConstraint("(decided_at is null) = (is_signed is null)", name="decided_with_answer"),
        CheckConstraint("became_id is null or is_signed", name="became_signed"),
        Index("ix_release_proposal_panel_id_decided_at", "panel_id", "decided_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    release_id: Mapped[int | None] = mapped_column(ForeignKey("data_release.id"))
    label: Mapped[str] = mapped_column(String(60))
    from_on: Mapped[date]
    to_on: Mapped[date]
    columns: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text, info=PERSONAL)
    applicant: Mapped[str | None] = mapped_column(String(200), info=PERSONAL)
    conditions: Mapped[str | None] = mapped_column(Text)
    expires_on: Mapped[date | None]
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by_id: Mapped[int | None]
    proposed_by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_name: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    is_signed: Mapped[bool | None]
    became_id: Mapped[int | None] = mapped_column(ForeignKey("data_release.id"))


class ReleaseWork(Work, Base):
    """A release that takes a while, asked of the job process: one of each selection, whoever asks for it.

    It is made in the name of whoever asked first, `asked_by_name`.
    """

    __tablename__ = "release_work"
    __table_args__ = (
        UniqueConstraint("panel_id", "selection"),
        CheckConstraint(DONE_OF_WHOLE, name="done_of_whole"),
        CheckConstraint(REFUSED_ONCE_FINISHED, name="refused_once_finished"),
        Index("ix_release_work_finished_at", "finished_at", "id"),
    )

    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    selection: Mapped[str] = mapped_column(String(300))
    label: Mapped[str] = mapped_column(String(60))
    purpose: Mapped[str] = mapped_column(Text)
    asked_by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
