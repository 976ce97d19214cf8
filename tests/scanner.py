"""A clamd of the tests: it speaks clamd's own protocol over a real socket, and knows one virus (EICAR)."""

import socketserver
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from cdop.services import scanning

# In two parts, so that no scanner takes this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.ThreadingTCPServer):
    """The server. `says` overrides its answer, `seen` counts the bytes of each file."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.says: bytes | None = None
        self.seen: list[int] = []


class _Conversation(socketserver.StreamRequestHandler):
    server: Clamd

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.seen.append(len(content))
        verdict = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
        self.wfile.write((verdict if self.server.says is None else self.server.says) + b"\0")


@contextmanager
def scanner() -> Iterator[Clamd]:
    """The application scans with a clamd of the tests."""
    with Clamd() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        scanning.use(f"tcp://127.0.0.1:{server.server_address[1]}")
        try:
            yield server
        finally:
            scanning.use(None)
            server.shutdown()
            thread.join()
