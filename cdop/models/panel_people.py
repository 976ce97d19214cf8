"""The people of a panel's meetings: its usual seats, who is invited for what, and what connects them with a case."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, Public, UtcDateTime, enum_column
from cdop.rules.vocabulary import ConflictDecision, ConflictKind, Expertise, InvitedStatus


class PanelSeat(Public, Audited, Dated, Base):
    """Somebody who is invited to every meeting. `part` is the part they have in the quorum; a deputy comes instead.

    `area_code` is the area that somebody of a local authority speaks for.
    """

    __tablename__ = "panel_seat"
    __table_args__ = (
        UniqueConstraint("panel_id", "email"),
        ForeignKeyConstraint(["panel_id", "agency_id"], ["agency.panel_id", "agency.id"]),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("(deputy_name is null) = (deputy_email is null)", name="deputy_with_address"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    email: Mapped[str] = mapped_column(String(254), info=PERSONAL)
    part: Mapped[str] = mapped_column(String(60))
    expertise: Mapped[Expertise | None] = enum_column(Expertise, "expertise")
    area_code: Mapped[str | None] = mapped_column(String(9))
    agency_id: Mapped[int | None]
    deputy_name: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    deputy_email: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class MeetingInvitation(Public, Audited, Dated, Base):
    """Somebody invited to a meeting, and what they answered.

    The link of the message only lets its holder answer. Its secret is worked out from `nonce` and the application's
    key; here is only its digest. Whoever accepts accepts confidentiality, for this meeting.
    """

    __tablename__ = "meeting_invitation"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        UniqueConstraint("meeting_id", "email"),
        ForeignKeyConstraint(["panel_id", "meeting_id"], ["panel_meeting.panel_id", "panel_meeting.id"]),
        ForeignKeyConstraint(["panel_id", "agency_id"], ["agency.panel_id", "agency.id"]),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("status <> 'accepted' or confidential_at is not null", name="accepted_in_confidence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    meeting_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    email: Mapped[str] = mapped_column(String(254), info=PERSONAL)
    part: Mapped[str] = mapped_column(String(60))
    expertise: Mapped[Expertise | None] = enum_column(Expertise, "expertise")
    area_code: Mapped[str | None] = mapped_column(String(9))
    agency_id: Mapped[int | None]
    deputy_for_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_invitation.id"))
    status: Mapped[InvitedStatus] = enum_column(InvitedStatus, "status")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confidential_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    nonce: Mapped[str] = mapped_column(String(32), info=PERSONAL)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True, info=PERSONAL)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ExpertCase(Audited, Base):
    """A case for which an expert is invited, and no other."""

    __tablename__ = "expert_case"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "invitation_id"], ["meeting_invitation.panel_id", "meeting_invitation.id"]),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        Index("ix_expert_case_case_id", "case_id"),
    )

    invitation_id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]


class ConflictOfInterest(Public, Audited, Dated, Base):
    """What connects somebody at a meeting with a case, as it was declared, and what the chair decided about it."""

    __tablename__ = "conflict_of_interest"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "invitation_id"], ["meeting_invitation.panel_id", "meeting_invitation.id"]),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        CheckConstraint("(decision is null) = (decided_at is null)", name="decided_with_time"),
        Index("ix_conflict_of_interest_case_id", "case_id"),
        Index("ix_conflict_of_interest_invitation_id", "invitation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    invitation_id: Mapped[int]
    case_id: Mapped[int]
    kind: Mapped[ConflictKind] = enum_column(ConflictKind, "kind")
    note: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    declared_by: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    decision: Mapped[ConflictDecision | None] = enum_column(ConflictDecision, "decision")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
