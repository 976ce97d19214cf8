"""Between what each small number can be: found by as few questions to the solver as it takes.

A number is left alone as soon as two answers of whole numbers are far enough apart. Answers push all that are left at
once: down, then as many as can be up by two, as more is not needed of any; then some at a time. Each that is still left
is bounded by fractions, which is quick and tells most that are narrow; only what is open then takes whole numbers. The
findings are those of whole numbers alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from cdop.rules.disclosure_cells import Cell, Narrow
from cdop.rules.disclosure_programme import programme
from cdop.rules.disclosure_system import Row

SMALL = 7
"""The largest small number. NHS England's rule for figures below the whole country: 1 to 7 is not shown."""
LEAST_VALUES = 3
"""How many values a small number must at least be able to have for whoever sees all that is published."""

Target = tuple[Cell, tuple[int, ...]]
"""A number, and the unknowns of which it is the sum."""
Seen = dict[Cell, tuple[int, int]]
"""The least and the largest value that a number was seen to be able to have."""

UNSEEN = (2**31, -1)
DOWN = 6
"""One in so many pushes is down."""
FRUITLESS = 3
"""Pushing ends when it settled few, for the steps it took, so many times one after another."""
QUICKER, ANY = 60, 10_000
"""With more steps of the solver for each that it settles it is quicker to push some at a time; to ask whole numbers."""
TOGETHER, STUCK = 2, 25
"""So many are pushed at a time when all at once settle few, until so many times one after another settle none."""
ALMOST = 1e-4
"""Bounds by fractions are taken so much wider: a number is never called narrow by a rounding of the solver."""


def is_narrow(low: int, high: int) -> bool:
    """Say whether a number of these values is small and can be worked out too closely."""
    return high - low + 1 < LEAST_VALUES and low <= SMALL and high >= 1


@dataclass(frozen=True, slots=True)
class Component:
    """Unknowns that hang together, between what each is, and the numbers to find in them.

    `targets` and `rows` name the unknowns by their place in `low` and `high`; `known` is what of each target is known.
    """

    low: Sequence[int]
    high: Sequence[int]
    rows: Sequence[Row]
    targets: Sequence[Target]
    known: Sequence[int]


class Search:
    """The search of one component. `seen` is what its numbers were seen to be before, and is added to."""

    def __init__(self, component: Component, seen: Seen) -> None:
        import numpy as np
        from scipy.sparse import csr_array

        self._component, self._seen = component, seen
        cells = [cell for cell, _ in component.targets]
        self._low = np.array([seen.get(cell, UNSEEN)[0] for cell in cells], dtype=int)
        self._high = np.array([seen.get(cell, UNSEEN)[1] for cell in cells], dtype=int)
        entries = [(at, part) for at, (_, parts) in enumerate(component.targets) for part in parts]
        at_target, at_part = zip(*entries, strict=True) if entries else ((), ())
        shape = (len(cells), len(component.low))
        self._sums = csr_array((np.ones(len(entries), dtype=int), (at_target, at_part)), shape=shape)
        self._known = np.array(component.known, dtype=int)
        self._least = np.array(component.low, dtype=int)
        self._pushed, self._found = 0, False

    def narrow(self) -> Iterator[Narrow]:
        """Yield the small numbers that can be worked out too closely. Raises Contradiction where nothing fits."""
        if not self._left().size:
            return
        self._programme = programme(self._component.low, self._component.high, self._component.rows)
        self._push(self._left, QUICKER)
        self._push_some()
        bounds = self._bounded()
        self._push(lambda: self._open(bounds), ANY)
        self._solve(bounds)
        for at, (cell, _) in enumerate(self._component.targets):
            if self._high[at] >= 0:
                self._seen[cell] = int(self._low[at]), int(self._high[at])
        for at in self._left():
            low, high = bounds[at]
            if is_narrow(low, high):
                yield Narrow(self._component.targets[at][0], low, high)

    def _push(self, left: Callable[[], Sequence[int]], most: int) -> None:
        """Push all that are left at once, as long as that takes mostly at most so many steps for each settled."""
        fruitless = 0
        while fruitless < FRUITLESS and (before := len(now := left())):
            self._note(self._pushed_to(now))
            settled = before - len(left())
            fruitless = 0 if settled and self._programme.steps <= most * settled else fruitless + 1

    def _push_some(self) -> None:
        """Push some at a time of those that are left: many of them need the same few children, of whom all get none."""
        import numpy as np

        fruitless, turn = 0, 0
        while fruitless < STUCK and (before := len(left := self._left())):
            some = np.random.default_rng(turn).permutation(left)[:TOGETHER]
            self._note(self._programme.fractions(self._weights(some, [-1] * len(some)), is_near=True))
            fruitless, turn = (0 if len(self._left()) < before else fruitless + 1), turn + 1

    def _pushed_to(self, targets: Sequence[int]) -> Any:
        """All down, then mostly up, as most begin at none, by weights that are the same each time."""
        turn, self._pushed = self._pushed, self._pushed + 1
        weights = self._weights(targets, _shares(turn, len(targets)))
        return self._programme.spread(weights) if turn % DOWN else self._programme.fractions(weights)

    def _bounded(self) -> dict[int, tuple[int, int]]:
        """Bounds by fractions of each that is left, in which its values lie; fewer of them may be possible."""
        bounds = {}
        for at in self._left():
            ends = [self._end(at, sign) for sign in (1, -1) if not self._is_settled(at)]
            if not self._is_settled(at):
                bounds[int(at)] = ceil(ends[0] - ALMOST), floor(ends[1] + ALMOST)
        return bounds

    def _end(self, at: int, sign: int) -> float:
        """The least, or with -1 the most, that a number can be by fractions."""
        known = int(self._known[at])
        if sign > 0 and (least := int((self._sums[[at]] @ self._least)[0]) + known) == self._low[at]:
            return least  # it was seen to be as small as its unknowns can be
        answer = self._programme.fractions(self._weights([at], [sign]), is_near=True)
        self._note(answer)
        return float((self._sums[[at]] @ answer)[0]) + known

    def _solve(self, bounds: dict[int, tuple[int, int]]) -> None:
        """Have whole numbers decide what fractions did not; put what they find in place of the bounds."""
        if not self._found:
            self._note(self._programme.wholes(self._weights([], []), is_any=True))
        before: list[int] = []
        while (left := self._open(bounds)) and left != before:
            for sign in (1, -1):
                self._note(self._programme.wholes(self._weights(left, [sign] * len(left)), is_any=True))
            before = left
        for at in left:
            for sign in (1, -1):
                if not self._is_settled(at):
                    self._note(self._programme.wholes(self._weights([at], [sign])))
            bounds[at] = int(self._low[at]), int(self._high[at])

    def _open(self, bounds: Mapping[int, tuple[int, int]]) -> list[int]:
        """Those of which it is still to find whether they are narrow."""
        return [
            at for at, (low, high) in bounds.items() if not (self._is_settled(at) or self._is_decided(at, low, high))
        ]

    def _is_decided(self, at: int, low: int, high: int) -> bool:
        if low > SMALL or high < 1:
            return True  # it is not small, or none: no more has to be known of it
        is_small = high <= SMALL or self._low[at] <= SMALL
        return is_narrow(low, high) and is_small and (low >= 1 or self._high[at] >= 1)

    def _left(self) -> Any:
        """The places of the targets that were not seen far enough apart yet."""
        import numpy as np

        return np.flatnonzero(self._high - self._low + 1 < LEAST_VALUES)

    def _is_settled(self, at: int) -> bool:
        return bool(self._high[at] - self._low[at] + 1 >= LEAST_VALUES)

    def _weights(self, targets: Any, signs: Any) -> Any:
        import numpy as np

        return self._sums[np.asarray(targets, dtype=int)].T @ np.asarray(signs, dtype=int)

    def _note(self, answer: Any) -> None:
        import numpy as np

        values = self._programme.whole(answer)
        if values is None:
            return
        self._found = True
        found = self._sums @ values + self._known
        np.minimum(self._low, found, out=self._low)
        np.maximum(self._high, found, out=self._high)


def _shares(turn: int, number: int) -> Any:
    """How much each counts in a push: the first time alike, then by turns that are the same each time."""
    import numpy as np

    return np.ones(number, dtype=int) if turn < 2 else np.random.default_rng(turn).integers(1, 5, number)
