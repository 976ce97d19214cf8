"""The machines of the walk: the web server, the job process and the commands, at the instant that the story tells."""

import os
import signal
import socket
import urllib.request
from datetime import datetime
from functools import partial
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.databases import SECRET
from tests.forked import fork, run
from tests.mailbox import Mailbox

START_SECONDS = 180
PATIENCE = 30
GUNICORN = ("--preload", "--workers", "2", "--threads", "4", "--worker-class", "gthread")


class World:
    """gunicorn and `flask jobs run` as real processes on one database, sending to `mailbox`."""

    def __init__(self, database_url: str, mailbox: Mailbox, folder: Path) -> None:
        self.mailbox, self.folder = mailbox, folder
        # Ours while the servers come and go: whoever asks meanwhile waits in its queue, so nobody has to ask again.
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.at: datetime | None = None
        self.running: list[ForkServerProcess] = []
        self.settings = {
            "CDOP_DATABASE_URL": database_url,
            "CDOP_SECRET_KEY": SECRET,
            "CDOP_BASE_URL": self.address,
            "CDOP_SMTP_URL": mailbox.url,
            "FLASK_APP": "wsgi",
        }

    @property
    def address(self) -> str:
        """Where the site is, at every instant."""
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    @property
    def logs(self) -> str:
        """Everything that the processes logged."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def travel(self, to: datetime) -> None:
        """End both processes in order, if they run, and start them at another instant."""
        self.stop()
        self.at = to
        self.running += [
            self.command("gunicorn", *GUNICORN, "--bind", "fd://", "wsgi:app"),
            self.command("flask", "jobs", "run"),
        ]
        with urllib.request.urlopen(f"{self.address}/sign-in", timeout=START_SECONDS) as answer:  # noqa: S310  (ours)
            assert answer.status == 200, self.logs

    def stop(self) -> None:
        """End both processes in order."""
        for process in self.running:
            process.terminate()
        self.finished(*self.running)
        self.running = []

    def close(self) -> None:
        """End whatever still runs, at once, and give the address back."""
        for process in self.running:
            if process.exitcode is None:
                os.killpg(process.pid or 0, signal.SIGKILL)
            process.join()
        self.socket.close()

    def command(self, *words: str, typed: str = "") -> ForkServerProcess:
        """Begin one of the programs at this instant, and type what it asks for."""
        log = str(self.folder / f"{words[0]}.log")
        return fork(partial(run, [*words], self.settings, log, typed=typed, at=self.at, passed=self.socket))

    def finished(self, *processes: ForkServerProcess) -> None:
        """Wait for programs; every one must succeed."""
        for process in processes:
            process.join(PATIENCE)
            assert process.exitcode == 0, self.logs
