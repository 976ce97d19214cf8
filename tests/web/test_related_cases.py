"""The page on which a person says whose brother, sister or twin the child of a case is, and what follows from it."""

import re
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import NearDeaths, RelatedCases
from cdop.queries.identifiers import known_of
from cdop.rules.actors import Actor
from cdop.rules.anonymity import anonymised
from cdop.rules.related_cases import Relation
from cdop.rules.vocabulary import AuditVerb
from cdop.services import cases, joined_cases, related_cases
from cdop.services.unit import writes
from tests.client import Browserless, shown_text
from tests.factories import MadeCase, add_case
from tests.personas import Cast, address

HOW = {"relation": "twin, or another child of one birth", "reason": "The maternity notes say so"}


@pytest.fixture
def desk(app: Flask, cast: Cast) -> Browserless:
    return Browserless(app, cast).sign_in("coordinator")


@pytest.fixture
def both(cast: Cast, now: datetime) -> tuple[MadeCase, MadeCase]:
    """Two children of one family name who were born three days apart."""
    coordinator = cast.person("coordinator")
    told = {"died_on": date(2026, 5, 1), "postcode": "ZZ99 3VZ", "family_name": "Quillby"}
    one = add_case(coordinator, now=now, given_names="Canarina", born_on=date(2026, 3, 1), **told)
    return one, add_case(coordinator, now=now, given_names="Tavistock", born_on=date(2026, 3, 4), **told)


def test_twins_are_recorded_shown_on_both_asked_about_where_they_disagree_and_taken_back(
    desk: Browserless, both: tuple[MadeCase, MadeCase]
) -> None:
    one, other = both
    address = f"{one.path}/related"
    assert f"Record what case {other.reference} is to this one" in shown_text(desk.get(address).text)
    for typed in (one.reference, "there is none"):
        refused = desk.submit(address, case=typed, **HOW)
        assert refused.status_code == 422
        assert HOW["reason"] in refused.text
    assert "Choose what that child is to this one" in desk.submit(address, case=other.reference, reason="Why").text
    assert desk.submit(address, case=other.reference, **HOW).location == address
    for case, twin in (both, both[::-1]):
        page = shown_text(desk.get(case.path).text)
        assert twin.reference in page
        assert "twin, or another child of one birth" in page
        assert "The records of one birth disagree: the dates of birth are more than a day apart." in page
        # Two children are not proposed as one any more.
        assert twin.reference not in shown_text(desk.get(f"{case.path}/same-child").text)
    record = re.findall(r'href="([^"]*/related/[^"]*)"', desk.get(address).text)[0]
    assert desk.submit(record, reason="").status_code == 422
    assert desk.submit(record, reason="Two families of one name").location == address
    assert "No other case of the family is on record" in desk.get(address).text
    assert other.reference not in shown_text(desk.get(one.path).text)


def test_who_takes_no_part_in_the_one_learns_nothing_of_it_from_the_other(
    app: Flask, cast: Cast, desk: Browserless, both: tuple[MadeCase, MadeCase], now: datetime
) -> None:
    one, other = both
    desk.submit(f"{one.path}/related", case=other.reference, **HOW)
    cast.person("chair")
    cases.exclude(cast.person("coordinator"), other.public_id, email=address("chair"), reason="Hers", now=now)
    page = shown_text(Browserless(app, cast).sign_in("chair").get(one.path).text)
    assert "Canarina" in page
    assert other.reference not in page


def test_papers_of_the_one_name_the_other_as_a_child_of_the_family(
    desk: Browserless, both: tuple[MadeCase, MadeCase]
) -> None:
    one, other = both
    text = "Tavistock had been well."
    assert anonymised(text, known_of(one.id)) == text
    db.session.rollback()
    desk.submit(f"{one.path}/related", case=other.reference, **HOW)
    assert anonymised(text, known_of(one.id)) == "Another child of the family had been well."


def test_what_is_on_record_of_a_case_and_a_third_goes_over_when_it_is_joined_and_comes_back(
    cast: Cast, desk: Browserless, both: tuple[MadeCase, MadeCase], now: datetime
) -> None:
    kept, third = both
    coordinator = cast.person("coordinator")
    closed = add_case(coordinator, now=now, given_names="Canarena", family_name="Quillby")
    said = {"relation": Relation.SIBLING, "is_one_event": True, "reason": "A letter", "submission_id": None}
    related_cases.relate(coordinator, closed.public_id, third.public_id, **said, now=now)
    found_near(coordinator, kept, closed, now=now)
    mark = "j" * 20
    joined_cases.join(coordinator, kept.public_id, closed.public_id, "One baby", submission_id=mark, now=now)
    assert pairs() == [{kept.id, third.id}]
    db.session.rollback()
    record = re.findall(r'href="[^"]*/joined/([^"]*)"', desk.get(f"{kept.path}/same-child").text)[0]
    joined_cases.take_apart(coordinator, kept.public_id, record, "They are two", now=now)
    assert pairs() == [{closed.id, third.id}]
    assert len(db.session.scalars(select(NearDeaths)).all()) == 1


@writes(AuditVerb.NEAR_DEATHS_FOUND)
def found_near(actor: Actor, one: MadeCase, other: MadeCase, *, now: datetime) -> None:
    first, second = sorted((one.id, other.id))
    db.session.add(NearDeaths(panel_id=actor.panel_id, first_case_id=first, second_case_id=second, found_at=now))


def pairs() -> list[set[int]]:
    return [{row.first_case_id, row.second_case_id} for row in db.session.scalars(select(RelatedCases))]
