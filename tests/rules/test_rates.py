"""Rates beside published tables and worked examples; the source stands with each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from cdop.rules.rates import (
    Compared,
    byar_interval,
    compared,
    events_interval,
    exact_interval,
    fitted,
    funnel_limits,
    inequality,
    rate,
    standardised,
)


@pytest.mark.parametrize(
    ("n", "low", "high"),
    # Ulm, American Journal of Epidemiology 1990;131:373, and the tables that followed Garwood 1936.
    [(0, 0, 3.689), (1, 0.0253, 5.572), (4, 1.090, 10.242), (10, 4.795, 18.390), (20, 12.217, 30.888)],
)
def test_exact_interval_is_that_of_the_published_tables(n: int, low: float, high: float) -> None:
    assert exact_interval(n) == pytest.approx((low, high), abs=0.001)


@given(st.integers(10, 3000))
def test_byar_is_within_the_published_distance_of_the_exact_interval(n: int) -> None:
    """Technical Guide: Confidence Intervals, 2018: within 0.2% of the exact value for numerators of 10 or more."""
    assert byar_interval(n) == pytest.approx(exact_interval(n), rel=0.002)


def test_interval_is_exact_below_ten_events_and_byar_from_there_on() -> None:
    assert events_interval(9) == exact_interval(9)
    assert events_interval(10) == byar_interval(10) != exact_interval(10)


DOWN_SYNDROME = [
    (107, 230061, 319933),
    (141, 329449, 931318),
    (60, 114920, 786511),
    (40, 39487, 488235),
    (39, 14208, 237863),
    (25, 3052, 61313),
]
"""First births in Michigan: Fleiss, Statistical Methods for Rates and Proportions, 1981, table 14.4."""


def test_standardised_rate_is_the_published_one() -> None:
    """Fay and Feuer, Statistics in Medicine 1997;16:791: 92.3 per 100,000, from 80 to 106; 56.3 before."""
    found = standardised(DOWN_SYNDROME, 100_000)
    assert found.value == pytest.approx(92.3, abs=0.05)
    assert (found.low, found.high) == pytest.approx((80.4, 106), rel=0.01)
    crude = rate(found.n, found.of, 100_000)
    assert crude.value == pytest.approx(56.3, abs=0.05)


def test_standardised_rate_of_one_band_is_its_own_rate() -> None:
    alone, plain = standardised([(12, 40_000, 3.0)], 1000), rate(12, 40_000, 1000)
    assert (alone.value, alone.low, alone.high) == pytest.approx((plain.value, plain.low, plain.high))
    nobody, none = standardised([(0, 40_000, 3.0)], 1000), rate(0, 40_000, 1000)
    assert (nobody.low, nobody.high) == pytest.approx((none.low, none.high))


BASELINE = 116.1720835 / 100_000


@pytest.mark.parametrize(
    ("events", "level", "lower_at", "lower", "upper_at", "upper"),
    # The funnel of directly standardised rates in the tests of PHEindicatormethods, three years together.
    [
        (10, 0.95, 5276.757672, 63.17010446, 1375.943768, 242.2579623),
        (20, 0.95, 8862.823734, 75.22057153, 3505.293872, 190.1885237),
        (10, 0.998, 6924.776769, 48.13632908, 849.4639547, 392.4043292),
        (64, 0.998, 26622.99961, 80.13121603, 12078.03555, 176.629165),
    ],
)
def test_funnel_limits_are_the_published_ones(
    events: int, level: float, lower_at: float, lower: float, upper_at: float, upper: float
) -> None:
    low, _ = funnel_limits(3 * lower_at * BASELINE, level)
    _, high = funnel_limits(3 * upper_at * BASELINE, level)
    assert (low, high) == pytest.approx((events, events), rel=1e-4)
    assert 100_000 * low / (3 * lower_at) == pytest.approx(lower, rel=1e-4)
    assert 100_000 * high / (3 * upper_at) == pytest.approx(upper, rel=1e-4)


@given(st.floats(0.2, 400))
def test_funnel_keeps_what_chance_explains(expected: float) -> None:
    low, high = funnel_limits(expected, 0.95)
    assert poisson.cdf(low - 1, expected) <= 0.0251
    assert poisson.sf(high + 1, expected) <= 0.0251


def test_slope_index_is_that_of_a_published_example() -> None:
    """Regidor, Journal of Epidemiology and Community Health 2004;58:900, fictitious example, 1990: 104.4.

    That example does not weigh the groups, of 10, 20, 25 and 45% of all, whose rates are 80, 110, 128 and 160.
    """
    ranks, values = [0.05, 0.2, 0.425, 0.775], [(rate, 0.0) for rate in (80, 110, 128, 160)]
    found = fitted(ranks, values, [1, 1, 1, 1], 1)
    assert found is not None
    assert found.slope == pytest.approx(104.4, abs=0.05)
    # The formula of the National Cancer Institute's HD*Calc, which weighs them.
    shares = [0.1, 0.2, 0.25, 0.45]
    middle = sum(p * x for p, x in zip(shares, ranks, strict=True))
    mean = sum(p * y for p, (y, _) in zip(shares, values, strict=True))
    above = sum(p * x * (y - mean) for p, x, (y, _) in zip(shares, ranks, values, strict=True))
    below = sum(p * x * x for p, x in zip(shares, ranks, strict=True)) - middle**2
    weighed = inequality(
        [(int(1000 * p * y), int(1000 * p)) for p, (y, _) in reversed([*zip(shares, values, strict=True)])], 1
    )
    assert weighed is not None
    assert weighed.slope == pytest.approx(above / below, abs=0.05)
    assert weighed.relative == pytest.approx((mean + (1 - middle) * above / below) / (mean - middle * above / below))
    assert weighed.low < weighed.slope < weighed.high
    assert weighed.relative_low < weighed.relative < weighed.relative_high


def test_inequality_of_equal_rates_is_none_at_all() -> None:
    found = inequality([(30, 1000)] * 5, 1000)
    assert found is not None
    assert (found.slope, found.relative) == pytest.approx((0, 1))
    assert inequality([(30, 1000), (0, 0), (30, 1000)], 1000) is None


def test_rate_is_compared_by_its_interval_and_unstable_below_twenty() -> None:
    found = rate(40, 100_000, 100_000)
    assert [compared(found, other) for other in (20, 35, 80)] == [Compared.WORSE, Compared.SIMILAR, Compared.BETTER]
    assert [rate(n, 1000, 1000).is_unstable for n in (19, 20)] == [True, False]
