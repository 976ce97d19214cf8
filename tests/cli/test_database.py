"""A database that cannot be used is told in one line, by our commands as by Flask-Migrate's."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.databases import SECRET
from tests.forked import fork, run

Told = Callable[..., tuple[int | None, list[str]]]
COMMANDS = (("db", "upgrade"), ("db", "current"), ("user", "disable", "a@example.com"), ("audit", "seal"))


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """Gives a command as it is typed on the server; returns its exit status and the lines that it said."""

    def told(url: str, *words: str) -> tuple[int | None, list[str]]:
        settings, log = {"CDOP_DATABASE_URL": url, "CDOP_SECRET_KEY": SECRET}, tmp_path / "said"
        process = fork(run, ["flask", "--app", "wsgi", *words], settings, str(log))
        process.join()
        return process.exitcode, log.read_text().splitlines()

    return told


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_database_that_does_not_answer_is_one_line(told: Told, words: tuple[str, ...]) -> None:
    status, lines = told("postgresql://cdop:a-secret@127.0.0.1:1/cdop", *words)
    assert (status, len(lines), "Connection refused" in lines[0], "a-secret" in lines[0]) == (1, 1, True, False)


@pytest.mark.parametrize(
    ("name", "why"), [("no-folder/a.sqlite", "unable to open database file"), ("text.sqlite", "not a database")]
)
def test_file_that_is_no_database_is_one_line(told: Told, name: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "text.sqlite").write_text("Some words that are no database. " * 10)
    status, lines = told(f"sqlite:///{tmp_path / name}", "db", "upgrade")
    assert (status, lines) == (1, [f"The database cannot be used: {lines[0].partition(': ')[2]}"])
    assert why in lines[0]


@pytest.mark.parametrize("url", ["", "mysql://a/b", "postgresql://[::1/x"])
def test_address_that_is_none_is_named_with_its_setting(told: Told, url: str) -> None:
    status, lines = told(url, "db", "upgrade")
    assert (status, len(lines), "CDOP_DATABASE_URL" in lines[-1]) == (1, 2, True)
