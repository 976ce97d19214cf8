"""The walk of a reporting form: asked for, opened with a code, answered by two people, sent, read, sent back."""

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from cdop.rules import form_b as form_b_rules
from cdop.rules.form_b import WantedForm
from cdop.services import moved_requests
from tests.agencies import MadeRequest, add_agency, ask, last_code, token_of
from tests.client import Browserless, form_fields
from tests.factories import MadeCase, add_case
from tests.personas import Cast

CHILD, NHS_NUMBER = "Canarianna", "999 000 0018"
CANARIES = (CHILD, NHS_NUMBER, "1 March 2026", "1 May 2026")


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    return add_case(cast.person("coordinator"), now=now, given_names=CHILD, nhs_number=NHS_NUMBER.replace(" ", ""))


@pytest.fixture
def request_(cast: Cast, case: MadeCase, now: datetime) -> MadeRequest:
    return ask(cast.person("coordinator"), case, now=now, name="Invented Surgery")


@pytest.fixture
def coordinator(app: Flask, cast: Cast) -> Browserless:
    return Browserless(app, cast).sign_in("coordinator")


@pytest.fixture
def manager(app: Flask, cast: Cast, request_: MadeRequest) -> Browserless:
    return opened(app, cast, request_)


def opened(app: Flask, cast: Cast, request: MadeRequest, name: str = "Pat Manager") -> Browserless:
    """A browser in which somebody has opened the form."""
    browser, path = Browserless(app, cast), f"/r/{token_of(request)}"
    assert browser.submit(path).status_code == 302
    response = browser.submit(f"{path}/code", code=last_code(), name=name, role="practice manager")
    assert (response.status_code, response.location) == (302, "/form-b/"), response.text
    return browser


def fill(browser: Browserless, section: str, press: str = "save", **typed: str) -> str:
    """Type into a section's page, send it, and return where it leads."""
    path = f"/form-b/sections/form_b/{section}"
    response = browser.http.post(path, data=form_fields(browser.get(path).text) | typed | {"press": press})
    assert response.status_code == 302, response.text
    return str(response.location)


def told(page: str) -> list[str]:
    """What of the child a page tells."""
    return [canary for canary in CANARIES if canary in page]


def test_whole_walk_of_a_request(
    app: Flask, cast: Cast, case: MadeCase, coordinator: Browserless, now: datetime
) -> None:
    add_agency(cast.person("coordinator"), now=now, name="Invented Surgery", kind="gp")
    page = coordinator.get(f"{case.path}/requests").text
    assert ("Invented Surgery" in page, "No agency was asked" in page) == (True, True)
    ticked = {
        "ask-gp": "yes",
        "records-gp": "child",
        "sections-gp": ["details", "circumstances", "child", "social", "services"],
    }
    assert coordinator.submit(f"{case.path}/requests", **ticked).status_code == 302
    address = re.search(r"/requests/([\w-]{22})\"", coordinator.get(f"{case.path}/requests").text)
    assert address is not None
    request = MadeRequest(1, address[1], 1)
    shown = f"/requests/{request.public_id}"
    assert "Nobody yet" in coordinator.get(shown).text

    manager = opened(app, cast, request)
    front = manager.get("/form-b/").text
    assert told(front) == list(CANARIES)
    assert fill(manager, "reporting", "later", contact_summary="Registered since birth") == "/form-b/"
    assert "Your answers are saved" in manager.get("/form-b/").text
    assert manager.submit("/form-b/", "/form-b/leave").status_code == 302

    doctor = opened(app, cast, request, "Dr Jo Doctor")
    page = doctor.get("/form-b/sections/form_b/reporting").text
    assert "Registered since birth" in page
    assert "Pat Manager (practice manager), 20 November 2026 at 10:00am" in page
    assert "Needed before you send" in doctor.get("/form-b/check").text
    assert fill(doctor, "reporting", records_searched="child") == "/form-b/sections/form_b/details"
    assert fill(doctor, "circumstances", circumstances="Seen on Monday").startswith("/form-b/sections/form_b/")

    assert doctor.submit("/form-b/check", reason="").status_code == 422
    response = doctor.submit("/form-b/check", reason="The notes are with the coroner")
    assert (response.status_code, response.location) == (302, "/r/received")
    receipt = doctor.get("/r/received").text
    assert (form_b_rules.reference(request.public_id) in receipt, told(receipt)) == (True, [])
    assert doctor.get("/form-b/", status=302).location == "/r/closed"
    doctor.get(f"/r/{token_of(request)}", status=410)

    page = coordinator.get(shown).text
    assert ("Returned" in page, "Dr Jo Doctor" in page, "Seen on Monday" in page) == (True, True, False)
    page = coordinator.get(f"{shown}/form").text
    assert ("Seen on Monday" in page, "Dr Jo Doctor (practice manager)" in page) == (True, True)
    assert "The notes are with the coroner" in page

    assert coordinator.submit(f"{shown}/send-back", reason="Which Monday?").status_code == 302
    again = opened(app, cast, request)
    page = again.get("/form-b/").text
    assert ("Which Monday?" in page, "Dr Jo" in again.get("/form-b/sections/form_b/circumstances").text) == (True, True)


def test_mail_gateways_that_open_the_link_change_nothing(
    app: Flask, cast: Cast, request_: MadeRequest, coordinator: Browserless
) -> None:
    path = f"/r/{token_of(request_)}"
    for agent in range(10):
        gateway = Browserless(app, cast)
        for method in ("get", "head", "get", "get", "head"):
            response = getattr(gateway.http, method)(path, headers={"User-Agent": f"Scanner/{agent}"})
            assert (response.status_code, told(response.text)) == (200, [])
    page = coordinator.get(f"/requests/{request_.public_id}").text
    assert ("Not opened yet" in page, "Nobody yet" in page) == (True, True)
    assert told(opened(app, cast, request_).get("/form-b/").text) == list(CANARIES)


def test_forwarded_link_opens_nothing_in_a_second_browser(
    app: Flask, cast: Cast, request_: MadeRequest, manager: Browserless
) -> None:
    other = Browserless(app, cast)
    path = f"/r/{token_of(request_)}"
    assert told(other.get(path).text) == []
    assert other.get(f"{path}/code", status=302).location == path
    assert other.get("/form-b/", status=302).location == "/r/closed"
    assert other.get("/form-b/sections/form_b/reporting", status=302).location == "/r/closed"
    assert manager.submit(path).status_code == 302
    other.http.get(path)
    assert other.submit(path).status_code == 302
    theirs = last_code()
    manager.submit(path)
    mine = last_code()
    response = other.submit(f"{path}/code", code=mine, name="A Stranger", role="unknown")
    assert (response.status_code, told(response.text)) == (422, []) if mine != theirs else (302, [])


def test_every_link_that_ended_and_every_unknown_one_shows_the_same_page(
    app: Flask, cast: Cast, request_: MadeRequest, coordinator: Browserless, now: datetime
) -> None:
    token, stranger = token_of(request_), Browserless(app, cast)
    pages = {plain(stranger.get(f"/r/{'A' * 43}", status=410).text)}
    with time_machine.travel(now + timedelta(days=180)):
        pages.add(plain(stranger.get(f"/r/{token}", status=410).text))
    shown = f"/requests/{request_.public_id}"
    page = coordinator.get(shown).text
    assert ("Opened after it ended" in page, "19 May 2027" in page) == (True, True)
    assert coordinator.submit(f"{shown}/not-needed", reason="The child lived elsewhere").status_code == 302
    pages.add(plain(stranger.get(f"/r/{token}", status=410).text))
    pages.add(plain(stranger.get(f"/r/{token}/code", status=410).text))
    assert len(pages) == 1
    assert told(pages.pop()) == []


def plain(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "nonce" not in line and "csrf_token" not in line)


def test_wrong_code_gives_back_name_and_role(app: Flask, cast: Cast, request_: MadeRequest) -> None:
    browser, path = Browserless(app, cast), f"/r/{token_of(request_)}"
    browser.submit(path)
    response = browser.submit(f"{path}/code", code="12345", name="Pat Manager", role="practice manager")
    assert (response.status_code, told(response.text)) == (422, [])
    assert ('value="Pat Manager"' in response.text, "does not open the form" in response.text) == (True, True)


def test_code_can_be_pasted_and_offered_by_the_browser(app: Flask, cast: Cast, request_: MadeRequest) -> None:
    browser, path = Browserless(app, cast), f"/r/{token_of(request_)}"
    browser.submit(path)
    page = browser.get(f"{path}/code").text
    field = re.search(r'<input[^>]*name="code"[^>]*>', page)
    assert field is not None
    assert ('autocomplete="one-time-code"' in field[0], 'inputmode="numeric"' in field[0]) == (True, True)


def test_too_many_codes_are_refused_kindly(app: Flask, cast: Cast, request_: MadeRequest) -> None:
    browser, path = Browserless(app, cast), f"/r/{token_of(request_)}"
    answers = [browser.submit(path) for _ in range(7)]
    assert [response.status_code for response in answers] == [302] * 6 + [429]
    assert "Too many codes" in answers[-1].text


def test_secret_of_a_link_is_in_no_log_and_in_no_address_after_it(
    app: Flask, cast: Cast, request_: MadeRequest, capfd: pytest.CaptureFixture[str]
) -> None:
    browser = opened(app, cast, request_)
    code = last_code()
    response = browser.get("/form-b/")
    written = "".join(capfd.readouterr())
    assert '"endpoint": "invitations.show"' in written
    assert (token_of(request_) in written, f'"{code}"' in written, token_of(request_) in response.text) == (False,) * 3
    # No address is told, only the site's name, which the check of forms over https asks for.
    assert browser.get(f"/r/{token_of(request_)}").headers["Referrer-Policy"] == "strict-origin"


def test_answer_typed_beside_a_colleague_is_kept_on_the_page(
    app: Flask, cast: Cast, request_: MadeRequest, manager: Browserless
) -> None:
    doctor, path = opened(app, cast, request_, "Dr Jo Doctor"), "/form-b/sections/form_b/reporting"
    page = form_fields(doctor.get(path).text)
    fill(manager, "reporting", contact_summary="The manager's words")
    response = doctor.http.post(path, data=page | {"contact_summary": "The doctor's words", "press": "save"})
    assert response.status_code == 422
    for words in ("The manager&#39;s words", "The doctor&#39;s words", "Saved meanwhile by Pat Manager"):
        assert words in response.text
    again = doctor.http.post(path, data=form_fields(response.text) | {"press": "save"})
    assert again.status_code == 302
    assert "The doctor&#39;s words" in manager.get(path).text


def test_what_is_sent_too_late_is_given_back_and_can_be_saved(
    app: Flask, cast: Cast, request_: MadeRequest, now: datetime
) -> None:
    browser, path = opened(app, cast, request_), "/form-b/sections/form_b/reporting"
    fields = form_fields(browser.get(path).text) | {"contact_summary": "Forty minutes of words", "press": "later"}
    with time_machine.travel(now + timedelta(minutes=40)):
        late = browser.http.post(path, data=fields)
        assert (late.status_code, "Forty minutes of words" in late.text, told(late.text)) == (401, True, [])
        link = f"/r/{token_of(request_)}"
        browser.submit(link)
        browser.submit(f"{link}/code", code=last_code(), name="Pat Manager", role="practice manager")
        assert browser.http.post(path, data=form_fields(late.text)).location == "/form-b/"
        assert "Forty minutes of words" in browser.get(path).text


def test_copied_cookie_is_dead_after_the_form_was_closed(app: Flask, cast: Cast, manager: Browserless) -> None:
    cookie = manager.http.get_cookie("cdop")
    assert cookie is not None
    response = manager.submit("/form-b/", "/form-b/leave")
    assert response.headers["Clear-Site-Data"]
    thief = Browserless(app, cast)
    thief.http.set_cookie("cdop", cookie.value)
    assert thief.get("/form-b/", status=302).location == "/r/closed"


def test_nothing_held_is_said_in_one_step(
    manager: Browserless, coordinator: Browserless, request_: MadeRequest
) -> None:
    assert manager.submit("/form-b/nothing-held").status_code == 422
    assert manager.submit("/form-b/nothing-held", confirm="yes").location == "/r/received"
    receipt = manager.get("/r/received").text
    assert ("nothing held" in receipt, "Declared by" in receipt) == (True, True)
    assert "Pat Manager (practice manager)" in receipt
    page = coordinator.get(f"/requests/{request_.public_id}").text
    assert ("Nothing held" in page, "Declared by" in page, "Pat Manager (practice manager)" in page) == (True,) * 3


def test_form_that_is_sent_again_leads_to_its_receipt(manager: Browserless) -> None:
    page = "/form-b/nothing-held"
    fields = form_fields(manager.get(page).text) | {"confirm": "yes"}
    assert [manager.http.post(page, data=fields).location for _ in range(3)] == ["/r/received"] * 3
    from_another_tab = manager.http.post(page, data=fields | {"submission_id": "another-page-of-the-tests"})
    assert from_another_tab.location == "/r/received"


def test_what_was_typed_on_a_page_of_a_form_that_was_sent_is_told_to_be_not_in_it(manager: Browserless) -> None:
    page = "/form-b/sections/form_b/circumstances"
    typed = form_fields(manager.get(page).text) | {"circumstances": "Remembered too late"}
    manager.submit("/form-b/nothing-held", confirm="yes")
    answer = manager.http.post(page, data=typed)
    assert (answer.status_code, "Remembered too late" in answer.text) == (401, True)
    assert "what you typed here is not in it" in answer.text
    assert "is not saved yet" not in answer.text


def test_agency_sees_its_own_questions_only(manager: Browserless) -> None:
    page = manager.get("/form-b/sections/form_b/circumstances").text
    assert ("circumstances of the death" in page, "What was found at the scene" in page) == (True, False)
    manager.get("/form-b/sections/form_b/nowhere", status=404)


def test_agency_is_asked_what_a_child_of_that_age_may_have_done(
    app: Flask, manager: Browserless, cast: Cast, request_: MadeRequest, now: datetime
) -> None:
    coordinator, smoked = cast.person("coordinator"), "Did the child smoke or vape?"
    page = "/form-b/sections/form_b/child"
    of_a_baby = manager.get(page).text
    assert (smoked in of_a_baby, "How was the baby fed?" in of_a_baby) == (False, True)
    older = add_case(coordinator, now=now, born_on=date(2011, 3, 1), reference="2026/099", nhs_number=None)
    moved_requests.move(coordinator, request_.public_id, older.public_id, "The brother was meant", now=now)
    assert (smoked in manager.get(page).text, "How was the baby fed?" in manager.get(page).text) == (True, True)
    of_older = opened(app, cast, ask(coordinator, older, now=now, name="Other Surgery")).get(page).text
    assert (smoked in of_older, "How was the baby fed?" in of_older) == (True, False)


def test_somebody_signed_in_with_an_account_can_answer_in_the_same_browser(
    cast: Cast, coordinator: Browserless, request_: MadeRequest
) -> None:
    assert coordinator.http.get("/form-b/").status_code == 403
    path = f"/r/{token_of(request_)}"
    coordinator.submit(path)
    coordinator.submit(f"{path}/code", code=last_code(), name="Pat Manager", role="practice manager")
    page = coordinator.get("/form-b/").text
    assert ("Pat Manager (practice manager)" in page, ">Cases<" in page) == (True, False)
    assert "Coordinator" in coordinator.get("/cases/").text


def test_group_rows_are_added_and_removed_by_buttons(app: Flask, cast: Cast, case: MadeCase, now: datetime) -> None:
    social_care = ask(cast.person("coordinator"), case, now=now, kind="children's social care")
    browser = opened(app, cast, social_care)
    page = next(
        name
        for name in re.findall(r"/form-b/sections/form_b/(\w+)", browser.get("/form-b/").text)
        if "Add another" in browser.get(f"/form-b/sections/form_b/{name}").text
    )
    group = re.search(r'value="add:(\w+)"', browser.get(f"/form-b/sections/form_b/{page}").text)
    assert group is not None
    assert fill(browser, page, f"add:{group[1]}").endswith(f"?add={group[1]}#{group[1]}")


def test_several_forms_are_one_list_of_tasks_read_and_sent_together(
    app: Flask, cast: Cast, case: MadeCase, coordinator: Browserless, now: datetime
) -> None:
    wanted = (WantedForm("form_b", ("reporting",)), WantedForm("notification", ("child",)))
    both = ask(cast.person("coordinator"), case, *wanted, now=now)
    browser = opened(app, cast, both)
    page = browser.get("/form-b/").text
    assert re.findall(r"/form-b/sections/(\w+/\w+)", page) == ["form_b/reporting", "notification/child"]
    assert ("The forms that you are asked for" in page, "Reporting form (Form B)</h2>" in page) == (True, True)
    led_to = fill(browser, "reporting", records_searched="child")
    assert led_to == "/form-b/sections/notification/child"
    page = browser.get("/form-b/check").text
    assert re.findall(r'href="#(obstacles-\w+)"', page) == ["obstacles-notification"]
    assert '/form-b/sections/notification/child#given_names"' in page
    fields = form_fields(browser.get(led_to).text) | {"given_names": CHILD, "family_name": "Invented", "press": "save"}
    assert browser.http.post(led_to, data=fields).location == "/form-b/check"
    assert browser.submit("/form-b/check", reason="No time").location == "/r/received"
    page = coordinator.get(f"/requests/{both.public_id}/form").text
    assert ("Forms: " in page, CHILD in page, "Whose records did you search?" in page) == (True, True, True)


def test_short_path_asks_what_matters_most_and_fills_in_the_full_form(manager: Browserless) -> None:
    front = manager.get("/form-b/").text
    assert 'href="/form-b/sections/form_b/short"' in front
    page = manager.get("/form-b/sections/form_b/short").text
    asked = ["contact_summary", "circumstances", "issues", "immunised", "records_searched"]
    assert [key for key in asked if f'name="{key}"' not in page] == []
    told = {"contact_summary": "Registered since birth", "circumstances": "Seen on Monday", "records_searched": "child"}
    assert fill(manager, "short", **told) == "/form-b/check"
    assert "Seen on Monday" in manager.get("/form-b/sections/form_b/circumstances").text
    assert manager.submit("/form-b/check", reason="The rest is with the trust").status_code == 302


def test_short_path_is_saved_while_it_is_typed(manager: Browserless) -> None:
    fields = form_fields(manager.get("/form-b/sections/form_b/short").text) | {"circumstances": "Seen on Monday"}
    response = manager.http.post("/form-b/sections/form_b/short/autosave", data=fields)
    assert (response.status_code, response.json["overtaken"]) == (200, [])
    assert "Seen on Monday" in manager.get("/form-b/sections/form_b/short").text
