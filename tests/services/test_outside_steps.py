"""What others do by a day: written down on the case, which then counts its deadlines."""

from datetime import UTC, date, datetime

import pytest

from cdop.queries.case_page import case_page
from cdop.rules.deadline_table import open_due, standings
from cdop.rules.deadlines import StandingKind
from cdop.services import cases, outside_steps
from cdop.services.errors import Forbidden, Invalid, Stale
from tests.factories import MadeCase, add_case
from tests.personas import Cast

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


def recorded(cast: Cast, case: MadeCase, **told: date | None) -> dict[str, StandingKind]:
    """Record these days, and return how each deadline of the case stands that is about what others do."""
    coordinator = cast.person("coordinator")
    version = cases.open_case(coordinator, case.public_id, now=cast.now).version
    outside_steps.record(coordinator, case.public_id, told, version=version, now=cast.now)
    page = case_page(coordinator, case.public_id)
    assert page is not None
    keys = ("serious_incident_wd", "rapid_review_wd", "jar_phase2_days", "jar_final_weeks")
    return {each.deadline.key: each.kind for each in standings(page.case_facts, NOW) if each.deadline.key in keys}


def test_what_is_known_of_abuse_starts_the_deadlines_of_others(cast: Cast) -> None:
    case = add_case(cast.person("coordinator"), now=cast.now)
    assert recorded(cast, case) == {}
    told = {"abuse_known_on": date(2026, 11, 16)}
    assert recorded(cast, case, **told) == {
        "serious_incident_wd": StandingKind.RUNNING,
        "rapid_review_wd": StandingKind.NOT_STARTED,
    }
    told = {"serious_incident_notified_on": date(2026, 11, 19), "rapid_review_on": None}
    assert recorded(cast, case, **told) == {
        "serious_incident_wd": StandingKind.MET,
        "rapid_review_wd": StandingKind.RUNNING,
    }
    page = case_page(cast.person("coordinator"), case.public_id)
    assert page is not None
    assert open_due(page.case_facts)["rapid_review_wd"] == date(2026, 12, 10)


def test_discussions_of_a_rapid_response_are_counted_on_a_case_of_its_time(cast: Cast) -> None:
    days = {"born_on": date(2012, 3, 1), "died_on": date(2012, 3, 1), "notified_on": date(2012, 3, 2)}
    case = add_case(cast.person("coordinator"), now=cast.now, **days)
    told = {"rapid_response_discussed_on": date(2012, 3, 8), "rapid_response_concluded_on": date(2012, 6, 1)}
    assert recorded(cast, case, **told) == {
        "jar_phase2_days": StandingKind.MET,
        "jar_final_weeks": StandingKind.MET_LATE,
    }


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ({"abuse_known_on": date(2026, 11, 21)}, ["abuse_known_on"]),
        ({"abuse_known_on": date(2026, 1, 1)}, []),
        ({"rapid_review_on": date(2026, 1, 1)}, ["rapid_review_on"]),
        (
            {"serious_incident_notified_on": date(2026, 11, 19), "rapid_review_on": date(2026, 11, 18)},
            ["rapid_review_on"],
        ),
    ],
)
def test_days_that_cannot_be_are_told_beside_their_fields(
    cast: Cast, told: dict[str, date | None], fields: list[str]
) -> None:
    case = add_case(cast.person("coordinator"), now=cast.now)
    try:
        recorded(cast, case, **told)
        found: list[str] = []
    except Invalid as invalid:
        found = list(invalid.faults)
    assert found == fields


def test_stale_page_changes_nothing_and_a_member_may_not(cast: Cast) -> None:
    case = add_case(cast.person("coordinator"), now=cast.now)
    with pytest.raises(Stale):
        outside_steps.record(cast.person("coordinator"), case.public_id, {}, version=99, now=cast.now)
    with pytest.raises(Forbidden):
        outside_steps.record(cast.person("chair"), case.public_id, {}, version=1, now=cast.now)
