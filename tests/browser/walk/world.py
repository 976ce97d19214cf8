"""The machines of the walk: the web server, the job process and the commands, at the instant that the story tells."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from datetime import datetime
from pathlib import Path

from tests.databases import SECRET
from tests.mailbox import Mailbox
from tests.serving import ROOT

START_SECONDS = 180
GUNICORN = ("--preload", "--workers", "2", "--threads", "4", "--worker-class", "gthread")


class World:
    """gunicorn and `flask jobs run` as real processes on one database, sending to `mailbox`."""

    def __init__(self, database_url: str, mailbox: Mailbox, folder: Path) -> None:
        self.mailbox, self.folder = mailbox, folder
        # Ours while the servers come and go: whoever asks meanwhile waits in its queue, so nobody has to ask again.
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.at: datetime | None = None
        self.running: list[subprocess.Popen[bytes]] = []
        self.environ = {name: value for name, value in os.environ.items() if not name.startswith("CDOP_")} | {
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
        self._start("gunicorn", *GUNICORN, "--bind", f"fd://{self.socket.fileno()}", "wsgi:app")
        self._start("flask", "jobs", "run")
        with urllib.request.urlopen(f"{self.address}/sign-in", timeout=START_SECONDS) as answer:  # noqa: S310  (ours)
            assert answer.status == 200, self.logs

    def stop(self) -> None:
        """End both processes in order."""
        for process in self.running:
            process.terminate()
        for process in self.running:
            assert process.wait(timeout=30) == 0, self.logs
        self.running = []

    def close(self) -> None:
        """End whatever still runs, at once, and give the address back."""
        for process in self.running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.socket.close()

    def command(self, *words: str, typed: str = "") -> "subprocess.Popen[str]":
        """Begin one of the application's commands, and type what it asks for."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        process = subprocess.Popen(self._line("flask", *words), cwd=ROOT, env=self.environ, text=True, **pipes)  # type: ignore[call-overload]
        assert process.stdin is not None
        process.stdin.write(typed)
        process.stdin.close()
        return process

    def _line(self, *words: str) -> list[str]:
        assert self.at is not None
        return [sys.executable, "-m", "tests.browser.walk.travelled", self.at.isoformat(), *words]

    def _start(self, *words: str) -> None:
        with (self.folder / f"{words[0]}.log").open("a") as log:
            made = subprocess.Popen(
                self._line(*words),
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=[self.socket.fileno()],
            )
        self.running.append(made)


def finished(*commands: "subprocess.Popen[str]") -> list[str]:
    """Wait for commands and return what each said; every one must succeed."""
    said = []
    for command in commands:
        assert command.stdout is not None
        with command.stdout as output:
            said.append(output.read())
        assert command.wait() == 0, said[-1]
    return said
