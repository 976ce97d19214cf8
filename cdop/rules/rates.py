"""Rates with their intervals, standardised rates, comparison, funnel limits and indices of inequality.

The methods are those that the Office for Health Improvement and Disparities uses in its public health profiles
(Public Health Data Science, "Technical Guide: Confidence Intervals", 2018; APHO Technical Briefing 3, 2008): Byar's
interval for 10 events and more, the exact one below; Dobson's for standardised rates; relative ranks for inequality.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, sqrt
from statistics import NormalDist

PER_CHILDREN, PER_BIRTHS = 100_000, 1_000
UNSTABLE_BELOW = 20
"""Events. The Office for National Statistics marks a rate of fewer as unreliable."""
EXACT_BELOW = 10
"""Events below which Byar's interval is not close enough to the exact one."""
LEAST_YEARS_FOR_INEQUALITY = 5

Band = tuple[int, int, float]
"""Events, children and weight of an age band."""
Interval = tuple[float, float]


class Compared(StrEnum):
    """How a rate of deaths stands to another: lower is better."""

    BETTER = "better"
    SIMILAR = "similar"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Rate:
    """Events per so many children and year: `n` of `of`, with the 95% interval."""

    n: int
    of: int
    per: int
    value: float
    low: float
    high: float

    @property
    def is_unstable(self) -> bool:
        """Whether a few events more or fewer would move it far."""
        return self.n < UNSTABLE_BELOW


@dataclass(frozen=True, slots=True)
class Inequality:
    """Slope and relative index: the difference, and the ratio, between the two ends of the scale of deprivation.

    Both are those of a straight line through the rates; a slope above 0 and a ratio above 1 mean that more children die
    where deprivation is greater. `low`, `high` and their like are 95% limits.
    """

    slope: float
    low: float
    high: float
    relative: float
    relative_low: float
    relative_high: float


def events_interval(n: int, level: float = 0.95) -> Interval:
    """Return the interval of a number of events (Poisson): exact below 10, Byar's from there on."""
    return exact_interval(n, level) if n < EXACT_BELOW else byar_interval(n, level)


def exact_interval(n: int, level: float = 0.95) -> Interval:
    """Return the exact interval of a number of events (Garwood 1936)."""
    from scipy.special import gammainccinv, gammaincinv  # a page without such a number does not wait for it

    tail = (1 - level) / 2
    return (0.0 if n == 0 else float(gammaincinv(n, tail))), float(gammainccinv(n + 1, tail))


def byar_interval(n: int, level: float = 0.95) -> Interval:
    """Return Byar's approximation of it (Breslow and Day 1987, volume II, formula 2.12)."""
    z, more = NormalDist().inv_cdf((1 + level) / 2), n + 1
    low = n * (1 - 1 / (9 * n) - z / (3 * sqrt(n))) ** 3
    return low, more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3


def rate(n: int, of: int, per: int) -> Rate:
    """Return the rate of `n` events among `of` children and years. Raises ZeroDivisionError where there are none."""
    low, high = events_interval(n)
    return Rate(n, of, per, per * n / of, per * low / of, per * high / of)


def standardised(bands: Sequence[Band], per: int) -> Rate:
    """Return the directly standardised rate of age bands with Dobson's interval (Dobson and others 1991)."""
    n, weights = sum(events for events, _, _ in bands), sum(weight for _, _, weight in bands)
    value = sum(weight * events / of for events, of, weight in bands) / weights
    low, high = events_interval(n)
    # The variance of the rate in terms of that of the number of events.
    each = sqrt(sum(weight**2 * events / of**2 for events, of, weight in bands) / n) / weights if n else 0.0
    if not n:
        each = max(weight / of for _, of, weight in bands) / weights
    of_all = sum(of for _, of, _ in bands)
    return Rate(n, of_all, per, per * value, per * (value + each * (low - n)), per * (value + each * (high - n)))


def compared(found: Rate, other: float) -> Compared:
    """Return how a rate stands to another: similar where its 95% interval has the other in it."""
    if found.low <= other <= found.high:
        return Compared.SIMILAR
    return Compared.WORSE if found.low > other else Compared.BETTER


def funnel_limits(expected: float, level: float) -> Interval:
    """Return between how many events chance alone keeps a place of which so many are expected.

    The numbers whose exact interval has the expected one in it, in fractions so that a line can be drawn.
    """
    from scipy.optimize import brentq
    from scipy.special import gammainc, gammaincc

    tail, most = (1 - level) / 2, expected + 20 * sqrt(expected) + 50
    high = brentq(lambda n: gammainc(n, expected) - tail, 1e-9, most)
    if gammaincc(1, expected) >= tail:
        return 0.0, float(high)  # not even none would be a surprise
    return float(brentq(lambda n: gammaincc(n + 1, expected) - tail, 0, expected)), float(high)


def inequality(groups: Sequence[tuple[int, int]], per: int) -> Inequality | None:
    """Return the indices of groups of events and children, the most deprived group first.

    Each group stands at the middle of its share of all children, and weighs as much. None where a group has no children
    or the line says that nobody dies at its lower end, of which there is no ratio.
    """
    if len(groups) < 3 or any(of == 0 for _, of in groups):
        return None
    everybody = sum(of for _, of in groups)
    shares = [of / everybody for _, of in groups]
    # From 0 for the least deprived child to 1 for the most deprived.
    ranks = [1 - sum(shares[:at]) - share / 2 for at, share in enumerate(shares)]
    return fitted(ranks, [(n / of, n / of**2) for n, of in groups], shares, per)


def fitted(
    ranks: Sequence[float], values: Sequence[tuple[float, float]], weights: Sequence[float], per: int
) -> Inequality | None:
    """Return the indices by the weighted straight line through values, each with its variance, at these ranks.

    None where the line is not above 0 at both ends.
    """
    total = sum(weights)
    middle = sum(w * x for w, x in zip(weights, ranks, strict=True)) / total
    spread = sum(w * (x - middle) ** 2 for w, x in zip(weights, ranks, strict=True))
    # The line's slope and its two ends are sums of the values with these factors.
    slope = [w * (x - middle) / spread for w, x in zip(weights, ranks, strict=True)]
    lower = [w / total - middle * s for w, s in zip(weights, slope, strict=True)]
    upper = [one + s for one, s in zip(lower, slope, strict=True)]
    steep, bottom, top = (sum(f * v for f, (v, _) in zip(each, values, strict=True)) for each in (slope, lower, upper))
    if bottom <= 0 or top <= 0:
        return None
    z = NormalDist().inv_cdf(0.975)
    error = sqrt(sum(s**2 * v for s, (_, v) in zip(slope, values, strict=True)))
    apart = [t / top - b / bottom for t, b in zip(upper, lower, strict=True)]
    factor = exp(z * sqrt(sum(a**2 * v for a, (_, v) in zip(apart, values, strict=True))))
    ratio = top / bottom
    return Inequality(
        per * steep, per * (steep - z * error), per * (steep + z * error), ratio, ratio / factor, ratio * factor
    )
