"""The planner's page: a proposal with its reasons, changed by hand, put on agendas by a person and never by looking."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AgendaItem, Case, PanelMeeting
from cdop.queries.planner import proposal
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import CaseStatus
from cdop.services import cases, meeting_dates, meeting_invitations, meetings
from cdop.services.meetings import Details
from tests.client import Browserless, form_fields, shown_text
from tests.factories import add_case, add_cases
from tests.meetings import QUORATE, planned
from tests.personas import Cast, address
from tests.queries.test_cases import statements


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    """The coordinator's browser."""
    return client.sign_in("coordinator")


def listed() -> set[tuple[str, str]]:
    """The cases on agendas, with the meeting of each."""
    db.session.rollback()
    query = select(Case.public_id, PanelMeeting.public_id).join(AgendaItem, AgendaItem.case_id == Case.id)
    joined = query.join(PanelMeeting, PanelMeeting.id == AgendaItem.meeting_id)
    return {(case, meeting) for case, meeting in db.session.execute(joined)}


def test_proposal_is_changed_by_hand_and_put_on_agendas_only_when_it_is_sent(desk: Browserless, now: datetime) -> None:
    coordinator = desk.cast.person("coordinator")
    first, second = (planned(coordinator, now=now, days=days) for days in (14, 45))
    ready = add_cases(coordinator, 3, now=now, status=CaseStatus.READY)
    page = desk.get("/meetings/planner")
    assert "it is the next meeting; it is in time" in " ".join(page.text.split())
    assert listed() == set()
    fields = form_fields(page.text)
    assert {fields[f"case-{case.public_id}"] for case in ready} == {first}
    typed = {f"case-{ready[0].public_id}": second, f"case-{ready[1].public_id}": ""}
    answer = desk.http.post("/meetings/planner", data=fields | typed)
    assert answer.status_code == 302
    assert listed() == {(ready[0].public_id, second), (ready[2].public_id, first)}
    again = desk.http.post("/meetings/planner", data=fields | typed)  # sent twice by a double click
    assert (again.status_code, len(listed())) == (302, 2)


def test_what_was_taken_meanwhile_is_named_and_what_was_chosen_is_kept(desk: Browserless, now: datetime) -> None:
    coordinator = desk.cast.person("coordinator")
    _first, second, third = (planned(coordinator, now=now, days=days) for days in (14, 45, 75))
    taken, moved, ready = add_cases(coordinator, 3, now=now, status=CaseStatus.READY)
    fields = form_fields(desk.get("/meetings/planner").text)
    meetings.put_on_agenda(coordinator, second, taken.public_id, now=now)
    version = db.session.scalars(select(PanelMeeting.version).where(PanelMeeting.public_id == third)).one()
    db.session.rollback()
    meeting_dates.cancel(coordinator, third, reason="Nobody can", version=version, now=now)
    typed = fields | {f"case-{moved.public_id}": third, f"case-{ready.public_id}": second}
    refused = desk.http.post("/meetings/planner", data=typed)
    told = shown_text(refused.text)
    assert (refused.status_code, listed()) == (422, {(taken.public_id, second)})
    said = (
        f"Case {taken.reference}: It is on an agenda already",
        f"Case {moved.reference}: The meeting is cancelled",
        "as you chose them",
    )
    assert [words in told for words in said] == [True] * 3
    again = form_fields(refused.text)
    assert (again[f"case-{ready.public_id}"], again[f"case-{moved.public_id}"]) == (second, "")
    assert desk.http.post("/meetings/planner", data=again).status_code == 302
    assert listed() == {(taken.public_id, second), (ready.public_id, second)}


def test_case_is_not_proposed_where_it_would_not_be_quorate_without_who_takes_no_part(
    desk: Browserless, now: datetime
) -> None:
    coordinator = desk.cast.person("coordinator")
    desk.cast.person("panel member")
    add_seats_with_member(desk.cast, now)
    soon, later = (planned(coordinator, now=now, days=days) for days in (14, 45))
    meeting_invitations.invite_seats(coordinator, soon, now=now)
    case = add_case(coordinator, now=now, status=CaseStatus.READY)
    cases.exclude(coordinator, case.public_id, email=address("panel member"), reason="Treated the child", now=now)
    # Of the five who are expected at the first, four may stay; nobody is asked to the second yet, but all have a seat.
    found = proposal(coordinator, today=now.date())
    assert (found.plan.proposed, [left.because for left in found.plan.left]) == (
        (),
        [("without those who leave for it no meeting would be quorate",)],
    )
    assert {each.public_id for each in found.meetings} == {soon, later}


def add_seats_with_member(cast: Cast, now: datetime) -> None:
    """Five seats, of which one is the member's."""
    from cdop.services import panel_seats
    from cdop.services.panel_seats import Seat
    from tests.meetings import add_seats, mark

    add_seats(cast.person("coordinator"), *QUORATE[:4], now=now)
    seat = Seat("Panel member", address("panel member"), Part.LAY)
    panel_seats.add(cast.person("coordinator"), seat, submission_id=mark(), now=now)


def test_proposal_reads_as_much_for_one_case_as_for_three(cast: Cast, now: datetime) -> None:
    coordinator, counts = cast.person("coordinator"), []
    for more in (1, 2):
        planned(coordinator, now=now, days=10 + more)
        add_cases(coordinator, more, now=now, status=CaseStatus.READY)
        with statements() as sent:
            proposal(coordinator, today=now.date())
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_themed_meeting_gets_the_newborn_and_one_more_meeting_is_weighed(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    themed = planned(coordinator, now=now, days=40, details=Details(theme="neonatal", most_cases=3))
    planned(coordinator, now=now, days=10, details=Details(most_cases=1))
    days = {"born_on": date(2026, 10, 1), "died_on": date(2026, 10, 3), "notified_on": date(2026, 10, 3)}
    newborn = add_case(coordinator, now=now, status=CaseStatus.READY, **days)
    waiting = add_cases(coordinator, 3, now=now - timedelta(days=20), status=CaseStatus.READY)
    found = proposal(coordinator, today=now.date())
    at = {each.case.key: each.room.key for each in found.plan.proposed}
    assert at[newborn.public_id] == themed
    assert len([case for case in waiting if case.public_id in at]) == 1
    assert (found.outlook.waiting, found.outlook.places) == (4, 4)
    ordinary = next(each for each in found.more if each.theme is None)
    assert ordinary.more_proposed == 2


def test_agenda_that_is_full_or_over_its_room_says_so_before_and_after(desk: Browserless, now: datetime) -> None:
    meeting = planned(desk.cast.person("coordinator"), now=now, details=Details(most_cases=1))
    cases = add_cases(desk.cast.person("coordinator"), 2, now=now, status=CaseStatus.READY)
    page = desk.get("/meetings/planner")
    assert "4 December 2026 (room for 1 more)" in shown_text(page.text)
    fields = form_fields(page.text)
    assert desk.http.post("/meetings/planner", data=fields).status_code == 302
    assert "The agenda is full" in shown_text(desk.get(f"/meetings/{meeting}").text)
    for case in cases:  # one is there: the planner chose it
        meetings.put_on_agenda(desk.cast.person("coordinator"), meeting, case.public_id, now=now)
    for address_of_page in ("/meetings/planner", f"/meetings/{meeting}"):
        assert "has 1 case more than the meeting has room for" in shown_text(desk.get(address_of_page).text)
