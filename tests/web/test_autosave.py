"""What is typed is saved on the way, and the page is told what of it is kept: no more and no less."""

import json
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FormAnswerHistory
from cdop.queries.answers import answers_of
from cdop.questionnaires import registry
from cdop.services import form_b
from tests.agencies import MadeRequest, ask
from tests.client import Browserless, form_fields
from tests.factories import add_case
from tests.personas import Cast
from tests.web.test_form_b import opened

PAGE = "/form-b/sections/form_b/reporting"


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def request_(cast: Cast, now: datetime) -> MadeRequest:
    coordinator = cast.person("coordinator")
    return ask(coordinator, add_case(coordinator, now=now), now=now, name="Invented Surgery")


class Tab:
    """A page that is open in somebody's browser, and what autosave.js does there."""

    def __init__(self, browser: Browserless) -> None:
        self.browser = browser
        self.fields = form_fields(browser.get(PAGE).text)

    def type(self, status: int = 200, **typed: str) -> Any:
        """Type, and send the page as the script does."""
        self.fields |= typed | {"press": "autosave"}
        response = self.browser.http.post(f"{PAGE}/autosave", data=self.fields)
        assert response.status_code == status, response.text
        if status == 200:
            self.fields["seen"] = response.json["seen"]
        return response.json


@pytest.fixture
def pat(sqlite_app: Flask, cast: Cast, request_: MadeRequest) -> Tab:
    return Tab(opened(sqlite_app, cast, request_))


@pytest.fixture
def jo(sqlite_app: Flask, cast: Cast, request_: MadeRequest, pat: Tab) -> Tab:
    return Tab(opened(sqlite_app, cast, request_, "Dr Jo Doctor"))


def summary(request: MadeRequest) -> str:
    db.session.rollback()
    found = answers_of(request.response_id, registry.get("form_b", "2024-1")).answers
    return str(found[("contact_summary", "")].value)


def replaced() -> list[object]:
    db.session.rollback()
    return list(db.session.scalars(select(FormAnswerHistory.value).order_by(FormAnswerHistory.id)))


def test_what_is_typed_is_kept_and_the_page_is_told_when(pat: Tab, request_: MadeRequest) -> None:
    told = pat.type(contact_summary="Registered")
    assert (told["at"], told["unread"], told["overtaken"]) == ("10:00am", [], [])
    told = pat.type(contact_summary="Registered since birth")
    assert (told["overtaken"], summary(request_)) == ([], "Registered since birth")
    assert "Registered since birth" in pat.browser.get(PAGE).text


def test_words_on_the_way_leave_no_trail_but_words_that_are_taken_back_do(pat: Tab, request_: MadeRequest) -> None:
    for words in ("Seen", "Seen by Dr Jo", "Seen by the nurse", "Seen by the nurse on Monday the third"):
        pat.type(contact_summary=words)
    assert replaced() == []
    pat.type(contact_summary="")
    pat.type(contact_summary="Not seen")
    assert (replaced(), summary(request_)) == (["Seen by the nurse on Monday the third", None], "Not seen")


def test_answer_that_was_cleared_and_written_again_is_no_conflict_with_oneself(pat: Tab, request_: MadeRequest) -> None:
    for words in ("Seen on Monday", "", "Seen on Tuesday"):
        assert pat.type(contact_summary=words)["overtaken"] == []
    assert summary(request_) == "Seen on Tuesday"


def test_page_that_was_not_acknowledged_is_sent_again_without_harm(pat: Tab, request_: MadeRequest) -> None:
    before = pat.fields["seen"]
    pat.type(contact_summary="Seen once")
    pat.fields["seen"] = before
    assert pat.type(contact_summary="Seen once")["overtaken"] == []
    assert pat.type(contact_summary="Seen once or twice")["overtaken"] == []
    assert summary(request_) == "Seen once or twice"


def test_answer_that_cannot_be_read_yet_is_named_and_the_others_are_kept(pat: Tab, request_: MadeRequest) -> None:
    told = pat.type(contact_summary="x" * 60_000, completed_by_email="pat@")
    assert len(told["unread"]) >= 1
    assert pat.type(contact_summary="Seen", completed_by_email="pat@example.com")["unread"] == []
    assert summary(request_) == "Seen"


def test_neither_of_two_colleagues_overwrites_the_other_however_often_their_pages_save(
    pat: Tab, jo: Tab, request_: MadeRequest
) -> None:
    pat.type(contact_summary="The manager's words")
    for _ in range(3):
        told = jo.type(contact_summary="The doctor's words")
        assert [each["by"] for each in told["overtaken"]] == ["Pat Manager (practice manager)"]
        assert summary(request_) == "The manager's words"
    page = jo.browser.http.post(PAGE, data=jo.fields | {"press": "save"})
    assert (page.status_code, "Saved meanwhile by Pat Manager" in page.text) == (422, True)
    assert "The doctor&#39;s words" in page.text
    told = pat.type(contact_summary="The manager's words, continued")
    assert (told["overtaken"], summary(request_)) == ([], "The manager's words, continued")


def test_page_of_a_form_that_is_closed_is_told_so_and_goes_on_once_it_is_open_again(
    pat: Tab, request_: MadeRequest, sqlite_app: Flask, cast: Cast, now: datetime
) -> None:
    pat.browser.submit("/form-b/", "/form-b/leave")
    response = pat.browser.http.post(f"{PAGE}/autosave", data=pat.fields | {"contact_summary": "Typed while away"})
    assert response.status_code == 401
    again = opened(sqlite_app, cast, request_)
    pat.browser = again
    pat.fields["csrf_token"] = form_fields(again.get(PAGE).text)["csrf_token"]
    pat.type(contact_summary="Typed while away")
    assert summary(request_) == "Typed while away"
    form_b.withdraw(cast.person("coordinator"), request_.public_id, reason="Not known there", now=now)
    assert pat.browser.http.post(f"{PAGE}/autosave", data=pat.fields).status_code == 401


def test_page_says_where_it_saves_and_fingerprints_only_what_it_shows(pat: Tab) -> None:
    page = pat.browser.get(PAGE).text
    assert f'data-autosave="{PAGE}/autosave"' in page
    assert {key for key, _row, _mark in json.loads(pat.fields["seen"])} == {
        "completed_by_name",
        "completed_by_role",
        "completed_by_agency",
    }


def test_answer_of_a_colleague_that_a_page_never_showed_outlives_every_save_of_that_page(
    pat: Tab, jo: Tab, request_: MadeRequest
) -> None:
    pat.type(contact_summary="The manager's words")
    jo.type(records_searched="child")
    jo.type(records_searched="mother")
    page = jo.browser.http.post(PAGE, data=jo.fields | {"press": "save", "completed_by_email": "jo@"})
    assert page.status_code == 422
    jo.browser.http.post(PAGE, data=form_fields(page.text) | {"press": "save", "completed_by_email": ""})
    assert summary(request_) == "The manager's words"
