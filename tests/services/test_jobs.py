"""The lease by the database's clock, and what is remembered of each run."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.jobs import runner, schedule
from cdop.jobs.schedule import Job
from cdop.models import AuditEntry, JobLease, JobRun
from cdop.queries.jobs import last_runs
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb, JobOutcome
from cdop.services import jobs, witness
from cdop.services.unit import writes
from tests.databases import ON_BOTH
from tests.personas import Cast


@writes(AuditVerb.JOB_RAN)
def move_end(actor: Actor, seconds: float, *, now: datetime) -> None:
    """Let a lease end so many seconds from where it would."""
    db.session.get_one(JobLease, jobs.NAME).expires += seconds


def seconds_left() -> float:
    lease = jobs.lease()
    db.session.rollback()
    assert lease is not None
    return lease.seconds_left


def runs() -> list[tuple[str, JobOutcome, dict[str, object]]]:
    db.session.rollback()
    rows = db.session.scalars(select(JobRun).order_by(JobRun.id))
    return [(run.name, run.outcome, run.counts) for run in rows]


@ON_BOTH
def test_one_process_holds_the_lease_and_others_stand_by(cast: Cast, now: datetime) -> None:
    assert [jobs.hold(holder, now=now) for holder in ("one", "two", "one")] == [1, None, 1]


@ON_BOTH
def test_lease_that_ran_out_passes_to_whoever_asks_with_a_greater_fence(cast: Cast, now: datetime) -> None:
    jobs.hold("one", now=now)
    move_end(jobs.JOB, -jobs.LEASE_SECONDS, now=now)
    assert [jobs.hold(holder, now=now) for holder in ("two", "one", "two")] == [2, None, 2]


@ON_BOTH
def test_holder_that_comes_back_before_anybody_else_keeps_its_fence(cast: Cast, now: datetime) -> None:
    jobs.hold("one", now=now)
    move_end(jobs.JOB, -jobs.LEASE_SECONDS, now=now)
    assert (jobs.hold("one", now=now), seconds_left() > jobs.RENEW_SECONDS) == (1, True)


@ON_BOTH
def test_lease_is_renewed_from_half_its_time_on(cast: Cast, now: datetime) -> None:
    jobs.hold("one", now=now)
    move_end(jobs.JOB, -5, now=now)
    jobs.hold("one", now=now)
    assert seconds_left() < jobs.LEASE_SECONDS - 4
    move_end(jobs.JOB, -11, now=now)
    jobs.hold("one", now=now)
    assert seconds_left() > jobs.LEASE_SECONDS - 4


@ON_BOTH
def test_lease_given_back_is_free_at_once(cast: Cast, now: datetime) -> None:
    jobs.hold("one", now=now)
    jobs.release(jobs.JOB, "two", now=now)
    assert jobs.hold("two", now=now) is None
    jobs.release(jobs.JOB, "one", now=now)
    assert jobs.hold("two", now=now) == 2


@ON_BOTH
def test_lease_goes_by_the_databases_clock_not_by_ours(cast: Cast, now: datetime) -> None:
    jobs.hold("one", now=now)
    assert jobs.hold("two", now=now + timedelta(days=1)) is None


def put_back(seconds: float) -> None:
    """Have the database as it was so many seconds ago, when its lease had ended."""
    _put_back(jobs.JOB, seconds, now=datetime.now(UTC))


@writes(AuditVerb.JOB_RAN)
def _put_back(actor: Actor, seconds: float, *, now: datetime) -> None:
    found = db.session.get_one(JobLease, jobs.NAME)
    assert found.seen is not None
    found.seen, found.expires = found.seen - seconds, 0.0


def doubted_for(beside: Path | None, now: datetime) -> float | None:
    """By how many seconds messages are in doubt before whoever takes the lease now; None where none is."""
    jobs.hold("another", beside=beside, now=now)
    found = jobs.lease()
    db.session.rollback()
    assert found is not None
    assert found.seen is not None
    return None if found.doubtful_until is None else found.seen - found.doubtful_until.timestamp()


@ON_BOTH
@pytest.mark.parametrize("seconds", [0.5, 60, 3 * jobs.LONG_SECONDS])
def test_database_that_is_behind_its_witness_was_put_back(
    cast: Cast, now: datetime, tmp_path: Path, seconds: float
) -> None:
    beside = tmp_path / "witness"
    jobs.hold("one", beside=beside, now=now)
    put_back(seconds)
    found = doubted_for(beside, now)
    assert found == pytest.approx(-jobs.LEASE_SECONDS, abs=10)
    jobs.release(jobs.JOB, "another", now=now)
    jobs.hold("one", beside=beside, now=now)
    assert doubted_for(beside, now) is not None


def test_stop_that_a_witness_saw_is_no_restore(cast: Cast, now: datetime, tmp_path: Path) -> None:
    beside = tmp_path / "witness"
    jobs.hold("one", beside=beside, now=now)
    put_back(3 * jobs.LONG_SECONDS)
    witness.keep(beside, (witness.seen(beside) or 0) - 3 * jobs.LONG_SECONDS)
    assert doubted_for(beside, now) is None


@pytest.mark.parametrize("is_old", [False, True])
def test_long_while_without_a_witness_that_saw_it_is_taken_for_a_restore(
    cast: Cast, now: datetime, tmp_path: Path, is_old: bool
) -> None:
    beside = tmp_path / "witness" if is_old else None
    jobs.hold("one", now=now)
    put_back(jobs.LONG_SECONDS + 60)
    witness.keep(beside, 1_000_000.0)
    assert doubted_for(beside, now) == pytest.approx(0, abs=1)


def test_short_while_without_a_witness_is_no_restore(cast: Cast, now: datetime) -> None:
    jobs.hold("one", now=now)
    put_back(jobs.LONG_SECONDS - 60)
    assert doubted_for(None, now) is None


def test_process_that_stands_by_keeps_its_own_witness(cast: Cast, now: datetime, tmp_path: Path) -> None:
    jobs.hold("one", beside=tmp_path / "one", now=now)
    assert jobs.hold("two", beside=tmp_path / "two", now=now) is None
    assert witness.seen(tmp_path / "two") == witness.seen(tmp_path / "one") is not None


def test_witness_that_threads_write_at_once_holds_what_one_of_them_told(tmp_path: Path) -> None:
    told, start = [1_800_000_000.0 + number / 2**number for number in range(8)], Barrier(8)

    def keep(instant: float) -> None:
        for _time in range(50):
            start.wait()
            witness.keep(tmp_path / "witness", instant)
            held.add(witness.seen(tmp_path / "witness"))

    held: set[float | None] = set()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(keep, told))
    assert held - {*told} == set()


def test_instant_of_another_thread_that_is_later_stands(cast: Cast, now: datetime, tmp_path: Path) -> None:
    jobs.hold("one", now=now)
    put_back(-5)
    move_end(jobs.JOB, 1 - jobs.RENEW_SECONDS, now=now)
    later = jobs.lease()
    assert jobs.hold("one", beside=tmp_path / "witness", now=now) == 1
    kept = jobs.lease()
    assert later is not None
    assert kept is not None
    assert kept.seen == later.seen == witness.seen(tmp_path / "witness")


@ON_BOTH
def test_job_that_runs_is_on_record(cast: Cast) -> None:
    assert runner.run_job(Job("a job", "A job", schedule.JOBS[0].at, lambda _now: {"rows": 3})) is JobOutcome.DONE
    assert runs() == [("a job", JobOutcome.DONE, {"rows": 3})]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "job")).one()
    assert (entry.verb, entry.subject_id) == (AuditVerb.JOB_RAN, "a job")


def test_job_that_fails_is_on_record_by_kind_and_keeps_no_other_from_running(
    cast: Cast, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(_now: datetime) -> dict[str, int]:
        raise ValueError("Baby Smith, 999 000 0000")

    assert runner.run_job(Job("a job", "A job", schedule.JOBS[0].at, fail)) is JobOutcome.FAILED
    assert runs() == [("a job", JobOutcome.FAILED, {"fault": "builtins.ValueError"})]
    logged = capfd.readouterr().err
    assert ("builtins.ValueError" in logged, "Smith" in logged) == (True, False)


@ON_BOTH
def test_run_that_its_process_never_ended_is_a_failure_once_the_job_begins_again(cast: Cast, now: datetime) -> None:
    jobs.begin_run(jobs.JOB, "a job", now=now)
    run_id = jobs.begin_run(jobs.JOB, "a job", now=now)
    jobs.end_run(jobs.JOB, run_id, JobOutcome.DONE, {}, now=now)
    assert runs() == [("a job", JobOutcome.FAILED, {"fault": jobs.ENDED_EARLY}), ("a job", JobOutcome.DONE, {})]


@ON_BOTH
def test_last_runs_tell_success_from_failure(cast: Cast, now: datetime) -> None:
    for outcome, hours in ((JobOutcome.DONE, 3), (JobOutcome.DONE, 2), (JobOutcome.FAILED, 1)):
        at = now - timedelta(hours=hours)
        jobs.note_run(jobs.JOB, "a job", outcome, {}, started=at, now=at)
    found = last_runs(["a job", "another"])
    assert (found["a job"].done_at, found["a job"].failed_at) == (now - timedelta(hours=2), now - timedelta(hours=1))
    assert (found["another"].done_at, found["another"].failed_at) == (None, None)


@ON_BOTH
def test_runs_are_forgotten_after_two_months(cast: Cast, now: datetime) -> None:
    for days in (61, 59):
        at = now - timedelta(days=days)
        jobs.note_run(jobs.JOB, f"{days} days ago", JobOutcome.DONE, {}, started=at, now=at)
    assert jobs.forget_runs(jobs.JOB, now=now) == 1
    assert [name for name, _outcome, _counts in runs()] == ["59 days ago"]


@ON_BOTH
def test_every_job_runs_on_an_empty_panel(cast: Cast) -> None:
    assert cast.panel_id
    outcomes = {job.name: (runner.run_job(job), runner.is_due(job, cast.now)) for job in schedule.JOBS}
    assert outcomes == dict.fromkeys(outcomes, (JobOutcome.DONE, False))
