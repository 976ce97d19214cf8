"""Notifiers come back by a reference and a private code: to go on, and to what the panel asks them."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Notification, OutboundMessage
from cdop.rules.vocabulary import NotificationStatus
from cdop.services import notification_returns
from cdop.services.notification_returns import TRIES_FOR_REFERENCE, ReturnRefused
from tests.client import Browserless
from tests.factories import add_case
from tests.notifying import TOLD, another, begin, fill, send
from tests.personas import Cast

SECRETS = ("Canarianna", "Zantedeschia", "9990000018")


@pytest.fixture
def visitor(app: Flask, cast: Cast) -> Browserless:
    cast.person("coordinator")
    return Browserless(app, cast)


def code_of(browser: Browserless) -> tuple[str, str]:
    """Have the code shown, and return the reference and the code."""
    page = browser.submit("/notify/code").text
    reference = re.search(r"N-[A-Z0-9]{4}-[A-Z0-9]{4}", page)
    code = re.search(r"<strong>([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})</strong>", page)
    assert reference is not None
    assert code is not None
    return reference[0], code[1]


def come_back(browser: Browserless, reference: str, code: str) -> str:
    response = browser.submit("/notify/return", reference=reference, private_code=code)
    assert response.status_code in (302, 422)
    return str(response.location) if response.status_code == 302 else response.text


def public_id() -> str:
    found = db.session.scalars(select(Notification.public_id).order_by(Notification.id.desc())).first()
    db.session.rollback()
    assert found is not None
    return found


def test_what_was_begun_is_gone_on_with_on_another_device(visitor: Browserless) -> None:
    begin(visitor)
    fill(visitor, "child", **TOLD["child"])
    reference, code = code_of(visitor)
    assert [secret for secret in SECRETS if secret in visitor.submit("/notify/code").text] == []
    newer = code_of(visitor)[1]
    later = another(visitor)
    assert "open nothing" in come_back(later, reference, code)
    assert come_back(later, reference.lower().replace("-", " "), newer.lower().replace("-", "")) == "/notify/check"
    assert "Canarianna" in later.get("/notify/sections/child").text
    assert visitor.http.get("/notify/sections/child").location == "/notify"
    assert later.submit("/notify/leave", "/notify/close").status_code == 302
    assert later.http.get("/notify/sections/child").location == "/notify"
    stored = db.session.scalars(select(Notification.return_digest)).one()
    db.session.rollback()
    assert newer not in str(stored)


def test_wrong_codes_are_all_refused_alike_and_counted(visitor: Browserless, now: object) -> None:
    begin(visitor)
    reference, code = code_of(visitor)
    wrong = [(reference, "BBBB-BBBB-BBBB"), ("N-BBBB-BBBB", code), ("N-BBBB-BBBB", "BBBB-BBBB-BBBB")]
    pages = {re.sub(r'(nonce|value|datetime)="[^"]*"', "", come_back(another(visitor), *each)) for each in wrong}
    assert len(pages) == 1
    for _try in range(TRIES_FOR_REFERENCE - 1):
        come_back(another(visitor), reference, "BBBB-BBBB-BBBB")
    assert "Too many codes" in come_back(another(visitor), reference, code)


def test_a_question_is_asked_answered_and_settled_and_only_the_reference_is_in_messages(visitor: Browserless) -> None:
    send(visitor)
    reference, code = code_of(visitor)
    desk = another(visitor).sign_in("coordinator")
    asked = desk.submit(f"/notifications/{public_id()}/question", text="Which ward was Canarianna on?")
    assert asked.status_code == 302
    later = another(visitor)
    assert come_back(later, reference, code) == "/notify/standing"
    page = later.get("/notify/standing").text
    assert ("The panel has a question" in page, "Which ward was Canarianna on?" in page) == (True, True)
    action = re.search(r'action="(/notify/questions/[^"]+)"', page)
    assert action is not None
    assert later.submit("/notify/standing", action[1], answer=" ").status_code == 422
    assert later.submit("/notify/standing", action[1], answer="On the blue ward").status_code == 302
    assert "The panel has no question for you" in later.get("/notify/standing").text
    assert "On the blue ward" in desk.get(f"/notifications/{public_id()}").text
    desk.submit(f"/notifications/{public_id()}", f"/notifications/{public_id()}/no-more")
    assert "No further information is needed from you" in later.get("/notify/standing").text
    messages = {m.template: (m.to_address, m.context) for m in db.session.scalars(select(OutboundMessage))}
    db.session.rollback()
    assert messages["notifier_asked"] == ("doctor@example.com", {"reference": reference})
    assert messages["notifier_answered"] == ("coordinator@example.com", {"reference": reference})


def test_the_standing_is_the_same_for_a_child_who_is_known(visitor: Browserless, now: object) -> None:
    pages = []
    for _known in (False, True):
        browser = another(visitor)
        send(browser)
        reference, code = code_of(browser)
        later = another(visitor)
        assert come_back(later, reference, code) == "/notify/standing"
        pages.append(later.get("/notify/standing").text.replace(reference, ""))
        coordinator = visitor.cast.person("coordinator")
        if not _known:
            told = {"given_names": "Canarianna", "family_name": "Zantedeschia", "nhs_number": "9990000018"}
            add_case(coordinator, now=visitor.cast.now, **told)
    plain = {re.sub(r'(nonce|value|datetime)="[^"]*"', "", page) for page in pages}
    assert len(plain) == 1
    statuses = list(db.session.scalars(select(Notification.status).order_by(Notification.id)))
    db.session.rollback()
    assert statuses == [NotificationStatus.RECEIVED, NotificationStatus.LINKED]


def test_a_code_ends_a_year_after_the_notification(visitor: Browserless) -> None:
    send(visitor)
    reference, code = code_of(visitor)
    told = {"browser": "another browser", "caller": "192.0.2.1"}
    later = visitor.cast.now + timedelta(days=366)
    with pytest.raises(ReturnRefused):
        notification_returns.come_back(reference, code, now=later, **told)
    assert notification_returns.come_back(reference, code, now=later - timedelta(days=2), **told) is True
