"""What is open ties the totals of the deaths notified and reviewed together, of one year and of the next."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from cdop.rules.disclosure import Profile, Protected, Told, protect
from cdop.rules.disclosure_balance import balanced, worked_out
from cdop.rules.disclosure_cells import Cell, Narrow, cell
from cdop.rules.periods import FinancialYear
from cdop.rules.releases import Bundle

ONE_DAY = timedelta(1)
Totals = tuple[int, int, int]
YEAR = FinancialYear(2012).period
FIRST: Totals = (3, 0, 3)
"""Three deaths notified in a panel's first year, none reviewed: three are open at its end."""
SECOND: Totals = (17, 0, 20)
THIRD: Totals = (58, 35, 43)


def cells(year: int, totals: Totals) -> dict[Cell, int]:
    """The deaths notified and reviewed in a year, and those open at its end."""
    period = FinancialYear(year).period
    notified, reviewed, still_open = totals
    return {
        cell("notified", period.start, period.end, {}): notified,
        cell("reviewed", period.start, period.end, {}): reviewed,
        cell("open", period.end, period.end, {}): still_open,
    }


def released(years: list[tuple[int, Totals]]) -> Iterator[Protected]:
    """The years released one after another, each beside those before."""
    earlier: list[Told] = []
    for year, totals in years:
        made = balanced(protect(cells(year, totals), Profile.REPORT, earlier=earlier), earlier)
        earlier += made.told()
        yield made


YEARS = [(2011, FIRST), (2012, SECOND), (2013, THIRD)]


@pytest.mark.parametrize("years", [YEARS, YEARS[::-1], [YEARS[1], YEARS[0], YEARS[2]]])
def test_open_cases_give_no_small_total_of_a_year_away(years: list[tuple[int, Totals]]) -> None:
    made = list(released(years))
    told = [told for one in made for told in one.told()]
    assert worked_out(told) == ()
    exact = [t for year, totals in years for t in protect(cells(year, totals), Profile.REPORT).told()]
    assert {(found.low, found.high) for found in worked_out(exact)} == {(3, 3)}


def test_all_but_the_last_day_does_not_tell_by_what_is_open_how_many_came_on_it() -> None:
    """As many reviewed to the day before, and one open less: one death was notified on the last day of the year."""
    until = YEAR.end - ONE_DAY
    less = {cell(name, YEAR.start, until, {}): n for name, n in (("notified", 53), ("reviewed", 47))}
    first = balanced(protect(cells(2012, (54, 47, 41)), Profile.REPORT), [])
    told = [*first.told()]
    last = balanced(protect(less | {cell("open", until, until, {}): 40}, Profile.REPORT, earlier=told), told)
    assert {one.population: shown.n for one, shown in last.shown.items()} == {
        "notified": None,
        "open": None,
        "reviewed": 47,
    }


AREAS = {"A": 20, "B": 4, "C": 6}


def by_area(population: str, n: dict[str, int]) -> dict[Cell, int]:
    parts = {cell(population, YEAR.start, YEAR.end, {"area_code": (area,)}): each for area, each in n.items()}
    return parts | {cell(population, YEAR.start, YEAR.end, {}): sum(n.values())}


def test_areas_are_tied_by_what_is_open_as_totals_are() -> None:
    """None open before and after: by area as many were reviewed as notified, though of C it is told of one only."""
    day_before = YEAR.start - ONE_DAY
    notified, reviewed = by_area("notified", AREAS), by_area("reviewed", AREAS)
    told: list[Told] = [(cell("open", day, day, {}), (0, 0)) for day in (day_before, YEAR.end)]
    told += [(one, (n, n) if n > 7 else (1, 7)) for one, n in notified.items()]
    told += [(one, (n, n) if n > 6 else (0, None)) for one, n in reviewed.items()]
    assert worked_out(told, "area_code") == ()
    tells_of_c = [*told, (cell("reviewed", YEAR.start, YEAR.end, {"area_code": ("C",)}), (6, 6))]
    found = {each.cell.population for each in worked_out(tells_of_c, "area_code")}
    assert found == {"notified", "reviewed"}
    assert worked_out(tells_of_c) == ()


def test_what_is_open_does_not_tell_of_an_area_how_few_were_reviewed_between_two_ends() -> None:
    """None open before and after a year, of which B has 20 notified: of the 21 reviewed a day longer one came then."""
    longer, began = YEAR.end + ONE_DAY, YEAR.start - ONE_DAY
    told: list[Told] = [(cell("open", day, day, {}), (0, 0)) for day in (began, YEAR.end)]
    told += [(one, (n, n)) for one, n in by_area("notified", {"A": 30, "B": 20}).items()]
    told += [(replace(one, end=longer), (n, n)) for one, n in by_area("reviewed", {"A": 40, "B": 21}).items()]
    (found,) = worked_out(told, "area_code")
    assert found == Narrow(cell("reviewed", longer, longer, {"area_code": ("B",)}), 1, 1)
    assert worked_out(told) == ()


def test_only_what_is_open_gives_way() -> None:
    first, second, third = released(YEARS)
    by_population = [{one.population: shown.n for one, shown in each.shown.items()} for each in (second, third)]
    assert by_population == [
        {"notified": 17, "open": None, "reviewed": 0},
        {"notified": 58, "open": None, "reviewed": 35},
    ]
    assert [one.given_away for one in (first, second, third)] == [frozenset()] * 3


def test_a_year_that_comes_after_those_that_give_it_away_shows_nothing_and_says_why() -> None:
    *_, last = released([YEARS[2], YEARS[1]])
    assert last.given_away == {"notified", "reviewed"}
    assert {shown.n for shown in last.shown.values()} == {None}
    (_, note) = Bundle({}, (), last.refused, last.given_away).notes
    assert note.startswith(
        "The numbers of reviewed deaths are withheld: together with other numbers that were released"
    )


def test_parts_of_what_is_open_go_with_it() -> None:
    made = protect(cells(2012, SECOND) | {Cell("open", YEAR.end, YEAR.end, (("stage", ("a",)),)): 20}, Profile.REPORT)
    assert {shown.n for one, shown in balanced(made, []).shown.items() if one.population == "open"} == {None}


def test_records_that_changed_between_leave_what_one_year_tells_by_itself_protected() -> None:
    first, second = released([(2011, (30, 10, 20)), (2012, (17, 0, 20))])
    by_population = {one.population: shown for one, shown in second.shown.items()}
    assert [shown.n for shown in first.shown.values()].count(20) == 1
    assert by_population["open"].n is None


def test_records_that_do_not_add_up_by_themselves_are_shown_as_they_are() -> None:
    (made,) = released([(2012, (30, 0, 10))])
    assert sorted(shown.n or 0 for shown in made.shown.values()) == [0, 10, 30]


def test_years_without_small_totals_keep_what_is_open_exact() -> None:
    (made,) = released([(2013, (58, 35, 43))])
    assert sorted(shown.n or 0 for shown in made.shown.values()) == [35, 43, 58]


AFTER = f"notified after {YEAR.end}"


def beside_what_came_later(died: int, later: int, notified: int, earlier: list[Told]) -> Protected:
    """The deaths in a year and those of them notified later, as far as there are any; the deaths notified in it."""
    counted = {
        cell("deaths", YEAR.start, YEAR.end, {}): died,
        cell("deaths", YEAR.start, YEAR.end, {AFTER: ("yes",)}): later,
        cell("notified", YEAR.start, YEAR.end, {}): notified,
    }
    asked = {one: n for one, n in counted.items() if n}
    rest = [cell("deaths", YEAR.start, YEAR.end, {AFTER: ("no",)})] if later else []
    return balanced(protect(asked, Profile.REPORT, beside=rest, earlier=earlier), earlier)


@pytest.mark.parametrize(
    ("notified", "at_once", "first_the_deaths"),
    [
        (45, {50, 45, None}, {50, 45, None}),  # five to seven were notified later
        (44, {44, None}, {50, None}),  # six or seven
    ],
)
def test_deaths_do_not_tell_beside_those_notified_how_few_were_notified_later(
    notified: int, at_once: set[int | None], first_the_deaths: set[int | None]
) -> None:
    both = beside_what_came_later(50, 6, notified, [])
    assert {each.n for each in both.shown.values()} == at_once
    first = beside_what_came_later(50, 6, 0, [])
    second = beside_what_came_later(0, 0, notified, [*first.told()])
    assert {each.n for made in (first, second) for each in made.shown.values()} == first_the_deaths


def test_note_says_of_which_deaths_numbers_are_withheld() -> None:
    (note,) = Bundle({}, (), frozenset(), frozenset({"deaths"})).notes
    assert note.startswith("The numbers of deaths by date of death are withheld: together with other numbers")
