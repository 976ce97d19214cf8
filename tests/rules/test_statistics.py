from fractions import Fraction
from math import floor
from statistics import median as plain_median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from cdop.rules.statistics import median, percent, wilson_95


@pytest.mark.parametrize(
    ("n", "of", "expected"),
    [(22, 35, 63), (1, 8, 13), (1, 200, 1), (1, 201, 0), (0, 5, 0), (5, 5, 100), (0, 0, None)],
)
def test_percent_of_a_count_rounds_half_up(n, of, expected):
    assert percent(n, of) == expected


@given(st.integers(1, 10**6).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_percent_of_any_count_is_the_exact_fraction_rounded_half_up(share):
    n, of = share
    assert percent(n, of) == floor(Fraction(100 * n, of) + Fraction(1, 2))


@pytest.mark.parametrize(
    ("n", "of", "expected"),
    [
        (22, 35, (46.3, 76.8)),
        # R: prop.test(0, 10, correct = FALSE) and prop.test(10, 10, correct = FALSE)
        (0, 10, (0.0, 27.8)),
        (10, 10, (72.2, 100.0)),
        (1, 1, (20.7, 100.0)),
        (0, 0, None),
    ],
)
def test_wilson_95_of_a_share_is_the_published_interval(n, of, expected):
    assert wilson_95(n, of) == expected


@given(st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_wilson_95_of_any_share_is_that_of_scipy(share):
    n, of = share
    theirs = binomtest(n, of).proportion_ci(confidence_level=0.95, method="wilson")
    assert wilson_95(n, of) == pytest.approx((100 * theirs.low, 100 * theirs.high), abs=0.05 + 1e-9)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [({}, None), ({4: 1}, 4), ({1: 1, 2: 1}, 1.5), ({1: 1, 3: 1}, 2), ({0: 5, 900: 4}, 0), ({7: 0, 9: 2}, 9)],
)
def test_median_of_counts_is_a_whole_number_or_a_half(counts, expected):
    assert median(counts) == expected


@given(st.lists(st.integers(0, 40), min_size=1))
def test_median_of_any_values_is_that_of_the_list(values):
    assert median({value: values.count(value) for value in values}) == plain_median(values)
