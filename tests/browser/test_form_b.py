"""Asking an agency and answering, in a real browser: on a phone, by machine-checked rules, and without JavaScript."""

import threading
from collections.abc import Iterator
from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from cdop.rules.actors import Actor
from tests.agencies import MadeRequest, add_agency, ask, last_code, token_of
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


def faults(page: Page) -> list[str]:
    """What the rules fault on a page, and whether it is wider than the phone."""
    found = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]
    told = [f"{page.url}: {fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found]
    return told + ([f"{page.url}: wider than the phone"] if wide else [])


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


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
    phone.get_by_role("link", name="A. About this return").click()
    phone.get_by_label("The child's", exact=True).check()
    press(phone, "Save and come back later")
    assert phone.get_by_text("Your answers are saved").count() == 1
    phone.get_by_role("button", name="Check the answers and send").click()
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
    sections = page.locator(".govuk-task-list__link").evaluate_all("links => links.map(link => link.href)")
    assert len(sections) >= 5
    for address_ in [*sections, "/form-b/check", "/form-b/nothing-held"]:
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


def test_pages_for_asking_have_no_accessibility_faults_and_fit_a_phone(
    page: Page, case: MadeCase, request_: MadeRequest, coordinator: Actor, now: datetime
) -> None:
    for number in (1, 2):
        add_agency(coordinator, now=now, kind="police", name=f"Police of {number}", email=f"p{number}@example.com")
    school = add_agency(coordinator, now=now, kind="education", name="An invented nursery with quite a long name")
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(address("coordinator"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    page.wait_for_url("**/")
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
    phone.goto("/sign-in")
    phone.get_by_label("Email address").fill(address("coordinator"))
    phone.get_by_label("Password", exact=True).fill(PASSWORD)
    press(phone, "Sign in")
    phone.wait_for_url("**/")
    phone.goto(f"{case.path}/requests")
    phone.get_by_label("Ask the one chosen here").check()
    phone.get_by_label("Police: which one?").select_option(label="Police of 2 (p2@example.com)")
    press(phone, "Send the requests")
    assert phone.get_by_role("row").filter(has_text="Invented Surgery").count() == 1
    assert phone.get_by_role("row").filter(has_text="Police of 2").count() == 1
