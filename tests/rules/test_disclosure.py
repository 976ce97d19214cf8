"""What leaves after disclosure control, as the properties that safe figures have."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random
from typing import Any

import pytest

from cdop.documents import figures_page, workspace
from cdop.rules.ages import AgeBand
from cdop.rules.disclosure import Profile, first_shown, protect, rounded
from cdop.rules.disclosure_audit import narrow
from cdop.rules.disclosure_cells import Cell, cell
from cdop.rules.figure_dimensions import Scope
from cdop.rules.figure_shapes import Cohort, Counts
from cdop.rules.figures import MEASURES, crossings, measure
from cdop.rules.periods import FinancialYear, Period
from cdop.rules.releases import AT_ONCE, Bundle, Selection, asked, bundle
from tests.rules.test_disclosure_audit import drawn

YEAR = FinancialYear(2013).period
REVIEWED = [measure(name) for name in (
    "reviewed.total", "reviewed.under_1", "reviewed.age_band", "reviewed.sex", "reviewed.category",
    "reviewed.modifiable", "reviewed.modifiable_by_category", "reviewed.category_by_age_band",
)]  # fmt: skip
SEXES, MODIFIABLE = ("female", "male"), ("yes", "no", "inadequate information")
Child = tuple[str, str, int, str]


def children(number: int, random: Random) -> list[Child]:
    """Invented children as lumpy as real ones: most are infants, and most categories are rare."""
    bands, weights = list(AgeBand), (9, 5, 3, 2, 2, 2)
    return [
        (
            random.choices(bands, weights)[0].value,
            random.choice(SEXES),
            random.choices(range(1, 11), (1, 1, 2, 1, 1, 2, 6, 9, 1, 2))[0],
            random.choices(MODIFIABLE, (3, 6, 1))[0],
        )
        for _ in range(number)
    ]


def counts(of: list[Child], period: Period = YEAR) -> Counts:
    """What the figures would have counted of these children, reviewed in a period."""
    at = {"age_band": 0, "sex": 1, "category": 2, "modifiable": 3}
    tables = {
        (Cohort.REVIEWED, crossing): Counter(
            child[at[crossing[0]]] if len(crossing) == 1 else tuple(child[at[name]] for name in crossing)
            for child in of
        )
        for crossing in crossings(Cohort.REVIEWED)
        if set(crossing) <= set(at)
    }
    return Counts(Scope(period), {Cohort.REVIEWED: len(of)}, tables)


def released(of: list[Child], profile: Profile = Profile.RELEASE) -> Bundle:
    return bundle(REVIEWED, counts(of), Selection(YEAR, profile))


def numbers(figure: Any) -> Iterator[int]:
    """Every count of a figure that is shown: not the percentages."""
    if isinstance(figure, dict):
        yield from (figure[name] for name in ("n", "of") if figure.get(name) is not None)
        yield from (n for value in figure.values() for n in numbers(value))
    elif isinstance(figure, list):
        yield from (n for value in figure for n in numbers(value))


def shares(figure: Any, of: int | None = None) -> Iterator[tuple[int, int | None]]:
    """Every percentage with what it is taken of."""
    if isinstance(figure, dict):
        of = figure.get("of", of)
        if figure.get("percent") is not None:
            yield figure["percent"], of
        yield from (share for value in figure.values() for share in shares(value, of))
    elif isinstance(figure, list):
        yield from (share for value in figure for share in shares(value, of))


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("number", [3, 35, 400])
def test_no_small_number_leaves_and_no_share_of_few(profile: Profile, number: int) -> None:
    leaving = released(children(number, drawn(0)), profile).measures
    assert [n for n in numbers(leaving) if 1 <= n <= 7] == []
    assert [of for _, of in shares(leaving) if of is None or of < 20] == []
    if profile is Profile.RELEASE:
        assert [n for n in numbers(leaving) if n % 5] == []


@pytest.mark.parametrize("profile", list(Profile))
def test_no_hidden_number_can_be_worked_out_from_all_that_leaves(profile: Profile) -> None:
    for number, seed in ((20, 1), (80, 3)):
        leaving = released(children(number, drawn(seed)), profile)
        assert not leaving.refused
        assert narrow(leaving.told) == ()


def test_records_that_differ_below_the_protection_leave_the_same_bytes() -> None:
    """Nothing that leaves depends on a number that is not in the protected table: D3, non-interference."""
    seen: dict[str, set[str]] = {}
    sexes = [measure("reviewed.sex"), measure("reviewed.total")]
    for girls in range(24, 27):
        for boys in range(29, 32):
            of = [("0-27 days", "female", 8, "no")] * girls + [("0-27 days", "male", 8, "no")] * boys
            left = bundle(sexes, counts(of), Selection(YEAR, Profile.RELEASE)).measures
            key = json.dumps([rounded(girls), rounded(boys), rounded(girls + boys)])
            seen.setdefault(key, set()).add(json.dumps(left).encode() + formats(left))
    assert [len(bytes_) for bytes_ in seen.values()] == [1] * len(seen)
    assert len(seen) < 3


def formats(left: dict[str, Any]) -> bytes:
    """What leaves as a page, with its charts, and as a file of every kind."""
    leaving = {"panel": "Test panel", "period": {"label": YEAR.label}, "notes": [], "data_version": "0"}
    leaving |= {"generated_at": "2026-11-20T10:00:00Z", "measures": everything(left)}
    table = workspace.table(
        leaving, Selection(YEAR, Profile.RELEASE, "reviewed.sex"), theme="", themes={}, accent="#1d406e"
    )
    files = (
        workspace.csv(table).encode()
        + workspace.workbook(table)
        + workspace.as_json(table).encode()
        + workspace.pdf(table)
    )
    return repr((figures_page.sections(leaving), table)).encode() + files


def everything(left: dict[str, Any]) -> dict[str, Any]:
    """These figures among all the others, which count nobody."""
    return _of_nobody() | left


@cache
def _of_nobody() -> dict[str, Any]:
    nobody = Counts(
        Scope(YEAR),
        dict.fromkeys(Cohort, 0),
        {(cohort, crossing): {} for cohort in Cohort for crossing in crossings(cohort)},
    )
    return bundle(MEASURES, nobody, Selection(YEAR, Profile.RELEASE)).measures


def test_same_records_in_any_order_leave_the_same() -> None:
    of = children(60, drawn(5))
    shuffled = drawn(6).sample(of, len(of))
    assert json.dumps(released(of).measures) == json.dumps(released(shuffled).measures)
    assert released(of).told == released(shuffled).told


def test_none_is_withheld_where_it_would_tell_something_of_all_of_a_few() -> None:
    """Of the four children in category 3 none had modifiable factors: that is said of each of them (D7)."""
    of = [("0-27 days", "male", 8, "yes")] * 9 + [("0-27 days", "male", 8, "no")] * 30
    of += [("1-4 years", "male", 3, "no")] * 4
    rows = {row["key"]: row for row in released(of).measures["reviewed.modifiable_by_category"]["rows"]}
    assert (rows["3"]["n"], rows["3"]["of"]) == (None, None)
    assert (rows["1"]["n"], rows["1"]["of"]) == (0, 0)
    assert (rows["8"]["n"], rows["8"]["of"], rows["8"]["percent"]) == (10, 40, 25)


def test_none_of_a_column_is_withheld_where_all_of_an_age_would_be_of_one_category() -> None:
    """The one child of 10 to 14 died of category 3: noughts in all other rows of that column would say so."""
    of = [("0-27 days", "male", 8, "no")] * 30 + [("1-4 years", "male", 3, "no")] * 30
    of += [("10-14 years", "male", 3, "no")]
    table = measure("reviewed.category_by_age_band")
    alone = bundle([table], counts(of), Selection(YEAR, Profile.RELEASE, table.id))
    rows = alone.measures[table.id]["rows"]
    ages = {row["key"]: {cell["key"]: cell["n"] for cell in row["rows"]} for row in rows}
    assert [ages[key]["10-14 years"] for key in ("3", "8")] == [None, None]
    assert ages["8"]["15-17 years"] == 0


def test_report_keeps_totals_and_plain_tables_exact() -> None:
    of = [("0-27 days", "male", 8, "no")] * 22 + [("28-364 days", "female", 7, "yes")] * 13
    left = released(of, Profile.REPORT).measures
    assert left["reviewed.total"] == {"n": 35}
    assert left["reviewed.under_1"] == {"n": 35, "of": 35, "percent": 100, "ci95": [90.1, 100.0]}
    assert [(row["n"], row["percent"]) for row in left["reviewed.sex"]["rows"]][:2] == [(13, 37), (22, 63)]
    assert left["reviewed.modifiable"]["percent_known"] == 37


def test_not_known_not_recorded_none_and_withheld_are_four_things() -> None:
    of = [("0-27 days", sex, 8, "no") for sex in ("female",) * 20 + ("male",) * 20 + ("not known",) * 3]
    rows = {row["key"]: row for row in released(of).measures["reviewed.sex"]["rows"]}
    assert rows["not known"] == {
        "key": "not known", "label": "Not known", "n": None, "withheld": True, "percent": None
    }  # fmt: skip
    assert rows["missing"] == {"key": "missing", "label": "Not recorded", "n": 0, "percent": 0}
    assert rows["female"] == {"key": "female", "label": "Female", "n": 20, "rounded": True, "percent": 44}


@pytest.mark.parametrize(("n", "shown"), [(0, 0), (1, None), (7, None), (8, 10), (12, 10), (13, 15), (58, 60)])
def test_numbers_of_a_release_are_hidden_up_to_7_and_rounded_from_8(n: int, shown: int | None) -> None:
    found = first_shown(total(), n, Profile.RELEASE)
    assert found.n == shown
    assert found.high is not None
    assert found.low <= n <= found.high
    assert found.low > 7 or shown in (None, 0)


def total(start: date = YEAR.start, end: date = YEAR.end, **values: str) -> Cell:
    return cell("reviewed", start, end, {name: (value,) for name, value in values.items()})


def test_a_year_to_date_and_then_the_year_do_not_give_the_months_between() -> None:
    """D4: exact totals would; each is audited beside what was released before."""
    to_december = protect({total(end=date(2013, 12, 31)): 55}, Profile.REPORT)
    year = protect({total(): 58}, Profile.REPORT, earlier=to_december.told())
    assert [shown.n for shown in to_december.shown.values()] == [55]
    assert [(shown.n, shown.is_rounded) for shown in year.shown.values()] == [(60, True)]
    assert year == protect({total(): 58}, Profile.RELEASE, earlier=to_december.told())


def test_an_edit_between_two_releases_is_not_shown() -> None:
    first = released(children(60, drawn(1)), Profile.REPORT)
    one_more = [*children(60, drawn(1)), ("15-17 years", "female", 2, "yes")]
    again = bundle(REVIEWED, counts(one_more), Selection(YEAR, Profile.REPORT), first.told)
    assert again.refused == {"reviewed"}
    assert set(numbers(again.measures)) == set()


def test_a_fact_that_was_corrected_between_two_releases_withholds_its_own_tables_alone() -> None:
    """Twelve categories more say nothing of ages and sexes, which are as they were told."""
    of = [("0-27 days", "male", 8, "no")] * 30 + [("1-4 years", "female", 7, "yes")] * 28
    first = bundle(REVIEWED, counts(of), Selection(YEAR, Profile.REPORT))
    corrected = [*of[:-12], *(("1-4 years", "female", 8, "yes") for _ in range(12))]
    again = bundle(REVIEWED, counts(corrected), Selection(YEAR, Profile.REPORT), first.told)
    shown = {found for found, bounds in again.told if bounds != (0, None)}
    assert again.refused == {"reviewed"}
    assert {name for found in shown for name in found.dimensions} == {"age_band", "sex", "modifiable"}
    assert {
        found for found, bounds in first.told if "category" not in found.dimensions and bounds != (0, None)
    } == shown
    (note,) = again.notes
    assert note.startswith("Some numbers of reviewed deaths are withheld: the records have changed")


def test_what_was_withheld_for_another_number_stays_withheld() -> None:
    """A second table must not show what the first withheld only to protect its neighbour."""
    ages = [measure("reviewed.age_band")]
    of = (
        [("0-27 days", "male", 8, "no")] * 20
        + [("1-4 years", "male", 8, "no")] * 9
        + [("5-9 years", "male", 8, "no")] * 2
    )
    first = bundle(ages, counts(of), Selection(YEAR, Profile.REPORT))
    shown = {row["key"]: row["n"] for row in first.measures["reviewed.age_band"]["rows"]}
    assert (shown["0-27 days"], shown["1-4 years"], shown["5-9 years"]) == (20, None, None)
    second = bundle(ages, counts(of), Selection(YEAR, Profile.RELEASE), first.told)
    assert {row["key"]: row["n"] for row in second.measures["reviewed.age_band"]["rows"]}["1-4 years"] is None


def test_one_area_taken_from_all_is_audited_with_all() -> None:
    """All areas, then each but the smallest: what is left over is the smallest."""
    every = protect({total(): 30}, Profile.REPORT).told()
    first = protect({total(area="a"): 25}, Profile.REPORT, beside=[total(area="b")], earlier=every)
    assert [shown.n for shown in first.shown.values()] == [None]


def test_selections_of_other_periods_are_not_touched() -> None:
    before = [replace(one, start=date(1999, 4, 1), end=date(2000, 3, 31)) for one in (total(), total(sex="male"))]
    earlier = [(before[0], (9, 9)), (before[1], (5, 5))]
    assert (
        released(children(60, drawn(2))).measures
        == bundle(REVIEWED, counts(children(60, drawn(2))), Selection(YEAR, Profile.RELEASE), earlier).measures
    )


@pytest.mark.parametrize(("more_numbers", "more_periods"), [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_an_audit_is_large_beside_many_other_numbers_of_many_periods(more_numbers: int, more_periods: int) -> None:
    numbers, periods = AT_ONCE[0] + more_numbers, AT_ONCE[1] + more_periods
    told = [(total(area=str(number)), (0, None)) for number in range(numbers)]
    earlier = [
        (replace(one, end=date(2014, 3, 1 + number % periods)), bounds) for number, (one, bounds) in enumerate(told)
    ]
    found = asked(
        REVIEWED, counts(children(60, drawn(1))), Selection(YEAR, Profile.RELEASE), [*earlier, (total(), (60, 60))]
    )
    assert found.is_large() == (more_numbers == more_periods == 1)


def test_how_far_an_audit_is_says_nothing_of_the_numbers() -> None:
    """Its steps go by the tables alone, so whoever watches it learns nothing."""
    seen: list[list[tuple[int, int]]] = []
    for number in (60, 300):
        steps: list[tuple[int, int]] = []
        of = asked(REVIEWED, counts(children(number, drawn(1))), Selection(YEAR, Profile.RELEASE))
        of.bundle(on_step=lambda done, whole, steps=steps: steps.append((done, whole)))
        seen.append(steps)
    wholes = {whole for steps in seen for _, whole in steps}
    assert wholes == {4}
    assert all(steps == [(done, 4) for done in range(len(steps))] for steps in seen)
