"""Documents that come with a notification: from anybody, looked at by what is in them, opened by the panel alone."""

import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from cdop import clock
from cdop.extensions import db
from cdop.models import Attachment, AttachmentContent
from cdop.rules import attachments as rules
from cdop.rules.attachments import Limit
from cdop.services import forgetting, notification_files
from tests.client import Browserless, hidden_fields
from tests.documents_sent import PDF, TEXT
from tests.factories import add_case
from tests.notifying import begin, fill, write
from tests.personas import Cast
from tests.scanner import EICAR, scanner

PAGE = "/notify/documents"


@pytest.fixture
def visitor(app: Flask, cast: Cast) -> Browserless:
    cast.person("coordinator")
    return Browserless(app, cast)


def attach(browser: Browserless, name: str = "letter.pdf", content: bytes = PDF) -> TestResponse:
    fields = hidden_fields(browser.get(PAGE).text) | {"file": (BytesIO(content), name)}
    return browser.http.post(PAGE, data=fields, content_type="multipart/form-data")


def number_of(model: type[Attachment] | type[AttachmentContent]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def first_link(page: str, start: str) -> str:
    """The address of the first link to something of this kind."""
    return re.findall(rf'href="({start}[\w-]{{20,}})"', page)[0]


def test_document_goes_with_the_notification_to_the_case_and_to_nobody_else(
    visitor: Browserless, cast: Cast, now: datetime
) -> None:
    case = add_case(
        cast.person("coordinator"),
        now=now,
        given_names="Canarianna",
        family_name="Zantedeschia",
        nhs_number="9990000018",
    )
    write(visitor)
    assert attach(visitor, "Befund Zażółć.pdf").location == PAGE
    assert "Befund Zażółć.pdf" in visitor.get("/notify/check").text
    visitor.submit("/notify/check", **{"reason-gaps": "I do not know them"})
    visitor.get(PAGE, status=302)
    desk = Browserless(visitor.app, cast).sign_in("coordinator")
    story = desk.get(f"/cases/{case.public_id}").text
    assert "with 1 document" in story
    notification = first_link(story, "/notifications/")
    path = first_link(desk.get(notification).text, f"{notification}/documents/")
    served = desk.get(path)
    assert (served.data, served.headers["Content-Security-Policy"]) == (PDF, "default-src 'none'; sandbox")
    name = served.headers["Content-Disposition"]
    assert (name.startswith("attachment; filename=other-N-"), "Befund" in name) == (True, False)
    assert visitor.http.get(path).status_code == 302
    apart = Browserless(visitor.app, cast).sign_in("panel member")
    assert apart.http.get(path).status_code in (403, 404)


def test_what_is_not_taken_says_why_beside_its_field(visitor: Browserless, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(visitor)
    for name, content, why in (
        ("page.html", b"<script>alert(1)</script>", "Choose a PDF"),
        ("letter.pdf", TEXT, "not what its name says"),
        ("", b"", "Choose the file"),
    ):
        response = attach(visitor, name, content)
        assert (response.status_code, why in response.text) == (422, True), name
    monkeypatch.setattr(notification_files, "OF_A_NOTIFICATION", Limit(1, rules.OF_A_NOTIFICATION.size))
    attach(visitor)
    assert "no more than 1 file here" in attach(visitor, "other.txt", TEXT).text
    monkeypatch.setattr(notification_files, "BY_CALLER", 3)
    begin(visitor)
    assert "Too many files came from your network" in attach(visitor).text
    assert number_of(Attachment) == 1


def test_harmful_document_is_not_kept_and_one_that_waits_cannot_be_opened(visitor: Browserless, cast: Cast) -> None:
    with scanner() as clamd:
        write(visitor)
        attach(visitor, "harmful.txt", EICAR)
        assert "virus scan found something harmful" in visitor.get(PAGE).text
        clamd.says = b"INSTREAM size limit exceeded. ERROR"
        attach(visitor, "waits.txt", TEXT)
        visitor.submit("/notify/check", **{"reason-gaps": "I do not know them"})
    assert number_of(AttachmentContent) == 1
    desk = Browserless(visitor.app, cast).sign_in("coordinator")
    notification = first_link(desk.get("/notifications/").text, "/notifications/")
    page = desk.get(notification).text
    assert ("Waiting for the virus scan" in page, f'href="{notification}/documents/' in page) == (True, False)


def test_document_is_taken_off_and_goes_with_a_draft_that_is_never_sent(visitor: Browserless) -> None:
    begin(visitor)
    fill(visitor, "child", given_names="Canarianna")
    attach(visitor)
    (taking_off,) = re.findall(rf'action="({PAGE}/[^"]+)"', visitor.get(PAGE).text)
    assert visitor.submit(PAGE, taking_off).location == PAGE
    assert (number_of(Attachment), number_of(AttachmentContent)) == (0, 0)
    attach(visitor)
    assert forgetting.forget(now=clock.now() + timedelta(days=8))["drafts"] == 1
    assert (number_of(Attachment), number_of(AttachmentContent)) == (0, 0)


def test_coordinator_attaches_to_a_call(visitor: Browserless, cast: Cast) -> None:
    desk = Browserless(visitor.app, cast).sign_in("coordinator")
    begin(desk, "call")
    assert attach(desk).location == PAGE
    assert "letter.pdf" in desk.get("/notify/check").text
