"""A sensitive case: its forms open with an account or a code that is read out, and with no code from the mailbox."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import AuditEntry, OutboundMessage
from cdop.rules.vocabulary import AuditVerb
from cdop.services import respondents, sensitive_cases
from cdop.services.errors import Blocked, Forbidden, NotFound
from tests.agencies import MadeRequest, ask, last_code, token_of
from tests.client import Browserless, form_fields
from tests.factories import MadeCase, add_case
from tests.personas import Cast
from tests.web.test_form_b import fill, opened

WHO = {"name": "Pat Manager", "role": "practice manager"}
WHY = "The child of a colleague"


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    return add_case(cast.person("coordinator"), now=now, given_names="Canarianna")


@pytest.fixture
def request_(cast: Cast, case: MadeCase, now: datetime) -> MadeRequest:
    return ask(cast.person("coordinator"), case, now=now, name="Invented Surgery")


@pytest.fixture
def desk(app: Flask, cast: Cast) -> Browserless:
    return Browserless(app, cast).sign_in("coordinator")


@pytest.fixture
def sensitive(desk: Browserless, case: MadeCase, request_: MadeRequest) -> MadeRequest:
    assert desk.submit(f"{case.path}/sensitive", reason=WHY).status_code == 302
    return request_


def read_out(desk: Browserless, request: MadeRequest) -> str:
    """The code that the coordinator sees, digits only."""
    page = desk.submit(f"/requests/{request.public_id}/code").text
    found = re.search(r"<h2 class=\"govuk-panel__title\">(\d{3}) (\d{3})</h2>", page)
    assert found, page
    return found[1] + found[2]


def type_code(browser: Browserless, request: MadeRequest, code: str) -> int:
    return browser.submit(f"/r/{token_of(request)}/code", code=code, **WHO).status_code


def codes_mailed() -> int:
    db.session.rollback()
    mailed = select(func.count()).select_from(OutboundMessage).where(OutboundMessage.template == "form_b_code")
    return db.session.scalar(mailed) or 0


def test_code_that_is_read_out_opens_the_form_once_in_whatever_browser(
    app: Flask, cast: Cast, desk: Browserless, case: MadeCase, sensitive: MadeRequest
) -> None:
    assert (
        WHY in desk.get(case.path).text,
        "Read a code out" in desk.get(f"/requests/{sensitive.public_id}").text,
    ) == (
        True,
        True,
    )
    surgery, path = Browserless(app, cast), f"/r/{token_of(sensitive)}"
    page = surgery.get(path).text
    assert ("I have a code" in page, "Send a code" in page) == (True, False)
    code = read_out(desk, sensitive)
    assert type_code(surgery, sensitive, code) == 302
    assert "Canarianna" in surgery.get("/form-b/").text
    assert type_code(Browserless(app, cast), sensitive, code) == 422
    assert codes_mailed() == 0
    made = select(AuditEntry.actor_name).where(AuditEntry.verb == AuditVerb.CODE_READ_OUT)
    assert set(db.session.scalars(made)) == {"Coordinator"}


def test_no_code_is_mailed_and_one_from_the_mailbox_opens_nothing_any_more(
    app: Flask, cast: Cast, desk: Browserless, case: MadeCase, request_: MadeRequest
) -> None:
    path, open_now, asked = f"/r/{token_of(request_)}", opened(app, cast, request_), Browserless(app, cast)
    fill(open_now, "reporting", contact_summary="Saved before")
    assert asked.submit(path).status_code == 302
    mailed, before = last_code(), codes_mailed()
    typed = form_fields(asked.get(f"{path}/code").text)
    button = form_fields(asked.get(path).text)
    assert desk.submit(f"{case.path}/sensitive", reason=WHY).status_code == 302
    assert asked.http.post(f"{path}/code", data=typed | WHO | {"code": mailed}).status_code == 422
    assert asked.http.post(path, data=button).location == path
    open_now.get("/form-b/", status=302)
    assert codes_mailed() == before
    assert type_code(asked, request_, read_out(desk, request_)) == 302
    assert "Saved before" in asked.get("/form-b/sections/form_b/reporting").text


def test_read_out_code_dies_by_time_by_the_next_one_and_by_five_wrong_tries(
    app: Flask, cast: Cast, desk: Browserless, sensitive: MadeRequest, now: datetime
) -> None:
    surgery = Browserless(app, cast)
    first, second = read_out(desk, sensitive), read_out(desk, sensitive)
    if first != second:
        assert type_code(surgery, sensitive, first) == 422
    with time_machine.travel(now + timedelta(minutes=15, seconds=1)):
        assert type_code(surgery, sensitive, second) == 422
    third = read_out(desk, sensitive)
    wrong = "000000" if third != "000000" else "000001"
    assert {type_code(surgery, sensitive, wrong) for _ in range(5)} == {422}
    assert type_code(surgery, sensitive, third) == 422


def test_only_a_coordinator_of_the_panel_makes_a_code_and_only_officers_mark(
    cast: Cast, case: MadeCase, sensitive: MadeRequest, now: datetime
) -> None:
    for who, panel_id, refusal in (("chair", None, Forbidden), ("coordinator", cast.other_panel_id, NotFound)):
        with pytest.raises(refusal):
            respondents.make_code_to_read_out(cast.person(who, panel_id=panel_id), sensitive.public_id, now=now)
    with pytest.raises(Forbidden):
        sensitive_cases.unmark(cast.person("designated doctor"), case.public_id, reason=WHY, now=now)
    sensitive_cases.unmark(cast.person("chair"), case.public_id, reason="It is in the papers now", now=now)
    with pytest.raises(Blocked, match="not marked as sensitive"):
        respondents.make_code_to_read_out(cast.person("coordinator"), sensitive.public_id, now=now)
    marked = select(AuditEntry.reason).where(AuditEntry.verb == AuditVerb.CASE_NOT_SENSITIVE)
    assert set(db.session.scalars(marked)) == {"It is in the papers now"}


def test_mark_without_a_reason_is_refused(desk: Browserless, case: MadeCase) -> None:
    answer = desk.submit(f"{case.path}/sensitive", reason=" ")
    assert (answer.status_code, "Say why the case is sensitive" in answer.text) == (422, True)
