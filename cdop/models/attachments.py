"""Files that came with a form. What is in them is kept apart, encrypted, so that a list never loads it."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import IDS_GIVEN_ONCE, PERSONAL, Audited, Base, Public, UtcDateTime, enum_column
from cdop.rules.vocabulary import ActorKind, AttachmentKind, ScanStatus


class Attachment(Public, Audited, Base):
    """One file of one request or one notification, and whose it is.

    That of a notification belongs to the case to which the notification is linked, and has no case of its own.
    `given_at` is when the form with which it came was sent: until then only whoever writes it knows of it. `digest` is
    of what was sent to us; a picture is kept without what it tells beside itself. `marks` are its handling marks.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        UniqueConstraint("panel_id", "id"),
        ForeignKeyConstraint(["panel_id", "case_id"], ["child_case.panel_id", "child_case.id"]),
        ForeignKeyConstraint(["panel_id", "request_id"], ["form_request.panel_id", "form_request.id"]),
        ForeignKeyConstraint(["panel_id", "notification_id"], ["notification.panel_id", "notification.id"]),
        CheckConstraint("(request_id is null) <> (notification_id is null)", name="of_one"),
        CheckConstraint("(request_id is null) = (case_id is null)", name="request_with_case"),
        CheckConstraint("size > 0", name="size_positive"),
        CheckConstraint("(scan_status in ('clean', 'infected')) = (scanned_at is not null)", name="scanned_with_time"),
        Index("ix_attachment_request_id", "request_id"),
        Index("ix_attachment_notification_id", "notification_id"),
        Index("ix_attachment_scan_status", "scan_status"),
        IDS_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    case_id: Mapped[int | None]
    request_id: Mapped[int | None]
    notification_id: Mapped[int | None]
    kind: Mapped[AttachmentKind] = enum_column(AttachmentKind, "kind")
    name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    ending: Mapped[str] = mapped_column(String(10))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), info=PERSONAL)
    scan_status: Mapped[ScanStatus] = enum_column(ScanStatus, "scan_status")
    scanned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    scan_found: Mapped[str | None] = mapped_column(String(120))
    marks: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    given_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_kind: Mapped[ActorKind] = enum_column(ActorKind, "by_kind")
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class AttachmentContent(Base):
    """What is in a file, encrypted with a key that no table holds. Gone where the scanner found something harmful."""

    __tablename__ = "attachment_content"
    __table_args__ = (ForeignKeyConstraint(["panel_id", "attachment_id"], ["attachment.panel_id", "attachment.id"]),)

    attachment_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    panel_id: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
