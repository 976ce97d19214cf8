"""The pages of recommendations: written out, sent, answered without an account, judged."""

from datetime import datetime

import pytest
from flask import Flask

from tests.client import Browserless, form_fields, shown_text
from tests.personas import Cast
from tests.recommended import TEXT, recommendation, sent_recommendation


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


def test_recommendation_is_written_out_sent_and_judged(sqlite_app: Flask, cast: Cast, now: datetime) -> None:
    made = recommendation(cast.person("coordinator"), now=now)
    desk = Browserless(sqlite_app, cast).sign_in("coordinator")
    page = f"/recommendations/{made.public_id}"
    assert TEXT in desk.get("/recommendations/").text
    refused = desk.submit(page, f"{page}/send")
    assert (refused.status_code, "Say who owns it" in refused.text) == (409, True)
    typed = form_fields(desk.get(f"{page}/change").text) | {"owner_email": "nobody", "owner": "Invented Head"}
    wrong = desk.http.post(f"{page}/change", data=typed)
    assert (wrong.status_code, "Invented Head" in wrong.text) == (422, True)
    typed |= {"owner_email": "head@example.com", "strength": "weak"}
    typed |= {"due_on-day": "1", "due_on-month": "3", "due_on-year": "2027"}
    assert desk.http.post(f"{page}/change", data=typed).status_code == 302
    late = desk.http.post(f"{page}/change", data=typed | {"owner": "Typed late"})
    assert (late.status_code, form_fields(late.text)["owner"]) == (409, "Typed late")
    assert "Who owns it Invented Head" in " ".join(shown_text(late.text).split())
    assert desk.submit(page, f"{page}/send").status_code == 302
    day = {"verdict_on-day": "20", "verdict_on-month": "11", "verdict_on-year": "2026"}
    assert desk.submit(f"{page}/verdict").status_code == 422
    assert desk.submit(f"{page}/verdict", verdict="not moved", **day).status_code == 302
    assert "Not moved, as of 20 November 2026" in shown_text(desk.get(page).text)


def test_owner_reads_nothing_of_the_case_and_answers_without_an_account(
    sqlite_app: Flask, cast: Cast, now: datetime
) -> None:
    made = sent_recommendation(cast.person("coordinator"), now=now)
    owner = Browserless(sqlite_app, cast)
    page = f"/recommendation/{made.token}"
    shown = owner.get(page)
    assert shown.headers["Referrer-Policy"] == "strict-origin"
    assert (TEXT in shown.text, made.signed.case.reference in shown_text(shown.text)) == (True, False)
    refused = owner.submit(page, status="refused")
    told = [words in shown_text(refused.text) for words in ("Say what was done, or why", "Enter your name")]
    assert (refused.status_code, told) == (422, [True, True])
    assert "Your answer was received" in owner.submit(page, status="done", name="Invented Head", response="Done").text
    assert "No further information is needed from you" in owner.get(page).text
    desk = Browserless(sqlite_app, cast).sign_in("coordinator")
    assert "The owner of a recommendation or an action answered" in desk.get("/inbox/").text
    assert "Invented Head" in shown_text(desk.get(f"/recommendations/{made.public_id}").text)
    assert TEXT in desk.get("/recommendations/?show=closed").text
    owner.get(f"/recommendation/{'A' * 43}", status=410)
