"""People who sign in, the roles they hold in a panel, and their sessions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import IDS_GIVEN_ONCE, PERSONAL, Audited, Base, Dated, Public, UtcDateTime, enum_column
from cdop.rules.vocabulary import Role


class User(Public, Audited, Dated, Base):
    """A person with an account. The e-mail address is kept in lower case."""

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True, info=PERSONAL)
    name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    password_hash: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Membership(Audited, Dated, Base):
    """A role that a person holds in a panel between two days."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("user_id", "panel_id", "role"),
        CheckConstraint("until_on is null or until_on >= from_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"), index=True)
    role: Mapped[Role] = enum_column(Role, "role")
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class AgencyMember(Audited, Dated, Base):
    """A person with an account who answers for an agency. What they may do there is said by their roles."""

    __tablename__ = "agency_member"
    __table_args__ = (ForeignKeyConstraint(["panel_id", "agency_id"], ["agency.panel_id", "agency.id"]),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]


class UserSession(Base):
    """One sign-in. The browser holds the token; here is only its digest, so a copied table opens nothing.

    One that `awaits_step` opens nothing either: the password was right, the code is still to come.
    """

    __tablename__ = "user_session"
    __table_args__ = (
        CheckConstraint("last_seen_at >= started_at", name="seen_after_start"),
        Index("ix_user_session_user_id", "user_id"),
    )

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    awaits_step: Mapped[bool] = mapped_column(default=False)


class CalendarFeed(Audited, Dated, Base):
    """An address at which a person's calendar programme reads their dates in a panel, without signing in.

    Its secret is worked out from `nonce` and the application's key; here is only its digest.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (UniqueConstraint("user_id", "panel_id"), IDS_GIVEN_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    nonce: Mapped[str] = mapped_column(String(32), info=PERSONAL)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True, info=PERSONAL)


class SignInAttempt(Base):
    """A refused sign-in, kept to slow down guessing. `subject_digest` is of the address typed or of the caller."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_subject_digest_at", "subject_digest", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
