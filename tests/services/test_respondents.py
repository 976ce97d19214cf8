"""Opening an invitation: the code, its limits, and the session that follows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import AuditEntry, FormRequest, Invitation, InvitationCode, OutboundMessage, RespondentSession
from cdop.queries import invitations as invitation_queries
from cdop.rules.actors import public
from cdop.rules.digests import secret_digest
from cdop.rules.vocabulary import AuditVerb, RequestStatus
from cdop.services import forgetting, form_b, form_b_returns, respondents
from cdop.services.errors import Invalid, NotFound
from cdop.services.respondents import CodeRefused, TooManyCodes
from tests.agencies import BROWSER, MadeRequest, ask, last_code, mark, open_form, respondent, token_of
from tests.factories import MadeCase, add_case
from tests.personas import Cast

OTHER_BROWSER = "another browser of the tests"
IDLE, WHOLE = timedelta(minutes=20), timedelta(hours=10)


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    return add_case(cast.person("coordinator"), now=now)


@pytest.fixture
def request_(cast: Cast, case: MadeCase, now: datetime) -> MadeRequest:
    return ask(cast.person("coordinator"), case, now=now)


def send(token: str, *, now: datetime, browser: str = BROWSER) -> str:
    respondents.send_code(public(), token, browser, submission_id=mark(), now=now)
    return last_code()


def enter(token: str, code: str, *, now: datetime, browser: str = BROWSER) -> str:
    return respondents.open_form(token, browser, code=code, name="Pat Manager", role="practice manager", now=now)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_right_code_opens_a_session_of_the_named_person(request_: MadeRequest, cast: Cast, now: datetime) -> None:
    session = open_form(request_, now=now)
    found = invitation_queries.respondent(secret_digest(session), now=now, idle=IDLE, whole=WHOLE)
    assert found is not None
    assert (found.actor.name, found.panel.id) == ("Pat Manager (practice manager)", cast.panel_id)
    request = db.session.get_one(FormRequest, request_.id)
    assert (request.status, request.opened_at) == (RequestStatus.OPENED, now)


def test_code_is_typed_with_spaces_as_some_mail_programs_show_it(request_: MadeRequest, now: datetime) -> None:
    token = token_of(request_)
    code = send(token, now=now)
    assert enter(token, f" {code[:3]} {code[3:]} ", now=now)


def test_code_works_once(request_: MadeRequest, now: datetime) -> None:
    token = token_of(request_)
    code = send(token, now=now)
    enter(token, code, now=now)
    with pytest.raises(CodeRefused):
        enter(token, code, now=now)


def test_code_works_for_ten_minutes(request_: MadeRequest, now: datetime) -> None:
    token = token_of(request_)
    code = send(token, now=now)
    with pytest.raises(CodeRefused):
        enter(token, code, now=now + timedelta(minutes=10))
    assert enter(token, code, now=now + timedelta(minutes=9, seconds=59))


def test_code_works_in_the_browser_that_asked_for_it_only(request_: MadeRequest, now: datetime) -> None:
    token = token_of(request_)
    code = send(token, now=now)
    with pytest.raises(CodeRefused):
        enter(token, code, now=now, browser=OTHER_BROWSER)
    assert enter(token, code, now=now)


def test_right_code_after_five_wrong_ones_is_refused(request_: MadeRequest, now: datetime) -> None:
    token = token_of(request_)
    code = send(token, now=now)
    for _ in range(5):
        with pytest.raises(CodeRefused):
            enter(token, wrong(code), now=now)
    with pytest.raises(CodeRefused):
        enter(token, code, now=now)
    assert db.session.scalar(select(InvitationCode.tries)) == 5


def test_many_guesses_at_once_are_no_more_than_in_a_row(app: Flask, request_: MadeRequest, now: datetime) -> None:
    token = token_of(request_)
    code = send(token, now=now)

    def guess(number: int) -> bool:
        with app.app_context():
            try:
                enter(token, f"{(int(code) + 1 + number) % 10**6:06}", now=now)
            except CodeRefused:
                return False
            return True

    with ThreadPoolExecutor(8) as guessers:
        assert not any(guessers.map(guess, range(24)))
    assert db.session.scalar(select(InvitationCode.tries)) == 5


def test_new_code_ends_the_one_before_in_the_same_browser(request_: MadeRequest, now: datetime) -> None:
    token = token_of(request_)
    first = send(token, now=now)
    second = send(token, now=now)
    with pytest.raises(CodeRefused):
        enter(token, first, now=now)
    assert enter(token, second, now=now)


def test_two_colleagues_have_codes_at_the_same_time(request_: MadeRequest, now: datetime) -> None:
    token = token_of(request_)
    mine, theirs = send(token, now=now), send(token, now=now, browser=OTHER_BROWSER)
    assert enter(token, theirs, now=now, browser=OTHER_BROWSER) != enter(token, mine, now=now)


def test_same_form_sent_ten_times_sends_one_code(request_: MadeRequest, now: datetime) -> None:
    token, same = token_of(request_), mark()
    for _ in range(10):
        respondents.send_code(public(), token, BROWSER, submission_id=same, now=now)
    codes = db.session.scalar(select(func.count()).select_from(InvitationCode))
    messages = select(func.count()).select_from(OutboundMessage).where(OutboundMessage.template == "form_b_code")
    assert (codes, db.session.scalar(messages)) == (1, 1)


def test_codes_for_one_link_are_limited_by_the_hour(request_: MadeRequest, now: datetime) -> None:
    token = token_of(request_)
    for number in range(respondents.CODES_FOR_INVITATION):
        send(token, now=now, browser=f"browser {number}")
    with pytest.raises(TooManyCodes):
        send(token, now=now + timedelta(minutes=59))
    assert send(token, now=now + timedelta(minutes=61))


def test_codes_for_one_address_are_limited_whatever_the_link(cast: Cast, case: MadeCase, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    requests = [ask(coordinator, case, now=now, email="shared@example.com") for _ in range(4)]
    tokens = [token_of(each) for each in requests]
    for number in range(respondents.CODES_FOR_ADDRESS):
        send(tokens[number % 4], now=now, browser=f"browser {number}")
    with pytest.raises(TooManyCodes):
        send(tokens[0], now=now)


def test_guessing_ends_long_before_it_could_succeed(request_: MadeRequest, now: datetime) -> None:
    token, at, guesses = token_of(request_), now, 0
    while (code := sent_if_allowed(token, now=at)) is not None:
        for _ in range(respondents.TRIES):
            with pytest.raises(CodeRefused):
                enter(token, wrong(code), now=at)
            guesses += 1
        at += timedelta(hours=1, seconds=1)
    assert guesses / 10**6 < 1e-4


def sent_if_allowed(token: str, *, now: datetime) -> str | None:
    try:
        return send(token, now=now)
    except TooManyCodes:
        return None


@pytest.mark.parametrize("end", ["expired", "withdrawn", "reissued", "returned", "unknown"])
def test_link_that_ended_opens_nothing(end: str, request_: MadeRequest, cast: Cast, now: datetime) -> None:
    coordinator, token, at = cast.person("coordinator"), token_of(request_), now
    code = send(token, now=now)
    if end == "expired":
        at = now + timedelta(days=90)
    elif end == "withdrawn":
        form_b.withdraw(coordinator, request_.public_id, reason="Asked by mistake", now=now)
    elif end == "reissued":
        form_b.reissue(coordinator, request_.public_id, email="other@example.com", now=now)
    elif end == "returned":
        form_b_returns.hold_nothing(respondent(request_, panel_id=cast.panel_id, now=now), now=now)
    else:
        token = "A" * 43
    with pytest.raises(NotFound):
        send(token, now=at)
    with pytest.raises(NotFound):
        enter(token, code, now=at)
    assert invitation_queries.link(secret_digest(token), now=at) is None


def test_session_ends_with_its_link(request_: MadeRequest, cast: Cast, now: datetime) -> None:
    session = open_form(request_, now=now)
    form_b.withdraw(cast.person("coordinator"), request_.public_id, reason="Asked by mistake", now=now)
    assert invitation_queries.respondent(secret_digest(session), now=now, idle=IDLE, whole=WHOLE) is None
    assert db.session.scalar(select(RespondentSession.ended_at)) == now


@pytest.mark.parametrize("later", [IDLE, WHOLE])
def test_session_ends_for_idleness_and_by_the_clock(request_: MadeRequest, later: timedelta, now: datetime) -> None:
    session = open_form(request_, now=now)
    idle = later if later == IDLE else WHOLE * 2
    at = now + later
    digest = secret_digest(session)
    assert invitation_queries.respondent(digest, now=at - timedelta(seconds=1), idle=idle, whole=WHOLE) is not None
    assert invitation_queries.respondent(digest, now=at, idle=idle, whole=WHOLE) is None


def test_leaving_ends_the_session(request_: MadeRequest, cast: Cast, now: datetime) -> None:
    session = open_form(request_, now=now)
    found = invitation_queries.respondent(secret_digest(session), now=now, idle=IDLE, whole=WHOLE)
    assert found is not None
    respondents.leave(found.actor, session, now=now)
    assert invitation_queries.respondent(secret_digest(session), now=now, idle=IDLE, whole=WHOLE) is None


def test_late_opening_of_an_ended_link_is_noted_once(request_: MadeRequest, cast: Cast, now: datetime) -> None:
    token = token_of(request_)
    respondents.opened_late(public(), token, now=now)
    assert db.session.scalar(select(Invitation.opened_late_at)) is None
    form_b.withdraw(cast.person("coordinator"), request_.public_id, reason="Asked by mistake", now=now)
    first = now + timedelta(days=180)
    for at in (first, first + timedelta(days=1)):
        respondents.opened_late(public(), token, now=at)
    assert db.session.scalar(select(Invitation.opened_late_at)) == first


def test_nobody_without_a_name_and_a_role_opens_a_form(request_: MadeRequest, now: datetime) -> None:
    token = token_of(request_)
    code = send(token, now=now)
    with pytest.raises(Invalid) as refused:
        respondents.open_form(token, BROWSER, code=code, name="", role="", now=now)
    assert set(refused.value.faults) == {"name", "role"}
    assert enter(token, code, now=now)


def test_database_holds_neither_link_nor_code(request_: MadeRequest, now: datetime) -> None:
    token = token_of(request_)
    code = send(token, now=now)
    open_form(request_, now=now)
    held = [
        str(value)
        for table in db.metadatas[None].sorted_tables
        for row in db.session.execute(select(table))
        for value in row
    ]
    assert not [value for value in held if token in value or value == code]


def test_every_step_is_on_record(request_: MadeRequest, now: datetime) -> None:
    token = token_of(request_)
    code = send(token, now=now)
    with pytest.raises(CodeRefused):
        enter(token, wrong(code), now=now)
    enter(token, code, now=now)
    verbs = set(db.session.scalars(select(AuditEntry.verb)))
    assert {AuditVerb.CODE_SENT, AuditVerb.CODE_REFUSED, AuditVerb.INVITATION_OPENED} <= verbs


def test_a_code_is_sent_also_after_earlier_ones_were_forgotten(request_: MadeRequest, now: datetime) -> None:
    token, later = token_of(request_), now + timedelta(days=7)
    enter(token, send(token, now=now), now=now)
    assert forgetting.forget(now=later)["codes"] == 1
    enter(token, send(token, now=later), now=later)
    sent = select(func.count()).where(OutboundMessage.template == "form_b_code")
    assert db.session.scalar(sent) == 2
