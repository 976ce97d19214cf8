"""Which job process is at work, by a lease in the database, and what each job did when.

A lease is held by one process at a time, for a while, by the database's clock. Its fence grows with every new
holder, so that whoever slept past the end of the lease is told apart from whoever works now.

Whoever takes the lease asks whether this database was put back to an earlier time. The witness, a file beside it, knows
that for sure; without one, nobody having been at work for long is taken for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Float, case, cast, func, select
from sqlalchemy.dialects import postgresql, sqlite

from cdop.extensions import db
from cdop.models import JobLease, JobRun
from cdop.rules import actors
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb, JobOutcome
from cdop.services import unit, witness
from cdop.services.unit import writes

JOB = actors.job("jobs")
NAME = "jobs"
LEASE_SECONDS = 30.0
"""Longer than a mail server is waited for; shorter than anybody would notice that nobody is at work."""
RENEW_SECONDS = 15.0
LONG_SECONDS = 3600.0
"""Nobody was at work for so long, and no witness says that it was a stop: this may be a backup."""
KEPT = timedelta(days=60)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ENDED_EARLY = "ended with its process"
_JULIAN_EPOCH = 2440587.5
_DAY_SECONDS = 86400.0


@dataclass(frozen=True, slots=True)
class Lease:
    """Who holds the lease by the database, with how many seconds left.

    `seen` is when a job process was last known to be at work, in the database's seconds, `unseen` how long ago that is.
    """

    holder: str
    fence: int
    seconds_left: float
    seen: float | None
    unseen: float | None
    doubtful_until: datetime | None


def database_seconds(dialect: str) -> ColumnElement[float]:
    """Return the database's own clock as an expression: seconds since 1970."""
    if dialect == "sqlite":
        return (func.julianday("now", type_=Float()) - _JULIAN_EPOCH) * _DAY_SECONDS
    return cast(func.extract("epoch", func.clock_timestamp()), Float(53))


def lease() -> Lease | None:
    """Return the lease as it stands, None where there never was one."""
    seconds = database_seconds(db.engine.dialect.name)
    since = (JobLease.expires - seconds, JobLease.seen, seconds - JobLease.seen, JobLease.doubtful_until)
    row = db.session.execute(select(JobLease.holder, JobLease.fence, *since).where(JobLease.name == NAME)).one_or_none()
    return None if row is None else Lease(*row)


def hold(holder: str, *, beside: Path | None = None, now: datetime) -> int | None:
    """Take or renew the lease, and return its fence; None while somebody else holds it.

    `beside` is the file of the witness, if there is one. Where it, or a long while without anybody at work, tells that
    the database was put back, what may have left already is in doubt from now on.
    """
    known = witness.seen(beside)  # before the database is asked, so that only one that was put back is behind it
    found = lease()
    unit.end_reads()
    until = _put_back_until(found, known)
    if found is not None and found.seconds_left > 0:
        if found.holder != holder:
            _tell_witness(beside, found.seen, known)
            return None
        if found.seconds_left > RENEW_SECONDS and until is None:
            return found.fence
    fence, seen = _take(JOB, holder, until, now=now)
    _tell_witness(beside, seen, known)
    return fence


def _put_back_until(found: Lease | None, known: float | None) -> datetime | None:
    """Until when messages may have left that wait here once more; None where the database was not put back."""
    seen = found.seen if found else None
    if known is not None and (seen is None or known > seen):
        return EPOCH + timedelta(seconds=known + LEASE_SECONDS)
    if found is None or seen is None or found.unseen is None or found.unseen < LONG_SECONDS:
        return None
    was_a_stop = known is not None and seen - known < LEASE_SECONDS
    return None if was_a_stop else EPOCH + timedelta(seconds=seen + found.unseen)


def _tell_witness(beside: Path | None, seen: float | None, known: float | None) -> None:
    if seen is not None and (known is None or seen > known):
        witness.keep(beside, seen)


@writes(AuditVerb.JOB_RAN)
def _take(
    actor: Actor, holder: str, doubtful_until: datetime | None, *, now: datetime
) -> tuple[int | None, float | None]:
    connection = db.session().connection()
    dialect = connection.dialect.name
    seconds = database_seconds(dialect)
    told = {"seen": seconds} | ({"doubtful_until": doubtful_until} if doubtful_until else {})
    new = _INSERTS[dialect](JobLease).values(name=NAME, holder=holder, fence=1, expires=seconds + LEASE_SECONDS, **told)
    is_mine = JobLease.holder == new.excluded.holder
    # PostgreSQL reads the clock before it waits for another thread's row, and the witness may know that one's instant.
    is_behind = JobLease.seen > new.excluded.seen
    taken = new.on_conflict_do_update(
        index_elements=["name"],
        set_={
            "holder": new.excluded.holder,
            "expires": new.excluded.expires,
            "fence": JobLease.fence + case((is_mine, 0), else_=1),
            **{name: new.excluded[name] for name in told},
            "seen": case((is_behind, JobLease.seen), else_=new.excluded.seen),
        },
        where=is_mine | (JobLease.expires < seconds),
    )
    row = connection.execute(taken.returning(JobLease.fence, JobLease.seen)).one_or_none()
    if row is None:
        return None, None
    if doubtful_until:
        unit.record("job", NAME, doubtful_until=doubtful_until.isoformat())
    return row.fence, row.seen


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
