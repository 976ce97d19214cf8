"""Fifty people at agencies who type at once: each page saves itself again and again, two people on each form.

What counts is not how quick it is but that nobody meets an error and everything that was acknowledged is kept. The
application is served by gunicorn as in use, on SQLite and on PostgreSQL, by a program of its own beside this one.
"""

import json
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from sqlalchemy import select

from bench.saves import free_port, serving
from cdop import clock, create_app
from cdop.extensions import db
from cdop.models import FormAnswer
from cdop.rules.actors import public
from cdop.services import respondents
from tests.agencies import MadeRequest, ask, last_code, mark, token_of
from tests.client import form_fields
from tests.databases import KINDS, SECRET, Databases, config_for, postgresql_server, sqlite_files
from tests.factories import add_case
from tests.personas import Cast

FORMS, SAVES, PATIENCE = 25, 20, 60
PAGE = "/form-b/sections/form_b/reporting"
# Of the two people on one form each writes in an answer of their own.
OWN_QUESTIONS = ("contact_summary", "records_not_found")


@dataclass
class Editor:
    """One person: the cookie of the browser, the form, the question, and what the server acknowledged last."""

    cookie: str
    response_id: int
    question: str
    kept: str = ""
    acknowledged: int = 0
    errors: int = 0
    seconds: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Typed:
    """What came of it on one kind of database."""

    kind: str
    editors: int
    acknowledged: int
    lost: int
    errors: int
    median_ms: float
    slowest_ms: float


def measure() -> Iterator[Typed]:
    """Yield what came of it on each kind of database."""
    with sqlite_files() as files, postgresql_server() as server:
        for kind, databases in zip(KINDS, (files, server), strict=True):
            yield _on(kind, databases)


def _on(kind: str, databases: Databases) -> Typed:
    databases.copy("editors")
    url = databases.url("editors")
    app = create_app(config_for(url))
    with app.app_context():
        editors = list(_opened(app, clock.now()))
        db.session.remove()
    port = free_port()
    settings = {"CDOP_DATABASE_URL": url, "CDOP_SECRET_KEY": SECRET, "CDOP_BASE_URL": f"http://localhost:{port}"}
    with serving("gunicorn.conf.py", "wsgi:app", settings, port), ThreadPoolExecutor(len(editors)) as people:
        list(people.map(lambda editor: _type(editor, port), editors))
    with app.app_context():
        rows = db.session.execute(select(FormAnswer.response_id, FormAnswer.question_key, FormAnswer.value)).all()
        held = {(row.response_id, row.question_key): row.value for row in rows}
        db.session.remove()
        db.engine.dispose()
    seconds = [each for editor in editors for each in editor.seconds]
    return Typed(
        kind,
        len(editors),
        sum(editor.acknowledged for editor in editors),
        sum(held.get((editor.response_id, editor.question)) != editor.kept for editor in editors),
        sum(editor.errors for editor in editors),
        1000 * statistics.median(seconds),
        1000 * max(seconds),
    )


def _opened(app: object, now: datetime) -> Iterator[Editor]:
    """The forms, each opened by two people with a code and a name of their own."""
    cast = Cast(now)
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now)
    signing = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    for _ in range(FORMS):
        request = ask(coordinator, case, now=now)
        for number, question in enumerate(OWN_QUESTIONS):
            token = _session(request, f"Person {number}", now)
            yield Editor(f"cdop={signing.dumps({'respondent': token})}", request.response_id, question)


def _session(request: MadeRequest, name: str, now: datetime) -> str:
    link = token_of(request)
    respondents.send_code(public(), link, name, submission_id=mark(), now=now)
    return respondents.open_form(link, name, code=last_code(), name=name, role="manager", now=now)


def _type(editor: Editor, port: int) -> None:
    """Open the page, and save it again and again as its script does, a word longer each time."""
    connection = HTTPConnection("localhost", port, timeout=PATIENCE)
    headers = {"Cookie": editor.cookie}
    connection.request("GET", PAGE, headers=headers)
    opened = connection.getresponse()
    fields = form_fields(opened.read().decode())  # as a browser would: a colleague may have written before it opened
    cookie = opened.getheader("Set-Cookie")
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": (cookie or editor.cookie).split(";")[0]}
    words = ""
    for number in range(SAVES):
        words += f"word {number} "
        typed = fields | {editor.question: words.strip(), "press": "autosave"}
        started = time.perf_counter()
        try:
            connection.request("POST", f"{PAGE}/autosave", urlencode(typed), headers)
            answer = connection.getresponse()
            said = json.loads(answer.read()) if answer.status == 200 else {}
        except (OSError, HTTPException, ValueError):
            connection.close()
            said = {}
        editor.seconds.append(time.perf_counter() - started)
        if said and not said["overtaken"] and not said["unread"]:
            editor.acknowledged += 1
            editor.kept, fields["seen"] = words.strip(), said["seen"]
        else:
            editor.errors += 1
    connection.close()
