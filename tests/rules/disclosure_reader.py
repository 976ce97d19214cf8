"""A reader who has the printed tables of several releases, and adds and subtracts: what they can still not tell.

Nothing of the gate's own search is used. A number is safe where three sets of records that fit every printed number
give it three different values; each such set is found by scipy's integer programmes and then added up here, in whole
numbers, so that a wrong answer of the solver would show.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise, product
from random import Random
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from cdop.rules.releases import Selection

VALUES = {
    "age_band": ("0-27 days", "28-364 days", "1-4 years", "5-9 years", "10-14 years", "15-17 years"),
    "sex": ("female", "male", "indeterminate", "not known", "missing"),
    "category": tuple(str(number) for number in range(1, 11)),
}
SMALLEST, LARGEST, NEAR, ENOUGH, MOST = 1, 7, 2, 3, 5_000
Place = tuple[int, str, str]
"""A stretch of days, an area, and whether with the theme."""


@dataclass(frozen=True)
class Printed:
    """A table as it left: what was asked for, its figure, which of it are small or rounded, and what is so."""

    selection: Selection
    figure: dict[str, Any]
    small: frozenset[tuple[str, ...]]
    rounded: frozenset[tuple[str, ...]]
    children: tuple[Any, ...]


@dataclass(frozen=True)
class Number:
    """A number of a table: of which days, area and theme, and of children of which values; `n` from `low` to `high`."""

    of: int
    area: str
    values: tuple[str, ...]
    low: int
    high: int | None
    is_withheld: bool


@dataclass(frozen=True)
class Close:
    """A small number that is told too closely: one that was withheld, or what two releases leave of each other."""

    terms: frozenset[int]
    is_withheld: bool


class Reader:
    """Everything that was printed as one system of whole numbers."""

    def __init__(self, printed: Sequence[Printed], areas: Sequence[str]) -> None:
        self.printed, self.areas = printed, areas
        cuts = sorted({day for one in printed for day in _ends(one.selection)})
        self.stretches = list(pairwise(cuts))
        self.numbers = [number for at in range(len(printed)) for number in self._numbers(at)]
        self.kinds = sorted({_kind(number.values) for number in self.numbers} - {""})
        self.parts: dict[tuple[Any, tuple[str, ...]], int] = {}
        places = product(range(len(self.stretches)), areas, ("yes", "no"))
        self.strata = {place: self._stratum(place) for place in places}
        for stratum in sorted({each for each in self.strata.values() if any(each[0])}):
            for kind in ("", *self.kinds):
                for values in _every(kind):
                    self.parts.setdefault((stratum, values), len(self.parts))
        self.sums = [self._terms(number) for number in self.numbers]

    def _stratum(self, place: Place) -> tuple[tuple[bool, ...], str]:
        covered = tuple(self._covers(one.selection, place) for one in self.printed)
        has_areas = any(one.selection.measure == "reviewed.area" for one in self.printed)
        return covered, place[1] if has_areas else ""

    def _covers(self, selection: Selection, place: Place) -> bool:
        stretch, area, theme = place
        start, _ = self.stretches[stretch]
        is_then = selection.period.start <= start <= selection.period.end
        return is_then and selection.area in ("", area) and (not selection.theme or theme == "yes")

    def _numbers(self, at: int) -> Iterator[Number]:
        one = self.printed[at]
        dimension = one.selection.measure.split(".")[1]
        yield self._number(at, (), one.figure["of"], is_withheld=one.figure["of"] is None)
        for row in one.figure["rows"]:
            key = str(row["key"])
            if dimension == "modifiable_by_age_band":
                yield self._number(at, ("age_band", key), row["of"], is_withheld=row["of"] is None)
                yield self._number(at, ("age_band", key, "yes"), row["n"], is_withheld=row["n"] is None)
            else:
                yield self._number(at, (dimension, key), row["n"], is_withheld=row["n"] is None)

    def _number(self, at: int, values: tuple[str, ...], n: int | None, *, is_withheld: bool) -> Number:
        one = self.printed[at]
        area, named = (values[1], ()) if values[:1] == ("area",) else (one.selection.area, values)
        low, high = 0, None
        if n is None and values in one.small:
            low, high = SMALLEST, LARGEST
        elif n is not None:
            low, high = (max(n - NEAR, LARGEST + 1), n + NEAR) if values in one.rounded else (n, n)
        return Number(at, area, named, low, high, is_withheld)

    def _terms(self, number: Number) -> frozenset[int]:
        """The unknowns that add up to a number."""
        found = set()
        for stratum in {self.strata[place] for place in self.strata if self._is_of(number, place)}:
            if number.values[:1] == ("age_band",) and len(number.values) == 2 and _DEEP in self.kinds:
                found |= {self.parts[stratum, (*number.values, also)] for also in ("yes", "no")}
            else:
                found.add(self.parts[stratum, number.values])
        return frozenset(found)

    def _is_of(self, number: Number, place: Place) -> bool:
        return number.area in ("", place[1]) and self._covers(self.printed[number.of].selection, place)

    def so(self, children: Sequence[Any], areas: dict[str, str]) -> list[int]:
        """What every unknown is, of these records."""
        found = [0] * len(self.parts)
        for child in children:
            stretch = next((k for k, (a, b) in enumerate(self.stretches) if a <= child.reviewed_on < b), None)
            if stretch is None:
                continue
            stratum = self.strata[stretch, areas[child.area_code], "yes" if child.has_theme else "no"]
            if not any(stratum[0]):
                continue
            for kind in ("", *self.kinds):
                found[self.parts[stratum, _of_child(kind, child)]] += 1
        return found

    def fits(self, answer: Sequence[int]) -> bool:
        """Whether records of these numbers would have given every printed one, added up in whole numbers."""
        sums = (sum(answer[part] for part in terms) for terms in self.sums)
        told = zip(self.numbers, sums, strict=True)
        printed = all(number.low <= total <= (MOST if number.high is None else number.high) for number, total in told)
        alike = all(
            answer[whole] == sum(answer[self.parts[stratum, each]] for each in _every(kind))
            for (stratum, values), whole in self.parts.items()
            if not values
            for kind in self.kinds
        )
        return printed and alike and min(answer, default=0) >= 0

    def told_too_closely(self, areas: dict[str, str], *, random: Random) -> list[Close]:
        """Return the small numbers to which no sets of records give three values; AssertionError where none fit."""
        truth = self.so(self.printed[-1].children, areas)
        is_withheld = self._wanted(areas)
        wanted = sorted(filter(None, is_withheld), key=sorted)
        seen: list[set[int]] = [set() for _ in wanted]
        programme = _Programme(self)

        def note(answer: list[int]) -> None:
            assert self.fits(answer)
            for values, terms in zip(seen, wanted, strict=True):
                values.add(sum(answer[part] for part in terms))

        def left() -> list[int]:
            return [at for at, values in enumerate(seen) if len(values) < ENOUGH]

        if self.fits(truth):
            note(truth)
        for turn in range(8):
            if not (still := left()):
                return []
            weights = [0.0] * len(self.parts)
            for at in still:
                sign = (1, -1)[turn] if turn < 2 else random.choice((1, -1))
                for part in wanted[at]:
                    weights[part] += sign
            note(programme.answer(weights))
        narrow = [wanted[at] for at in left() if not self._has_three(programme, wanted[at])]
        return [Close(terms, is_withheld=is_withheld[terms]) for terms in narrow]

    def _has_three(self, programme: "_Programme", terms: frozenset[int]) -> bool:
        weights = [float(part in terms) for part in range(len(self.parts))]
        ends = [programme.answer([sign * each for each in weights]) for sign in (1, -1)]
        assert all(self.fits(answer) for answer in ends)
        high, low = sorted((sum(answer[part] for part in terms) for answer in ends), reverse=True)
        return high - low + 1 >= ENOUGH or low > LARGEST or high < SMALLEST

    def _wanted(self, areas: dict[str, str]) -> dict[frozenset[int], bool]:
        """Small numbers to find: withheld (True), or left of two of other days, areas or themes (False).

        Where a table of areas is among them, the rest of one area is several withheld numbers of it together: what the
        total of such a table lacks is told, of each of them it is not.
        """
        found: dict[frozenset[int], bool] = {}
        every: dict[tuple[str, ...], set[frozenset[int]]] = {}
        has_areas = any(number.area and not self.printed[number.of].selection.area for number in self.numbers)
        then = [self.so(one.children, areas) for one in self.printed]
        for number, terms in zip(self.numbers, self.sums, strict=True):
            if number.is_withheld and SMALLEST <= sum(then[number.of][part] for part in terms) <= LARGEST:
                found[terms] = True
            every.setdefault((number.area if has_areas else "", *number.values), set()).add(terms)
        now = then[-1]
        for alike in every.values():
            for one, other in combinations(sorted(alike, key=sorted), 2):
                less, more = sorted((one, other), key=len)
                if less < more and SMALLEST <= sum(now[part] for part in more - less) <= LARGEST:
                    found.setdefault(more - less, False)
        return found


class _Programme:
    """The printed numbers as scipy takes them."""

    def __init__(self, reader: Reader) -> None:
        width, rows, low, high = len(reader.parts), [], [], []
        for number, terms in zip(reader.numbers, reader.sums, strict=True):
            rows.append({part: 1 for part in terms})
            low.append(number.low)
            high.append(MOST if number.high is None else number.high)
        for (stratum, values), whole in reader.parts.items():
            for kind in reader.kinds if not values else ():
                rows.append({whole: 1} | {reader.parts[stratum, each]: -1 for each in _every(kind)})
                low.append(0)
                high.append(0)
        matrix = np.zeros((len(rows), width))
        for at, row in enumerate(rows):
            for part, sign in row.items():
                matrix[at, part] = sign
        self.constraints, self.width = LinearConstraint(matrix, low, high), width

    def answer(self, weights: Sequence[float]) -> list[int]:
        """Numbers that fit everything, as large by these weights as can be."""
        bounds = Bounds(0, MOST)
        least, whole = [-each for each in weights], np.ones(self.width)
        found = milp(least, integrality=whole, bounds=bounds, constraints=self.constraints)
        assert found.x is not None, found.message
        return [round(each) for each in found.x]


_DEEP = "age_band modifiable"


def _kind(values: tuple[str, ...]) -> str:
    if len(values) == 3:
        return _DEEP
    return values[0] if values else ""


def _every(kind: str) -> Iterator[tuple[str, ...]]:
    if not kind:
        yield ()
    elif kind == _DEEP:
        yield from (("age_band", band, also) for band in VALUES["age_band"] for also in ("yes", "no"))
    else:
        yield from ((kind, value) for value in VALUES[kind])


def _of_child(kind: str, child: Any) -> tuple[str, ...]:
    if not kind:
        return ()
    if kind == _DEEP:
        return "age_band", child.age_band, "yes" if child.modifiable == "yes" else "no"
    return kind, str(getattr(child, kind))


def _ends(selection: Selection) -> tuple[date, date]:
    return selection.period.start, selection.period.end + timedelta(days=1)
