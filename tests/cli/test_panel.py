"""`flask panel`: adding a panel, in plain lines."""

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Panel, PanelArea


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["panel", "add", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_add_takes_areas_by_name_or_code(sqlite_app: Flask) -> None:
    told = run(sqlite_app, "A panel", "--area", "halton", "--area", "E06000007", "--telephone", "01632 960 123")
    assert told == (0, "A panel was added, for Halton, Warrington.\n")
    assert sorted(db.session.scalars(select(PanelArea.name))) == ["Halton", "Warrington"]
    assert db.session.scalars(select(Panel.telephone)).all() == ["01632 960 123"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("A panel", "--area", "Atlantis"), 2),
        (("A panel",), 2),
        (("A panel", "--area", "Halton", "--colour", "red"), 2),
        ((" ", "--area", "Halton"), 1),
    ],
)
def test_add_with_a_fault_says_so_and_adds_nothing(words: tuple[str, ...], status: int, sqlite_app: Flask) -> None:
    told = run(sqlite_app, *words)
    assert (told[0], "Traceback" in told[1], db.session.scalars(select(Panel.id)).all()) == (status, False, [])


def test_add_twice_says_that_the_name_is_taken(sqlite_app: Flask) -> None:
    run(sqlite_app, "A panel", "--area", "Halton")
    assert run(sqlite_app, "A panel", "--area", "Halton") == (1, "name: There is already a panel named A panel\n")
