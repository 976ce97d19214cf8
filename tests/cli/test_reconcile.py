"""`flask reconcile`: a list compared on the command line says which lines are missing, and never a name."""

from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AwaitedNotification, DeathListRow
from tests.agencies import add_agency
from tests.death_lists import ROWS, csv_of
from tests.factories import add_case
from tests.personas import Cast

HEAD = ("NHS Number", "Surname", "Forename(s)", "D.O.B.", "Left us on")


@pytest.fixture
def app(sqlite_app: Flask) -> Flask:
    return sqlite_app


@pytest.fixture
def cast(sqlite_app: Flask, cast: Cast, now: datetime) -> Cast:
    told = {"given_names": "Ada", "nhs_number": "9990000018", "born_on": date(2026, 3, 1), "died_on": date(2026, 11, 1)}
    add_case(cast.person("coordinator"), now=now, notified_on=date(2026, 11, 2), **told)
    add_agency(cast.person("coordinator"), now=now, name="Invented Trust")
    return cast


@pytest.fixture
def file(cast: Cast, tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(csv_of(ROWS, HEAD))
    return path


def run(app: Flask, file: Path, *words: str) -> tuple[int, list[str]]:
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["reconcile", str(file), "--from", "Registrar of Halton", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Bea" not in result.output
    db.session.rollback()
    return result.exit_code, result.output.splitlines()


def test_columns_are_named_once_and_what_is_missing_is_awaited_when_asked(app: Flask, file: Path) -> None:
    status, told = run(app, file)
    assert (status, told[0].split(".")[0]) == (1, "kind: Nobody of this name has sent a list yet")
    status, told = run(app, file, "--kind", "registrar")
    assert status == 1
    assert "No column was found for" in told[0]
    assert "Left us on" in told[0]
    column = ("--column", "died_on=left us on")
    compared = ["Deaths of children read: 2. Adults left out: 0.", "Matched: 1.", "Awaited: 0.", "Possible: 0."]
    assert run(app, file, *column, "--dry-run") == (0, [*compared, "Missing: 1 (line 3).", "Nothing was kept."])
    assert db.session.scalars(select(DeathListRow.id)).all() == []
    assert run(app, file, *column)[1][-1] == "The comparison was kept."
    later = file.with_name("later.csv")
    later.write_bytes(csv_of([*ROWS, ("", "INVENTED", "Cy", "02/02/2015", "3/11/2026")], HEAD))
    status, told = run(app, later, "--await-missing", "--agency", "Invented Trust")
    assert (status, told[1]) == (0, "On earlier lists of this sender: 2.")
    assert told[-2:] == ["The comparison was kept.", "1 notification is awaited now."]
    assert run(app, file, "--await-missing")[1] == ["This list was kept before.", "1 notification is awaited now."]
    names = db.session.scalars(select(AwaitedNotification.given_names).order_by(AwaitedNotification.id))
    assert names.all() == ["Cy", "Bea"]


def test_a_list_with_a_fault_is_told_by_line_and_nothing_of_it_is_kept(app: Flask, file: Path) -> None:
    file.write_bytes(csv_of([("", "INVENTED", "Bea", "01/03/2026", "next Tuesday")]))
    status, told = run(app, file, "--kind", "registrar")
    assert (status, told[-1]) == (1, "Nothing of the list was kept.")
    assert "next Tuesday" in told[0]
    assert run(app, file, "--kind", "registrar", "--agency", "Nobody")[1][0].startswith("agency: There is no agency")
