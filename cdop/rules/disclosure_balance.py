"""What is open ties the deaths notified and the deaths reviewed together, which are audited each by itself.

Whoever has the reports of two years reckons: open at the end is open at the beginning, and notified, less reviewed. So
the totals of the three are looked at together as well, and what is open gives way.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from cdop.rules.disclosure import Protected, Told
from cdop.rules.disclosure_cells import LATER, NOTHING_TOLD, Cell, Narrow, Shown, cell
from cdop.rules.disclosure_search import LEAST_VALUES, SMALL, Component, Search, Target
from cdop.rules.disclosure_system import MOST, Contradiction, Row
from cdop.rules.figure_shapes import Cohort

OPEN, NOTIFIED, DEATHS = Cohort.OPEN.value, Cohort.NOTIFIED.value, Cohort.DEATHS.value
SIGNS = {NOTIFIED: 1, Cohort.REVIEWED.value: -1}
ONE_DAY = timedelta(1)


def is_tied(one: Cell) -> bool:
    """Say whether a cell is a total of what is tied together, or the part of the deaths that was notified later."""
    is_later = len(one.values) == 1 and one.values[0][0].startswith(LATER)
    return (not one.values and one.population in {OPEN, DEATHS, *SIGNS}) or (is_later and one.population == DEATHS)


def balanced(protected: Protected, earlier: Iterable[Told]) -> Protected:
    """Return what may be shown once the totals of the three are looked at together, beside those of `earlier` releases.

    Nothing is shown of what is open, by whatever it is divided, where a number could be worked out that could not be
    before; and where one still could, nothing of the deaths notified and reviewed. Nothing is shown of the deaths of a
    period where they would tell, beside those notified, how few were notified later.
    """
    if not any(is_tied(one) for one in protected.shown):
        return protected
    before = [told for told in earlier if is_tied(told[0])]
    known = _reckoned(before) or set()
    shown, given_away = dict(protected.shown), set[str]()
    if _tells_who_came_later(shown, before) and not _tells_who_came_later({}, before):
        telling = DEATHS if any(one.population == DEATHS for one in shown) else NOTIFIED
        shown |= {one: NOTHING_TOLD for one in shown if one.population == telling}
        given_away.add(telling)
    for populations in ({OPEN}, SIGNS.keys()):
        if _adds(shown, before, known):
            less = [one for one in shown if one.population in populations]
            shown |= dict.fromkeys(less, NOTHING_TOLD)
            given_away |= {one.population for one in less} - {OPEN}
    return Protected(shown, protected.refused, frozenset(given_away))


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


def _reckoned(told: Sequence[Told]) -> set[Narrow] | None:
    """What can be worked out, None where the records changed between, so that what is tied adds up no more."""
    try:
        return set(worked_out(told))
    except Contradiction:
        return None


def _adds(shown: Mapping[Cell, Shown], before: Sequence[Told], known: set[Narrow]) -> bool:
    now = [told for told in Protected(shown).told() if is_tied(told[0])]
    found = _reckoned([*before, *now])
    if found is None:
        found = _reckoned(now) or set()
    return not known.issuperset(found)


def worked_out(told: Sequence[Told]) -> tuple[Narrow, ...]:
    """Return every small total that can be worked out to fewer than three values from what is told of the three.

    It is asked of all that was told of, of what was open before and after each of the periods, and of what came and
    went between any of these days. Raises Contradiction where no records can have given all these numbers.
    """
    if not any(one.population == OPEN for one, _ in told):
        return ()
    told = [each for each in told if each[0].population != DEATHS]
    balance = _Balance(told)
    rows = [Row(balance.terms(one), low, MOST if high is None else high) for one, (low, high) in told]
    targets: list[Target] = [(one, tuple(part for part, _ in balance.terms(one))) for one in balance.asked()]
    number = balance.number
    component = Component([0] * number, [MOST] * number, [*rows, *balance.ties()], targets, [0] * len(targets))
    return tuple(sorted(Search(component, {}).narrow()))


class _Balance:
    """Unknowns: what was open at each end of a period, and what came and went between."""

    def __init__(self, told: Iterable[Told]) -> None:
        self._least: dict[Cell, int] = {}
        for one, (low, _) in told:
            self._least[one] = max(low, self._least.get(one, 0))
        days = sorted({day for one in self._least for day in _ends(one)})
        self.open_on = {day: number for number, day in enumerate(days)}
        self._moved = {
            (population, span): len(days) + number
            for number, (population, span) in enumerate((p, span) for p in SIGNS for span in pairwise(days))
        }
        self.number = len(days) + len(self._moved)

    def terms(self, one: Cell) -> tuple[tuple[int, int], ...]:
        """The unknowns whose sum a cell is."""
        if one.population == OPEN:
            return ((self.open_on[one.end], 1),)
        first, last = one.start - ONE_DAY, one.end
        return tuple(
            (part, 1)
            for (population, (after, until)), part in self._moved.items()
            if population == one.population and first <= after and until <= last
        )

    def ties(self) -> Iterator[Row]:
        """Open at an end is open at the end before, and what came, less what went."""
        for before, after in pairwise(self.open_on):
            moved = ((self._moved[population, (before, after)], sign) for population, sign in SIGNS.items())
            yield Row(((self.open_on[before], 1), *moved, (self.open_on[after], -1)), 0, 0)

    def asked(self) -> list[Cell]:
        """What was told of, was open at each end, or came or went between any two, where it may be a small number."""
        told = {one for one, low in self._least.items() if low <= SMALL}
        opens = {cell(OPEN, day, day, {}) for day in self.open_on}
        moved = {cell(each, after + ONE_DAY, until, {}) for each in SIGNS for after, until in self._few(each)}
        return sorted(told | opens | moved)

    def _few(self, population: str) -> Iterator[tuple[date, date]]:
        """Between which ends no more than a small number is told to have come, by periods that do not overlap."""
        told = defaultdict(list)
        for one, low in self._least.items():
            if one.population == population:
                told[one.end].append((one.start - ONE_DAY, low))
        for first in self.open_on:
            least = {first: 0}
            for before, day in pairwise(each for each in self.open_on if each >= first):
                sums = [least[start] + low for start, low in told[day] if start in least]
                least[day] = max(least[before], *sums, 0)
                if least[day] <= SMALL:
                    yield first, day


def _ends(one: Cell) -> tuple[date, ...]:
    return (one.end,) if one.population == OPEN else (one.start - ONE_DAY, one.end)
