"""Requests for the reporting form (Form B) and the forms beside it, their invitations and the codes that open them."""

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import IDS_GIVEN_ONCE, PERSONAL, Audited, Base, Dated, Public, UtcDateTime, enum_column
from cdop.rules.vocabulary import RequestStatus


class FormRequest(Public, Audited, Dated, Base):
    """One agency asked on one case for the forms of its `RequestedForm` rows. `reason` says why it is asked.

    `reminded_on` is the day of the last reminder, so that none is sent twice on one day, whoever sends it.
    `sent_by` and `released_by` are the people of the agency who sent the forms, or declared that nothing is held, and
    who released them. `release_note` passes between them and is not the panel's: why questions are not answered, while
    the forms wait for release; what to change, once they were given back.
    `purge_on` is the day on which what the agency wrote and did not send is deleted, once it was told of it;
    `purged_at` when that was done last.
    `number` counts the requests to one agency on one case, of which there are several only where two cases were joined.
    `records` are those that it is to search, by the words of `rules.form_b.Records`. The questions are counted when its
    forms come back, those of a return that was filed when it is accepted.
    """

    __tablename__ = "form_request"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        UniqueConstraint("case_id", "agency_id", "number"),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        ForeignKeyConstraint(["panel_id", "agency_id"], ["agency.panel_id", "agency.id"]),
        CheckConstraint("(status = 'to send') = (sent_at is null)", name="sent_with_time"),
        CheckConstraint("(sent_at is null) = (due_on is null)", name="due_once_sent"),
        CheckConstraint(
            "(status in ('returned', 'nothing held')) = (returned_at is not null)", name="returned_with_time"
        ),
        CheckConstraint("accepted_at is null or status in ('returned', 'nothing held')", name="accepted_once_returned"),
        CheckConstraint("(accepted_at is null) = (accepted_by is null)", name="accepted_by_somebody"),
        CheckConstraint(
            "status not in ('waived', 'sent back') or status_reason is not null", name="status_with_reason"
        ),
        CheckConstraint("status <> 'waiting for release' or sent_by is not null", name="waiting_sent_by_somebody"),
        CheckConstraint("purge_on is null or returned_at is null", name="returned_never_purged"),
        Index("ix_form_request_case_id", "case_id"),
        Index("ix_form_request_panel_id_status", "panel_id", "status", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    agency_id: Mapped[int]
    number: Mapped[int] = mapped_column(SmallInteger, default=1)
    recipient_email: Mapped[str] = mapped_column(String(254), info=PERSONAL)
    reason: Mapped[str] = mapped_column(Text, info=PERSONAL)
    records: Mapped[list[str]] = mapped_column(JSON)
    status: Mapped[RequestStatus] = enum_column(RequestStatus, "status")
    status_reason: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None]
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    questions_asked: Mapped[int | None]
    questions_answered: Mapped[int | None]
    questions_not_known: Mapped[int | None]
    reminded_on: Mapped[date | None]
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_by: Mapped[str | None] = mapped_column(String(120))
    sent_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    released_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    release_note: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    purge_on: Mapped[date | None]
    purged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class RequestedForm(Audited, Base):
    """One form of a request, in its place among them; its version is its response's.

    `section_keys` are the sections that the agency is asked for, None for all. `age_years` is the child's age when the
    agency was asked, which leaves out questions that make no sense of it; None leaves out nothing.
    """

    __tablename__ = "requested_form"
    __table_args__ = (
        UniqueConstraint("request_id", "position"),
        UniqueConstraint("response_id"),
        ForeignKeyConstraint(["panel_id", "request_id"], ["form_request.panel_id", "form_request.id"]),
        ForeignKeyConstraint(["panel_id", "response_id"], ["form_response.panel_id", "form_response.id"]),
    )

    request_id: Mapped[int] = mapped_column(primary_key=True)
    form_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    position: Mapped[int] = mapped_column(SmallInteger)
    response_id: Mapped[int]
    section_keys: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    age_years: Mapped[int | None] = mapped_column(SmallInteger)


class Invitation(Public, Audited, Dated, Base):
    """A link to one request, sent to one address. It opens nothing by itself.

    The link's secret is worked out from `nonce` and the application's key; here is only its digest. `opened_late_at`
    is when somebody first opened the link after its end.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        ForeignKeyConstraint(["panel_id", "request_id"], ["form_request.panel_id", "form_request.id"]),
        CheckConstraint("(ended_at is null) = (ended_because is null)", name="ended_with_reason"),
        Index("ix_invitation_request_id", "request_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    request_id: Mapped[int]
    email: Mapped[str] = mapped_column(String(254), info=PERSONAL)
    nonce: Mapped[str] = mapped_column(String(32), info=PERSONAL)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True, info=PERSONAL)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_because: Mapped[str | None] = mapped_column(String(60))
    opened_late_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class InvitationCode(Audited, Base):
    """A one-time code sent to the invitation's address: ten minutes, five tries, one browser, once.

    One that is read out on the telephone works in any browser: its `browser_digest` is "".
    """

    __tablename__ = "invitation_code"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "invitation_id"], ["invitation.panel_id", "invitation.id"]),
        CheckConstraint("tries between 0 and 5", name="tries_range"),
        Index("ix_invitation_code_invitation_id", "invitation_id", "sent_at"),
        IDS_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    invitation_id: Mapped[int]
    nonce: Mapped[str] = mapped_column(String(32), info=PERSONAL)
    browser_digest: Mapped[str] = mapped_column(String(64), info=PERSONAL)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RespondentSession(Base):
    """Somebody at an agency who opened an invitation: with a code and a name, or with the account `user_id`.

    Here is only the digest of its token.
    """

    __tablename__ = "respondent_session"
    __table_args__ = (
        CheckConstraint("last_seen_at >= started_at", name="seen_after_start"),
        Index("ix_respondent_session_invitation_id", "invitation_id"),
    )

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    person_name: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    person_role: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
