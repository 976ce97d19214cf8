"""The board of requests: what it lists, how it is narrowed and sorted, and reminders to several agencies at once."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, select

from cdop.blueprints.neutral_keys import in_address
from cdop.extensions import db
from cdop.models import AuditEntry, OutboundMessage
from cdop.queries.request_board import EVERY, LATE, BoardFilter, request_board
from cdop.rules.form_b import WantedForm
from cdop.rules.vocabulary import AuditVerb, ContactWay, RequestStatus
from cdop.services import form_b, form_b_returns, reminders, request_contacts, request_reminders
from cdop.services.errors import Forbidden
from cdop.services.request_contacts import Contact
from tests.agencies import MadeRequest, ask, fill_in, respondent
from tests.client import Browserless, shown_text
from tests.factories import SHROPSHIRE, MadeCase, add_case
from tests.personas import Cast


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    return add_case(cast.person("coordinator"), now=now)


def asked(cast: Cast, case: MadeCase, *, days_ago: int = 0, **told: str) -> MadeRequest:
    return ask(cast.person("coordinator"), case, now=cast.now - timedelta(days=days_ago), **told)


def agencies_on(cast: Cast, **wanted: object) -> list[str]:
    board = request_board(cast.person("coordinator"), BoardFilter(**wanted), now=cast.now)
    db.session.rollback()
    return [row.agency for row in board.rows]


def reminded() -> list[str]:
    """To whom reminders are on the way."""
    db.session.rollback()
    query = select(OutboundMessage.to_address).where(OutboundMessage.template == "form_b_reminder")
    return list(db.session.scalars(query.order_by(OutboundMessage.id)))


def test_board_shows_what_is_awaited_first_due_first_and_narrows_by_state_kind_agency_and_case(
    cast: Cast, case: MadeCase, now: datetime
) -> None:
    other = add_case(cast.person("coordinator"), now=now, family_name="Quince")
    asked(cast, case, name="Fresh Practice")
    late = asked(cast, other, days_ago=60, name="Late Police", kind="police")
    back = asked(cast, case, days_ago=30, name="Quick Hospice", kind="hospice")
    form_b_returns.hold_nothing(respondent(back, panel_id=cast.panel_id, now=now), now=now)
    assert agencies_on(cast) == ["Late Police", "Fresh Practice"]
    assert agencies_on(cast, descending=True) == ["Fresh Practice", "Late Police"]
    assert agencies_on(cast, state=EVERY, sort="agency") == ["Fresh Practice", "Late Police", "Quick Hospice"]
    assert agencies_on(cast, state=LATE) == ["Late Police"]
    assert agencies_on(cast, state="nothing held") == ["Quick Hospice"]
    assert agencies_on(cast, kind="police") == ["Late Police"]
    assert agencies_on(cast, search="quin") == ["Late Police"]
    assert agencies_on(cast, search="!!") == []
    (row,) = request_board(cast.person("coordinator"), BoardFilter(search="quince"), now=now).rows
    assert (row.public_id, row.days_waited(now.date()), row.days_late(now.date()) > 30) == (late.public_id, 60, True)
    assert agencies_on(cast, agency_id=row.agency_id) == ["Late Police"]


def test_board_narrows_by_form_and_by_how_long_ago_was_asked_and_sorts_by_state_and_last_contact(
    cast: Cast, case: MadeCase, now: datetime
) -> None:
    coordinator, fire = cast.person("coordinator"), WantedForm("supplement_fire")
    asked(cast, case, days_ago=7, name="Quiet Practice")
    spoken_with = asked(cast, case, days_ago=6, name="Spoken Practice")
    told = Contact(ContactWay.TELEPHONE, (now - timedelta(days=2)).date(), "Pat Manager", "", "It is being written")
    request_contacts.log(coordinator, spoken_with.public_id, told, now=now)
    reminded_ = ask(coordinator, case, fire, now=now - timedelta(days=3), name="Fire Service", kind="fire")
    request_reminders.remind(coordinator, [reminded_.public_id], now=now - timedelta(days=1))
    assert agencies_on(cast, form_key="supplement_fire") == ["Fire Service"]
    assert agencies_on(cast, form_key="form_b", asked_days=7) == ["Quiet Practice"]
    assert agencies_on(cast, asked_days=8) == agencies_on(cast, asked_days=10**9) == []
    assert agencies_on(cast, sort="contact") == ["Spoken Practice", "Fire Service", "Quiet Practice"]
    assert agencies_on(cast, sort="contact", descending=True) == ["Fire Service", "Spoken Practice", "Quiet Practice"]
    respondent(spoken_with, panel_id=cast.panel_id, now=now)
    assert agencies_on(cast, sort="state", descending=True)[0] == "Spoken Practice"


def test_address_of_the_board_by_form_does_not_tell_how_a_child_died(
    sqlite_app: Flask, cast: Cast, case: MadeCase, now: datetime
) -> None:
    ask(cast.person("coordinator"), case, WantedForm("supplement_fire"), now=now, name="Fire Service", kind="fire")
    asked(cast, case, name="Quiet Practice")
    desk = Browserless(sqlite_app, cast).sign_in("coordinator")
    page = desk.get("/requests/").text
    assert ("supplement_" in page, len(re.findall(r'<option value="n[0-9a-f]{9}">', page)) > 15) == (False, True)
    answer = desk.submit("/requests/", "/search/requests", form=in_address("supplement_fire"))
    assert "fire" not in answer.location
    shown = shown_text(desk.get(answer.location).text)
    assert ("1 request " in shown, "Fire Service" in shown) == (True, True)
    assert f'"{in_address("supplement_fire")}" selected' in desk.get(answer.location).text


def test_board_tells_how_many_questions_of_an_unsent_form_are_answered_and_no_word_of_them(
    sqlite_app: Flask, cast: Cast, case: MadeCase, now: datetime
) -> None:
    agency = respondent(asked(cast, case), panel_id=cast.panel_id, now=now)
    fill_in(agency, {"records_searched": ("child",), "contact_summary": "Seen by a neighbour"}, now=now)
    (row,) = request_board(cast.person("coordinator"), BoardFilter(), now=now).rows
    assert 2 <= row.answered < row.asked
    page = Browserless(sqlite_app, cast).sign_in("coordinator").get("/requests/").text
    assert (f"{row.answered} of {row.asked}" in page, "neighbour" in page) == (True, False)


def test_board_counts_every_state_under_its_other_filters(cast: Cast, case: MadeCase, now: datetime) -> None:
    asked(cast, case, days_ago=60)
    asked(cast, case)
    waived = asked(cast, case, kind="police")
    form_b.withdraw(cast.person("coordinator"), waived.public_id, reason="Asked by mistake", now=now)
    counts = request_board(cast.person("coordinator"), BoardFilter(), now=now).counts
    told = {state: n for state, n in counts.items() if n}
    assert told == {RequestStatus.SENT: 2, RequestStatus.WAIVED: 1, "waiting": 2, "late": 1, "all": 3}
    assert request_board(cast.person("coordinator"), BoardFilter(kind="police"), now=now).counts["all"] == 1


def test_board_is_of_the_panel_and_leaves_out_cases_in_which_the_reader_takes_no_part(
    cast: Cast, case: MadeCase, now: datetime
) -> None:
    elsewhere = cast.person("coordinator", panel_id=cast.other_panel_id)
    theirs = add_case(elsewhere, now=now, area_code=SHROPSHIRE)
    ask(elsewhere, theirs, now=now, name="Their Practice")
    asked(cast, case, name="Our Practice")
    assert agencies_on(cast, state=EVERY) == ["Our Practice"]
    reader = replace(cast.person("chair"), excluded_case_ids=frozenset({case.id}))
    board = request_board(reader, BoardFilter(state=EVERY), now=now)
    assert (board.rows, board.total, board.counts[EVERY]) == ((), 0, 0)
    assert request_board(cast.person("analyst"), BoardFilter(state=EVERY), now=now).total == 0


def test_board_is_paged_in_sql_with_the_same_statements_whatever_there_is(
    cast: Cast, case: MadeCase, now: datetime
) -> None:
    def statements() -> int:
        seen: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
        agencies_on(cast)
        return len(seen)

    asked(cast, case)
    first = statements()
    for _number in range(26):
        asked(cast, case)
    assert statements() == first
    assert (len(agencies_on(cast)), len(agencies_on(cast, page=2))) == (25, 2)


def test_several_agencies_are_reminded_in_one_action_once_a_day_and_it_is_on_record(
    sqlite_app: Flask, cast: Cast, case: MadeCase, now: datetime
) -> None:
    first = asked(cast, case, days_ago=3, email="one@example.com")
    second = asked(cast, case, days_ago=3, email="two@example.com")
    fresh = asked(cast, case, email="fresh@example.com")
    desk = Browserless(sqlite_app, cast).sign_in("coordinator")
    page = desk.get("/requests/").text
    assert (first.public_id in page, f'value="{fresh.public_id}"' in page) == (True, False)
    ticked = [first.public_id, second.public_id, fresh.public_id]
    answer = desk.submit("/requests/?sort=agency", "/requests/?sort=agency", requests=ticked)
    assert (answer.status_code, answer.location) == (302, "/requests/?sort=agency")
    assert "2 reminders on the way. 1 agency left out" in desk.get("/requests/").text
    desk.submit("/requests/", "/requests/", requests=[first.public_id])
    assert "0 reminders on the way. 1 agency left out" in desk.get("/requests/").text
    assert reminded() == ["one@example.com", "two@example.com"]
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == AuditVerb.FORM_B_REMINDED)).all()
    assert [entry.changes["reminded_on"] for entry in entries] == [[None, "2026-11-20"]] * 2
    with time_machine.travel(now + timedelta(days=1)):
        again = request_reminders.remind(cast.person("coordinator"), [first.public_id], now=now + timedelta(days=1))
    assert (again.sent, again.left_out, reminded()[2:]) == (1, 0, ["one@example.com"])


def test_agency_that_a_person_reminded_gets_no_second_reminder_from_the_job_on_that_day(
    cast: Cast, case: MadeCase, now: datetime
) -> None:
    request = asked(cast, case, email="one@example.com")
    step = now + timedelta(days=7)  # the first of the usual reminders
    reminders.plan(now=step)
    request_reminders.remind(cast.person("coordinator"), [request.public_id], now=step)
    assert reminders.send_due(now=step)["no longer needed"] == 1
    assert reminded() == ["one@example.com"]


def test_agency_that_the_job_reminded_is_not_reminded_by_a_person_on_that_day(
    cast: Cast, case: MadeCase, now: datetime
) -> None:
    request = asked(cast, case, email="one@example.com")
    step = now + timedelta(days=7)
    reminders.plan(now=step)
    reminders.send_due(now=step)
    assert reminded() == ["one@example.com"]
    assert request_reminders.remind(cast.person("coordinator"), [request.public_id], now=step).sent == 0


def test_nobody_is_reminded_of_what_came_back_or_by_who_may_not_ask(cast: Cast, case: MadeCase, now: datetime) -> None:
    request = asked(cast, case, days_ago=5)
    form_b_returns.hold_nothing(respondent(request, panel_id=cast.panel_id, now=now), now=now)
    assert request_reminders.remind(cast.person("coordinator"), [request.public_id], now=now).sent == 0
    with pytest.raises(Forbidden):
        request_reminders.remind(cast.person("chair"), [request.public_id], now=now)
    assert reminded() == []


def test_reminding_nobody_is_told_beside_the_list(sqlite_app: Flask, cast: Cast, case: MadeCase) -> None:
    asked(cast, case, days_ago=3)
    desk = Browserless(sqlite_app, cast).sign_in("coordinator")
    answer = desk.submit("/requests/", "/requests/")
    assert (answer.status_code, "Tick the agencies that are to be reminded" in answer.text) == (422, True)
    assert 'href="#requests"' in answer.text
    assert 'id="requests"' in answer.text


def test_chair_reads_the_board_and_reminds_nobody(sqlite_app: Flask, cast: Cast, case: MadeCase) -> None:
    asked(cast, case, days_ago=3, name="Late Practice")
    page = Browserless(sqlite_app, cast).sign_in("chair").get("/requests/").text
    assert ("Late Practice" in page, "Remind" in page) == (True, False)
