"""Real job processes on a database of their own, and a real mail server that they send to."""

import fcntl
import os
import re
import signal
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest
from flask import Flask
from sqlalchemy import func, select, text, update

from cdop import clock
from cdop.extensions import db
from cdop.jobs.schedule import JOBS
from cdop.models import JobLease, OutboundMessage
from cdop.rules import actors
from cdop.rules.vocabulary import AuditVerb, JobOutcome
from cdop.services import form_b, jobs
from cdop.services.form_b import Ask
from cdop.services.unit import writes
from tests.agencies import add_agency, mark
from tests.conftest import USUAL, shared
from tests.databases import SECRET, Databases
from tests.factories import add_case
from tests.forked import fork, run_jobs
from tests.mailbox import Mailbox, mail_server
from tests.messages import SENDER, queue, statuses
from tests.personas import Cast

T = TypeVar("T")

PATIENCE = 60


class Office:
    """A panel's database with the job processes that work on it, and the mailbox that they send to."""

    def __init__(self, app: Flask, mailbox: Mailbox, databases: Databases, folder: Path) -> None:
        self.app, self.mailbox, self.databases, self.folder = app, mailbox, databases, folder
        self.processes: list[ForkServerProcess] = []

    def within(self, act: Callable[[], T]) -> T:
        """Run something in the application, beside the processes."""
        with self.app.app_context():
            try:
                return act()
            finally:
                db.session.remove()
                db.engine.dispose()

    def queue(self, count: int, **options: Any) -> None:
        """Queue so many messages that are due now."""
        keys = [f"message {number}" for number in range(count)]
        self.within(lambda: queue(Cast(clock.now()).command_line, *keys, now=clock.now(), **options))

    def ask(self, count: int, *to_the_office: str) -> None:
        """Ask so many agencies for their form: messages that are not sent twice unless a person says so.

        Messages of these keys come after them, to the panel's office, where a repeat harms nobody.
        """

        def send() -> None:
            cast = Cast(clock.now())
            coordinator = cast.person("coordinator")
            case = add_case(coordinator, now=clock.now())
            asks = [Ask(add_agency(coordinator, now=clock.now()), "Every child") for _number in range(count)]
            form_b.send_requests(coordinator, case.public_id, asks, submission_id=mark(), now=clock.now())
            queue(cast.command_line, *to_the_office, now=clock.now())

        self.within(send)

    def rest(self) -> None:
        """Have the timetable be through for now."""
        now = clock.now()
        for job in JOBS:
            told = (jobs.JOB, job.name, JobOutcome.DONE, dict[str, object]())
            self.within(lambda told=told: jobs.note_run(*told, started=now, now=now))  # type: ignore[misc]

    def statuses(self) -> dict[str, str]:
        """Of each message, what has become of it."""
        return self.within(statuses)

    def age(self, *, days: int, but: int = 0) -> None:
        """Have everything that waits, but the newest so many, wait since so many days."""
        self.within(lambda: _age(actors.job("this test"), days=days, but=but, now=clock.now()))

    def back_up(self) -> None:
        """Keep the database as it is now. For while no process has it open."""
        self.databases.copy("backup", of=USUAL)

    def restore(self) -> None:
        """Have the database as it was kept. For while no process has it open."""
        self.databases.copy(USUAL, of="backup")

    def start(self, count: int = 1, *, rested: bool = True) -> None:
        """Start job processes, as an operator does. One told to stop before it has begun knows it when it has.

        `rested`, they find messages to see to and no more; else every job of the timetable too, and each is due.
        """
        if rested:
            self.rest()
        environ = {
            "CDOP_DATABASE_URL": self.app.config["CDOP"].database_url,
            "CDOP_SECRET_KEY": SECRET,
            "CDOP_SMTP_URL": self.mailbox.url,
            "CDOP_MAIL_FROM": SENDER,
            "CDOP_WITNESS": str(self.folder / "witness"),
        }
        self.processes += [fork(run_jobs, environ) for _number in range(count)]

    def at_work(self) -> ForkServerProcess:
        """The process that holds the lease."""
        lease = self.within(jobs.lease)
        assert lease is not None
        found = re.fullmatch(r".*:(\d+):\w+", lease.holder)
        assert found
        return next(process for process in self.processes if process.pid == int(found[1]))

    def kill(self, process: ForkServerProcess) -> None:
        """End a process as a crash does, and let its lease run out as it would half a minute later."""
        process.kill()
        process.join()
        self.processes.remove(process)
        self.end_lease()

    def put_to_sleep(self, process: ForkServerProcess) -> None:
        """Stop a process between two of its writes, and let its lease run out while it sleeps.

        One that is stopped while it writes keeps everybody else from writing, whatever this project does.
        """
        while True:
            stop(process)
            if self.within(_nobody_writes):
                break
            send(process, signal.SIGCONT)
        self.end_lease()

    def end_lease(self) -> None:
        """Let the time of the lease be over."""
        self.within(lambda: _end_lease(actors.job("this test"), now=clock.now()))

    def signal(self, number: signal.Signals) -> None:
        """Send every process a signal."""
        for process in self.processes:
            send(process, number)

    def stop(self) -> list[int | None]:
        """End every process in order; return their exit statuses."""
        self.signal(signal.SIGTERM)
        return self.wait()

    def wait(self) -> list[int | None]:
        """Wait until every process has ended; return their exit statuses, None for one that has not."""
        for process in self.processes:
            process.join(PATIENCE)
        statuses = [process.exitcode for process in self.processes]
        self.processes.clear()
        return statuses


def send(process: ForkServerProcess, number: signal.Signals) -> None:
    """Send a process a signal."""
    assert process.pid is not None
    os.kill(process.pid, number)


def stop(process: ForkServerProcess) -> None:
    """Stop a process, and wait until it stands still."""
    send(process, signal.SIGSTOP)
    while psutil.Process(process.pid).status() != psutil.STATUS_STOPPED:
        pass


@writes(AuditVerb.JOB_RAN)
def _end_lease(actor: object, *, now: object) -> None:
    db.session.execute(update(JobLease).values(expires=text("expires - 3600")))


@writes(AuditVerb.JOB_RAN)
def _age(actor: object, *, days: int, but: int, now: datetime) -> None:
    ago, newest = now - timedelta(days=days), select(func.max(OutboundMessage.id)).scalar_subquery()
    db.session.execute(update(OutboundMessage).where(OutboundMessage.id <= newest - but).values(due_at=ago))


def _nobody_writes() -> bool:
    """Whether no process has, or waits for, its turn to write in this database or a transaction open in it."""
    if db.engine.dialect.name == "postgresql":
        others = text(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        return db.session.scalar(others) == 0
    return all(_is_free(f"{db.engine.url.database}-{name}") for name in ("next", "turn"))


def _is_free(path: str) -> bool:
    with open(path, "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


@pytest.fixture
def office(
    request: pytest.FixtureRequest, database_url: str, apps: dict[str, Flask], tmp_path: Path
) -> Iterator[Office]:
    """An office without any process yet; whatever was started is stopped."""
    kind = "sqlite" if database_url.startswith("sqlite") else "postgresql"
    with mail_server() as mailbox:
        office = Office(shared(apps, database_url), mailbox, request.getfixturevalue(kind), tmp_path)
        yield office
        office.signal(signal.SIGCONT)
        office.stop()
