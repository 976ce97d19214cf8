"""Everything that published numbers say, as whole numbers that add up: what the audit of disclosure control solves.

A population (such as the deaths reviewed) is cut into the smallest parts that anything published can tell apart: by
the values of each set of dimensions that some table has, and by the first and last days of its periods. Each part is
an unknown. A total is the sum of its parts in every table that has them, and each published number bounds a sum.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise, product

from cdop.rules.disclosure_cells import Cell

MOST = 100_000
"""More cases than any population has: the upper bound of a number of which nothing is told."""
Bounds = tuple[int, int | None]
Names = frozenset[str]
Span = tuple[date, date]
Part = tuple[Names, tuple[str, ...], Span]
"""An unknown: its dimensions, the first value of each of its classes in order of their names, and its days."""


class Contradiction(ValueError):
    """What was published cannot all be true of the same records: they changed between."""


@dataclass(frozen=True, slots=True)
class Row:
    """A sum of unknowns, each by its number with +1 or -1, from `low` to `high`."""

    terms: tuple[tuple[int, int], ...]
    low: int
    high: int


class System:
    """The unknowns and rows of one population. Raises Contradiction where two bounds of one cell exclude each other."""

    def __init__(self, told: Iterable[tuple[Cell, Bounds]]) -> None:
        self.told: dict[Cell, tuple[int, int]] = {}
        for cell, (low, high) in told:
            before = self.told.get(cell, (0, MOST))
            both = max(before[0], low), min(before[1], MOST if high is None else high)
            if both[0] > both[1]:
                raise Contradiction(cell.population)
            self.told[cell] = both
        self._spans: dict[Names, set[Span]] = defaultdict(set)
        for cell in self.told:
            self._spans[cell.dimensions].add((cell.start, cell.end + timedelta(1)))
        self.published = self._spans.keys()
        self._days = {names: self._days_of(names) for names in self._sets}
        self.parts: dict[Part, int] = {}
        for names in self._sets:
            for values, days in self._within(names):
                self.parts[names, values, days] = len(self.parts)

    @cached_property
    def _sets(self) -> list[Names]:
        """Every set of dimensions, what any two have in common, and none at all: the smaller first."""
        found = {frozenset[str](), *self.published}
        while more := {a & b for a in found for b in found} - found:
            found |= more
        return sorted(found, key=lambda names: (len(names), sorted(names)))

    @cached_property
    def _classes(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Of each dimension the values that nothing tells apart, under the first of them."""
        seen: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for cell in self.told:
            for name, values in cell.values:
                seen[name].add(values)
        return {name: _classes(mentions) for name, mentions in seen.items()}

    def _within(self, names: Names) -> Iterator[tuple[tuple[str, ...], Span]]:
        """The values and days of the unknowns with these dimensions."""
        return product(product(*(self._classes[name] for name in sorted(names))), self._days[names])

    def _days_of(self, names: Names) -> list[Span]:
        """The smallest periods that tables with these dimensions, or more, tell apart."""
        spans = set[Span]().union(*(spans for published, spans in self._spans.items() if names <= published))
        cuts = sorted({day for span in spans for day in span})
        return [
            (first, after - timedelta(1))
            for first, after in pairwise(cuts)
            if any(start <= first and after <= end for start, end in spans)
        ]

    def parts_of(self, cell: Cell) -> list[int]:
        """The unknowns that make up a cell."""
        wanted = dict(cell.values)
        names = sorted(wanted)
        classes = [[first for first in self._classes[n] if first in wanted[n]] for n in names]
        days = [span for span in self._days[cell.dimensions] if cell.start <= span[0] and span[1] <= cell.end]
        return [self.parts[cell.dimensions, values, span] for values, span in product(product(*classes), days)]

    def rows(self) -> Iterator[Row]:
        """Everything that is known: what was told of each cell, and that totals are the sums of their parts."""
        for cell, (low, high) in self.told.items():
            yield Row(tuple((part, 1) for part in self.parts_of(cell)), low, high)
        for smaller, larger in self._next_to_each_other():
            yield from self._sums(smaller, larger)

    def _next_to_each_other(self) -> Iterator[tuple[Names, Names]]:
        for larger in self._sets:
            below = [names for names in self._sets if names < larger]
            yield from ((names, larger) for names in below if not any(names < other for other in below))

    def _sums(self, smaller: Names, larger: Names) -> Iterator[Row]:
        kept = [sorted(larger).index(name) for name in sorted(smaller)]
        sums: dict[tuple[tuple[str, ...], Span], list[int]] = defaultdict(list)
        for values, days in self._within(larger):
            sums[tuple(values[at] for at in kept), days].append(self.parts[larger, values, days])
        shorter = {
            (start, end): [span for span in self._days[smaller] if start <= span[0] and span[1] <= end]
            for start, end in self._days[larger]
        }
        for (values, days), parts in sums.items():
            whole = ((self.parts[smaller, values, span], -1) for span in shorter[days])
            yield Row((*((part, 1) for part in parts), *whole), 0, 0)

    def cell_of(self, part: Part) -> Cell:
        """An unknown as a cell."""
        names, firsts, (start, end) = part
        values = tuple((n, self._classes[n][first]) for n, first in zip(sorted(names), firsts, strict=True))
        return Cell(next(iter(self.told)).population, start, end, values)


def _classes(mentions: Iterable[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    sets = [frozenset(mention) for mention in sorted(mentions)]
    alike: Mapping[tuple[bool, ...], list[str]] = defaultdict(list)
    for value in sorted(frozenset().union(*sets)):
        alike[tuple(value in mentioned for mentioned in sets)].append(value)
    return {values[0]: tuple(values) for values in alike.values()}
