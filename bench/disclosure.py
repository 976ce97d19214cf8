"""The gate for numbers beside nothing and beside what was released before, at the size of one panel.

What came before is what people ask for: years and years together, of all or of an area or a theme, any of the tables of
deaths reviewed. Beside the seconds stands how many cells are shown, and how many a rule for each cell by itself would
show: 1 to 7 hidden, the rest rounded, which an adding reader sees through.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from time import process_time

from flask import Flask

from bench.population import AREAS, PANEL_ID, SEED
from cdop.extensions import db
from cdop.queries import figure_tables
from cdop.rules.disclosure import Profile, Told, first_shown
from cdop.rules.figure_cells import counted as cells_of
from cdop.rules.figure_cells import outline
from cdop.rules.figure_shapes import Cohort
from cdop.rules.figures import measure
from cdop.rules.numbers import counted
from cdop.rules.periods import FinancialYear, years_together
from cdop.rules.releases import Selection, bundle, divides_by_area, dividing
from cdop.rules.themes import STARTER_THEMES

CASES = 2_500
"""Some ninety deaths a year."""
EARLIER = (0, 20, 60)
SIXTY = "reviewed.category_by_age_band"
YEARS = range(2008, 2024)
ASKED = (1, 3, 5)
"""The years together for which the table of sixty cells is asked."""


@dataclass
class Released:
    """How long a release took, and how many of its cells are shown: by the gate, and by a rule for each by itself."""

    seconds: float
    shown: int
    naive: int
    cells: int


def run(app: Flask) -> Iterator[tuple[str, Released]]:
    """Yield what the table of sixty cells takes at each size of the register, and then all that was released."""
    random, told = Random(SEED), list[Told]()  # noqa: S311  (the same releases on every run)
    every: list[Released] = []
    with app.app_context():
        for number in EARLIER:
            while len(every) < number:
                every.append(_release(_asked(random), told))
            for years in ASKED:
                period = years_together(FinancialYear(2023), years)
                taken = _release(Selection(period, Profile.RELEASE, SIXTY), list(told))
                yield f"the gate for {SIXTY}, {counted(years, 'year')}, beside {number} earlier releases", taken
        db.session.rollback()
    yield "a release, the mean of all that came before", _mean(every)
    yield "a release, the slowest of all that came before", max(every, key=lambda each: each.seconds)


def _asked(random: Random) -> Selection:
    tables = [each.id for each in dividing() if each.cohort is Cohort.REVIEWED]
    period = years_together(FinancialYear(random.choice(YEARS)), random.choice((1, 1, 1, 3, 5)))
    area = random.choice(("", "", "", *AREAS[:2]))
    theme = random.choice(("", "", "", "", *list(STARTER_THEMES)[:2]))
    selection = Selection(period, Profile.RELEASE, random.choice(tables), area, theme)
    return replace(selection, area="") if divides_by_area(selection.measure) else selection


def _release(selection: Selection, told: list[Told]) -> Released:
    """Release a table beside what was told, and add to it what it tells."""
    chosen = measure(selection.measure)
    counts = figure_tables.counts(PANEL_ID, chosen, selection)
    began = process_time()
    made = bundle([chosen], counts, selection, told)
    seconds = process_time() - began
    told += made.told
    figure = chosen.figure(counts)
    cells = dict(cells_of(outline(chosen, figure, counts.scope, selection.picked), figure))
    bounds = dict(made.told)
    hidden = [(1, 7), (0, None)]
    naive = sum(first_shown(cell, n, selection.profile).n is not None for cell, n in cells.items())
    return Released(seconds, sum(bounds[cell] not in hidden for cell in cells), naive, len(cells))


def _mean(every: Sequence[Released]) -> Released:
    shown, naive, cells = (sum(getattr(each, name) for each in every) for name in ("shown", "naive", "cells"))
    return Released(sum(each.seconds for each in every) / len(every), shown, naive, cells)
