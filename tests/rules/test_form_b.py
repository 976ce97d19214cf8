"""Whom to ask about which child, by when, and how a request is named."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdop.questionnaires import choices
from cdop.rules import form_b
from cdop.rules.agencies import AGENCY_TYPES
from cdop.rules.form_b import ROUTES, Circumstance, Named, Proposal, RoutingFacts, proposed
from cdop.rules.places import PLACES
from cdop.rules.vocabulary import RequestStatus

TYPES = frozenset(choice.value for choice in choices.SUSPECTED_TYPES)
CODES = frozenset(place.code for place in PLACES)
EVERYBODY = {"gp", "children's social care", "police"}


def kinds(**facts: object) -> set[str]:
    told = {"age_days": 3000, "age_years": 8} | facts
    return {each.agency_kind for each in proposed(RoutingFacts(**told))}  # type: ignore[arg-type]


def test_every_row_names_what_there_is() -> None:
    assert {kind for route in ROUTES for kind in route.asks} <= set(AGENCY_TYPES)
    assert {word for route in ROUTES for word in route.types} <= TYPES
    assert {code for route in ROUTES for code in route.places} <= CODES
    assert all(route.reason and route.source for route in ROUTES)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"age_days": 0, "age_years": 0}, {"health visiting", "midwifery", "neonatal unit"}),
        ({"age_days": 27, "age_years": 0}, {"health visiting", "midwifery", "neonatal unit"}),
        ({"age_days": 28, "age_years": 0}, {"health visiting", "midwifery"}),
        ({"age_days": 400, "age_years": 1}, {"health visiting", "education", "early help"}),
        ({"age_days": 1800, "age_years": 4}, {"health visiting", "education", "early help"}),
        ({"age_days": 1900, "age_years": 5}, {"school nursing", "education"}),
        ({"age_days": 6500, "age_years": 17}, {"school nursing", "education"}),
    ],
)
def test_who_is_asked_follows_the_age(facts: dict[str, int], expected: set[str]) -> None:
    assert kinds(**facts) == EVERYBODY | expected


@pytest.mark.parametrize(
    ("facts", "added"),
    [
        (
            {"types": frozenset({"sudden unexpected death"})},
            {"emergency department", "community paediatrics", "ambulance"},
        ),
        ({"types": frozenset({"drowning"})}, {"fire", "ambulance"}),
        ({"types": frozenset({"suicide or self-harm"})}, {"camhs", "youth justice", "voluntary"}),
        ({"types": frozenset({"suspected homicide"})}, {"probation", "domestic abuse service"}),
        ({"types": frozenset({"life-limiting"})}, {"hospice", "specialist centre", "community paediatrics"}),
        ({"places": frozenset({"HOSP-PICU"})}, {"hospital trust", "specialist centre"}),
        ({"places": frozenset({"HOME"})}, {"ambulance"}),
        ({"circumstances": frozenset({Circumstance.CORONER})}, {"coroner"}),
        ({"circumstances": frozenset({Circumstance.ELSEWHERE})}, {"out of area"}),
    ],
)
def test_what_happened_adds_who_knows_of_it(facts: dict[str, frozenset[str]], added: set[str]) -> None:
    assert kinds(**facts) == kinds() | added


def test_all_reasons_are_told_once() -> None:
    facts = RoutingFacts(3000, 8, frozenset({"life-limiting", "other medical"}), frozenset({"HOSPICE"}))
    (hospice,) = [each for each in proposed(facts) if each.agency_kind == "hospice"]
    assert hospice == Proposal("hospice", "The child had a life-limiting condition; The child died in a hospice")


def test_whoever_the_notification_names_is_proposed() -> None:
    named = (Named("gp", "Invented Surgery"), Named("housing", ""))
    found = {each.agency_kind: each for each in proposed(RoutingFacts(3000, 8, named=named))}
    assert found["gp"].named == ("Invented Surgery",)
    assert found["gp"].reason.endswith("Named in the notification: Invented Surgery")
    assert found["housing"] == Proposal("housing", "Named in the notification")


@given(st.frozensets(st.sampled_from(sorted(TYPES))), st.frozensets(st.sampled_from(sorted(CODES))), st.integers(0, 17))
def test_more_that_is_known_never_asks_fewer(types: frozenset[str], places: frozenset[str], years: int) -> None:
    bare = kinds(age_days=years * 366, age_years=years)
    told = kinds(age_days=years * 366, age_years=years, types=types, places=places)
    assert EVERYBODY <= bare <= told


def test_list_of_a_panel_replaces_ours() -> None:
    assert proposed(RoutingFacts(3000, 8), ()) == ()


def test_form_is_due_fifteen_working_days_later_or_as_the_panel_set() -> None:
    sent = date(2026, 12, 14)  # Christmas, Boxing Day's substitute and New Year are between
    assert form_b.due_on(sent) == date(2027, 1, 7)
    assert form_b.due_on(sent, [("reporting_form_return_wd", date(2026, 1, 1), 3)]) == date(2026, 12, 17)
    assert form_b.due_on(sent, [("reporting_form_return_wd", date(2027, 1, 1), 3)]) == date(2027, 1, 7)


def test_link_ends_at_the_end_of_a_day_in_england() -> None:
    assert form_b.link_ends_at(date(2026, 12, 11)) == datetime(2027, 1, 11, tzinfo=UTC)
    assert form_b.link_ends_at(date(2027, 5, 20)) == datetime(2027, 6, 19, 23, tzinfo=UTC)


@given(st.text(max_size=40))
def test_reference_can_be_read_out_and_tells_nothing(public_id: str) -> None:
    told = form_b.reference(public_id)
    assert told == form_b.reference(public_id)
    assert len(told) == 12
    assert set(told.removeprefix("FB-").replace("-", "")) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def test_every_status_is_waited_for_settled_or_neither() -> None:
    neither = {RequestStatus.TO_SEND, RequestStatus.WAIVED}
    assert form_b.OPEN | form_b.SETTLED | neither == set(RequestStatus)
    assert not form_b.OPEN & form_b.SETTLED
