"""The pages of the panel's meetings: planned, filled with cases, and recorded, by those who may; others see numbers."""

from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AgendaItem, Attendance, Case, PanelMeeting
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import AgendaItemStatus, CaseStatus, HoldKind, MeetingStatus
from cdop.services import cases, holds, meeting_invitations, meetings
from cdop.services.meeting_invitations import Guest
from tests.client import Browserless, form_fields, shown_text
from tests.factories import MadeCase, add_case
from tests.meetings import add_seats, answer
from tests.personas import Cast, address

FIVE = (Part.LEAD_HEALTH, Part.LOCAL_AUTHORITY, Part.CHAIR, Part.POLICE, Part.LAY)
TYPED = {
    "meets_on-day": "10",
    "meets_on-month": "12",
    "meets_on-year": "2026",
    "starts": "9.30am",
    "place": "Invented hall",
}


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    """The coordinator's browser."""
    return client.sign_in("coordinator")


@pytest.fixture
def meeting(desk: Browserless, now: datetime) -> str:
    """The public id of a meeting in a week."""
    return planned(desk.cast, now)


def planned(cast: Cast, now: datetime, *, days: int = 7) -> str:
    return meetings.plan_meeting(
        cast.person("coordinator"), starts_at=now + timedelta(days=days), submission_id=f"{days:020}", now=now
    )


def plan(desk: Browserless, **typed: str) -> object:
    fields = form_fields(desk.get("/meetings/plan").text) | TYPED | typed
    return desk.http.post("/meetings/plan", data=fields)


def came(*parts: Part) -> dict[str, str]:
    """What is typed of people with these parts."""
    names = {f"person-{n}-name": f"Invented Person {n}" for n, _ in enumerate(parts, start=1)}
    return names | {f"person-{n}-part": part.value for n, part in enumerate(parts, start=1)}


def attend(desk: Browserless, meeting: str, **typed: str) -> object:
    page = f"/meetings/{meeting}/attendance"
    fields = form_fields(desk.get(page).text) | {"press": "save"} | typed
    return desk.http.post(page, data=fields)


def ready(desk: Browserless, now: datetime, **facts: object) -> MadeCase:
    return add_case(desk.cast.person("coordinator"), now=now, status=CaseStatus.READY, **facts)


def test_meeting_is_planned_at_englands_time_and_stands_in_the_list(desk: Browserless) -> None:
    answer = plan(desk)
    assert answer.status_code == 302
    page = desk.get(answer.location).text
    assert "10 December 2026 at 9:30am" in page
    assert "Invented hall" in page
    assert "10 December 2026 at 9:30am" in desk.get("/meetings/").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"starts": "half past"}, "Start time: A time looks like 14:30 or 2:30pm"),
        ({"starts": ""}, "Enter the time at which the meeting starts"),
        ({"meets_on-month": "13"}, "must be a real date"),
        ({"meets_on-year": "2025"}, "Choose a day and time that are still to come"),
    ],
)
def test_meeting_that_cannot_be_planned_is_told_beside_its_field_and_nothing_is_lost(
    desk: Browserless, typed: dict[str, str], said: str
) -> None:
    answer = plan(desk, **typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert form_fields(answer.text)["place"] == "Invented hall"


def test_second_meeting_of_a_day_is_refused(desk: Browserless) -> None:
    plan(desk)
    answer = plan(desk)
    assert (answer.status_code, "already a meeting of this kind" in answer.text) == (422, True)


def test_list_has_planned_meetings_first_and_is_paged(desk: Browserless, now: datetime) -> None:
    for days in range(30, 0, -1):
        planned(desk.cast, now, days=days)
    first, last = (desk.get(f"/meetings/?page={page}").text for page in (1, 99))
    assert first.index("21 November 2026") < first.index("22 November 2026")
    assert "20 December 2026" not in first
    assert "20 December 2026" in last


def test_agenda_takes_a_ready_case_says_what_is_missing_and_gives_it_back(
    desk: Browserless, meeting: str, now: datetime
) -> None:
    case = ready(desk, now)
    page = desk.get(f"/meetings/{meeting}").text
    assert "No child death review meeting is recorded" in page
    assert "Invented Child" not in page
    answer = desk.submit(f"/meetings/{meeting}", f"/meetings/{meeting}/agenda/{case.public_id}")
    assert answer.status_code == 302
    assert "1 case on the agenda" in desk.get(f"/meetings/{meeting}").text
    off = f"/meetings/{meeting}/agenda/{case.public_id}/take-off"
    assert desk.submit(off).status_code == 422
    assert desk.submit(off, reason="The report came late").status_code == 302
    page = desk.get(f"/meetings/{meeting}").text
    assert f"{case.reference}, taken off: The report came late" in page
    assert "0 cases on the agenda" in page
    db.session.rollback()
    assert db.session.scalars(select(Case.status).where(Case.id == case.id)).one() is CaseStatus.READY
    assert db.session.scalars(select(AgendaItem.status)).one() is AgendaItemStatus.ADJOURNED


def test_case_with_a_criminal_investigation_is_listed_with_the_reason_and_without_a_button(
    desk: Browserless, meeting: str, now: datetime
) -> None:
    case = ready(desk, now)
    holds.start_hold(
        desk.cast.person("coordinator"),
        case.public_id,
        kind=HoldKind.CRIMINAL,
        started_on=now.date(),
        submission_id="h" * 20,
        now=now,
    )
    page = desk.get(f"/meetings/{meeting}").text
    assert "A criminal investigation is open" in page
    assert f"/agenda/{case.public_id}" not in page
    answer = desk.submit("/meetings/plan", f"/meetings/{meeting}/agenda/{case.public_id}")
    assert (answer.status_code, "A criminal investigation is open" in answer.text) == (409, True)


def test_panel_member_sees_how_many_cases_there_are_and_none_of_them(
    desk: Browserless, meeting: str, now: datetime
) -> None:
    case = ready(desk, now)
    meetings.put_on_agenda(desk.cast.person("coordinator"), meeting, case.public_id, now=now)
    member = Browserless(desk.app, desk.cast).sign_in("panel member")
    page = member.get(f"/meetings/{meeting}").text
    told = "1 case on the agenda. What you may read of them is in the papers, once they are released."
    assert told in " ".join(shown_text(page).split())
    assert (case.reference in page, case.public_id in page) == (False, False)
    assert "Record who came" not in page


def test_member_sees_on_the_meeting_whether_they_answered(desk: Browserless, meeting: str, now: datetime) -> None:
    member = Browserless(desk.app, desk.cast).sign_in("panel member")
    assert "in your messages" not in shown_text(member.get(f"/meetings/{meeting}").text)
    guest = Guest("Invented Member", address("panel member"), Part.LAY)
    coordinator = desk.cast.person("coordinator")
    meeting_invitations.invite(coordinator, meeting, guest, submission_id="i" * 20, now=now)
    assert "You are asked to come, and have not answered yet" in shown_text(member.get(f"/meetings/{meeting}").text)
    answer(address("panel member"), now=now)
    assert "You said that you will come" in shown_text(member.get(f"/meetings/{meeting}").text)


def test_officer_who_takes_no_part_finds_the_case_on_no_page_of_its_meeting(
    desk: Browserless, meeting: str, now: datetime
) -> None:
    coordinator = desk.cast.person("coordinator")
    listed, waiting = ready(desk, now), ready(desk, now)
    meetings.put_on_agenda(coordinator, meeting, listed.public_id, now=now)
    chair = Browserless(desk.app, desk.cast).sign_in("chair")
    for case in (listed, waiting):
        cases.exclude(coordinator, case.public_id, email=address("chair"), reason="Knew the family", now=now)
    page = chair.get(f"/meetings/{meeting}").text
    assert all(word not in page for case in (listed, waiting) for word in (case.public_id, f">{case.reference}<"))
    chair.get(f"/meetings/{meeting}/agenda/{listed.public_id}/take-off", status=404)


def test_who_came_is_recorded_and_the_quorum_said(desk: Browserless, now: datetime) -> None:
    meeting = planned(desk.cast, now, days=1)
    with time_machine.travel(now + timedelta(days=1, hours=3)):
        desk.sign_in("coordinator")
        assert attend(desk, meeting, **came(*FIVE)).status_code == 302
        page = desk.get(f"/meetings/{meeting}").text
        assert "Quorate: 5 members were present." in page
        assert attend(desk, meeting, **{"person-1-name": "", "person-1-part": ""}).status_code == 302
        page = desk.get(f"/meetings/{meeting}").text
    assert "Not quorate: 4 members of at least 5, no lead health professional." in page
    db.session.rollback()
    assert db.session.scalars(select(PanelMeeting.status)).one() is MeetingStatus.HELD
    assert len(db.session.scalars(select(Attendance)).all()) == 4
    # Who has a seat and neither answered nor is written down is chosen, and has their part by that.
    db.session.rollback()
    add_seats(desk.cast.person("coordinator"), Part.POLICE, now=now)
    # Later than what came before: a session of the future is nobody's.
    with time_machine.travel(now + timedelta(days=1, hours=3, minutes=5)):
        assert attend(desk, meeting, others="Invented police").status_code == 302
    chosen = select(Attendance.part, Attendance.is_present).where(Attendance.name == "Invented police")
    assert db.session.execute(chosen).one() == (Part.POLICE, True)
    assert len(db.session.scalars(select(Attendance)).all()) == 5


def test_who_came_is_asked_kindly_and_keeps_what_was_typed(desk: Browserless, meeting: str) -> None:
    answer = attend(desk, meeting, **{"person-1-name": "Invented Person", "person-2-agency": "Invented trust"})
    assert answer.status_code == 422
    assert "Choose the part in the meeting" in answer.text
    assert "Enter the name" in answer.text
    assert form_fields(answer.text)["person-2-agency"] == "Invented trust"
    early = attend(desk, meeting, **came(*FIVE))
    assert (early.status_code, "still to come" in early.text) == (422, True)
    doubled = attend(desk, meeting, **came(*FIVE) | {"person-2-name": "Invented Person 1"})
    assert (doubled.status_code, "Two people have the same name" in doubled.text) == (422, True)


def test_more_rows_come_without_a_script_and_lose_nothing(desk: Browserless, meeting: str) -> None:
    answer = attend(desk, meeting, press="more", **{"person-6-name": "Invented Person", "person-6-part": "police"})
    assert answer.status_code == 200
    fields = form_fields(answer.text)
    assert (fields["person-6-name"], fields["person-6-part"], fields["person-9-name"]) == (
        "Invented Person",
        "police",
        "",
    )
    assert "There is a problem" not in answer.text


def test_one_button_takes_somebody_off_and_loses_nothing_of_the_others(desk: Browserless, meeting: str) -> None:
    answer = attend(desk, meeting, press="off:2", **came(*FIVE) | {"person-3-agency": "Invented trust"})
    fields, told = form_fields(answer.text), shown_text(answer.text)
    assert answer.status_code == 200
    assert "Invented Person 2 is off the list. It is recorded when you save." in told
    assert [fields[f"person-{n}-name"] for n in (1, 2, 4, 5)] == [*(f"Invented Person {n}" for n in (1, 3, 5)), ""]
    assert fields["person-2-agency"] == "Invented trust"
    assert "There is a problem" not in told


def test_who_came_changed_by_somebody_else_meanwhile_is_told_and_nothing_typed_lost(
    desk: Browserless, now: datetime
) -> None:
    meeting = planned(desk.cast, now, days=1)
    with time_machine.travel(now + timedelta(days=1, hours=3)):
        desk.sign_in("coordinator")
        attend(desk, meeting, **came(*FIVE))
        opened = form_fields(desk.get(f"/meetings/{meeting}/attendance").text) | {"press": "save"}
        attend(desk, meeting, **{"person-5-name": "Somebody Else"})
        late = desk.http.post(f"/meetings/{meeting}/attendance", data=opened | {"person-1-agency": "Typed late"})
        assert late.status_code == 409
        assert "Someone changed this meeting" in late.text
        kept = form_fields(late.text) | {"press": "save"}
        assert desk.http.post(f"/meetings/{meeting}/attendance", data=opened).status_code == 409
        assert desk.http.post(f"/meetings/{meeting}/attendance", data=kept).status_code == 302
        assert "Typed late" in desk.get(f"/meetings/{meeting}").text
    assert kept["person-1-agency"] == "Typed late"
    assert "as recorded now: Invented Person 1, " in late.text
    assert "; Somebody Else, " in late.text
