"""The case in front of the panel: what is disputed, missing and declared; two who write at once lose nothing."""

from datetime import datetime, timedelta

import pytest

from cdop.rules.quorum import Part
from cdop.rules.vocabulary import CaseStatus
from cdop.services import findings, meeting_invitations, meetings
from tests.agencies import ask
from tests.analyses import analysis
from tests.client import Browserless, form_fields, shown_text
from tests.factories import MadeCase, add_case, add_cases
from tests.meetings import COMES, add_seats, answer, mark, planned
from tests.signed_cases import attend, listed_case


@pytest.fixture
def listed(client: Browserless, now: datetime) -> tuple[MadeCase, str]:
    """A case on the agenda of yesterday's meeting, and the meeting."""
    return listed_case(client.cast.person("coordinator"), now=now)


def signed_in(client: Browserless, who: str) -> Browserless:
    return Browserless(client.app, client.cast).sign_in(who)


def test_chairs_screen_names_who_has_not_told_and_that_nothing_is_declared(
    client: Browserless, listed: tuple[MadeCase, str], now: datetime
) -> None:
    case, _meeting = listed
    before = signed_in(client, "chair").get(f"{case.path}/panel").text
    assert ("No agency was asked for its reporting form" in before, "contradict" in before) == (True, False)
    ask(client.cast.person("coordinator"), case, now=now, name="Invented Surgery")
    page = signed_in(client, "chair").get(f"{case.path}/panel").text
    for words in (
        "Invented Surgery has not answered",
        "No conflict of interest is declared",
        "Agencies contradict each other nowhere",
        "Agree subject to one thing",
    ):
        assert words in page, words
    assert "Agree subject to one thing" not in signed_in(client, "coordinator").get(f"{case.path}/panel").text


def test_chair_goes_from_case_to_case_in_the_order_of_the_agenda(client: Browserless, now: datetime) -> None:
    coordinator = client.cast.person("coordinator")
    meeting = planned(coordinator, now=now)
    cases = add_cases(coordinator, 2, now=now, status=CaseStatus.READY)
    for case in cases:
        meetings.put_on_agenda(coordinator, meeting, case.public_id, now=now)
    chair = signed_in(client, "chair")
    first, last = (chair.get(f"{case.path}/panel").text for case in cases)
    assert f"Next case on the agenda: {cases[1].reference}" in first
    assert "1 of 2 on the agenda" in shown_text(first)
    assert f"Still to be agreed on this agenda: {cases[0].reference}" in last


def test_chairs_screen_warns_where_an_analysis_names_another_child_of_the_agenda(
    client: Browserless, now: datetime
) -> None:
    coordinator, chair = client.cast.person("coordinator"), client.cast.person("chair")
    meeting = planned(coordinator, now=now)
    names = (
        {"given_names": "Invented", "family_name": "Quillfeather"},
        {"given_names": "Other", "family_name": "Name"},
    )
    cases = [add_case(coordinator, now=now, status=CaseStatus.READY, **each) for each in names]
    for case in cases:
        meetings.put_on_agenda(coordinator, meeting, case.public_id, now=now)
    for case in cases:
        told = analysis(case_summary="Invented\nQUILLFEATHER was seen.")
        findings.save_section(chair, case.public_id, told, seen={}, now=now)
    browser = signed_in(client, "chair")
    own, other = (shown_text(browser.get(f"{case.path}/panel").text) for case in cases)
    assert "reference of another case" not in own
    assert f"reference of another case: {cases[0].reference}. Does it belong here?" in other


def test_two_who_write_at_once_see_both_versions_and_lose_nothing(
    client: Browserless, listed: tuple[MadeCase, str]
) -> None:
    case, _meeting = listed
    path = f"{case.path}/panel/notes"
    coordinator, doctor = signed_in(client, "coordinator"), signed_in(client, "designated doctor")
    opened = form_fields(doctor.get(path).text)
    told = {"discussion": "The coordinator’s words", "dissent": ""}
    assert coordinator.http.post(path, data=form_fields(coordinator.get(path).text) | told).status_code == 302
    clash = doctor.http.post(path, data=opened | {"discussion": "The doctor’s words"})
    assert clash.status_code == 409
    for words in ("What somebody else saved", "The coordinator’s words", "The doctor’s words"):
        assert words in clash.text
    both = {"discussion": "The coordinator’s words. The doctor’s words"}
    assert doctor.http.post(path, data=form_fields(clash.text) | both).status_code == 302
    assert both["discussion"] in coordinator.get(f"{case.path}/panel").text


def test_case_is_adjourned_with_what_is_awaited_on_the_page_of_its_meeting(
    client: Browserless, listed: tuple[MadeCase, str]
) -> None:
    case, meeting = listed
    desk = signed_in(client, "coordinator")
    path = f"{case.path}/panel/adjourn"
    refused = desk.submit(path, reason="The report is late")
    assert (refused.status_code, "Say what is awaited, and from whom" in refused.text) == (422, True)
    assert desk.submit(path, reason="The report is late", awaited="Toxicology").status_code == 302
    assert "The report is late. Awaited: Toxicology" in desk.get(f"/meetings/{meeting}").text
    assert desk.http.get(path).status_code == 404


def test_agreed_subject_to_one_thing_stands_on_the_chairs_screen_until_it_is_recorded(
    client: Browserless, listed: tuple[MadeCase, str], now: datetime
) -> None:
    case, meeting = listed
    chair = signed_in(client, "chair")
    subject, settle = (f"{case.path}/panel/{part}" for part in ("subject", "settle"))
    refused = chair.submit(subject, thing="Toxicology")
    assert (refused.status_code, "Who came to the meeting is not recorded" in refused.text) == (422, True)
    attend(client.cast.person("coordinator"), meeting, now=now)
    assert "The analysis form is not begun" in chair.submit(subject, thing="Toxicology").text
    findings.save_section(client.cast.person("chair"), case.public_id, analysis(), seen={}, now=now)
    assert chair.submit(subject, thing="Toxicology").status_code == 302
    assert "It was agreed subject to one thing that has not come: Toxicology" in chair.get(f"{case.path}/panel").text
    assert chair.submit(settle, how="Nothing found").status_code == 302
    page = chair.get(f"{case.path}/panel").text
    assert ("that has not come" in page, "Nothing found" in page) == (False, True)


def test_who_came_begins_with_those_who_accepted(client: Browserless, now: datetime) -> None:
    coordinator, before = client.cast.person("coordinator"), now - timedelta(days=3)
    held = {"starts_at": now - timedelta(days=1), "submission_id": mark(), "now": before}
    meeting = meetings.plan_meeting(coordinator, **held)
    comes, _silent = add_seats(coordinator, Part.LAY, Part.POLICE, now=before)
    meeting_invitations.invite_seats(coordinator, meeting, now=before)
    answer(comes, COMES, now=before)
    page = signed_in(client, "coordinator").get(f"/meetings/{meeting}/attendance")
    fields = form_fields(page.text)
    assert (fields["person-1-name"], fields["person-1-part"], fields["person-2-name"]) == (
        "Invented lay member",
        "lay member",
        "",
    )
    assert "nothing is recorded until you save" in page.text
