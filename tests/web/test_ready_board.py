"""The board of cases on their way to the panel: what is missing, who can mend it, the same as the case's page says."""

from datetime import datetime

from cdop.queries.readiness import PAGE_SIZE, ready_board
from cdop.rules.vocabulary import CaseStatus
from tests.agencies import ask
from tests.client import Browserless
from tests.factories import add_case, add_cases
from tests.personas import Cast
from tests.queries.test_cases import statements


def test_board_says_what_is_in_the_way_and_names_the_agency_that_can_mend_it(
    client: Browserless, now: datetime
) -> None:
    desk = client.sign_in("coordinator")
    case = add_case(desk.cast.person("coordinator"), now=now, status=CaseStatus.GATHERING)
    ask(desk.cast.person("coordinator"), case, now=now, name="Invented Surgery")
    page = " ".join(desk.get("/ready/").text.split())
    assert "In the way:" in page
    assert "Reporting forms are still outstanding" in page
    assert "Who can mend it: Invented Surgery" in page
    assert "No child death review meeting is recorded" in page
    own = desk.get(case.path).text
    assert "What it lacks before the panel" in own
    assert "Reporting forms are still outstanding" in own


def test_board_is_narrowed_to_a_stage_and_has_no_case_that_is_on_an_agenda(client: Browserless, now: datetime) -> None:
    desk = client.sign_in("coordinator")
    coordinator = desk.cast.person("coordinator")
    stages = (CaseStatus.NOTIFIED, CaseStatus.GATHERING, CaseStatus.READY, CaseStatus.ON_AGENDA)
    early, gathering, ready, listed = (add_case(coordinator, now=now, status=stage) for stage in stages)
    whole, narrowed = (desk.get(path).text for path in ("/ready/", "/ready/?stage=ready+for+panel"))
    assert [case.public_id in whole for case in (early, gathering, ready, listed)] == [False, True, True, False]
    assert [case.public_id in narrowed for case in (gathering, ready)] == [False, True]


def test_board_takes_as_many_statements_for_one_case_as_for_three_and_is_paged(cast: Cast, now: datetime) -> None:
    coordinator, counts = cast.person("coordinator"), []
    for more in (1, 2):
        for case in add_cases(coordinator, more, now=now, status=CaseStatus.GATHERING):
            ask(coordinator, case, now=now)
        with statements() as sent:
            ready_board(coordinator, None, 1, today=now.date())
        counts.append(len(sent))
    assert counts[0] == counts[1]
    add_cases(coordinator, PAGE_SIZE, now=now, status=CaseStatus.READY)
    last = ready_board(coordinator, None, 9, today=now.date())
    assert (len(last.rows), last.page, last.total) == (3, 2, PAGE_SIZE + 3)
