"""Structured logs: one JSON line per event, with ids and references, never a name, date of birth or NHS number."""

import json
import logging
import secrets
import sys
import time
from typing import Any

import structlog
from flask import Flask, Response, g, request
from structlog.typing import EventDict

from cdop import log_lines
from cdop.services.unit import request_id

ALLOWED = frozenset(
    (
        "event level timestamp request_id endpoint method status milliseconds actor_id panel_id reference job "
        "outcome count error where"
    ).split()
)
# Made once: one for each line costs as much as the line. What it does not know is said as text.
_ENCODER = json.JSONEncoder(default=str)


def init_logs(app: Flask, level: str) -> None:
    """Write one line for each request, and give each request an id that pages and audit entries carry."""
    configure(level)
    app.before_request(_begin)
    app.after_request(_end)


def configure(level: str) -> None:
    """Set up structlog: allowed fields only, values masked, JSON on standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            masked,
            structlog.processors.JSONRenderer(serializer=_as_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        # A line and its end in one piece: two processes write here.
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _as_json(event: EventDict, **_options: Any) -> str:
    return _ENCODER.encode(event)


def only_allowed(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """Drop every field that is not on the list, so that a row handed to the logger says nothing."""
    return {key: value for key, value in event.items() if key in ALLOWED}


def masked(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """Mask what looks like an NHS number or a civil date in any text."""
    return {
        key: log_lines.masked(value) if isinstance(value, str) and key != "timestamp" else value
        for key, value in event.items()
    }


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    g.started = time.perf_counter()
    request_id.set(g.request_id)


def _end(response: Response) -> Response:
    actor = g.get("actor")
    structlog.get_logger().info(
        "request",
        request_id=g.get("request_id"),
        endpoint=request.endpoint,
        method=request.method,
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000),
        actor_id=actor.user_id if actor else None,
        panel_id=actor.panel_id if actor else None,
    )
    return response
