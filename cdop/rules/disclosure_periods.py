"""What exact numbers of several periods leave of each other, of days that may lie apart.

In the report profile totals and plain tables are exact. Whoever has those of some periods has those of all periods that
these add up to or differ by. Where one of them, less others within it, leaves 1 to 7 children, that is a small number
which anybody can subtract; the audit asks only of published numbers and of single stretches of days.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations

from cdop.rules.disclosure_cells import Cell, Values
from cdop.rules.disclosure_search import SMALL
from cdop.rules.disclosure_system import Bounds, Span

Exact = Mapping[Span, int]
"""How many, from a day until before another."""


def too_telling(cells: Mapping[Cell, Bounds], before: Iterable[tuple[Cell, Bounds]]) -> Iterator[Cell]:
    """Yield the cells that may not be told exactly, beside what was told before and those that are not yielded."""
    known: dict[Values, dict[Span, int]] = defaultdict(dict)
    for cell, (low, high) in before:
        if low == high:
            known[cell.values].setdefault(_span(cell), low)
    for cell, (low, high) in cells.items():
        if low == high:
            exact = known[cell.values]
            more = {_span(cell): low} | exact
            if _left(more) <= _left(exact):
                exact |= more
            else:
                yield cell


def _span(cell: Cell) -> Span:
    return cell.start, cell.end + timedelta(1)


def _left(exact: Exact) -> set[tuple[Span, int]]:
    """Every small number that a period leaves once others within it are taken away, with the period."""
    periods = _periods(exact)
    days = sorted({day for span in periods for day in span})
    begun: dict[date, list[tuple[date, int]]] = defaultdict(list)
    for (start, end), n in periods.items():
        begun[start].append((end, n))
    return {(span, n - taken) for span, n in periods.items() for taken in _taken(span, n, days, begun)}


def _periods(exact: Exact) -> Exact:
    """The numbers of all periods that those known add up to or differ by: between days that a chain of them joins."""
    near: dict[date, list[tuple[date, int]]] = defaultdict(list)
    for (start, end), n in exact.items():
        near[start].append((end, n))
        near[end].append((start, -n))
    found: dict[Span, int] = {}
    left = set(near)
    while left:
        first = min(left)
        until, waiting = {first: 0}, [first]
        while waiting:
            day = waiting.pop()
            new = {other: until[day] + n for other, n in near[day] if other not in until}
            until |= new
            waiting += new
        found |= {(a, b): until[b] - until[a] for a, b in combinations(sorted(until), 2)}
        left -= until.keys()
    return found


def _taken(span: Span, n: int, days: list[date], begun: Mapping[date, list[tuple[date, int]]]) -> Iterator[int]:
    """How many can be taken away so that few are left: the sums of periods within, no two of the same day.

    The sums up to a day are the bits of a number: there are too many ways to come to each to go them all. Periods of
    fewer than none, which numbers of different times can come to, take nothing away.
    """
    sums: dict[date, int] = defaultdict(int)
    sums[span[0]] = 1
    before, below = 0, (1 << max(0, n)) - 1
    for day in days:
        if span[0] <= day <= span[1]:
            before = sums[day] = sums[day] | before
            for end, more in begun[day]:
                if end <= span[1] and 0 <= more < n:
                    sums[end] |= before << more & below
    return (taken for taken in range(max(0, n - SMALL), n) if sums[span[1]] >> taken & 1)
