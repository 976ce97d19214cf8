"""Releases that take longer than a page: asked for once, made by the job process, whoever waits for them.

All who ask for the same share one work. It is made in the name of whoever asked first: they might see protected figures
then, and what comes of it is handed to nobody, but stands for whoever may see such figures and asks again. What two
people release is made in the name of the second, who must still be allowed to sign it when it is made.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from cdop.extensions import db
from cdop.models import ReleaseWork
from cdop.queries import people
from cdop.queries import releases as queries
from cdop.rules import actors
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.disclosure import OnStep
from cdop.rules.releases import Selection
from cdop.rules.vocabulary import AuditVerb
from cdop.services import release_proposals, releases, unit, works
from cdop.services.errors import BeingMade, Forbidden, Stale
from cdop.services.releases import TooLarge
from cdop.services.unit import writes

JOB = actors.job("releases")
SIGNATURE = "signature|"
"""With the public id of a proposal, what is made of it once it is signed."""
AGAIN_AFTER = timedelta(minutes=10)
"""What could not be made is tried anew for whoever asks so long after."""


def figures_of(actor: Actor, panel_id: int, selection: Selection, *, purpose: str, now: datetime) -> dict[str, Any]:
    """Return the figures of a selection as they may leave, where that is quickly done, for a page that waits for them.

    Raises BeingMade where it takes longer or others were quicker each time, Forbidden and Blocked as
    `releases.figures_of` does.
    """
    if (standing := releases.standing_figures(actor, panel_id, selection, now=now)) is not None:
        return standing
    work = queries.work(panel_id, selection.key)
    if work is None or _may_begin_anew(work, now):
        try:
            return releases.figures_of(actor, panel_id, selection, purpose=purpose, is_waited_for=True, now=now)
        except (TooLarge, Stale):  # it takes long, or others release so much that these came too late each time
            work = _asked(actor, panel_id, selection.key, selection.period.label, purpose=purpose, now=now)
    raise _being_made(work, f"{queries.title(panel_id, selection)}, {selection.period.label}", now)


def sign(actor: Actor, proposal_id: str, *, now: datetime) -> str:
    """Sign what somebody else proposed, where that is quickly done, and return the release's public id.

    Raises BeingMade where it takes longer, and what `release_proposals.sign` raises.
    """
    try:
        return release_proposals.sign(actor, proposal_id, is_waited_for=True, now=now)
    except TooLarge:
        key = _signature(proposal_id)
        work = _asked(actor, actor.panel_id or 0, key, "a proposal", purpose="Signature", now=now)
    raise _being_made(work, "What was signed", now)


def faults_of_signing(actor: Actor, proposal_id: str, *, what: str, now: datetime) -> list[str]:
    """Return why what was signed could not be released, [] where nobody signed it or it is; BeingMade while it is made.

    `what` it is called.
    """
    work = queries.work(actor.panel_id or 0, _signature(proposal_id))
    if work is None or work.finished_at is not None:
        return [] if work is None else work.reasons or []
    raise _being_made(work, what, now)


def do_next(*, now: datetime) -> bool:
    """Make the release that waits longest, and say whether there was any."""
    return works.do_next(JOB, ReleaseWork, lambda work_id: _make(work_id, now=now), not_open=works.FAILED, now=now)


def _make(work_id: int, *, now: datetime) -> None:
    work = db.session.get_one(ReleaseWork, work_id)
    if work.selection.startswith(SIGNATURE):
        _release_signed(work_id, work.selection.removeprefix(SIGNATURE), now=now)
    else:
        _release(work_id, work, now=now)


def _release_signed(work_id: int, proposal_id: str, *, now: datetime) -> None:
    signer = people.worker(ReleaseWork, work_id, today=now.astimezone(LONDON).date())
    unit.end_reads()
    if signer is None:
        raise Forbidden
    on_step = _noting(work_id, now)
    for tries_left in reversed(range(releases.TRIES)):
        try:
            release_proposals.sign(signer, proposal_id, on_step=on_step, now=now)
            return
        except Stale:  # somebody released other figures meanwhile, which these must stand beside
            if not tries_left:
                raise


def _release(work_id: int, work: ReleaseWork, *, now: datetime) -> None:
    panel_id, selection = work.panel_id, Selection.of_key(work.selection, work.label)
    purpose, by = work.purpose, work.asked_by_name
    unit.end_reads()
    job = actors.job(JOB.name, panel_id)
    releases.release(job, panel_id, selection, purpose=purpose, by=by, on_step=_noting(work_id, now), now=now)


def _noting(work_id: int, now: datetime) -> OnStep:
    """What notes each step of an audit, for whoever waits."""
    return lambda done, whole: works.note(JOB, ReleaseWork, work_id, done, whole, now=now)


def _asked(actor: Actor, panel_id: int, selection: str, label: str, *, purpose: str, now: datetime) -> ReleaseWork:
    with suppress(Stale):  # somebody asked for the same at the same instant
        _ask(actor, panel_id, selection, label, purpose=purpose, now=now)
    if (work := queries.work(panel_id, selection)) is None:
        raise Stale
    return work


@writes(AuditVerb.FIGURES_ASKED)
def _ask(actor: Actor, panel_id: int, selection: str, label: str, *, purpose: str, now: datetime) -> None:
    work = queries.work(panel_id, selection)
    if work is None:
        work = ReleaseWork(panel_id=panel_id, selection=selection, label=label)
        db.session.add(work)
    elif not _may_begin_anew(work, now):
        return
    work.created_at, work.created_by_id = now, actor.user_id
    work.purpose, work.asked_by_name = purpose, actor.name
    work.moved_at = work.finished_at = work.reasons = None
    work.tries = work.done_count = work.whole_count = 0
    db.session.flush()
    unit.record("release_work", work.id, selection=selection)


def _signature(proposal_id: str) -> str:
    return f"{SIGNATURE}{proposal_id}"


def _being_made(work: ReleaseWork, what: str, now: datetime) -> BeingMade:
    is_late = work.moved_at is None and now - work.created_at > works.STANDS_STILL
    return BeingMade(what, done=work.done_count, whole=work.whole_count, is_late=is_late, reasons=work.reasons or [])


def _may_begin_anew(work: ReleaseWork, now: datetime) -> bool:
    """Whether nobody is at it: it is done and what it made was replaced, or it failed some time ago.

    What a person signs again is begun again at once.
    """
    if work.finished_at is None:
        return False
    return not work.reasons or work.selection.startswith(SIGNATURE) or now - work.finished_at > AGAIN_AFTER
