"""`flask jobs …`: one job by hand, and how they stand."""

from datetime import timedelta

from flask import Flask

from cdop import clock
from cdop.jobs.schedule import JOBS, MESSAGES
from cdop.rules.vocabulary import JobOutcome
from cdop.services import jobs


def test_status_names_what_never_ran_and_fails(sqlite_app: Flask) -> None:
    done = sqlite_app.test_cli_runner().invoke(args=["jobs", "status"])
    assert (done.exit_code, "messages: last done never LATE" in done.output) == (1, True)


def test_status_is_content_once_every_job_has_run(sqlite_app: Flask) -> None:
    runner = sqlite_app.test_cli_runner()
    said = [runner.invoke(args=["jobs", "once", job.name]).output for job in JOBS]
    assert said == [f"{job.label}: done.\n" for job in JOBS]
    jobs.note_run(jobs.JOB, MESSAGES, JobOutcome.DONE, {}, started=clock.now(), now=clock.now() + timedelta(seconds=1))
    done = runner.invoke(args=["jobs", "status"])
    assert (done.exit_code, "LATE" in done.output) == (0, False)


def test_once_names_the_jobs_there_are(sqlite_app: Flask) -> None:
    done = sqlite_app.test_cli_runner().invoke(args=["jobs", "once", "no such job"])
    assert (done.exit_code, "plan reminders" in done.output) == (2, True)
