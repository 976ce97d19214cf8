"""The web server's own lines: JSON like the application's, and nothing of what was sent."""

import json
import socket

import pytest

from cdop.blueprints.logs import ALLOWED
from tests.serving import Server

CANARY = "Quillonia"
MEASURED = {"request_id", "timestamp", "milliseconds"}
REQUESTS = (
    f"GET /cases/?search={CANARY} 9990000018\x01 HTTP/1.1\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: localhost\r\nX {CANARY}: 1\r\n\r\n",
    f"{CANARY.lower()} / HTTP/1.1\r\n\r\n",
    f"GET /{CANARY} HTTP/9.9\r\n\r\n",
    f"GET /{CANARY * 1000} HTTP/1.1\r\nHost: localhost\r\n\r\n",
)


def send(port: int, request: str) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request.encode())
        return connection.recv(100)


@pytest.fixture
def server(new_database):  # type: ignore[no-untyped-def]
    server = Server(new_database("sqlite"))
    yield server
    server.stop()


def test_lines_of_the_server_are_json_and_repeat_nothing_that_was_sent(server: Server) -> None:
    assert [send(server.port, request).split(b" ")[1][:1] for request in REQUESTS] == [b"4"] * len(REQUESTS)
    log = server.stop()
    lines = [json.loads(line) for line in log.splitlines()]
    assert {key for line in lines for key in line} <= ALLOWED
    assert [line["event"] for line in lines].count("Invalid request") == len(REQUESTS)
    assert CANARY.lower() not in log.lower()
    told = [line for line in lines if line["event"] in ("Invalid request", "request")]
    # What is drawn or measured anew each time may hold any three digits.
    assert "999" not in str([{key: line[key] for key in line.keys() - MEASURED} for line in told])
