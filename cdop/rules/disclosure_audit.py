"""The audit of disclosure control: how closely every small number can be worked out from all that is published.

Whoever reads the tables may add and subtract them, of one release or of several. The exact range of a number is found
by integer programming over everything at once (HiGHS, by way of scipy). Hiding two numbers in each line is no
protection: at the size of one panel 99% of tables still give a hidden number back.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from cdop.rules.disclosure_cells import Cell, Narrow
from cdop.rules.disclosure_system import MOST, Bounds, Contradiction, Row, System

SMALL = 7
"""The largest small number. NHS England's rule for figures below the whole country: 1 to 7 is not shown."""
LEAST_VALUES = 3
"""How many values a small number must at least be able to have for whoever sees all that is published."""

NEARLY = 1e-6

Target = tuple[Cell, tuple[int, ...]]
Seen = dict[Cell, tuple[int, int]]
"""The least and the largest value that a number was seen to be able to have."""


def narrow(told: Iterable[tuple[Cell, Bounds]], seen: Seen | None = None) -> tuple[Narrow, ...]:
    """Return every small number that can be worked out to fewer than three values, in the order of the cells.

    `told` says of each published number between what it is. A number is one that was published, or any part of one
    that the difference of others gives. `seen` remembers what numbers could be, for a second audit of the same cells
    with less told of them. Raises Contradiction where no records can have given all these numbers.
    """
    by_population: dict[str, list[tuple[Cell, Bounds]]] = defaultdict(list)
    for cell, bounds in told:
        by_population[cell.population].append((cell, bounds))
    seen = {} if seen is None else seen
    return tuple(sorted(found for one in by_population.values() for found in _narrow(System(one), seen)))


def is_possible(told: Iterable[tuple[Cell, Bounds]]) -> bool:
    """Say whether any records could have given all these numbers of one population."""
    try:
        system = System(told)
        for component in _components(system, _tightened(system), {}):
            _Solver(component).solution({})
    except Contradiction:
        return False
    return True


def _narrow(system: System, seen: Seen) -> Iterator[Narrow]:
    bounds = _tightened(system)
    for component in _components(system, bounds, seen):
        component.search()
        for cell, _ in component.targets:
            low, high = seen[cell]
            if _is_narrow(low, high):
                yield Narrow(cell, low, high)


def _is_narrow(low: int, high: int) -> bool:
    return _is_close(low, high) and low <= SMALL and high >= 1


def _is_close(low: int, high: int) -> bool:
    return high - low + 1 < LEAST_VALUES


def _targets(system: System, low: Sequence[int], high: Sequence[int]) -> Iterator[Target]:
    """The numbers to find the range of: those that may be small and are not known to be none."""
    every: dict[tuple[int, ...], Cell] = {
        (part,): system.cell_of(key) for key, part in system.parts.items() if key[0] in system.published
    }
    every |= {tuple(system.parts_of(cell)): cell for cell, (_, most) in system.told.items() if most < MOST}
    for parts, cell in every.items():
        if sum(low[part] for part in parts) <= SMALL and any(high[part] for part in parts):
            yield cell, parts


@dataclass
class _Bounded:
    low: list[int]
    high: list[int]
    rows: list[Row]


def _tightened(system: System) -> _Bounded:
    """Bounds of each unknown as far as the rows tell them one by one, until they tell no more."""
    rows = list(system.rows())
    low, high = [0] * len(system.parts), [MOST] * len(system.parts)
    is_changed = True
    while is_changed:
        is_changed = False
        for row in rows:
            is_changed |= _tighten(row, low, high)
    return _Bounded(low, high, rows)


def _tighten(row: Row, low: list[int], high: list[int]) -> bool:
    """Bring the bounds of a row's unknowns as close as the row does; say whether any came closer."""
    is_changed = False
    for part, sign in row.terms:
        # What is left for this one once the others are as small, or as large, as they can be.
        rest = [_span(low, high, other, s) for other, s in row.terms if other != part]
        least = row.low - sum(most for _, most in rest)
        most = row.high - sum(least for least, _ in rest)
        new = (least, most) if sign > 0 else (-most, -least)
        if max(low[part], new[0]) > min(high[part], new[1]):
            raise Contradiction
        if new[0] > low[part] or new[1] < high[part]:
            low[part], high[part] = max(low[part], new[0]), min(high[part], new[1])
            is_changed = True
    return is_changed


def _span(low: list[int], high: list[int], part: int, sign: int) -> tuple[int, int]:
    return (low[part], high[part]) if sign > 0 else (-high[part], -low[part])


@dataclass
class _Component:
    """Unknowns that hang together, once those that are known are taken out."""

    parts: list[int]
    bounds: _Bounded
    seen: Seen
    rows: list[Row] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    def search(self) -> None:
        """Find of each target the least and the largest value, or two that are far enough apart.

        Every solution is one that the records may have had, and tells a value of every number: most numbers have been
        seen far enough apart after a few that push all of them up or down at once.
        """
        solver = _Solver(self)
        left: list[Target] = []
        while left != (left := self._unsettled()):
            for sign in (1, -1):
                self._note(solver.solution({part: sign for _, parts in left for part in parts}), left)
        for cell, parts in left:
            for sign in (1, -1):
                if _is_close(*self.seen[cell]):
                    self._note(solver.solution(dict.fromkeys(parts, sign)), self._unsettled())

    def _unsettled(self) -> list[Target]:
        return [target for target in self.targets if _is_close(*self.seen.get(target[0], (0, 0)))]

    def _note(self, values: dict[int, int], unsettled: list[Target]) -> None:
        for cell, parts in unsettled:
            value = sum(values[part] if part in values else self.bounds.low[part] for part in parts)
            low, high = self.seen.get(cell, (value, value))
            self.seen[cell] = min(low, value), max(high, value)


def _components(system: System, bounds: _Bounded, seen: Seen) -> list[_Component]:
    is_open = [a < b for a, b in zip(bounds.low, bounds.high, strict=True)]
    root = list(range(len(is_open)))

    def find(part: int) -> int:
        while root[part] != part:
            root[part] = root[root[part]]
            part = root[part]
        return part

    rows = [row for row in bounds.rows if any(is_open[part] for part, _ in row.terms)]
    targets = list(_targets(system, bounds.low, bounds.high))
    linked = [[p for p, _ in row.terms if is_open[p]] for row in rows]
    linked += [[p for p in parts if is_open[p]] for _, parts in targets]
    for first, *others in filter(None, linked):
        for other in others:
            root[find(other)] = find(first)
    found: dict[int, _Component] = {}
    for part, still in enumerate(is_open):
        if still:
            found.setdefault(find(part), _Component([], bounds, seen)).parts.append(part)
    for row in rows:
        found[find(next(p for p, _ in row.terms if is_open[p]))].rows.append(row)
    known = _Component([], bounds, seen)
    for cell, parts in targets:
        unknown = next((p for p in parts if is_open[p]), None)
        (known if unknown is None else found[find(unknown)]).targets.append((cell, parts))
    return [component for component in (known, *found.values()) if component.targets or component.rows]


class _Solver:
    """One component as HiGHS takes it."""

    def __init__(self, component: _Component) -> None:
        self._parts = {part: number for number, part in enumerate(component.parts)}
        if self._parts:
            self._prepare(component)

    def _prepare(self, component: _Component) -> None:
        # Loaded here: the first reader of each worker would wait a second for it on every other page as well.
        import numpy as np
        from scipy.optimize import Bounds as Limits
        from scipy.optimize import LinearConstraint
        from scipy.sparse import csr_array

        low, high = component.bounds.low, component.bounds.high
        entries, least, most = [], [], []
        for at, row in enumerate(component.rows):
            known = sum(sign * low[part] for part, sign in row.terms if part not in self._parts)
            entries += [(sign, at, self._parts[part]) for part, sign in row.terms if part in self._parts]
            least.append(row.low - known)
            most.append(row.high - known)
        self._limits = Limits([low[part] for part in self._parts], [high[part] for part in self._parts])
        self._constraints: list[Any] = []
        if entries:
            signs, at_row, at_part = zip(*entries, strict=True)
            matrix = csr_array((signs, (at_row, at_part)), shape=(len(least), len(self._parts)))
            self._constraints = [LinearConstraint(matrix, np.array(least), np.array(most))]

    def solution(self, weights: dict[int, int]) -> dict[int, int]:
        """The whole numbers that make the weighted sum least. Raises Contradiction where there are none."""
        if not self._parts:
            return {}
        import numpy as np
        from scipy.optimize import milp

        objective = np.array([float(weights.get(part, 0)) for part in self._parts])
        # Most of the time the solution in fractions, which is found sooner, has none.
        for whole in (0, 1):
            found = milp(
                objective,
                integrality=np.full(len(self._parts), whole),
                bounds=self._limits,
                constraints=self._constraints,
            )
            if found.x is None:
                raise Contradiction
            if whole or np.abs(found.x - np.round(found.x)).max() < NEARLY:
                break
        return {part: round(float(value)) for part, value in zip(self._parts, found.x, strict=True)}
