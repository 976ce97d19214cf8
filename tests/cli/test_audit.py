"""`flask audit`: seals that are made, hold, and show what was altered."""

from datetime import datetime

from flask import Flask
from sqlalchemy import text

from cdop.extensions import db
from cdop.services import audit_seals
from tests.personas import Cast


def run(app: Flask, *words: str) -> tuple[int, str]:
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["audit", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_seal_says_how_many_and_which_seal_to_keep(sqlite_app: Flask, now: datetime) -> None:
    assert Cast(now).panel_id
    status, said = run(sqlite_app, "seal")
    kept = audit_seals.newest()
    assert (status, said.splitlines()[1]) == (
        0,
        f"The newest seal is {kept}. Keep it somewhere else: it shows whether the log is whole.",
    )
    assert run(sqlite_app, "verify", "--seal", str(kept)) == (0, "Every seal holds.\n")
    assert run(sqlite_app, "seal")[1].startswith("0 entries were sealed.")


def test_verify_of_an_altered_log_fails_and_says_where(sqlite_app: Flask, now: datetime) -> None:
    assert Cast(now).panel_id
    run(sqlite_app, "seal")
    with db.engine.begin() as connection:
        connection.execute(text("drop trigger audit_entry_no_update"))
        connection.execute(text("update audit_entry set actor_name = 'x' where id = 1"))
    status, said = run(sqlite_app, "verify")
    assert (status, said.startswith("Between the entries 1 and "), said.endswith(" was altered.\n")) == (1, True, True)


def test_verify_without_the_seal_that_was_kept_fails(sqlite_app: Flask, now: datetime) -> None:
    assert Cast(now).panel_id
    run(sqlite_app, "seal")
    assert run(sqlite_app, "verify", "--seal", "abc") == (
        1,
        "The seal abc is missing: the audit log was cut off.\n",
    )
