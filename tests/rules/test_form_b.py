"""Whom to ask about which child, by when, and how a request is named."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdop.questionnaires import choices
from cdop.rules import form_b
from cdop.rules.agencies import AGENCY_TYPES
from cdop.rules.form_b import (
    Circumstance,
    FormProposal,
    Named,
    NewProposal,
    Proposal,
    Records,
    Route,
    RoutingFacts,
    records_in_words,
    records_of,
    unseen,
)
from cdop.rules.places import PLACES
from cdop.rules.routes import in_force, shipped
from cdop.rules.vocabulary import RequestStatus

TYPES = frozenset(choice.value for choice in (*choices.SUSPECTED_TYPES, *choices.MEDICAL_CONDITIONS))
CODES = frozenset(place.code for place in PLACES)
EVERYBODY = {"gp", "children's social care", "police"}


ROUTES = shipped()


def proposed(facts: RoutingFacts, routes: tuple[Route, ...] = ROUTES) -> tuple[Proposal, ...]:
    return form_b.proposed(facts, routes)


def kinds(**facts: object) -> set[str]:
    told = {"age_days": 3000, "age_years": 8} | facts
    return {each.agency_kind for each in proposed(RoutingFacts(**told))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ((), ("First Hospital", "Second Hospital")),
        (("First Hospital NHS Trust",), ("Second Hospital",)),
        (("first  hospital", "Second Hospital"), ()),
        (("Called otherwise", "First Hospital"), ()),
        (("Called otherwise", "And so", "And also"), ()),
    ],
)
def test_each_organisation_that_is_named_is_to_be_asked(asked: tuple[str, ...], left: tuple[str, ...]) -> None:
    named = ("First Hospital", "FIRST HOSPITAL", "Second Hospital")
    assert form_b.organisations_unasked(named, asked) == left


def test_every_row_names_what_there_is() -> None:
    assert {kind for route in ROUTES for kind in route.asks} <= set(AGENCY_TYPES)
    assert {word for route in ROUTES for word in route.types} <= TYPES
    assert {code for route in ROUTES for code in route.places} <= CODES
    assert all(route.reason and route.source and route.asks for route in ROUTES)
    assert len({route.key for route in ROUTES}) == len(ROUTES)
    assert all(route.key for route in ROUTES)


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
        ({"types": frozenset({"suicide or self-harm"})}, {"camhs", "youth justice", "voluntary", "education"}),
        ({"places": frozenset({"ABROAD"})}, {"other"}),
        ({"circumstances": frozenset({Circumstance.RAILWAY})}, {"police", "other"}),
        ({"circumstances": frozenset({Circumstance.PARENT_MIND})}, {"adult mental health"}),
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
    assert hospice.reason == "The child had a life-limiting condition; The child died in a hospice"


def test_whoever_the_notification_names_is_proposed() -> None:
    named = (Named("gp", "Invented Surgery"), Named("housing", ""))
    found = {each.agency_kind: each for each in proposed(RoutingFacts(3000, 8, named=named))}
    assert found["gp"].named == ("Invented Surgery",)
    assert found["gp"].reason.endswith("Named in the notification: Invented Surgery")
    assert (found["housing"].reason, found["housing"].named) == ("Named in the notification", ())


def test_baby_who_never_went_home_has_no_health_visitor_to_ask() -> None:
    born = {"age_days": 3, "age_years": 0}
    assert "health visiting" in kinds(**born)
    assert "health visiting" not in kinds(**born, circumstances=frozenset({Circumstance.NEVER_HOME}))


def test_form_goes_to_the_first_that_is_asked_anyway_and_may_go_to_others() -> None:
    row = Route(("ambulance", "police"), "Drowned", types=frozenset({"drowning"}), forms=("water",), key="water")
    facts = RoutingFacts(3000, 8, frozenset({"drowning"}))
    asked = {each.agency_kind: each for each in proposed(facts, (Route(("police",), "All"), row))}
    assert set(asked) == {"police"}
    assert asked["police"].forms == (FormProposal("water", "Drowned", is_wanted=True),)
    assert asked["police"].keys == {"police", "police: water"}
    nobody = {each.agency_kind: each for each in proposed(facts, (row,))}
    assert (nobody["ambulance"].reason, nobody["ambulance"].forms[0].is_wanted) == ("Drowned", True)
    both = proposed(facts, (Route(("police",), "All"), Route(("ambulance",), "Came"), row))
    assert [(each.agency_kind, each.forms[0].is_wanted) for each in both] == [("police", False), ("ambulance", True)]


def test_what_comes_to_be_proposed_is_new_until_it_is_seen() -> None:
    gp = Proposal("gp", "All")
    police = Proposal("police", "All", forms=(FormProposal("water", "Drowned", is_wanted=True),))
    assert unseen((gp, police), None) == ()
    assert unseen((gp, police), {"gp"}) == (NewProposal("police", "All"),)
    assert unseen((gp, police), {"gp", "police"}) == (NewProposal("police", "Drowned", "water"),)
    assert unseen((gp, police), gp.keys | police.keys) == ()
    assert unseen((gp, police), {"police: water"}, asked_kinds={"gp", "police"}) == ()


def test_records_to_search_follow_the_child_and_the_agency() -> None:
    baby, older = RoutingFacts(20, 0), RoutingFacts(3000, 8, circumstances=frozenset({Circumstance.SIBLINGS}))
    assert records_of("gp", baby) == (Records.CHILD, Records.PREGNANCY)
    assert records_of("education", older) == (Records.CHILD, Records.SIBLINGS)
    assert records_in_words(records_of("police", baby)) == (
        "the child’s records, brothers’ and sisters’ records and the records of other people in the home"
    )
    assert records_in_words(["child"]) == "the child’s records"


def test_row_of_a_panel_takes_the_place_of_the_shipped_one() -> None:
    mine = Route(("housing",), "Here housing is asked about every child", key="gp")
    held = in_force({"gp": mine, "police": None, "own: 1": Route(("icb",), "We ask it", key="own: 1")})
    assert len(held) == len(ROUTES)
    found = {each.agency_kind for each in proposed(RoutingFacts(3000, 8), held)}
    assert {"housing", "icb"} <= found
    assert {"gp", "police"}.isdisjoint(found)


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


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ("Jo Senior (caldicott guardian)", True),
        ("Jo Senior (agency lead)", True),
        ("Jo Senior (agency respondent)", False),
        ("Pat Manager (caldicott guardian)", False),
        ("PAT  manager (agency lead)", False),
        ("Pat Manager-Jones (nurse (night))", True),
    ],
)
def test_who_releases_is_senior_and_not_the_sender(person: str, may: bool) -> None:
    assert form_b.may_release(person, "Pat Manager (nurse (night))") is may
