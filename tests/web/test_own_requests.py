"""An agency's people with an account: they see all requests of their own agency and open one without a code."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask, url_for
from sqlalchemy import select
from werkzeug.routing import Rule

from cdop import clock
from cdop.extensions import db
from cdop.models import AuditEntry, FormRequest
from cdop.rules.actors import Actor
from cdop.rules.form_b import reference
from cdop.rules.vocabulary import AttachmentKind, AuditVerb
from cdop.services import agencies, attachments, form_b, form_b_returns, people
from cdop.services.attachments import Upload
from cdop.services.errors import Forbidden, Invalid
from cdop.services.unit import writes
from tests.agencies import MadeRequest, ask, fill_in, let_release, respondent
from tests.client import Browserless, assert_good_html, form_fields, hidden_fields
from tests.factories import MadeCase, add_case
from tests.personas import PASSWORD, Cast, address
from tests.web.test_form_b import fill, opened
from tests.web.test_sweep import EXAMPLES, Things, requests_of
from tests.web.test_sweep import ask as open_page

SURGERY, CHILD = "Invented Surgery", "Canarianna"


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    return add_case(cast.person("coordinator"), now=now, given_names=CHILD)


@pytest.fixture
def ours(cast: Cast, case: MadeCase, now: datetime) -> MadeRequest:
    return ask(cast.person("coordinator"), case, now=now, name=SURGERY)


@pytest.fixture
def theirs(cast: Cast, now: datetime) -> MadeRequest:
    coordinator = cast.person("coordinator")
    return ask(coordinator, add_case(coordinator, now=now), now=now, name="Another Surgery")


@pytest.fixture
def lead(sqlite_app: Flask, cast: Cast, ours: MadeRequest, theirs: MadeRequest, now: datetime) -> Browserless:
    browser = Browserless(sqlite_app, cast).sign_in("agency lead")
    agencies.join(cast.command_line, SURGERY, email=address("agency lead"), panel_id=cast.panel_id, now=now)
    return browser


def open_form(browser: Browserless, request: MadeRequest) -> int:
    return browser.submit("/our-forms/", f"/our-forms/{request.public_id}/open").status_code


def test_own_requests_are_listed_without_the_child_and_opened_without_a_code(
    lead: Browserless, ours: MadeRequest, theirs: MadeRequest
) -> None:
    home, page = lead.get("/").text, lead.get("/our-forms/").text
    place = reference(ours.public_id)
    assert (f'href="/our-forms/#{place}"' in home, f'id="{place}"' in page) == (True, True)
    listed = [reference(request.public_id) in page for request in (ours, theirs)]
    assert (listed, CHILD in page, "1 form." in page) == ([True, False], False, True)
    scores = (f"How {SURGERY} answers" in page, "Fewer than 5 requests" in page, "Another Surgery" in page)
    assert scores == (True, True, False)
    assert open_form(lead, ours) == 302
    page = lead.get("/form-b/").text
    assert (CHILD in page, "Agency lead (agency lead)" in page) == (True, True)
    fill(lead, "reporting", contact_summary="Written with an account")
    entry = db.session.scalars(
        select(AuditEntry).where(
            AuditEntry.verb == AuditVerb.INVITATION_OPENED, AuditEntry.subject_kind == "invitation"
        )
    ).all()[-1]
    assert entry.changes["user_id"] is not None


def test_colleague_with_a_code_and_one_with_an_account_work_on_one_form(
    lead: Browserless, cast: Cast, ours: MadeRequest, now: datetime
) -> None:
    respondent(ours, panel_id=cast.panel_id, now=now)
    open_form(lead, ours)
    fill(lead, "reporting", contact_summary="Written with an account")
    assert "Agency lead (agency lead)" in lead.get("/form-b/sections/form_b/reporting").text
    lead.submit("/form-b/", "/form-b/leave")
    assert lead.http.get("/our-forms/").status_code == 200


def test_lead_reads_and_releases_what_a_colleague_sent(
    sqlite_app: Flask, lead: Browserless, cast: Cast, ours: MadeRequest
) -> None:
    let_release(cast.person("coordinator"), ours, now=cast.now)
    colleague = opened(sqlite_app, cast, ours)
    fill(colleague, "reporting", records_searched="child", contact_summary="Registered since birth")
    sent = colleague.submit("/form-b/check", reason="All we hold")
    assert (sent.status_code, sent.location) == (302, "/form-b/release/")
    page = colleague.get("/form-b/release/").text
    assert ("Please tell them" in page, "Give it back" in page) == (True, False)
    coordinator = Browserless(sqlite_app, cast).sign_in("coordinator")
    page = coordinator.get(f"/requests/{ours.public_id}").text
    assert ("Waiting for release" in page, "All we hold" in page, "Pat Manager (" in page) == (True, False, False)
    open_form(lead, ours)
    page = lead.get("/form-b/release/").text
    assert ("Registered since birth" in page, "All we hold" in page, "Give it back" in page) == (True, True, True)
    assert lead.submit("/form-b/release/give-back", reason="").status_code == 422
    assert lead.submit("/form-b/release/give-back", reason="Name the clinic").status_code == 302
    assert lead.get("/form-b/release/give-back", status=302).location == "/form-b/release/"
    assert "Nothing waits for release" in lead.get("/form-b/release/").text
    assert "Name the clinic" in colleague.get("/form-b/").text
    assert "Name the clinic" not in coordinator.get(f"/requests/{ours.public_id}").text
    assert colleague.submit("/form-b/check", reason="All we hold").status_code == 302
    assert lead.submit("/form-b/release/").location == "/r/received"
    assert "Agency lead (agency lead)" in lead.get("/r/received").text
    page = coordinator.get(f"/requests/{ours.public_id}").text
    for said in ("Sent by", "Pat Manager (practice manager)", "Released by", "Agency lead (agency lead)"):
        assert said in page


def test_form_of_another_agency_is_not_found_by_any_address(
    lead: Browserless, cast: Cast, ours: MadeRequest, theirs: MadeRequest
) -> None:
    assert open_form(lead, theirs) == 404
    assert lead.http.get("/form-b/").location == "/our-forms/"
    open_form(lead, ours)
    case = add_case(cast.person("coordinator"), now=cast.now)
    told = {}
    for rule, method in requests_of(lead.app):
        if EXAMPLES[rule.endpoint].names.__name__ in ("_request", "_case", "_document"):
            things = Things(case, "", "", theirs.public_id)
            told[rule.endpoint, method] = open_page(lead, rule.endpoint, method, things)
    assert set(told.values()) <= {403, 404}
    assert len(told) > 20


@pytest.mark.parametrize("way", ["account", "code"])
def test_agency_reads_nothing_that_another_wrote_of_the_same_child_by_any_address(
    lead: Browserless, cast: Cast, ours: MadeRequest, case: MadeCase, now: datetime, way: str
) -> None:
    beside = ask(cast.person("coordinator"), case, now=now, name="Surgery beside")
    stranger = respondent(beside, panel_id=cast.panel_id, now=now, name="Robin Elsewhere")
    fill_in(stranger, {"records_searched": ("child",), "contact_summary": "Cobalt words"}, now=now)
    upload = Upload("cobalt.txt", b"Cobalt document")
    file_id = attachments.attach(stranger, beside.public_id, upload, kind=AttachmentKind.OTHER, now=now)
    form_b_returns.submit(stranger, reason="Cobalt reason", now=now)
    if way == "account":
        open_form(lead, ours)
    browser = lead if way == "account" else opened(lead.app, cast, ours)
    told = {
        path: browser.http.get(path, buffered=True)
        for path in addresses(lead.app, Things(case, "", "", beside.public_id), file_id)
    }
    assert [path for path, page in told.items() if re.search(rb"cobalt|robin", page.data, re.I)] == []
    assert len(told) > 100
    assert f"/form-b/documents/{file_id}" in told
    assert CHILD in browser.get("/form-b/").text


def addresses(app: Flask, things: Things, file_id: str) -> list[str]:
    """Every address that can be looked at, with the names of these things in it."""
    found = []
    with app.test_request_context():
        for rule, method in requests_of(app):
            names: Any = EXAMPLES[rule.endpoint].names
            if method == "GET" and (names.__name__ in ("_request", "_case", "_document") or not things_in(rule)):
                told = names(things) | ({"file_id": file_id} if "file_id" in rule.arguments else {})
                found.append(url_for(rule.endpoint, **told))
    return found


def things_in(rule: Rule) -> set[str]:
    """What an address names that is somebody's."""
    return rule.arguments - {"file_id", "form_key", "section_key", "place", "filename", "colour", "name", "step"}


def test_what_was_sent_or_is_not_needed_cannot_be_opened(
    lead: Browserless, cast: Cast, ours: MadeRequest, now: datetime
) -> None:
    form_b.withdraw(cast.person("coordinator"), ours.public_id, reason="Not known there", now=now)
    page = lead.get("/our-forms/").text
    assert ("No form needed" in page, "Open FB-" in page, open_form(lead, ours)) == (True, False, 404)


def test_person_who_parts_from_the_agency_sees_and_opens_nothing_more(
    lead: Browserless, cast: Cast, ours: MadeRequest, now: datetime
) -> None:
    told = {"email": address("agency lead"), "panel_id": cast.panel_id, "now": now}
    agencies.join(cast.command_line, SURGERY, **told)
    agencies.part(cast.command_line, SURGERY, **told)
    assert ("not asked for a form" in lead.get("/our-forms/").text, open_form(lead, ours)) == (True, 404)
    with pytest.raises(Invalid, match="does not answer for"):
        agencies.part(cast.command_line, SURGERY, **told)
    with pytest.raises(Invalid, match="no such agency"):
        agencies.join(cast.command_line, "Nowhere", **told)
    with pytest.raises(Invalid, match="Nobody with this address"):
        agencies.join(cast.command_line, SURGERY, **(told | {"email": "nobody@example.com"}))
    with pytest.raises(Forbidden):
        agencies.join(cast.person("coordinator"), SURGERY, **told)


@pytest.mark.parametrize("how", ["signs out", "parts", "is disabled"])
def test_form_that_was_opened_with_an_account_closes_with_it(
    lead: Browserless, cast: Cast, ours: MadeRequest, how: str, now: datetime
) -> None:
    told = {"email": address("agency lead"), "panel_id": cast.panel_id, "now": now}
    open_form(lead, ours)
    copy = Browserless(lead.app, cast).http
    cookie = lead.http.get_cookie("cdop")
    assert cookie is not None
    copy.set_cookie("cdop", cookie.value)
    assert copy.get("/form-b/").status_code == 200
    if how == "signs out":
        lead.submit("/our-forms/", "/sign-out")
    elif how == "parts":
        agencies.part(cast.command_line, SURGERY, **told)
    else:
        people.disable_user(cast.command_line, **told)
    assert [copy.get(path).status_code for path in ("/form-b/", "/form-b/sections/form_b/reporting")] == [302, 302]


def test_agency_and_coordinator_see_when_an_unsent_draft_is_deleted_and_that_it_was(
    lead: Browserless, sqlite_app: Flask, cast: Cast, ours: MadeRequest, now: datetime
) -> None:
    open_form(lead, ours)
    fill(lead, "reporting", contact_summary="Never sent")
    coordinator = Browserless(sqlite_app, cast).sign_in("coordinator")
    set_purge(cast.command_line, ours.id, purge_on=date(2026, 12, 20), purged_at=None, now=now)
    pages = (lead.get("/our-forms/"), lead.get("/form-b/"), coordinator.get(f"/requests/{ours.public_id}"))
    words = re.compile(r"deleted on (<time[^>]*>)?20 December 2026")
    assert [bool(words.search(page.text)) for page in pages] == [True, True, True]
    set_purge(cast.command_line, ours.id, purge_on=None, purged_at=now, now=now)
    assert "Was deleted, <time" in coordinator.get(f"/requests/{ours.public_id}").text


@writes(AuditVerb.DRAFT_PURGED)
def set_purge(
    actor: Actor, request_id: int, *, purge_on: date | None, purged_at: datetime | None, now: datetime
) -> None:
    request = db.session.get_one(FormRequest, request_id)
    request.purge_on, request.purged_at = purge_on, purged_at


def test_answers_of_one_word_come_through_signing_in_again_with_an_account(
    lead: Browserless, ours: MadeRequest
) -> None:
    page = "/form-b/sections/form_b/reporting"
    open_form(lead, ours)
    typed = form_fields(lead.get(page).text) | {"completed_by_role": "Nurse", "in_contact_at_death": "no"}
    with time_machine.travel(clock.now() + timedelta(minutes=21)):
        late = lead.http.post(page, data=typed)
        assert (late.status_code, "Save what I typed" in late.text) == (401, True)
        lead.http.post("/sign-in", data=hidden_fields(lead.http.get("/sign-in").text) | signing_in("agency lead"))
        open_form(lead, ours)
        again = lead.http.post(page, data=form_fields(late.text))
        assert_good_html(again.text)
        assert (again.status_code, "What you typed is not saved yet" in again.text) == (400, True)
        assert lead.http.post(page, data=form_fields(again.text)).status_code == 302
        saved = form_fields(lead.get(page).text)
    assert {name: saved[name] for name in ("completed_by_role", "in_contact_at_death")}.items() <= typed.items()


def signing_in(who: str) -> dict[str, str]:
    return {"email": address(who), "password": PASSWORD}
