"""What all work of the job process has in common: it is taken, notes how far it is, and ends.

Work that stands still, because whoever was at it is gone, is begun again; what was begun too often is given up.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from cdop.extensions import db
from cdop.models.works import Work
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb
from cdop.services.errors import Blocked, Forbidden, NotFound, Stale
from cdop.services.unit import writes

STANDS_STILL = timedelta(minutes=2)
"""Longer than a step takes: whoever was at work is gone, and somebody else begins again."""
MOST_TRIES = 3
FAILED = "It could not be made. Try again; if it fails again, tell whoever runs the service"


def do_next(job: Actor, kind: type[Any], act: Callable[[int], object], *, not_open: str, now: datetime) -> bool:
    """Do the work of a kind that waits longest, by `act` on its id, and say whether there was any.

    Whoever asked is told why it is blocked, or `not_open` where they may not. What others overtook is begun again. What
    else goes wrong is noted and raised.
    """
    work_id = begin(job, kind, now=now)
    if work_id is None:
        return False
    try:
        reasons = _faults(act, work_id, not_open)
    except Stale:
        put_back(job, kind, work_id, now=now)
    except Exception:
        finish(job, kind, work_id, [FAILED], now=now)
        raise
    else:
        finish(job, kind, work_id, reasons, now=now)
    return True


def _faults(act: Callable[[int], object], work_id: int, not_open: str) -> list[str] | None:
    """Do the work and return why it could not be done, None where it was."""
    try:
        act(work_id)
    except Blocked as blocked:
        return [*blocked.reasons]
    except (NotFound, Forbidden):
        return [not_open]
    return None


@writes(AuditVerb.WORK)
def begin(actor: Actor, kind: type[Any], *, now: datetime) -> int | None:
    """Take the work of a kind that waits longest, or that stands still, and return its id; None where there is none."""
    free = or_(kind.moved_at.is_(None), kind.moved_at < now - STANDS_STILL)
    waiting = select(kind).where(kind.finished_at.is_(None), free).order_by(kind.id)
    for work in db.session.scalars(waiting.limit(10).with_for_update(skip_locked=True)):
        work.moved_at, work.tries = now, work.tries + 1
        if work.tries <= MOST_TRIES:
            return int(work.id)
        work.finished_at, work.reasons = now, [FAILED]
    return None


@writes(AuditVerb.WORK, is_short=True)
def note(actor: Actor, kind: type[Any], work_id: int, done: int, whole: int, *, now: datetime) -> None:
    """Note how far work is: `done` steps of `whole`."""
    work = _work(kind, work_id)
    work.done_count, work.whole_count, work.moved_at = done, whole, now


@writes(AuditVerb.WORK)
def finish(actor: Actor, kind: type[Any], work_id: int, reasons: list[str] | None, *, now: datetime) -> None:
    """Note that work is done, or for what reasons it could not be."""
    work = _work(kind, work_id)
    work.finished_at, work.reasons, work.done_count = now, reasons, work.whole_count


@writes(AuditVerb.WORK)
def put_back(actor: Actor, kind: type[Any], work_id: int, *, now: datetime) -> None:
    """Let work be begun again at once."""
    _work(kind, work_id).moved_at = None


def _work(kind: type[Any], work_id: int) -> Work:
    found: Work = db.session.get_one(kind, work_id)
    return found
