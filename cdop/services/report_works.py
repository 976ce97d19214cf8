"""Reports that people wait for: asked for on a page, built by the job process in the name of whoever asked."""

from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AnnualReport, ReportWork
from cdop.queries import people
from cdop.rules import actors
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.periods import Period
from cdop.rules.vocabulary import AuditVerb
from cdop.services import reports, submissions, unit, works
from cdop.services.errors import Forbidden
from cdop.services.unit import writes

JOB = actors.job("reports")
NOT_OPEN = "You may no longer build reports of this panel"


@writes(AuditVerb.REPORT_ASKED)
def ask(
    actor: Actor, panel_id: int, period: Period, *, edition: str, submission_id: str | None = None, now: datetime
) -> str:
    """Ask for a report and return the public id of the work; what waits to begin is not asked for twice.

    What was begun is: it may not have what was written since. Raises Forbidden, and Blocked where it can be told at
    once that it cannot be built.
    """
    reports.require_buildable(actor, panel_id, period, edition=edition, now=now)

    def act() -> str:
        mine = (ReportWork.panel_id == panel_id, ReportWork.user_id == actor.user_id, ReportWork.edition == edition)
        same = (ReportWork.from_on == period.start, ReportWork.to_on == period.end, ReportWork.moved_at.is_(None))
        waiting = select(ReportWork.public_id).where(*mine, *same, ReportWork.finished_at.is_(None))
        if (found := db.session.scalar(waiting)) is not None:
            return found
        work = ReportWork(panel_id=panel_id, user_id=actor.user_id, edition=edition)
        work.label, work.from_on, work.to_on = period.label, period.start, period.end
        work.created_at, work.created_by_id = now, actor.user_id
        db.session.add(work)
        db.session.flush()
        unit.record("report_work", work.id, edition=edition, period=period.label)
        return work.public_id

    return submissions.once(actor, submission_id, act, now=now, said=(period, edition))


def do_next(*, now: datetime) -> bool:
    """Build the report that waits longest, and say whether there was any."""
    return works.do_next(JOB, ReportWork, lambda work_id: _build(work_id, now=now), not_open=NOT_OPEN, now=now)


def _build(work_id: int, *, now: datetime) -> None:
    """Build it once: whoever takes up the work of a process that was stopped is given the report that this one kept."""
    work = db.session.get_one(ReportWork, work_id)
    panel_id, edition, mark = work.panel_id, work.edition, work.public_id
    period = Period(work.from_on, work.to_on, work.label)
    actor = people.worker(ReportWork, work_id, today=now.astimezone(LONDON).date())
    unit.end_reads()
    if actor is None:
        raise Forbidden

    def on_step(done: int, whole: int) -> None:
        works.note(JOB, ReportWork, work_id, done, whole, now=now)

    built = reports.build(actor, panel_id, period, edition=edition, submission_id=mark, on_step=on_step, now=now)
    _made(JOB, work_id, built.public_id, now=now)


@writes(AuditVerb.WORK)
def _made(actor: Actor, work_id: int, report: str, *, now: datetime) -> None:
    work = db.session.get_one(ReportWork, work_id)
    work.report_id = db.session.scalar(select(AnnualReport.id).where(AnnualReport.public_id == report))
