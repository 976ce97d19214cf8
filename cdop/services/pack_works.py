"""Work on a pack that takes a while: asked for on a page, done by the job process, in the name of whoever asked.

What the person may do is looked up when the work is done, not when it was asked for. A file that was made is handed out
only while its reader may read just what is in it: whoever was told to leave a case since gets no paper of it.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import MeetingPack, PackFile, PackWork, Panel, PanelMeeting
from cdop.queries import pack_works, packs, people
from cdop.queries.pack_works import ON_PAPER
from cdop.rules import actors
from cdop.rules import packs as rules
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import PanelSubject
from cdop.rules.vocabulary import Action, AuditVerb, PackWorkKind
from cdop.services import attachments, pack_papers, pack_readers, unit, works
from cdop.services import packs as pack_verbs
from cdop.services.access import require
from cdop.services.attachments import ServedFile
from cdop.services.errors import Blocked, Forbidden, NotFound
from cdop.services.unit import writes

JOB = actors.job("packs")
NOT_OPEN = "This pack is no longer open to you"

OnCase = Callable[[int, int], None]


@writes(AuditVerb.PACK_WORK)
def ask(actor: Actor, meeting_id: str, kind: PackWorkKind, *, now: datetime) -> str:
    """Ask for work on the pack of a meeting and return its public id; work that goes on already is not asked for twice.

    Raises NotFound, Forbidden, and Blocked with the reasons where it can be told at once that it cannot be done.
    """
    head = pack_readers.opened_pack(actor, meeting_id, now=now) if kind in ON_PAPER else _to_prepare(actor, meeting_id)
    if kind is PackWorkKind.DRAFT:
        pack_verbs.begin_pack(actor, meeting_id, now=now)
        head = _to_prepare(actor, meeting_id)
    if head.pack_id is None:
        raise NotFound
    if kind is PackWorkKind.RELEASE:
        cases = packs.packed_cases(actor, head)
        if reasons := rules.obstacles(each.count for each in cases):
            raise Blocked([*reasons])
    same = (PackWork.pack_id == head.pack_id) & (PackWork.user_id == actor.user_id) & (PackWork.kind == kind)
    going = db.session.scalar(select(PackWork.public_id).where(same, PackWork.finished_at.is_(None)))
    if going is not None:
        return going
    work = PackWork(panel_id=head.panel_id, pack_id=head.pack_id, user_id=actor.user_id, kind=kind)
    work.created_at, work.created_by_id = now, actor.user_id
    db.session.add(work)
    db.session.flush()
    unit.record("pack_work", work.id, kind=kind.value)
    return work.public_id


def do_next(*, now: datetime) -> bool:
    """Do the work that waits longest, and say whether there was any."""
    return works.do_next(JOB, PackWork, lambda work_id: _do(work_id, now=now), not_open=NOT_OPEN, now=now)


@writes(AuditVerb.PACK_READ)
def take_file(actor: Actor, meeting_id: str, work_id: str, *, now: datetime) -> ServedFile:
    """Return the file that was made for the actor. Raises NotFound, and Blocked where it may no longer be read."""
    file = _file(actor, meeting_id, work_id)
    if reasons := _out_of_date(actor, meeting_id, file, now=now):
        raise Blocked(reasons)
    unit.record("pack_work", file.work_id)
    return ServedFile("papers.pdf", "application/pdf", attachments.opened(work_id, file.sealed))


def out_of_date(actor: Actor, meeting_id: str, work_id: str, *, now: datetime) -> list[str]:
    """Return in words why a file that was made for the actor is not given out any more, [] while it is."""
    try:
        return _out_of_date(actor, meeting_id, _file(actor, meeting_id, work_id), now=now)
    except Blocked as blocked:
        return [*blocked.reasons]


def _file(actor: Actor, meeting_id: str, work_id: str) -> PackFile:
    work = pack_works.own_work(actor, meeting_id, work_id)
    file = None if work is None else db.session.get(PackFile, work.id)
    if file is None:
        raise NotFound
    return file


def _out_of_date(actor: Actor, meeting_id: str, file: PackFile, *, now: datetime) -> list[str]:
    """What changed of the papers since. Raises Blocked where they are no longer open to the actor at all."""
    read = pack_readers.whole(actor, pack_readers.opened_pack(actor, meeting_id, now=now))
    return rules.changed_since(file.told, pack_readers.told(read))


def _do(work_id: int, *, now: datetime) -> None:
    work, meeting_id = _row(work_id)
    kind, actor = work.kind, people.worker(PackWork, work_id, today=now.astimezone(LONDON).date())
    unit.end_reads()
    if actor is None:
        raise Forbidden

    def on_case(done: int, whole: int) -> None:
        works.note(JOB, PackWork, work_id, done, whole, now=now)

    if kind is PackWorkKind.DRAFT:
        pack_verbs.draft_pack(actor, meeting_id, now=now, on_case=on_case)
    elif kind is PackWorkKind.RELEASE:
        pack_verbs.release_pack(actor, meeting_id, now=now, on_case=on_case)
    else:
        _put_on_paper(actor, work_id, kind, meeting_id, on_case=on_case, now=now)


def _put_on_paper(
    actor: Actor, work_id: int, kind: PackWorkKind, meeting_id: str, *, on_case: OnCase, now: datetime
) -> None:
    is_printed = kind is PackWorkKind.PRINTED
    read, number = pack_readers.take_whole(actor, meeting_id, is_printed=is_printed, now=now)
    panel_name = db.session.get_one(Panel, read.head.panel_id).name
    unit.end_reads()
    content = pack_papers.drawn(
        actor, read, number, panel_name=panel_name, now=now, on_case=lambda done: on_case(done, len(read.cases))
    )
    _keep(JOB, work_id, content, pack_readers.told(read), now=now)


@writes(AuditVerb.PACK_WORK)
def _keep(actor: Actor, work_id: int, content: bytes, told: dict[str, str], *, now: datetime) -> None:
    work = db.session.get_one(PackWork, work_id)
    file = PackFile(work_id=work_id, panel_id=work.panel_id, told=told)
    file.sealed = attachments.sealed(work.public_id, content)
    db.session.merge(file)


def _row(work_id: int) -> tuple[PackWork, str]:
    query = (
        select(PackWork, PanelMeeting.public_id)
        .join(MeetingPack, MeetingPack.id == PackWork.pack_id)
        .join(PanelMeeting, PanelMeeting.id == MeetingPack.meeting_id)
    )
    work, meeting_id = db.session.execute(query.where(PackWork.id == work_id)).one()
    return work, meeting_id


def _to_prepare(actor: Actor, meeting_id: str) -> packs.PackHead:
    require(actor, Action.PACK_PREPARE, PanelSubject(actor.panel_id or 0))
    head = packs.pack_head(actor, meeting_id)
    if head is None:
        raise NotFound
    return head
