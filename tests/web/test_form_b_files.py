"""Documents on the form's pages: attached, taken off, handed out as downloads, and locked away."""

from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.agencies import MadeRequest, ask
from tests.client import Browserless, hidden_fields
from tests.documents_sent import PDF, TEXT
from tests.factories import MadeCase, add_case
from tests.personas import Cast
from tests.scanner import EICAR, scanner
from tests.web.test_form_b import fill, opened

PAGE = "/form-b/documents"


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    return add_case(cast.person("coordinator"), now=now)


@pytest.fixture
def request_(cast: Cast, case: MadeCase, now: datetime) -> MadeRequest:
    return ask(cast.person("coordinator"), case, now=now, name="Invented Surgery")


@pytest.fixture
def manager(sqlite_app: Flask, cast: Cast, request_: MadeRequest) -> Browserless:
    return opened(sqlite_app, cast, request_)


def attach(browser: Browserless, name: str, content: bytes, kind: str = "post-mortem report") -> TestResponse:
    fields = hidden_fields(browser.get(PAGE).text) | {"kind": kind, "file": (BytesIO(content), name)}
    return browser.http.post(PAGE, data=fields, content_type="multipart/form-data")


def file_id(browser: Browserless) -> str:
    page = browser.get(PAGE).text
    return page.partition(f'href="{PAGE}/')[2].partition('"')[0]


def test_document_is_attached_handed_out_and_taken_off(manager: Browserless) -> None:
    assert attach(manager, "Befund Zażółć.pdf", PDF).status_code == 302
    page = manager.get(PAGE).text
    assert ("Befund Zażółć.pdf" in page, "Not scanned for viruses" in page) == (True, True)
    assert "1 document" in manager.get("/form-b/").text
    response = manager.http.get(f"{PAGE}/{file_id(manager)}")
    assert (response.data, response.mimetype) == (PDF, "application/pdf")
    told = {name: response.headers[name] for name in ("X-Content-Type-Options", "Content-Security-Policy")}
    assert told == {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
    sent_as = response.headers["Content-Disposition"]
    assert (sent_as.startswith("attachment; filename=post-mortem-report-FB-"), "Befund" in sent_as) == (True, False)
    assert response.headers["Cache-Control"] == "no-store"
    assert manager.submit(PAGE, f"{PAGE}/{file_id(manager)}/remove").status_code == 302
    assert "Befund" not in manager.get(PAGE).text


def test_document_that_is_not_taken_says_why_beside_its_field(manager: Browserless) -> None:
    for name, content, why in (
        ("page.html", b"<script>alert(1)</script>", "Choose a PDF"),
        ("report.pdf", TEXT, "not what its name says"),
        ("", b"", "Choose the file"),
    ):
        response = attach(manager, name, content)
        assert (response.status_code, why in response.text) == (422, True), name
    assert "Attached" not in manager.get(PAGE).text


def test_document_of_a_byte_too_many_is_refused_with_the_limit(sqlite_app: Flask, manager: Browserless) -> None:
    sqlite_app.config["MAX_CONTENT_LENGTH"] = 100_000
    response = attach(manager, "long.txt", b"a" * 100_001)
    assert (response.status_code, "too large" in response.text) == (413, True)


def test_scanned_document_says_so_and_a_harmful_one_is_not_kept(manager: Browserless) -> None:
    with scanner() as clamd:
        assert attach(manager, "harmful.txt", EICAR).status_code == 302
        page = manager.get(PAGE).text
        assert ("Not kept" in page, f'href="{PAGE}/' in page) == (True, False)
        clamd.says = b"INSTREAM size limit exceeded. ERROR"
        assert attach(manager, "waits.txt", TEXT).status_code == 302
        page = manager.get(PAGE).text
        assert ("Waiting for the virus scan" in page, f'href="{PAGE}/' in page) == (True, False)
        clamd.says = None
        assert attach(manager, "clean.txt", TEXT + b"!").status_code == 302
    page = manager.get(PAGE).text
    assert ("nothing harmful was found" in page, f'href="{PAGE}/' in page) == (True, True)


def test_panel_opens_a_document_once_the_form_was_sent(
    sqlite_app: Flask, cast: Cast, manager: Browserless, request_: MadeRequest
) -> None:
    attach(manager, "letter.txt", TEXT, kind="record summary")
    coordinator, shown = Browserless(sqlite_app, cast).sign_in("coordinator"), f"/requests/{request_.public_id}"
    kept = file_id(manager)
    assert "letter.txt" not in coordinator.get(shown).text
    coordinator.get(f"{shown}/documents/{kept}", status=404)
    fill(manager, "reporting", contact_summary="Registered since birth", records_searched="child")
    fill(manager, "circumstances", circumstances="Seen on Monday")
    assert manager.submit("/form-b/check", reason="The rest is with the trust").status_code == 302
    page = coordinator.get(shown).text
    assert ("letter.txt" in page, "Summary of the record" in page) == (True, True)
    assert coordinator.get(f"{shown}/documents/{kept}").data == TEXT
    coordinator.get(f"{shown}/documents/{'A' * 22}", status=404)
