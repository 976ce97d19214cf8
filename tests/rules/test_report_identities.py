"""A report whose numbers contradict each other is caught, and one of whatever cases there are is let through."""

import copy
import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdop.rules import figures
from cdop.rules.figure_dimensions import Scope
from cdop.rules.figure_shapes import Breakdown, Cohort, Counts, PartOfEach
from cdop.rules.periods import FinancialYear
from cdop.rules.report_identities import contradictions

AREAS = {"E06000049": "Cheshire East", "E06000006": "Halton"}
SCOPE = Scope(FinancialYear(2013).period, AREAS, {"neonatal": "Neonatal"}, frozenset({"neonatal"}))
VALUES = {
    measure.dimension.column: list(measure.dimension.rows(SCOPE))
    for measure in figures.MEASURES
    if isinstance(measure, Breakdown | PartOfEach) and measure.dimension.bins is None
}


def value_of(column: str, chance: random.Random) -> Any:
    if VALUES.get(column):
        return chance.choice(VALUES[column])
    if column.startswith("days_to"):
        return chance.randrange(400)
    if column == "year_of_death":
        return chance.choice(["2012-13", "2013-14"])
    return SCOPE.period.start + timedelta(days=chance.randrange(365))


def year_of(size: int, seed: int) -> dict[str, Any]:
    """The measures of a year with this many cases in each cohort, each of them anything that can be."""
    chance = random.Random(seed)  # noqa: S311  (the same year for the same seed)
    totals: dict[Cohort, int] = {}
    tables: dict[Any, Counter[Any]] = {}
    for cohort in Cohort:
        crossings = figures.crossings(cohort)
        columns = sorted({column for crossing in crossings for column in crossing})
        cases = [{column: value_of(column, chance) for column in columns} for _ in range(size)]
        totals[cohort] = size
        for crossing in crossings:
            keys = [tuple(case[column] for column in crossing) for case in cases]
            tables[cohort, crossing] = Counter(key[0] if len(key) == 1 else key for key in keys)
    return figures.published(Counts(SCOPE, totals, tables))


@given(st.integers(0, 60), st.integers())
def test_no_year_that_was_counted_contradicts_itself(size, seed):
    assert contradictions(year_of(size, seed)) == ()


@given(st.integers(1, 60), st.integers(), st.data())
def test_any_one_number_of_an_exclusive_table_that_is_changed_is_found(size, seed, data):
    measures = copy.deepcopy(year_of(size, seed))
    exclusive = [m.id for m in figures.MEASURES if isinstance(m, Breakdown) and m.is_exclusive and "meet" not in m.id]
    row = data.draw(st.sampled_from(measures[data.draw(st.sampled_from(exclusive))]["rows"]))
    row["n"] += 1
    assert contradictions(measures) != ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda m: m["reviewed.sex"].update(of=9), "Reviews by sex: it is taken of 9, and there are 12 in all"),
        (lambda m: m["reviewed.total"].update(n=13), "Reviews by sex: it is taken of 12, and there are 13 in all"),
        (lambda m: m["reviewed.under_1"].update(n=13, of=12), "Children under one year: 13 out of 12"),
        (
            lambda m: m["reviewed.sex"]["rows"][0].update(percent=99),
            "Reviews by sex, Female: 3 out of 12 is not 99%",
        ),
        (
            lambda m: m["reviewed.modifiable_by_category"]["rows"][0].update(of=0, n=0, percent=None),
            "Modifiable factors by category of death, Deliberately inflicted injury, abuse or neglect: "
            "taken of 0, and there are 2",
        ),
    ],
)
def test_contradiction_names_the_table_and_the_cells(change, said):
    measures = copy.deepcopy(YEAR)
    change(measures)
    assert said in contradictions(measures), contradictions(measures)


def test_infants_of_the_table_of_ages_are_the_infants_of_the_sentence():
    measures = copy.deepcopy(YEAR)
    of = measures["reviewed.under_1"]
    of["n"] += 1
    of["percent"] = (200 * of["n"] + of["of"]) // (2 * of["of"])
    assert contradictions(measures) == (
        f"Children under one year are {of['n']}, and {of['n'] - 1} in the table of ages",
    )


def test_withheld_and_rounded_numbers_are_left_to_the_gate_that_made_them():
    measures = copy.deepcopy(YEAR)
    measures["reviewed.sex"]["rows"][0] = {"key": "female", "label": "Female", "n": None, "withheld": True}
    measures["reviewed.total"] = {"n": 10, "rounded": True}
    assert contradictions(measures) == ()


YEAR = year_of(12, 1)
