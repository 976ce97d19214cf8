"""A member declares without seeing the case, the chair decides, and a reader who leaves has lost it at once."""

from datetime import datetime

import pytest

from cdop.rules.quorum import Part
from cdop.rules.vocabulary import CaseStatus
from cdop.services import meeting_invitations, meetings, panel_seats
from cdop.services.panel_seats import Seat
from tests.client import Browserless, form_fields
from tests.factories import MadeCase, add_case
from tests.meetings import DECLINES, answer, mark, planned
from tests.personas import address

WHO = {"panel member": Part.LAY, "designated doctor": Part.LEAD_HEALTH, "chair": Part.CHAIR}


@pytest.fixture
def case(client: Browserless, now: datetime) -> MadeCase:
    coordinator = client.cast.person("coordinator")
    return add_case(coordinator, now=now, status=CaseStatus.READY, given_names="Canarianna")


@pytest.fixture
def conflicts(client: Browserless, case: MadeCase, now: datetime) -> str:
    """The address of the conflicts of a meeting with the case, to which these people are invited."""
    coordinator = client.cast.person("coordinator")
    meeting = planned(coordinator, now=now)
    meetings.put_on_agenda(coordinator, meeting, case.public_id, now=now)
    for who, part in WHO.items():
        client.cast.person(who)
        seat = Seat(who.capitalize(), address(who), part)
        panel_seats.add(coordinator, seat, submission_id=mark(), now=now)
    meeting_invitations.invite_seats(coordinator, meeting, now=now)
    return f"/meetings/{meeting}/conflicts/"


def signed_in(client: Browserless, who: str) -> Browserless:
    return Browserless(client.app, client.cast).sign_in(who)


def declare(browser: Browserless, conflicts: str, case: MadeCase, **typed: str) -> object:
    page = f"{conflicts}declare/{case.public_id}"
    fields = form_fields(browser.get(page).text) | {"kind": "knew the family", "note": "Neighbours"} | typed
    return browser.http.post(page, data=fields)


def only_one_declared(chair: Browserless, conflicts: str) -> str:
    """The address on which the chair decides."""
    page = chair.get(conflicts).text
    (path,) = {
        part for part in page.split('"') if part.startswith(conflicts) and "declare" not in part and part != conflicts
    }
    return path


def decide(chair: Browserless, conflicts: str, decision: str) -> None:
    path = only_one_declared(chair, conflicts)
    decided = chair.http.post(path, data=form_fields(chair.get(path).text) | {"decision": decision})
    assert decided.status_code == 302


def test_member_declares_by_the_reference_and_sees_nothing_of_the_child(
    client: Browserless, conflicts: str, case: MadeCase
) -> None:
    member = signed_in(client, "panel member")
    page = member.get(conflicts).text
    assert (case.reference in page, "Canarianna" in page, case.path in page) == (True, False, False)
    assert declare(signed_in(client, "designated doctor"), conflicts, case, note="Her consultant").status_code == 302
    page = member.get(conflicts).text
    assert ("You have declared nothing" in page, "Her consultant" in page) == (True, False)
    refused = declare(member, conflicts, case, kind="")
    assert (refused.status_code, form_fields(refused.text)["note"]) == (422, "Neighbours")
    assert declare(member, conflicts, case).status_code == 302
    assert "The chair has not decided yet" in member.get(conflicts).text
    assert "Neighbours" in signed_in(client, "chair").get(conflicts).text


def test_reader_who_is_told_to_leave_has_lost_the_case_at_the_next_click(
    client: Browserless, conflicts: str, case: MadeCase
) -> None:
    doctor, chair = signed_in(client, "designated doctor"), signed_in(client, "chair")
    assert declare(doctor, conflicts, case).status_code == 302
    decide(chair, conflicts, "stays and does not lead")
    assert doctor.http.get(case.path).status_code == 200
    decide(chair, conflicts, "leaves for the case")
    assert [doctor.http.get(f"{case.path}{part}").status_code for part in ("", "/panel", "/analysis")] == [404] * 3
    for path in (conflicts, conflicts.removesuffix("/conflicts/"), "/cases/", "/ready/"):
        assert f">{case.reference}<" not in doctor.get(path).text
    assert f">{case.reference}<" not in doctor.search("cases", "Canarianna").text
    assert f">{case.reference}<" in chair.get(conflicts).text


def test_second_of_two_who_decide_reads_what_was_decided_and_can_go_on(
    client: Browserless, conflicts: str, case: MadeCase
) -> None:
    doctor, chair = signed_in(client, "designated doctor"), signed_in(client, "chair")
    declare(doctor, conflicts, case)
    path = only_one_declared(chair, conflicts)
    opened = form_fields(chair.get(path).text)
    decide(chair, conflicts, "stays and does not lead")
    late = chair.http.post(path, data=opened | {"decision": "stays"})
    assert late.status_code == 409
    assert "What do you decide, as recorded now: Stays and does not lead the review" in late.text
    assert chair.http.post(path, data=form_fields(late.text)).status_code == 302


def test_what_is_declared_by_who_then_does_not_come_is_decided_and_is_told_at_the_next(
    client: Browserless, conflicts: str, case: MadeCase, now: datetime
) -> None:
    coordinator, chair = client.cast.person("coordinator"), signed_in(client, "chair")
    assert declare(signed_in(client, "panel member"), conflicts, case).status_code == 302
    answer(address("panel member"), DECLINES, now=now)
    first = "decide on the conflict of interest"
    assert first in chair.get(f"{case.path}/panel").text
    decide(chair, conflicts, "stays")
    assert first not in chair.get(f"{case.path}/panel").text
    assert declare(signed_in(client, "designated doctor"), conflicts, case).status_code == 302
    meetings.take_off_agenda(coordinator, conflicts.split("/")[2], case.public_id, reason="Not ready", now=now)
    second = planned(coordinator, now=now, days=21)
    meetings.put_on_agenda(coordinator, second, case.public_id, now=now)
    meeting_invitations.invite_seats(coordinator, second, now=now)
    shown = chair.get(f"{case.path}/panel").text
    assert (first in shown, "Declared when the case was on another agenda" in shown) == (False, True)
    assert "they declared it for the meeting of" in chair.get(f"/meetings/{second}/conflicts/").text


def test_nobody_is_led_to_declare_for_a_meeting_to_which_nobody_is_invited(
    client: Browserless, case: MadeCase, now: datetime
) -> None:
    coordinator = client.cast.person("coordinator")
    meeting = planned(coordinator, now=now)
    meetings.put_on_agenda(coordinator, meeting, case.public_id, now=now)
    page = signed_in(client, "chair").get(f"/meetings/{meeting}/conflicts/").text
    assert ("nobody can declare here" in page, "/declare/" in page) == (True, False)
    assert "tell the coordinator" in signed_in(client, "panel member").get(f"/meetings/{meeting}/conflicts/").text
