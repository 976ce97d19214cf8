"""One autosave of the longest section of a form beside the request that only inserts a row, each as durable.

Both are called as a web server calls them, in the same process. The other is the minimal app: Flask and sqlite3, one
transaction with a version check, the row and an audit row; no session, gate, form, merge or history.
"""

import io
import json
import os
import re
import sqlite3
from collections.abc import Callable
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import EnvironBuilder

from bench import minimal

AUTOSAVE = "one autosave of the longest section"
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
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


def bare_insert(folder: Path) -> Callable[[], object]:
    """Return a function that has the minimal app insert a row."""
    database = folder / "minimal_autosave.sqlite"
    with sqlite3.connect(database) as connection:
        connection.executescript(minimal.SCHEMA)
        connection.execute("insert into cases values (1, 1)")
    os.environ["MINIMAL_DATABASE"] = str(database)
    body = urlencode({"text": "The words of somebody who types", "version": "1"})

    def save() -> None:
        form = "application/x-www-form-urlencoded"
        builder = EnvironBuilder("/cases/1/notes", method="POST", base_url=BASE_URL, data=body, content_type=form)
        _asked(minimal.app, builder, "", expected="302")

    return save


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
