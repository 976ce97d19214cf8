"""The files of a request or a notification, without what is in them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from cdop.extensions import db
from cdop.models import Attachment, Notification
from cdop.rules import attachments
from cdop.rules.handling import labels, loaded
from cdop.rules.vocabulary import AttachmentKind, ScanStatus


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file as a page shows it."""

    public_id: str
    kind: AttachmentKind
    name: str
    ending: str
    size: int
    scan_status: ScanStatus
    marks: list[str] | None
    given_at: datetime | None
    at: datetime
    by_name: str

    @property
    def label(self) -> str:
        """What it is."""
        return attachments.KINDS[self.kind]

    @property
    def written_size(self) -> str:
        """How large it is."""
        return attachments.written_size(self.size)

    @property
    def scan_words(self) -> str:
        """What the virus scanner said of it."""
        return attachments.SCAN_WORDS[self.scan_status]

    @property
    def mark_labels(self) -> tuple[str, ...]:
        """Its handling marks as they are shown."""
        return labels(loaded(self.marks))

    @property
    def is_openable(self) -> bool:
        """Whether it may be opened."""
        return self.scan_status in attachments.OPENABLE

    @property
    def is_unscanned(self) -> bool:
        """Whether whoever opens it is to be warned."""
        return self.scan_status is ScanStatus.NOT_SCANNED


def files_of(request_id: int, *, only_given: bool) -> tuple[FileRow, ...]:
    """Return the files of a request that the reader may see, oldest first; those of a draft are its agency's alone."""
    of_request = Attachment.request_id == request_id
    return _files(of_request & Attachment.given_at.is_not(None) if only_given else of_request)


def files_of_notification(public_id: str) -> tuple[FileRow, ...]:
    """Return the files of a notification by its public id, oldest first."""
    called = select(Notification.id).where(Notification.public_id == public_id).scalar_subquery()
    return _files(Attachment.notification_id == called)


def count_of(request_id: int) -> int:
    """Return how many files a request has, drafts with them."""
    count = select(func.count()).select_from(Attachment).where(Attachment.request_id == request_id)
    return db.session.scalar(count) or 0


def _files(condition: ColumnElement[bool]) -> tuple[FileRow, ...]:
    query = select(*(getattr(Attachment, name) for name in FileRow.__slots__))
    return tuple(FileRow(*row) for row in db.session.execute(query.where(condition).order_by(Attachment.id)))
