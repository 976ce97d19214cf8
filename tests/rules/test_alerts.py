"""Which deaths raise an alert on the day they are notified."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cdop.rules import alerts
from cdop.rules.alerts import Told
from cdop.rules.triage_words import AlertKind

DIED = date(2026, 11, 19)
DROWNED = Told("N-1", DIED, frozenset({"drowning"}), "CW1 2AB", "Invented High School")


@pytest.mark.parametrize(
    ("told", "kinds"),
    [
        (replace(DROWNED, types=frozenset({"suicide or self-harm"})), [AlertKind.SUICIDE]),
        (DROWNED, [AlertKind.DROWNING]),
        (replace(DROWNED, types=frozenset(), is_danger_told=True), [AlertKind.PRODUCT]),
        (replace(DROWNED, types=frozenset({"neonatal", "life-limiting"})), []),
    ],
)
def test_alert_is_raised_by_what_was_told(told: Told, kinds: list[AlertKind]) -> None:
    assert [each.kind for each in alerts.alerts(told, ())] == kinds


@pytest.mark.parametrize(
    ("other", "is_near"),
    [
        (Told("N-2", DIED - timedelta(days=28), frozenset({"drowning", "neonatal"})), True),
        (Told("N-2", DIED + timedelta(days=28), frozenset({"drowning"})), True),
        (Told("N-2", DIED - timedelta(days=29), frozenset({"drowning"})), False),
        (Told("N-2", DIED - timedelta(days=365), frozenset({"drowning"}), "cw1 9zz"), True),
        (Told("N-2", DIED - timedelta(days=366), frozenset({"drowning"}), "CW1 9ZZ"), False),
        (Told("N-2", DIED - timedelta(days=200), frozenset({"drowning"}), "CW12 9ZZ"), False),
        (Told("N-2", DIED - timedelta(days=200), frozenset({"drowning"}), None, "invented  high school"), True),
        (Told("N-2", DIED, frozenset({"poisoning"})), False),
        (Told("N-2", None, frozenset({"drowning"})), False),
    ],
)
def test_second_death_is_near_by_its_type_and_its_time_or_place(other: Told, is_near: bool) -> None:
    found = alerts.alerts(DROWNED, [other])
    assert [each.similar_to for each in found if each.kind is AlertKind.SIMILAR] == ([("N-2",)] if is_near else [])


def test_common_types_of_death_are_never_near_each_other() -> None:
    told = replace(DROWNED, types=frozenset({"neonatal", "other medical", "unknown"}))
    assert not alerts.is_near(told, replace(told, reference="N-2"))
