"""The virus scanner: clamd, spoken to over its socket (INSTREAM). What it cannot say "clean" of stays locked away."""

import socket
import struct
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

SECONDS = 60
_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


class ScannerAway(Exception):
    """The scanner could not be reached, or could not say."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner said. `found` names what it found, None in a clean file."""

    found: str | None


class _Scanner:
    """Where clamd listens: from the settings."""

    address: str | None = None


def use(address: str | None) -> None:
    """Scan with the clamd at this address ("unix:///path" or "tcp://host:port"); None for no scanner."""
    _Scanner.address = address


def is_set_up() -> bool:
    """Say whether files are scanned."""
    return _Scanner.address is not None


def scan(content: bytes) -> Verdict:
    """Return what clamd says of a file. Raises ScannerAway where it says nothing that can be relied on."""
    try:
        with closing(_connected()) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                chunk = content[start : start + _CHUNK]
                connection.sendall(struct.pack(">I", len(chunk)) + chunk)
            connection.sendall(struct.pack(">I", 0))
            answer = _answer(connection)
    except OSError as away:
        raise ScannerAway from away
    return _verdict(answer)


def _connected() -> socket.socket:
    parts = urlsplit(_Scanner.address or "")
    if parts.scheme != "unix":
        return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(SECONDS)
        connection.connect(parts.path)
    except OSError:
        connection.close()
        raise
    return connection


def _answer(connection: socket.socket) -> str:
    told = b""
    while b"\0" not in told and len(told) < _LONGEST_ANSWER and (more := connection.recv(_LONGEST_ANSWER)):
        told += more
    return told.partition(b"\0")[0].decode("ascii", "replace").strip()


def _verdict(answer: str) -> Verdict:
    """ "stream: OK" or "stream: NAME FOUND"; a limit passed or any other word is no verdict."""
    said = answer.removeprefix("stream: ")
    if said == answer or not (said == "OK" or said.endswith(" FOUND")):
        raise ScannerAway
    return Verdict(None if said == "OK" else said.removesuffix(" FOUND")[:120])
