"""Faults of the real application: each is a page that helps, and none loses what was typed or says too much."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from cdop import create_app
from cdop.extensions import db
from tests.client import Browserless, assert_good_html, hidden_fields
from tests.conftest import NOW
from tests.databases import config_for
from tests.factories import MadeCase, add_case
from tests.personas import Cast

TYPED = "A long note that took an hour to write"


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    return client.sign_in("coordinator")


@pytest.fixture
def case(desk: Browserless, now: datetime) -> MadeCase:
    return add_case(desk.cast.person("coordinator"), now=now)


def test_save_into_a_broken_table_is_a_page_with_the_text(desk: Browserless, case: MadeCase) -> None:
    hidden = hidden_fields(desk.get(case.path).text)
    with db.engine.begin() as connection:
        connection.execute(text("drop table case_note"))
    answer = desk.http.post(f"{case.path}/notes", data=hidden | {"text": TYPED})
    assert answer.status_code in (500, 503)
    assert_good_html(answer.text)
    assert (TYPED in answer.text, "case_note" in answer.text, "Traceback" in answer.text) == (True, False, False)


def test_note_one_letter_too_long_is_refused_with_the_text(desk: Browserless, case: MadeCase) -> None:
    words = ("Words " * 17_000)[:100_001]
    answer = desk.submit(case.path, f"{case.path}/notes", text=words)
    assert (answer.status_code, words.strip() in answer.text) == (422, True)


def test_note_of_many_megabytes_is_refused_beside_its_field_with_the_text(desk: Browserless, case: MadeCase) -> None:
    words = "Words " * 500_000
    hidden = hidden_fields(desk.get(case.path).text)
    answer = desk.http.post(f"{case.path}/notes", data=hidden | {"text": words})
    assert (answer.status_code, words.strip() in answer.text) == (422, True)
    assert "Add a note must be 100,000 characters or fewer" in answer.text


@pytest.mark.parametrize("path", ["/nowhere", "/cases/nowhere", "/reports/nowhere", "/cases/../../etc/passwd"])
def test_page_that_is_not_there_helps_and_repeats_nothing(path: str, desk: Browserless) -> None:
    page = desk.get(path, status=404)
    assert ("Page not found" in page.text, "nowhere" in page.text) == (True, False)


def test_whoever_may_not_is_told_whom_to_ask(client: Browserless) -> None:
    page = client.sign_in("analyst").get("/cases/", status=403)
    assert "ask the panel’s coordinator" in page.text


@pytest.mark.parametrize("place", ["nowhere/at/all.sqlite", "empty.sqlite"])
def test_application_without_its_tables_answers_with_a_page(place: str, tmp_path: Path) -> None:
    app = create_app(config_for(f"sqlite:///{tmp_path / place}"))
    with app.app_context():
        browser = Browserless(app, Cast(NOW))
        fields = {"email": "a@example.com", "password": "three words together"}
        answer = browser.submit("/sign-in", **fields)
        ready = browser.http.get("/readyz").status_code
        db.engine.dispose()
    assert (answer.status_code, "no such table" in answer.text, "unable to open" in answer.text) == (503, False, False)
    assert ready == 503
