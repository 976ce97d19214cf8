from collections import Counter
from datetime import date
from hashlib import sha256

import pytest

from cdop.rules import figures
from cdop.rules.figure_dimensions import Scope
from cdop.rules.figure_shapes import Cohort, Counts
from cdop.rules.periods import FinancialYear, period_between

AREAS = {"E06000049": "Cheshire East", "E06000006": "Halton"}
YEAR = FinancialYear(2013).period
THEMES = {"neonatal": "Neonatal", "old-theme": "An old theme", "safe-sleep": "Safer sleep"}
SCOPE = Scope(YEAR, AREAS, THEMES, frozenset({"neonatal", "safe-sleep"}))
AGE_BANDS = ["0-27 days", "28-364 days", "1-4 years", "5-9 years", "10-14 years", "15-17 years"]
DURATIONS = ["under 6 months", "6 to 12 months", "over 12 months"]
KEYS = {
    "notified.area": ["Cheshire East", "Halton"],
    "notified.month": [f"2013-{m:02d}" for m in range(4, 13)] + ["2014-01", "2014-02", "2014-03"],
    "notified.age_band": AGE_BANDS,
    "notified.sex": ["female", "male", "indeterminate", "not known", "missing"],
    "notified.ethnicity": ["White", "Mixed", "Asian", "Black", "Other", "not stated", "not known", "missing"],
    "notified.expectedness": ["expected", "unexpected", "not known", "missing"],
    "notified.timeliness": ["same or next day", "2 to 7 days", "8 to 28 days", "over 28 days"],
    "reviewed.year_of_death": [],
    "reviewed.deprivation_quintile": ["1", "2", "3", "4", "5", "missing"],
    "reviewed.category": [str(number) for number in range(1, 11)],
    "reviewed.modifiable": ["yes", "no", "inadequate information"],
    "reviewed.modifiable_by_category": [str(number) for number in range(1, 11)],
    "reviewed.modifiable_by_age_band": AGE_BANDS,
    "reviewed.modifiable_by_deprivation_quintile": ["1", "2", "3", "4", "5", "missing"],
    "reviewed.category_by_age_band": [str(number) for number in range(1, 11)],
    "reviewed.theme": ["neonatal", "safe-sleep"],
    "reviewed.duration": DURATIONS,
    "open.stage": [
        "notified",
        "gathering information",
        "review meeting",
        "ready for panel",
        "on an agenda",
        "reviewed",
        "closed",
        "not for review",
        "not recorded",
    ],
    "open.duration": DURATIONS,
    "meetings.held": ["case review", "business"],
    "meetings.theme": ["none"],
}


def counts(scope=SCOPE, **tables):
    """Counts of nothing but these: `reviewed__sex={"male": 2}`; columns of a crossing are joined by `__`."""
    found = {(cohort, crossing): Counter() for cohort in Cohort for crossing in figures.crossings(cohort)}
    totals = dict.fromkeys(Cohort, 0)
    for name, table in tables.items():
        cohort, *columns = name.split("__")
        found[Cohort(cohort), tuple(columns)] = table
        totals[Cohort(cohort)] = sum(table.values())
    return Counts(scope, totals, found)


def figure(measure_id, **tables):
    return figures.measure(measure_id).figure(counts(**tables))


def rows(measure_id, scope=SCOPE, **tables):
    found = figures.measure(measure_id).figure(counts(scope, **tables))["rows"]
    return {row["key"]: row["n"] for row in found}


@pytest.mark.parametrize(("measure_id", "keys"), KEYS.items())
def test_figure_of_nothing_has_every_row_with_nought(measure_id, keys):
    found = figure(measure_id)["rows"]
    assert [(row["key"], row["n"], row.get("percent")) for row in found] == [(key, 0, None) for key in keys]


def test_published_measures_of_nothing_are_all_nought():
    found = figures.published(counts())
    assert [found[measure.id].get("n", 0) for measure in figures.MEASURES] == [0] * len(figures.MEASURES)
    assert found["reviewed.under_1"] == {"n": 0, "of": 0, "percent": None, "ci95": None}
    assert found["reviewed.duration"]["median_days"] is None
    assert found["reviewed.modifiable"]["percent_known"] is None


def test_place_of_death_has_a_row_for_each_code_and_one_for_missing():
    assert list(rows("reviewed.place_of_death"))[-2:] == ["NK", "missing"]
    assert len(rows("reviewed.place_of_death")) == 24


def test_agencies_have_a_row_each_with_share_and_median():
    found = figure(
        "notified.timeliness_by_agency",
        notified__notified_by__days_to_notification={("gp", 0): 1, ("gp", 1): 1, ("gp", 8): 2, (None, 3): 1},
    )
    by_key = {row["key"]: row for row in found["rows"]}
    assert len(by_key) == 33
    gp = {"key": "gp", "label": "General practice", "n": 2, "of": 4, "percent": 50, "median_days": 4.5}
    assert by_key["gp"] == gp
    assert by_key["missing"]["of"] == 1
    assert by_key["police"]["percent"] is None


def test_share_of_infants_has_the_published_interval():
    found = figure("reviewed.under_1", reviewed__age_band={"0-27 days": 13, "28-364 days": 9, "1-4 years": 13})
    assert found == {"n": 22, "of": 35, "percent": 63, "ci95": [46.3, 76.8]}


def test_modifiable_share_leaves_out_inadequate_information_only_where_it_says_so():
    found = figure("reviewed.modifiable", reviewed__modifiable={"yes": 1, "no": 2, "inadequate information": 1})
    assert found["percent_known"] == 33
    assert [row["percent"] for row in found["rows"]] == [25, 50, 25]


def test_modifiable_rows_have_their_own_denominators():
    found = figure(
        "reviewed.modifiable_by_category",
        reviewed__category__modifiable={(8, "yes"): 1, (8, "no"): 2, (10, "inadequate information"): 1},
    )
    shown = {row["key"]: (row["n"], row["of"], row["percent"]) for row in found["rows"] if row["of"]}
    assert shown == {"8": (1, 3, 33), "10": (0, 1, 0)}


def test_category_by_age_band_has_a_full_table():
    found = figure("reviewed.category_by_age_band", reviewed__category__age_band={(8, "0-27 days"): 2})
    eighth = found["rows"][7]
    assert (found["of"], eighth["key"], eighth["n"]) == (2, "8", 2)
    assert [(cell["key"], cell["n"]) for cell in eighth["rows"]] == list(
        zip(AGE_BANDS, [2, 0, 0, 0, 0, 0], strict=True)
    )


def test_themes_are_those_on_offer_and_those_that_occur():
    found = {"old-theme": 1, "safe-sleep": 2, "gone-theme": 1}
    assert rows("reviewed.theme", reviewed__theme_key=found) == {
        "neonatal": 0,
        "safe-sleep": 2,
        "gone-theme": 1,
        "old-theme": 1,
    }


def test_area_that_the_panel_gave_up_keeps_a_row():
    found = rows("notified.area", notified__area_code={"E06000049": 1, "E06000051": 2})
    assert found == {"Cheshire East": 1, "Halton": 0, "Shropshire": 2}


def test_years_of_death_are_those_that_occur_in_order():
    assert rows("reviewed.year_of_death", reviewed__year_of_death={"2013-14": 2, "2011-12": 1}) == {
        "2011-12": 1,
        "2013-14": 2,
    }


@pytest.mark.parametrize("of_february", [date(2016, 2, 29), "2016-02-29"])
def test_month_of_a_date_is_the_same_from_either_database(of_february):
    scope = Scope(period_between(date(2016, 2, 29), date(2016, 2, 29)))
    assert rows("notified.month", scope, notified__notified_on={of_february: 1}) == {"2016-02": 1}


def test_meetings_without_theme_are_counted_as_none():
    assert rows("meetings.theme", meetings__theme={None: 3, "neonatal": 1}) == {"none": 3, "neonatal": 1}
    assert figure("meetings.held", meetings__kind={"business": 1, "case review": 4})["n"] == 5


def test_measures_have_unique_ids_and_say_what_they_mean():
    assert len({measure.id for measure in figures.MEASURES}) == len(figures.MEASURES)
    assert all(measure.definition.endswith(".") for measure in figures.MEASURES)
    assert all(measure.of_what for measure in figures.MEASURES if measure.shape != "count")


def test_definitions_number_is_raised_when_a_measure_changes_its_rows():
    """A changed list of measures or rows is a changed meaning: raise DEFINITIONS, put the new digest here."""
    told = [(m.id, [row["key"] for row in m.figure(counts()).get("rows", [])]) for m in figures.MEASURES]
    assert (figures.DEFINITIONS, sha256(repr(told).encode()).hexdigest()[:12]) == (3, "7eff6bf2ca9b")


def test_data_version_is_hexadecimal_and_differs_with_the_data():
    assert figures.data_version(1) != figures.data_version(2)
    assert int(figures.data_version(2**61 - 1), 16) > 0
