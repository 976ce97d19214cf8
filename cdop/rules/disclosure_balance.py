"""What is open ties the deaths notified and the deaths reviewed together, which are audited each by itself.

Whoever has the reports of two years reckons: open at the end is open at the beginning, and notified, less reviewed. So
the totals of the three are looked at together as well, and what is open gives way. The same is so of the children of
each area, or sex: of those nobody prints how many are open, but they are at least none and add up to all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise, product

from cdop.rules.disclosure import Protected, Told
from cdop.rules.disclosure_cells import LATER, NOTHING_TOLD, Cell, Narrow, Shown, cell
from cdop.rules.disclosure_search import LEAST_VALUES, SMALL, Component, Search, Target
from cdop.rules.disclosure_system import MOST, Contradiction, Row
from cdop.rules.figure_shapes import Cohort

OPEN, NOTIFIED, DEATHS = Cohort.OPEN.value, Cohort.NOTIFIED.value, Cohort.DEATHS.value
SIGNS = {NOTIFIED: 1, Cohort.REVIEWED.value: -1}
ONE_DAY = timedelta(1)


def is_tied(one: Cell) -> bool:
    """Say whether a cell is of what is tied together: totals, and what tables of one dimension divide them by."""
    if one.population in SIGNS:
        return len(one.values) < 2
    is_later = one.population == DEATHS and all(name.startswith(LATER) for name, _ in one.values)
    return is_later or (one.population == OPEN and not one.values)


def balanced(protected: Protected, earlier: Iterable[Told]) -> Protected:
    """Return what may be shown once the three are looked at together, beside those of `earlier` releases.

    Nothing is shown of what is open, by whatever it is divided, where a number could be worked out that could not be
    before; where one still could, of the tables by what its table is divided by, then of the deaths notified and
    reviewed. Nothing is shown of the deaths of a period where they would tell, beside those notified, how few were
    notified later.
    """
    if not any(is_tied(one) for one in protected.shown):
        return protected
    before = [told for told in earlier if is_tied(told[0])]
    shown, given_away = dict(protected.shown), set[str]()
    if _tells_who_came_later(shown, before) and not _tells_who_came_later({}, before):
        telling = DEATHS if any(one.population == DEATHS for one in shown) else NOTIFIED
        shown |= {one: NOTHING_TOLD for one in shown if one.population == telling}
        given_away.add(telling)
    for name in _dividing([*(one for one, _ in before), *shown]):
        known = _reckoned(before, name) or set()
        tied = [one for one in shown if one.population in SIGNS]
        opens = [one for one in shown if one.population == OPEN]
        for less in (opens, [one for one in tied if name in one.dimensions], tied):
            if less and _adds(shown, before, known, name):
                shown |= dict.fromkeys(less, NOTHING_TOLD)
                given_away |= {one.population for one in less} if less == tied else set()
    return Protected(shown, protected.refused, frozenset(given_away))


def _dividing(cells: Iterable[Cell]) -> list[str]:
    """Nothing at all, then what divides both the deaths notified and the deaths reviewed in tables of one dimension."""
    by = {each: {name for one in cells if one.population == each for name in one.dimensions} for each in SIGNS}
    return ["", *sorted(set.intersection(*by.values()))]


def _divided(told: Iterable[Told], name: str) -> list[Told]:
    """What is told of the totals, or of those between the ends of what tables by `name` divide, and of their parts."""
    every = [each for each in told if each[0].population in {OPEN, *SIGNS} and each[0].dimensions <= {name}]
    if not name:
        return every
    days = {day for one, _ in every if one.values for day in _ends(one)}
    return [(one, bounds) for one, bounds in every if days.issuperset(_ends(one))]


def _tells_who_came_later(shown: Mapping[Cell, Shown], before: Sequence[Told]) -> bool:
    """Whether of the deaths of a period so many more are told than were notified in it that few were notified later.

    Who died in it and was notified by its end was notified in it: the others are as many at least as it lacks.
    """
    between: dict[Cell, tuple[int, int]] = {}
    for one, (low, high) in (*before, *Protected(shown).told()):
        least, most = between.get(one, (0, MOST))
        between[one] = max(least, low), min(most, MOST if high is None else high)
    nothing = 0, MOST
    for one, (_, most) in between.items():
        if one.population == DEATHS and one.values and 1 <= most <= SMALL:
            died, came = (cell(each, one.start, one.end, {}) for each in (DEATHS, NOTIFIED))
            if most - (between.get(died, nothing)[0] - between.get(came, nothing)[1]) + 1 < LEAST_VALUES:
                return True
    return False


def _reckoned(told: Sequence[Told], name: str) -> set[Narrow] | None:
    """What can be worked out, None where the records changed between, so that what is tied adds up no more."""
    try:
        return set(worked_out(told, name))
    except Contradiction:
        return None


def _adds(shown: Mapping[Cell, Shown], before: Sequence[Told], known: set[Narrow], name: str) -> bool:
    now = [told for told in Protected(shown).told() if is_tied(told[0])]
    found = _reckoned([*before, *now], name)
    if found is None:
        found = _reckoned(now, name) or set()
    return not known.issuperset(found)


def worked_out(told: Sequence[Told], name: str = "") -> tuple[Narrow, ...]:
    """Return every small number that can be worked out to fewer than three values from what is told of the three.

    It is asked of all totals that were told of, of what was open before and after each of the periods, and of what came
    and went between any of these days; with a `name`, of these totals and of all that is divided by it. Raises
    Contradiction where no records can have given all these numbers.
    """
    told = _divided(told, name)
    if not any(one.population == OPEN for one, _ in told):
        return ()
    balance = _Balance(told, name)
    rows = [Row(balance.terms(one), low, MOST if high is None else high) for one, (low, high) in told]
    targets: list[Target] = [(one, tuple(part for part, _ in balance.terms(one))) for one in balance.asked()]
    number = balance.number
    component = Component([0] * number, [MOST] * number, [*rows, *balance.ties()], targets, [0] * len(targets))
    return tuple(sorted(Search(component, {}).narrow()))


class _Balance:
    """Unknowns: what was open at each end of a period, and what came and went between, of each value of a dimension."""

    def __init__(self, told: Sequence[Told], name: str) -> None:
        self._least: dict[Cell, int] = {}
        for one, (low, _) in told:
            self._least[one] = max(low, self._least.get(one, 0))
        self._name = name
        self._values = sorted({each for one in self._least for _, values in one.values for each in values}) or [""]
        self._days = sorted({day for one in self._least for day in _ends(one)})
        opens, moved = product(self._days, self._values), product(SIGNS, pairwise(self._days), self._values)
        self._open = {key: number for number, key in enumerate(opens)}
        self._moved = {key: len(self._open) + number for number, key in enumerate(moved)}
        self.number = len(self._open) + len(self._moved)

    def terms(self, one: Cell) -> tuple[tuple[int, int], ...]:
        """The unknowns whose sum a cell is."""
        values = dict(one.values).get(self._name, self._values)
        if one.population == OPEN:
            return tuple((self._open[one.end, value], 1) for value in values)
        first, last = one.start - ONE_DAY, one.end
        spans = [(after, until) for after, until in pairwise(self._days) if first <= after and until <= last]
        return tuple((self._moved[one.population, span, value], 1) for span in spans for value in values)

    def ties(self) -> Iterator[Row]:
        """Open at an end is open at the end before, and what came, less what went."""
        for (before, after), value in product(pairwise(self._days), self._values):
            moved = ((self._moved[each, (before, after), value], sign) for each, sign in SIGNS.items())
            yield Row(((self._open[before, value], 1), *moved, (self._open[after, value], -1)), 0, 0)

    def asked(self) -> list[Cell]:
        """What was told of, was open at each end, or came or went between any two, where it may be a small number."""
        told = {one for one, low in self._least.items() if low <= SMALL}
        opens = {cell(OPEN, day, day, {}) for day in self._days if not self._name}
        moved = {
            cell(each, after + ONE_DAY, until, {self._name: (value,)} if value else {})
            for each, value in product(SIGNS, self._values)
            for after, until in self._few(each, value)
        }
        return sorted(told | opens | moved)

    def _few(self, population: str, value: str) -> Iterator[tuple[date, date]]:
        """Between which ends no more than a small number is told to have come, by periods that do not overlap."""
        told = defaultdict(list)
        for one, low in self._least.items():
            if one.population == population and dict(one.values).get(self._name, ("",)) == (value,):
                told[one.end].append((one.start - ONE_DAY, low))
        for first in self._days:
            least = {first: 0}
            for before, day in pairwise(each for each in self._days if each >= first):
                sums = [least[start] + low for start, low in told[day] if start in least]
                least[day] = max(least[before], *sums, 0)
                if least[day] <= SMALL:
                    yield first, day


def _ends(one: Cell) -> tuple[date, ...]:
    return (one.end,) if one.population == OPEN else (one.start - ONE_DAY, one.end)
