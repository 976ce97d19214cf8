"""The least that saves durably: Flask and sqlite3, or psycopg, one transaction with a version check and an audit row.

No sign-in, no policy, no forms, no diffs: the yardstick for what a save of the application costs.
"""

import os
import sqlite3
import threading
from datetime import UTC, datetime
from typing import Any

import psycopg
from flask import Flask, Response, redirect, request

app = Flask(__name__)
local = threading.local()
DURABLE = ("journal_mode=wal", "synchronous=full", "foreign_keys=on")
SCHEMA = """
create table if not exists cases (id integer primary key, version integer not null);
create table if not exists note (id integer primary key, case_id integer not null, text text not null);
create table if not exists audit (id integer primary key, case_id integer, what text, at text);
"""


def is_postgresql(address: str) -> bool:
    """Whether an address is not the path of a file of SQLite."""
    return address.startswith("postgresql:")


def schema(address: str, tables: str) -> str:
    """The statements that make tables on the kind of database of an address."""
    return tables.replace("integer primary key", "serial primary key") if is_postgresql(address) else tables


def connect(address: str) -> Any:
    """A connection that keeps acknowledged saves through a power cut."""
    if is_postgresql(address):
        return psycopg.connect(address, autocommit=True)
    found = sqlite3.connect(address, timeout=10, isolation_level=None)
    for pragma in DURABLE:
        found.execute(f"pragma {pragma}")
    return found


def run(statement: str, *values: Any) -> Any:
    """Run a statement on the connection of this thread."""
    address = os.environ["MINIMAL_DATABASE"]
    if not hasattr(local, "connection"):
        local.connection = connect(address)
    return local.connection.execute(statement.replace("?", "%s") if is_postgresql(address) else statement, values)


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
    begin, lock = ("begin", " for update") if is_postgresql(os.environ["MINIMAL_DATABASE"]) else ("begin immediate", "")
    run(begin)
    row = run(f"select version from cases where id = ?{lock}", case_id).fetchone()
    if row is None or row[0] < version:
        run("rollback")
        return False
    run("update cases set version = version + 1 where id = ?", case_id)
    run("insert into note (case_id, text) values (?, ?)", case_id, text)
    run("insert into audit (case_id, what, at) values (?, 'note added', ?)", case_id, datetime.now(UTC).isoformat())
    run("commit")
    return True
