"""A child death review meeting is recorded with who was there, and takes the case on."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, ReviewMeeting
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import CaseStatus
from cdop.services import review_meetings
from cdop.services.errors import Forbidden, Invalid
from tests.factories import MadeCase, add_case
from tests.personas import Cast

PRESENT = [
    {"name": "Invented Paediatrician", "role": "Consultant", "agency": "Invented trust"},
    {"name": " ", "role": "", "agency": ""},
]


def recorded(actor: Actor, case: MadeCase, now: datetime, held_on: date, mark: str = "r" * 20) -> str:
    return review_meetings.record_review_meeting(
        actor, case.public_id, held_on=held_on, place="Ward 1", present=PRESENT, submission_id=mark, now=now
    )


def test_recording_keeps_who_was_there_and_moves_the_case(cast: Cast, now: datetime) -> None:
    doctor = cast.person("designated doctor")
    case = add_case(cast.person("coordinator"), now=now, status=CaseStatus.GATHERING)
    db.session.rollback()
    with pytest.raises(Forbidden):
        recorded(cast.person("chair"), case, now, now.date())
    meeting = recorded(cast.person("coordinator"), case, now, now.date())
    assert recorded(cast.person("coordinator"), case, now, now.date()) == meeting
    later = recorded(doctor, case, now, now.date() - timedelta(days=3), mark="q" * 20)
    assert later != meeting
    db.session.rollback()
    held = db.session.scalars(select(Case).where(Case.id == case.id)).one()
    assert (held.status, held.review_meeting_on) == (CaseStatus.REVIEW_MEETING, now.date())
    assert [row.present for row in db.session.scalars(select(ReviewMeeting))] == [PRESENT[:1], PRESENT[:1]]


def test_recording_without_anybody_or_before_the_death_or_ahead_is_refused(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, status=CaseStatus.GATHERING)
    for held_on, words in (
        (now.date() + timedelta(days=1), "has not come yet"),
        (date(2026, 4, 30), "before the death"),
    ):
        with pytest.raises(Invalid, match=words):
            recorded(coordinator, case, now, held_on)
    with pytest.raises(Invalid, match="Say who was there"):
        review_meetings.record_review_meeting(
            coordinator, case.public_id, held_on=now.date(), present=PRESENT[1:], submission_id="p" * 20, now=now
        )
    db.session.rollback()
    assert db.session.scalars(select(Case.status).where(Case.id == case.id)).one() is CaseStatus.GATHERING


def test_designated_doctor_records_the_meeting_that_moves_the_case_on(cast: Cast, now: datetime) -> None:
    case = add_case(cast.person("coordinator"), now=now, status=CaseStatus.GATHERING)
    recorded(cast.person("designated doctor"), case, now, now.date())
    db.session.rollback()
    assert db.session.scalars(select(Case.status).where(Case.id == case.id)).one() is CaseStatus.REVIEW_MEETING
