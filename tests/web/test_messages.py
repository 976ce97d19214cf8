"""The pages of messages, of jobs, and the health check that knows of both."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask

from cdop.jobs.schedule import JOBS, MESSAGES
from cdop.rules.actors import Actor
from cdop.rules.correspondence import MessageStatus
from cdop.rules.vocabulary import AuditVerb, JobOutcome
from cdop.services import cases, jobs
from cdop.services.unit import writes
from tests.agencies import ask
from tests.client import Browserless, shown_text
from tests.factories import add_case
from tests.messages import queue, statuses, stored
from tests.personas import Cast, address


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def browser(sqlite_app: Flask, cast: Cast) -> Browserless:
    return Browserless(sqlite_app, cast).sign_in("coordinator")


@writes(AuditVerb.DEMO_LOADED)
def leave(actor: Actor, key: str, status: MessageStatus, fault: str = "", *, now: datetime) -> None:
    """Leave a message as the job process does."""
    message = stored(key)
    message.status, message.last_fault, message.fence = status, fault or None, 1
    message.sent_at = now if status is MessageStatus.CAME_BACK else None


def note(name: str, done_at: datetime) -> None:
    jobs.note_run(jobs.JOB, name, JobOutcome.DONE, {}, started=done_at, now=done_at)


def test_message_that_waits_is_listed_and_says_why_nothing_leaves(cast: Cast, browser: Browserless) -> None:
    queue(cast.command_line, "one", now=cast.now)
    page = browser.get("/messages/").text.replace("<wbr>", "")
    assert ("surgery@example.com" in page, "Waits since" in page, "No mail server is set" in page) == (True, True, True)
    assert "Send again" not in page


@pytest.mark.parametrize(
    ("status", "press", "said", "became"),
    [
        (MessageStatus.IN_DOUBT, "arrived", "It arrived", {"one": "sent"}),
        (MessageStatus.IN_DOUBT, "again", "Send again", {"one": "withdrawn", "one#2": "due"}),
        (MessageStatus.HELD, "arrived", "It arrived", {"one": "sent"}),
        (MessageStatus.HELD, "again", "Send again", {"one": "withdrawn", "one#2": "due"}),
        (MessageStatus.CAME_BACK, "again", "Send again", {"one": "withdrawn", "one#2": "due"}),
        (MessageStatus.FAILED, "again", "Send again", {"one": "withdrawn", "one#2": "due"}),
        (MessageStatus.FAILED, "set-aside", "Not needed", {"one": "withdrawn"}),
    ],
)
def test_coordinator_settles_a_message(
    cast: Cast, browser: Browserless, status: MessageStatus, press: str, said: str, became: dict[str, str]
) -> None:
    queue(cast.command_line, "one", now=cast.now)
    leave(cast.command_line, "one", status, "550 No such mailbox", now=cast.now)
    assert said in browser.get("/messages/").text
    answer = browser.submit("/messages/", f"/messages/{stored('one').public_id}/{press}")
    assert (answer.status_code, statuses()) == (302, became)


@pytest.mark.parametrize("status", [MessageStatus.IN_DOUBT, MessageStatus.FAILED])
def test_code_is_not_sent_again_for_whoever_needs_one_asks_anew(
    cast: Cast, browser: Browserless, status: MessageStatus
) -> None:
    queue(cast.command_line, "one", template="form_b_code", now=cast.now)
    leave(cast.command_line, "one", status, "550 No such mailbox", now=cast.now)
    page = browser.get("/messages/").text
    assert ("Send again" in page, "Not needed" in page, "asks for a new one" in page) == (False, True, True)
    assert browser.submit("/messages/", f"/messages/{stored('one').public_id}/again").status_code == 409
    assert browser.submit("/messages/", f"/messages/{stored('one').public_id}/set-aside").status_code == 302
    assert statuses() == {"one": "withdrawn"}


def test_failed_message_says_what_the_mail_server_said(cast: Cast, browser: Browserless) -> None:
    queue(cast.command_line, "one", now=cast.now)
    leave(cast.command_line, "one", MessageStatus.FAILED, "550 5.1.1 <b>No such mailbox", now=cast.now)
    page = browser.get("/messages/?status=failed").text
    assert ("550 5.1.1 &lt;b&gt;No such mailbox" in page, "There is no such mailbox" in page) == (True, True)


@pytest.mark.parametrize(
    ("path", "became"), [("set-aside", {"one": "withdrawn"}), ("again", {"one": "withdrawn", "one#2": "due"})]
)
def test_messages_that_are_held_are_told_above_the_list_and_settled_at_once(
    cast: Cast, browser: Browserless, path: str, became: dict[str, str]
) -> None:
    queue(cast.command_line, "one", "two", now=cast.now)
    leave(cast.command_line, "one", MessageStatus.HELD, now=cast.now)
    assert "this may be a restored backup" in browser.get("/messages/").text
    browser.submit("/messages/", f"/messages/held/{path}")
    assert statuses() == {"two": "due"} | became


def test_messages_are_shown_a_page_at_a_time_with_as_many_statements_for_many(cast: Cast, browser: Browserless) -> None:
    queue(cast.command_line, *(f"message {number}" for number in range(60)), now=cast.now)
    first, second = browser.get("/messages/").text, browser.get("/messages/?page=2").text
    assert (first.count("Waits since"), second.count("Waits since")) == (50, 10)


def test_messages_about_a_case_in_which_one_takes_no_part_are_not_shown(cast: Cast, browser: Browserless) -> None:
    case = add_case(cast.person("chair"), now=cast.now)
    ask(cast.person("coordinator"), case, now=cast.now)
    page = shown_text(browser.get("/messages/").text)
    assert (case.reference in page, "gp" in page) == (True, True)
    message_id = stored_about(case.id)
    cases.exclude(
        cast.person("chair"), case.public_id, email=address("coordinator"), reason="Knew the family", now=cast.now
    )
    page = shown_text(browser.get("/messages/").text)
    assert (case.reference in page, "gp" in page) == (False, False)
    assert browser.submit("/", f"/messages/{message_id}/again").status_code == 404


def stored_about(case_id: int) -> str:
    from cdop.extensions import db
    from cdop.models import OutboundMessage

    found = db.session.query(OutboundMessage.public_id).filter_by(case_id=case_id).one()
    db.session.rollback()
    return str(found[0])


def test_jobs_page_says_which_job_is_late(cast: Cast, browser: Browserless) -> None:
    for job in JOBS:
        note(job.name, cast.now)
    note(MESSAGES, cast.now - timedelta(minutes=16))
    page = browser.get("/jobs/").text
    assert (page.count("In time"), page.count("Late<")) == (len(JOBS), 1)
    note(MESSAGES, cast.now)
    assert browser.get("/jobs/").text.count("Late<") == 0


def test_jobs_page_says_what_failed_how_long_the_queue_is_and_who_is_at_work(cast: Cast, browser: Browserless) -> None:
    queue(cast.command_line, "one", "two", now=cast.now)
    for _time in range(2):
        failed = {"fault": "builtins.OSError"}
        jobs.note_run(jobs.JOB, "digest", JobOutcome.FAILED, failed, started=cast.now, now=cast.now)
    page = browser.get("/jobs/").text
    assert ("2 times; the last time builtins.OSError" in page, "No job process is at work" in page) == (True, True)
    assert re.search(r"Messages to be sent, now or at their time</th>\s*<td[^>]*>2</td>", page)
    jobs.hold("this test", now=cast.now)
    assert "A job process is at work." in browser.get("/jobs/").text
