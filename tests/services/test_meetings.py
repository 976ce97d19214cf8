"""Meetings are planned, cases go on their agendas and off again, and who came is recorded."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AgendaItem, Attendance, Case, PanelMeeting
from cdop.rules.actors import Actor
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import AgendaItemStatus, CaseStatus, MeetingStatus
from cdop.services import holds, meeting_invitations, meetings
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound, Stale
from cdop.services.meeting_invitations import Answer, Guest
from cdop.services.meetings import Details
from tests.factories import MadeCase, add_case
from tests.meetings import answer, mark
from tests.personas import Cast

PEOPLE = [{"name": "Invented Person", "part": "health", "agency": "Invented trust"}]


def planned(actor: Actor, now: datetime, *, days: int = 14, submission: str = "m" * 20) -> str:
    return meetings.plan_meeting(
        actor,
        starts_at=now + timedelta(days=days),
        details=Details(place="Invented hall"),
        submission_id=submission,
        now=now,
    )


def status_of(case: MadeCase) -> CaseStatus:
    db.session.rollback()
    return db.session.scalars(select(Case.status).where(Case.id == case.id)).one()


def test_plan_meeting_is_planned_once_however_often_it_is_sent(cast: Cast, now: datetime) -> None:
    chair = cast.person("chair")
    assert planned(chair, now) == planned(chair, now)
    db.session.rollback()
    meeting = db.session.scalars(select(PanelMeeting)).one()
    assert (meeting.status, meeting.place, meeting.held_on) == (
        MeetingStatus.PLANNED,
        "Invented hall",
        (now + timedelta(days=14)).date(),
    )


def test_plan_meeting_in_the_past_or_twice_on_a_day_is_refused(cast: Cast, now: datetime) -> None:
    chair = cast.person("chair")
    planned(chair, now)
    with pytest.raises(Invalid, match="still to come"):
        planned(chair, now, days=-1, submission="n" * 20)
    with pytest.raises(Invalid, match="within three years"):
        planned(chair, now, days=2_000_000, submission="p" * 20)
    with pytest.raises(Invalid, match="already a meeting"):
        planned(chair, now, submission="o" * 20)


def test_plan_meeting_by_somebody_without_the_right_is_forbidden(cast: Cast, now: datetime) -> None:
    with pytest.raises(Forbidden):
        planned(cast.person("designated doctor"), now)


def test_put_on_agenda_lists_a_ready_case_once_and_moves_it(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, status=CaseStatus.READY)
    meeting = planned(coordinator, now)
    meetings.put_on_agenda(coordinator, meeting, case.public_id, now=now)
    meetings.put_on_agenda(coordinator, meeting, case.public_id, now=now)
    assert status_of(case) is CaseStatus.ON_AGENDA
    items = [(item.case_id, item.position, item.status) for item in db.session.scalars(select(AgendaItem))]
    assert items == [(case.id, 1, AgendaItemStatus.LISTED)]


def test_put_on_agenda_of_a_case_that_is_not_ready_says_why_and_lists_nothing(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now)
    meeting = planned(coordinator, now)
    with pytest.raises(Blocked, match="this step starts from “ready for panel”"):
        meetings.put_on_agenda(coordinator, meeting, case.public_id, now=now)
    db.session.rollback()
    assert db.session.scalars(select(AgendaItem)).all() == []


def test_put_on_agenda_waits_while_a_criminal_case_is_open(cast: Cast, now: datetime) -> None:
    from cdop.rules.vocabulary import HoldKind

    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, status=CaseStatus.READY)
    meeting = planned(coordinator, now)
    holds.start_hold(
        coordinator, case.public_id, HoldKind.CRIMINAL, started_on=now.date(), submission_id="h" * 20, now=now
    )
    with pytest.raises(Blocked, match="criminal investigation is open"):
        meetings.put_on_agenda(coordinator, meeting, case.public_id, now=now)
    assert status_of(case) is CaseStatus.READY


def test_take_off_agenda_needs_a_reason_and_the_case_can_be_listed_again(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, status=CaseStatus.READY)
    meeting = planned(coordinator, now)
    meetings.put_on_agenda(coordinator, meeting, case.public_id, now=now)
    with pytest.raises(Invalid, match="Say why the case is taken off the agenda"):
        meetings.take_off_agenda(coordinator, meeting, case.public_id, reason=" ", now=now)
    meetings.take_off_agenda(coordinator, meeting, case.public_id, reason="The report is late", now=now)
    assert status_of(case) is CaseStatus.READY
    meetings.put_on_agenda(coordinator, meeting, case.public_id, now=now)
    assert status_of(case) is CaseStatus.ON_AGENDA
    item = db.session.scalars(select(AgendaItem)).one()
    assert (item.status, item.reason) == (AgendaItemStatus.LISTED, None)


def test_agenda_of_another_panels_meeting_is_not_found(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, status=CaseStatus.READY)
    theirs = planned(cast.person("chair", panel_id=cast.other_panel_id), now)
    with pytest.raises(NotFound):
        meetings.put_on_agenda(coordinator, theirs, case.public_id, now=now)


def test_record_attendance_makes_the_meeting_held_and_replaces_the_list(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    meeting_id = planned(coordinator, now, days=1)
    later = now + timedelta(days=2)
    with pytest.raises(Invalid, match="still to come"):
        meetings.record_attendance(coordinator, meeting_id, PEOPLE, version=1, now=now)
    meetings.record_attendance(coordinator, meeting_id, PEOPLE, version=1, now=later)
    db.session.rollback()
    meeting = db.session.scalars(select(PanelMeeting)).one()
    assert meeting.status is MeetingStatus.HELD
    with pytest.raises(Stale):
        meetings.record_attendance(coordinator, meeting_id, PEOPLE, version=1, now=later)
    other = [{"name": "Another Person", "part": "police", "agency": ""}]
    meetings.record_attendance(coordinator, meeting_id, other, version=2, now=later)
    db.session.rollback()
    assert [row.name for row in db.session.scalars(select(Attendance))] == ["Another Person"]


def test_attendance_saved_over_a_colleagues_is_stale_though_the_meeting_itself_is_the_same(
    cast: Cast, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    meeting_id, later = planned(coordinator, now), now + timedelta(days=15)
    meetings.record_attendance(coordinator, meeting_id, PEOPLE, version=1, now=later)
    more = [*PEOPLE, {"name": "Another Person", "part": "police", "agency": ""}]
    meetings.record_attendance(coordinator, meeting_id, more, version=2, now=later)
    with pytest.raises(Stale):
        meetings.record_attendance(coordinator, meeting_id, PEOPLE, version=2, now=later)


def test_attendance_of_two_people_of_one_name_is_refused(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    meeting_id, later = planned(coordinator, now), now + timedelta(days=15)
    with pytest.raises(Invalid, match="Two people have the same name: Invented Person"):
        meetings.record_attendance(coordinator, meeting_id, PEOPLE * 2, version=1, now=later)


def test_cases_of_a_plan_go_on_their_agendas_all_or_none(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    meeting = planned(coordinator, now)
    ready = add_case(coordinator, now=now, status=CaseStatus.READY)
    early = add_case(coordinator, now=now, status=CaseStatus.GATHERING)
    chosen = [(ready.public_id, meeting), (early.public_id, meeting)]
    with pytest.raises(Blocked, match="starts from"):
        meetings.put_all_on_agendas(coordinator, chosen, submission_id="p" * 20, now=now)
    assert status_of(ready) is CaseStatus.READY
    db.session.rollback()
    assert meetings.put_all_on_agendas(coordinator, chosen[:1], submission_id="q" * 20, now=now) == 1
    assert status_of(ready) is CaseStatus.ON_AGENDA


def test_whoever_was_invited_and_did_not_come_counts_as_expected_unless_a_deputy_did(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    meeting_id, later = planned(coordinator, now), now + timedelta(days=15)
    for name, part in (("Invented Officer", Part.POLICE), ("Invented Nurse", Part.NURSING), ("Invented Lay", Part.LAY)):
        guest = Guest(name, f"{name[9:].lower()}@example.com", part)
        meeting_invitations.invite(coordinator, meeting_id, guest, submission_id=mark(), now=now)
    deputy = Answer(comes=False, deputy_name="Invented Deputy", deputy_email="deputy@example.com")
    answer("nurse@example.com", deputy, now=now)
    came = [{"name": name, "part": Part.NURSING, "agency": ""} for name in ("Invented Deputy", "Invented Lay")]
    meetings.record_attendance(coordinator, meeting_id, came, version=1, now=later)
    db.session.rollback()
    rows = {row.name: row.is_present for row in db.session.scalars(select(Attendance))}
    assert rows == {"Invented Deputy": True, "Invented Lay": True, "Invented Officer": False}
