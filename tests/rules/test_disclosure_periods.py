"""Exact numbers of several periods leave no small number of each other, also of days that lie apart."""

from datetime import date
from itertools import combinations, pairwise, product

import pytest

from cdop.rules.disclosure import Profile, Told, protect
from cdop.rules.disclosure_audit import is_possible
from cdop.rules.disclosure_cells import Cell, cell
from cdop.rules.disclosure_periods import Exact, small_left, too_telling
from tests.rules.test_disclosure_audit import drawn

Years = tuple[int, int]
"""The first and the last."""


def of(years: Years) -> Cell:
    return cell("reviewed", date(years[0], 1, 1), date(years[1], 12, 31), {"sex": ("female",)})


@pytest.mark.parametrize(
    ("before", "then"),
    [
        ({(2018, 2019): 60}, ((2018, 2020), 64)),  # the year after
        ({(2019, 2020): 60}, ((2018, 2021), 64)),  # the years before and after, each of which stays untold
        ({(2018, 2021): 64}, ((2019, 2020), 60)),  # the same asked for the other way round
        ({(2018, 2022): 64, (2019, 2019): 30}, ((2021, 2021), 30)),  # three years that lie apart
        ({(2018, 2019): 40, (2019, 2022): 70}, ((2020, 2022), 36)),  # a chain of three that tells one year
        ({(2017, 2020): 90, (2018, 2022): 99}, ((2017, 2022), 104)),  # the first year, by what the second lacks
        ({(2018, 2020): 60, (2019, 2022): 100}, ((2020, 2023), 44)),  # the first, less the second, and the third
    ],
)
def test_exact_number_is_rounded_where_periods_would_leave_a_few_of_each_other(
    before: dict[Years, int], then: tuple[Years, int]
) -> None:
    told = [(of(years), (n, n)) for years, n in before.items()]
    years, n = then
    small = [*too_telling({of(years): (n, n)}, told)]
    assert small == [of(years)]
    shown = protect({of(years): n}, Profile.REPORT, earlier=told).shown[of(years)]
    assert shown.n is None or shown.is_rounded


@pytest.mark.parametrize(
    ("before", "n", "shown"),
    [
        ({"area": ("C",)}, 8, (115, [55, 36, 15, None])),  # of C seven are left, and the total leaves what C is
        ({}, 111, (115, [55, 36, 15, None])),  # four are left of the total, which is what the areas add up to
    ],
)
def test_number_is_not_told_by_the_rest_of_its_table_instead(
    before: dict[str, tuple[str, ...]], n: int, shown: tuple[int, list[int | None]]
) -> None:
    years = date(2018, 1, 1), date(2020, 12, 31)
    areas = {area: cell("reviewed", *years, {"area": (area,)}) for area in "ABCD"}
    total = cell("reviewed", *years, {})
    counted = {total: 115} | dict(zip(areas.values(), (55, 36, 15, 9), strict=True))
    one_year = cell("reviewed", date(2019, 1, 1), date(2019, 12, 31), before)
    found = protect(counted, Profile.REPORT, earlier=[(one_year, (n, n))]).shown
    assert (found[total].n, [found[areas[area]].n for area in "ABCD"]) == shown
    assert found[cell("reviewed", *years, before)].is_rounded


THREE = date(2018, 1, 1), date(2020, 12, 31)
AREAS = {area: cell("reviewed", *THREE, {"area": (area,)}) for area in "ABCD"}
TOTAL = cell("reviewed", *THREE, {})


def middle(**values: tuple[str, ...]) -> Cell:
    return cell("reviewed", date(2019, 1, 1), date(2019, 12, 31), values)


def left_of(one: Cell, told: list[Told]) -> int:
    """How many values a number can have."""
    return sum(is_possible([*told, (one, (n, n))]) for n in range(100))


def test_two_rounded_numbers_do_not_give_each_other_back() -> None:
    """12 would be 10 and 17 be 15: no others that are rounded so are 29 together, which the exact total tells."""
    counted = {TOTAL: 120} | dict(zip(AREAS.values(), (55, 36, 12, 17), strict=True))
    told = [(middle(area=("C",)), (8, 8)), (middle(area=("D",)), (13, 13))]
    found = protect(counted, Profile.REPORT, earlier=told)
    assert [found.shown[AREAS[area]].n for area in "ABCD"] == [55, 36, None, 15]
    assert [left_of(AREAS[area], [*told, *found.told()]) for area in "CD"] == [5, 5]


def test_rounded_total_is_not_added_up_from_areas_that_are_released_later() -> None:
    told = [(middle(), (60, 60))]
    told += protect({TOTAL: 64}, Profile.REPORT, earlier=told).told()
    for area, n in zip("AB", (40, 24), strict=True):
        others = cell("reviewed", *THREE, {"area": tuple(other for other in "AB" if other != area)})
        told += protect({AREAS[area]: n}, Profile.REPORT, beside=[others], earlier=told).told()
    assert dict(told)[TOTAL] == (63, 67)
    assert left_of(TOTAL, told) == 5


@pytest.mark.parametrize(
    ("before", "then"),
    [
        ({(2019, 2020): 50}, ((2018, 2021), 64)),  # fourteen are left
        ({(2019, 2020): 64}, ((2018, 2021), 64)),  # nobody is left
        ({(2018, 2020): 60}, ((2019, 2021), 64)),  # neither has the other within it
        ({(2018, 2020): 60, (2018, 2021): 64}, ((2018, 2021), 64)),  # told before, once more
    ],
)
def test_exact_number_stays_where_nobody_can_subtract_a_few(before: dict[Years, int], then: tuple[Years, int]) -> None:
    years, n = then
    assert [*too_telling({of(years): (n, n)}, [(of(years), (n, n)) for years, n in before.items()])] == []


def test_rounded_numbers_are_left_to_the_audit() -> None:
    assert [*too_telling({of((2018, 2021)): (62, 66)}, [(of((2019, 2020)), (60, 60))])] == []


def by_every_combination(exact: Exact) -> set[tuple[tuple[date, date], int]]:
    """Small sets of days by adding and subtracting each period up to twice, in every combination."""
    stretches = [*pairwise(sorted({day for span in exact for day in span}))]
    found = set()
    for times in product(range(-2, 3), repeat=len(exact)):
        within = [
            sum(n for n, (start, end) in zip(times, exact, strict=True) if start <= a and b <= end)
            for a, b in stretches
        ]
        n = sum(n * many for n, many in zip(times, exact.values(), strict=True))
        if set(within) <= {0, 1} and 1 <= n <= 7:
            days = [stretch for stretch, is_in in zip(stretches, within, strict=True) if is_in]
            found.add(((days[0][0], days[-1][1]), n))
    return found


def test_what_periods_leave_is_what_every_combination_of_them_leaves() -> None:
    found_some = 0
    for seed in range(60):
        random = drawn(seed)
        years = [random.choice((0, 1, 2, 3, 5, 9, 20)) for _ in range(random.randint(2, 8))]
        spans = [*combinations(range(len(years) + 1), 2)]
        some = random.sample(spans, min(len(spans), random.randint(1, 5)))
        exact = {(date(2010 + a, 1, 1), date(2010 + b, 1, 1)): sum(years[a:b]) for a, b in some}
        assert small_left(exact) == by_every_combination(exact), seed
        found_some += bool(small_left(exact))
    assert 20 < found_some < 60


def test_number_is_rounded_where_there_are_too_many_ways_to_add_up_those_before() -> None:
    apart = {of((2000 + a, 2040 + b)): (900, 900) for a, b in enumerate(range(0, 60, 2))}
    assert [*too_telling(apart, [])] != []
