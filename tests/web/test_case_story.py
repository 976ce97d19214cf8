"""The page of a case tells its story: whom it waits for, what can be done next and why not, to each reader."""

from datetime import datetime, timedelta
from typing import Any

import html5lib
import pytest
from sqlalchemy import event

from cdop.extensions import db
from cdop.queries.case_story import SOURCES
from cdop.rules.vocabulary import CaseStatus, HoldKind, NotificationSource
from cdop.services import holds, letters, review_meetings
from tests.agencies import ask, mark
from tests.client import Browserless
from tests.factories import MadeCase, add_case
from tests.signed_cases import signed_case

CRIMINAL = "A criminal investigation is open, and the panel waits until it ends"
STILL_OUT = "Reporting forms are still outstanding"


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    """The coordinator's browser."""
    return client.sign_in("coordinator")


def hold(desk: Browserless, case: MadeCase, kind: HoldKind, *, now: datetime) -> None:
    started = now.date() - timedelta(days=3)
    actor = desk.cast.person("coordinator")
    holds.start_hold(actor, case.public_id, kind, started_on=started, submission_id=mark(), now=now)


def meet(desk: Browserless, case: MadeCase, *, now: datetime) -> None:
    present = [{"name": "Invented Doctor", "role": "paediatrician", "agency": ""}]
    told = {"held_on": now.date(), "place": "Invented Hospital", "present": present, "submission_id": mark()}
    review_meetings.record_review_meeting(desk.cast.person("coordinator"), case.public_id, now=now, **told)


def test_every_way_in_which_a_notification_comes_has_words() -> None:
    assert set(SOURCES) == set(NotificationSource)


def parts(page: str) -> dict[str, str]:
    """The words of a page's main part under each of its headings, in one line."""
    found: dict[str, list[str]] = {}
    main = html5lib.parse(page, namespaceHTMLElements=False).find(".//main")
    heading = ""
    for element in main.iter():
        if element.tag in ("h1", "h2"):
            heading = " ".join("".join(element.itertext()).split())
        else:
            found.setdefault(heading, []).append(element.text or "")
        found.setdefault(heading, []).append(element.tail or "")
    return {heading: " ".join(" ".join(words).split()) for heading, words in found.items()}


def test_page_says_whom_it_waits_for_and_why_it_cannot_go_on(desk: Browserless, now: datetime) -> None:
    coordinator = desk.cast.person("coordinator")
    case = add_case(coordinator, now=now, status=CaseStatus.GATHERING)
    ask(coordinator, case, now=now, name="Invented Lane Surgery")
    hold(desk, case, HoldKind.CRIMINAL, now=now)
    told = parts(desk.get(case.path).text)
    waiting = told["Who we are waiting for"]
    assert "Invented Lane Surgery: reporting form (Form B), by 11 December 2026" in waiting
    assert "The police or the court: criminal investigation, since 17 November 2026" in waiting
    steps = told["What can be done next"]
    assert ["Make ready for panel: not yet" in steps, STILL_OUT in steps, CRIMINAL in steps] == [True, True, True]
    assert "Record the child death review meeting" in steps
    assert "Invented Lane Surgery : sent, due by 11 December 2026" in told["Reporting forms"]


def test_what_is_missing_is_said_beside_the_step_that_can_be_taken(desk: Browserless, now: datetime) -> None:
    case = add_case(desk.cast.person("coordinator"), now=now, status=CaseStatus.GATHERING)
    told = parts(desk.get(case.path).text)
    assert "not yet" not in told["What can be done next"]
    for missing in ("No agency was asked", "No key worker for the family is named", "No letter to the family"):
        assert missing in told["What it lacks before the panel"]
    page = desk.get(case.path)
    assert f'action="{case.path}/steps/make-ready-for-panel"' in page.text


@pytest.mark.parametrize(
    ("who", "status", "steps"),
    [
        ("coordinator", CaseStatus.READY, ("Gather more information", "Put on an agenda")),
        ("chair", CaseStatus.READY, ("Gather more information", "Put on an agenda")),
        ("designated doctor", CaseStatus.GATHERING, ("Record the child death review meeting",)),
        ("designated doctor", CaseStatus.READY, ()),
        ("chair", CaseStatus.ON_AGENDA, ("Take off the agenda", "Complete the review")),
        ("coordinator", CaseStatus.REVIEWED, ("Close the case",)),
    ],
)
def test_each_reader_is_offered_the_steps_that_they_may_take(
    who: str, status: CaseStatus, steps: tuple[str, ...], client: Browserless, now: datetime
) -> None:
    case = add_case(client.cast.person("coordinator"), now=now, status=status)
    told = parts(client.sign_in(who).get(case.path).text)
    offered = told.get("What can be done next", "")
    assert [step for step in steps if step not in offered] == []
    assert bool(offered) == bool(steps)


def test_reviewed_case_waits_for_nobody_and_tells_its_story(desk: Browserless, now: datetime) -> None:
    signed = signed_case(desk.cast.person("coordinator"), now=now)
    told = parts(desk.get(signed.case.path).text)
    assert told["Who we are waiting for"] == "Nobody: the review is complete."
    assert "Analysis, version 1" in told["Panel"]
    assert "Ask about smoking at every visit . Invented Owner" in told["Actions"].replace("visit.", "visit .")
    for step in ("Analysis signed", "agenda"):
        assert step.casefold() in told["History"].casefold()


def test_page_takes_at_most_one_statement_for_each_part_of_the_work(desk: Browserless, now: datetime) -> None:
    coordinator = desk.cast.person("coordinator")
    counts = []
    for times in (1, 3):
        case = add_case(coordinator, now=now, status=CaseStatus.GATHERING)
        for kind in list(HoldKind)[:times]:
            hold(desk, case, kind, now=now)
        for _number in range(times):
            ask(coordinator, case, now=now)
        letters.draft_now(coordinator, case.public_id, now=now)
        for _number in range(times):
            meet(desk, case, now=now)
        desk.get(case.path)
        counts.append(statements(desk, case.path))
    assert counts[0] == counts[1]


def statements(desk: Browserless, path: str) -> int:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        desk.get(path)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(sent)


def test_page_offers_to_ask_agencies_until_one_is_asked(desk: Browserless, now: datetime) -> None:
    coordinator = desk.cast.person("coordinator")
    case = add_case(coordinator, now=now, status=CaseStatus.GATHERING)
    offer = "Ask agencies for their reporting forms"
    assert offer in parts(desk.get(case.path).text)["What can be done next"]
    ask(coordinator, case, now=now, name="Invented Lane Surgery")
    assert offer not in parts(desk.get(case.path).text)["What can be done next"]


def test_page_of_a_reviewed_case_says_before_it_is_closed_that_the_family_was_not_written_to(
    desk: Browserless, now: datetime
) -> None:
    case = add_case(desk.cast.person("coordinator"), now=now, status=CaseStatus.REVIEWED)
    assert "No letter to the family is recorded" in parts(desk.get(case.path).text)["What can be done next"]


def test_page_waits_with_the_letter_while_a_criminal_investigation_is_open(desk: Browserless, now: datetime) -> None:
    coordinator = desk.cast.person("coordinator")
    died = (now - timedelta(days=30)).date()
    case = add_case(coordinator, now=now, status=CaseStatus.GATHERING, born_on=died, died_on=died, notified_on=died)
    letters.draft_now(coordinator, case.public_id, now=now)
    assert "Us: the letter to the family" in parts(desk.get(case.path).text)["Who we are waiting for"]
    hold(desk, case, HoldKind.CRIMINAL, now=now)
    waiting = parts(desk.get(case.path).text)["Who we are waiting for"]
    assert "The letter to the family, until the criminal investigation is over" in waiting
    assert "Us: the letter" not in waiting
