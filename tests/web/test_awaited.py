"""The pages of awaited notifications: a death is entered, compared, asked about, and found to have arrived."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AuditEntry
from cdop.rules.vocabulary import AuditVerb
from tests.agencies import add_agency
from tests.awaited import DEATH, await_death
from tests.client import Browserless, hidden_fields, shown_text
from tests.factories import add_case
from tests.personas import Cast

FORM = {
    "source": "registrar's notice",
    "source_name": "Registrar of Halton",
    "told_on-day": "19",
    "told_on-month": "11",
    "told_on-year": "2026",
    "event_on-day": "2",
    "event_on-month": "11",
    "event_on-year": "2026",
    "given_names": "Kit",
    "family_name": "Invented",
    "nhs_number": "999 000 0026",
    "died_on-day": "1",
    "died_on-month": "November",
    "died_on-year": "2026",
}


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def browser(sqlite_app: Flask, cast: Cast) -> Browserless:
    return Browserless(sqlite_app, cast).sign_in("coordinator")


def test_death_is_entered_and_its_agency_asked_and_found_to_have_arrived(
    browser: Browserless, cast: Cast, now: datetime
) -> None:
    agency = add_agency(cast.person("coordinator"), now=now, name="Invented Ward")
    sent = browser.submit("/awaited/new", **FORM, agency=agency)
    assert sent.status_code == 302, sent.text
    page = browser.get(sent.location)
    for words in ("Kit Invented", "999 000 0026", "Invented Ward", "10 days late", "No reminder was sent yet"):
        assert words in page.text
    assert "Kit Invented" in browser.search("awaited", "kit").text
    assert "Kit" not in shown_text(browser.get("/").text)
    case = add_case(cast.person("coordinator"), now=now, family_name="Other")
    assert browser.submit(sent.location, f"{sent.location}/arrived", reference=case.reference).status_code == 302
    assert f"case {case.reference}" in browser.get(sent.location).text
    assert "Kit Invented" in browser.get("/awaited/?state=arrived").text


def test_death_that_the_panel_may_know_of_is_looked_at_first(browser: Browserless, cast: Cast, now: datetime) -> None:
    case = add_case(cast.person("coordinator"), now=now, nhs_number="9990000026", given_names="Kit")
    refused = browser.submit("/awaited/new", **FORM)
    assert refused.status_code == 422
    assert f"Case {case.reference}" in refused.text
    assert "Alike: the same NHS number; the same first names." in refused.text
    assert "Different: another date of death" in refused.text
    assert 'value="Registrar of Halton"' in refused.text
    assert browser.submit("/awaited/new", **FORM, is_another_child="yes").status_code == 302


def test_what_cannot_be_read_is_said_beside_its_field(browser: Browserless) -> None:
    told = FORM | {"nhs_number": "999 000 0027", "postcode": "nowhere", "told_on-year": "26"}
    refused = browser.submit("/awaited/new", **told)
    assert refused.status_code == 422
    for words in ("fails its check digit", "postcode", "must have a year of 4 numbers", 'value="nowhere"'):
        assert words in refused.text


def test_end_needs_a_reason_and_keeps_what_was_typed(browser: Browserless, cast: Cast, now: datetime) -> None:
    path = f"/awaited/{await_death(cast.person('coordinator'), now=now)}"
    refused = browser.submit(f"{path}/end", note="The mother rang, and said so")
    assert (refused.status_code, "The mother rang" in refused.text) == (422, True)
    assert browser.submit(f"{path}/end", why="elsewhere", note="The mother rang").status_code == 302
    assert "Another panel reviews the death" in browser.get(path).text


def test_reading_one_is_on_record(browser: Browserless, cast: Cast, now: datetime) -> None:
    browser.get(f"/awaited/{await_death(cast.person('coordinator'), now=now)}")
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == AuditVerb.AWAITED_READ)).all()
    assert len(entries) == 1
    added = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == AuditVerb.AWAITED_ADDED)).all()
    assert DEATH.family_name not in str([entry.changes for entry in added])


def test_second_of_two_who_ask_an_agency_reads_the_page_as_it_is_now_and_can_go_on(
    browser: Browserless, cast: Cast, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    ward, clinic = (add_agency(coordinator, now=now, name=name) for name in ("Invented Ward", "Invented Clinic"))
    path = f"/awaited/{await_death(coordinator, now=now)}"
    opened = hidden_fields(browser.get(path).text)
    assert browser.http.post(f"{path}/ask", data=opened | {"agency": ward}).status_code == 302
    refused = browser.http.post(f"{path}/ask", data=opened | {"agency": clinic})
    assert (refused.status_code, "Here it stands as it is now" in refused.text) == (422, True)
    again = hidden_fields(refused.text) | {"agency": clinic}
    assert browser.http.post(f"{path}/ask", data=again).status_code == 302
