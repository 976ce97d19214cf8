"""Files that come with a notification, from anybody: attached while it is written or by whoever comes back to it.

The panel opens them once the notification was received.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Notification
from cdop.queries.notifications import known_to
from cdop.rules.actors import Actor
from cdop.rules.attachments import OF_A_NOTIFICATION
from cdop.rules.facts import PanelSubject
from cdop.rules.vocabulary import Action, ActorKind, AttachmentKind, AuditVerb
from cdop.services import attachments, audit, intake, notification_returns, outbox, submissions, tries
from cdop.services.access import require
from cdop.services.attachments import ServedFile, Upload
from cdop.services.errors import Invalid, NotFound
from cdop.services.unit import writes

# As many as a hospital could send on a bad day.
BY_CALLER, WINDOW = 30, timedelta(hours=1)
TOO_MANY = "Too many files came from your network. Wait an hour, or send the notification without them"


def attach(actor: Actor, code: str, upload: Upload, *, caller: str, submission_id: str, now: datetime) -> str:
    """Keep a file with the notification that is open in the browser with `code`, and return the file's public id.

    The panel has it at once where the notification was sent already, and is told so, by reference. `caller` is where
    it comes from. The file still waits for the scanner: call `attachments.scan` once this is done.
    Raises NotFound, and Invalid for a file that is not taken or where too many came from one place.
    """
    if actor.kind is ActorKind.PUBLIC and _count(actor, caller, now=now):
        raise Invalid({"file": TOO_MANY})
    return _keep(actor, code, upload, submission_id=submission_id, now=now)


@writes(AuditVerb.FILE_REMOVED)
def remove(actor: Actor, code: str, file_id: str, *, now: datetime) -> None:
    """Take a file off the notification that is written with `code`. Raises NotFound."""
    attachments.forget(attachments.file_of(intake.being_written(code), file_id))


@writes(AuditVerb.FILE_READ)
def open_file(actor: Actor, public_id: str, file_id: str, *, now: datetime) -> ServedFile:
    """Return a file of a notification that was received, and put on record that it was opened.

    Raises NotFound, Forbidden, and Blocked where it waits for the scanner.
    """
    received = (Notification.public_id == public_id) & Notification.received_at.is_not(None)
    notification = db.session.scalar(select(Notification).where(*known_to(actor), received))
    if notification is None:
        raise NotFound
    require(actor, Action.NOTIFICATION_LIST, PanelSubject(notification.panel_id))
    file = attachments.file_of(notification, file_id)
    return attachments.hand_out(file, notification, notification.reference)


@writes(AuditVerb.FILE_ATTACHED)
def _count(actor: Actor, caller: str, *, now: datetime) -> bool:
    """Count a file before it is looked into, and say whether there were too many."""
    return tries.count({audit.keyed_digest(f"notification file:{caller}"): BY_CALLER}, within=WINDOW, now=now)


@writes(AuditVerb.FILE_ATTACHED)
def _keep(actor: Actor, code: str, upload: Upload, *, submission_id: str, now: datetime) -> str:
    def act() -> str:
        notification = notification_returns.in_browser(code, now)
        is_sent = notification.received_at is not None
        limit, kind, given_at = OF_A_NOTIFICATION, AttachmentKind.OTHER, now if is_sent else None
        file_id = attachments.keep(actor, notification, upload, kind=kind, limit=limit, given_at=given_at, now=now)
        if is_sent:
            _tell_coordinators(notification, file_id, now)
        return file_id

    said = (code, upload.name, sha256(upload.content).hexdigest())
    return submissions.once(actor, submission_id, act, now=now, said=said)


def _tell_coordinators(notification: Notification, file_id: str, now: datetime) -> None:
    """That there is a document is told by the notification's reference, once for each."""
    outbox.tell_coordinators(
        notification.panel_id,
        key=f"notifier_attached:{file_id}",
        template="notifier_attached",
        context={"reference": notification.reference},
        now=now,
    )
