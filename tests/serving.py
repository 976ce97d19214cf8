"""The application as it is served, by gunicorn with two workers, and people who use it at the same time."""

import os
import re
import secrets
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode

from tests.client import hidden_fields
from tests.databases import SECRET
from tests.forked import fork, run
from tests.personas import PASSWORD, address

WORKERS, THREADS = "2", "4"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    text: str
    location: str | None


class Server:
    """A running gunicorn; `settings` go before those of every test, `port` is where one ran before."""

    def __init__(self, database_url: str, *, port: int | None = None, **settings: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = port or probe.getsockname()[1]
        settings = {
            "CDOP_DATABASE_URL": database_url,
            "CDOP_SECRET_KEY": SECRET,
            "CDOP_BASE_URL": f"http://127.0.0.1:{self.port}",
            **settings,
        }
        # Read once and forked: to read the program is most of what a server of the tests does.
        options = ["--preload", "--workers", WORKERS, "--threads", THREADS, "--worker-class", "gthread"]
        words = ["gunicorn", *options, "--bind", f"127.0.0.1:{self.port}", "wsgi:app"]
        with tempfile.TemporaryDirectory() as folder:
            pipe = f"{folder}/log"
            os.mkfifo(pipe)
            self.process = fork(run, words, settings, pipe)
            self.log = open(pipe)  # noqa: SIM115  (closed when the server has ended)
        for line in self.log:
            if "Listening at" in line:
                break

    def kill(self) -> None:
        """End it as a crash does: no worker finishes anything."""
        assert self.process.pid is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self._end()

    def stop(self) -> str:
        """End it in order; return what it had logged."""
        self.process.terminate()
        return self._end()

    def _end(self) -> str:
        if self.log.closed:
            return ""
        with self.log as log:
            said = log.read()
        self.process.join()
        return said


@contextmanager
def serving(database_url: str) -> Iterator[Server]:
    """A server for this database, stopped afterwards."""
    server = Server(database_url)
    try:
        yield server
    finally:
        server.stop()


class Visitor:
    """One person's browser, as far as forms and cookies go."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.cookie = ""
        self.token = ""

    def sign_in(self, name: str) -> "Visitor":
        """Sign in as one of the people."""
        self.get("/sign-in")
        answer = self.post("/sign-in", email=address(name), password=PASSWORD)
        assert answer.status == 302, answer.text
        self.get("/")
        return self

    def get(self, path: str) -> Answer:
        """Open a page; its token is kept for the forms that follow."""
        answer = self._send("GET", path, None)
        self.token = hidden_fields(answer.text).get("csrf_token", self.token)
        return answer

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form with a one-time mark of its own, unless one is given."""
        hidden = {"csrf_token": self.token, "submission_id": secrets.token_urlsafe(18)}
        return self._send("POST", path, urlencode(hidden | fields))

    def _send(self, method: str, path: str, body: str | None) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            if found := re.match(r"[^;]+", response.getheader("Set-Cookie") or ""):
                self.cookie = found[0]
            return Answer(response.status, response.read().decode(), response.getheader("Location"))
        finally:
            connection.close()
