"""`flask jobs …`: the job process, one job by hand, and how the jobs stand."""

import click
from flask import current_app
from flask.cli import AppGroup

from cdop import clock
from cdop.cli.faults import reported
from cdop.jobs.schedule import JOBS, standings
from cdop.rules.dates import written_moment
from cdop.rules.vocabulary import JobOutcome

group = AppGroup("jobs", help="What runs by the clock.")


@group.command("run")
@reported
def run() -> None:
    """Be the job process, until a signal to stop. Any number may run: one works, the others stand by."""
    from cdop.jobs.runner import JobProcess

    JobProcess(current_app._get_current_object()).run()  # type: ignore[attr-defined]


@group.command("once")
@click.argument("name", type=click.Choice([job.name for job in JOBS]))
@reported
def once(name: str) -> None:
    """Run one job now; exit status 1 where it fails."""
    from cdop.jobs.runner import run_job

    job = next(job for job in JOBS if job.name == name)
    if run_job(job) is not JobOutcome.DONE:
        click.echo(f"{job.label}: failed. The log says why.", err=True)
        raise SystemExit(1)
    click.echo(f"{job.label}: done.")


@group.command("status")
@reported
def status() -> None:
    """Say when each job last succeeded; exit status 1 where one is late."""
    found = standings(clock.now())
    for standing in found:
        done = written_moment(standing.last.done_at) if standing.last.done_at else "never"
        click.echo(f"{standing.name}: last done {done}{' LATE' if standing.is_late else ''}")
    if any(standing.is_late for standing in found):
        raise SystemExit(1)
