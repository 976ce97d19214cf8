"""A person's own messages on their pages, and what they have once a week."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from cdop.rules.messages import may_wait_for
from cdop.rules.reminders import label
from cdop.rules.vocabulary import Role
from cdop.services import cases, outbox
from cdop.services.errors import NotFound
from tests.agencies import ask
from tests.client import Browserless
from tests.factories import add_case
from tests.messages import queue, stored
from tests.personas import Cast, address


@pytest.fixture
def cast(sqlite_app: Flask, now: object) -> Cast:
    return Cast(now)  # type: ignore[arg-type]


@pytest.fixture
def browser(sqlite_app: Flask, cast: Cast) -> Browserless:
    return Browserless(sqlite_app, cast).sign_in("coordinator")


def told(cast: Cast, *keys: str, to: str = "coordinator", **options: object) -> None:
    queue(cast.command_line, *keys, to=address(to), now=cast.now, **options)


def test_person_finds_their_own_messages_and_reading_one_is_noted(cast: Cast, browser: Browserless) -> None:
    cast.person("chair")
    told(cast, "N-1")
    told(cast, "N-2", to="chair")
    told(cast, "a code", template="form_b_code")
    assert "1 message not read yet" in browser.get("/").text
    page = browser.get("/inbox/").text
    assert (page.count("Not read yet"), "One-time code" in page) == (1, False)
    link = re.search(r'href="(/inbox/[\w-]{22})"', page)
    assert link
    shown = browser.get(link[1]).text
    assert "A notification has been received and waits for its first check." in shown
    assert re.search(r'<a class="govuk-link" href="http://[^"]*/notifications/">', shown)
    assert "Not read yet" not in browser.get("/inbox/").text
    browser.get(f"/inbox/{stored('N-2').public_id}", status=404)
    with pytest.raises(NotFound):
        outbox.note_reading(cast.person("coordinator"), stored("N-2").public_id, now=cast.now)


def test_what_was_written_last_stands_first(cast: Cast, browser: Browserless) -> None:
    queue(cast.command_line, "N-1", to=address("coordinator"), now=cast.now)
    queue(cast.command_line, "N-2", to=address("coordinator"), now=cast.now - timedelta(days=2))
    links = re.findall(r'href="/inbox/([\w-]{22})"', browser.get("/inbox/").text)
    assert links == [stored("N-1").public_id, stored("N-2").public_id]


def test_reminders_of_work_say_of_which(cast: Cast, browser: Browserless) -> None:
    for rule in ("review_meeting", "panel_of_ready"):
        work = {"rule": rule, "about": "Case 4711", "path": "/cases/"}
        told(cast, rule, template="work_due", context=work)
    page = browser.get("/inbox/").text
    assert all(
        f">Work of the panel that is due: {label(rule)}<" in page for rule in ("review_meeting", "panel_of_ready")
    )


def test_each_message_says_what_it_is_about_whether_or_not_it_is_of_a_case(cast: Cast, browser: Browserless) -> None:
    case = add_case(cast.person("chair"), now=cast.now)
    told(cast, "N-C6JD-XBTH")
    told(cast, "of a case", case_id=case.id)
    told(cast, "letter", template="work_due", context={"rule": "letter_answer", "about": "Letter L-1", "path": "/"})
    told(cast, "meeting", template="meeting_moved", context={"invitation": "nobody"})
    about = re.findall(r'data-label="About">([^<]*)<', browser.get("/inbox/").text)
    assert about == ["No case", "Letter L-1", f"Case {case.reference}", "N-C6JD-XBTH"]


def test_message_looks_on_its_sheet_as_in_the_mail_and_nothing_can_run_there(cast: Cast, browser: Browserless) -> None:
    told(cast, "N-1")
    answer = browser.http.get(f"/inbox/{stored('N-1').public_id}/sheet")
    policy = answer.headers["Content-Security-Policy"]
    assert ("<style>" in answer.text, "default-src 'none'" in policy, "script-src" in policy) == (True, True, False)


def test_messages_of_a_case_in_which_one_takes_no_part_are_not_there(cast: Cast, browser: Browserless) -> None:
    case = add_case(cast.person("chair"), now=cast.now)
    ask(cast.person("coordinator"), case, now=cast.now, email=address("coordinator"))
    assert case.reference in browser.get("/inbox/").text
    chair = cast.person("chair")
    cases.exclude(chair, case.public_id, email=address("coordinator"), reason="Knew the family", now=cast.now)
    assert "Nothing was sent to you yet" in browser.get("/inbox/").text


def test_choice_is_kept_and_what_waits_is_told(cast: Cast, browser: Browserless) -> None:
    page = browser.get("/inbox/choices").text
    assert ("A monthly list of deaths has not come" in page, "Notification received" in page) == (True, False)
    assert browser.submit("/inbox/choices", templates="list_not_come").status_code == 302
    assert re.search(r'value="list_not_come" checked', browser.get("/inbox/choices").text)
    told(cast, "LIST-1", template="list_not_come")
    assert "waits for your digest" in browser.get("/inbox/").text
    for other in ("notification_received", "form_b_to_release"):
        assert browser.submit("/inbox/choices", templates=other).status_code == 422


def test_nobody_is_offered_to_wait_for_what_goes_to_other_roles() -> None:
    assert "form_b_to_release" in may_wait_for({Role.AGENCY_LEAD})
    assert may_wait_for({Role.PANEL_MEMBER, Role.ANALYST}) == {}
    assert may_wait_for({Role.CHAIR}).keys() < may_wait_for({Role.COORDINATOR}).keys()
