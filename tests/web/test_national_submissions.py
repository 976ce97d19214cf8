"""A case is entered in the national database: what is shown to copy, what is recorded, and what is due by it."""

import html
import json
import re
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from cdop.extensions import db
from cdop.models import Case, FormAnswer
from cdop.questionnaires.answer import Answer
from cdop.rules.actors import Actor
from cdop.rules.form_b import FORM_B
from cdop.rules.vocabulary import NationalKind
from cdop.services import agreed_answers, cases, national_submissions
from cdop.services.errors import Forbidden
from tests.agencies import answered
from tests.client import Browserless, hidden_fields, shown_text
from tests.live_cases import opened_case
from tests.personas import Cast
from tests.signed_cases import listed_case, sign

YESTERDAY = {"sent_on-day": "19", "sent_on-month": "11", "sent_on-year": "2026", "sent_at": "7pm"}
BOX = (
    r'<label class="govuk-label" for="field-[\d-]+">(.*?)</label>.*?'
    r'(?:value="([^"]*)" readonly|readonly[^>]*>\n(.*?)</textarea>)'
)


@pytest.fixture
def cast(app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def coordinator(cast: Cast) -> Actor:
    return cast.person("coordinator")


@pytest.fixture
def desk(app: Flask, cast: Cast) -> Browserless:
    return Browserless(app, cast).sign_in("coordinator")


@pytest.fixture
def opened(coordinator: Actor, now: datetime) -> str:
    """The address of a case that was opened from a notification."""
    return f"/cases/{opened_case(coordinator, now=now)}/national/notification"


def boxes(page: str) -> dict[str, str]:
    """What stands in the boxes that are copied from, by their labels."""
    found = re.findall(BOX, page, re.S)
    return {html.unescape(label): html.unescape(short or long) for label, short, long in found}


def test_notification_is_shown_in_the_national_order_with_the_facts_as_they_were_put_right(
    desk: Browserless, coordinator: Actor, opened: str, now: datetime
) -> None:
    public_id = opened.split("/")[2]
    version = db.session.scalars(select(Case.version).where(Case.public_id == public_id)).one()
    db.session.rollback()
    cases.correct(coordinator, public_id, {"given_names": "Put Right"}, version=version, submission_id=None, now=now)
    page = desk.get(opened).text
    shown = boxes(page)
    assert (shown["B1 First names"], shown["D1 Date of death"]) == ("Put Right", "19 November 2026")
    headings = re.findall(r'<h2 class="govuk-heading-m">(.*?)</h2>', page)
    assert headings[:3] == ["About you", "The child", "More about the child"]
    assert headings.index("The child") < headings.index("The death")
    assert "Ready to be entered." in shown_text(page)
    told = json.loads(desk.get(f"{opened}/record.json").text)
    assert told["schema"] == "cdop national record, version 1"
    assert {field["text"] for part in told["parts"] for field in part["fields"]} == {*shown.values()}


def test_record_that_is_not_as_its_schema_is_not_ready_says_why_and_goes_to_no_program(
    desk: Browserless, opened: str
) -> None:
    with db.engine.begin() as beside:
        beside.execute(delete(FormAnswer).where(FormAnswer.question_key == "place_of_death"))
        beside.execute(update(Case).values(place_of_death=None))
    page = desk.get(opened)
    assert "Not ready." in shown_text(page.text)
    assert "The notification does not say where the death was confirmed" in page.text
    assert f'/cases/{opened.split("/")[2]}/correct"' in page.text
    refused = desk.get(f"{opened}/record.json", status=409)
    assert "does not say where the death was confirmed" in refused.text
    assert json.loads(desk.get(f"{opened}/schema.json").text)["title"].startswith("Record of a case")


def test_entry_meets_the_deadline_and_its_answer_is_kept(desk: Browserless, opened: str) -> None:
    public_id = opened.split("/")[2]
    assert "National Child Mortality Database due by" in desk.get(f"/cases/{public_id}").text
    told = YESTERDAY | {"national_reference": "NCMD-1"}
    assert desk.submit(opened, f"{opened}/entered", **told).status_code == 302
    assert "National Child Mortality Database done on 19 November 2026" in desk.get(f"/cases/{public_id}").text
    page = shown_text(desk.get(opened).text)
    assert ("Entered, not answered yet." in page, "reference NCMD-1" in page) == (True, True)
    refused = desk.submit(opened, f"{opened}/answered", answer="queried")
    assert (refused.status_code, "Write what is queried" in refused.text) == (422, True)
    assert desk.submit(opened, f"{opened}/answered", answer="queried", query="Which ward?").status_code == 302
    page = shown_text(desk.get(opened).text)
    assert ("Put right what is queried" in page, "Which ward?" in page) == (True, True)
    desk.submit(opened, f"{opened}/entered", **YESTERDAY)
    desk.submit(opened, f"{opened}/answered", answer="accepted")
    assert "Accepted." in shown_text(desk.get(opened).text)
    again = desk.submit(opened, f"{opened}/answered", answer="accepted")
    assert again.status_code == 422
    assert "Nothing of this case waits for an answer" in again.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sent_on-year": "2027"}, "The time must not be in the future"),
        ({"sent_on-day": "1"}, "The time must not be before the child’s death"),
        ({"sent_at": ""}, "Enter the time, or about when it was"),
    ],
)
def test_entry_at_an_impossible_time_is_refused_beside_it(
    desk: Browserless, opened: str, changes: dict[str, str], words: str
) -> None:
    answer = desk.submit(opened, f"{opened}/entered", **YESTERDAY | changes)
    assert (answer.status_code, words in html.unescape(answer.text)) == (422, True)
    assert "Ready to be entered." in shown_text(desk.get(opened).text)


def test_entry_says_when_the_case_says_something_else_since(
    desk: Browserless, coordinator: Actor, opened: str, now: datetime
) -> None:
    public_id = opened.split("/")[2]
    assert desk.submit(opened, f"{opened}/entered", **YESTERDAY).status_code == 302
    version = db.session.scalars(select(Case.version).where(Case.public_id == public_id)).one()
    db.session.rollback()
    cases.correct(coordinator, public_id, {"postcode": "CW1 2AB"}, version=version, submission_id=None, now=now)
    assert "the case says something else now" in shown_text(desk.get(opened).text)


def test_entry_of_what_was_changed_while_it_was_copied_is_refused_until_it_was_seen(
    desk: Browserless, coordinator: Actor, opened: str, now: datetime
) -> None:
    public_id = opened.split("/")[2]
    shown = hidden_fields(desk.get(opened).text) | YESTERDAY
    version = db.session.scalars(select(Case.version).where(Case.public_id == public_id)).one()
    db.session.rollback()
    cases.correct(coordinator, public_id, {"postcode": "CW1 2AB"}, version=version, submission_id=None, now=now)
    refused = desk.http.post(f"{opened}/entered", data=shown)
    page = shown_text(refused.text)
    assert ("was changed after you opened this page" in page, "Ready to be entered." in page) == (True, True)
    again = hidden_fields(refused.text) | YESTERDAY
    assert desk.http.post(f"{opened}/entered", data=again).status_code == 302
    assert "Entered, not answered yet." in shown_text(desk.get(opened).text)


def test_review_is_entered_from_what_was_agreed_and_signed(
    desk: Browserless, coordinator: Actor, now: datetime
) -> None:
    case, meeting = listed_case(coordinator, now=now)
    page = f"{case.path}/national/review"
    for agency, weight in (("One Hospital", 2450), ("Another Hospital", 2540)):
        said = {"birth_weight_g": weight, "learning": f"What {agency} learned"}
        answered(coordinator, case, now=now, told=said, name=agency, kind="hospital trust")
    shown = shown_text(desk.get(page).text)
    assert "Agencies differ and nothing is agreed: C1 Birth weight" in shown
    place = ("birth_weight_g", "")
    agreed_answers.agree(coordinator, case.public_id, FORM_B, place, Answer(2450), note="The notes", number=0, now=now)
    sign(coordinator, case, meeting, now=now)
    found = boxes(desk.get(page).text)
    assert found["C1 Birth weight"] == "2450 g"
    assert "One Hospital: What One Hospital learned" in found["F23 Learning"]
    assert found["6.1 Primary category"].startswith("10 ")
    assert "nothing is agreed" not in shown_text(desk.get(page).text)
    assert desk.submit(page, f"{page}/entered", **YESTERDAY).status_code == 302
    assert "analysis version 1" in shown_text(desk.get(page).text)


def test_review_that_is_not_signed_cannot_be_entered(desk: Browserless, opened: str) -> None:
    page = opened.replace("/notification", "/review")
    assert "analysis is not signed yet" in shown_text(desk.get(page).text)
    assert desk.submit(opened, f"{page}/entered", **YESTERDAY).status_code == 422
    desk.get(f"{page}/record.json", status=409)
    desk.get(opened.replace("/notification", "/elsewhere"), status=404)


def test_entry_that_is_sent_twice_is_one_and_only_a_coordinator_makes_it(
    cast: Cast, coordinator: Actor, opened: str, now: datetime
) -> None:
    public_id, kind = opened.split("/")[2], NationalKind.NOTIFICATION
    told = {"sent_at": now, "national_reference": "", "submission_id": "entered-by-tests-0001", "now": now}
    entries = {national_submissions.record_sent(coordinator, public_id, kind, **told) for _ in range(2)}
    assert len(entries) == 1
    with pytest.raises(Forbidden):
        national_submissions.record_sent(cast.person("chair"), public_id, kind, **told)
    with pytest.raises(Forbidden):
        national_submissions.record_answer(cast.person("chair"), public_id, kind, is_accepted=True, now=now)
