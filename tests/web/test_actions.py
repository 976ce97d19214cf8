"""The panel's actions: listed by when they are due, changed with evidence, and nobody's change is overwritten."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import ActionItem, OutboundMessage
from cdop.rules.vocabulary import ActionStatus
from cdop.services.owner_links import link_secret
from tests.client import Browserless, form_fields, shown_text
from tests.personas import address
from tests.signed_cases import SignedCase, signed_case

DONE = {
    "status": "done",
    "evidence": "Audited in June",
    "closed_on-day": "1",
    "closed_on-month": "11",
    "closed_on-year": "2026",
}


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    return client.sign_in("coordinator")


@pytest.fixture
def signed(desk: Browserless, now: datetime) -> SignedCase:
    return signed_case(desk.cast.person("coordinator"), now=now)


def change(desk: Browserless, signed: SignedCase, **typed: str) -> object:
    page = f"/actions/{signed.action}"
    return desk.http.post(page, data=form_fields(desk.get(page).text) | typed)


def test_action_is_listed_open_and_then_closed_with_its_day(desk: Browserless, signed: SignedCase) -> None:
    page = desk.get("/actions/").text
    assert "Ask about smoking at every visit" in page
    assert "31 March 2027" in page
    assert change(desk, signed, **DONE).location == "/actions/"
    assert "Ask about smoking" not in desk.get("/actions/").text
    assert "1 November 2026" in desk.get("/actions/?show=closed").text
    db.session.rollback()
    action = db.session.scalars(select(ActionItem)).one()
    assert (action.status, action.evidence, action.closed_on) == (
        ActionStatus.DONE,
        "Audited in June",
        date(2026, 11, 1),
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"evidence": ""}, "Say what was done, or why it was not"),
        ({"closed_on-day": "", "closed_on-month": "", "closed_on-year": ""}, "Enter the day on which"),
        ({"closed_on-year": "2027"}, "must be 20 November 2026 or earlier"),
        ({"status": "in progress"}, "Leave the day empty while the action is in progress"),
        ({"status": ""}, "Say how far it is"),
    ],
)
def test_action_that_cannot_be_kept_so_is_told_kindly_and_nothing_is_lost(
    desk: Browserless, signed: SignedCase, typed: dict[str, str], said: str
) -> None:
    answer = change(desk, signed, **DONE | {"evidence": "Typed at length"} | typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert form_fields(answer.text)["closed_on-month"] == typed.get("closed_on-month", "11")


def test_action_that_somebody_changed_meanwhile_is_told_and_nothing_is_lost(
    desk: Browserless, signed: SignedCase
) -> None:
    page = f"/actions/{signed.action}"
    opened = form_fields(desk.get(page).text)
    change(desk, signed, status="in progress", evidence="Begun")
    answer = desk.http.post(page, data=opened | DONE)
    assert (answer.status_code, "Someone changed this action" in answer.text) == (409, True)
    both = form_fields(answer.text)
    assert both["evidence"] == "Audited in June"
    assert "What somebody else saved How far is it? In progress Evidence Begun" in " ".join(
        shown_text(answer.text).split()
    )
    assert desk.http.post(page, data=both).location == "/actions/"


def test_doctor_reads_the_actions_and_changes_none(desk: Browserless, signed: SignedCase) -> None:
    doctor = Browserless(desk.app, desk.cast).sign_in("designated doctor")
    page = doctor.get("/actions/").text
    assert ("Ask about smoking at every visit" in page, f"/actions/{signed.action}" in page) == (True, False)
    doctor.get(f"/actions/{signed.action}", status=403)


def test_list_is_paged(desk: Browserless, now: datetime) -> None:
    for _ in range(26):
        signed_case(desk.cast.person("coordinator"), now=now)
    first, second = (desk.get(f"/actions/?page={page}").text for page in (1, 2))
    assert (first.count("Ask about smoking"), second.count("Ask about smoking")) == (25, 1)


def test_what_an_action_is_to_change_and_the_verdict_are_said_on_its_pages(
    desk: Browserless, signed: SignedCase
) -> None:
    page = f"/actions/{signed.action}"
    opened = form_fields(desk.get(f"{page}/aim").text)
    told = opened | {
        "level": "regional",
        "owner_email": "head@example.com",
        "strength": "strong",
        "expected_change": "Fewer smoke",
        "indicator": "Smoking at delivery",
    }
    assert desk.http.post(f"{page}/aim", data=told).location == page
    late = desk.http.post(f"{page}/aim", data=opened | {"expected_change": "Typed late"})
    assert (late.status_code, form_fields(late.text)["expected_change"]) == (409, "Typed late")
    assert "What is expected to change Fewer smoke" in " ".join(shown_text(late.text).split())
    opened = form_fields(desk.get(f"{page}/verdict").text)
    on = {"verdict_on-day": "20", "verdict_on-month": "11", "verdict_on-year": "2026"}
    refused = desk.http.post(f"{page}/verdict", data=opened | on | {"verdict_note": "As before"})
    assert (refused.status_code, "Say whether it moved" in refused.text) == (422, True)
    assert form_fields(refused.text)["verdict_note"] == "As before"
    judged = desk.http.post(f"{page}/verdict", data=opened | on | {"verdict": "not moved", "verdict_note": "As before"})
    assert judged.location == page
    assert desk.submit(page, f"{page}/send").status_code == 302
    action = db.session.scalars(select(ActionItem)).one()
    link = f"/action/{link_secret(action)}"
    db.session.rollback()
    owner = Browserless(desk.app, desk.cast)
    opened = shown_text(owner.get(link).text)
    assert ("Ask about smoking at every visit" in opened, signed.case.reference in opened) == (True, False)
    refused = owner.submit(link, status="not accepted", name="Invented Head")
    assert (refused.status_code, "Say what was done, or why" in refused.text) == (422, True)
    assert "Your answer was received" in owner.submit(link, status="in progress", name="Invented Head").text
    assert "What was answered so far" in owner.get(link).text
    owner.get(f"/recommendation/{link_secret(action)}", status=410)
    told = db.session.scalars(select(OutboundMessage).where(OutboundMessage.template == "owner_answered")).one()
    assert (told.to_address, told.context["action"]) == (address("coordinator"), signed.action)
    db.session.rollback()
    shown = shown_text(desk.get(page).text)
    assert "Invented Head" in shown
    assert "its owner answered" in shown_text(desk.get("/actions/").text)
    assert "Not moved, as of 20 November 2026. As before" in shown
    assert "Fewer smoke" in shown
    assert "Regional" in shown
