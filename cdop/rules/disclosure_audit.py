"""The audit of disclosure control: how closely every small number can be worked out from all that is published.

Whoever reads the tables may add and subtract them, of one release or of several. The exact range of a number is found
by integer programming over everything at once (HiGHS). Hiding two numbers in each line is no
protection: at the size of one panel 99% of tables still give a hidden number back.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cdop.rules.disclosure_cells import Cell, Narrow
from cdop.rules.disclosure_programme import programme
from cdop.rules.disclosure_search import SMALL, Component, Search, Seen, Target, is_narrow
from cdop.rules.disclosure_system import MOST, Bounds, Contradiction, Row, System

KNOWN = -1

Near = Mapping[Cell, int]
"""Rounded numbers that may not come back either, and what each is at least."""


def narrow(
    told: Iterable[tuple[Cell, Bounds]], seen: Seen | None = None, near: Near | None = None
) -> tuple[Narrow, ...]:
    """Return every small number that can be worked out to fewer than three values, in the order of the cells.

    `told` says of each published number between what it is. A number is one that was published, or any part of one
    that the difference of others gives. `seen` remembers what numbers could be, for a second audit of the same cells
    with less told of them. A number of `near` is asked for too, as by how many it is more than it is at least, and one.
    Raises Contradiction where no records can have given all these numbers.
    """
    by_population: dict[str, list[tuple[Cell, Bounds]]] = defaultdict(list)
    for cell, bounds in told:
        by_population[cell.population].append((cell, bounds))
    seen = {} if seen is None else seen
    return tuple(sorted(found for one in by_population.values() for found in _narrow(System(one), seen, near or {})))


def is_possible(told: Iterable[tuple[Cell, Bounds]]) -> bool:
    """Say whether any records could have given all these numbers of one population."""
    try:
        system = System(told)
        for one in _components(system, _tightened(system), {}):
            if one.low:
                programme(one.low, one.high, one.rows).wholes([0] * len(one.low), is_any=True)
    except Contradiction:
        return False
    return True


def _narrow(system: System, seen: Seen, near: Near) -> Iterator[Narrow]:
    for component in _components(system, _tightened(system), near):
        if component.low:
            yield from Search(component, seen).narrow()
        else:
            yield from _known(component, seen)


def _known(component: Component, seen: Seen) -> Iterator[Narrow]:
    for (cell, _), known in zip(component.targets, component.known, strict=True):
        low, high = seen.get(cell, (known, known))
        seen[cell] = min(low, known), max(high, known)
        if is_narrow(known, known):
            yield Narrow(cell, known, known)


def _targets(system: System, low: Sequence[int], high: Sequence[int], near: Near) -> Iterator[Target]:
    """The numbers to find the range of: those that may be small and are not known to be none, and those of `near`."""
    every: dict[tuple[int, ...], Cell] = {
        (part,): system.cell_of(key) for key, part in system.parts.items() if key[0] in system.published
    }
    every |= {tuple(system.parts_of(cell)): cell for cell, (_, most) in system.told.items() if most < MOST}
    every |= {tuple(system.parts_of(cell)): cell for cell in near if cell in system.told}
    for parts, cell in every.items():
        if cell in near or (sum(low[part] for part in parts) <= SMALL and any(high[part] for part in parts)):
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
    rows_of: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for part, _ in row.terms:
            rows_of[part].append(number)
    waiting = deque(range(len(rows)))
    waits = [True] * len(rows)
    while waiting:
        number = waiting.popleft()
        waits[number] = False
        for again in {each for part in _tighten(rows[number], low, high) for each in rows_of[part]}:
            if not waits[again]:
                waits[again] = True
                waiting.append(again)
    return _Bounded(low, high, rows)


def _tighten(row: Row, low: list[int], high: list[int]) -> list[int]:
    """Bring the bounds of a row's unknowns as close as the row does; return those that came closer."""
    closer = []
    spans = [_span(low, high, part, sign) for part, sign in row.terms]
    all_least, all_most = sum(least for least, _ in spans), sum(most for _, most in spans)
    for (part, sign), (its_least, its_most) in zip(row.terms, spans, strict=True):
        # What is left for this one once the others are as small, or as large, as they can be.
        least, most = row.low - (all_most - its_most), row.high - (all_least - its_least)
        new = (least, most) if sign > 0 else (-most, -least)
        if max(low[part], new[0]) > min(high[part], new[1]):
            raise Contradiction
        if new[0] > low[part] or new[1] < high[part]:
            low[part], high[part] = max(low[part], new[0]), min(high[part], new[1])
            now = _span(low, high, part, sign)
            all_least, all_most = all_least + now[0] - its_least, all_most + now[1] - its_most
            closer.append(part)
    return closer


def _span(low: list[int], high: list[int], part: int, sign: int) -> tuple[int, int]:
    return (low[part], high[part]) if sign > 0 else (-high[part], -low[part])


def _components(system: System, bounds: _Bounded, near: Near) -> list[Component]:
    """The unknowns that hang together, once those that are known are taken out; those of known numbers come first."""
    is_open = [a < b for a, b in zip(bounds.low, bounds.high, strict=True)]
    targets = list(_targets(system, bounds.low, bounds.high, near))
    rows = [row for row in bounds.rows if any(is_open[part] for part, _ in row.terms)]
    linked = [[p for p, _ in row.terms if is_open[p]] for row in rows]
    linked += [[p for p in parts if is_open[p]] for _, parts in targets]
    first_of = _joined(len(is_open), linked)
    found: dict[int, _Gathered] = {KNOWN: _Gathered()}
    for part, still in enumerate(is_open):
        if still:
            found.setdefault(first_of[part], _Gathered()).parts.append(part)
    for row in rows:
        found[first_of[next(p for p, _ in row.terms if is_open[p])]].rows.append(row)
    for cell, parts in targets:
        found[next((first_of[p] for p in parts if is_open[p]), KNOWN)].targets.append((cell, parts))
    return [one.component(bounds, near) for one in found.values()]


def _joined(number: int, linked: Iterable[Sequence[int]]) -> list[int]:
    """Of each unknown, one that stands for all that it is linked with."""
    root = list(range(number))

    def find(part: int) -> int:
        while root[part] != part:
            root[part] = root[root[part]]
            part = root[part]
        return part

    for first, *others in filter(None, linked):
        for other in others:
            root[find(other)] = find(first)
    return [find(part) for part in range(number)]


@dataclass
class _Gathered:
    """What hangs together, by the unknowns' numbers in the whole system."""

    parts: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    def component(self, bounds: _Bounded, near: Near) -> Component:
        """It as a system of its own, with what is known moved to the other side."""
        at, low = {part: number for number, part in enumerate(self.parts)}, bounds.low
        rows = []
        for row in self.rows:
            known = sum(sign * low[part] for part, sign in row.terms if part not in at)
            terms = tuple((at[part], sign) for part, sign in row.terms if part in at)
            rows.append(Row(terms, row.low - known, row.high - known))
        targets = [(cell, tuple(at[part] for part in parts if part in at)) for cell, parts in self.targets]
        less = [near.get(cell, 1) - 1 for cell, _ in self.targets]
        known_of = [
            sum(low[part] for part in parts if part not in at) - each
            for (_, parts), each in zip(self.targets, less, strict=True)
        ]
        most = [bounds.high[part] for part in self.parts]
        return Component([low[part] for part in self.parts], most, rows, targets, known_of)
