"""For whom a case waits and how long, on its page and on the board; and the pause of its reminders."""

import re
from datetime import date, datetime, timedelta

from sqlalchemy import event, select

from cdop.extensions import db
from cdop.models import AuditEntry
from cdop.queries import waits
from cdop.rules.vocabulary import AuditVerb, CaseStatus, HoldKind, Residency
from cdop.services import form_b_returns, holds
from tests.agencies import add_agency, ask, mark, respondent
from tests.client import Browserless
from tests.factories import MadeCase, add_case

DIED = date(2026, 8, 12)  # a hundred days before "now"


def waiting_case(client: Browserless, now: datetime, **facts: object) -> MadeCase:
    """A case that waited for a surgery and waits for a school, for the coroner and on paper for nobody else."""
    coordinator = client.cast.person("coordinator")
    told = {"born_on": DIED, "died_on": DIED, "notified_on": DIED + timedelta(days=1), "notified_at": now} | facts
    case = add_case(coordinator, now=now, **told)
    surgery = ask(coordinator, case, now=now - timedelta(days=40), email="surgery@example.com")
    form_b_returns.hold_nothing(
        respondent(surgery, panel_id=client.cast.panel_id, now=now - timedelta(days=30)), now=now - timedelta(days=30)
    )
    ask(coordinator, case, now=now - timedelta(days=20), email="school@example.com")
    began, ended = DIED + timedelta(days=10), DIED + timedelta(days=30)
    hold = holds.start_hold(
        coordinator, case.public_id, HoldKind.INQUEST, started_on=began, submission_id=mark(), now=now
    )
    holds.end_hold(coordinator, case.public_id, hold, ended_on=ended, now=now)
    db.session.rollback()
    return case


def rows_of(page: str) -> dict[str, str]:
    """The first number beside each name, of every table row of a page."""
    found = re.findall(r'<th scope="row"[^>]*>(.*?)</th>\s*<td[^>]*>\s*([0-9]+)', page, re.S)
    return {" ".join(re.sub("<[^>]*>", "", name).split()): number for name, number in found}


def test_case_says_for_whom_it_waited_and_a_hold_hides_no_day(client: Browserless, now: datetime) -> None:
    case = waiting_case(client, now)
    page = client.sign_in("chair").get(case.path).text
    found = rows_of(page)
    agencies = [days for name, days in found.items() if name.startswith("Practice")]
    assert (sorted(agencies), found["The coroner"], found["Whoever notifies"], found["Us"]) == (
        ["10", "20"],
        "20",
        "1",
        "49",
    )
    text = " ".join(re.sub("<[^>]*>", "", page).split())
    assert "100 days since the death, 80 days of them without a hold" in text
    assert text.count("(still)") == 1


def test_board_has_the_open_cases_in_sum_and_those_of_nobody_else(client: Browserless, now: datetime) -> None:
    for status in (CaseStatus.NOTIFIED, CaseStatus.GATHERING):
        waiting_case(client, now, status=status)
    waiting_case(client, now, residency=Residency.ELSEWHERE)
    add_case(client.cast.person("coordinator"), now=now, notified_on=DIED, died_on=DIED)  # from a register
    add_case(client.cast.person("coordinator"), now=now, status=CaseStatus.CLOSED)
    coordinator = client.cast.person("coordinator")
    board = waits.board(coordinator, page=1, now=now)
    elsewhere = waits.board(client.cast.person("coordinator", panel_id=client.cast.other_panel_id), page=1, now=now)
    db.session.rollback()
    assert (board.open_cases, board.elapsed, board.active, elsewhere.open_cases) == (3, 300, 260, 0)
    assert {row.party: (row.waiting, row.cases, row.days, row.longest) for row in board.parties} == {
        "not recorded": (1, 1, 100, 100),
        "us": (0, 2, 98, 49),
        "the coroner": (0, 2, 40, 20),
        "whoever notifies": (0, 2, 2, 1),
    }
    assert sorted((row.waiting, row.days) for row in board.agencies) == [(0, 10), (0, 10), (1, 20), (1, 20)]
    page = client.sign_in("chair").get("/waits")
    assert rows_of(page.text)["Us"] == "0"


def test_each_open_case_says_for_whom_it_waits_now(client: Browserless, now: datetime) -> None:
    case = waiting_case(client, now)
    died = DIED - timedelta(days=1)
    older = add_case(client.cast.person("coordinator"), now=now, died_on=died, notified_on=died)
    add_case(client.cast.person("coordinator"), now=now, status=CaseStatus.CLOSED)
    found = waits.by_case(client.cast.person("chair"), page=1, now=now)
    db.session.rollback()
    (first, second) = found.rows
    assert (first.public_id, first.elapsed, first.waiting) == (older.public_id, 101, (("not recorded", 101),))
    assert (second.public_id, second.elapsed, second.active) == (case.public_id, 100, 80)
    assert [(party.startswith("Practice"), days) for party, days in second.waiting] == [(True, 20)]
    assert f'href="{case.path}"' in client.sign_in("chair").get("/waits/cases").text


def test_board_takes_as_many_statements_for_many_cases_as_for_one(client: Browserless, now: datetime) -> None:
    coordinator, counts = client.cast.person("coordinator"), []
    add_agency(coordinator, now=now)
    for _time in range(2):
        waiting_case(client, now)
        seen: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *told, seen=seen: seen.append(told[2]))
        waits.board(coordinator, page=1, now=now)
        counts.append(len(seen))
        db.session.rollback()
    assert counts == [3, 3 * 2 - 3]


def test_reminders_of_a_case_are_paused_for_a_reason_and_a_while(client: Browserless, now: datetime) -> None:
    case = add_case(client.cast.person("coordinator"), now=now)
    desk, path = client.sign_in("coordinator"), f"{case.path}/reminders"
    until = {"until_on-day": "1", "until_on-month": "12", "until_on-year": "2026"}
    no_reason = desk.submit(path, **until)
    too_long = desk.submit(path, **until | {"until_on-year": "2027"}, reason="The family asked for it")
    assert [
        (each.status_code, said in each.text)
        for each, said in (
            (no_reason, "Say why nobody is to be reminded"),
            (too_long, "The family asked for it"),
        )
    ] == [(422, True), (422, True)]
    assert desk.submit(path, **until, reason="The family asked for it").status_code == 302
    page = desk.get(path).text
    assert "Paused until the end of" in page
    end = re.search(r'action="([^"]+/end)"', page)
    assert end is not None
    assert desk.submit(path, end[1]).status_code == 302
    assert "Paused until the end of" not in desk.get(path).text
    verbs = (AuditVerb.REMINDERS_PAUSED, AuditVerb.REMINDERS_RESUMED)
    kept = db.session.scalars(select(AuditEntry.verb).where(AuditEntry.verb.in_(verbs)).order_by(AuditEntry.id)).all()
    assert kept == [*verbs]
