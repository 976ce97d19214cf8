"""Percentages, intervals and medians, so that every page, report and export rounds alike."""

from collections.abc import Mapping
from math import sqrt
from statistics import NormalDist

_Z_95 = NormalDist().inv_cdf(0.975)
"""How many standard deviations on either side hold 95% of a normal distribution: 1.96."""


def percent(n: int, of: int) -> int | None:
    """Return `100 n / of` rounded half up to a whole number, by whole numbers only; None where `of` is 0."""
    return None if of == 0 else (200 * n + of) // (2 * of)


def wilson_95(n: int, of: int) -> tuple[float, float] | None:
    """Return the 95% confidence interval of a share in per cent with one decimal; None where `of` is 0.

    Method: Wilson's score interval without continuity correction, as the Office for Health Improvement and
    Disparities uses for proportions in its public health profiles. Tested against scipy, whose loading would
    keep the first reader of each worker waiting for a second.
    """
    if of == 0:
        return None
    share, z2 = n / of, _Z_95**2
    centre = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z_95 * sqrt(share * (1 - share) / of + z2 / (4 * of**2)) / (1 + z2 / of)
    low, high = (0.0 if n == 0 else centre - half), (1.0 if n == of else centre + half)
    return round(100 * low, 1), round(100 * high, 1)


def median(counts: Mapping[int, int]) -> int | float | None:
    """Return the median of whole numbers given as `{value: how often}`; None where there are none.

    With an even number of them it is the mean of the two in the middle: a whole number or a half.
    """
    total = sum(counts.values())
    if total == 0:
        return None
    lower = upper = passed = 0
    for value, often in sorted(counts.items()):
        if passed < (total + 1) // 2:
            lower = value
        passed += often
        if passed > total // 2:
            upper = value
            break
    return (lower + upper) // 2 if (lower + upper) % 2 == 0 else (lower + upper) / 2
