"""`flask agency`: adding an agency, in plain lines."""

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency
from tests.personas import Cast


@pytest.fixture
def cast(sqlite_app: Flask, cast: Cast) -> Cast:
    return cast


@pytest.fixture
def app(sqlite_app: Flask) -> Flask:
    return sqlite_app


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["agency", "add", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_add_takes_the_kind_in_any_capitals(app: Flask, cast: Cast) -> None:
    assert cast.panel_id
    words = ("Invented Council", "--kind", "Children\u2019s Social Care", "--email", "csc@example.com")
    assert run(app, *words) == (0, "Invented Council was added (Children's social care).\n")
    assert db.session.scalars(select(Agency.kind)).all() == ["children's social care"]


def test_add_with_faults_names_each_in_a_line_and_adds_nothing(app: Flask, cast: Cast) -> None:
    assert cast.panel_id
    words = (" ", "--kind", "shop", "--email", "no address", "--telephone", "ring me", "--lead-email", "x")
    status, told = run(app, *words)
    assert (status, db.session.scalars(select(Agency.id)).all()) == (1, [])
    assert [line.split(":")[0] for line in told.splitlines()] == ["name", "kind", "email", "telephone", "lead_email"]
