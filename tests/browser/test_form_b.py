"""Asking an agency and answering, in a real browser: on a phone, by machine-checked rules, and without JavaScript.

And the messages about it, as the coordinator meets them.
"""

import threading
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from werkzeug.serving import make_server

from cdop.extensions import db
from cdop.models import OutboundMessage
from cdop.queries.outbox import ATTENTION
from cdop.questionnaires.answer import Answer, place_of
from cdop.rules.actors import Actor
from cdop.rules.correspondence import MessageStatus
from cdop.rules.messages import TEMPLATES
from cdop.rules.vocabulary import AuditVerb
from cdop.services import form_b, form_b_returns, outbox
from cdop.services.unit import writes
from tests.agencies import MadeRequest, add_agency, ask, last_code, respondent, token_of
from tests.browser.going import go, press, sign_in
from tests.browser.looking import faults
from tests.factories import MadeCase, add_case
from tests.personas import PASSWORD, Cast, address

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 640}


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def coordinator(cast: Cast) -> Actor:
    return cast.person("coordinator")


@pytest.fixture
def case(coordinator: Actor, now: datetime) -> MadeCase:
    return add_case(coordinator, now=now, given_names="Invented", place_of_death="HOSP-ED")


@pytest.fixture
def request_(coordinator: Actor, case: MadeCase, now: datetime) -> MadeRequest:
    return ask(coordinator, case, now=now, name="Invented Surgery")


@pytest.fixture
def served(sqlite_app: Flask) -> Iterator[str]:
    """The address of the application, served to a real browser."""
    server = make_server("127.0.0.1", 0, sqlite_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phone(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    """A page on a phone, once with JavaScript and once without."""
    context = browser.new_context(base_url=served, viewport=PHONE, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    """A page on a phone."""
    context = browser.new_context(base_url=served, viewport=PHONE)
    yield context.new_page()
    context.close()


def enter(page: Page, request: MadeRequest) -> None:
    """Open the form by its link, as its recipient would."""
    page.goto(f"/r/{token_of(request)}")
    press(page, "Send a code")
    page.wait_for_url("**/code")
    page.get_by_label("Code from the e-mail").fill(last_code())
    page.get_by_label("Your name").fill("Pat Manager")
    page.get_by_label("Your role").fill("practice manager")
    press(page, "Open the form")
    page.wait_for_url("**/form-b/")


def test_form_is_answered_and_sent_on_a_phone(phone: Page, request_: MadeRequest) -> None:
    enter(phone, request_)
    go(phone.get_by_role("link", name="A. About this return"))
    phone.get_by_label("The child's", exact=True).check()
    press(phone, "Save and come back later")
    phone.get_by_text("Your answers are saved").wait_for()
    go(phone.get_by_role("button", name="Check the answers and send"))
    phone.get_by_label("Why are some questions not answered?").fill("The notes are with the coroner")
    press(phone, "Send the form")
    phone.wait_for_url("**/r/received")
    assert phone.get_by_role("heading", name="Received").count() == 1


def test_pages_of_an_agency_have_no_accessibility_faults_and_fit_a_phone(page: Page, request_: MadeRequest) -> None:
    link, found = f"/r/{token_of(request_)}", []
    page.goto(link)
    found += faults(page)
    press(page, "Send a code")
    press(page, "Open the form")
    found += faults(page)
    enter(page, request_)
    found += faults(page)
    links = page.locator("main a[href*='/form-b/']").evaluate_all("links => links.map(link => link.href)")
    assert {"short", "check", "more-time", "colleague", "documents"} <= {each.rpartition("/")[2] for each in links}
    marks = f"/form-b/handling/answers/form_b/{place_of(('completed_by_name', ''))}"
    for address_ in [*links, marks, "/form-b/nothing-held"]:
        page.goto(address_)
        found += faults(page)
    press(page, "Send: nothing held")
    found += faults(page)
    page.get_by_label("We have searched our records").check()
    press(page, "Send: nothing held")
    page.wait_for_url("**/r/received")
    found += faults(page)
    for address_ in (link, "/form-b/"):
        page.goto(address_)
        found += faults(page)
    assert found == []


def answer_beside(request: MadeRequest, cast: Cast, *, now: datetime) -> None:
    """Let a colleague answer what the page that is open asks."""
    colleague = respondent(request, panel_id=cast.panel_id, now=now, name="Dr Jo Doctor")
    given = {("contact_summary", ""): Answer("The doctor's words"), ("records_searched", ""): Answer(("child",))}
    form_b_returns.save(colleague, "form_b", "reporting", given, seen={}, now=now)


def test_pages_that_give_back_what_was_typed_have_no_accessibility_faults_and_fit_a_phone(
    page: Page, request_: MadeRequest, coordinator: Actor, cast: Cast, now: datetime
) -> None:
    enter(page, request_)
    go(page.get_by_role("link", name="A. About this return"))
    page.locator("[name=contact_summary]").fill("The manager's words")
    answer_beside(request_, cast, now=now)
    press(page, "Save and continue")
    page.get_by_text("Saved meanwhile by Dr Jo Doctor").first.wait_for()
    found = faults(page)
    form_b.reissue(coordinator, request_.public_id, email="other@example.com", now=now)
    press(page, "Save and continue")
    page.get_by_text("What you typed is not saved yet").wait_for()
    assert [*found, *faults(page)] == []


def test_form_that_came_back_has_no_accessibility_faults_and_fits_a_phone(
    page: Page, request_: MadeRequest, cast: Cast, now: datetime
) -> None:
    answer_beside(request_, cast, now=now)
    colleague = respondent(request_, panel_id=cast.panel_id, now=now)
    told = {("circumstances", ""): Answer("Seen on Monday " + "x" * 90)}
    form_b_returns.save(colleague, "form_b", "circumstances", told, seen={}, now=now)
    form_b_returns.submit(colleague, reason="The notes are with the coroner", now=now)
    sign_in(page, address("coordinator"), PASSWORD)
    page.goto(f"/requests/{request_.public_id}")
    found = faults(page)
    go(page.get_by_role("link", name="Read the form"))
    assert page.get_by_text("Seen on Monday").count() == 1
    assert [*found, *faults(page)] == []


@writes(AuditVerb.DEMO_LOADED)
def leave_messages(actor: Actor, *, now: datetime) -> None:
    """Leave a message of each kind in each state that asks for a person."""
    for template in TEMPLATES:
        for status in ATTENTION:
            key = f"{template} {status}"
            outbox.queue(
                actor.panel_id or 0, key=key, template=template, to=f"{'long' * 12}@example.com", context={}, now=now
            )
            message = db.session.scalars(select(OutboundMessage).where(OutboundMessage.key == key)).one()
            message.status, message.fence, message.last_fault = status, 1, "550 5.1.1 No such mailbox here"
            message.sent_at = now if status is MessageStatus.CAME_BACK else None


def test_messages_that_need_a_person_have_no_accessibility_faults_and_fit_a_phone(
    page: Page, request_: MadeRequest, coordinator: Actor, now: datetime
) -> None:
    leave_messages(coordinator, now=now)
    sign_in(page, address("coordinator"), PASSWORD)
    for path in ("/messages/", "/messages/?status=in doubt"):
        page.goto(path)
        assert faults(page) == []
    assert page.get_by_role("button", name="It arrived").count() == len(TEMPLATES)
    go(page.get_by_role("button", name="Send again").first)
    assert (page.get_by_text("The message will be sent again.").count(), faults(page)) == (1, [])


def test_pages_for_asking_have_no_accessibility_faults_and_fit_a_phone(
    page: Page, case: MadeCase, request_: MadeRequest, coordinator: Actor, now: datetime
) -> None:
    for number in (1, 2):
        add_agency(coordinator, now=now, kind="police", name=f"Police of {number}", email=f"p{number}@example.com")
    school = add_agency(coordinator, now=now, kind="education", name="An invented nursery with quite a long name")
    sign_in(page, address("coordinator"), PASSWORD)
    shown, found = f"/requests/{request_.public_id}", []
    changes = [f"{shown}/{change}" for change in ("send-again", "more-time", "not-needed", "send-back")]
    for path in ("/agencies/", f"/agencies/{school}", "/agencies/new", f"{case.path}/requests", shown, *changes):
        page.goto(path)
        found += faults(page)
    for path, button in (("/agencies/new", "Save"), (f"{case.path}/requests", "Send the requests")):
        page.goto(path)
        page.get_by_role("checkbox").evaluate_all("boxes => boxes.forEach(box => { box.checked = false })")
        press(page, button)
        assert page.get_by_role("alert").count() == 1
        found += faults(page)
    assert found == []


def test_several_agencies_are_asked_in_one_action(
    phone: Page, case: MadeCase, coordinator: Actor, now: datetime
) -> None:
    add_agency(coordinator, now=now, name="Invented Surgery")
    for number in (1, 2):
        add_agency(coordinator, now=now, kind="police", name=f"Police of {number}", email=f"p{number}@example.com")
    sign_in(phone, address("coordinator"), PASSWORD)
    phone.goto(f"{case.path}/requests")
    phone.get_by_label("Ask the one chosen here").check()
    phone.get_by_label("Police: which one?").select_option(label="Police of 2 (p2@example.com)")
    press(phone, "Send the requests")
    assert phone.get_by_role("row").filter(has_text="Invented Surgery").count() == 1
    assert phone.get_by_role("row").filter(has_text="Police of 2").count() == 1
