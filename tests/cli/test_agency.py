"""`flask agency`: adding an agency, in plain lines."""

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency
from tests.agencies import add_agency
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


def test_directory_goes_out_to_a_file_and_comes_in_again(app: Flask, cast: Cast, tmp_path: Path) -> None:
    assert cast.panel_id
    run(app, "Invented Surgery", "--kind", "gp", "--email", "surgery@example.com")
    file = tmp_path / "agencies.csv"
    runner = app.test_cli_runner()
    assert runner.invoke(args=["agency", "export", str(file)]).output == f"{file} was written.\n"
    told = runner.invoke(args=["agency", "import", str(file)])
    assert (told.exit_code, told.output) == (0, "Agencies read: 1. Added: 0. Changed: 0.\n")
    file.write_bytes(b"name,kind,email\r\nOther,shop,x@example.com\r\n")
    refused = runner.invoke(args=["agency", "import", str(file)])
    assert (refused.exit_code, "line 2, kind" in refused.output) == (1, True)


def test_person_joins_an_agency_and_parts_from_it(sqlite_app: Flask, now: datetime) -> None:
    cast, run = Cast(now), sqlite_app.test_cli_runner().invoke
    cast.person("agency lead")
    add_agency(cast.person("coordinator"), now=now, name="Invented Surgery")
    told = ["Invented Surgery", "Agency.Lead@example.com"]
    joined, parted = (run(args=["agency", verb, *told]) for verb in ("join", "part"))
    assert joined.output == "agency.lead@example.com answers for Invented Surgery.\n"
    assert parted.output == "agency.lead@example.com no longer answers for Invented Surgery.\n"
    assert "does not answer" in run(args=["agency", "part", *told]).output
