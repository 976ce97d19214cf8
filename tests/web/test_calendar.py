"""A person's dates in their own calendar: at a secret address, of their panel and their roles, naming no child."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from cdop.rules.vocabulary import CaseStatus, HoldKind
from cdop.services import agencies, cases, holds, meetings, people
from cdop.services.meetings import Details
from tests.agencies import ask
from tests.client import Browserless
from tests.factories import add_case
from tests.live_cases import opened_case
from tests.personas import Cast, address

CHILD = {"given_names": "Canarianna", "family_name": "Canarisson"}
WITHOUT = re.compile("canari|999 ?[0-9]{3}", re.I)


@pytest.fixture
def desk(sqlite_app: Flask, now: datetime) -> Browserless:
    return Browserless(sqlite_app, Cast(now))


def address_of(browser: Browserless) -> str:
    """The path of the address that somebody has made."""
    found = re.search(r"http://[^/]+(/calendar/[\w-]+\.ics)", browser.get("/calendar/").text)
    assert found
    return found[1]


def make(browser: Browserless) -> str:
    assert browser.submit("/calendar/").status_code == 302
    return address_of(browser)


def dates(browser: Browserless, path: str) -> dict[str, Any]:
    """What a programme without a cookie reads at the address: each summary with its start."""
    answer = Browserless(browser.app, browser.cast).get(path)
    assert answer.mimetype == "text/calendar"
    assert not WITHOUT.search(answer.text)
    return {str(event["summary"]): event.decoded("dtstart") for event in Calendar.from_ical(answer.data).walk("VEVENT")}


def test_coordinator_reads_meetings_and_what_is_due(desk: Browserless, now: datetime) -> None:
    coordinator = desk.cast.person("coordinator")
    case = add_case(coordinator, now=now, status=CaseStatus.GATHERING, **CHILD)
    check_on = date(2027, 2, 1)
    started = {"started_on": now.date(), "next_check_on": check_on, "submission_id": "h" * 20}
    holds.start_hold(coordinator, case.public_id, HoldKind.INQUEST, **started, note="Canarisson", now=now)
    begins = datetime(2027, 4, 1, 9, 30, tzinfo=UTC)
    details = Details(place="Room 2")
    meetings.plan_meeting(coordinator, starts_at=begins, details=details, submission_id="m" * 20, now=now)
    found = dates(desk, make(desk.sign_in("coordinator")))
    assert found["Panel meeting: case review"] == begins
    assert found[f"{case.reference}: look at hold"] == check_on
    assert [name for name in found if name.startswith(f"{case.reference}: panel review")]


def test_names_within_what_is_due_keep_their_capitals(desk: Browserless, now: datetime) -> None:
    opened_case(desk.cast.person("coordinator"), now=now)
    found = dates(desk, make(desk.sign_in("coordinator")))
    assert [name for name in found if name.endswith(": notification to the National Child Mortality Database due")]


def test_each_person_reads_what_their_roles_let_them_see(desk: Browserless, now: datetime) -> None:
    coordinator = desk.cast.person("coordinator")
    case = add_case(coordinator, now=now, status=CaseStatus.GATHERING, **CHILD)
    asked = ask(coordinator, case, now=now, name="Invented Surgery")
    meetings.plan_meeting(coordinator, starts_at=now + timedelta(days=9), submission_id="m" * 20, now=now)
    lead = Browserless(desk.app, desk.cast).sign_in("agency lead")
    agencies.join(
        desk.cast.command_line, "Invented Surgery", email=address("agency lead"), panel_id=desk.cast.panel_id, now=now
    )
    (words,) = dates(desk, make(lead))
    assert words.endswith("of Invented Surgery is due")
    member = dates(desk, make(Browserless(desk.app, desk.cast).sign_in("panel member")))
    assert list(member) == ["Panel meeting: case review"]
    assert asked.public_id not in words


def test_who_takes_no_part_in_a_case_reads_nothing_of_it(desk: Browserless, now: datetime) -> None:
    coordinator, chair = desk.cast.person("coordinator"), desk.cast.person("chair")
    case = add_case(coordinator, now=now, status=CaseStatus.GATHERING, **CHILD)
    path = make(desk.sign_in("coordinator"))
    assert [name for name in dates(desk, path) if case.reference in name]
    excluded = {"email": address("coordinator"), "reason": "Knew the family"}
    cases.exclude(chair, case.public_id, **excluded, now=now)
    assert [name for name in dates(desk, path) if case.reference in name] == []


def test_another_address_ends_the_one_before_and_ending_ends_it(desk: Browserless) -> None:
    browser = desk.sign_in("coordinator")
    first = make(browser)
    second = make(browser)
    desk.get(first, status=404)
    assert dates(desk, second) == {}
    assert browser.submit("/calendar/", "/calendar/end").status_code == 302
    desk.get(second, status=404)
    assert "You have no address yet" in browser.get("/calendar/").text


def test_address_of_who_has_left_reads_nothing(desk: Browserless, now: datetime) -> None:
    path = make(desk.sign_in("chair"))
    people.disable_user(desk.cast.command_line, email=address("chair"), panel_id=desk.cast.panel_id, now=now)
    assert Browserless(desk.app, desk.cast).http.get(path).status_code == 404


def test_entries_keep_their_names_from_one_reading_to_the_next(desk: Browserless, now: datetime) -> None:
    meetings.plan_meeting(
        desk.cast.person("coordinator"), starts_at=now + timedelta(days=9), submission_id="m" * 20, now=now
    )
    path = make(desk.sign_in("coordinator"))
    read = [Calendar.from_ical(desk.get(path).data).walk("VEVENT")[0]["uid"] for _time in range(2)]
    assert read[0] == read[1]
    assert read[0].endswith("@localhost")
