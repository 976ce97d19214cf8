"""From a notification to the family's letter, in a real browser: on a phone, with and without scripts."""

import threading
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, CDPSession, Page, expect
from werkzeug.serving import make_server

from tests.browser import looking
from tests.browser.going import go, press, sign_in
from tests.factories import add_case
from tests.live_cases import DAY, LiveCase, live_case
from tests.personas import PASSWORD, Cast, address

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 640}


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    """A panel with a coordinator who may sign in."""
    people = Cast(now)
    people.person("coordinator")
    return people


@pytest.fixture
def live(cast: Cast, now: datetime) -> LiveCase:
    """A case with a hold and a letter, a notification that waits, and a case that it may be about."""
    coordinator = cast.person("coordinator")
    add_case(coordinator, now=now, given_names="Ada", family_name="Invented", died_on=DAY, notified_on=DAY)
    return live_case(coordinator, now=now)


@pytest.fixture
def served(sqlite_app: Flask, cast: Cast) -> Iterator[str]:
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
    context = browser.new_context(base_url=served, viewport=PHONE)
    page = context.new_page()
    if not request.param:
        plain[page] = context.new_cdp_session(page)
        refuse_scripts(page, True)
    yield page
    plain.pop(page, None)
    context.close()


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    """A page on a phone, with JavaScript: what the panel's pages are made of stands on the public form as well."""
    context = browser.new_context(base_url=served, viewport=PHONE)
    yield context.new_page()
    context.close()


# Pages on which no script runs, but those of who looks at them once they stand.
plain: dict[Page, CDPSession] = {}


def refuse_scripts(page: Page, value: bool) -> None:
    if page in plain:
        plain[page].send("Emulation.setScriptExecutionDisabled", {"value": value})


def faults(page: Page) -> list[str]:
    """What is at fault with a page; the scripts that look may run where the page's own may not."""
    refuse_scripts(page, False)
    found = looking.faults(page)
    refuse_scripts(page, True)
    return found


def test_every_page_of_the_public_form_passes_the_rules_to_the_receipt(phone: Page) -> None:
    phone.goto("/notify")
    found = faults(phone)
    press(phone, "Begin")
    typed = {
        "Your name": "Invented Doctor",
        "Your e-mail address": "doctor@example.com",
        "First names": "Ada",
        "Family name": "Invented",
        "Name of that place": "Invented Hospital",
    }
    while "/sections/" in phone.url:
        found += faults(phone)
        for label, words in typed.items():
            if phone.get_by_label(label, exact=True).count():
                phone.get_by_label(label, exact=True).fill(words)
        if phone.url.endswith("/dates"):
            died = phone.get_by_role("group", name="Date of death")
            for part, words in (("Day", "19"), ("Month", "11"), ("Year", "2026")):
                died.get_by_label(part).fill(words)
            phone.get_by_label("Where was the death confirmed?").select_option("HOSP-ED")
        if phone.url.endswith("/child"):
            phone.get_by_label("No, it is not available at the moment").check()
        press(phone, "Save and continue")
        if phone.url.endswith("/more"):
            found += faults(phone)
            go(phone.get_by_role("link", name="Parents and carers"))
    found += faults(phone)
    go(phone.get_by_role("link", name="Say where the child was"))
    expect(phone.get_by_role("alert")).to_contain_text("Say where the child was")
    found += faults(phone)
    phone.get_by_label("Where was the child when the event or illness").select_option("HOME")
    press(phone, "Save and continue")
    press(phone, "Send the notification")
    expect(phone.get_by_role("alert")).to_contain_text("Say why they are not answered")
    found += faults(phone)
    phone.get_by_label("I do not know them").check()
    press(phone, "Send the notification")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Received")
    found += faults(phone)
    press(phone, "Show a code to come back with")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your private code")
    found += faults(phone)
    phone.goto("/notify/standing")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Received")
    found += faults(phone)
    go(phone.get_by_role("link", name="Add a document"))
    press(phone, "Add the document")
    expect(phone.get_by_role("alert")).to_contain_text("Choose the file")
    assert found + faults(phone) == []


def test_start_with_a_fault_and_with_a_draft_passes_the_rules(phone: Page) -> None:
    phone.goto("/notify")
    phone.locator("[name=website]").evaluate("box => box.value = 'http://example.com'")
    press(phone, "Begin")
    expect(phone.get_by_role("alert")).to_contain_text("Leave this box empty")
    found = faults(phone)
    phone.get_by_label("Leave this box empty").fill("")
    press(phone, "Begin")
    phone.goto("/notify")
    expect(phone.get_by_role("link", name="Go on with it")).to_be_visible()
    phone.goto("/notify/check")
    expect(phone.get_by_role("heading", name="Needed before you send")).to_be_visible()
    go(phone.get_by_role("link", name="Attach documents"))
    phone.get_by_label("The file").set_input_files(
        {"name": "a.txt", "mimeType": "text/plain", "buffer": b"Seen on Monday"}
    )
    press(phone, "Attach the document")
    press(phone, "Attach the document")
    expect(phone.get_by_role("alert")).to_contain_text("Choose the file")
    found += faults(phone)
    for path in ("/notify/code", "/notify/return"):
        phone.goto(path)
        found += faults(phone)
    press(phone, "Open it")
    expect(phone.get_by_role("alert")).to_contain_text("Enter the private code")
    found += faults(phone)
    phone.goto("/notify/leave")
    assert found + faults(phone) == []


def test_pages_of_the_first_check_pass_the_rules_also_with_faults(page: Page, live: LiveCase) -> None:
    sign_in(page, address("coordinator"), PASSWORD)
    found = looking.faults(page)
    for path in ("/notifications/", "/notifications/?show=all", "/my-day/notifications", "/my-day/holds"):
        page.goto(path)
        found += looking.faults(page)
    page.goto(f"/notifications/{live.notification}")
    found += looking.faults(page)
    press(page, "Link to this case")
    found += looking.faults(page)
    page.goto(f"/notifications/{live.notification}/question")
    found += looking.faults(page)
    page.goto(f"/notifications/{live.notification}/not-for-review")
    press(page, "It is not for review")
    found += looking.faults(page)
    page.goto(f"/notifications/{live.notification}/new-case")
    found += looking.faults(page)
    press(page, "Open the case")
    expect(page.get_by_role("alert")).to_contain_text("Say where the child normally lived")
    found += looking.faults(page)
    page.goto(f"{live.case.path}/first-check")
    found += looking.faults(page)
    page.goto(f"{live.case.path}/first-check/history")
    found += looking.faults(page)
    page.goto(f"{live.case.path}/not-for-review")
    press(page, "Take it out of review")
    expect(page.get_by_role("alert")).to_contain_text("Say why there is no review")
    found += looking.faults(page)
    page.get_by_label("Nobody died, or the notification was a test").check()
    press(page, "Take it out of review")
    go(page.get_by_role("link", name="Somebody disagrees with this"))
    press(page, "Keep this")
    assert found + looking.faults(page) == []


def test_pages_of_a_call_and_of_what_systems_send_pass_the_rules_also_with_faults(page: Page) -> None:
    sign_in(page, address("coordinator"), PASSWORD)
    page.goto("/received-notifications/")
    press(page, "Read it")
    expect(page.get_by_role("alert")).to_contain_text("Say who sent it")
    found = looking.faults(page)
    page.get_by_label("Who sent it?").fill("Invented surveillance")
    page.get_by_label("Paste the message").fill("Surname: Invented\nApgar: 6\nMother\nPostcode: CW1 2AB")
    press(page, "Read it")
    expect(page.get_by_role("heading", level=1)).to_have_text("What came from Invented surveillance")
    found += looking.faults(page)
    page.goto("/notify")
    press(page, "Begin a new notification")
    expect(page.get_by_role("heading", level=1)).to_have_text("Telephone call")
    press(page, "Save and continue")
    expect(page.get_by_role("alert")).to_contain_text("Give an e-mail address or a telephone number")
    assert found + looking.faults(page) == []


def test_pages_of_holds_and_letters_pass_the_rules_also_with_faults(page: Page, live: LiveCase) -> None:
    sign_in(page, address("coordinator"), PASSWORD)
    found: list[str] = []
    for path in (f"{live.case.path}/holds", f"{live.case.path}/letters", live.letter_path, f"{live.letter_path}/edit"):
        page.goto(path)
        found += looking.faults(page)
    page.get_by_label("Letter", exact=True).fill("Dear Invented Parents,")
    press(page, "Save the letter")
    found += looking.faults(page)
    press(page, "Release the letter")
    found += looking.faults(page)
    press(page, "Record the day")
    expect(page.get_by_role("alert")).to_contain_text("Enter the day it left")
    found += looking.faults(page)
    page.goto(f"{live.case.path}/holds")
    press(page, "Put the case on hold")
    found += looking.faults(page)
    page.goto(f"{live.case.path}/holds/{live.hold}/end")
    assert found + looking.faults(page) == []


def test_moments_of_the_joint_agency_response_are_asked_where_one_is_held(phone: Page, live: LiveCase) -> None:
    sign_in(phone, address("coordinator"), PASSWORD)
    phone.goto(f"/notifications/{live.notification}/new-case")
    has_scripts = phone.evaluate("document.body.classList.contains('js-enabled')")
    began = phone.get_by_role("group", name="Day it began")
    expect(began).to_be_visible(visible=not has_scripts)
    phone.get_by_role("group", name="Is there a joint agency response?").get_by_label("Yes").check()
    expect(began).to_be_visible()
    expect(phone.get_by_label("Why not?")).to_be_visible(visible=not has_scripts)
