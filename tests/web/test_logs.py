"""The log: one line of JSON for each request, and of a child or a person nothing but numbers."""

import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import structlog
from flask import Flask
from sqlalchemy import select, text

from cdop.blueprints.logs import ALLOWED
from cdop.extensions import db
from cdop.models import AuditEntry
from tests.client import Browserless, hidden_fields
from tests.factories import add_case
from tests.personas import Cast, address

CANARY = "Quillonia"
NUMBER = "9990000018"
CANARIES = (CANARY.lower(), NUMBER, "999 000 0018", "2019-08-07", "07/08/2019", "coordinator@", "x-canary")


@pytest.fixture
def desk(sqlite_app: Flask, now: datetime) -> Browserless:
    return Browserless(sqlite_app, Cast(now)).sign_in("coordinator")


class Pieces(io.StringIO):
    """A file that knows in which pieces it was written."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def write(self, text: str) -> int:
        self.pieces.append(text)
        return super().write(text)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What was logged, and nothing else was written."""
    out, err = capsys.readouterr()
    assert out == ""
    return [json.loads(line) for line in err.splitlines()]


def test_each_request_is_one_line_of_known_fields(desk: Browserless, capsys: pytest.CaptureFixture[str]) -> None:
    lines(capsys)
    person = desk.cast.person("coordinator")
    for path in ("/", "/cases/", "/no-such-page"):
        desk.http.get(path)
    logged = lines(capsys)
    assert [(line["endpoint"], line["status"]) for line in logged] == [
        ("home.index", 200),
        ("cases.index", 200),
        (None, 404),
    ]
    assert {key for line in logged for key in line} <= ALLOWED
    assert {(line["actor_id"], line["panel_id"]) for line in logged} == {(person.user_id, person.panel_id)}


def test_line_and_its_end_are_written_in_one_piece(monkeypatch: pytest.MonkeyPatch, desk: Browserless) -> None:
    """Two processes write to one standard error: of a line in two pieces the end may follow the other's line."""
    standard_error = Pieces()
    monkeypatch.setattr("sys.stderr", standard_error)
    desk.http.get("/")
    (line,) = standard_error.pieces
    assert line.endswith("}\n")


def test_line_of_a_request_has_the_id_of_its_audit_entry(desk: Browserless, capsys: pytest.CaptureFixture[str]) -> None:
    case = add_case(desk.cast.person("coordinator"), now=desk.cast.now)
    lines(capsys)
    desk.get(case.path)
    query = select(AuditEntry.request_id).where(AuditEntry.case_id == case.id).order_by(AuditEntry.id.desc())
    assert [line["request_id"] for line in lines(capsys)] == [db.session.scalars(query.limit(1)).one()]


def leaks(logged: list[dict[str, Any]]) -> list[str]:
    told = json.dumps(logged).lower()
    return [canary for canary in CANARIES if canary in told]


def test_no_request_leaves_a_personal_detail_in_the_log(desk: Browserless, capsys: pytest.CaptureFixture[str]) -> None:
    case = add_case(desk.cast.person("coordinator"), now=desk.cast.now, given_names=CANARY, nhs_number=NUMBER)
    lines(capsys)
    headers = {"User-Agent": f"{CANARY} 2019-08-07", "X-Canary": NUMBER, "Referer": f"http://localhost/{CANARY}"}
    for path in (
        f"/cases/?search={CANARY}+{NUMBER}",
        f"/cases/{CANARY}",
        f"/{NUMBER}/2019-08-07",
        f"{case.path}?born=07/08/2019",
        f"{case.path}/summary.pdf",
    ):
        desk.http.get(path, headers=headers)
    hidden = hidden_fields(desk.http.get(case.path).text)
    desk.http.post(f"{case.path}/notes", data=hidden | {"text": f"{CANARY} {NUMBER}"}, headers=headers)
    desk.http.post(f"{case.path}/notes", data={"text": f"{CANARY} {NUMBER}"}, headers=headers)
    desk.submit("/sign-in", email=address("coordinator"), password=f"{CANARY} {CANARY}")
    logged = lines(capsys)
    assert len(logged) >= 10
    assert leaks(logged) == []


def raising(error: Callable[[], object]) -> Callable[[], object]:
    def view() -> object:
        return error()

    return view


def test_no_exception_leaves_a_personal_detail_in_the_log(
    desk: Browserless, capsys: pytest.CaptureFixture[str]
) -> None:
    case = add_case(desk.cast.person("coordinator"), now=desk.cast.now, given_names=CANARY)
    with db.engine.begin() as connection:
        connection.execute(
            text(f"create trigger t before insert on case_note begin select raise(abort, '{CANARY}'); end")
        )
    lines(capsys)
    answer = desk.submit(case.path, f"{case.path}/notes", text=f"{CANARY} {NUMBER} 2019-08-07")
    logged = lines(capsys)
    assert answer.status_code == 500
    assert [line["level"] for line in logged if line["event"] != "request"] == ["error"]
    assert leaks(logged) == []
    assert "what you had typed" in answer.text.lower()


INJECTIONS = ("a\nb", "a\r\nb", 'a"}\n{"event": "forged"}', "a\u2028b", "a\x1b[2Jb", "a\x00b")


def test_nothing_typed_can_begin_a_line_of_its_own(capsys: pytest.CaptureFixture[str], sqlite_app: Flask) -> None:
    lines(capsys)
    for typed in INJECTIONS:
        structlog.get_logger().info(typed, reference=typed, outcome=typed)
    out = capsys.readouterr().err
    assert len(out.splitlines()) == len(INJECTIONS)
    logged = [json.loads(line) for line in out.splitlines()]
    assert [line["reference"] for line in logged] == list(INJECTIONS)
    assert not any(ord(character) < 32 for character in out.replace("\n", ""))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("number 9990000018 seen", "number [masked] seen"),
        ("number 999 000 0018", "number [masked]"),
        ("number 999-000-0018", "number [masked]"),
        ("born 2019-08-07", "born [masked]"),
        ("born 7/8/2019", "born [masked]"),
        ("at 2019-08-07T10:00:00Z", "at 2019-08-07T10:00:00Z"),
        ("case 17 in 3 ms", "case 17 in 3 ms"),
    ],
)
def test_what_looks_like_a_number_or_a_birthday_is_masked(
    typed: str, shown: str, capsys: pytest.CaptureFixture[str], sqlite_app: Flask
) -> None:
    lines(capsys)
    structlog.get_logger().info("told", outcome=typed)
    assert [line["outcome"] for line in lines(capsys)] == [shown]


def test_row_handed_to_the_logger_says_nothing(capsys: pytest.CaptureFixture[str], sqlite_app: Flask) -> None:
    lines(capsys)
    structlog.get_logger().info("told", case={"name": CANARY}, row=CANARY, password=CANARY)
    assert [set(line) for line in lines(capsys)] == [{"event", "level", "timestamp"}]
