"""Disclosure control: what may be shown of numbers of children to whoever may not see cases.

The rules of NHS England's figures below the whole country (counts of 1 to 7 hidden, the others to the nearest 5), with
totals included, because a hidden number comes back from exact totals. Then the audit, jointly with everything that was
released before; and as long as a small number could be worked out, the smallest number beside it is withheld too.
Nothing is left to chance: the same numbers are always shown in the same way.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial

from cdop.rules.disclosure_audit import Near, is_possible, narrow
from cdop.rules.disclosure_cells import NOTHING_TOLD, Cell, Narrow, Shown, Values
from cdop.rules.disclosure_periods import rounded_before, too_telling
from cdop.rules.disclosure_search import SMALL, Seen
from cdop.rules.disclosure_system import Bounds, Contradiction

ROUNDED_TO = 5
LEAST_DENOMINATOR = 20
"""No percentage is given of fewer: one of 13 or less is as good as the number itself."""
ALL_AT_ONCE = -1
"""The step before those of the tables by how many dimensions they have."""
SMALL_SHOWN = Shown(None, 1, SMALL)

Told = tuple[Cell, Bounds]
OnStep = Callable[[int, int], None]
"""Is told how many steps of how many are done."""


def unwatched(_done: int, _whole: int) -> None:
    """Be told of steps where nobody waits to see them."""


class Profile(StrEnum):
    """How numbers are protected: for extracts and the workspace, or for the annual report that panels publish."""

    RELEASE = "release"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Protected:
    """What is shown of every cell, and the populations of which less is shown because of other releases.

    Of those that are `refused` nothing is shown that contradicts what was told before; of those in `given_away` nothing
    at all, because they would give a small number away with what was told of others.
    """

    shown: Mapping[Cell, Shown]
    refused: frozenset[str] = frozenset()
    given_away: frozenset[str] = frozenset()

    def told(self) -> Iterator[Told]:
        """What these numbers tell, for whoever releases more of them later."""
        return ((cell, (shown.low, shown.high)) for cell, shown in self.shown.items())


def rounded(n: int) -> int:
    """Return the number to the nearest 5."""
    return (n + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def first_shown(cell: Cell, n: int, profile: Profile) -> Shown:
    """Return what a profile shows of a number before anything is known of those beside it.

    None is shown as none. In a report totals and tables of one dimension are exact, as panels print them.
    """
    if n == 0:
        return Shown(0, 0, 0)
    if n <= SMALL:
        return SMALL_SHOWN
    if profile is Profile.REPORT and len(cell.values) < 2:
        return Shown(n, n, n)
    nearest = rounded(n)
    return Shown(nearest, max(nearest - ROUNDED_TO // 2, SMALL + 1), nearest + ROUNDED_TO // 2, is_rounded=True)


def protect(
    counted: Mapping[Cell, int],
    profile: Profile,
    *,
    beside: Iterable[Cell] = (),
    earlier: Iterable[Told] = (),
    on_step: OnStep = unwatched,
) -> Protected:
    """Return what may be shown of these numbers beside what was released before.

    `beside` are cells that are not shown but complete others: the rest of which a table shows one part. What was
    withheld before to protect another number stays withheld. Where the records have changed so that old and new
    numbers together would show what changed, the tables of the facts that changed are not shown, and where more than
    that changed nothing of that population is. The steps that `on_step` is told of
    go by the shape of what was asked for, not by any number: how far it is says nothing of the records.
    """
    before = list(earlier)
    withheld = {cell for cell, bounds in before if bounds == (0, None)}
    shown: dict[Cell, Shown] = {}
    refused: set[str] = set()
    steps = _steps(counted)

    def begins(population: str, depth: int) -> None:
        on_step(steps.index((population, depth)), len(steps))

    for population in sorted({cell.population for cell in counted}):
        mine = {cell: n for cell, n in sorted(counted.items()) if cell.population == population}
        around = [told for told in before if told[0].population == population]
        around += [(cell, (0, None)) for cell in beside if cell.population == population]
        first = {
            cell: NOTHING_TOLD if cell in withheld or _tells_of_all(cell, mine) else first_shown(cell, n, profile)
            for cell, n in mine.items()
        }
        near = _take_back(first, mine, around)
        shown |= dict.fromkeys(mine, NOTHING_TOLD)
        try:
            shown |= _audited(first, around, near, partial(begins, population))
        except Contradiction:
            refused.add(population)
            if unaffected := _unaffected(first, around):
                shown |= _audited(unaffected, around, near, partial(begins, population))
    return Protected(shown, frozenset(refused))


def _unaffected(shown: Mapping[Cell, Shown], around: list[Told]) -> dict[Cell, Shown]:
    """The tables without the facts that contradict what was told before; none where anything else does as well.

    Where a theme was decided anew, or a category corrected, the other tables are as they were, and tell nothing of it.
    Where a child came or went, a table that agrees with what was told would tell where that child is not.
    """
    kept = _fitting(_tables(shown), {}, around)
    facts = {name for cell in shown.keys() - kept.keys() if len(cell.values) == 1 for name in cell.dimensions}
    rest = {cell: what for cell, what in shown.items() if not facts & cell.dimensions}
    return rest if rest.keys() <= kept.keys() else {}


def _tables(shown: Mapping[Cell, Shown]) -> list[dict[Cell, Shown]]:
    """The tables of one population, of each period by itself, totals first."""
    tables: dict[tuple[int, tuple[str, ...], date, date], dict[Cell, Shown]] = defaultdict(dict)
    for cell, what in shown.items():
        names = tuple(name for name, _ in cell.values)
        tables[len(names), names, cell.start, cell.end][cell] = what
    return [tables[key] for key in sorted(tables)]


def _fitting(tables: Sequence[dict[Cell, Shown]], kept: dict[Cell, Shown], around: list[Told]) -> dict[Cell, Shown]:
    """What is kept, and the tables that some records can have given together with it and what was told around them.

    They are tried by halves: mostly few of them contradict what was told before.
    """
    more = kept | {cell: what for table in tables for cell, what in table.items()}
    if len(more) == len(kept) or is_possible([*around, *Protected(more).told()]):
        return more
    if len(tables) == 1:
        return kept
    half = len(tables) // 2
    return _fitting(tables[half:], _fitting(tables[:half], kept, around), around)


def _take_back(first: dict[Cell, Shown], counted: Mapping[Cell, int], around: list[Told]) -> Near:
    """Round what exact numbers of several periods would leave few of; return what is to stay so, with those before."""
    telling = [*too_telling({cell: (what.low, what.high) for cell, what in first.items()}, around)]
    for cell in telling:
        first[cell] = first_shown(cell, counted[cell], Profile.RELEASE) if counted[cell] else NOTHING_TOLD
    return dict(rounded_before(around)) | {cell: first[cell].low for cell in telling if counted[cell]}


def _steps(counted: Iterable[Cell]) -> list[tuple[str, int]]:
    """The steps of an audit of these: of each population all at once, then totals, tables, and crossed ones."""
    depths = {(cell.population, len(cell.values)) for cell in counted}
    return sorted(depths | {(population, ALL_AT_ONCE) for population, _ in depths})


def _tells_of_all(cell: Cell, counted: Mapping[Cell, int]) -> bool:
    """Whether a none tells something of every child of a small group: that all of them are in one other cell."""
    if counted[cell]:
        return False
    groups = [(name, tuple(value for value in cell.values if value[0] != name)) for name, _ in cell.values]
    sizes = [_size(name, others, cell, counted) for name, others in groups]
    if 0 in sizes:
        return False  # nobody is there at all
    return any(
        size < LEAST_DENOMINATOR and _is_in_one_place(size, name, others, cell, counted)
        for size, (name, others) in zip(sizes, groups, strict=True)
    )


def _size(name: str, others: Values, cell: Cell, counted: Mapping[Cell, int]) -> int:
    """How many a group is. Of a column, of which tables print no total, that is the sum of its numbers."""
    told = counted.get(replace(cell, values=others))
    if told is not None:
        return told
    beside = _beside(name, others, cell, counted)
    return (sum(beside) if len(beside) > 1 else 0) or LEAST_DENOMINATOR


def _beside(name: str, others: Values, cell: Cell, counted: Mapping[Cell, int]) -> list[int]:
    """The numbers of a table that divide a group by `name`, this one among them."""
    alike = (cell.population, cell.start, cell.end, cell.dimensions)
    return [
        n
        for one, n in counted.items()
        if (one.population, one.start, one.end, one.dimensions) == alike
        if tuple(value for value in one.values if value[0] != name) == others
    ]


def _is_in_one_place(size: int, name: str, others: Values, cell: Cell, counted: Mapping[Cell, int]) -> bool:
    beside = [n for n in _beside(name, others, cell, counted) if n]
    # Where a table shows one part only, the rest of the group is the one other place.
    return not beside or max(beside) == size


def _audited(
    shown: dict[Cell, Shown], around: list[Told], near: Near, begins: Callable[[int], None]
) -> dict[Cell, Shown]:
    """The numbers of one population with as many of them withheld as it takes.

    Totals come first, then tables of one dimension, then crossed ones: each is cut until it is safe beside those before
    it, so that the tables which most people need lose least.
    """
    # What the records can have been when all of it is told, they can have been when less is. Not the other way round.
    seen: Seen = {}
    begins(ALL_AT_ONCE)
    everything = [*around, *Protected(shown).told()]
    found = narrow(everything, seen, near)
    if any(target.cell in near for target in found):
        near = _not_given(near, [*around, *((cell, (0, None)) for cell in shown)])
        found = narrow(everything, seen, near)
    if not found:
        return shown
    kept: dict[Cell, Shown] = {}
    for depth in sorted({len(cell.values) for cell in shown}):
        begins(depth)
        mine = {cell: what for cell, what in shown.items() if len(cell.values) == depth}
        kept |= _cut(mine, [*around, *Protected(kept).told()], dict(seen), near)
    return kept


def _not_given(near: Near, around: list[Told]) -> Near:
    """Those rounded numbers that what is told around them does not give back already."""
    given = {target.cell for target in narrow([*around, *((cell, (0, None)) for cell in near)], near=near)}
    return {cell: low for cell, low in near.items() if cell not in given}


def _cut(shown: dict[Cell, Shown], around: list[Told], seen: Seen, near: Near) -> dict[Cell, Shown]:
    """These tables, cut until they are safe beside what is told `around` them."""
    while found := narrow([*around, *Protected(shown).told()], seen, near):
        less = {cell for target in found for cell in _to_withhold(target, shown)}
        if not less:
            return shown  # nothing of these is told any more: what is left comes from earlier releases alone
        shown = shown | dict.fromkeys(less, NOTHING_TOLD)
    return shown


def _to_withhold(target: Narrow, shown: Mapping[Cell, Shown]) -> list[Cell]:
    """What to withhold for a number that can be worked out: the smallest that is shown in its table, or all of that.

    The first alone is withheld because that is mostly enough. With nothing but nones left to show, a withheld number
    says that it is not none: then the table goes whole.
    """
    telling = [cell for cell, what in shown.items() if what != NOTHING_TOLD]
    mine = target.cell.dimensions
    near = [cell for cell in telling if mine <= cell.dimensions] or telling
    if visible := [cell for cell in near if shown[cell].n]:
        return [min(visible, key=lambda cell: (not _overlap(cell, target.cell), shown[cell].n, cell))]
    return near


def _overlap(one: Cell, other: Cell) -> bool:
    return one.start <= other.end and other.start <= one.end
