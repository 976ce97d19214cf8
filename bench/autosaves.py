"""One autosave of the longest section of a form beside requests that only insert a row, each as durable.

All are called as a web server calls them, in the same process. The others are the minimal apps: Flask and sqlite3, one
transaction with a version check, the row and an audit row; no gate, merge or history, and the bare one has no session,
token and form either.
"""

import io
import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import EnvironBuilder

from bench import minimal, minimal_signed_in

AUTOSAVE = "one autosave of the longest section"
SAME_STACK = "a bare insert by the same stack"
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
WORDS = re.compile(r'<textarea[^>]*name="([^"]+)"')
BASE_URL = "http://127.0.0.1:8000"


def autosaving(app: Flask, path: str, cookie: str) -> Callable[[], object]:
    """Return a function that saves a page of a form as its script does, each time with one word more or other."""
    html = _asked(app, EnvironBuilder(path, base_url=BASE_URL), cookie)
    fields = {name: unescape(value) for name, value in HIDDEN.findall(html)} | {"press": "autosave"}
    question, numbers = WORDS.findall(html)[0], count()

    def save() -> None:
        fields[question] = f"The words number {next(numbers)} of somebody who types"
        body = urlencode(fields)
        form = "application/x-www-form-urlencoded"
        builder = EnvironBuilder(f"{path}/autosave", method="POST", base_url=BASE_URL, data=body, content_type=form)
        said = json.loads(_asked(app, builder, cookie))
        assert (said["overtaken"], said["unread"]) == ([], []), said
        fields["seen"] = said["seen"]

    return save


def inserts(folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield functions that have each of the minimal apps insert a row, with what each is called."""
    database = folder / "minimal_autosave.sqlite"
    with sqlite3.connect(database) as connection:
        connection.executescript(minimal.SCHEMA + minimal_signed_in.SCHEMA)
        connection.execute("insert into cases values (1, 1)")
    os.environ["MINIMAL_DATABASE"] = str(database)
    yield "a bare insert", _inserting(minimal.app, "", {})
    from bench import minimal_stack  # opens its database when it is read

    yield SAME_STACK, _inserting(minimal_stack.app, "", {})
    yield "an insert behind a door", _inserting(minimal_signed_in.app, *_let_in(minimal_signed_in.app))


def _inserting(app: Flask, cookie: str, hidden: dict[str, str]) -> Callable[[], object]:
    body = urlencode({"text": "The words of somebody who types", "version": "1"} | hidden)

    def save() -> None:
        form = "application/x-www-form-urlencoded"
        builder = EnvironBuilder("/cases/1/notes", method="POST", base_url=BASE_URL, data=body, content_type=form)
        _asked(app, builder, cookie, expected="302")

    return save


def _let_in(app: Flask) -> tuple[str, dict[str, str]]:
    """The cookie of somebody signed in and the token of the page that they have open."""
    client = app.test_client()
    token = CSRF.findall(client.get("/sign-in", base_url=BASE_URL).text)[0]
    client.post("/sign-in", data={"csrf_token": token}, base_url=BASE_URL)
    token = CSRF.findall(client.get("/cases/1", base_url=BASE_URL).text)[0]
    cookie = client.get_cookie("session", domain="127.0.0.1")
    assert cookie is not None
    return f"session={cookie.value}", {"csrf_token": token}


def _asked(app: Flask, builder: EnvironBuilder, cookie: str, *, expected: str = "200") -> str:
    status: list[str] = []

    def start(given: str, _headers: list[tuple[str, str]], _info: Any = None) -> Any:
        status.append(given)

    environ = builder.get_environ() | {"HTTP_COOKIE": cookie}
    answer = app.wsgi_app(environ | {"wsgi.input": io.BytesIO(environ["wsgi.input"].read())}, start)
    body = b"".join(answer)
    answer.close()  # type: ignore[attr-defined]
    assert status[0].startswith(expected), (status, body[:1000])
    return body.decode()
