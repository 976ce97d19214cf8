"""Rates of released numbers: what they are taken of, what has none, and how they stand to England."""

from dataclasses import replace
from typing import Any

import pytest

from cdop.documents import rates as documents
from cdop.documents.point_charts import PointChart, runs
from cdop.rules.ages import AgeBand
from cdop.rules.periods import FinancialYear, years_together
from cdop.rules.populations import Elsewhere, Populations, nearest
from cdop.rules.rate_tables import NO_POPULATION, NO_RECORDS, TOO_FEW, WITHHELD, Place, rate_tables
from cdop.rules.rates import Compared
from cdop.rules.recorded_years import recorded
from cdop.rules.regions import ENGLAND

REGION = Elsewhere("North West", "the North West", {2011: {"": (1700, 900_000)}, 2013: {"": (1000, 900_000)}})
AREAS = {"E06000006": "Halton", "E06000007": "Warrington"}
BANDS = dict(zip(AgeBand, (1500, 680, 370, 260, 310, 350), strict=True))


def populations() -> Populations:
    """1,000 children of each age in each area in the year 2012, 500,000 in England, with its deaths of 2012-13."""
    ages = {(area, age): 1000 for area in AREAS for age in range(18)} | {(ENGLAND, age): 500_000 for age in range(18)}
    tenths = {(area, tenth): 1800 for area in AREAS for tenth in range(1, 11)}
    births = {**dict.fromkeys(AREAS, 1100), ENGLAND: 600_000}
    found = Populations({2012: ages}, {2012: births}, {2012: tenths}, (REGION,))
    return found.with_england({2012: {str(b): n for b, n in BANDS.items()}})


def place(last: int = 2015, together: int = 5) -> Place:
    return Place(AREAS, years_together(FinancialYear(last), together), populations())


def figure(**rows: int | None) -> dict[str, Any]:
    listed = [{"key": key, "label": key, "n": n} for key, n in rows.items()]
    return {"of": sum(n or 0 for n in rows.values()), "rows": listed}


def test_rates_of_areas_are_of_their_children_in_all_years_and_stand_beside_england() -> None:
    (table,) = rate_tables("deaths.area", figure(Halton=100, Warrington=15, Elsewhere=10), place())
    halton, warrington, gone, everybody = table.rows
    assert halton.rate is not None
    assert (halton.rate.n, halton.rate.of, halton.rate.per) == (100, 5 * 18_000, 100_000)
    assert halton.rate.value == pytest.approx(111.1, abs=0.05)
    england, region = table.beside
    assert england.rate is not None
    assert region.rate is not None
    assert england.rate.value == pytest.approx(100_000 * sum(BANDS.values()) / 9_000_000)
    assert region.rate.value == pytest.approx(150)
    assert (england.years, region.years) == (("2012-13",), ("2011-12", "2013-14"))
    assert halton.compared == (Compared.WORSE, Compared.BETTER)
    assert warrington.compared == (Compared.BETTER, Compared.BETTER)
    assert (gone.rate, gone.why) == (None, NO_POPULATION)
    assert everybody.rate is not None
    assert everybody.rate.of == 5 * 36_000
    assert warrington.rate is not None
    assert (halton.rate.is_unstable, warrington.rate.is_unstable) == (False, True)


@pytest.mark.parametrize(
    ("notified", "told"),
    [
        ({year: 5 for year in range(2011, 2016)}, ""),  # a panel of few deaths
        ({2011: 1, 2014: 40, 2015: 40}, "these years: 2011-12 to 2013-14."),
        ({2011: 7, 2012: 8, 2013: 40, 2015: 40}, "these years: 2011-12, 2014-15."),
    ],
)
def test_years_without_records_but_for_stray_cases_are_compared_with_nothing(
    notified: dict[int, int], told: str
) -> None:
    of = replace(place(), recorded=recorded(notified))
    (table,) = rate_tables("deaths.area", figure(Halton=100), of)
    assert any(any(row.compared) for row in table.rows) is not bool(told)
    assert bool(table.beside) is not bool(told)  # nor does the funnel stand around England
    assert any(told in note for note in table.notes) is bool(told)


def test_no_rate_is_given_of_years_of_which_there_are_no_records() -> None:
    of = replace(place(2017, 7), recorded=frozenset({2011, 2014, 2015, 2016, 2017}))
    each, three, five = rate_tables("deaths.year", figure(**by_year(2011, 7) | {"2012-13": None, "2013-14": 0}), of)
    assert [row.why for row in each.rows] == ["", NO_RECORDS, NO_RECORDS, "", "", "", ""]
    assert [row.why for row in three.rows] == [NO_RECORDS, NO_RECORDS, NO_RECORDS, "", ""]
    assert [row.why for row in five.rows] == [NO_RECORDS] * 3
    assert each.rows[-1].compared


def test_nothing_stands_beside_what_was_counted_by_another_definition() -> None:
    figures = {"deaths.area": figure(Halton=100), "deaths.age_band": figure(**{str(band): 20 for band in AgeBand})}
    for last in (2012, 2022):  # of two definitions, and of another than what was published
        for measure, of in figures.items():
            (table,) = rate_tables(measure, of, place(last, 5))
            assert not any(any(row.compared) for row in table.rows)
            assert any("do not stand beside England and the North West" in note for note in table.notes)
    each, three, _ = rate_tables("deaths.year", figure(**by_year(2008, 6)), place(2013, 6))
    assert [bool(row.compared) for row in each.rows] == [False, False, True, True, True, True]
    assert [bool(row.compared) for row in three.rows] == [False, False, True, True]
    drawn = documents.chart(each, "all years")
    assert isinstance(drawn, PointChart)
    assert {curve.course[0][0] for curve in drawn.curves} == {2 - 0.4}  # the lines of others begin with the definition


def test_nothing_is_worked_out_of_what_is_withheld_or_of_too_few() -> None:
    (table,) = rate_tables("deaths.area", figure(Halton=None, Warrington=9), place())
    assert [row.why for row in table.rows[:2]] == [WITHHELD, TOO_FEW]
    assert [(row.rate, row.n) for row in table.rows[:2]] == [(None, None), (None, 9)]
    (ages,) = rate_tables(
        "deaths.age_band", figure(**{str(b): None if b == AgeBand.FIVE_TO_NINE else 20 for b in AgeBand}), place()
    )
    assert (ages.rows[-1].label, ages.rows[-1].why) == ("1-17 years, standardised by age", WITHHELD)


def test_rates_by_age_are_of_births_for_infants_and_of_children_of_the_age_for_others() -> None:
    (table,) = rate_tables("deaths.age_band", figure(**{str(band): 20 for band in AgeBand}), place())
    found = {row.label: (row.rate.of, row.rate.per) for row in table.rows if row.rate}
    assert found["0-27 days"] == found["28-364 days"] == (5 * 2200, 1000)
    assert found["1-4 years"] == (5 * 8000, 100_000)
    standard = table.rows[-1].rate
    assert standard is not None
    each = [(4000, 8000), (5500, 10_000), (5500, 10_000), (3300, 6000)]
    assert standard.value == pytest.approx(1e5 * sum(w * 20 / (5 * of) for w, of in each) / 18_300)
    assert all(row.compared[0] and row.compared[1] is None for row in table.rows)  # the region gave no ages


def by_year(first: int, number: int) -> dict[str, int | None]:
    return {FinancialYear(year).label: 40 for year in range(first, first + number)}


def test_rates_by_year_roll_over_three_and_five_years() -> None:
    tables = rate_tables("deaths.year", figure(**by_year(2011, 7)), place(2017, 7))
    assert [(table.key, len(table.rows)) for table in tables] == [("year-1", 7), ("year-3", 5), ("year-5", 3)]
    last = tables[1].rows[-1]
    assert last.rate is not None
    assert (last.label, last.rate.n, last.rate.of) == ("2015-16 to 2017-18", 120, 3 * 36_000)
    empty = {"2011-12": 0, **by_year(2012, 2)}
    started = rate_tables("deaths.year", figure(**empty), place(2013, 3))
    assert [(table.key, len(table.rows)) for table in started] == [("year-1", 2)]
    gap = rate_tables("deaths.year", figure(**{**by_year(2011, 7), "2014-15": None}), place(2017, 7))
    assert [row.why for row in gap[1].rows] == ["", WITHHELD, WITHHELD, WITHHELD, ""]


@pytest.mark.parametrize(
    ("first", "number", "lines"),
    # No line of fewer than five points, and none from before a change of definition to after it.
    [(2011, 4, []), (2011, 5, [5]), (2005, 10, [5, 5]), (2014, 10, [6]), (2007, 13, [8])],
)
def test_line_joins_five_years_or_more_of_one_definition(first: int, number: int, lines: list[int]) -> None:
    last = first + number - 1
    table = rate_tables("deaths.year", figure(**by_year(first, number)), place(last, number))[0]
    drawn = documents.chart(table, "all years")
    assert isinstance(drawn, PointChart)
    assert [len(line) for line in drawn.lines] == lines
    shown = documents.shown(table, "all years", "#1d406e")
    assert any("not to be compared" in note for note in shown.notes) is (len(drawn.breaks) > 0)


def test_years_together_of_two_definitions_belong_to_no_line_and_begin_no_course() -> None:
    """Of the years from 2007 to 2025, three together: those of one definition end in 2012 to 2017, and from 2020 on."""
    rising = {name: 30 + 5 * at for at, name in enumerate(by_year(2007, 19))}
    table = rate_tables("deaths.year", figure(**rising), place(2025, 19))[1]
    drawn = documents.chart(table, "all years")
    assert isinstance(drawn, PointChart)
    assert [[table.rows[at].year for at in line] for line in drawn.lines] == [
        [*range(2012, 2018)],
        [*range(2020, 2026)],
    ]
    assert any("in 2018-19 to 2020-21 and" in said for said in documents.shown(table, "all years", "#1d406e").summary)
    short = rate_tables("deaths.year", figure(**by_year(2016, 4)), place(2019, 4))[1]
    assert any("guidance of 2018" in note for note in documents.shown(short, "all years", "#1d406e").notes)


def test_runs_are_broken_by_what_is_not_there() -> None:
    assert runs([0, 1, 2, 3, 4, None, 5, 6, 7, 8, 9]) == ((0, 1, 2, 3, 4), (5, 6, 7, 8, 9))
    assert runs([0, 1, 2, None, 3, 4, 5]) == ()


def test_indices_of_inequality_need_five_years_and_a_rate_in_every_fifth() -> None:
    fifths = {"1": 60, "2": 50, "3": 40, "4": 30, "5": 20}
    (table,) = rate_tables("deaths.deprivation_quintile", figure(**fifths, missing=10), place())
    assert len(table.rows) == 5
    assert table.inequality is not None
    assert table.inequality.slope == pytest.approx(50 / (5 * 7200) * 100_000)
    assert table.inequality.relative == pytest.approx(65 / 15)
    (short,) = rate_tables("deaths.deprivation_quintile", figure(**fifths), place(together=3))
    (gap,) = rate_tables("deaths.deprivation_quintile", figure(**{**fifths, "3": None}), place())
    assert (short.inequality, gap.inequality) == (None, None)
    assert "at least 5 years" in short.notes[0]
    said = "10 of the deaths are in no fifth: missing."
    (hidden,) = rate_tables("deaths.deprivation_quintile", figure(**fifths, missing=None), place())
    withheld = "The number of deaths that are in no fifth is withheld: missing."
    assert (table.notes[0], hidden.notes[0]) == (said, withheld)


def test_population_of_a_year_is_that_of_the_nearest_table() -> None:
    assert [nearest(year, {2010, 2014}) for year in (2005, 2011, 2012, 2013, 2020)] == [2010, 2010, 2010, 2014, 2014]
    assert populations().children([2010, 2011], ["E06000006", "E06000049"]) is None
    assert rate_tables("deaths.area", figure(Halton=100), Place(AREAS, place().period, Populations())) == ()
