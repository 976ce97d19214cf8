"""Letters: none leaves before a person has read and released it."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, Public, UtcDateTime, enum_column
from cdop.rules.correspondence import Language, LetterKind, LetterStatus, OfficialKind, SentBy


class FamilyLetter(Public, Audited, Dated, Base):
    """One letter of a case. Released by a named person; `posted_on` is when it left, by hand or by post."""

    __tablename__ = "family_letter"
    __table_args__ = (
        UniqueConstraint("case_id", "kind"),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        CheckConstraint("(status = 'draft') = (released_at is null)", name="released_with_time"),
        CheckConstraint("(released_at is null) = (released_by is null)", name="released_by_someone"),
        CheckConstraint("(status = 'posted') = (posted_on is not null)", name="posted_with_day"),
        CheckConstraint("length(text) > 0", name="text_present"),
        Index("ix_family_letter_panel_id_status", "panel_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int]
    kind: Mapped[LetterKind] = enum_column(LetterKind, "kind")
    language: Mapped[Language] = enum_column(Language, "language", default=Language.ENGLISH)
    heading: Mapped[str] = mapped_column(String(200), default="Private")
    status: Mapped[LetterStatus] = enum_column(LetterStatus, "status")
    addressee: Mapped[str] = mapped_column(String(500), info=PERSONAL)
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    posted_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class FamilyContact(Audited, Dated, Base):
    """What whoever writes to the family of a child must mind. `no_contact` holds words of `NoContact`."""

    __tablename__ = "family_contact"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        CheckConstraint("(cleared_on is null) = (cleared_by is null)", name="cleared_by_somebody"),
    )

    case_id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    no_contact: Mapped[list[str]] = mapped_column(JSON, info=PERSONAL)
    language: Mapped[Language] = enum_column(Language, "language")
    needs: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    not_before: Mapped[date | None]
    cleared_on: Mapped[date | None]
    cleared_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class OfficialLetter(Public, Audited, Dated, Base):
    """A letter to an agency, a board or a trust, with the answer that it asks for.

    It is about a case or about none: about the request to an agency, or a recommendation, of that case, where it names
    one. The answer to a recommendation is the recommendation's.
    """

    __tablename__ = "official_letter"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        ForeignKeyConstraint(["panel_id", "request_id"], ["form_request.panel_id", "form_request.id"]),
        ForeignKeyConstraint(["panel_id", "recommendation_id"], ["recommendation.panel_id", "recommendation.id"]),
        CheckConstraint("(status = 'draft') = (released_at is null)", name="released_with_time"),
        CheckConstraint("(released_at is null) = (released_by is null)", name="released_by_someone"),
        CheckConstraint("(status = 'posted') = (posted_on is not null)", name="posted_with_day"),
        CheckConstraint("(posted_on is null) = (sent_by is null)", name="posted_in_some_way"),
        CheckConstraint("answered_on is null or posted_on is not null", name="answered_once_sent"),
        CheckConstraint("(answered_on is null) = (answer is null)", name="answered_with_words"),
        CheckConstraint("length(text) > 0", name="text_present"),
        Index("ix_official_letter_panel_id_status", "panel_id", "status", "answer_by"),
        Index("ix_official_letter_case_id", "case_id"),
        Index("ix_official_letter_request_id", "request_id"),
        Index("ix_official_letter_recommendation_id", "recommendation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    case_id: Mapped[int | None]
    request_id: Mapped[int | None]
    recommendation_id: Mapped[int | None]
    kind: Mapped[OfficialKind] = enum_column(OfficialKind, "kind")
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    to_name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    to_address: Mapped[str] = mapped_column(String(500), info=PERSONAL)
    to_email: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    text: Mapped[str] = mapped_column(Text, info=PERSONAL)
    status: Mapped[LetterStatus] = enum_column(LetterStatus, "status")
    answer_by: Mapped[date | None]
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    posted_on: Mapped[date | None]
    sent_by: Mapped[SentBy | None] = enum_column(SentBy, "sent_by")
    answered_on: Mapped[date | None]
    answer: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
