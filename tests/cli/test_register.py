"""`flask register …`: what it prints, how it ends, and that faults leave the database as it was.

All children here are invented.
"""

import csv
import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from cdop import create_app
from cdop.extensions import db
from tests.databases import config_for
from tests.personas import OTHER_PANEL, PANEL, Cast
from tests.registers import (
    EXAMPLE,
    FAULTS,
    NAMED,
    SIXTY,
    SOUND,
    digest_of_database,
    meetings_file,
    register_file,
    row,
)

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, cast: Cast) -> Run:
    """Runs `flask register …` in a database with one panel."""
    assert cast.panel_id
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(args=["register", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[bytes], Path]:
    """Writes a file and returns its path."""

    def save(content: bytes, name: str = "a register.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return save


def told(result: Result) -> tuple[int, list[str], list[str]]:
    return result.exit_code, result.stdout.splitlines(), result.stderr.splitlines()


@pytest.mark.parametrize("fault", FAULTS)
def test_import_file_with_fault_says_so_and_leaves_the_database(
    fault: str, run: Run, saved: Callable[[bytes], Path]
) -> None:
    content, line = FAULTS[fault]
    before = digest_of_database()
    assert told(run("import", saved(content))) == (1, ["Nothing was changed: 1 fault."], [line])
    assert digest_of_database() == before


def test_import_sixty_faults_tells_all_of_them_and_writes_them(
    run: Run, saved: Callable[[bytes], Path], tmp_path: Path
) -> None:
    errors = tmp_path / "errors.csv"
    before = digest_of_database()
    status, out, err = told(run("import", saved(SIXTY), "--errors", errors))
    rule = "One of: female, male, indeterminate, not known."
    assert (status, out) == (1, ["Nothing was changed: 60 faults."])
    assert err == [f'line {line}, sex, "unsure": {rule}' for line in range(2, 62)]
    assert list(csv.DictReader(io.StringIO(errors.read_text(encoding="utf-8")))) == [
        {"line": str(line), "column": "sex", "value": "unsure", "rule": rule} for line in range(2, 62)
    ]
    assert errors.stat().st_mode & 0o777 == 0o600
    assert digest_of_database() == before


def test_import_sound_file_leaves_no_faults_of_an_earlier_try(
    run: Run, saved: Callable[[bytes], Path], tmp_path: Path
) -> None:
    errors = tmp_path / "errors.csv"
    run("import", saved(SIXTY), "--errors", errors)
    assert told(run("import", saved(register_file(SOUND)), "--errors", errors))[0] == 0
    assert errors.read_bytes() == b"line,column,value,rule\r\n"


def test_import_errors_that_cannot_be_written_are_told_all_the_same(
    run: Run, saved: Callable[[bytes], Path], tmp_path: Path
) -> None:
    errors = tmp_path / "no such folder" / "errors.csv"
    status, _, err = told(run("import", saved(register_file(row("INV/001", sex="x"))), "--errors", errors))
    assert (status, len(err), err[1]) == (1, 2, f"{errors} cannot be written: No such file or directory.")


def test_import_example_ends_with_a_summary(run: Run) -> None:
    assert told(run("import", EXAMPLE / "register.csv")) == (
        0,
        [
            "Rows read: 78. Cases added: 78. Rows linked: 0. Left out as already held: 0.",
            "Case review meetings added for review dates: 4.",
        ],
        [],
    )
    assert told(run("import-meetings", EXAMPLE / "meetings.csv")) == (
        0, ["Meetings read: 5. Added: 1. Updated: 0. Left as they were: 4."], []
    )  # fmt: skip


def test_import_names_new_themes_kept_themes_and_ignored_columns(run: Run, saved: Callable[[bytes], Path]) -> None:
    run("import-meetings", saved(meetings_file("2014-02-20,,neonatal")))
    reviewed = {"date_reviewed": "2014-02-20", "category": "8", "modifiable": "no", "panel_theme": "sepsis"}
    cases = register_file(row("INV/001", themes="own-theme", **reviewed), also=("shoe size", "\x1b[31mred"))
    assert told(run("import", saved(cases)))[1] == [
        "Rows read: 1. Cases added: 1. Rows linked: 0. Left out as already held: 0.",
        "New themes: own-theme.",
        "The meeting of 20 February 2014 keeps its theme neonatal; the register says sepsis.",
        "Ignored columns: shoe size, \N{REPLACEMENT CHARACTER}[31mred.",
    ]


def test_import_dry_run_changes_nothing(run: Run, saved: Callable[[bytes], Path]) -> None:
    before = digest_of_database()
    assert told(run("import", saved(register_file(SOUND)), "--dry-run")) == (
        0,
        [
            "Nothing was changed: this was a check.",
            "Rows read: 1. Cases would be added: 1. Rows would be linked: 0. Left out as already held: 0.",
        ],
        [],
    )
    assert digest_of_database() == before


def test_import_duplicates_stop_it_unless_they_are_to_be_linked(run: Run, saved: Callable[[bytes], Path]) -> None:
    run("import", saved(register_file(NAMED)))
    again = saved(register_file(row("INV/002", nhs_number="999 000 0018")))
    before = digest_of_database()
    rule = (
        "Possible duplicate of case INV/001: the same NHS number. Link duplicates, or take the row out. "
        "Where they are two children, put right the number that is wrong."
    )
    assert told(run("import", again)) == (
        1,
        ["Nothing was changed: 1 fault."],
        [
            f'line 2, nhs_number, "9990000018": {rule}',
            "--link-duplicates links each row that looks like a death already held to its case.",
        ],
    )  # fmt: skip
    assert digest_of_database() == before
    assert told(run("import", again, "--link-duplicates")) == (
        0, ["Rows read: 1. Cases added: 0. Rows linked: 1. Left out as already held: 0."], []
    )  # fmt: skip


def test_export_and_import_elsewhere_reads_the_areas_beside_it(
    run: Run, tmp_path: Path, new_database: Callable[[str], str]
) -> None:
    folder = tmp_path / "new" / "folder"
    run("import", EXAMPLE / "register.csv")
    names = [folder / name for name in ("register.csv", "meetings.csv", "areas.csv")]
    assert told(run("export", folder)) == (0, [f"{name} was written." for name in names], [])
    db.session.remove()
    other = create_app(config_for(new_database("sqlite")))
    with other.app_context():
        runner = other.test_cli_runner()
        for command, name in ("import-meetings", "meetings.csv"), ("import", "register.csv"):
            result = runner.invoke(args=["register", command, str(folder / name), "--panel", PANEL])
            assert told(result)[0] == 0
        runner.invoke(args=["register", "export", str(tmp_path / "again")])
        db.session.remove()
        db.engine.dispose()
    assert [(tmp_path / "again" / path.name).read_bytes() for path in names] == [path.read_bytes() for path in names]


def test_import_first_register_without_a_name_for_the_panel_says_what_to_do(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["register", "import", str(EXAMPLE / "register.csv")])
    assert told(result) == (1, [], ["There is no panel yet: name the new one with --panel."])


def test_import_first_register_makes_the_panel(app: Flask) -> None:
    arguments = ["register", "import", str(EXAMPLE / "register.csv"), "--panel", "Pan-Cheshire"]
    status, out, _ = told(app.test_cli_runner().invoke(args=arguments))
    assert (status, out[0]) == (0, "The panel Pan-Cheshire was made.")


def test_import_with_several_panels_asks_which(run: Run, cast: Cast) -> None:
    assert cast.other_panel_id
    line = f"There are several panels: name one with --panel ({OTHER_PANEL}, {PANEL})."
    assert told(run("import", EXAMPLE / "register.csv")) == (1, [], [line])
    assert told(run("import", EXAMPLE / "register.csv", "--panel", "Nobody's")) == (
        1, [], ["There is no panel named Nobody's."]
    )  # fmt: skip
    assert told(run("import", EXAMPLE / "register.csv", "--panel", PANEL))[0] == 0


@pytest.mark.parametrize("command", ["import", "import-meetings"])
def test_import_what_cannot_be_read_says_so_in_one_line(command: str, run: Run, tmp_path: Path) -> None:
    missing = tmp_path / "missing.csv"
    assert told(run(command, missing)) == (1, [], [f"{missing} cannot be read: No such file or directory."])
    assert told(run(command, tmp_path)) == (1, [], [f"{tmp_path} cannot be read: Is a directory."])


def test_export_into_what_is_no_folder_says_so_in_one_line(run: Run, saved: Callable[[bytes], Path]) -> None:
    path = saved(b"not a folder")
    assert told(run("export", path)) == (1, [], [f"{path} cannot be written: File exists."])


@pytest.mark.parametrize("made_by", ["", "CREATE TABLE panel AS SELECT 1 AS id"], ids=["nobody", "an earlier version"])
def test_import_into_a_database_without_todays_tables_says_what_to_do(tmp_path: Path, made_by: str) -> None:
    path = tmp_path / "early.sqlite"
    with closing(sqlite3.connect(path)) as early:
        early.execute(made_by)
    app = create_app(config_for(f"sqlite:///{path}"))
    result = app.test_cli_runner().invoke(args=["register", "import", str(EXAMPLE / "register.csv")])
    with app.app_context():
        db.engine.dispose()
    assert told(result) == (1, [], ["The database is not ready: run `flask db upgrade` first."])
