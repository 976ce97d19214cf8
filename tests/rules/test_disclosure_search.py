"""Screening by fractions finds what whole numbers find, one after another and without any screening."""

from collections.abc import Iterator

import numpy as np
from scipy.optimize import Bounds as Limits
from scipy.optimize import LinearConstraint, milp

from cdop.rules.disclosure import Profile, Told, first_shown
from cdop.rules.disclosure_audit import narrow
from cdop.rules.disclosure_cells import Cell
from cdop.rules.disclosure_search import is_narrow
from cdop.rules.disclosure_system import MOST, System
from cdop.rules.figure_cells import completing, counted, outline
from cdop.rules.figures import measure
from cdop.rules.periods import FinancialYear, Period
from cdop.rules.releases import Selection
from tests.rules.disclosure_sequences import THEME, Sequence
from tests.rules.test_disclosure_audit import drawn

PERIODS = (
    FinancialYear(2020).period,
    Period(FinancialYear(2020).start, FinancialYear(2021).end, "two years"),
    Period(FinancialYear(2020).start, FinancialYear(2020).end.replace(year=2020, month=12), "to December"),
)
MEASURES = ("reviewed.sex", "reviewed.age_band", "reviewed.modifiable_by_age_band")


def unprotected(seed: int) -> list[Told]:
    """Three tables of overlapping years with single numbers hidden, not audited: some can be worked out."""
    panel, told = Sequence(drawn(seed)), []
    panel.children = [child for child in panel.children if child.reviewed_on in PERIODS[1]]
    for _ in range(3):
        random = panel.random
        picked = {"theme": THEME} if random.random() < 0.4 else {}
        selection = Selection(random.choice(PERIODS), Profile.REPORT, random.choice(MEASURES), **picked)
        of, counts = measure(selection.measure), panel.counts(selection)
        figure = of.figure(counts)
        cells = dict(counted(outline(of, figure, counts.scope, selection.picked), figure))
        shown = {cell: first_shown(cell, n, selection.profile) for cell, n in cells.items()}
        told += [(cell, (each.low, each.high)) for cell, each in shown.items()]
        told += [(cell, (0, None)) for cell in completing(cells, counts.scope)]
    return told


def one_by_one(told: list[Told]) -> Iterator[Cell]:
    """The small numbers that can be worked out, by the least and the most of each in whole numbers over everything."""
    system = System(told)
    rows, number = list(system.rows()), len(system.parts)
    sums = np.zeros((len(rows), number))
    for at, row in enumerate(rows):
        for part, sign in row.terms:
            sums[at, part] += sign
    within = LinearConstraint(sums, [row.low for row in rows], [row.high for row in rows])
    numbers = {(part,): system.cell_of(key) for key, part in system.parts.items() if key[0] in system.published}
    numbers |= {tuple(system.parts_of(cell)): cell for cell, (_, most) in system.told.items() if most < MOST}
    for parts, cell in numbers.items():
        asked = np.zeros(number)
        asked[list(parts)] = 1
        low, high = (
            round(
                sign * milp(sign * asked, integrality=np.ones(number), bounds=Limits(0, MOST), constraints=within).fun
            )
            for sign in (1, -1)
        )
        if is_narrow(low, high):
            yield cell


def test_screened_audit_finds_what_whole_numbers_find_of_any_ledger() -> None:
    ledgers = [unprotected(seed) for seed in (1, 2, 3, 7, 9, 11)]
    found = [[one.cell for one in narrow(told)] for told in ledgers]
    assert found == [sorted(one_by_one(told)) for told in ledgers]
    assert sum(map(bool, found)) == 4
