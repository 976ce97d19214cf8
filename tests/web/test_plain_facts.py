"""An agency confirms or corrects what the panel was told; nothing is shown so while proceedings are open."""

from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FormAnswer
from cdop.rules.vocabulary import HoldKind
from cdop.services import form_b_returns, holds
from tests.agencies import MadeRequest, ask, mark, respondent
from tests.client import Browserless, form_fields
from tests.factories import MadeCase, add_case
from tests.personas import Cast
from tests.web.test_form_b import opened

DETAILS = "/form-b/sections/form_b/details"
DIED = "1 May 2026"


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    return add_case(cast.person("coordinator"), now=now, nhs_number="9990000018", postcode="CW1 2AB")


@pytest.fixture
def request_(cast: Cast, case: MadeCase, now: datetime) -> MadeRequest:
    return ask(cast.person("coordinator"), case, now=now, name="Invented Surgery")


@pytest.fixture
def nurse(sqlite_app: Flask, cast: Cast, request_: MadeRequest) -> Browserless:
    return opened(sqlite_app, cast, request_)


def press(browser: Browserless, button: str, page: str = DETAILS, **typed: str) -> str:
    """Press a button of the page, and return where it leads."""
    response = browser.http.post(page, data=form_fields(browser.get(page).text) | typed | {"press": button})
    assert response.status_code == 302, response.text
    return str(response.location)


def stored(request: MadeRequest) -> dict[str, object]:
    db.session.rollback()
    rows = db.session.scalars(select(FormAnswer).where(FormAnswer.response_id == request.response_id))
    return {row.question_key: row.value for row in rows if not row.question_key.startswith("completed_by")}


def test_one_press_confirms_one_fact_another_all_that_are_left_and_a_correction_stays(
    nurse: Browserless, request_: MadeRequest
) -> None:
    page = nurse.get(DETAILS).text
    assert (page.count("The panel was told:"), page.count(">Confirm<"), "Your answer differs" in page) == (4, 4, False)
    assert press(nurse, "confirm:died_on") == f"{DETAILS}#told-died_on"
    assert stored(request_) == {"died_on": "2026-05-01"}
    corrected = {"born_on-day": "2", "born_on-month": "3", "born_on-year": "2026"}
    assert press(nurse, "confirm:", **corrected) == DETAILS
    assert stored(request_) == {
        "died_on": "2026-05-01",
        "born_on": "2026-03-02",
        "nhs_number": "9990000018",
        "postcode": "CW1 2AB",
    }
    page = nurse.get(DETAILS).text
    assert (page.count("Confirmed</strong>"), page.count("Your answer differs"), "Confirm all" in page) == (3, 1, False)


def test_correction_stands_beside_what_was_told_where_the_panel_compares(
    sqlite_app: Flask, cast: Cast, case: MadeCase, nurse: Browserless, request_: MadeRequest, now: datetime
) -> None:
    press(nurse, "save", **{"died_on-day": "3", "died_on-month": "5", "died_on-year": "2026"})
    press(nurse, "save", "/form-b/sections/form_b/reporting", records_searched="child")
    assert nurse.submit("/form-b/check", reason="All we hold").status_code == 302
    page = Browserless(sqlite_app, cast).sign_in("coordinator").get(f"{case.path}/comparison/?show=conflicts").text
    assert ("3 May 2026" in page, f"Told to the panel before: {DIED}" in page, "Date of birth" in page) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize("kind", [HoldKind.CRIMINAL, HoldKind.INQUEST])
def test_nothing_is_shown_or_confirmed_while_proceedings_are_open(
    cast: Cast, case: MadeCase, nurse: Browserless, request_: MadeRequest, now: datetime, kind: HoldKind
) -> None:
    page = form_fields(nurse.get(DETAILS).text)
    told = {"started_on": now.date(), "next_check_on": None, "submission_id": mark(), "now": now}
    holds.start_hold(cast.person("coordinator"), case.public_id, kind, **told)
    for button in ("confirm:died_on", "confirm:"):
        assert nurse.http.post(DETAILS, data=page | {"press": button}).status_code == 302
    after = nurse.get(DETAILS).text
    assert (stored(request_), "The panel was told" in after, "Date of death" in after) == ({}, False, True)


def test_account_of_what_happened_is_confirmed_by_no_request(nurse: Browserless, request_: MadeRequest) -> None:
    page = "/form-b/sections/form_b/circumstances"
    press(nurse, "confirm:circumstances", page)
    assert (stored(request_), "The panel was told" in nurse.get(page).text) == ({}, False)


def test_fact_that_a_colleague_answers_meanwhile_is_not_overwritten_by_a_press(
    nurse: Browserless, request_: MadeRequest, cast: Cast, now: datetime
) -> None:
    page = form_fields(nurse.get(DETAILS).text)
    colleague = respondent(request_, panel_id=cast.panel_id, now=now, name="Jo Colleague")
    given = {("died_on", ""): form_b_returns.Answer(date(2026, 5, 3))}
    form_b_returns.save(colleague, "form_b", "details", given, seen={}, now=now)
    answer = nurse.http.post(DETAILS, data=page | {"press": "confirm:died_on"})
    assert (answer.status_code, "Jo Colleague" in answer.text, "3 May 2026" in answer.text) == (422, True, True)
    assert stored(request_) == {"died_on": "2026-05-03"}
