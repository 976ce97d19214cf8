"""What goes wrong, as pages that say what happened and what to do. None says whether a case exists."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, current_app, g, make_response, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError, Unauthorized

from cdop.blueprints import late_forms, respondents
from cdop.blueprints.access import current_actor, is_public
from cdop.forms.auth import SignInForm
from cdop.forms.base import free_text
from cdop.log_lines import kind_of, where
from cdop.rules import api
from cdop.rules.vocabulary import ActorKind
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound, Stale

ONE_MEGABYTE = 1024 * 1024
SERVER_FAULT = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of fault: the page's title and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


PROBLEMS = {
    400: Problem(
        "There is a problem with what was sent",
        ("Nothing was saved.", "Go back, check the page and send it again."),
    ),
    401: Problem(
        "You are no longer signed in",
        ("Nothing was saved. You were signed out, or had not used the service for some time.",),
    ),
    403: Problem(
        "Your account cannot do this",
        ("If your work needs it, ask the panel’s coordinator.",),
    ),
    404: Problem(
        "Page not found",
        (
            "If you typed the web address, check that it is right. If you pasted it, check that it is whole.",
            "A link may be out of date, or lead to a page that your account does not open.",
        ),
    ),
    405: Problem(
        "This page cannot be opened like that",
        ("Nothing was changed. Start again from the home page.",),
    ),
    409: Problem(
        "Someone changed this after you opened it",
        (
            "Nothing was saved, so nothing of theirs was lost.",
            "Open the page again to see what changed, then add what you still want to.",
        ),
    ),
    413: Problem(
        "What you sent is too large",
        (
            "Nothing was saved. The most that can be sent at once is {limit} MB, of which {text} MB may be typed text.",
            "Send a smaller file, or a shorter text in several parts.",
        ),
    ),
    429: Problem(
        "Too many attempts",
        ("Wait a few minutes, then try again.",),
    ),
    500: Problem(
        "There is a problem with the service",
        (
            "The fault has been recorded. Try again in a few minutes.",
            "If you were saving something, open its page again first and check whether it was saved.",
        ),
    ),
    503: Problem(
        "The service is not available",
        ("What you sent was not saved. Try again in a few minutes.",),
    ),
}
FOR_PROGRAMS = {
    400: Problem("This request cannot be read", (f"What can be asked, and how, stands at {api.PREFIX}/",)),
    401: Problem("A token is needed", ("Send one that is in force: Authorization: Bearer, then the token.",)),
    404: Problem("There is nothing at this address", (f"What can be asked stands at {api.PREFIX}/",)),
    405: Problem("This address is for reading only", ("Nothing was changed. Ask with GET.",)),
    429: Problem("Too much was asked", ("Wait as many seconds as Retry-After says, then ask again.",)),
    500: Problem("There is a fault in the service", ("It has been recorded. Ask again in a few minutes.",)),
    503: Problem("The service is not available", ("Wait as many seconds as Retry-After says, then ask again.",)),
}
"""What other programs are told instead: they have no page to go back to, and send nothing that could be saved."""
EXPIRED = Problem(
    "This page had been open too long",
    ("Nothing was saved. Open the page again and send it from there.",),
)
SIGNED_IN = Problem(
    "You are signed in already",
    (
        "Somebody signed in on another tab or window of this browser, which holds here too.",
        "To sign in as somebody else, sign out first.",
    ),
)
BLOCKED = "This cannot be done"
INVALID = "There is a problem with what was sent"


def register_errors(app: Flask) -> None:
    """Turn every error into its page. The last resort logs and shows a reference, never a traceback."""
    app.register_error_handler(NotFound, lambda _error: page(404))
    app.register_error_handler(Forbidden, lambda _error: page(403))
    app.register_error_handler(Stale, lambda _error: page(409))
    app.register_error_handler(Blocked, lambda error: page(409, Problem(BLOCKED, tuple(error.reasons))))
    app.register_error_handler(Invalid, lambda error: page(400, Problem(INVALID, tuple(error.faults.values()))))
    app.register_error_handler(CSRFError, lambda _error: _form_error())
    app.register_error_handler(Unauthorized, lambda _error: _signed_out())
    app.register_error_handler(SecurityError, lambda error: page(error.code, is_plain=True))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_error)
    app.register_error_handler(Exception, _unforeseen)
    # Flask's own report prints the error's text, which may hold what a person typed.
    app.log_exception = _report_second_error  # type: ignore[method-assign]


def page(status: int, problem: Problem | None = None, *, is_plain: bool = False) -> Response:
    """The page of a fault, with what the person had typed, to copy.

    A plain page needs neither database, session nor routing: those may be what failed.
    """
    is_for_programs = request.path.startswith(f"{api.PREFIX}/")
    told = _with_limit(problem or _usual(status, PROBLEMS | FOR_PROGRAMS if is_for_programs else PROBLEMS))
    if is_for_programs:
        return _for_programs(status, told)
    facts = {
        "problem": told,
        "typed": _typed(),
        "again": _same_page(),
        "reference": reference(),
    }
    if is_plain or status >= SERVER_FAULT:
        return make_response(current_app.jinja_env.get_template("errors/plain.html").render(facts), status)
    return make_response(render_template("errors/problem.html", **facts), status)


def _usual(status: int, problems: Mapping[int, Problem]) -> Problem:
    return problems.get(status) or problems[400 if status < SERVER_FAULT else 500]


def _for_programs(status: int, problem: Problem) -> Response:
    """The same for other programs (RFC 9457)."""
    told = {"type": "about:blank", "title": problem.title, "status": status, "detail": " ".join(problem.paragraphs)}
    return Response(json.dumps(told, ensure_ascii=False), status, mimetype=api.PROBLEM)


def reference() -> str:
    """The id of this request, by which the log can be searched."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    identifier: str = g.request_id
    return identifier


def _with_limit(problem: Problem) -> Problem:
    limit = current_app.config["MAX_CONTENT_LENGTH"] // ONE_MEGABYTE
    text = min(limit, current_app.config["MAX_FORM_MEMORY_SIZE"] // ONE_MEGABYTE)
    lines = (line.replace("{limit}", str(limit)).replace("{text}", str(text)) for line in problem.paragraphs)
    return Problem(problem.title, tuple(lines))


def _typed() -> list[str]:
    """The free text of a form that came from one of our own pages."""
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return []
    try:
        return free_text(request.form)
    except (RequestEntityTooLarge, OSError):
        return []


def _same_page() -> str:
    """The address of the page whose form was sent, or "" where it is none."""
    if request.method != "POST" or not request.url_rule:
        return ""
    if "GET" in (request.url_rule.methods or ()):
        return request.path
    came_from = urlsplit(request.referrer or "")
    return came_from.path if came_from.netloc == request.host else ""


def _form_error() -> Response:
    """A form without its token: from a page that had been open too long, by somebody who may be signed out since."""
    if request.endpoint == "auth.sign_in" and current_actor().kind is ActorKind.PERSON:
        return page(409, SIGNED_IN)
    is_signed_out = current_actor().kind is ActorKind.PUBLIC and not is_public(request.endpoint)
    if is_signed_out:
        return _signed_out()
    if current_actor().kind is ActorKind.INVITATION:
        return respondents.typed_before_signing_in()
    kept_id = late_forms.keep() if current_actor().kind is ActorKind.PERSON else ""
    return _was_kept(kept_id) if kept_id else page(400, EXPIRED)


def _was_kept(kept_id: str) -> Response:
    """The way back to a form that came from a session before this one, with what was typed in it."""
    kept = late_forms.typed_before(kept_id)
    return make_response(render_template("late_forms/show.html", kept=kept, public_id=kept_id), 400)


def _signed_out() -> Response:
    """The form to sign in with. What was typed is kept for who typed it; where nobody knows who, it goes along here."""
    if request.path.startswith(f"{api.PREFIX}/"):
        return page(401)
    kept_id = late_forms.keep()
    facts = {
        "problem": PROBLEMS[401],
        "form": SignInForm(formdata=None),
        "action": url_for("auth.sign_in", kept=kept_id or None, next=_same_page() or None),
        "is_kept": bool(kept_id),
        "kept": [] if kept_id else _typed(),
        "had_file": any(file.filename for file in request.files.values()),
    }
    return make_response(render_template("auth/sign_in.html", **facts), 401)


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    response = page(error.code)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _database_error(error: OperationalError) -> Response:
    _log(error, "database not available")
    response = page(503)
    response.headers["Retry-After"] = "60"
    return response


def _unforeseen(error: Exception) -> Response:
    if current_app.debug or (current_app.testing and current_app.config["PROPAGATE_EXCEPTIONS"] is not False):
        raise error
    _log(error, "unforeseen error")
    return page(500)


def _report_second_error(exc_info: Any) -> None:
    _log(exc_info[1], "error on an error page")


def _log(error: BaseException | None, event: str) -> None:
    """Say what kind of error and where; its text may hold what a person typed, so it is left out."""
    structlog.get_logger().error(
        event,
        request_id=reference(),
        endpoint=request.endpoint,
        method=request.method,
        error=kind_of(error),
        where=where(error),
    )
