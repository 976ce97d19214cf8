"""A real IMAP server on this machine with one empty mailbox, and the reports that mail servers put into it."""

import imaplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

USER, PASSWORD = "demouser", "demopass"
PATIENCE = 30


class ImapServer:
    """Where the server listens, and what is put into its mailbox."""

    def __init__(self, port: int) -> None:
        self.port = port

    @property
    def url(self) -> str:
        """How the settings name it."""
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}/INBOX"

    def connect(self) -> imaplib.IMAP4:
        """A connection that is signed in and has the mailbox open."""
        connection = imaplib.IMAP4("127.0.0.1", self.port, timeout=5)
        connection.login(USER, PASSWORD)
        connection.select("INBOX")
        return connection

    def put(self, *mails: bytes) -> None:
        """Put mails into the mailbox."""
        connection = self.connect()
        for mail in mails:
            connection.append("INBOX", None, None, mail)  # type: ignore[arg-type]
        connection.logout()

    def unread(self) -> int:
        """How many mails nobody has read."""
        connection = self.connect()
        found = connection.search(None, "UNSEEN")[1][0]
        connection.logout()
        return len(found.split())


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    """A server that runs until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = ImapServer(free.getsockname()[1])
    apart = ("--no-service", "admin", "--no-service", "managesieve")
    where = ("--host", "127.0.0.1", "--port", str(server.port), "--no-tls")
    process = subprocess.Popen([sys.executable, "-c", "from pymap.main import main; main()", *where, *apart, "dict"])
    try:
        _wait_for(server)
        yield server
    finally:
        process.kill()
        process.wait()


def _wait_for(server: ImapServer) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            server.connect().logout()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


REPORT = """\
From: Mail Delivery System <MAILER-DAEMON@mx.example.com>
To: panel@example.com
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="a-boundary"
MIME-Version: 1.0

--a-boundary
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.com.

--a-boundary
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com
Arrival-Date: Fri, 20 Nov 2026 12:00:00 +0000 (UTC)

Final-Recipient: rfc822; surgery@example.com
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--a-boundary
Content-Type: {kind}

From: panel@example.com
To: surgery@example.com
Message-ID: {message_id}
Subject: whatever it was

--a-boundary--
"""


def report(
    message_id: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "550 5.1.1 No such user",
    kind: str = "text/rfc822-headers",
) -> bytes:
    """A report as Postfix writes it; others differ in the kind of the last part."""
    told = {"message_id": message_id, "action": action, "status": status, "said": said, "kind": kind}
    return REPORT.format(**told).replace("\n", "\r\n").encode()
