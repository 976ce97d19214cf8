"""A system of whole numbers that add up, with fewer unknowns and rows: what a solver is asked of it takes a fraction.

A row that its unknowns keep by themselves says nothing. And an unknown that a row tells exactly, and whose own bounds
the rows tell as well, is put in terms of the others. Nothing is lost: what fits the one fits the other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cdop.rules.disclosure_system import Contradiction, Row

Terms = dict[int, int]
"""Unknowns by their number, each with how often it counts."""
FILLED = 40
"""An unknown stays where putting it in terms of others would make more than so many new terms."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A weighted sum of unknowns, from `low` to `high`."""

    terms: Terms
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Reduced:
    """The unknowns that are left, the sums of them, and what the others are: a sum of those, and a number more."""

    left: list[int]
    sums: list[Sum]
    others: dict[int, tuple[Terms, int]]


def reduced(low: Sequence[int], high: Sequence[int], rows: Sequence[Row]) -> Reduced:
    """Return a system with the same answers, of unknowns between bounds and of sums of them between bounds.

    Raises Contradiction where it is seen to have none.
    """
    return _Reduction(low, high, rows).reduced()


class _Reduction:
    def __init__(self, low: Sequence[int], high: Sequence[int], rows: Sequence[Row]) -> None:
        self._low, self._high = low, high
        self._terms: list[Terms] = [dict(row.terms) for row in rows]
        self._least, self._most = [row.low for row in rows], [row.high for row in rows]
        self._spans = [self._span(terms) for terms in self._terms]
        self._rows_of: list[set[int]] = [set() for _ in low]
        for at, terms in enumerate(self._terms):
            for part in terms:
                self._rows_of[part].add(at)
        self._told: dict[int, tuple[Terms, int]] = {}
        self._is_gone = [False] * len(rows)
        for at in range(len(rows)):
            self._leave_out_if_idle(at)

    def reduced(self) -> Reduced:
        before = -1
        while before < len(self._told):
            before = len(self._told)
            exact = (at for at, low in enumerate(self._least) if not self._is_gone[at] and low == self._most[at])
            for at in sorted(exact, key=lambda at: (len(self._terms[at]), at)):
                part = next(self._free(at), None)
                if part is not None:
                    self._put(part, at)
        left = [part for part in range(len(self._low)) if part not in self._told]
        kept = (at for at, is_gone in enumerate(self._is_gone) if not is_gone)
        sums = [Sum(self._terms[at], self._least[at], self._most[at]) for at in kept]
        return Reduced(left, sums, self._in_terms_of_left())

    def _span(self, terms: Terms) -> tuple[int, int]:
        """Between what a sum is by the bounds of its unknowns alone."""
        low, high = self._low, self._high
        least = sum(n * (low[part] if n > 0 else high[part]) for part, n in terms.items())
        return least, sum(n * (high[part] if n > 0 else low[part]) for part, n in terms.items())

    def _leave_out_if_idle(self, at: int) -> None:
        least, most = self._spans[at]
        if self._least[at] <= least and most <= self._most[at]:
            self._leave_out(at)
        elif not self._terms[at]:
            raise Contradiction

    def _leave_out(self, at: int) -> None:
        self._is_gone[at] = True
        for part in self._terms[at]:
            self._rows_of[part].discard(at)

    def _free(self, at: int) -> Iterator[int]:
        """The unknowns of a row that can be put in terms of the others, those of the fewest rows first."""
        terms = self._terms[at]
        for part in sorted(terms, key=lambda part: (len(self._rows_of[part]), part)):
            if (len(terms) - 1) * (len(self._rows_of[part]) - 1) > FILLED:
                return
            if abs(terms[part]) == 1 and self._is_bounded_by_rows(part):
                yield part

    def _is_bounded_by_rows(self, part: int) -> bool:
        told = [self._told_by(at, part) for at in self._rows_of[part]]
        return max(low for low, _ in told) >= self._low[part] and min(high for _, high in told) <= self._high[part]

    def _told_by(self, at: int, part: int) -> tuple[int, int]:
        """Between what a row tells an unknown to be, by the bounds of its other unknowns."""
        n, (least, most) = self._terms[at][part], self._spans[at]
        own = (n * self._low[part], n * self._high[part])
        low, high = self._least[at] - (most - max(own)), self._most[at] - (least - min(own))
        low, high = (low, high) if n > 0 else (-high, -low)
        return -(-low // abs(n)), high // abs(n)

    def _put(self, part: int, at: int) -> None:
        """Put an unknown in terms of the others of a row, in every other row that has it."""
        sign = self._terms[at][part]
        terms = {other: -sign * n for other, n in self._terms[at].items() if other != part}
        self._told[part] = terms, sign * self._least[at]
        self._leave_out(at)
        for row in sorted(self._rows_of[part]):
            self._put_in(row, part, terms, sign * self._least[at])
        self._rows_of[part].clear()

    def _put_in(self, row: int, part: int, terms: Terms, more: int) -> None:
        mine = self._terms[row]
        times = mine.pop(part)
        self._least[row] -= times * more
        self._most[row] -= times * more
        for other, n in terms.items():
            now = mine.get(other, 0) + times * n
            if now:
                mine[other] = now
                self._rows_of[other].add(row)
            else:
                del mine[other]
                self._rows_of[other].discard(row)
        self._spans[row] = self._span(mine)
        self._leave_out_if_idle(row)

    def _in_terms_of_left(self) -> dict[int, tuple[Terms, int]]:
        """What was put in terms of others, some of which were put in terms of others later, in terms of those left."""
        found: dict[int, tuple[Terms, int]] = {}
        for part, (terms, more) in reversed(self._told.items()):
            whole: Terms = {}
            for other, n in terms.items():
                those, their_more = found.get(other, ({other: 1}, 0))
                more += n * their_more
                for each, times in those.items():
                    whole[each] = whole.get(each, 0) + n * times
            found[part] = {each: n for each, n in whole.items() if n}, more
        return found
