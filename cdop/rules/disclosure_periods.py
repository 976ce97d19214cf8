"""What exact numbers of several periods leave of each other, of days that may lie apart.

In the report profile totals and plain tables are exact. Whoever has those of some periods can add and subtract them.
Where that leaves 1 to 7 children of some days, in however many stretches, that is a small number which anybody can
work out; the audit asks only of published numbers and of single stretches of days.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from cdop.rules.disclosure_cells import Cell, Values
from cdop.rules.disclosure_search import SMALL
from cdop.rules.disclosure_system import Bounds, Span

Exact = Mapping[Span, int]
"""How many, from a day until before another."""
Until = dict[date, tuple[date, int]]
"""Of each day how many come before it, counted from another day: from that, and so many."""
Ways = dict[tuple[tuple[date, int], ...], int]
"""Of sets of days that are not complete: of each day from which some are counted how many more stretches began than
ended, and how many come on them so far. Those are the bits of a number: many ways come to the same."""
MOST_WAYS = 500
"""With more ways than these a number is not told exactly."""


class TooMany(ValueError):
    """There are more ways to add up what is known than can be gone."""


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
            if _tells_no_more(more, exact):
                exact |= more
            else:
                yield cell


def rounded_before(before: Iterable[tuple[Cell, Bounds]]) -> Iterator[tuple[Cell, int]]:
    """Yield the rounded numbers of these that may not be told exactly beside the others, and what each is at least."""
    told = [*dict.fromkeys(before)]
    known: dict[Values, dict[Span, int]] = defaultdict(dict)
    for cell, (low, high) in told:
        if low == high:
            known[cell.values][_span(cell)] = low
    for cell, (low, high) in told:
        exact, span = known[cell.values], _span(cell)
        if low <= SMALL or high is None or not exact or span in exact:
            continue
        if not all(_tells_no_more({span: n} | exact, exact) for n in range(low, high + 1)):
            yield cell, low


def _tells_no_more(more: Exact, exact: Exact) -> bool:
    try:
        return more == exact or small_left(more) <= small_left(exact)
    except TooMany:
        return False


def _span(cell: Cell) -> Span:
    return cell.start, cell.end + timedelta(1)


def small_left(exact: Exact) -> set[tuple[Span, int]]:
    """Every small number of some days, with the first of them and the day after the last, that the exact ones tell.

    Raises TooMany where there are more ways to come to them than can be gone.
    """
    told = _told_until(exact)
    return {((first, last), n) for first in told for last, n in _small(told, first)}


def _told_until(exact: Exact) -> Until:
    """Of each day on which a period begins or has ended, in order, how many come before it, counted from which day.

    Between two days that are counted from the same one it is known how many come.
    """
    near: dict[date, list[tuple[date, int]]] = defaultdict(list)
    for (start, end), n in exact.items():
        near[start].append((end, n))
        near[end].append((start, -n))
    until: dict[date, tuple[date, int]] = {}
    for first in sorted(near):
        waiting = [] if first in until else [first]
        until.setdefault(first, (first, 0))
        while waiting:
            day = waiting.pop()
            new = {other: (first, until[day][1] + n) for other, n in near[day] if other not in until}
            until |= new
            waiting += new
    return {day: until[day] for day in sorted(until)}


def _small(told: Until, first: date) -> Iterator[tuple[date, int]]:
    """Where sets of days end that begin on `first`, and how many come on them, where that is known and a small number.

    A set is of one stretch or several. It is known where as many stretches begin as end on days that are counted from
    the same one. Until a set is complete there is, for each of these, how many more began than ended.
    """
    least = sum(abs(n) for _, n in told.values()) * len(told)
    latest = {counted_from: day for day, (counted_from, _) in told.items()}
    before = dict([told[first]])
    ways: Ways = {((told[first][0], 1),): 1 << least}
    for day, (counted_from, n) in told.items():
        if day <= first:
            continue
        ways = _on(ways, counted_from, n - before.get(counted_from, n))
        before[counted_from] = n
        turned = _turned(ways, counted_from)
        small = turned.get((), 0) >> least
        yield from ((day, few) for few in range(1, SMALL + 1) if small >> few & 1)
        for began, sums in turned.items():
            ways[began] = ways.get(began, 0) | sums
        if day == latest[counted_from]:
            ways = {began: sums for began, sums in ways.items() if counted_from not in dict(began)}
        if len(ways) > MOST_WAYS:
            raise TooMany


def _on(ways: Ways, counted_from: date, more: int) -> Ways:
    """Count on to the next day that is counted from this one: `more` come on each stretch that began and lasts."""
    times = {began: more * dict(began).get(counted_from, 0) for began in ways}
    return {began: sums << times[began] if times[began] > 0 else sums >> -times[began] for began, sums in ways.items()}


def _turned(ways: Ways, counted_from: date) -> Ways:
    """End a stretch of each set on a day, or begin the next where none lasts."""
    turned: Ways = {}
    for began, sums in ways.items():
        lasts = sum(more for _, more in began)
        now = dict(began) | {counted_from: dict(began).get(counted_from, 0) + (-1 if lasts else 1)}
        turned[tuple(sorted((each, more) for each, more in now.items() if more))] = sums
    return turned
