"""Two deaths of a theme near each other: told of once, by whom they are looked at, and what was thought."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import OutboundMessage
from cdop.queries import near_deaths as queries
from cdop.queries import themes as registered
from cdop.queries.themes import Standing
from cdop.rules.actors import Actor
from cdop.services import cases, near_deaths, themes
from cdop.services.errors import Invalid, NotFound, Stale
from cdop.services.themes import Told
from tests.agencies import mark
from tests.databases import ON_BOTH
from tests.factories import add_case
from tests.personas import Cast, address

pytestmark = ON_BOTH

BORN, DIED, LATER = date(2026, 6, 1), date(2026, 7, 20), date(2026, 10, 1)
KEY = "button-batteries"
RULE = "age under 3 months"


@pytest.fixture
def cast(app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def officer(cast: Cast, now: datetime) -> Actor:
    """The coordinator, whose panel follows a theme of its own that tells of near deaths."""
    found = cast.person("coordinator")
    themes.add(found, Told("Button batteries", "", "", BORN, tells_of_near=True), submission_id=mark(), now=now)
    themes.change_rule(found, KEY, RULE, reason="All babies", number=0, now=now)
    return found


def told() -> list[tuple[str, str, int]]:
    """To whom, with which reference and how many more pairs."""
    db.session.rollback()
    query = select(OutboundMessage).where(OutboundMessage.template == "near_deaths").order_by(OutboundMessage.id)
    return [(row.to_address, row.context["reference"], row.context["more"]) for row in db.session.scalars(query)]


def test_near_deaths_are_told_of_once_at_night_and_as_somebody_decides(
    cast: Cast, officer: Actor, now: datetime
) -> None:
    far, _, second = (
        add_case(officer, now=now, born_on=BORN, notified_on=LATER, died_on=DIED + timedelta(days))
        for days in (-40, 0, 28)
    )
    cast.person("designated doctor")
    for _ in range(2):
        themes.compare_all(now=now)
    before = told()
    everybody = [address(name) for name in ("coordinator", "designated doctor")]
    assert before == [(email, second.reference, 0) for email in everybody]
    older = add_case(officer, now=now, born_on=BORN - timedelta(400), notified_on=LATER, died_on=DIED + timedelta(40))
    themes.compare_all(now=now)
    assert told() == before  # it is in no theme with them
    themes.decide(officer, KEY, [older.public_id], is_in=True, reason="A battery", submission_id=mark(), now=now)
    assert told()[2:] == [(email, older.reference, 0) for email in everybody]
    assert far.reference not in str(told())


def test_themes_that_do_not_say_so_tell_nobody(officer: Actor, now: datetime) -> None:
    for _ in range(2):
        add_case(officer, now=now, born_on=BORN, notified_on=LATER, died_on=DIED)
    page = registered.theme_page(officer, KEY, Standing.PROPOSED, 1, today=now.date())
    assert page is not None
    db.session.rollback()
    themes.change(officer, KEY, Told("Button batteries", "", "", BORN), version=page.theme.version, now=now)
    themes.compare_all(now=now)
    assert told() == []


def test_who_takes_no_part_is_not_told_and_sees_nothing(cast: Cast, officer: Actor, now: datetime) -> None:
    first, _ = (add_case(officer, now=now, born_on=BORN, notified_on=LATER, died_on=DIED) for _ in range(2))
    cast.person("designated doctor")
    cases.exclude(officer, first.public_id, email=address("designated doctor"), reason="Knew the family", now=now)
    themes.compare_all(now=now)
    assert [each[0] for each in told()] == [address("coordinator")]
    without = replace(officer, excluded_case_ids=frozenset({first.id}))
    assert queries.told_list(without, is_open=False, page=1).rows == ()
    found = queries.told_list(officer, is_open=True, page=1).rows[0].public_id
    db.session.rollback()
    with pytest.raises(NotFound):
        near_deaths.record_thought(without, [found], "Chance", submission_id=mark(), now=now)


def test_what_was_thought_stands_with_the_pair_and_is_said_once(officer: Actor, now: datetime) -> None:
    for _ in range(2):
        add_case(officer, now=now, born_on=BORN, notified_on=LATER, died_on=DIED)
    themes.compare_all(now=now)
    row = queries.told_list(officer, is_open=True, page=1).rows[0]
    assert (row.themes, row.looked) == (("Button batteries",), None)
    db.session.rollback()
    with pytest.raises(Invalid):
        near_deaths.record_thought(officer, [], " ", submission_id=mark(), now=now)
    near_deaths.record_thought(officer, [row.public_id], "Two hospitals, chance", submission_id=mark(), now=now)
    with pytest.raises(Stale):
        near_deaths.record_thought(officer, [row.public_id], "Again", submission_id=mark(), now=now)
    assert queries.told_list(officer, is_open=True, page=1).total == 0
    looked = queries.of_theme(officer, KEY, DIED).looked[row.pair.case_ids]
    assert (looked.by_name, looked.thought) == (officer.name, "Two hospitals, chance")
