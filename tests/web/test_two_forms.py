"""Two forms in one browser, and an account whose form session ended: nothing goes astray and nothing is lost."""

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FormAnswer
from cdop.rules.form_b import reference
from cdop.services import agencies
from tests.agencies import MadeRequest, ask, last_code, token_of
from tests.client import Browserless, form_fields
from tests.factories import add_case
from tests.personas import Cast, address
from tests.web.test_form_b import opened

PAGE = "/form-b/sections/form_b/reporting"
TYPED = {"contact_summary": "About the first child", "press": "save"}


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def first(cast: Cast, now: datetime) -> MadeRequest:
    coordinator = cast.person("coordinator")
    return ask(coordinator, add_case(coordinator, now=now), now=now, name="Invented Surgery")


@pytest.fixture
def second(cast: Cast, first: MadeRequest, now: datetime) -> MadeRequest:
    coordinator = cast.person("coordinator")
    return ask(coordinator, add_case(coordinator, now=now), now=now, name="Invented Clinic")


def summaries() -> list[tuple[int, str]]:
    db.session.rollback()
    asked = FormAnswer.question_key == "contact_summary"
    return [(row.response_id, row.value) for row in db.session.scalars(select(FormAnswer).where(asked))]


def open_too(browser: Browserless, request: MadeRequest) -> None:
    """Open a form in the same browser."""
    path = f"/r/{token_of(request)}"
    browser.submit(path)
    assert browser.submit(f"{path}/code", code=last_code(), name="Pat", role="manager").status_code == 302


@pytest.mark.parametrize("address_", [PAGE, f"{PAGE}/autosave"])
def test_page_of_one_child_saves_nothing_on_the_form_of_another_that_was_opened_meanwhile(
    sqlite_app: Flask, cast: Cast, first: MadeRequest, second: MadeRequest, address_: str
) -> None:
    browser = opened(sqlite_app, cast, first)
    page = form_fields(browser.get(PAGE).text)
    open_too(browser, second)
    refused = browser.http.post(address_, data=page | TYPED)
    assert (refused.status_code, summaries()) == (401, [])
    told = ("Another form was opened", reference(first.public_id), TYPED["contact_summary"])
    assert [each in refused.text for each in told] == [True, True, True]
    # Still not, by the button of that page; and it is saved once the right form is open again.
    kept = form_fields(refused.text)
    assert browser.http.post(address_, data=kept).status_code == 401
    open_too(browser, first)
    browser.http.post(address_, data=kept)
    assert summaries() == [(first.response_id, TYPED["contact_summary"])]


def test_account_whose_form_session_ended_gets_back_in_and_loses_nothing(
    sqlite_app: Flask, cast: Cast, first: MadeRequest, now: datetime
) -> None:
    lead = Browserless(sqlite_app, cast).sign_in("agency lead")
    agencies.join(cast.command_line, "Invented Surgery", email=address("agency lead"), panel_id=cast.panel_id, now=now)
    opening = ("/our-forms/", f"/our-forms/{first.public_id}/open")
    lead.submit(*opening)
    page = form_fields(lead.get(PAGE).text)
    with time_machine.travel(now + timedelta(minutes=15)):
        lead.get("/our-forms/")
    with time_machine.travel(now + timedelta(minutes=30)):
        refused = lead.http.post(PAGE, data=page | TYPED)
        assert (refused.status_code, "Our forms" in refused.text) == (401, True)
        assert lead.http.get(PAGE).location == "/our-forms/"
        lead.submit(*opening)
        assert lead.http.post(PAGE, data=form_fields(refused.text)).status_code == 302
    assert summaries() == [(first.response_id, TYPED["contact_summary"])]
