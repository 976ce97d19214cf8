"""Which job process is at work, by a lease in the database, and what each job did when.

A lease is held by one process at a time, for a while, by the database's clock. Its fence grows with every new
holder, so that whoever slept past the end of the lease is told apart from whoever works now.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Float, case, cast, func, select
from sqlalchemy.dialects import postgresql, sqlite

from cdop.extensions import db
from cdop.models import JobLease, JobRun
from cdop.rules import actors
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb, JobOutcome
from cdop.services import unit
from cdop.services.unit import writes

JOB = actors.job("jobs")
NAME = "jobs"
LEASE_SECONDS = 30.0
"""Longer than a mail server is waited for; shorter than anybody would notice that nobody is at work."""
RENEW_SECONDS = 15.0
KEPT = timedelta(days=60)
ENDED_EARLY = "ended with its process"
_JULIAN_EPOCH = 2440587.5
_DAY_SECONDS = 86400.0


@dataclass(frozen=True, slots=True)
class Lease:
    """Who holds the lease by the database, with how many seconds left."""

    holder: str
    fence: int
    seconds_left: float


def database_seconds(dialect: str) -> ColumnElement[float]:
    """Return the database's own clock as an expression: seconds since 1970."""
    if dialect == "sqlite":
        return (func.julianday("now", type_=Float()) - _JULIAN_EPOCH) * _DAY_SECONDS
    return cast(func.extract("epoch", func.clock_timestamp()), Float(53))


def lease() -> Lease | None:
    """Return the lease as it stands, None where there never was one."""
    left = JobLease.expires - database_seconds(db.engine.dialect.name)
    row = db.session.execute(select(JobLease.holder, JobLease.fence, left).where(JobLease.name == NAME)).one_or_none()
    return None if row is None else Lease(*row)


def hold(holder: str, *, now: datetime) -> int | None:
    """Take or renew the lease, and return its fence; None while somebody else holds it."""
    found = lease()
    unit.end_reads()
    if found is not None and found.seconds_left > 0:
        if found.holder != holder:
            return None
        if found.seconds_left > RENEW_SECONDS:
            return found.fence
    return _take(JOB, holder, now=now)


@writes(AuditVerb.JOB_RAN)
def _take(actor: Actor, holder: str, *, now: datetime) -> int | None:
    connection = db.session().connection()
    dialect = connection.dialect.name
    seconds = database_seconds(dialect)
    new = _INSERTS[dialect](JobLease).values(name=NAME, holder=holder, fence=1, expires=seconds + LEASE_SECONDS)
    is_mine = JobLease.holder == new.excluded.holder
    taken = new.on_conflict_do_update(
        index_elements=["name"],
        set_={
            "holder": new.excluded.holder,
            "expires": new.excluded.expires,
            "fence": JobLease.fence + case((is_mine, 0), else_=1),
        },
        where=is_mine | (JobLease.expires < seconds),
    )
    fence: int | None = connection.scalar(taken.returning(JobLease.fence))
    return fence


@writes(AuditVerb.JOB_RAN)
def release(actor: Actor, holder: str, *, now: datetime) -> None:
    """Give the lease back, so that another process need not wait for its end."""
    found = db.session.get(JobLease, NAME, with_for_update=True)
    if found is not None and found.holder == holder:
        found.expires = 0.0


@writes(AuditVerb.JOB_RAN)
def begin_run(actor: Actor, name: str, *, now: datetime) -> int:
    """Note that a job begins, and return the id of its run; a run that never ended was cut off."""
    running = (JobRun.name == name) & (JobRun.outcome == JobOutcome.RUNNING)
    for cut_off in db.session.scalars(select(JobRun).where(running)):
        cut_off.outcome, cut_off.finished_at, cut_off.counts = JobOutcome.FAILED, now, {"fault": ENDED_EARLY}
    run = JobRun(name=name, started_at=now, outcome=JobOutcome.RUNNING, counts={})
    db.session.add(run)
    db.session.flush()
    return run.id


@writes(AuditVerb.JOB_RAN)
def end_run(actor: Actor, run_id: int, outcome: JobOutcome, counts: Mapping[str, Any], *, now: datetime) -> None:
    """Note how a job ended and what it did."""
    run = db.session.get_one(JobRun, run_id)
    run.outcome, run.finished_at, run.counts = outcome, now, dict(counts)
    unit.record("job", run.name, outcome=outcome.value, counts=dict(counts))


@writes(AuditVerb.JOB_RAN)
def note_run(
    actor: Actor, name: str, outcome: JobOutcome, counts: Mapping[str, Any], *, started: datetime, now: datetime
) -> None:
    """Note a whole run at once, of a job that runs too often for two notes each time."""
    db.session.add(JobRun(name=name, started_at=started, finished_at=now, outcome=outcome, counts=dict(counts)))


@writes(AuditVerb.JOB_RAN)
def forget_runs(actor: Actor, *, now: datetime) -> int:
    """Forget what the jobs did longer ago than anybody looks, and return how many runs that was."""
    old = db.session.scalars(select(JobRun).where(JobRun.started_at < now - KEPT).limit(1000)).all()
    for run in old:
        db.session.delete(run)
    return len(old)


_INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
