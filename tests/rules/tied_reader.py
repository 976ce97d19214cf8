"""A reader who has what was printed of deaths notified, reviewed and open, and asks which records it can come from.

Nothing of the gate is used. An unknown is how many children were notified in one stretch of days and reviewed in
another, or not yet, of one area and sex: an answer of whole numbers is a set of records. A number is kept where such
sets give it three different values; each is found by scipy's integer programmes and counted again here.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, product
from random import Random
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

DAY = timedelta(1)
SMALLEST, LARGEST, ENOUGH, MOST, PUSHES = 1, 7, 3, 2_000, 8


@dataclass(frozen=True)
class Child:
    """When the panel was told of a child, when the review was completed, and what tables divide children by."""

    notified_on: date
    reviewed_on: date | None
    area: str
    sex: str

    def is_open_after(self, day: date) -> bool:
        """Whether the child was notified by the end of a day and not reviewed by then."""
        return self.notified_on <= day and (self.reviewed_on is None or self.reviewed_on > day)


@dataclass(frozen=True)
class Number:
    """A printed number: of whom, of which days (of the last for what is open), from `low` to `high`."""

    population: str
    start: date
    end: date
    area: str
    sex: str
    low: int
    high: int | None
    is_withheld: bool


@dataclass(frozen=True)
class Close:
    """A small number that is told too closely: a withheld one, or one that what was printed leaves of each other."""

    number: Number
    low: int
    high: int


class _Kind(NamedTuple):
    """Children who came in one stretch and went in another, of an area and a sex."""

    came: int
    went: int
    area: str
    sex: str


class NothingFits(ValueError):
    """No records can have given all that was printed: they were changed between."""


class TiedReader:
    """Everything that was printed of one set of records, with its children as they are."""

    def __init__(self, printed: Iterable[Number], areas: Sequence[str], sexes: Sequence[str]) -> None:
        self.printed = list(dict.fromkeys(printed))
        ends = {each.end + DAY for each in self.printed}
        self.cuts = sorted(ends | {each.start for each in self.printed if each.population != "open"})
        self._has_areas, self._has_sexes = (
            any(getattr(each, name) for each in self.printed) for name in ("area", "sex")
        )
        self._days = [self.cuts[0] - DAY, *self.cuts]
        spans = [(came, went) for went in range(len(self._days)) for came in range(min(went + 1, len(self.cuts)))]
        values = product(areas if self._has_areas else ("",), sexes if self._has_sexes else ("",))
        # Whom nothing printed tells apart are of one kind. Those who came and went before all of it do not count.
        self.kinds = [_Kind(*span, *each) for each in values for span in spans[1:]]
        self._columns = {name: np.array([getattr(kind, name) for kind in self.kinds]) for name in _Kind._fields}
        self._sums = csr_array([self._are_counted(each) for each in self.printed], dtype=int)
        self._low = np.array([each.low for each in self.printed])
        self._high = np.array([MOST if each.high is None else each.high for each in self.printed])

    def _are_counted(self, number: Number) -> Any:
        """Of each kind of children whether a number counts them."""
        came, went = self._columns["came"], self._columns["went"]
        after = self._days.index(number.end + DAY)
        if number.population == "open":
            counted = (came < after) & (went >= after)
        else:
            day = came if number.population == "notified" else went
            counted = (self._days.index(number.start) <= day) & (day < after)
        for name, value in (("area", number.area), ("sex", number.sex)):
            counted = counted & ((self._columns[name] == value) | (value == ""))
        return counted

    def so(self, children: Iterable[Child]) -> Any:
        """How many of each kind there are among these children."""
        found, place = np.zeros(len(self.kinds), dtype=int), {kind: at for at, kind in enumerate(self.kinds)}
        for child in children:
            came, went = (_stretch(self._days, day) for day in (child.notified_on, child.reviewed_on))
            kind = _Kind(came, went, child.area * self._has_areas, child.sex * self._has_sexes)
            if kind in place:
                found[place[kind]] += 1
        return found

    def fits(self, answer: Any) -> bool:
        """Whether records of these numbers would have given every printed one, added up in whole numbers."""
        sums = self._sums @ answer
        return bool((answer >= 0).all() and (self._low <= sums).all() and (sums <= self._high).all())

    def told_too_closely(self, children: Iterable[Child], *, random: Random) -> list[Close]:
        """Return the small numbers to which no sets of records give three values. Raises NothingFits."""
        truth = self.so(children)
        wanted = {self._are_counted(each).tobytes(): each for each in self._wanted()}
        counted = {number: self._are_counted(number) for number in wanted.values()}
        small = [number for number, mine in counted.items() if SMALLEST <= truth @ mine <= LARGEST]
        sums = np.array([counted[number] for number in small], dtype=int).reshape(len(small), len(self.kinds))
        answers = [self._answer(np.zeros(len(self.kinds))), *([truth] if self.fits(truth) else [])]
        for turn in range(PUSHES):
            found = np.array([sums @ answer for answer in answers])
            left = np.flatnonzero(np.ptp(found, axis=0) + 1 < ENOUGH)
            if not left.size:
                return []
            signs = [(1, -1)[turn] if turn < 2 else random.choice((1, -1)) for _ in left]
            answers.append(self._answer(sums[left].T @ signs))
        return [close for at in left if (close := self._close(small[at], sums[at]))]

    def _close(self, number: Number, counted: Any) -> Close | None:
        high, low = (int(self._answer(sign * counted) @ counted) for sign in (1, -1))
        return Close(number, low, high) if high - low + 1 < ENOUGH and low <= LARGEST and high >= SMALLEST else None

    def _wanted(self) -> Iterator[Number]:
        """What of the same people came or went between any two ends, or was open on one; then what was withheld."""
        alike = sorted({(each.population, each.area, each.sex) for each in self.printed})
        for population, area, sex in alike:
            for start, after in combinations(self.cuts, 2):
                day = after - DAY if population == "open" else start
                yield Number(population, day, after - DAY, area, sex, 0, None, is_withheld=False)
        yield from (each for each in self.printed if each.is_withheld)

    def _answer(self, weights: Any) -> Any:
        """Numbers that fit everything, as large by these weights as can be."""
        constraints = LinearConstraint(self._sums, self._low, self._high)
        found = milp(-weights, integrality=np.ones(len(self.kinds)), bounds=Bounds(0, MOST), constraints=constraints)
        if found.x is None:
            raise NothingFits(found.message)
        answer = np.round(found.x).astype(int)
        assert self.fits(answer)
        return answer


def _stretch(days: Sequence[date], day: date | None) -> int:
    """Which stretch a day is in, of those that begin on `days`; before them is the first, never the last."""
    return len(days) - 1 if day is None else max(bisect_right(days, day) - 1, 0)
