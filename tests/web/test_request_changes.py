"""An agency asks for more time or names a colleague; nothing changes before the coordinator agrees."""

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FormRequest, OutboundMessage, RequestChange
from cdop.rules.vocabulary import ChangeStatus
from cdop.services import form_b, form_b_returns, request_changes
from cdop.services.errors import Blocked, Forbidden, NotFound
from tests.agencies import MadeRequest, ask, respondent, token_of
from tests.client import Browserless
from tests.factories import add_case
from tests.personas import Cast
from tests.web.test_form_b import fill, opened

TIME, COLLEAGUE = "/form-b/changes/more-time", "/form-b/changes/colleague"
DAY = {"until_on-day": "20", "until_on-month": "1", "until_on-year": "2027"}
JO = {"name": "Jo Nurse", "email": "jo.nurse@example.com"}
ASKS = "Asks for a change"
WHY = "The post-mortem report comes then"


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def request_(cast: Cast, now: datetime) -> MadeRequest:
    coordinator = cast.person("coordinator")
    return ask(coordinator, add_case(coordinator, now=now), now=now, name="Invented Surgery")


@pytest.fixture
def manager(sqlite_app: Flask, cast: Cast, request_: MadeRequest) -> Browserless:
    return opened(sqlite_app, cast, request_)


@pytest.fixture
def desk(sqlite_app: Flask, cast: Cast) -> Browserless:
    return Browserless(sqlite_app, cast).sign_in("coordinator")


def request_row(request: MadeRequest) -> FormRequest:
    db.session.rollback()
    return db.session.get_one(FormRequest, request.id)


def buttons(desk: Browserless, request: MadeRequest) -> list[str]:
    """Where the buttons lead that answer what the agency asked."""
    return re.findall(r'action="(/request-changes/[^"]+)"', desk.get(f"/requests/{request.public_id}").text)


def test_more_time_is_given_once_the_coordinator_agrees(
    manager: Browserless, desk: Browserless, request_: MadeRequest
) -> None:
    before, link = request_row(request_).due_on, token_of(request_)
    assert manager.submit(TIME, reason=WHY, **DAY).status_code == 302
    assert "The panel is told" in manager.get("/form-b/").text
    assert request_row(request_).due_on == before
    page = desk.get(f"/requests/{request_.public_id}").text
    assert (WHY in page, "20 January 2027" in page, "Pat Manager" in page) == (True, True, True)
    assert ASKS in desk.get("/requests/").text
    agree, decline = buttons(desk, request_)
    assert desk.submit("/", agree).location == f"/requests/{request_.public_id}"
    assert (str(request_row(request_).due_on), token_of(request_) == link) == ("2027-01-20", True)
    assert (buttons(desk, request_), ASKS in desk.get("/requests/").text) == ([], False)
    # Pressed again nothing more happens, and it cannot be taken back by a page from before.
    for again, said in ((agree, "Agreed, and done"), (decline, "settled already")):
        assert said in desk.get(desk.submit("/", again).location).text
    assert str(request_row(request_).due_on) == "2027-01-20"
    told = select(OutboundMessage.to_address).where(OutboundMessage.template == "change_answered")
    assert db.session.scalars(told).all() == [request_row(request_).recipient_email]
    assert "20 January 2027" in manager.get("/form-b/").text


def test_time_until_a_day_that_has_passed_is_refused_kindly_and_the_agency_sees_that_it_waits(
    manager: Browserless, desk: Browserless, request_: MadeRequest, now: datetime
) -> None:
    manager.submit(TIME, reason=WHY, **DAY)
    page = manager.get("/form-b/").text
    assert ("for time until 20 January 2027" in page, "has not answered yet" in page) == (True, True)
    agree, decline = buttons(desk, request_)
    with time_machine.travel(now + timedelta(days=90)):
        desk.sign_in("coordinator")
        page = desk.get(desk.submit("/", agree).location).text
        assert ("has passed" in page, buttons(desk, request_)) == (True, [agree, decline])
    desk.sign_in("coordinator")
    desk.submit("/", decline)
    assert "The panel left it as it is" in manager.get("/form-b/").text


def test_colleague_gets_a_link_of_their_own_once_the_coordinator_agrees_and_the_old_one_is_dead(
    sqlite_app: Flask, cast: Cast, manager: Browserless, desk: Browserless, request_: MadeRequest
) -> None:
    fill(manager, "reporting", contact_summary="Written by the manager")
    link = token_of(request_)
    assert manager.submit(COLLEAGUE, reason="She knew the child", **JO).status_code == 302
    manager.get("/form-b/")
    agree, _decline = buttons(desk, request_)
    desk.submit("/", agree)
    assert request_row(request_).recipient_email == JO["email"]
    manager.get("/form-b/", status=302)
    Browserless(sqlite_app, cast).get(f"/r/{link}", status=410)
    jo = opened(sqlite_app, cast, request_, "Jo Nurse")
    page = jo.get("/form-b/sections/form_b/reporting").text
    assert ("Written by the manager" in page, "Pat Manager (practice manager)" in page) == (True, True)
    page = desk.get(f"/requests/{request_.public_id}").text
    assert ("She knew the child" in page, "Agreed" in page, "Jo Nurse" in page) == (True, True, True)


def test_wish_that_is_declined_changes_nothing(manager: Browserless, desk: Browserless, request_: MadeRequest) -> None:
    before = request_row(request_).due_on
    manager.submit(TIME, reason=WHY, **DAY)
    _agree, decline = buttons(desk, request_)
    desk.submit("/", decline)
    assert (request_row(request_).due_on, "Declined" in desk.get(f"/requests/{request_.public_id}").text) == (
        before,
        True,
    )
    manager.get("/form-b/")


def test_wish_that_is_asked_again_replaces_the_one_that_waits(manager: Browserless, request_: MadeRequest) -> None:
    for why in (WHY, "It comes a week later"):
        manager.submit(TIME, reason=why, **DAY)
    assert list(db.session.scalars(select(RequestChange.reason))) == ["It comes a week later"]
    told = db.session.scalars(select(OutboundMessage).where(OutboundMessage.template == "change_asked")).all()
    assert {str(sorted(message.context)) for message in told} == {"['reference', 'request']"}


@pytest.mark.parametrize(
    ("page", "typed", "why"),
    [
        (TIME, {**DAY, "reason": ""}, "Say why more time is needed"),
        (COLLEAGUE, {**JO, "reason": ""}, "Say why they should answer instead"),
        (TIME, {**DAY, "until_on-year": "2026", "reason": WHY}, "Choose a day after the one that was asked for"),
        (TIME, {**DAY, "until_on-year": "2029", "reason": WHY}, "within six months"),
        (COLLEAGUE, {**JO, "email": "jo", "reason": WHY}, "The e-mail address must be like"),
        (COLLEAGUE, {**JO, "name": "", "reason": WHY}, "Enter their name"),
    ],
)
def test_wish_that_says_too_little_keeps_what_was_typed(
    page: str, typed: dict[str, str], why: str, manager: Browserless
) -> None:
    response = manager.submit(page, **typed)
    assert (response.status_code, why in response.text) == (422, True)
    assert all(value in response.text for value in typed.values() if value != WHY)
    assert db.session.scalar(select(RequestChange.id)) is None


def test_only_the_coordinator_of_the_panel_answers_a_wish(
    manager: Browserless, cast: Cast, request_: MadeRequest, now: datetime
) -> None:
    manager.submit(TIME, reason=WHY, **DAY)
    change = db.session.scalars(select(RequestChange)).one().public_id
    with pytest.raises(Forbidden):
        request_changes.agree(cast.person("chair"), change, now=now)
    with pytest.raises(NotFound):
        request_changes.decline(cast.person("coordinator", panel_id=cast.other_panel_id), change, now=now)
    request_changes.decline(cast.person("coordinator"), change, now=now)
    with pytest.raises(Blocked):
        request_changes.agree(cast.person("coordinator"), change, now=now)
    assert db.session.scalars(select(RequestChange.status)).one() is ChangeStatus.DECLINED


def test_nobody_asks_anything_about_a_form_that_is_no_longer_needed(
    cast: Cast, request_: MadeRequest, now: datetime
) -> None:
    pat = respondent(request_, panel_id=cast.panel_id, now=now)
    form_b.withdraw(cast.person("coordinator"), request_.public_id, reason="Not known there", now=now)
    with pytest.raises(Blocked):
        request_changes.ask_for_time(pat, until_on=date(2027, 1, 20), reason=WHY, now=now)
    with pytest.raises(Blocked):
        request_changes.suggest_colleague(pat, **JO, reason=WHY, now=now)
    with pytest.raises(Blocked):
        form_b_returns.mark_answer(pat, "form_b", ("contact_summary", ""), frozenset(), now=now)
    assert db.session.scalar(select(RequestChange.id)) is None
