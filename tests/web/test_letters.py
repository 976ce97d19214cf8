"""The family's letter on its pages: read, changed, released by name, printed, posted."""

import io
from datetime import datetime

import pypdf
import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AuditEntry
from cdop.rules.vocabulary import AuditVerb, HoldKind
from cdop.services import holds
from tests.client import Browserless, form_fields
from tests.factories import add_case
from tests.live_cases import LiveCase, live_case

WORDS = "Dear Invented Parents,\n\nWe are sorry that Ada died.\n\nYours sincerely,\nTest panel"


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    """The coordinator's browser."""
    return client.sign_in("coordinator")


@pytest.fixture
def live(desk: Browserless, now: datetime) -> LiveCase:
    return live_case(desk.cast.person("coordinator"), now=now)


def edit(desk: Browserless, live: LiveCase, text: str = WORDS) -> None:
    path = f"{live.letter_path}/edit"
    fields = form_fields(desk.get(path).text) | {"text": text, "addressee": "Invented Parents"}
    assert desk.http.post(path, data=fields).status_code == 302


def test_draft_says_what_is_still_to_be_filled_in_and_reading_it_is_on_record(
    desk: Browserless, live: LiveCase
) -> None:
    page = desk.get(live.letter_path).text
    assert "Fill in the names of the parents or carers" in page
    assert "Release the letter" not in page
    assert AuditVerb.LETTER_READ in set(db.session.scalars(select(AuditEntry.verb)))
    db.session.rollback()


def test_letter_goes_from_draft_to_released_to_posted(desk: Browserless, live: LiveCase) -> None:
    edit(desk, live)
    assert desk.submit(live.letter_path, f"{live.letter_path}/release").status_code == 302
    page = desk.get(live.letter_path).text
    assert "released by Coordinator" in page
    paper = pypdf.PdfReader(io.BytesIO(desk.get(f"{live.letter_path}/letter.pdf").data))
    assert "We are sorry that Ada died." in paper.pages[0].extract_text()
    day = {"posted_on-day": "20", "posted_on-month": "11", "posted_on-year": "2026"}
    fields = form_fields(page) | day
    assert desk.http.post(f"{live.letter_path}/posted", data=fields).status_code == 302
    assert "it left on" in desk.get(live.letter_path).text
    assert "First letter to the family done on 20 November 2026" in desk.get(live.case.path).text


def test_release_waits_for_the_end_of_a_criminal_investigation_and_says_so(
    desk: Browserless, live: LiveCase, now: datetime
) -> None:
    edit(desk, live)
    fields = form_fields(desk.get(live.letter_path).text)
    coordinator = desk.cast.person("coordinator")
    told = {"started_on": now.date(), "submission_id": "h" * 20}
    holds.start_hold(coordinator, live.case.public_id, HoldKind.CRIMINAL, **told, now=now)
    assert "ask the senior investigating officer first" in desk.get(live.letter_path).text
    refused = desk.http.post(f"{live.letter_path}/release", data=fields)
    assert refused.status_code == 409
    assert "ask the senior investigating officer first" in refused.text


def test_letter_that_somebody_changed_meanwhile_is_shown_with_what_was_typed(desk: Browserless, live: LiveCase) -> None:
    path = f"{live.letter_path}/edit"
    old = form_fields(desk.get(path).text)
    edit(desk, live)
    response = desk.http.post(path, data=old | {"text": "My own long letter"})
    assert response.status_code == 409
    assert "My own long letter" in response.text


def test_released_letter_cannot_be_edited_and_a_day_out_of_place_is_refused(desk: Browserless, live: LiveCase) -> None:
    edit(desk, live)
    desk.submit(live.letter_path, f"{live.letter_path}/release")
    assert desk.http.get(f"{live.letter_path}/edit").status_code == 409
    day = {"posted_on-day": "21", "posted_on-month": "11", "posted_on-year": "2026"}
    fields = form_fields(desk.get(live.letter_path).text) | day
    response = desk.http.post(f"{live.letter_path}/posted", data=fields)
    assert response.status_code == 422
    assert "between the release and today" in response.text


def test_first_letter_is_written_by_hand_from_day_21_and_the_page_says_why_not_before(
    desk: Browserless, now: datetime
) -> None:
    coordinator = desk.cast.person("coordinator")
    days = {name: now.date().replace(day=1) for name in ("born_on", "died_on", "notified_on")}
    early, late = add_case(coordinator, now=now, **days), add_case(coordinator, now=now)
    page = desk.get(f"{early.path}/letters").text
    assert "can be written from 22 November 2026" in page
    refused = desk.submit("/", f"{early.path}/letters")
    assert refused.status_code == 422
    response = desk.submit(f"{late.path}/letters")
    assert response.location.startswith(f"{late.path}/letters/")
    assert desk.submit("/", f"{late.path}/letters").location == response.location


def test_letter_of_another_case_is_not_found(desk: Browserless, live: LiveCase, now: datetime) -> None:
    other = add_case(desk.cast.person("coordinator"), now=now)
    assert desk.http.get(f"{other.path}/letters/{live.letter}").status_code == 404
