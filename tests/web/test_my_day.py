"""The coordinator's day: what waits, on which case, due when; never a child's name; short whatever there is."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event, select

from cdop.extensions import db
from cdop.models import Case
from cdop.queries.my_day import SHOWN, my_day, whole_part
from cdop.rules import actors
from cdop.rules.correspondence import OfficialKind
from cdop.rules.form_b import reference
from cdop.rules.triage import FirstCheck
from cdop.rules.vocabulary import CaseStatus, ContactWay, HoldKind, Residency
from cdop.services import (
    agencies,
    cases,
    deadlines,
    form_b_returns,
    holds,
    official_letters,
    request_changes,
    request_contacts,
    triage,
)
from cdop.services.request_contacts import Contact
from tests.agencies import add_agency, ask, respondent
from tests.client import Browserless
from tests.factories import CHESHIRE_EAST, add_case
from tests.live_cases import live_case, opened_case, send_notification
from tests.personas import Cast, address
from tests.signed_cases import listed_case, signed_case


def test_every_list_has_what_waits_and_when_it_is_due(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    live = live_case(coordinator, now=now)
    ready = add_case(coordinator, now=now, status=CaseStatus.READY)
    request = ask(coordinator, ready, now=now - timedelta(days=40))
    returned = ask(coordinator, ready, now=now - timedelta(days=40))
    sender = respondent(returned, panel_id=cast.panel_id, now=now - timedelta(days=6))
    form_b_returns.hold_nothing(sender, now=now - timedelta(days=6))
    wishing = ask(coordinator, ready, now=now)
    until = now.date() + timedelta(days=60)
    agency = respondent(wishing, panel_id=cast.panel_id, now=now)
    request_changes.ask_for_time(agency, until_on=until, reason="The notes are away", now=now)
    unasked = opened_case(coordinator, now=now)
    parts = {part.key: part for part in my_day(coordinator, now=now)}
    db.session.rollback()
    found = {key: (part.total, part.lines[0].public_id, str(part.lines[0].due_on)) for key, part in parts.items()}
    assert found == {
        # Today the hold, tomorrow the national database, on Tuesday an agency to be asked, in a week the letter.
        "this-week": (4, live.hold, "2026-11-20"),
        "notifications": (1, live.notification, "2026-11-24"),
        "first-checks": (1, live.case.public_id, "2026-11-03"),
        "not-asked": (1, unasked, "2026-11-24"),
        "wishes": (1, wishing.public_id, "None"),
        "late-forms": (1, request.public_id, "2026-10-30"),
        "returned-forms": (1, returned.public_id, "None"),
        "letters": (1, live.letter, "2026-11-27"),
        "ready": (1, ready.public_id, "2027-01-01"),
        "holds": (1, live.hold, "2026-11-20"),
    }


def test_case_leaves_its_list_once_it_is_checked_and_once_an_agency_is_asked(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now)
    check = FirstCheck(Residency.RESIDENT, CHESHIRE_EAST)
    assert keys(cast, now) == ["first-checks"]
    triage.change_check(coordinator, case.public_id, check, version=version_of(case.id), now=now)
    assert keys(cast, now) == ["not-asked"]
    ask(coordinator, case, now=now)
    assert keys(cast, now) == []


def keys(cast: Cast, now: datetime) -> list[str]:
    found = [part.key for part in my_day(cast.person("coordinator"), now=now)]
    db.session.rollback()
    return found


def version_of(case_id: int) -> int:
    found = db.session.scalars(select(Case.version).where(Case.id == case_id)).one()
    db.session.rollback()
    return found


def test_letter_that_a_criminal_investigation_withholds_is_nothing_to_do_today(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    live = live_case(coordinator, now=now, status=CaseStatus.READY)
    assert "letters" in keys(cast, now)
    mark, began = "criminal-by-tests-01", {"started_on": now.date(), "next_check_on": None}
    holds.start_hold(coordinator, live.case.public_id, HoldKind.CRIMINAL, **began, submission_id=mark, now=now)
    assert "letters" not in keys(cast, now)


def test_a_day_that_is_over_is_not_asked_for_as_if_it_were_to_come(client: Browserless, now: datetime) -> None:
    long_ago = now - timedelta(days=30)
    send_notification(client.cast.panel_id, now=long_ago, died_on=long_ago.date())
    late = client.sign_in("coordinator").get("/").text
    assert "was due by" in late
    assert "please by" not in late
    send_notification(client.cast.panel_id, now=now)
    assert "please by" in client.get("/").text


def test_home_of_the_coordinator_names_no_child_and_nobody_else_has_their_lists(
    client: Browserless, now: datetime
) -> None:
    live_case(client.cast.person("coordinator"), now=now, given_names="Quillonia", family_name="Zantedeschia")
    page = client.sign_in("coordinator").get("/").text
    assert "Notifications waiting for their first check" in page
    assert [name for name in ("Quillonia", "Zantedeschia", "Ada Invented") if name in page] == []
    chair = Browserless(client.app, client.cast).sign_in("chair").get("/").text
    assert ("My day" in chair, "Notifications waiting for their first check" in chair) == (True, False)
    member = Browserless(client.app, client.cast).sign_in("panel member").get("/").text
    assert "My day" not in member


def test_long_lists_are_cut_and_read_in_as_many_statements(client: Browserless, now: datetime) -> None:
    panel_id, coordinator = client.cast.panel_id, client.cast.person("coordinator")
    counts = []
    for number in (1, SHOWN + 2):
        while len(whole_lines(client.cast, now)) < number:
            send_notification(panel_id, now=now)
        counts.append(statements(lambda: my_day(coordinator, now=now)))
    assert counts[0] == counts[1] <= 15
    desk = client.sign_in("coordinator")
    assert f"All {SHOWN + 2}<" in desk.get("/").text
    assert desk.get("/my-day/notifications").text.count("/notifications/") >= SHOWN + 2
    assert desk.http.get("/my-day/nothing").status_code == 404


def whole_lines(cast: Cast, now: datetime) -> tuple[object, ...]:
    part = whole_part(cast.person("coordinator"), "notifications", page=1, now=now)
    db.session.rollback()
    assert part is not None
    return part.lines


def statements(act: object) -> int:
    """How many statements a reading takes."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()  # type: ignore[operator]
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
        db.session.rollback()
    return len(seen)


def test_case_in_which_the_coordinator_takes_no_part_is_on_no_list(cast: Cast, now: datetime) -> None:
    live = live_case(cast.person("coordinator"), now=now)
    cases.exclude(cast.person("chair"), live.case.public_id, email=address("coordinator"), reason="Family", now=now)
    coordinator = cast.person("coordinator")
    without = replace(coordinator, excluded_case_ids=frozenset({live.case.id}))
    assert [part.key for part in my_day(without, now=now)] == ["notifications"]
    db.session.rollback()


@pytest.mark.parametrize(
    "key",
    [
        "first-checks",
        "not-asked",
        "letters",
        "ready",
        "holds",
        "wishes",
        "late-forms",
        "returned-forms",
        "notifications",
        "this-week",
        "review-meetings",
        "late-actions",
        "letters-out",
        "late-answers",
        "late-recommendations",
    ],
)
def test_an_empty_list_says_so(key: str, client: Browserless) -> None:
    desk = client.sign_in("coordinator")
    assert "Nothing is on this list" in desk.get(f"/my-day/{key}").text
    assert "Nothing waits for you today" in desk.get("/").text


def test_whom_to_ring_has_the_number_and_what_was_said_last(client: Browserless, now: datetime) -> None:
    coordinator = client.cast.person("coordinator")
    case = add_case(coordinator, now=now)
    spoken, silent = (
        ask(coordinator, case, now=now - timedelta(days=40), telephone=number) for number in ("01632 960 001", "")
    )
    for day, name in ((30, "Pat Earlier"), (10, "Sam Later")):
        told = Contact(ContactWay.TELEPHONE, (now - timedelta(days=day)).date(), name, "manager", "They look for it")
        request_contacts.log(coordinator, spoken.public_id, told, now=now - timedelta(days=day))
    page = client.sign_in("coordinator").get("/").text
    lines = re.findall(r"<li>(.*?)</li>", page, re.S)
    said = {
        public_id: re.sub("<[^>]*>|\\s+", " ", next(line for line in lines if public_id in line))
        for public_id in (spoken.public_id, silent.public_id)
    }
    assert 'href="tel:01632960001"' in page
    assert "Spoken to last: telephone with Sam Later on 10 November 2026" in said[spoken.public_id]
    assert "No number is known . Spoken to last: nobody yet" in said[silent.public_id].replace("known.", "known .")


def test_chair_has_what_waits_for_the_chair_and_an_agency_its_own_forms(client: Browserless, now: datetime) -> None:
    coordinator = client.cast.person("coordinator")
    listed, _meeting = listed_case(coordinator, now=now)
    signed = signed_case(coordinator, now=now)
    agency_id = add_agency(coordinator, now=now, name="Invented Surgery")
    long_ago = ask(coordinator, listed, agency_id=agency_id, now=now - timedelta(days=60))
    letter = official_letters.draft_by_clock(actors.job("a job"), long_ago.id, OfficialKind.DUTY, now=now)
    later = now + timedelta(days=200)  # the action is late by then
    parts = {part.key: part for part in my_day(client.cast.person("chair"), now=later)}
    db.session.rollback()
    assert {
        key: [line.public_id for line in parts[key].lines]
        for key in ("to-sign", "unanswered", "late-actions", "letters-out")
    } == {
        "letters-out": [letter],
        "to-sign": [listed.public_id],
        "unanswered": [long_ago.public_id],
        "late-actions": [signed.action],
    }
    desk = client.sign_in("chair")
    link = re.search(rf'To be signed.*?href="([^"]*{listed.public_id}[^"]*)"', desk.get("/").text, re.S)
    assert link is not None
    assert "Sign" in desk.get(link[1]).text
    client.cast.person("agency lead")
    lead = {"email": address("agency lead"), "panel_id": client.cast.panel_id}
    agencies.join(client.cast.command_line, "Invented Surgery", **lead, now=now)
    own = Browserless(client.app, client.cast).sign_in("agency lead").get("/").text
    assert "of Invented Surgery" in own
    assert reference(long_ago.public_id) in own
    assert listed.reference not in own


@pytest.mark.parametrize(
    ("length", "from_on", "falls"),
    [(3, None, "2026-11-24"), (2, date(2026, 8, 1), None), (2, date(2026, 9, 1), "2026-11-24")],
)
def test_week_counts_with_the_length_that_is_in_force_for_the_case(
    cast: Cast, now: datetime, length: int, from_on: date | None, falls: str | None
) -> None:
    coordinator, died = cast.person("coordinator"), date(2026, 8, 24)
    add_case(coordinator, now=now, died_on=died, notified_on=died, notified_at=now - timedelta(days=88))
    if from_on is not None:
        deadlines.set_length(cast.command_line, cast.panel_id, "cdrm_months", length, from_on=from_on, now=now)
    week = whole_part(coordinator, "this-week", page=1, now=now)
    db.session.rollback()
    assert week is not None
    assert [str(line.due_on) for line in week.lines] == ([falls] if falls else [])
