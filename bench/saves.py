"""Durable saves by eight people at once through gunicorn with two workers, beside minimal apps in the same run.

A rate without correctness says nothing, so afterwards every acknowledged note is looked for in the database.
"""

import os
import re
import secrets
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from bench import databases, minimal, minimal_signed_in
from bench.databases import EMAIL, PASSWORD, SECRET

CLIENTS, SAVES, ROUNDS = 8, 20, 7
CASES = 200
SIGNED_IN = minimal_signed_in.__name__
SAME_STACK = "a minimal app of the same stack"
PEERS = {
    "a minimal app": "bench.minimal",
    SAME_STACK: "bench.minimal_stack",
    "a minimal app with a door": SIGNED_IN,
}
ROOT = Path(__file__).parents[1]


@dataclass
class Side:
    """One of the two servers, what it acknowledged and what went wrong."""

    port: int
    path: Callable[[int], str]
    database: str
    cookies: dict[int, str] = field(default_factory=dict)
    tokens: dict[int, str] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Saves:
    """Rates as a ratio, and what came of the acknowledged saves of each side."""

    ratio: float
    lowest: float
    highest: float
    ours_per_second: float
    other_per_second: float
    ours: str
    other: str


def measure(folder: Path, database: Path) -> Iterator[tuple[str, Saves]]:
    """Yield how many saves a second the application makes beside each of the minimal apps, on each kind of database."""
    for name, module in PEERS.items():
        yield name, _beside(str(folder / f"{module}.sqlite"), f"sqlite:///{database}", module)
    for name, module in PEERS.items():
        with databases.postgresql(folder / f"{module}-server") as address:
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute("create database plain")
            databases.build_at(address, CASES)
            plain = address.replace("/postgres?", "/plain?")
            yield f"{name}, on PostgreSQL", _beside(plain, address, module)


def _beside(plain: str, database: str, module: str) -> Saves:
    with closing(minimal.connect(plain)) as connection:
        for table in minimal.schema(plain, minimal.SCHEMA + minimal_signed_in.SCHEMA).strip().split(";")[:-1]:
            connection.execute(table)
        for number in range(1, CASES + 1):
            connection.execute(f"insert into cases values ({number}, 1)")
    with _minimal(plain, module) as theirs, _application(database) as ours:
        other = Side(theirs, lambda number: f"/cases/{number}/notes", plain)
        us = Side(ours, lambda number: f"/cases/case-{number}/notes", database)
        for side in (us, other) if module == SIGNED_IN else (us,):
            for person in range(CLIENTS):
                side.cookies[person], side.tokens[person] = _sign_in(side.port)
        _burst(us), _burst(other)
        rounds = [_round(us, other) for _ in range(ROUNDS)]
    ratios = [mine / theirs for mine, theirs in rounds]
    return Saves(
        statistics.median(ratios),
        min(ratios),
        max(ratios),
        statistics.median(mine for mine, _ in rounds),
        statistics.median(theirs for _, theirs in rounds),
        _outcome(us, "case_note"),
        _outcome(other, "note"),
    )


def _round(us: Side, other: Side) -> tuple[float, float]:
    """Saves a second of each, by turns in the order A B B A."""
    rates = [_burst(side) for side in (us, other, other, us)]
    return (rates[0] + rates[3]) / 2, (rates[1] + rates[2]) / 2


def _burst(side: Side) -> float:
    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as people:
        for texts, errors in people.map(lambda person: _save_some(side, person), range(CLIENTS)):
            side.acknowledged += texts
            side.errors += errors
    return CLIENTS * SAVES / (time.perf_counter() - started)


def _save_some(side: Side, person: int) -> tuple[list[str], int]:
    """One person's notes, one after another, on cases of their choice; those acknowledged, and the errors."""
    connection = HTTPConnection("127.0.0.1", side.port, timeout=30)
    acknowledged, errors = [], 0
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": side.cookies.get(person, "")}
    for number in range(SAVES):
        text = f"Note {secrets.token_hex(8)}"
        fields = {"text": text, "version": "1", "csrf_token": side.tokens.get(person, "")}
        body = urlencode(fields | {"submission_id": secrets.token_urlsafe(18)})
        try:
            connection.request("POST", side.path(1 + (person * SAVES + number) % CASES), body, headers)
            response = connection.getresponse()
            response.read()
        except (OSError, HTTPException):
            connection.close()
            errors += 1
            continue
        acknowledged += [text] if response.status == 302 else []
        errors += response.status != 302
    connection.close()
    return acknowledged, errors


def _outcome(side: Side, table: str) -> str:
    with closing(minimal.connect(side.database.removeprefix("sqlite:///"))) as connection:
        held = Counter(text for (text,) in connection.execute(f"select text from {table}"))
    lost = sum(text not in held for text in side.acknowledged)
    doubled = sum(times > 1 for times in held.values())
    return f"{len(side.acknowledged)} acknowledged, {lost} lost, {doubled} doubled, {side.errors} errors"


def _sign_in(port: int) -> tuple[str, str]:
    """Sign in as a browser does; return the cookie and the token for the forms that follow."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    cookie, html = _get(connection, "/sign-in", "")
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', html)) | {"email": EMAIL, "password": PASSWORD}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    connection.request("POST", "/sign-in", urlencode(fields), headers)
    response = connection.getresponse()
    response.read()
    assert response.status == 302, response.status
    cookie = _cookie(response.getheader("Set-Cookie"), cookie)
    cookie, html = _get(connection, "/cases/case-1", cookie)
    connection.close()
    return cookie, dict(re.findall(r'name="([^"]+)" value="([^"]*)"', html))["csrf_token"]


def _get(connection: HTTPConnection, path: str, cookie: str) -> tuple[str, str]:
    connection.request("GET", path, headers={"Cookie": cookie})
    response = connection.getresponse()
    html = response.read().decode()
    assert response.status == 200, (path, response.status, html[:1000])
    return _cookie(response.getheader("Set-Cookie"), cookie), html


def _cookie(given: str | None, held: str) -> str:
    return given.split(";")[0] if given else held


@contextmanager
def _application(database: str) -> Iterator[int]:
    port = free_port()
    environ = {
        "CDOP_DATABASE_URL": database,
        "CDOP_SECRET_KEY": SECRET,
        "CDOP_BASE_URL": f"http://127.0.0.1:{port}",
    }
    with serving("gunicorn.conf.py", "wsgi:app", environ, port):
        yield port


@contextmanager
def _minimal(database: str, module: str) -> Iterator[int]:
    port = free_port()
    environ = {"MINIMAL_DATABASE": database, "MINIMAL_SECRET": SECRET}
    with serving("bench/minimal_gunicorn.py", f"{module}:app", environ, port):
        yield port


@contextmanager
def serving(settings: str, application: str, environ: dict[str, str], port: int) -> Iterator[None]:
    command = [str(Path(sys.executable).with_name("gunicorn")), "--config", settings]
    with subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", application],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONHASHSEED": "0"} | environ,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait_for(port)
            yield
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
