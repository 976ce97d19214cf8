"""Lists of meetings, of cases ready for panel and of actions read as much whatever there is, and page in SQL."""

from datetime import datetime, timedelta

from cdop.queries import actions, cases, meetings
from cdop.queries.cases import CaseFilter
from cdop.queries.meetings import PAGE_SIZE
from cdop.rules.vocabulary import AgendaItemStatus, CaseStatus
from cdop.services import meetings as verbs
from tests import example_year
from tests.databases import ON_BOTH
from tests.factories import add_case, add_cases
from tests.personas import Cast
from tests.queries.test_cases import statements
from tests.signed_cases import signed_case

pytestmark = ON_BOTH


def planned(cast: Cast, now: datetime) -> str:
    return verbs.plan_meeting(
        cast.person("coordinator"), starts_at=now + timedelta(days=5), submission_id="m" * 20, now=now
    )


def test_meeting_page_takes_as_many_statements_for_one_case_as_for_three(cast: Cast, now: datetime) -> None:
    coordinator, meeting = cast.person("coordinator"), planned(cast, now)
    counts = []
    for more in (1, 2):
        add_cases(coordinator, more, now=now, status=CaseStatus.READY)
        listed = add_case(coordinator, now=now, status=CaseStatus.READY)
        verbs.put_on_agenda(coordinator, meeting, listed.public_id, now=now)
        with statements() as sent:
            page = meetings.meeting_page(coordinator, meeting)
        counts.append(len(sent))
    assert page is not None
    assert (len(page.items), page.ready.total, page.meeting.cases) == (2, 3, 2)
    assert counts[0] == counts[1]


def test_lists_take_as_many_statements_for_one_row_as_for_three(cast: Cast, now: datetime) -> None:
    coordinator, counts = cast.person("coordinator"), []
    for number in (1, 2):
        for _ in range(number):
            signed_case(coordinator, now=now)
        with statements() as sent:
            meetings.meeting_list(coordinator, 1)
            actions.action_list(coordinator, is_closed=False, page=1)
        counts.append(len(sent))
    assert counts == [4, 4]


def test_meeting_of_a_register_has_the_reviews_that_it_completed_on_no_agenda(cast: Cast, now: datetime) -> None:
    example_year.bring(cast)
    coordinator = cast.person("coordinator")
    signed_case(coordinator, now=now)
    listed = meetings.meeting_list(coordinator, 1).rows
    reviewed = cases.case_list(coordinator, CaseFilter(status=CaseStatus.REVIEWED)).total
    assert sum(each.registered for each in listed if not each.starts_at) == reviewed - 1 > 0
    assert [(each.cases, each.registered) for each in listed if each.starts_at] == [(1, 0)]


def test_ready_cases_are_paged_those_that_wait_longest_first(cast: Cast, now: datetime) -> None:
    coordinator, meeting = cast.person("coordinator"), planned(cast, now)
    waiting = add_case(coordinator, now=now - timedelta(days=40), status=CaseStatus.READY)
    add_cases(coordinator, PAGE_SIZE, now=now, status=CaseStatus.READY)
    first, last = (meetings.meeting_page(coordinator, meeting, ready_page=page) for page in (1, 9))
    assert first is not None
    assert last is not None
    assert (first.ready.rows[0].case_id, len(first.ready.rows), first.ready.pages) == (waiting.public_id, PAGE_SIZE, 2)
    assert (last.ready.page, len(last.ready.rows)) == (2, 1)


def test_meeting_of_another_panel_is_none(cast: Cast, now: datetime) -> None:
    meeting = planned(cast, now)
    theirs = cast.person("chair", panel_id=cast.other_panel_id)
    assert meetings.meeting_page(theirs, meeting) is None
    assert meetings.meeting_list(theirs, 1).rows == ()


def test_signed_case_stays_on_the_agenda_of_its_meeting(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    signed = signed_case(coordinator, now=now)
    page = meetings.meeting_page(coordinator, signed.meeting)
    assert page is not None
    assert [(item.case_id, item.status) for item in page.items] == [(signed.case.public_id, AgendaItemStatus.SIGNED)]
    assert page.ready.rows == ()
    assert page.item(signed.case.public_id) is None
