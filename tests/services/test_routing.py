"""The panel's list of whom to ask: changed row by row, for its days, and restored."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cdop.extensions import db
from cdop.queries import routing as queries
from cdop.rules.actors import Actor
from cdop.services import routing
from cdop.services.errors import Forbidden, Invalid, Stale
from cdop.services.routing import Rule
from tests.agencies import mark
from tests.databases import ON_BOTH
from tests.personas import Cast

pytestmark = ON_BOTH

TODAY = date(2026, 11, 20)
RULE = Rule(("housing",), "Here housing knows most", TODAY)


@pytest.fixture
def coordinator(cast: Cast) -> Actor:
    return cast.person("coordinator")


def reasons(actor: Actor, today: date = TODAY) -> list[str]:
    found = [route.reason for route in queries.routes_of(actor.panel_id or 0, today=today)]
    db.session.rollback()
    return found


def test_changed_row_holds_for_its_days_and_in_its_panel_only(coordinator: Actor, cast: Cast, now: datetime) -> None:
    before = reasons(coordinator)
    rule = replace(RULE, until_on=TODAY + timedelta(days=1))
    routing.change_rule(coordinator, "gp", rule, version=0, now=now)
    assert reasons(coordinator) == [*(each for each in before if "practice" not in each), RULE.reason]
    assert RULE.reason not in reasons(coordinator, TODAY + timedelta(days=2))
    assert RULE.reason not in reasons(coordinator, TODAY - timedelta(days=1))
    assert reasons(cast.person("chair", panel_id=cast.other_panel_id)) == before
    row = queries.rule(coordinator, "gp")
    assert row is not None
    assert (row.is_own, row.is_shipped, row.version) == (True, True, 1)


def test_row_that_somebody_changed_meanwhile_is_not_overwritten(coordinator: Actor, now: datetime) -> None:
    routing.change_rule(coordinator, "gp", RULE, version=0, now=now)
    with pytest.raises(Stale):
        routing.change_rule(coordinator, "gp", replace(RULE, reason="Mine"), version=0, now=now)
    routing.change_rule(coordinator, "gp", replace(RULE, reason="Mine"), version=1, now=now)
    assert "Mine" in reasons(coordinator)


def test_added_row_is_added_once_and_the_shipped_list_can_be_restored(coordinator: Actor, now: datetime) -> None:
    before, one = reasons(coordinator), mark()
    keys = {routing.add_rule(coordinator, RULE, submission_id=one, now=now) for _ in range(2)}
    assert len(keys) == 1
    routing.change_rule(coordinator, "police", replace(RULE, asks=("police",)), version=0, now=now)
    assert reasons(coordinator) != before
    assert routing.restore(coordinator, now=now) == 2
    assert reasons(coordinator) == before


NOT_SENSIBLE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"asks": ()}, "asks"),
    ({"asks": ("nobody",)}, "asks"),
    ({"reason": " "}, "reason"),
    ({"until_on": TODAY - timedelta(days=1)}, "until_on"),
    ({"from_days": 5, "under_days": 5}, "under_days"),
    ({"from_years": 5, "under_years": 5}, "under_years"),
    ({"places": ("NOWHERE",)}, "places"),
    ({"forms": ("nothing",)}, "forms"),
)


def test_row_that_says_nothing_sensible_is_refused(coordinator: Actor, now: datetime) -> None:
    for told, field in NOT_SENSIBLE:
        with pytest.raises(Invalid) as refused:
            routing.add_rule(coordinator, replace(RULE, **told), submission_id=mark(), now=now)
        assert set(refused.value.faults) == {field}, told


def test_only_the_coordinator_changes_the_list(cast: Cast, now: datetime) -> None:
    for name in ("chair", "designated doctor", "administrator"):
        with pytest.raises(Forbidden):
            routing.change_rule(cast.person(name), "gp", RULE, version=0, now=now)
        with pytest.raises(Forbidden):
            routing.restore(cast.person(name), now=now)
