"""Time between rare deaths: t and g charts, whose limits chance alone passes seldom, and how seldom is said.

The t chart shows the days from one death to the next, the g chart how many other deaths came between. While nothing
changes the first are exponential and the second geometric (Xie, Goh and Ranjan, Reliability Engineering and System
Safety 2002;77:143; Benneyan, Health Care Management Science 2001;4:305). A single short time can hardly be shorter than
chance allows, so the time that the last three took together is watched as well.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, inf, log, log1p
from statistics import fmean

LEAST_GAPS = 5
"""Limits are drawn from so many times on."""
CHANCE = 0.01
"""How often a point passes one limit while nothing changes."""
TOGETHER = 3
DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Limits:
    """Between what a point stays but for so many false alarms a year; `middle` is passed as often as not."""

    low: float
    middle: float
    high: float
    false_alarms: float


@dataclass(frozen=True, slots=True)
class Gap:
    """From one death to the next, on `day`: the days, and the other deaths between them."""

    day: date
    days: int
    others: int


@dataclass(frozen=True, slots=True)
class TimeBetween:
    """The times between deaths of one kind. Without limits there are too few to tell what is usual.

    `soon` are the places of the times that passed a limit towards more deaths, alone or three together, `late` those
    towards fewer.
    """

    gaps: tuple[Gap, ...]
    days: Limits | None = None
    others: Limits | None = None
    together: float = 0.0
    """The days in which three times together are seldom over."""
    soon: tuple[int, ...] = ()
    late: tuple[int, ...] = ()

    @property
    def false_alarms(self) -> float:
        """How many points a year chance alone marks on the t chart, both limits and three together, at the most."""
        return self.days.false_alarms * 1.5 if self.days else 0.0

    @property
    def few_others(self) -> tuple[int, ...]:
        """The places of the times in which so few other deaths came between that the g chart marks them."""
        least = 0.0 if self.others is None else self.others.low
        return tuple(n for n, gap in enumerate(self.gaps) if gap.others < least)

    @property
    def many_others(self) -> tuple[int, ...]:
        """The places of the times in which so many other deaths came between that the g chart marks them."""
        most = inf if self.others is None else self.others.high
        return tuple(n for n, gap in enumerate(self.gaps) if gap.others > most)


def time_between(days: Sequence[date], all_deaths: Sequence[date]) -> TimeBetween:
    """Return the times between deaths on these days, in order, among all deaths, in order."""
    gaps = tuple(
        Gap(later, (later - earlier).days, _between(earlier, later, all_deaths)) for earlier, later in pairwise(days)
    )
    return of_gaps(gaps)


def of_gaps(gaps: tuple[Gap, ...]) -> TimeBetween:
    """Return the same of times that are known, in order."""
    usual = fmean([gap.days for gap in gaps]) if gaps else 0.0
    if len(gaps) < LEAST_GAPS or usual == 0:
        return TimeBetween(gaps)
    a_year = DAYS_A_YEAR / usual
    limits = day_limits(usual, a_year)
    together = usual * _earliest(TOGETHER, CHANCE)
    soon = [n for n, gap in enumerate(gaps) if gap.days < limits.low]
    soon += [
        n for n in range(TOGETHER - 1, len(gaps)) if sum(gap.days for gap in gaps[n - TOGETHER + 1 : n + 1]) < together
    ]
    late = tuple(n for n, gap in enumerate(gaps) if gap.days > limits.high)
    others = other_limits(fmean([gap.others for gap in gaps]), a_year)
    return TimeBetween(gaps, limits, others, together, tuple(sorted(set(soon))), late)


def _between(earlier: date, later: date, all_deaths: Sequence[date]) -> int:
    """The deaths after the day of the one and before that of the other."""
    first = bisect_left(all_deaths, date.fromordinal(earlier.toordinal() + 1))
    return max(bisect_left(all_deaths, later) - first, 0)


def day_limits(usual: float, a_year: float, chance: float = CHANCE) -> Limits:
    """Return the limits of days whose mean is `usual`, of so many deaths a year (exponential)."""
    return Limits(-usual * log1p(-chance), usual * log(2), -usual * log(chance), 2 * chance * a_year)


def other_limits(usual: float, a_year: float, chance: float = CHANCE) -> Limits:
    """Return the limits of numbers of other deaths whose mean is `usual` (geometric, from 0).

    A number is a whole one, so that each limit is passed by chance no more often than asked, and mostly less.
    """
    if usual == 0:
        return Limits(0, 0, 0, 0)
    stays = log(usual / (1 + usual))  # of one more death being another one
    high = ceil(log(chance) / stays) - 1
    low = max(0, int(log1p(-chance) / stays))
    passes = (usual / (1 + usual)) ** (high + 1) + (1 - (usual / (1 + usual)) ** low)
    return Limits(low, max(0, ceil(log(0.5) / stays) - 1), high, passes * a_year)


def _earliest(number: int, chance: float) -> float:
    """How long, in means, so many times together last at the least but for that chance (Erlang)."""
    from scipy.special import gammaincinv

    return float(gammaincinv(number, chance))
