"""The demonstration's mailbox: what would have been sent, and links and codes that work."""

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask

from cdop import clock, create_app
from cdop.extensions import db
from cdop.services import delivery, jobs
from cdop.services.delivery import Delivery
from cdop.services.smtp import DemoTransport
from config import Config
from tests.agencies import ask
from tests.client import Browserless
from tests.conftest import NOW
from tests.databases import SECRET
from tests.factories import add_case
from tests.messages import SENDER
from tests.personas import Cast


@pytest.fixture
def demo(new_database: Callable[[str], str], tmp_path: object) -> Iterator[Flask]:
    """A demonstration."""
    settings = {"CDOP_DEMO": "1", "CDOP_DEMO_FOLDER": str(tmp_path), "CDOP_DATABASE_URL": new_database("sqlite")}
    config = Config.from_env(
        settings | {"CDOP_SECRET_KEY": SECRET, "CDOP_BASE_URL": "http://localhost", "CDOP_MAIL_FROM": SENDER}
    )
    app = create_app(config)
    with app.app_context(), time_machine.travel(NOW):
        yield app
        db.session.remove()
        db.engine.dispose()


def deliver(app: Flask) -> None:
    """Send what waits, as the demonstration's job process does."""
    now = clock.now()
    fence = jobs.hold("the demonstration", now=now)
    assert fence is not None
    while delivery.deliver_next(DemoTransport(), app.config["CDOP"], fence=fence, now=now) is Delivery.SENT:
        pass


def test_link_in_the_mailbox_opens_the_form_with_the_code_from_the_mailbox(demo: Flask) -> None:
    cast = Cast(NOW)
    ask(cast.person("coordinator"), add_case(cast.person("coordinator"), now=NOW), now=NOW)
    deliver(demo)
    browser = Browserless(demo, cast)
    message = re.search(r"/demo/mailbox/[\w-]+", browser.get("/demo/mailbox/").text)
    assert message
    page = browser.get(message[0]).text
    link = re.search(r'href="http://localhost(/r/[\w-]+)"', page)
    assert link
    assert ("This message did not leave the demonstration" in page, browser.get(link[1]).status_code) == (True, 200)
    browser.submit(link[1])
    deliver(demo)
    newest = re.search(r"/demo/mailbox/[\w-]+", browser.get("/demo/mailbox/").text)
    assert newest
    assert re.search(r"Your code is \d{6}\b", browser.get(newest[0]).text)


def test_mailbox_shows_only_what_was_sent(demo: Flask) -> None:
    cast = Cast(NOW)
    ask(cast.person("coordinator"), add_case(cast.person("coordinator"), now=NOW), now=NOW)
    browser = Browserless(demo, cast)
    assert "No message has been sent yet" in browser.get("/demo/mailbox/").text
    browser.get("/demo/mailbox/AAAAAAAAAAAAAAAAAAAAAA", status=404)


def test_every_page_of_the_demonstration_leads_to_the_mailbox(demo: Flask) -> None:
    assert 'href="/demo/mailbox/"' in Browserless(demo, Cast(NOW)).get("/sign-in").text


def test_there_is_no_mailbox_outside_a_demonstration(sqlite_app: Flask) -> None:
    browser = Browserless(sqlite_app, Cast(NOW))
    browser.get("/demo/mailbox/", status=404)
    assert "mailbox" not in browser.get("/sign-in").text
