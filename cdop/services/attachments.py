"""The one gate for files: they are checked, encrypted, scanned and handed out here and nowhere else.

A file is checked by what is in it, kept encrypted, and locked away until the scanner has called it clean. Whoever
scans does so outside a unit of work: nobody waits for the scanner to save.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import ColumnElement, Select, func, select

from cdop.extensions import db
from cdop.models import Attachment, AttachmentContent, Case, FormRequest, Invitation, Notification
from cdop.models.base import new_public_id
from cdop.queries.cases import visible_to
from cdop.rules import actors, attachments, file_types, form_b, handling
from cdop.rules.actors import Actor
from cdop.rules.attachments import Limit
from cdop.rules.facts import RequestSubject
from cdop.rules.file_types import Refused
from cdop.rules.handling import Marks
from cdop.rules.numbers import counted
from cdop.rules.vocabulary import Action, ActorKind, AttachmentKind, AuditVerb, ScanStatus
from cdop.services import keys, open_requests, scanning, submissions, unit
from cdop.services.access import require
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.scanning import ScannerAway, Verdict
from cdop.services.unit import writes

JOB = actors.job("scan files")
NONCE_BYTES = 12
ENDED = "This form was sent, or is no longer needed, or the panel sent a new link. No file can be added or taken off"
GIVEN = "This file was sent with the form, so it stays. The panel can send the form back for another"
ALREADY = "This file is attached already"
TOO_MANY = "There can be no more than {} here. Take one off, or put several into one PDF"
TOO_LARGE = "The files are too large together: {} at most. Take one off, or send a smaller one"
UNREADABLE = "This file cannot be read: the server's secret key was changed after it came"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: the name it had there, and what is in it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ServedFile:
    """A file to hand out, under a name of ours."""

    name: str
    media_type: str
    content: bytes


@writes(AuditVerb.FILE_ATTACHED)
def attach(
    actor: Actor,
    request_id: str,
    upload: Upload,
    *,
    kind: AttachmentKind,
    submission_id: str | None = None,
    now: datetime,
) -> str:
    """Keep a file with a request (by its public id) and return the file's public id.

    For whoever opened the request's invitation, and for the coordinator, whose files count as given at once. It still
    waits for the scanner: call `scan` once this is done. Raises Invalid for a file that is not taken, NotFound, and
    Blocked where the form was sent.
    """

    def act() -> str:
        request = _request(actor, request_id)
        is_theirs = actor.kind is ActorKind.INVITATION
        return keep(
            actor,
            request,
            upload,
            kind=kind,
            limit=attachments.OF_A_FORM,
            given_at=None if is_theirs else now,
            # What an agency has not sent is not told to anybody else.
            is_draft_told=is_theirs,
            now=now,
        )

    said = (request_id, kind, upload.name, sha256(upload.content).hexdigest(), actor.invitation_id)
    return submissions.once(actor, submission_id, act, now=now, said=said)


@writes(AuditVerb.ANSWER_MARKED)
def mark(actor: Actor, request_id: str, file_id: str, marks: Marks, *, now: datetime) -> None:
    """Say from whom a file is to be kept. Raises Blocked where it was sent already, NotFound."""
    file = file_of(_request(actor, request_id), file_id)
    if file.given_at is not None and actor.kind is ActorKind.INVITATION:
        raise Blocked([GIVEN])
    file.marks = handling.stored(marks)


@writes(AuditVerb.FILE_REMOVED)
def remove(actor: Actor, request_id: str, file_id: str, *, now: datetime) -> None:
    """Take a file off a form that was not sent yet. Raises Blocked where it was, NotFound."""
    request = _request(actor, request_id)
    file = file_of(request, file_id)
    if file.given_at is not None:
        raise Blocked([GIVEN])
    forget(file)


@writes(AuditVerb.FILE_READ)
def open_file(actor: Actor, request_id: str, file_id: str, *, now: datetime) -> ServedFile:
    """Return a file, and put on record that it was opened. Raises NotFound, Blocked where it may not be."""
    request = _request_to_read(actor, request_id)
    file = file_of(request, file_id)
    if file.given_at is None and actor.kind is not ActorKind.INVITATION:
        raise NotFound
    return hand_out(file, request, form_b.reference(request.public_id))


def keep(
    actor: Actor,
    owner: FormRequest | Notification,
    upload: Upload,
    *,
    kind: AttachmentKind,
    limit: Limit,
    given_at: datetime | None,
    is_draft_told: bool = True,
    now: datetime,
) -> str:
    """Keep a file with what it came for, and return its public id. Within the open unit.

    `is_draft_told`: whether the actor may know of files that were not given yet. Raises Invalid where it is not taken.
    """
    try:
        found, content = file_types.accepted(upload.name, upload.content)
    except Refused as refused:
        raise Invalid({"file": str(refused)}) from None
    digest = sha256(upload.content).hexdigest()
    _refuse_excess(owner, digest, len(content), limit, is_draft_told=is_draft_told)
    file = Attachment(
        public_id=new_public_id(),
        panel_id=owner.panel_id,
        kind=kind,
        name=attachments.shown_name(upload.name),
        ending=found.ending,
        size=len(content),
        digest=digest,
        scan_status=ScanStatus.WAITING if scanning.is_set_up() else ScanStatus.NOT_SCANNED,
        given_at=given_at,
        at=now,
        by_kind=actor.kind,
        by_id=actor.user_id if actor.user_id is not None else actor.invitation_id,
        by_name=actor.name,
    )
    if isinstance(owner, FormRequest):
        file.case_id, file.request_id = owner.case_id, owner.id
    else:
        file.notification_id = owner.id
    db.session.add(file)
    db.session.flush()
    held = AttachmentContent(attachment_id=file.id, panel_id=file.panel_id, sealed=sealed(file.public_id, content))
    db.session.add(held)
    return file.public_id


def file_of(owner: FormRequest | Notification, file_id: str) -> Attachment:
    """Return a file of a request or a notification, locked. Raises NotFound. Within the open unit."""
    of_owner = (Attachment.public_id == file_id) & _of(owner)
    file = db.session.scalar(select(Attachment).where(of_owner).with_for_update())
    if file is None:
        raise NotFound
    return file


def hand_out(file: Attachment, owner: FormRequest | Notification, reference: str) -> ServedFile:
    """Return what is in a file under a name of ours, and put on record that it was opened. Within the open unit.

    Raises Blocked where it waits for the scanner, or was found harmful.
    """
    if file.scan_status not in attachments.OPENABLE:
        raise Blocked([f"{attachments.SCAN_WORDS[file.scan_status]}."])
    content = _opened(file)
    unit.record("attachment", file.id, case_id=owner.case_id)
    before = _of(owner) & (Attachment.id <= file.id)
    number = db.session.scalar(select(func.count()).select_from(Attachment).where(before)) or 1
    name = attachments.saved_name(file.kind, reference, number, file.ending)
    return ServedFile(name, file_types.of_ending(file.ending).media_type, content)


def give_all(owner: FormRequest | Notification, *, now: datetime) -> None:
    """The files of a form that is sent are given with it. Within the open unit."""
    for file in db.session.scalars(_ungiven(owner)):
        file.given_at = now


def forget_ungiven(owner: FormRequest | Notification) -> int:
    """Delete the files that were not sent with their form, and return how many. Within the open unit."""
    files = db.session.scalars(_ungiven(owner).with_for_update()).all()
    for file in files:
        forget(file)
    return len(files)


def forget(file: Attachment) -> None:
    """Delete a file. Within the open unit."""
    _forget_content(file)
    db.session.delete(file)


def scan(file_id: str, *, now: datetime) -> ScanStatus:
    """Have a file scanned that waits for it and return how it stands; with the scanner away it goes on waiting."""
    file = db.session.scalar(select(Attachment).where(Attachment.public_id == file_id))
    if file is None or file.scan_status is not ScanStatus.WAITING:
        unit.end_reads()
        return ScanStatus.WAITING if file is None else file.scan_status
    content = _opened(file)
    unit.end_reads()
    try:
        verdict = scanning.scan(content)
    except ScannerAway:
        return ScanStatus.WAITING
    return _record_scan(JOB, file_id, verdict, now=now)


def scan_waiting(*, now: datetime) -> int:
    """Have every file scanned that waits for it; return of how many the scanner said something."""
    if not scanning.is_set_up():
        return 0
    waiting = select(Attachment.public_id).where(Attachment.scan_status == ScanStatus.WAITING).order_by(Attachment.id)
    ids = db.session.scalars(waiting).all()
    unit.end_reads()
    return sum(scan(file_id, now=now) is not ScanStatus.WAITING for file_id in ids)


@writes(AuditVerb.FILE_SCANNED)
def _record_scan(actor: Actor, file_id: str, verdict: Verdict, *, now: datetime) -> ScanStatus:
    file = db.session.scalar(select(Attachment).where(Attachment.public_id == file_id).with_for_update())
    if file is None or file.scan_status is not ScanStatus.WAITING:
        return ScanStatus.WAITING if file is None else file.scan_status
    file.scan_status = ScanStatus.CLEAN if verdict.found is None else ScanStatus.INFECTED
    file.scanned_at, file.scan_found = now, verdict.found
    if verdict.found is not None:
        _forget_content(file)
    return file.scan_status


def _request(actor: Actor, request_id: str) -> FormRequest:
    """The request to whose files the actor may add, locked. Raises NotFound, Forbidden, Blocked."""
    request = _request_to_read(actor, request_id, action=Action.FORM_B_REQUEST)
    if actor.kind is ActorKind.INVITATION and request.status not in form_b.OPEN:
        raise Blocked([ENDED])
    if actor.kind is ActorKind.INVITATION:
        open_requests.note_change(request)
    return request


def _request_to_read(actor: Actor, request_id: str, *, action: Action = Action.FORM_B_READ) -> FormRequest:
    """The request that the actor's invitation opens, or of a case that they may know of, locked."""
    if actor.kind is ActorKind.INVITATION:
        mine = (Invitation.id == actor.invitation_id) & Invitation.ended_at.is_(None)
        joined, action = (
            select(FormRequest).join(Invitation, Invitation.request_id == FormRequest.id),
            (Action.FORM_B_ANSWER),
        )
        found = joined.where(mine, FormRequest.panel_id == actor.panel_id)
    else:
        found = select(FormRequest).join(Case, Case.id == FormRequest.case_id).where(*visible_to(actor))
    statement = found.where(FormRequest.public_id == request_id).with_for_update(of=FormRequest)
    request = db.session.scalar(statement)
    if request is None:
        raise NotFound
    subject = RequestSubject(request.id, request.case_id, request.panel_id, actor.invitation_id)
    require(actor, action, subject)
    return request


def _of(owner: FormRequest | Notification) -> ColumnElement[bool]:
    """The files of a request, or of a notification."""
    column = Attachment.request_id if isinstance(owner, FormRequest) else Attachment.notification_id
    return column == owner.id


def _ungiven(owner: FormRequest | Notification) -> Select[Attachment]:
    return select(Attachment).where(_of(owner), Attachment.given_at.is_(None))


def _refuse_excess(
    owner: FormRequest | Notification, digest: str, size: int, limit: Limit, *, is_draft_told: bool
) -> None:
    held = select(func.count(), func.coalesce(func.sum(Attachment.size), 0)).where(_of(owner))
    count, total = db.session.execute(held).one()
    same = _of(owner) & (Attachment.digest == digest)
    if not is_draft_told:
        same &= Attachment.given_at.is_not(None)
    if db.session.scalar(select(Attachment.id).where(same).limit(1)) is not None:
        raise Invalid({"file": ALREADY})
    if count >= limit.files:
        raise Invalid({"file": TOO_MANY.format(counted(limit.files, "file"))})
    if total + size > limit.size:
        raise Invalid({"file": TOO_LARGE.format(attachments.written_size(limit.size))})


def _forget_content(file: Attachment) -> None:
    content = db.session.get(AttachmentContent, file.id)
    if content is not None:
        db.session.delete(content)
        db.session.flush()


def sealed(public_id: str, content: bytes) -> bytes:
    """Return the content, encrypted so that it opens under its own file's name only."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, content, public_id.encode())


def opened(public_id: str, held: bytes) -> bytes:
    """Return what was sealed under a file's name. Raises Blocked where the key is another now."""
    try:
        return _cipher().decrypt(held[:NONCE_BYTES], held[NONCE_BYTES:], public_id.encode())
    except InvalidTag:
        raise Blocked([UNREADABLE]) from None


def _opened(file: Attachment) -> bytes:
    return opened(file.public_id, db.session.get_one(AttachmentContent, file.id).sealed)


def _cipher() -> AESGCM:
    return AESGCM(keys.encryption_key("attachments"))
