"""The demonstration's live cases: one at every stage, made by people, at hours they would work. All are invented."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import (
    Agency,
    AgreedAnswer,
    AnalysisVersion,
    AwaitedNotification,
    Case,
    CaseHold,
    CaseStatusChange,
    DeathListRow,
    FamilyLetter,
    FormRequest,
    Invitation,
    Notification,
    OutboundMessage,
    RequestChange,
)
from cdop.queries.comparison import open_conflicts
from cdop.queries.joined_cases import same_child_page
from cdop.rules.correspondence import LetterStatus
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import CaseStatus, ChangeKind, HoldKind, NotificationStatus, RequestStatus
from cdop.rules.working_days import is_working_day
from cdop.services import demo_same_child, demo_stories
from tests.conftest import USUAL, renewed, running, shared
from tests.databases import SqliteFiles
from tests.personas import Cast

# A Friday, the Monday after a weekend at the turn of a year, Easter Monday's eve, a leap day.
EVENING, *OTHERS = (
    datetime.fromisoformat(day).replace(tzinfo=LONDON)
    for day in ("2026-11-20T18:00", "2027-01-04T09:45", "2027-03-28T12:00", "2028-02-29T16:00")
)


def load(now: datetime) -> None:
    """Load the stories for people who are there since a year."""
    cast = Cast(now.replace(year=now.year - 1, day=1))
    with time_machine.travel(now):
        demo_stories.load(cast.person("coordinator"), cast.person("chair"), now=now)
    db.session.rollback()


@pytest.fixture(scope="module")
def evening(sqlite: SqliteFiles, apps: dict[str, Flask]) -> str:
    """The name of a database with the stories as they are in the evening of the first day."""
    for _app in running(shared(apps, renewed(sqlite))):
        load(EVENING)
    sqlite.copy("evening", of=USUAL)
    return "evening"


@pytest.fixture
def evening_app(evening: str, sqlite: SqliteFiles, apps: dict[str, Flask]) -> Iterator[Flask]:
    """The application on a copy of it."""
    yield from running(shared(apps, renewed(sqlite, of=evening)))


def test_there_is_a_live_case_at_every_stage_in_the_evening(evening_app: Flask) -> None:
    assert_every_stage(EVENING)


@pytest.mark.parametrize("now", OTHERS)
def test_there_is_a_live_case_at_every_stage_on_any_day(now: datetime, sqlite_app: Flask) -> None:
    load(now)
    assert_every_stage(now)


def assert_every_stage(now: datetime) -> None:
    stages = db.session.execute(select(Case.given_names, Case.status).order_by(Case.id)).all()
    assert [(name, status) for name, status in stages] == [
        ("Ash", CaseStatus.REVIEWED),
        ("Bay", CaseStatus.ON_AGENDA),
        ("Cedar", CaseStatus.READY),
        ("Dale", CaseStatus.REVIEW_MEETING),
        ("Elder", CaseStatus.GATHERING),
        ("Fern", CaseStatus.GATHERING),
        ("Gale", CaseStatus.GATHERING),
        ("Hazel", CaseStatus.GATHERING),
        ("Juniper", CaseStatus.NOTIFIED),
        ("Kerria", CaseStatus.NOT_FOR_REVIEW),
    ]
    assert db.session.scalar(select(func.count()).where(Notification.status == NotificationStatus.RECEIVED)) == 1
    changes = db.session.scalars(select(CaseStatusChange.at)).all()
    assert [at for at in changes if not (at < now and is_working_day(at.astimezone(LONDON).date()))] == []
    assert {at.astimezone(LONDON).time() >= time(9) for at in changes} == {True}


def test_live_cases_have_what_their_stage_has(evening_app: Flask) -> None:
    chair = Cast(EVENING).person("chair")
    assert set(db.session.scalars(select(CaseHold.kind))) == {HoldKind.CRIMINAL, HoldKind.POST_MORTEM}
    letters = db.session.scalars(select(FamilyLetter.status)).all()
    assert [letters.count(status) for status in (LetterStatus.POSTED, LetterStatus.DRAFT)] == [4, 2]
    today = EVENING.date()
    late = select(func.count()).where(FormRequest.status == RequestStatus.SENT, FormRequest.due_on < today)
    assert (db.session.scalar(late) or 0) >= 2
    assert db.session.scalar(select(func.count()).where(FormRequest.status == RequestStatus.IN_PROGRESS)) == 2
    waits = select(func.count()).where(FormRequest.status == RequestStatus.WAITING_FOR_RELEASE)
    wishes = db.session.scalars(select(RequestChange.change_kind).order_by(RequestChange.id)).all()
    assert (db.session.scalar(waits), wishes) == (1, [ChangeKind.ANOTHER_PERSON, ChangeKind.MORE_TIME])
    assert db.session.scalars(select(Case.given_names).where(Case.sensitive_at.is_not(None))).all() == ["Fern"]
    assert db.session.scalar(select(func.count()).select_from(AnalysisVersion)) == 1
    dale = db.session.scalars(select(Case.public_id).where(Case.given_names == "Dale")).one()
    twice = db.session.scalars(select(Invitation.request_id).where(Invitation.ended_because == "returned")).all()
    assert max(Counter(twice).values()) == 2, "one form was sent, came back and was sent again"
    # Of the two contradictions of the agencies one is settled.
    assert (db.session.scalar(select(func.count()).select_from(AgreedAnswer)), open_conflicts(chair, dale)) == (1, 1)
    addresses = db.session.scalars(select(OutboundMessage.to_address)).all()
    assert addresses
    assert [each for each in addresses if not each.endswith("@example.com")] == []


def test_a_child_is_held_twice_and_a_list_and_a_coroner_show_whom_nobody_notified(evening_app: Flask) -> None:
    cast = Cast(EVENING)
    with time_machine.travel(EVENING):
        demo_same_child.load(cast.person("coordinator"), cast.person("chair"), now=EVENING)
    public_ids = db.session.execute(select(Case.given_names, Case.public_id))
    case_ids = {name: public_id for name, public_id in public_ids}
    page = same_child_page(cast.person("coordinator"), case_ids["Hazle"])
    assert page is not None
    assert [(each.name, each.comparison.is_proposed) for each in page.alike] == [("Hazel Invented-Live", True)]
    outcomes = db.session.execute(select(DeathListRow.given_names, DeathListRow.outcome).order_by(DeathListRow.line))
    assert [tuple(row) for row in outcomes] == [("Hazel", "matched"), ("Juniper", "missing")]
    awaited = db.session.execute(
        select(AwaitedNotification.family_name, Agency.name).join_from(AwaitedNotification, Agency)
    )
    assert [tuple(row) for row in awaited] == [("Invented-Live", "Invented Hospital")]
