"""Time between rare deaths beside the published limits and what chance does."""

from datetime import date, timedelta
from random import Random

import pytest
from scipy.stats import gamma, geom

from cdop.rules.rare_events import (
    CHANCE,
    TOGETHER,
    _earliest,
    day_limits,
    other_limits,
    time_between,
)

START = date(2020, 1, 1)


def days_of(*gaps: int) -> list[date]:
    found = [START]
    for gap in gaps:
        found.append(found[-1] + timedelta(gap))
    return found


def test_limits_of_days_are_the_published_ones() -> None:
    """Xie, Goh and Ranjan 2002: 0.00135, 0.6931 and 6.6077 means at the false alarms of three standard deviations."""
    found = day_limits(1, 10, chance=0.00135)
    assert (found.low, found.middle, found.high) == pytest.approx((0.00135, 0.6931, 6.6077), abs=0.0001)
    assert found.false_alarms == pytest.approx(0.027)


def test_three_times_together_are_those_of_the_erlang_distribution() -> None:
    assert _earliest(TOGETHER, CHANCE) == pytest.approx(gamma.ppf(CHANCE, TOGETHER))


@pytest.mark.parametrize("usual", [0.4, 3, 12.5, 40])
def test_limits_of_other_deaths_are_those_of_the_geometric_distribution(usual: float) -> None:
    """As Minitab's G chart has them (methods and formulas): quantiles of the number until, less one."""
    found, number = other_limits(usual, 4), geom(1 / (1 + usual), loc=-1)
    assert number.sf(found.high) <= CHANCE < number.sf(found.high - 1)
    assert number.cdf(found.low - 1) <= CHANCE < number.cdf(found.low)
    assert found.middle == number.ppf(0.5)
    assert found.false_alarms == pytest.approx(4 * (number.sf(found.high) + number.cdf(found.low - 1)))


def test_false_alarms_are_as_few_as_is_said() -> None:
    """Twelve deaths a year for 4,000 years while nothing changes: what is marked is no more than what is said."""
    random = Random(8)  # noqa: S311  (the same years on every run)
    at, days = 0.0, []
    for _ in range(48_000):
        at += random.expovariate(12 / 365.25)
        days.append(START + timedelta(at / 10))  # in tenths of a day, so that whole days take nothing away
    found = time_between([START + timedelta(n) for n in range(6)], [])
    assert found.days is not None
    gaps = [random.expovariate(1) for _ in range(48_000)]
    limits = day_limits(1, 12)
    single = sum(not limits.low <= gap <= limits.high for gap in gaps)
    three = sum(sum(gaps[n - 2 : n + 1]) < _earliest(3, CHANCE) for n in range(2, len(gaps)))
    assert single / 4000 == pytest.approx(limits.false_alarms, rel=0.1)
    assert (single + three) / 4000 <= limits.false_alarms * 1.5 * 1.05


def test_deaths_that_come_sooner_than_chance_allows_are_marked() -> None:
    usual = [100, 80, 120, 60, 140, 90, 110, 100]
    calm = time_between(days_of(*usual), days_of(*usual))
    assert (calm.soon, calm.late) == ((), ())
    close = time_between(days_of(*usual, 5, 4, 6), [])
    assert close.soon == (10,)
    assert close.late == ()
    long = time_between(days_of(*[20] * 30, 400), [])
    assert long.late == (30,)


def test_others_between_two_deaths_are_those_of_the_days_between() -> None:
    every = [START + timedelta(n) for n in (0, 0, 1, 5, 10, 10, 12)]
    found = time_between(days_of(10, 2, 0), every)
    assert [(gap.days, gap.others) for gap in found.gaps] == [(10, 2), (2, 0), (0, 0)]
    assert (found.days, found.others) == (None, None)
    assert time_between([START], every).gaps == time_between([], every).gaps == ()
