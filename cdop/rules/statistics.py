"""Percentages, intervals and medians, so that every page, report and export rounds alike."""

from collections.abc import Mapping
from functools import lru_cache


def percent(n: int, of: int) -> int | None:
    """Return `100 n / of` rounded half up to a whole number, by whole numbers only; None where `of` is 0."""
    return None if of == 0 else (200 * n + of) // (2 * of)


@lru_cache(maxsize=1000)
def wilson_95(n: int, of: int) -> tuple[float, float] | None:
    """Return the 95% confidence interval of a share in per cent with one decimal; None where `of` is 0.

    Method: Wilson's score interval without continuity correction, as the Office for Health Improvement and
    Disparities uses for proportions in its public health profiles.
    """
    if of == 0:
        return None
    from scipy.stats import binomtest

    interval = binomtest(n, of).proportion_ci(confidence_level=0.95, method="wilson")
    return round(100 * float(interval.low), 1), round(100 * float(interval.high), 1)


def median(counts: Mapping[int, int]) -> int | float | None:
    """Return the median of whole numbers given as `{value: how often}`; None where there are none.

    With an even number of them it is the mean of the two in the middle: a whole number or a half.
    """
    total = sum(counts.values())
    if total == 0:
        return None
    twice = _nth(counts, (total + 1) // 2) + _nth(counts, total // 2 + 1)
    return twice // 2 if twice % 2 == 0 else twice / 2


def _nth(counts: Mapping[int, int], place: int) -> int:
    """The value at a place, counted from 1, of all values in their order."""
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        if passed >= place:
            return value
    raise IndexError(place)
