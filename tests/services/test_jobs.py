"""The lease by the database's clock, and what is remembered of each run."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.jobs import runner, schedule
from cdop.jobs.schedule import Job
from cdop.models import AuditEntry, JobLease, JobRun
from cdop.queries.jobs import last_runs
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb, JobOutcome
from cdop.services import jobs
from cdop.services.unit import writes
from tests.databases import ON_BOTH
from tests.personas import Cast

pytestmark = ON_BOTH


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


def test_one_process_holds_the_lease_and_others_stand_by(cast: Cast, now: datetime) -> None:
    assert [jobs.hold(holder, now=now) for holder in ("one", "two", "one")] == [1, None, 1]


def test_lease_that_ran_out_passes_to_whoever_asks_with_a_greater_fence(cast: Cast, now: datetime) -> None:
    jobs.hold("one", now=now)
    move_end(jobs.JOB, -jobs.LEASE_SECONDS, now=now)
    assert [jobs.hold(holder, now=now) for holder in ("two", "one", "two")] == [2, None, 2]


def test_holder_that_comes_back_before_anybody_else_keeps_its_fence(cast: Cast, now: datetime) -> None:
    jobs.hold("one", now=now)
    move_end(jobs.JOB, -jobs.LEASE_SECONDS, now=now)
    assert (jobs.hold("one", now=now), seconds_left() > jobs.RENEW_SECONDS) == (1, True)


def test_lease_is_renewed_from_half_its_time_on(cast: Cast, now: datetime) -> None:
    jobs.hold("one", now=now)
    move_end(jobs.JOB, -5, now=now)
    jobs.hold("one", now=now)
    assert seconds_left() < jobs.LEASE_SECONDS - 4
    move_end(jobs.JOB, -11, now=now)
    jobs.hold("one", now=now)
    assert seconds_left() > jobs.LEASE_SECONDS - 4


def test_lease_given_back_is_free_at_once(cast: Cast, now: datetime) -> None:
    jobs.hold("one", now=now)
    jobs.release(jobs.JOB, "two", now=now)
    assert jobs.hold("two", now=now) is None
    jobs.release(jobs.JOB, "one", now=now)
    assert jobs.hold("two", now=now) == 2


def test_lease_goes_by_the_databases_clock_not_by_ours(cast: Cast, now: datetime) -> None:
    jobs.hold("one", now=now)
    assert jobs.hold("two", now=now + timedelta(days=1)) is None


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


def test_run_that_its_process_never_ended_is_a_failure_once_the_job_begins_again(cast: Cast, now: datetime) -> None:
    jobs.begin_run(jobs.JOB, "a job", now=now)
    run_id = jobs.begin_run(jobs.JOB, "a job", now=now)
    jobs.end_run(jobs.JOB, run_id, JobOutcome.DONE, {}, now=now)
    assert runs() == [("a job", JobOutcome.FAILED, {"fault": jobs.ENDED_EARLY}), ("a job", JobOutcome.DONE, {})]


def test_last_runs_tell_success_from_failure(cast: Cast, now: datetime) -> None:
    for outcome, hours in ((JobOutcome.DONE, 3), (JobOutcome.DONE, 2), (JobOutcome.FAILED, 1)):
        at = now - timedelta(hours=hours)
        jobs.note_run(jobs.JOB, "a job", outcome, {}, started=at, now=at)
    found = last_runs(["a job", "another"])
    assert (found["a job"].done_at, found["a job"].failed_at) == (now - timedelta(hours=2), now - timedelta(hours=1))
    assert (found["another"].done_at, found["another"].failed_at) == (None, None)


def test_runs_are_forgotten_after_two_months(cast: Cast, now: datetime) -> None:
    for days in (61, 59):
        at = now - timedelta(days=days)
        jobs.note_run(jobs.JOB, f"{days} days ago", JobOutcome.DONE, {}, started=at, now=at)
    assert jobs.forget_runs(jobs.JOB, now=now) == 1
    assert [name for name, _outcome, _counts in runs()] == ["59 days ago"]


@pytest.mark.parametrize("job", schedule.JOBS, ids=lambda job: job.name)
def test_every_job_runs_on_an_empty_panel(cast: Cast, job: Job) -> None:
    assert cast.panel_id
    assert runner.run_job(job) is JobOutcome.DONE
    assert runner.is_due(job, cast.now) is False
