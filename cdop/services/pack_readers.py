"""To whom a pack is given, from whom it is withdrawn, and what they read of it: every reading is on record first."""

from datetime import datetime

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import MeetingPack, PackReader, PackReading
from cdop.queries import pack_reader, packs
from cdop.queries.pack_reader import ReadCase, ReadPack
from cdop.queries.packs import PackHead
from cdop.rules import packs as rules
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import PanelSubject
from cdop.rules.vocabulary import Action, AuditVerb, PackWay
from cdop.services import audit, outbox, unit
from cdop.services.access import require
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.unit import writes

NOT_RELEASED = "The papers of this meeting are not released yet"
NOT_GIVEN = "The papers of this meeting were not given to you, or were withdrawn. Ask the coordinator"
EXPIRED = "The papers of this meeting can no longer be read: its minutes are approved"


@writes(AuditVerb.PACK_READ)
def read_front(actor: Actor, meeting_id: str, *, now: datetime) -> ReadPack:
    """Return the front of a released pack: which cases it has. Raises NotFound, Forbidden, Blocked with the reason."""
    head = opened_pack(actor, meeting_id, now=now)
    _log(actor, head, PackWay.SCREEN, now=now)
    return readable(actor, head)


@writes(AuditVerb.PACK_READ)
def read_case(actor: Actor, meeting_id: str, case_id: str, *, now: datetime) -> tuple[ReadPack, ReadCase]:
    """Return a case of a released pack, with the front. Raises as `read_front` does, NotFound for what is not in it."""
    head = opened_pack(actor, meeting_id, now=now)
    pack = readable(actor, head)
    case = next((each for each in pack.cases if each.public_id == case_id), None)
    if case is None:
        raise NotFound
    _log(actor, head, PackWay.SCREEN, case_id=case.id, now=now)
    return pack, case


@writes(AuditVerb.PACK_READ)
def take_whole(actor: Actor, meeting_id: str, *, is_printed: bool, now: datetime) -> tuple[ReadPack, int | None]:
    """Return a whole released pack to put on paper, and the number of the copy where it is printed. Raises likewise."""
    head = opened_pack(actor, meeting_id, now=now)
    number = _next_number(head) if is_printed else None
    _log(actor, head, PackWay.PRINTED if is_printed else PackWay.FILE, number=number, now=now)
    pack = whole(actor, head)
    if pack.before is not None and pack.before.id is not None:
        unit.record("meeting_minutes", pack.before.id)
    return pack, number


@writes(AuditVerb.PACK_WITHDRAWN)
def withdraw(actor: Actor, meeting_id: str, reader_id: str, *, reason: str, now: datetime) -> None:
    """Close a pack to one of its readers from now on. Raises NotFound, Forbidden, Invalid without a reason."""
    row = _reader(actor, meeting_id, reader_id)
    if not reason.strip():
        raise Invalid({"reason": "Say why the pack is withdrawn"})
    row.withdrawn_at, row.withdrawn_because = now, reason.strip()


@writes(AuditVerb.PACK_GIVEN)
def give_again(actor: Actor, meeting_id: str, reader_id: str, *, now: datetime) -> None:
    """Open a pack again to somebody from whom it was withdrawn. Raises NotFound, Forbidden."""
    row = _reader(actor, meeting_id, reader_id)
    row.withdrawn_at = row.withdrawn_because = None


@writes(AuditVerb.PACK_GIVEN)
def give_to_new(actor: Actor, meeting_id: str, *, now: datetime) -> int:
    """Give a released pack to whoever belongs to the panel and has not got it. Raises NotFound, Forbidden, Blocked."""
    require(actor, Action.PACK_PREPARE, PanelSubject(actor.panel_id or 0))
    head = packs.pack_head(actor, meeting_id)
    if head is None:
        raise NotFound
    if head.released_at is None:
        raise Blocked([NOT_RELEASED])
    return give_to_members(actor, head, now=now)


@writes(AuditVerb.PACK_GIVEN)
def give_to_members(actor: Actor, head: PackHead, *, now: datetime) -> int:
    """Give a pack to whoever belongs to the panel today, and to the experts who come; return to how many.

    Whoever has it already is left out; the others have a message.
    """
    require(actor, Action.PACK_PREPARE, head.subject)
    waiting = packs.not_given_to(head, now.astimezone(LONDON).date())
    for each in waiting:
        reader = PackReader(panel_id=head.panel_id, pack_id=head.pack_id, user_id=each.user_id)
        reader.created_at, reader.created_by_id = now, actor.user_id
        db.session.add(reader)
        context = {"meeting": head.public_id, "reference": f"PAPERS-{head.held_on}"}
        key = f"pack_released:{head.pack_id}:{each.user_id}"
        outbox.queue(head.panel_id, key=key, template="pack_released", to=each.email, context=context, now=now)
    return len(waiting)


def readable(actor: Actor, head: PackHead) -> ReadPack:
    """Return what the actor may read of a pack that is open to them."""
    return pack_reader.read_pack(actor, head)


def whole(actor: Actor, head: PackHead) -> ReadPack:
    """Return the same as it is put on paper: with the minutes of the meeting before."""
    return pack_reader.whole_pack(actor, head)


def told(read: ReadPack) -> dict[str, str]:
    """Return a digest of what somebody may read of each case, by its reference, and of the minutes before, by ""."""
    texts = {case.reference: "\n".join(f"{each.title}\n{each.text}" for each in case.passages) for case in read.cases}
    before = "\n".join(f"{sheet.title}\n{sheet.text}" for sheet in read.before.sheets) if read.before else ""
    return {key: audit.keyed_digest(text) for key, text in {**texts, "": before}.items()}


def opened_pack(actor: Actor, meeting_id: str, *, now: datetime) -> PackHead:
    """Return a released pack that was given to the actor. Raises NotFound, Forbidden, Blocked with the reason."""
    require(actor, Action.PACK_READ, PanelSubject(actor.panel_id or 0))
    head = packs.pack_head(actor, meeting_id)
    if head is None or head.pack_id is None:
        raise NotFound
    if head.released_at is None:
        raise Blocked([NOT_RELEASED])
    if rules.has_expired(head.expires_on, now.astimezone(LONDON).date()):
        raise Blocked([EXPIRED])
    mine = (PackReader.pack_id == head.pack_id) & (PackReader.user_id == actor.user_id)
    if db.session.scalar(select(PackReader.id).where(mine, PackReader.withdrawn_at.is_(None))) is None:
        raise Blocked([NOT_GIVEN])
    return head


def _log(
    actor: Actor,
    head: PackHead,
    way: PackWay,
    *,
    case_id: int | None = None,
    number: int | None = None,
    now: datetime,
) -> None:
    reading = PackReading(panel_id=head.panel_id, pack_id=head.pack_id, user_id=actor.user_id, case_id=case_id)
    reading.way, reading.copy_number, reading.at = way, number, now
    db.session.add(reading)


def _next_number(head: PackHead) -> int:
    db.session.execute(select(MeetingPack.id).where(MeetingPack.id == head.pack_id).with_for_update())
    last = db.session.scalar(select(func.max(PackReading.copy_number)).where(PackReading.pack_id == head.pack_id))
    return (last or 0) + 1


def _reader(actor: Actor, meeting_id: str, reader_id: str) -> PackReader:
    head = packs.pack_head(actor, meeting_id)
    require(actor, Action.PACK_PREPARE, PanelSubject(actor.panel_id or 0))
    if head is None:
        raise NotFound
    mine = (PackReader.pack_id == head.pack_id) & (PackReader.public_id == reader_id)
    row = db.session.scalar(select(PackReader).where(mine).with_for_update())
    if row is None:
        raise NotFound
    return row
