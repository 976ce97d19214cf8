"""Releases one after another as people ask for them: years, years together, an area, a theme, edits between."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from cdop.rules.disclosure import Profile, Told, first_shown
from cdop.rules.disclosure_audit import narrow
from cdop.rules.disclosure_cells import Cell
from cdop.rules.disclosure_search import SMALL
from cdop.rules.disclosure_system import Contradiction
from cdop.rules.figure_cells import counted, outline
from cdop.rules.figure_dimensions import Scope
from cdop.rules.figure_shapes import Cohort, Counts, Figure
from cdop.rules.figures import crossings, measure
from cdop.rules.periods import FinancialYear, Period
from cdop.rules.releases import Selection, bundle, divides_by_area
from tests.rules.disclosure_reader import Printed

AREAS = {"E1": "Ashton", "E2": "Brook", "E3": "Crewe", "E4": "Dale"}
MEASURES = (
    "reviewed.age_band",
    "reviewed.sex",
    "reviewed.area",
    "reviewed.modifiable_by_age_band",
    "reviewed.category",
)
BANDS = ("0-27 days", "28-364 days", "1-4 years", "5-9 years", "10-14 years", "15-17 years")
THEME = "safe-sleep"
YEARS = range(2018, 2023)


@dataclass
class Child:
    """What the tables divide an invented child by; `area_code` and `reviewed_on` choose it."""

    reviewed_on: date
    area_code: str
    age_band: str
    sex: str
    category: int
    modifiable: str
    has_theme: bool


@dataclass
class Sequence:
    """What was released so far of invented records, and how much of it was of use."""

    random: Random
    smallest: int = 150
    told: list[Told] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    edits: int = 0
    shown: int = 0
    shown_by_a_naive_rule: int = 0
    refused: int = 0

    def __post_init__(self) -> None:
        self.children = [self.child() for _ in range(self.random.randint(self.smallest, 400))]

    def child(self) -> Child:
        """An invented child; most are infants, most categories are rare."""
        random = self.random
        return Child(
            date(random.choice(YEARS), random.randint(1, 12), random.randint(1, 28)),
            random.choices(list(AREAS), (6, 3, 2, 1))[0],
            random.choices(BANDS, (9, 5, 3, 2, 2, 2))[0],
            random.choice(("female", "male")),
            random.choices(range(1, 11), (1, 1, 2, 1, 1, 2, 6, 9, 1, 2))[0],
            random.choices(("yes", "no", "inadequate information"), (3, 6, 1))[0],
            random.random() < 0.15,
        )

    def release(self) -> None:
        """Ask for a table, as somebody might who has the ones before; an edit comes before one in four."""
        if self.random.random() < 0.25:
            self.children[self.random.randrange(len(self.children))] = self.child()
            self.edits += 1
        selection = Selection(
            self._period(),
            self.random.choice(list(Profile)),
            self.random.choice(MEASURES),
            self.random.choice(("", "", *AREAS.values())),
            self.random.choice(("", "", "", THEME)),
        )
        if divides_by_area(selection.measure):
            selection = replace(selection, area="")
        of, counts = measure(selection.measure), self.counts(selection)
        made = bundle([of], counts, selection, self.told)
        self.refused += bool(made.refused)
        self.told += made.told
        figure = of.figure(counts)
        cells = dict(counted(outline(of, figure, counts.scope, selection.picked), figure))
        told = dict(made.told)
        self.printed.append(_printed(selection, made.measures[selection.measure], made.told, self.children))
        self.shown += sum(told[cell] not in ((1, 7), (0, None)) for cell in cells)
        self.shown_by_a_naive_rule += sum(
            first_shown(cell, n, selection.profile).n is not None for cell, n in cells.items()
        )

    def _period(self) -> Period:
        last = self.random.choice(YEARS)
        first = max(last - self.random.choice((0, 0, 2, 4)), YEARS[0] - 1)
        end = FinancialYear(last).end if self.random.random() < 0.7 else date(last, 12, 31)
        return Period(FinancialYear(first).start, end, "some years")

    def counts(self, selection: Selection) -> Counts:
        """What the figures count of the children that a selection chooses."""
        mine = [
            child
            for child in self.children
            if child.reviewed_on in selection.period
            and (not selection.area or AREAS[child.area_code] == selection.area)
            and (not selection.theme or child.has_theme)
        ]
        columns = [c for c in crossings(Cohort.REVIEWED) if all(name in Child.__dataclass_fields__ for name in c)]
        tables = {
            (Cohort.REVIEWED, names): Counter(
                tuple(getattr(child, name) for name in names) if len(names) > 1 else getattr(child, names[0])
                for child in mine
            )
            for names in columns
        }
        return Counts(Scope(selection.period, AREAS), {Cohort.REVIEWED: len(mine)}, tables)

    def recovered(self) -> int:
        """How many small numbers can be worked out from everything that was released.

        Where no records fit all of it, somebody can tell what was changed between: that counts as one.
        """
        try:
            return len(narrow(self.told))
        except Contradiction:
            return 1


def _printed(selection: Selection, figure: Figure, told: Iterable[Told], children: Iterable[Child]) -> Printed:
    """The table as a reader has it, who is told as well which of the withheld are small, and which of it is rounded."""
    small, rounded = set(), set()
    for cell, (low, high) in told:
        if (low, high) == (1, SMALL):
            small.add(_named(cell, selection))
        elif high is not None and low < high:
            rounded.add(_named(cell, selection))
    return Printed(selection, figure, frozenset(small), frozenset(rounded), tuple(children))


def _named(cell: Cell, selection: Selection) -> tuple[str, ...]:
    values = {name: value for name, (value, *_) in cell.values}
    named = {name: value for name, value in values.items() if not name.startswith("theme ")}
    if selection.measure == "reviewed.area":
        return ("area", named["area_code"]) if "area_code" in named else ()
    named.pop("area_code", None)
    yes = named.pop("modifiable", None)
    return (*next(iter(named.items()), ()), *((str(yes),) if yes else ()))
