"""The child death review meeting is recorded on a page that keeps what is typed and leads on to the draft analysis."""

from datetime import datetime

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, ReviewMeeting
from cdop.rules.vocabulary import CaseStatus
from tests.client import Browserless, form_fields
from tests.factories import MadeCase, add_case

TYPED = {
    "held_on-day": "1",
    "held_on-month": "June",
    "held_on-year": "2026",
    "place": "Ward 1",
    "summary": "<b>first</b> line\nsecond line",
    "person-1-name": "Invented Paediatrician",
    "person-1-role": "Consultant",
    "person-1-agency": "Invented trust",
    "press": "save",
}


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    return client.sign_in("designated doctor")


@pytest.fixture
def case(desk: Browserless, now: datetime) -> MadeCase:
    return add_case(desk.cast.person("coordinator"), now=now, status=CaseStatus.GATHERING)


def record(desk: Browserless, case: MadeCase, **typed: str) -> object:
    page = f"{case.path}/review-meeting"
    return desk.http.post(page, data=form_fields(desk.get(page).text) | TYPED | typed)


def test_meeting_is_recorded_moves_the_case_and_leads_to_the_draft(desk: Browserless, case: MadeCase) -> None:
    answer = record(desk, case)
    assert (answer.status_code, answer.location) == (302, f"{case.path}/analysis")
    assert "Now draft the analysis" in desk.get(answer.location).text
    db.session.rollback()
    meeting = db.session.scalars(select(ReviewMeeting)).one()
    assert meeting.present == [{"name": "Invented Paediatrician", "role": "Consultant", "agency": "Invented trust"}]
    assert meeting.summary == TYPED["summary"]
    assert db.session.scalars(select(Case.status).where(Case.id == case.id)).one() is CaseStatus.REVIEW_MEETING
    assert "with 1 person" in desk.get(f"{case.path}/review-meeting").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"held_on-year": "2027"}, "Date of the meeting must be 20 November 2026 or earlier"),
        ({"held_on-day": ""}, "must include a day"),
        ({"held_on-month": "4"}, "The meeting cannot be before the death"),
        ({"person-1-name": ""}, "Enter the name"),
        ({"person-1-name": "", "person-1-role": "", "person-1-agency": ""}, "Say who was there"),
    ],
)
def test_meeting_that_cannot_be_recorded_is_told_kindly_and_nothing_is_lost(
    desk: Browserless, case: MadeCase, typed: dict[str, str], said: str
) -> None:
    answer = record(desk, case, **typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert form_fields(answer.text)["summary"] == TYPED["summary"]
    db.session.rollback()
    assert db.session.scalars(select(ReviewMeeting)).all() == []


def test_more_people_are_added_without_a_script_and_without_saving(desk: Browserless, case: MadeCase) -> None:
    answer = record(desk, case, press="more", **{"held_on-day": "31", "person-6-agency": "Invented school"})
    fields = form_fields(answer.text)
    assert (answer.status_code, "There is a problem" in answer.text) == (200, False)
    kept = fields["held_on-day"], fields["person-1-name"], fields["person-6-agency"], fields["person-9-name"]
    assert kept == ("31", "Invented Paediatrician", "Invented school", "")


def test_rows_that_no_page_of_ours_has_are_not_read(desk: Browserless, case: MadeCase) -> None:
    answer = record(desk, case, press="more", **{"person-99-name": "A", "person-100-name": "B"})
    fields = form_fields(answer.text)
    assert ("person-60-name" in fields, "person-61-name" in fields) == (True, False)


def test_form_sent_twice_is_one_meeting(desk: Browserless, case: MadeCase) -> None:
    page = f"{case.path}/review-meeting"
    fields = form_fields(desk.get(page).text) | TYPED
    assert [desk.http.post(page, data=fields).status_code for _ in range(2)] == [302, 302]
    db.session.rollback()
    assert len(db.session.scalars(select(ReviewMeeting)).all()) == 1
