"""Releases of what came, what went and what is open, one after another, of periods that nearly are each other.

Years, the same less a day or a month at either end, years to date, years together; the whole panel and all but one of
its areas; records that are changed between. Each child was notified on a day and reviewed on a later one, or not yet.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby
from random import Random

from cdop.rules.disclosure import Profile, Told, first_shown
from cdop.rules.disclosure_cells import Cell, cell
from cdop.rules.disclosure_search import SMALL
from cdop.rules.figure_cells import counted, outline
from cdop.rules.figure_dimensions import Scope
from cdop.rules.figure_shapes import Cohort, Counts, Figure, Measure
from cdop.rules.figures import measure
from cdop.rules.periods import FinancialYear, Period
from cdop.rules.releases import Selection, bundle
from tests.rules.test_disclosure_audit import drawn
from tests.rules.tied_reader import Child, Close, NothingFits, Number, TiedReader

AREAS = {"E1": "Ashton", "E2": "Brook", "E3": "Crewe"}
SEXES = ("female", "male", "indeterminate", "not known", "missing")
YEARS = range(2018, 2021)
DAY = timedelta(1)
NEAR_ENDS = (0, 0, 0, -1, -1, 1, -31, -90, -183)
"""By how many days a period ends, or begins, before or after a year does."""
AT_ONCE = {
    "": ("notified.total", "reviewed.total", "open.total"),
    "sex": ("notified.total", "notified.sex", "reviewed.total", "reviewed.sex", "open.total"),
    "area": ("notified.total", "notified.area", "reviewed.total", "reviewed.area", "open.total"),
    "month": ("notified.total", "notified.month", "reviewed.total", "open.total"),
}
"""What figures of everything have in them, by what they are divided by."""


@dataclass(frozen=True)
class Printed:
    """A release: its numbers as they left, the children as they were then, how often records had been changed."""

    numbers: tuple[Number, ...]
    children: tuple[Child, ...]
    edits: int


@dataclass
class TiedSequence:
    """What was released so far of invented records, and how much of it was of use."""

    random: Random
    told: list[Told] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    edits: int = 0
    shown: int = 0
    shown_by_a_naive_rule: int = 0
    refused: int = 0

    def __post_init__(self) -> None:
        self.divided = self.random.choice(("", "", "", "sex", "sex", "area", "area", "month"))
        self.waits = self.random.choice((60, 200, 400))
        self.children = [self._child() for _ in range(self.random.choice((15, 40, 90, 200)))]

    def _child(self) -> Child:
        random = self.random
        notified = date(YEARS[0], 4, 1) + DAY * random.randrange(365 * len(YEARS))
        reviewed = notified + DAY * random.randint(10, 2 * self.waits) if random.random() < 0.9 else None
        area = random.choices(list(AREAS.values()), (6, 3, 1))[0]
        return Child(notified, reviewed, area, random.choices(SEXES[:2], (3, 2))[0])

    def _edit(self) -> None:
        """A late correction: another day, a child who was missing, one who is not for review."""
        at, how = self.random.randrange(len(self.children)), self.random.random()
        if how < 0.2:
            self.children.append(self._child())
        elif how < 0.4 and len(self.children) > 1:
            del self.children[at]
        elif how < 0.7 and (day := self.children[at].reviewed_on):
            self.children[at] = replace(self.children[at], reviewed_on=day + DAY * self.random.choice((1, 7, 60)))
        else:
            self.children[at] = self._child()
        self.edits += 1

    def release(self) -> None:
        """Ask for figures, as somebody might who has the ones before; an edit comes before one in eight."""
        if self.random.random() < 0.125:
            self._edit()
        selection, measures = self._asked()
        counts = self._counts(selection)
        made = bundle(measures, counts, selection, self.told)
        self.told += made.told
        self.refused += bool(made.refused or made.given_away)
        told = dict(made.told)
        numbers: list[Number] = []
        for of in measures:
            numbers += _numbers(of, made.measures[of.id], selection, told)
            figure = of.figure(counts)
            cells = dict(counted(outline(of, figure, counts.scope, selection.picked), figure))
            naive = [first_shown(one, n, selection.profile).n is not None for one, n in cells.items()]
            self.shown_by_a_naive_rule += sum(naive)
        self.printed.append(Printed(tuple(numbers), tuple(self.children), self.edits))
        self.shown += sum(not number.is_withheld for number in numbers)

    def told_too_closely(self, seed: int) -> list[Close]:
        """What a reader gets back of everything that was printed, and of what was printed of the same records."""
        readings = [self.printed, *self.of_the_same_records()] if self.edits else [self.printed]
        found = []
        for printed in readings:
            reader = TiedReader([n for one in printed for n in one.numbers], tuple(AREAS.values()), SEXES)
            try:
                found += reader.told_too_closely(printed[-1].children, random=drawn(seed))
            except NothingFits:
                assert len({one.edits for one in printed}) > 1
        return found

    def of_the_same_records(self) -> list[list[Printed]]:
        """What was printed before the first change of the records, between it and the next, and so on."""
        return [[*printed] for _, printed in groupby(self.printed, key=lambda one: one.edits)]

    def _asked(self) -> tuple[Selection, list[Measure]]:
        period, profile = self._period(), self.random.choice((Profile.REPORT, Profile.REPORT, Profile.RELEASE))
        if self.divided in ("sex", "area") and self.random.random() < 0.4:
            name = f"{self.random.choice(('notified', 'reviewed'))}.{self.divided}"
            area = self.random.choice(list(AREAS.values())) if self.divided == "sex" else ""
            return Selection(period, profile, name, area), [measure(name)]
        return Selection(period, profile), [measure(name) for name in AT_ONCE[self.divided]]

    def _period(self) -> Period:
        random = self.random
        last = random.choice(YEARS)
        first = max(last - random.choice((0, 0, 0, 1, 2)), YEARS[0] - 1)
        start = FinancialYear(first).start + DAY * random.choice((0, 0, 0, 0, 1, 30))
        end = FinancialYear(last).end + DAY * random.choice(NEAR_ENDS)
        return Period(start, end, "some days")

    def _counts(self, selection: Selection) -> Counts:
        """What the figures count of the children that a selection chooses."""
        mine = [child for child in self.children if selection.area in ("", child.area)]
        period = selection.period
        came = [child for child in mine if child.notified_on in period]
        went = [child for child in mine if child.reviewed_on is not None and child.reviewed_on in period]
        still = [child for child in mine if child.is_open_after(period.end)]
        codes = {name: code for code, name in AREAS.items()}
        tables = {}
        for cohort, children in ((Cohort.NOTIFIED, came), (Cohort.REVIEWED, went)):
            tables[cohort, ("sex",)] = Counter(child.sex for child in children)
            tables[cohort, ("area_code",)] = Counter(codes[child.area] for child in children)
            tables[cohort, ("notified_on",)] = Counter(child.notified_on for child in children)
        totals = {Cohort.NOTIFIED: len(came), Cohort.REVIEWED: len(went), Cohort.OPEN: len(still)}
        return Counts(Scope(period, AREAS), totals, tables)


def _numbers(of: Measure, figure: Figure, selection: Selection, told: dict) -> Iterator[Number]:
    """What was printed, as a reader has it, who is told as well which of the withheld are small, which are rounded."""
    population, dimension = of.id.split(".")
    period = selection.period
    start = period.end if population == "open" else period.start

    def number(n: int | None, first: date, last: date, values: dict[str, str]) -> Number:
        one = cell(population, first, last, {name: (value,) for name, value in values.items()})
        return Number(
            population, first, last, values.get("area_code", ""), values.get("sex", ""), *_between(n, one, told)
        )

    picked = {"area_code": selection.area} if selection.area else {}
    if dimension == "total":
        yield number(figure["n"], start, period.end, picked)
        return
    yield number(figure["of"], start, period.end, picked)
    for row in figure["rows"]:
        if dimension == "month":
            first = date.fromisoformat(f"{row['key']}-01")
            last = (first + timedelta(31)).replace(day=1) - DAY
            yield number(row["n"], max(first, start), min(last, period.end), picked)
        else:
            name = "area_code" if dimension == "area" else dimension
            yield number(row["n"], start, period.end, {**picked, name: row["key"]})


def _between(n: int | None, one: Cell, told: dict) -> tuple[int, int | None, bool]:
    low, high = told[one]
    if n is None:
        return (1, SMALL, True) if (low, high) == (1, SMALL) else (0, None, True)
    return (n, n, False) if low == high else (max(n - 2, SMALL + 1), n + 2, False)


def released(seed: int) -> TiedSequence:
    """Two to five releases, one after another, of a panel that goes by the seed."""
    random = drawn(seed)
    releases = random.choice((2, 3, 4, 5))
    sequence = TiedSequence(random)
    for _ in range(releases):
        sequence.release()
    return sequence
