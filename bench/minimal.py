"""The least that saves durably: Flask and sqlite3, one transaction with a version check and an audit row.

No sign-in, no policy, no forms, no diffs: the yardstick for what a save of the application costs.
"""

import os
import sqlite3
import threading
from datetime import UTC, datetime

from flask import Flask, Response, redirect, request

app = Flask(__name__)
local = threading.local()
SCHEMA = """
create table if not exists cases (id integer primary key, version integer not null);
create table if not exists note (id integer primary key, case_id integer not null, text text not null);
create table if not exists audit (id integer primary key, case_id integer, what text, at text);
"""


def connection() -> sqlite3.Connection:
    """The connection of this thread, which keeps acknowledged saves through a power cut."""
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(os.environ["MINIMAL_DATABASE"], timeout=10, isolation_level=None)
        for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on"):
            local.connection.execute(f"pragma {pragma}")
    found: sqlite3.Connection = local.connection
    return found


@app.get("/")
def ready() -> str:
    """Say that the server is up."""
    return "ready"


@app.post("/cases/<int:case_id>/notes")
def save(case_id: int) -> Response | tuple[str, int]:
    """Write a note on a case that is still as it was when the page was shown."""
    if not save_note(case_id, request.form["text"], int(request.form["version"])):
        return "stale", 409
    return redirect(f"/cases/{case_id}")  # type: ignore[return-value]


def save_note(case_id: int, text: str, version: int) -> bool:
    """Write the note and its audit row in one durable transaction; say whether the case was as it was."""
    database = connection()
    database.execute("begin immediate")
    row = database.execute("select version from cases where id = ?", (case_id,)).fetchone()
    if row is None or row[0] < version:
        database.execute("rollback")
        return False
    database.execute("update cases set version = version + 1 where id = ?", (case_id,))
    database.execute("insert into note (case_id, text) values (?, ?)", (case_id, text))
    at = datetime.now(UTC).isoformat()
    database.execute("insert into audit (case_id, what, at) values (?, 'note added', ?)", (case_id, at))
    database.execute("commit")
    return True
