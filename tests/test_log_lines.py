"""Lines of the web server: what it complains of is left out, what kind of error it was is not."""

import json
import logging
import sys
from typing import Any

import pytest

from cdop.log_lines import ServerLines

CANARY = "/cases/?search=Quillonia"


def line(level: int, message: str, *parts: Any, error: bool = False) -> dict[str, Any]:
    record = logging.LogRecord("gunicorn.error", level, "", 0, message, parts, sys.exc_info() if error else None)
    told: dict[str, Any] = json.loads(ServerLines().format(record))
    return told


@pytest.mark.parametrize(
    ("level", "message", "parts", "event"),
    [
        (
            logging.INFO,
            "Listening at: %s (%s)",
            ("http://127.0.0.1:8000", 7),
            "Listening at: http://127.0.0.1:8000 (7)",
        ),
        (logging.ERROR, "Error handling request %s %s", ("GET", CANARY), "Error handling request [masked] [masked]"),
        (logging.ERROR, "Worker (pid:%s) was sent SIGKILL!", (7,), "Worker (pid:7) was sent SIGKILL!"),
        (logging.WARNING, f"Invalid request from ip=192.0.2.1: {CANARY}", (), "Invalid request"),
    ],
)
def test_line_says_what_happened_and_not_to_what(level: int, message: str, parts: tuple[Any, ...], event: str) -> None:
    told = line(level, message, *parts)
    assert (told["event"], told["level"]) == (event, logging.getLevelName(level).lower())


def test_line_of_an_error_says_its_kind_and_place_and_not_its_text() -> None:
    try:
        int(CANARY)
    except ValueError:
        told = line(logging.ERROR, "Error handling request %s", CANARY, error=True)
    assert (told["error"], "Quillonia" in json.dumps(told)) == ("builtins.ValueError", False)
    assert "tests/test_log_lines.py" in told["where"]
