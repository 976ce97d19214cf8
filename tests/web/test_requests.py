"""Asking agencies on a page: what is proposed, what is chosen, what is missing; and the directory."""

from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FormRequest
from cdop.services.form_b import WantedForm
from tests.agencies import add_agency, ask, token_of
from tests.client import Browserless, form_fields, shown_text
from tests.databases import SECRET
from tests.factories import MadeCase, add_case
from tests.personas import Cast

# Whose records are to be searched, of each agency that a test ticks; a browser sends what the page has ticked.
RECORDS = {"records-gp": "child", "records-police": "child", "other-records-2": "child"}


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    return add_case(cast.person("coordinator"), now=now)


@pytest.fixture
def coordinator(sqlite_app: Flask, cast: Cast) -> Browserless:
    return Browserless(sqlite_app, cast).sign_in("coordinator")


@pytest.fixture
def page(case: MadeCase) -> str:
    return f"{case.path}/requests"


def asked() -> list[tuple[str, str]]:
    rows = db.session.execute(select(FormRequest.recipient_email, FormRequest.reason).order_by(FormRequest.id)).all()
    db.session.rollback()
    return [tuple(row) for row in rows]


def test_only_agency_of_its_kind_is_ticked(coordinator: Browserless, cast: Cast, page: str, now: datetime) -> None:
    add_agency(cast.person("coordinator"), now=now, email="surgery@example.com")
    fields = form_fields(coordinator.get(page).text)
    assert fields["ask-gp"] == "yes"
    assert coordinator.http.post(page, data=fields).status_code == 302
    assert asked() == [("surgery@example.com", "Every child's practice is asked")]
    assert "ask-gp" not in coordinator.get(page).text


def test_one_of_several_is_chosen_and_goes_to_another_address(
    coordinator: Browserless, cast: Cast, page: str, now: datetime
) -> None:
    first, _second = (add_agency(cast.person("coordinator"), now=now, kind="police") for _ in range(2))
    fields = form_fields(coordinator.get(page).text)
    assert ("ask-police" in fields, fields["agency-police"]) == (False, "")
    response = coordinator.submit(page, **RECORDS, **{"ask-police": "yes"})
    assert (response.status_code, "Police: choose which one to ask" in response.text, asked()) == (422, True, [])
    chosen = {"ask-police": "yes", "agency-police": first, "email-police": "Desk@Example.com"}
    assert coordinator.submit(page, **RECORDS, **chosen).status_code == 302
    assert asked() == [("desk@example.com", "The police are asked about every child")]


def test_agency_chosen_or_addressed_without_a_tick_is_asked_about_and_nobody_else_is_asked_meanwhile(
    coordinator: Browserless, cast: Cast, page: str, now: datetime
) -> None:
    add_agency(cast.person("coordinator"), now=now)
    first, _second = (add_agency(cast.person("coordinator"), now=now, kind="police") for _ in range(2))
    for typed, fault in (
        ({"agency-police": first}, "Police: tick the box above to ask it"),
        ({"email-police": "desk@example.com"}, "Police: tick the box to ask it"),
        ({"other-reason-1": "Respite care"}, "Choose the agency"),
    ):
        response = coordinator.submit(page, **{"ask-gp": "yes"} | typed)
        assert (response.status_code, fault in response.text, asked()) == (422, True, [])


def test_agency_that_the_notification_names_is_left_out_by_taking_its_tick_away(
    coordinator: Browserless, cast: Cast, page: str, now: datetime
) -> None:
    add_agency(cast.person("coordinator"), now=now)
    assert coordinator.submit(page, **RECORDS, **{"ask-gp": "yes", "agency-police": ""}).status_code == 302


def test_page_says_who_was_asked(coordinator: Browserless, cast: Cast, page: str, now: datetime) -> None:
    for kind, name in (("gp", "Invented Surgery"), ("police", "Invented Police")):
        add_agency(cast.person("coordinator"), now=now, kind=kind, name=name)
    coordinator.submit(page, **RECORDS, **{"ask-gp": "yes", "ask-police": "yes"})
    assert "On the way: 2 requests, to Invented Surgery, Invented Police." in coordinator.get(page).text


@pytest.mark.parametrize(("number", "words"), [("01632 960101", 'href="tel:01632960101"'), ("", "no number is known")])
def test_page_of_a_request_says_whom_to_ring_and_leads_to_the_agency(
    coordinator: Browserless, cast: Cast, case: MadeCase, now: datetime, number: str, words: str
) -> None:
    agency = add_agency(cast.person("coordinator"), now=now, telephone=number)
    request = ask(cast.person("coordinator"), case, agency_id=agency, now=now)
    shown = coordinator.get(f"/requests/{request.public_id}").text
    assert (words in shown, f'href="/agencies/{agency}/about"' in shown) == (True, True)


def test_agency_that_is_not_proposed_is_asked_with_a_reason(
    coordinator: Browserless, cast: Cast, page: str, now: datetime
) -> None:
    hospice = add_agency(cast.person("coordinator"), now=now, kind="hospice", email="h@example.com")
    response = coordinator.submit(page, **RECORDS, **{"other-2": hospice})
    assert (response.status_code, "Say why this agency is asked" in response.text) == (422, True)
    assert (
        coordinator.submit(page, **RECORDS, **{"other-2": hospice, "other-reason-2": "Respite care"}).status_code == 302
    )
    assert asked() == [("h@example.com", "Respite care")]


def test_kind_without_an_agency_leads_to_the_directory_and_back(
    coordinator: Browserless, case: MadeCase, page: str
) -> None:
    shown = coordinator.get(page).text
    assert "No such agency is in the directory yet" in shown
    add = f"/agencies/new?kind=gp&case={case.public_id}"
    assert f'{add.replace("&", "&amp;")}"' in shown
    assert form_fields(coordinator.get(add).text)["kind"] == "gp"
    added = coordinator.submit(add, name="Invented Surgery", kind="gp", email="surgery@example.com")
    assert (added.status_code, added.location) == (302, page)


def test_where_nobody_of_a_kind_is_there_for_a_form_the_page_says_who_else_can_complete_it(
    coordinator: Browserless, cast: Cast, now: datetime
) -> None:
    newborn = add_case(cast.person("coordinator"), now=now, died_on=date(2026, 3, 3), place_of_death="HOSP-NNU")
    page, form = f"{newborn.path}/requests", "It would complete “Supplementary form: delivery suite"
    shown = shown_text(coordinator.get(page).text)
    assert (form in shown, "for which nobody else is proposed." in shown) == (True, True)
    midwives = add_agency(cast.person("coordinator"), now=now, kind="midwifery")
    assert "you can tick it at Midwifery instead." in shown_text(coordinator.get(page).text)
    ask(cast.person("coordinator"), newborn, WantedForm("supplement_neonatal"), agency_id=midwives, now=now)
    assert form not in shown_text(coordinator.get(page).text)


def test_agency_added_from_no_case_or_from_one_that_is_not_ours_leads_to_the_directory(
    coordinator: Browserless,
) -> None:
    for number, query in enumerate(("", "?case=nowhere")):
        facts = {"name": f"Practice {number}", "kind": "gp", "email": "surgery@example.com"}
        assert coordinator.submit(f"/agencies/new{query}", **facts).location == "/agencies/"


def test_nothing_chosen_and_wrong_addresses_are_said_beside_the_form(
    coordinator: Browserless, cast: Cast, page: str, now: datetime
) -> None:
    add_agency(cast.person("coordinator"), now=now)
    response = coordinator.submit(page)
    assert (response.status_code, "Choose at least one agency to ask" in response.text) == (422, True)
    response = coordinator.submit(page, **{"ask-gp": "yes", "email-gp": "nowhere"})
    assert (response.status_code, 'value="nowhere"' in response.text, asked()) == (422, True, [])


def test_agency_is_added_changed_and_set_inactive(coordinator: Browserless, cast: Cast, page: str) -> None:
    facts = {"name": "Invented Surgery", "kind": "gp", "email": "surgery@example.com"}
    response = coordinator.submit("/agencies/new", **facts | {"email": "nowhere", "telephone": "ring me"})
    assert (response.status_code, 'value="Invented Surgery"' in response.text) == (422, True)
    assert coordinator.submit("/agencies/new", **facts).status_code == 302
    shown = coordinator.get("/agencies/?search=invented").text
    assert "surgery@example.com" in shown.replace("<wbr>", "")
    address = shown.split('href="/agencies/')[-1].split('"')[0].removesuffix("/about")
    fields = form_fields(coordinator.get(f"/agencies/{address}").text)
    assert coordinator.http.post(f"/agencies/{address}", data=fields | {"is_active": "no"}).status_code == 302
    assert coordinator.http.post(f"/agencies/{address}", data=fields | {"name": "Another"}).status_code == 409
    assert "ask-gp" not in coordinator.get(page).text


def test_reader_sees_who_was_asked_and_no_form_to_ask(
    sqlite_app: Flask, cast: Cast, case: MadeCase, page: str, now: datetime
) -> None:
    ask(cast.person("coordinator"), case, now=now, name="Invented Surgery")
    shown = Browserless(sqlite_app, cast).sign_in("chair").get(page).text
    assert ("Invented Surgery" in shown, "Send the requests" in shown) == (True, False)


def test_code_is_asked_for_over_https_from_the_page_of_a_link(cast: Cast, case: MadeCase, now: datetime) -> None:
    from cdop import create_app
    from config import Config

    request = ask(cast.person("coordinator"), case, now=now)
    url = str(db.engine.url.render_as_string(hide_password=False))
    environ = {"CDOP_DATABASE_URL": url, "CDOP_SECRET_KEY": SECRET, "CDOP_BASE_URL": "https://cdop.example.com"}
    http = create_app(Config.from_env(environ)).test_client()
    path, site = f"/r/{token_of(request)}", "https://cdop.example.com"
    fields = form_fields(http.get(path, base_url=site).text)
    # What a browser tells of where it comes from under the page's policy: the site, and nothing of the address.
    response = http.post(path, data=fields, base_url=site, headers={"Referer": f"{site}/"})
    assert (response.status_code, response.location) == (302, f"{path}/code")
    assert "__Host-cdop" in response.headers["Set-Cookie"]
