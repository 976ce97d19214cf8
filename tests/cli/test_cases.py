"""`flask cases`: search words brought up to date."""

from datetime import datetime

from flask import Flask
from sqlalchemy import text

from cdop.extensions import db
from tests.factories import add_cases
from tests.personas import Cast


def test_reindex_says_how_many_it_read_and_changed(sqlite_app: Flask, now: datetime) -> None:
    cast = Cast(now)
    add_cases(cast.person("coordinator"), 3, now=now)
    with db.engine.begin() as connection:
        connection.execute(text("delete from case_search_term"))
    runner = sqlite_app.test_cli_runner()
    told = [runner.invoke(args=["cases", "reindex"]).output for _ in range(2)]
    words = "Cases read: 3. Search words brought up to date: {}.\nNotifications read: 0. Brought up to date: 0.\n"
    assert told == [words.format(changed) for changed in (3, 0)]


def test_reindex_without_a_panel_says_so_in_one_line(sqlite_app: Flask) -> None:
    result = sqlite_app.test_cli_runner().invoke(args=["cases", "reindex"])
    assert (result.exit_code, result.output) == (1, "There is no panel yet.\n")
