from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdop.rules.durations import (
    DurationBand,
    DurationLimits,
    duration_band,
    duration_limits,
    months_after,
    timeliness_band,
)

DAYS_OF_30_YEARS = st.dates(date(2008, 4, 1), date(2038, 3, 31))


@pytest.mark.parametrize(
    ("died", "end", "band"),
    [
        (date(2013, 4, 10), date(2013, 4, 10), "under 6 months"),
        (date(2013, 4, 10), date(2013, 10, 9), "under 6 months"),
        (date(2013, 4, 10), date(2013, 10, 10), "6 to 12 months"),
        (date(2013, 4, 10), date(2014, 4, 10), "6 to 12 months"),
        (date(2013, 4, 10), date(2014, 4, 11), "over 12 months"),
        (date(2013, 8, 31), date(2014, 2, 27), "under 6 months"),
        (date(2013, 8, 31), date(2014, 2, 28), "6 to 12 months"),
        (date(2013, 8, 28), date(2014, 2, 28), "6 to 12 months"),
        (date(2012, 2, 29), date(2013, 2, 28), "6 to 12 months"),
        (date(2012, 2, 29), date(2013, 3, 1), "over 12 months"),
        (date(2011, 8, 31), date(2012, 2, 28), "under 6 months"),
        (date(2011, 8, 31), date(2012, 2, 29), "6 to 12 months"),
    ],
)
def test_duration_band_ends_on_the_same_day_of_the_month(died: date, end: date, band: str) -> None:
    assert duration_band(died, end) == band


def test_duration_band_end_before_death_is_refused() -> None:
    with pytest.raises(ValueError, match="before the death"):
        duration_band(date(2013, 4, 10), date(2013, 4, 9))


def _band_by_limits(died: date, limits: DurationLimits) -> str:
    if died > limits.last_of_6_months:
        return "under 6 months"
    return "over 12 months" if died < limits.first_of_12_months else "6 to 12 months"


def test_duration_limits_give_the_band_for_every_end_of_30_years() -> None:
    """All ends of 30 years against the deaths around both limits, where alone the bands can change."""
    wrong = []
    for offset in range((date(2038, 3, 31) - date(2008, 4, 1)).days + 1):
        end = date(2008, 4, 1) + timedelta(days=offset)
        limits = duration_limits(end)
        for limit in (limits.first_of_12_months, limits.last_of_6_months):
            for died in (limit - timedelta(days=1), limit, limit + timedelta(days=1)):
                if duration_band(died, end) != _band_by_limits(died, limits):
                    wrong.append((died, end))
    assert wrong == []


@given(DAYS_OF_30_YEARS, st.integers(0, 800))
def test_duration_limits_give_the_band_for_any_death(end: date, days: int) -> None:
    died = end - timedelta(days=days)
    assert duration_band(died, end) == _band_by_limits(died, duration_limits(end))


def test_duration_limits_for_the_end_of_a_year() -> None:
    assert duration_limits(date(2014, 3, 31)) == DurationLimits(
        first_of_12_months=date(2013, 3, 31), last_of_6_months=date(2013, 9, 30)
    )


@given(DAYS_OF_30_YEARS, st.integers(1, 24))
def test_months_after_never_goes_back(day: date, months: int) -> None:
    assert months_after(day, months) <= months_after(day + timedelta(days=1), months)


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (0, "same or next day"),
        (1, "same or next day"),
        (2, "2 to 7 days"),
        (7, "2 to 7 days"),
        (8, "8 to 28 days"),
        (28, "8 to 28 days"),
        (29, "over 28 days"),
        (4000, "over 28 days"),
    ],
)
def test_timeliness_band_includes_both_ends(days: int, band: str) -> None:
    died = date(2013, 4, 10)
    assert timeliness_band(died, died + timedelta(days=days)) == band


def test_timeliness_band_notified_before_death_is_refused() -> None:
    with pytest.raises(ValueError, match="before the death"):
        timeliness_band(date(2013, 4, 10), date(2013, 4, 9))


def test_duration_bands_are_those_of_the_figures() -> None:
    assert list(DurationBand) == ["under 6 months", "6 to 12 months", "over 12 months"]
