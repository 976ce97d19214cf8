"""Documents that come with a notification: from anybody, looked at by what is in them, opened by the panel alone."""

import re
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from cdop import clock
from cdop.extensions import db
from cdop.models import Attachment, AttachmentContent, Notification, OutboundMessage
from cdop.rules import attachments as rules
from cdop.rules.attachments import Limit
from cdop.rules.vocabulary import NotificationStatus
from cdop.services import forgetting, notification_files
from tests.client import Browserless, hidden_fields
from tests.documents_sent import PDF, TEXT
from tests.factories import add_case
from tests.notifying import TOLD, another, begin, fill, neutral, send, write
from tests.personas import Cast
from tests.scanner import EICAR, scanner

PAGE, AFTERWARDS = "/notify/documents", "/notify/documents/more"


@pytest.fixture
def visitor(app: Flask, cast: Cast) -> Browserless:
    cast.person("coordinator")
    return Browserless(app, cast)


def attach(browser: Browserless, name: str = "letter.pdf", content: bytes = PDF, *, path: str = PAGE) -> TestResponse:
    fields = hidden_fields(browser.get(path).text) | {"file": (BytesIO(content), name)}
    return browser.http.post(path, data=fields, content_type="multipart/form-data")


def number_of(model: type[Attachment] | type[AttachmentContent]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def newest(column: Any) -> Any:
    """What the newest notification has in a column."""
    found = db.session.scalars(select(column).order_by(Notification.id.desc())).first()
    db.session.rollback()
    return found


def _note(seen: list[str], _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
    seen.append(statement)


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


def test_document_that_comes_after_sending_is_with_the_case_and_whoever_sends_it_learns_nothing(
    visitor: Browserless, cast: Cast, now: datetime
) -> None:
    """The same pages, and as many statements, whether the child is known; the office is told by reference alone."""
    told = []
    for is_known in (False, True):
        browser = another(visitor)
        send(browser)
        page, statements = browser.get(AFTERWARDS).text, []
        note = partial(_note, statements)
        event.listen(db.engine, "before_cursor_execute", note)
        added = attach(browser, path=AFTERWARDS)
        event.remove(db.engine, "before_cursor_execute", note)
        assert added.location == "/notify/standing"
        assert attach(browser, "page.html", b"<script>", path=AFTERWARDS).status_code == 422
        told.append((neutral(page), neutral(browser.get("/notify/standing").text), len(statements)))
        if not is_known:
            names = {name: TOLD["child"][name] for name in ("given_names", "family_name")}
            add_case(cast.person("coordinator"), now=now, nhs_number="9990000018", **names)
    assert len(set(told)) == 1
    assert told[0][2] > 0
    reference, status = newest(Notification.reference), newest(Notification.status)
    assert status is NotificationStatus.LINKED
    messages = [m.context for m in db.session.scalars(select(OutboundMessage)) if m.template == "notifier_attached"]
    assert (len(messages), messages[-1]) == (2, {"reference": reference})
    db.session.rollback()
    desk = Browserless(visitor.app, cast).sign_in("coordinator")
    notification = desk.get(f"/notifications/{newest(Notification.public_id)}").text
    assert desk.get(first_link(notification, "/notifications/[^/]+/documents/")).data == PDF


def test_document_after_sending_needs_the_browser_that_sent_it_or_its_code(visitor: Browserless) -> None:
    send(visitor)
    fields = hidden_fields(visitor.get(AFTERWARDS).text)
    stranger = another(visitor)
    assert stranger.http.get(AFTERWARDS).location == "/notify/return"
    stranger.get("/notify")
    sent = stranger.http.post(AFTERWARDS, data=fields | {"file": (BytesIO(PDF), "letter.pdf")})
    assert sent.status_code in (400, 409)
    assert visitor.submit("/notify/standing", "/notify/close").status_code == 302
    assert visitor.http.get(AFTERWARDS).location == "/notify/return"
    assert number_of(Attachment) == 0
