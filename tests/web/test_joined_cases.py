"""The pages on which two cases of one child are compared, joined and taken apart again."""

import re
from datetime import date, datetime

import pytest
from flask import Flask

from tests.client import Browserless
from tests.factories import MadeCase, add_case
from tests.personas import Cast

WHY = "The mother told us that it is one baby"


@pytest.fixture
def desk(app: Flask, cast: Cast) -> Browserless:
    return Browserless(app, cast).sign_in("coordinator")


@pytest.fixture
def both(cast: Cast, now: datetime) -> tuple[MadeCase, MadeCase]:
    days = {"born_on": date(2026, 3, 1), "died_on": date(2026, 5, 1), "postcode": "ZZ99 3VZ"}
    coordinator = cast.person("coordinator")
    one = add_case(coordinator, now=now, given_names="Canarina", family_name="Invented", **days)
    return one, add_case(coordinator, now=now, given_names="Canarena", family_name="Invented", **days)


def likely(desk: Browserless) -> int:
    """How many pairs of cases are proposed on my day."""
    return len(re.findall(r'href="/cases/[\w-]+/same-child/[\w-]+"', desk.get("/").text))


def test_cases_of_one_child_are_proposed_joined_and_taken_apart(
    desk: Browserless, both: tuple[MadeCase, MadeCase]
) -> None:
    one, other = both
    assert likely(desk) == 1
    page = desk.get(f"{one.path}/same-child").text
    assert f"Compare with case {other.reference}" in page
    address = f"{one.path}/same-child/{other.public_id}"
    assert "likely the same child" in desk.get(address).text
    empty = desk.submit(address)
    assert empty.status_code == 422
    assert "Choose the case that goes on" in empty.text
    assert "Say how you know" in empty.text
    assert desk.submit(address, goes_on=one.public_id, reason=WHY).location == one.path
    assert likely(desk) == 0
    assert desk.get(other.path, status=302).location == one.path
    page = desk.get(one.path).text
    assert f"Also known as {other.reference}" in page
    assert "Another case of this child was joined to this one" in page
    record = re.findall(r'href="([^"]*/joined/[^"]*)"', desk.get(f"{one.path}/same-child").text)[0]
    assert "Canarena" in desk.get(record).text
    assert desk.submit(record, reason="They were twins").location == other.path
    assert "Canarena" in desk.get(other.path).text


def test_cases_of_two_children_are_not_proposed_again(desk: Browserless, both: tuple[MadeCase, MadeCase]) -> None:
    one, other = both
    page = f"{one.path}/same-child/{other.public_id}"
    assert likely(desk) == 1
    assert desk.submit(page, f"{page}/two-children").status_code == 302
    assert likely(desk) == 0
    for case in both:
        assert "No other case that you may see looks like this one" in desk.get(f"{case.path}/same-child").text


def test_a_case_is_found_by_its_reference_to_be_compared(desk: Browserless, both: tuple[MadeCase, MadeCase]) -> None:
    one, other = both
    address = f"{one.path}/same-child"
    assert desk.submit(address, case=other.reference).location == f"{address}/{other.public_id}"
    for typed in (one.reference, "there is none", ""):
        assert desk.submit(address, case=typed).status_code == 422
