"""The directory: every fault at once, nothing half written, nobody's change lost."""

from datetime import datetime

import pytest

from cdop.queries import agencies as agency_queries
from cdop.queries.agencies import AgencyFilter
from cdop.rules.actors import Actor
from cdop.services import agencies
from cdop.services.errors import Forbidden, Invalid, NotFound, Stale
from tests.agencies import add_agency, mark
from tests.beginnings import first_step
from tests.personas import Cast

SURGERY = {"name": "Invented Surgery", "kind": "gp", "email": "Surgery@Example.com", "telephone": "01632 960 001"}


@pytest.fixture
def coordinator(cast: Cast) -> Actor:
    return cast.person("coordinator")


def test_agency_is_added_with_its_address_in_lower_case(coordinator: Actor, cast: Cast, now: datetime) -> None:
    public_id = agencies.add_agency(coordinator, SURGERY, panel_id=cast.panel_id, now=now)
    found = agency_queries.agency(coordinator, public_id)
    assert found is not None
    assert (found.name, found.email, found.is_active) == ("Invented Surgery", "surgery@example.com", True)


def test_all_faults_are_named_at_once(coordinator: Actor, cast: Cast, now: datetime) -> None:
    agencies.add_agency(coordinator, SURGERY, panel_id=cast.panel_id, now=now)
    wrong = {
        "name": "Invented Surgery",
        "kind": "shop",
        "email": "nowhere",
        "telephone": "ring me",
        "lead_name": "x" * 121,
        "lead_email": "nobody",
    }
    with pytest.raises(Invalid) as refused:
        agencies.add_agency(coordinator, wrong, panel_id=cast.panel_id, now=now)
    assert set(refused.value.faults) == set(wrong)
    assert agency_queries.agency_list(coordinator, AgencyFilter()).total == 1


def test_same_form_sent_twice_adds_one_agency(coordinator: Actor, cast: Cast, now: datetime) -> None:
    same = mark()
    first, second = (
        agencies.add_agency(coordinator, SURGERY, panel_id=cast.panel_id, submission_id=same, now=now) for _ in range(2)
    )
    assert first == second


def test_change_over_somebody_elses_is_refused(coordinator: Actor, cast: Cast, now: datetime) -> None:
    public_id = agencies.add_agency(coordinator, SURGERY, panel_id=cast.panel_id, now=now)
    agencies.change_agency(coordinator, public_id, SURGERY | {"name": "New name"}, is_active=False, version=1, now=now)
    with pytest.raises(Stale):
        agencies.change_agency(coordinator, public_id, SURGERY, is_active=True, version=1, now=now)
    found = agency_queries.agency(coordinator, public_id)
    assert found is not None
    assert (found.name, found.is_active) == ("New name", False)
    assert agency_queries.contacts(coordinator) == ()


def test_agency_keeps_its_own_name(coordinator: Actor, cast: Cast, now: datetime) -> None:
    public_id = agencies.add_agency(coordinator, SURGERY, panel_id=cast.panel_id, now=now)
    agencies.change_agency(coordinator, public_id, SURGERY, is_active=True, version=1, now=now)
    other = add_agency(coordinator, now=now)
    with pytest.raises(Invalid):
        agencies.change_agency(coordinator, other, SURGERY, is_active=True, version=1, now=now)


def test_directory_is_the_panels_own(cast: Cast, coordinator: Actor, now: datetime) -> None:
    theirs = add_agency(cast.person("coordinator", panel_id=cast.other_panel_id), now=now)
    assert agency_queries.agency(coordinator, theirs) is None
    with pytest.raises(NotFound):
        agencies.change_agency(coordinator, theirs, SURGERY, is_active=True, version=1, now=now)
    with pytest.raises(Forbidden):
        agencies.add_agency(coordinator, SURGERY, panel_id=cast.other_panel_id, now=now)


@first_step
def add_surgeries(coordinator: Actor, *, now: datetime) -> None:
    for number in range(51):
        add_agency(coordinator, now=now, name=f"Surgery {number:02}")


def test_directory_is_narrowed_and_paged(coordinator: Actor, now: datetime) -> None:
    add_surgeries(coordinator, now=now)
    add_agency(coordinator, now=now, name="100% Police_", kind="police")
    whole = agency_queries.agency_list(coordinator, AgencyFilter(page=2))
    assert (whole.total, whole.pages, len(whole.rows)) == (52, 2, 2)
    assert [row.name for row in agency_queries.agency_list(coordinator, AgencyFilter(search="police_")).rows] == [
        "100% Police_"
    ]
    assert agency_queries.agency_list(coordinator, AgencyFilter(search="%")).total == 1
    assert agency_queries.agency_list(coordinator, AgencyFilter(kind="gp")).total == 51
