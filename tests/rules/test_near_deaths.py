"""Which deaths of a theme are near each other, and how many would be by chance."""

from datetime import date, timedelta

import pytest

from cdop.rules.near_deaths import LOOKED_BACK, Death, by_chance, pairs
from tests.rules.test_disclosure_audit import drawn

DAY = date(2026, 6, 30)


def death(name: str, days_before: int, postcode: str | None = None) -> Death:
    return Death(0, name, name, DAY - timedelta(days_before), postcode)


def test_deaths_are_near_in_time_anywhere_and_within_a_year_in_one_district() -> None:
    found = pairs(
        [
            death("first", 400, "CW1 2AB"),
            death("second", 100, "CW1 9ZZ"),
            death("third", 72, "WA4 1AA"),
            death("last", 43),
        ]
    )
    named = [(each.later.reference, each.earlier.reference, each.days, each.is_same_district) for each in found]
    assert named == [("third", "second", 28, False), ("second", "first", 300, True)]


def test_pairs_by_chance_are_as_many_as_days_drawn_by_chance_give() -> None:
    random, draws = drawn(1), 2_000
    times = [[death(str(n), random.randrange(LOOKED_BACK.days)) for n in range(8)] for _ in range(draws)]
    assert sum(len(pairs(deaths)) for deaths in times) / draws == pytest.approx(by_chance(8), rel=0.05)
