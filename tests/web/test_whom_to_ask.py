"""Whom to ask, on pages: the list and its rows, supplementary forms, records, and what comes to be proposed later."""

import re
from datetime import date, datetime, timedelta
from urllib.parse import quote

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, FormRequest, RequestedForm
from cdop.queries import routing as queries
from cdop.rules.form_b import FORM_B, WantedForm
from cdop.rules.vocabulary import CaseStatus, Residency
from cdop.services import form_b, form_b_returns, routing
from cdop.services.errors import Invalid
from cdop.services.form_b import More
from cdop.services.routing import Rule
from tests.agencies import add_agency, ask, fill_in, mark, respondent
from tests.client import Browserless, form_fields, shown_text
from tests.factories import MadeCase, add_case
from tests.personas import Cast

DROWNING = "supplement_drowning"
SAID = "A child's practice is asked here, said the panel"


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    return add_case(cast.person("coordinator"), now=now)


@pytest.fixture
def browser(sqlite_app: Flask, cast: Cast) -> Browserless:
    return Browserless(sqlite_app, cast).sign_in("coordinator")


def drowning_is_for_every_child(cast: Cast, now: datetime) -> None:
    """As if it had become known of a child: its row holds for every one."""
    rule = Rule(("police",), "The death may have been by drowning", date(2026, 1, 1), forms=(DROWNING,))
    routing.change_rule(cast.person("coordinator"), f"{DROWNING}: drowning", rule, version=0, now=now)


def forms_asked() -> list[str]:
    found = list(db.session.scalars(select(RequestedForm.form_key).order_by(RequestedForm.position)))
    db.session.rollback()
    return found


def test_requests_is_marked_in_the_menu_on_the_pages_of_agencies(browser: Browserless) -> None:
    for path in ("/agencies/", "/agencies/scorecards", "/whom-to-ask/"):
        marked = re.findall(r'navigation__link" href="([^"]*)" aria-current', browser.get(path).text)
        assert (path, marked) == (path, ["/requests/"])
    assert 'href="/agencies/"' in browser.get("/requests/").text


def test_list_is_shown_changed_and_restored(browser: Browserless) -> None:
    page = browser.get("/whom-to-ask/").text
    assert ("Every child&#39;s practice is asked" in page, "Restore the shipped list" in page) == (True, False)
    row = "/whom-to-ask/row?key=gp"
    fields = form_fields(browser.get(row).text) | {"asks": "gp"}
    assert browser.http.post(row, data=fields | {"reason": ""}).status_code == 422
    assert browser.http.post(row, data=fields | {"reason": SAID}).status_code == 302
    stale = browser.http.post(row, data=fields | {"reason": "Something else"})
    assert (stale.status_code, "Something else" in stale.text) == (409, True)
    page = browser.get("/whom-to-ask/").text
    assert ("said the panel" in page, "changed here" in page) == (True, True)
    assert browser.submit("/whom-to-ask/restore").status_code == 302
    assert "said the panel" not in browser.get("/whom-to-ask/").text
    browser.get("/whom-to-ask/row?key=nothing", status=404)


def test_row_keeps_the_order_in_which_agencies_are_asked_for_its_form(browser: Browserless, cast: Cast) -> None:
    key = f"{DROWNING}: drowning"
    before = queries.rule(cast.person("coordinator"), key)
    assert before is not None
    db.session.rollback()
    told = {"asks": [*sorted(before.route.asks), "coroner"], "types": "drowning", "forms": DROWNING, "reason": SAID}
    row = f"/whom-to-ask/row?key={quote(key)}"
    assert browser.http.post(row, data=form_fields(browser.get(row).text) | told).status_code == 302
    after = queries.rule(cast.person("coordinator"), key)
    assert after is not None
    assert after.route.asks == (*before.route.asks, "coroner")


def test_row_of_the_panel_decides_who_is_proposed(
    browser: Browserless, cast: Cast, case: MadeCase, now: datetime
) -> None:
    add_agency(cast.person("coordinator"), now=now)
    rule = Rule(("gp",), SAID, date(2026, 1, 1))
    routing.change_rule(cast.person("coordinator"), "gp", rule, version=0, now=now)
    page = browser.get(f"{case.path}/requests").text
    assert ("said the panel" in page, "Every child&#39;s practice" in page) == (True, False)


def test_supplementary_form_and_records_go_with_the_request(
    browser: Browserless, cast: Cast, case: MadeCase, now: datetime
) -> None:
    drowning_is_for_every_child(cast, now)
    add_agency(cast.person("coordinator"), now=now, kind="police", name="Invented Police")
    page = f"{case.path}/requests"
    fields = form_fields(browser.get(page).text)
    assert fields["forms-police"] == DROWNING
    told = {"records-police": ["child", "siblings"]}
    assert browser.http.post(page, data=fields | {"records-police": []}).status_code == 422
    assert browser.http.post(page, data=fields | told).status_code == 302
    assert forms_asked() == [FORM_B, DROWNING]
    request = db.session.scalars(select(FormRequest)).one()
    assert request.records == ["child", "siblings"]
    shown = browser.get(f"/requests/{request.public_id}").text
    assert "the child’s records and brothers’ and sisters’ records" in shown


def test_what_comes_to_be_proposed_is_said_on_the_case_and_added_to_an_open_request(
    browser: Browserless, cast: Cast, case: MadeCase, now: datetime
) -> None:
    ask(cast.person("coordinator"), case, now=now, kind="police", name="Invented Police")
    assert "more proposed" not in browser.get(case.path).text
    drowning_is_for_every_child(cast, now)
    assert "New: 1 more proposed" in browser.get(case.path).text
    page = f"{case.path}/requests"
    fields = form_fields(browser.get(page).text)
    more = {name: value for name, value in fields.items() if name.startswith("more-")}
    assert [*more.values()] == ["yes"]
    hidden = {name: fields[name] for name in ("csrf_token", "submission_id")}
    assert browser.http.post(page, data=hidden | more).status_code == 302
    assert forms_asked() == [FORM_B, DROWNING]
    assert "more proposed" not in browser.get(case.path).text
    assert not [name for name in form_fields(browser.get(page).text) if name.startswith("more-")]


def sections_asked(form_key: str = FORM_B) -> list[str] | None:
    found = db.session.scalars(select(RequestedForm.section_keys).where(RequestedForm.form_key == form_key)).one()
    db.session.rollback()
    return found


def test_sections_are_proposed_with_reasons_and_chosen_before_sending(
    browser: Browserless, cast: Cast, case: MadeCase, now: datetime
) -> None:
    add_agency(cast.person("coordinator"), now=now)
    page = browser.get(f"{case.path}/requests").text
    ticked = re.findall(r'name="sections-gp" type="checkbox" value="(\w+)" checked', page)
    assert ticked == ["details", "circumstances", "child", "social", "services"]
    assert "What this sort of agency knows: 25 questions" in page
    told = form_fields(page) | {"sections-gp": ["circumstances", "services"]}
    assert browser.http.post(f"{case.path}/requests", data=told).status_code == 302
    assert sections_asked() == ["reporting", "circumstances", "services"]


def test_what_is_asked_for_is_changed_while_the_request_is_out(
    browser: Browserless, cast: Cast, case: MadeCase, now: datetime
) -> None:
    request = ask(cast.person("coordinator"), case, now=now, kind="gp")
    path = f"/requests/{request.public_id}/asked-for"
    gp = respondent(request, panel_id=cast.panel_id, now=now)
    fill_in(gp, {"child_as_a_person": "He sang"}, now=now)
    fields = form_fields(browser.get(path).text)
    less = fields | {"sections-1": ["circumstances", "services"]}
    refused = browser.http.post(path, data=less)
    assert (refused.status_code, "answered questions already in: C. The child" in refused.text) == (422, True)
    assert browser.http.post(path, data=less | {"sections-1": ["child"], "records": []}).status_code == 422
    less = form_fields(refused.text) | {"sections-1": ["child"], "records": ["child", "siblings"]}
    assert browser.http.post(path, data=less).status_code == 302
    assert sections_asked() == ["reporting", "child"]
    assert "brothers’ and sisters’ records" in browser.get(f"/requests/{request.public_id}").text
    fill_in(gp, {"records_searched": ("child",)}, now=now)
    form_b_returns.submit(gp, reason="That is all", now=now)
    stale = browser.http.post(path, data=less | {"submission_id": mark()})
    assert (stale.status_code, "The request changed after you opened this page" in stale.text) == (409, True)
    more = form_fields(browser.get(path).text) | {"sections-1": ["child", "social"], "more": DROWNING}
    assert browser.http.post(path, data=more).status_code == 302
    page = browser.get(f"/requests/{request.public_id}").text
    assert ("Sent back" in page, "Please fill in as well: D. Family and social environment, " in page) == (True, True)
    assert (sections_asked(), sections_asked(DROWNING)) == (["reporting", "child", "social"], None)


def test_form_asked_for_by_mistake_can_be_taken_off_until_something_is_answered_on_it(
    browser: Browserless, cast: Cast, case: MadeCase, now: datetime
) -> None:
    request = ask(cast.person("coordinator"), case, WantedForm(FORM_B), WantedForm(DROWNING), now=now, kind="gp")
    path = f"/requests/{request.public_id}/asked-for"
    assert browser.submit(path, records="child", off=DROWNING).status_code == 302
    shown = browser.get(f"/requests/{request.public_id}").text
    assert ("What is asked for is changed" in shown, "drowning" in shown.lower()) == (True, False)
    assert "Take off forms" not in browser.get(path).text


def test_form_that_came_back_is_open_again_for_one_more(
    browser: Browserless, cast: Cast, case: MadeCase, now: datetime
) -> None:
    request = ask(cast.person("coordinator"), case, now=now, kind="police")
    form_b_returns.hold_nothing(respondent(request, panel_id=cast.panel_id, now=now), now=now)
    wanted = [More(request.public_id, DROWNING)]
    form_b.send_requests(cast.person("coordinator"), case.public_id, (), wanted, submission_id=mark(), now=now)
    page = browser.get(f"/requests/{request.public_id}").text
    assert ("Sent back" in page, "Please fill in as well: " in page) == (True, True)


def test_new_proposals_can_be_declined_with_a_reason(
    browser: Browserless, cast: Cast, case: MadeCase, now: datetime
) -> None:
    ask(cast.person("coordinator"), case, WantedForm(FORM_B), now=now, kind="police")
    drowning_is_for_every_child(cast, now)
    with pytest.raises(Invalid):
        form_b.decline_proposals(cast.person("coordinator"), case.public_id, reason=" ", now=now)
    page = f"{case.path}/requests/nobody-else"
    assert browser.submit(page, reason="").status_code == 422
    assert browser.submit(page, reason="The water was never in question").status_code == 302
    assert "more proposed" not in browser.get(case.path).text


def test_what_was_not_asked_is_missing_for_the_panel_until_it_is_said_why(
    browser: Browserless, cast: Cast, now: datetime
) -> None:
    case = add_case(cast.person("coordinator"), now=now, status=CaseStatus.GATHERING)
    drowning_is_for_every_child(cast, now)
    missing = "A supplementary form for what is suspected was not asked for"
    request = ask(cast.person("coordinator"), case, now=now, kind="police")
    form_b_returns.hold_nothing(respondent(request, panel_id=cast.panel_id, now=now), now=now)
    asking = browser.get(f"{case.path}/requests").text
    assert ("not asked so far" in asking, missing in browser.get(case.path).text) == (True, True)
    browser.submit(f"{case.path}/requests/nobody-else", reason="The water was never in question")
    asking = browser.get(f"{case.path}/requests").text
    assert ("not asked so far" in asking, missing in browser.get(case.path).text) == (False, False)


def test_what_the_coordinator_says_is_kept_and_proposes_more_also_after_agencies_were_asked(
    browser: Browserless, cast: Cast, case: MadeCase, now: datetime
) -> None:
    page, told = f"{case.path}/requests", f"{case.path}/requests/circumstances"
    ask(cast.person("coordinator"), case, now=now)
    shown = browser.get(page).text
    assert ("British Transport Police" in shown, "has changed since" in shown) == (False, False)
    assert browser.submit(page, told, circumstances=["on the railway", "epilepsy"]).status_code == 302
    shown = browser.get(page).text
    for words in ("British Transport Police", "The child had epilepsy", "has changed since agencies were last asked"):
        assert words in shown
    assert browser.submit(page, told, circumstances=["on the moon"]).status_code == 422
    with pytest.raises(Invalid):
        form_b.tell_circumstances(cast.person("coordinator"), case.public_id, ["on the moon"], now=now)
    assert db.session.get_one(Case, case.id).circumstances_told == ["on the railway", "epilepsy"]
    assert "more proposed" in browser.get(case.path).text
    assert browser.submit(page, told).status_code == 302
    assert "British Transport Police" not in browser.get(page).text


def test_nobody_is_ticked_where_another_panel_leads(browser: Browserless, cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    add_agency(coordinator, now=now)
    case = add_case(coordinator, now=now, residency=Residency.ELSEWHERE, reference="2026/099")
    page = browser.get(f"{case.path}/requests").text
    assert ("whose panel leads the review" in page, "ask-gp" in page) == (True, True)
    assert "ask-gp" not in form_fields(page)


def test_day_of_the_first_asking_is_kept(cast: Cast, case: MadeCase, now: datetime) -> None:
    ask(cast.person("coordinator"), case, now=now)
    assert db.session.get_one(Case, case.id).agencies_asked_at == now


def test_page_of_asking_says_by_when_and_how_long_whoever_is_asked_has(
    browser: Browserless, cast: Cast, now: datetime
) -> None:
    page = f"{add_case(cast.person('coordinator'), now=now, notified_on=now.date(), notified_at=now).path}/requests"
    early = shown_text(browser.get(page).text)
    assert "Asking agencies for their reporting forms due by" in early
    assert "An agency that is asked today has until" in early
    with time_machine.travel(now + timedelta(days=12)):
        browser.sign_in("coordinator")
        late = shown_text(browser.get(page).text)
    assert "Asking agencies for their reporting forms was due by" in late
    assert " ago)" in late
