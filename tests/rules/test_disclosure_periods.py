"""Exact numbers of several periods leave no small number of each other, also of days that lie apart."""

from datetime import date

import pytest

from cdop.rules.disclosure import Profile, protect
from cdop.rules.disclosure_cells import Cell, cell
from cdop.rules.disclosure_periods import too_telling

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
