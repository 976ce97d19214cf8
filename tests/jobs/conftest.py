"""Real job processes on a database of their own, and a real mail server that they send to."""

import fcntl
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import text, update

from cdop import clock, create_app
from cdop.extensions import db
from cdop.models import JobLease
from cdop.rules import actors
from cdop.rules.vocabulary import AuditVerb
from cdop.services import form_b, jobs
from cdop.services.form_b import Ask
from cdop.services.unit import writes
from tests.agencies import add_agency, mark
from tests.databases import SECRET, config_for
from tests.factories import add_case
from tests.mailbox import Mailbox, mail_server
from tests.messages import SENDER, queue, statuses
from tests.personas import Cast

ROOT = Path(__file__).parents[2]
T = TypeVar("T")


class Office:
    """A panel's database with the job processes that work on it, and the mailbox that they send to."""

    def __init__(self, url: str, mailbox: Mailbox) -> None:
        self.url, self.mailbox = url, mailbox
        self.processes: list[subprocess.Popen[bytes]] = []

    def within(self, act: Callable[[], T]) -> T:
        """Run something in the application, beside the processes."""
        app = create_app(config_for(self.url))
        with app.app_context():
            try:
                return act()
            finally:
                db.session.remove()
                db.engine.dispose()

    def queue(self, count: int, **options: Any) -> None:
        """Queue so many messages that are due now."""
        keys = [f"message {number}" for number in range(count)]
        self.within(lambda: queue(Cast(clock.now()).command_line, *keys, now=clock.now(), **options))

    def ask(self, count: int) -> None:
        """Ask so many agencies for their form: messages that are not sent twice unless a person says so."""

        def send() -> None:
            coordinator = Cast(clock.now()).person("coordinator")
            case = add_case(coordinator, now=clock.now())
            asks = [Ask(add_agency(coordinator, now=clock.now()), "Every child") for _number in range(count)]
            form_b.send_requests(coordinator, case.public_id, asks, submission_id=mark(), now=clock.now())

        self.within(send)

    def statuses(self) -> dict[str, str]:
        """Of each message, what has become of it."""
        return self.within(statuses)

    def start(self, count: int = 1) -> None:
        """Start job processes, as an operator does. One told to stop before it has begun knows it when it has."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith("CDOP_")}
        environ |= {
            "CDOP_DATABASE_URL": self.url,
            "CDOP_SECRET_KEY": SECRET,
            "CDOP_SMTP_URL": self.mailbox.url,
            "CDOP_MAIL_FROM": SENDER,
        }
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"]
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
        for _number in range(count):
            self.processes.append(subprocess.Popen(command, cwd=ROOT, env=environ))
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def at_work(self) -> subprocess.Popen[bytes]:
        """The process that holds the lease."""
        lease = self.within(jobs.lease)
        assert lease is not None
        found = re.fullmatch(r".*:(\d+):\w+", lease.holder)
        assert found
        return next(process for process in self.processes if process.pid == int(found[1]))

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """End a process as a crash does, and let its lease run out as it would half a minute later."""
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.processes.remove(process)
        self.end_lease()

    def put_to_sleep(self, process: subprocess.Popen[bytes]) -> None:
        """Stop a process between two of its writes, and let its lease run out while it sleeps.

        One that is stopped while it writes keeps everybody else from writing, whatever this project does.
        """
        while True:
            process.send_signal(signal.SIGSTOP)
            os.waitpid(process.pid, os.WUNTRACED)
            if self.within(_nobody_writes):
                break
            process.send_signal(signal.SIGCONT)
        self.end_lease()

    def end_lease(self) -> None:
        """Let the time of the lease be over."""
        self.within(lambda: _end_lease(actors.job("this test"), now=clock.now()))

    def signal(self, number: signal.Signals) -> None:
        """Send every process a signal."""
        for process in self.processes:
            process.send_signal(number)

    def stop(self) -> list[int]:
        """End every process in order; return their exit statuses."""
        self.signal(signal.SIGTERM)
        return self.wait()

    def wait(self) -> list[int]:
        """Wait until every process has ended; return their exit statuses."""
        statuses = [process.wait(timeout=60) for process in self.processes]
        self.processes.clear()
        return statuses


@writes(AuditVerb.JOB_RAN)
def _end_lease(actor: object, *, now: object) -> None:
    db.session.execute(update(JobLease).values(expires=text("expires - 3600")))


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
def office(database_url: str) -> Iterator[Office]:
    """An office without any process yet; whatever was started is stopped."""
    with mail_server() as mailbox:
        office = Office(database_url, mailbox)
        yield office
        office.signal(signal.SIGCONT)
        office.stop()
