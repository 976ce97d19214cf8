"""The people of an agency, the addresses that are held to be secure, and what each agency was asked."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from cdop.extensions import db
from cdop.queries import agencies as queries
from cdop.rules import secure_email
from cdop.rules.actors import Actor
from cdop.services import agency_contacts as contacts
from cdop.services.errors import Forbidden, Invalid, NotFound, Stale
from tests.agencies import add_agency, ask, mark
from tests.factories import add_case
from tests.personas import Cast

PERSON = {"name": "Invented Nurse", "role": "named nurse", "email": "Nurse@NHS.net", "telephone": "01632 960001"}


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def coordinator(cast: Cast) -> Actor:
    return cast.person("coordinator")


def test_contact_is_added_once_changed_and_removed(coordinator: Actor, now: datetime) -> None:
    agency, one = add_agency(coordinator, now=now), mark()
    ids = {contacts.add_contact(coordinator, agency, PERSON, submission_id=one, now=now) for _ in range(2)}
    (person,) = queries.people_of(coordinator, agency)
    assert (ids, person.email) == ({person.public_id}, "nurse@nhs.net")
    changed = PERSON | {"purpose": "Deaths of babies", "telephone": ""}
    contacts.change_contact(coordinator, agency, person.public_id, changed, version=1, now=now)
    with pytest.raises(Stale):
        contacts.change_contact(coordinator, agency, person.public_id, PERSON, version=1, now=now)
    (person,) = queries.people_of(coordinator, agency)
    assert (person.purpose, person.telephone) == ("Deaths of babies", None)
    contacts.remove_contact(coordinator, agency, person.public_id, now=now)
    assert queries.people_of(coordinator, agency) == ()


@pytest.mark.parametrize("wrong", [{"name": " "}, {"email": "nowhere"}, {"telephone": "ring"}, {"role": "x" * 121}])
def test_contact_that_cannot_be_reached_is_refused(wrong: dict[str, str], coordinator: Actor, now: datetime) -> None:
    agency = add_agency(coordinator, now=now)
    with pytest.raises(Invalid) as refused:
        contacts.add_contact(coordinator, agency, PERSON | wrong, now=now)
    assert set(refused.value.faults) == set(wrong)
    assert queries.people_of(coordinator, agency) == ()


def test_agency_of_another_panel_or_another_role_is_out_of_reach(cast: Cast, coordinator: Actor, now: datetime) -> None:
    agency = add_agency(coordinator, now=now)
    with pytest.raises(NotFound):
        contacts.add_contact(cast.person("coordinator", panel_id=cast.other_panel_id), agency, PERSON, now=now)
    with pytest.raises(Forbidden):
        contacts.add_contact(cast.person("chair"), agency, PERSON, now=now)
    with pytest.raises(Forbidden):
        contacts.change_secure_endings(cast.person("chair"), "nhs.net", now=now)


def test_secure_endings_are_the_panels_own_or_those_that_are_shipped(coordinator: Actor, now: datetime) -> None:
    panel_id = coordinator.panel_id or 0
    assert queries.secure_endings(panel_id) == secure_email.SHIPPED
    contacts.change_secure_endings(coordinator, " @School.example \n\nnhs.net\nnhs.net", now=now)
    assert queries.secure_endings(panel_id) == ("nhs.net", "school.example")
    with pytest.raises(Invalid):
        contacts.change_secure_endings(coordinator, "nhs.net\nnot an ending", now=now)
    contacts.change_secure_endings(coordinator, "", now=now)
    assert queries.secure_endings(panel_id) == secure_email.SHIPPED


def test_ending_is_a_whole_part_of_the_address() -> None:
    assert secure_email.is_secure("a@NHS.net", ("nhs.net",))
    assert secure_email.is_secure("a@trust.nhs.net", ("nhs.net",))
    assert not secure_email.is_secure("a@evilnhs.net", ("nhs.net",))
    assert not secure_email.is_secure("a@nhs.net.example.com", ("nhs.net",))


def test_history_says_what_was_asked_and_how_late_it_is(cast: Cast, coordinator: Actor, now: datetime) -> None:
    agency = add_agency(coordinator, now=now)
    for number in (1, 2):
        case = add_case(coordinator, now=now, reference=f"2026/00{number}")
        ask(coordinator, case, agency_id=agency, now=now)
    later = now + timedelta(days=40)
    found = queries.asked_of(coordinator, agency, page=1, now=later)
    due = found.rows[0].due_on
    assert [row.reference for row in found.rows] == ["2026/002", "2026/001"]
    assert found.rows[0].days_late == (later.date() - due).days
    assert queries.asked_of(cast.person("panel member"), agency, page=1, now=later).rows == ()
    db.session.rollback()
