"""Handling marks: set by the agency, shown wherever the answer or the document is."""

import re
from datetime import datetime

import pytest
from flask import Flask

from cdop.questionnaires.answer import place_of
from tests.agencies import MadeRequest, ask
from tests.client import Browserless
from tests.documents.reading import words
from tests.documents_sent import TEXT
from tests.factories import add_case
from tests.personas import Cast
from tests.web.test_form_b import fill, opened
from tests.web.test_form_b_files import attach, file_id

PLACE = place_of(("contact_summary", ""))
SUMMARY = f"/form-b/handling/answers/form_b/{PLACE}"
MARKED = ["not for the family", "may prejudice proceedings"]
SHOWN = ("Not for the family", "May prejudice proceedings")


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def request_(cast: Cast, now: datetime) -> MadeRequest:
    coordinator = cast.person("coordinator")
    return ask(coordinator, add_case(coordinator, now=now), now=now, name="Invented Surgery")


@pytest.fixture
def manager(sqlite_app: Flask, cast: Cast, request_: MadeRequest) -> Browserless:
    return opened(sqlite_app, cast, request_)


def shown_on(page: str) -> list[bool]:
    return [label in page for label in SHOWN]


def test_marks_of_an_answer_stay_with_it_and_are_shown_to_the_panel(
    sqlite_app: Flask, cast: Cast, manager: Browserless, request_: MadeRequest
) -> None:
    manager.get(SUMMARY, status=404)
    fill(manager, "reporting", contact_summary="Seen often", records_searched="child")
    assert manager.submit(SUMMARY, marks=MARKED).status_code == 302
    fill(manager, "reporting", contact_summary="Seen often, and on Monday")
    fill(manager, "circumstances", circumstances="Seen on Monday")
    page = manager.get("/form-b/check").text
    assert (shown_on(page), f'href="{SUMMARY}"' in page) == ([True, True], True)
    assert "None added" in page
    for marks in re.findall('href="(/form-b/handling/[^"]*)"', page):
        manager.get(marks)
    copy = manager.get("/form-b/copies/form_b.pdf")
    printed = words(copy.data)
    assert ("Seen often, and on Monday" in printed, "Not for the family" in printed) == (True, True)
    assert copy.headers["Content-Disposition"].startswith("attachment; filename=form-b-FB-")
    manager.get("/form-b/copies/no_form.pdf", status=404)
    assert manager.submit("/form-b/check", reason="The rest is with the trust").status_code == 302
    coordinator = Browserless(sqlite_app, cast).sign_in("coordinator")
    assert shown_on(coordinator.get(f"/requests/{request_.public_id}/form").text) == [True, True]
    case = re.findall(r"/cases/[\w-]{22}/", coordinator.get(f"/requests/{request_.public_id}").text)[0]
    form = re.findall(f'"({case}forms/[^/"]+)"', coordinator.get(f"{case}forms/").text)[0]
    shown = (form, f"{form}/form.csv", f"{case}forms/all.json")
    compared = (f"{case}comparison/?show=all", f"{case}comparison/form_b/{PLACE}")
    for path in (*shown, *compared):
        assert (path, shown_on(coordinator.get(path).text)) == (path, [True, True])
    assert "What you agree on keeps these marks" in coordinator.get(compared[1]).text
    assert shown_on(words(coordinator.get(f"{case}forms/all.pdf").data)) == [True, True]


def test_marks_are_taken_off_again(manager: Browserless) -> None:
    fill(manager, "reporting", contact_summary="Seen often")
    manager.submit(SUMMARY, marks=MARKED)
    assert "checked" in manager.get(SUMMARY).text
    manager.submit(SUMMARY)
    assert (shown_on(manager.get("/form-b/check").text), "checked" in manager.get(SUMMARY).text) == ([False] * 2, False)
    assert manager.submit(SUMMARY, marks="for nobody").status_code == 422


def test_marks_of_a_document_are_shown_with_it(
    sqlite_app: Flask, cast: Cast, manager: Browserless, request_: MadeRequest, now: datetime
) -> None:
    attach(manager, "letter.txt", TEXT)
    page = f"/form-b/handling/documents/{file_id(manager)}"
    assert manager.submit(page, marks=MARKED).status_code == 302
    assert shown_on(manager.get("/form-b/documents").text) == [True, True]
    coordinator = cast.person("coordinator")
    other = ask(coordinator, add_case(coordinator, now=now), now=now)
    opened(sqlite_app, cast, other).get(page, status=404)
