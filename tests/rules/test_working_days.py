"""Working days against the bank holidays of England and Wales as published on gov.uk/bank-holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cdop.rules import working_days
from cdop.rules.working_days import add_working_days, is_working_day, working_days_between

BANK_HOLIDAYS = {
    2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}
days = st.dates(date(2019, 1, 1), date(2027, 12, 31))
counts = st.integers(min_value=1, max_value=60)


@pytest.mark.parametrize("year", BANK_HOLIDAYS)
def test_weekdays_off_in_each_year_are_the_published_bank_holidays(year: int) -> None:
    first = date(year, 1, 1)
    whole_year = [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]

    off = [f"{day:%m-%d}" for day in whole_year if day.weekday() < 5 and not is_working_day(day)]

    assert off == BANK_HOLIDAYS[year].split()


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 3), 1, date(2026, 11, 4)),
        (date(2026, 11, 6), 1, date(2026, 11, 9)),
        (date(2026, 11, 7), 1, date(2026, 11, 9)),
        (date(2026, 11, 7), 0, date(2026, 11, 7)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 12, 24), 3, date(2026, 12, 31)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2026, 4, 7), -1, date(2026, 4, 2)),
        (date(2026, 11, 8), -10, date(2026, 10, 26)),
    ],
)
def test_add_working_days_over_weekends_and_holidays_lands_on(day: date, count: int, expected: date) -> None:
    assert add_working_days(day, count) == expected


def test_working_days_between_easter_thursday_and_tuesday_is_one() -> None:
    assert working_days_between(date(2026, 4, 2), date(2026, 4, 7)) == 1


def test_is_working_day_on_a_newly_proclaimed_holiday_says_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(working_days.OVERRIDES, date(2030, 7, 2), True)

    assert [is_working_day(date(2030, 7, day)) for day in (1, 2, 3)] == [True, False, True]


def test_is_working_day_on_a_holiday_that_was_moved_away_says_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(working_days.OVERRIDES, date(2030, 5, 6), False)

    assert is_working_day(date(2030, 5, 6)) is True


@settings(deadline=None)
@given(days, counts)
def test_add_working_days_always_lands_on_a_working_day_that_many_later(day: date, count: int) -> None:
    landed = add_working_days(day, count)

    assert (is_working_day(landed), working_days_between(day, landed)) == (True, count)


@settings(deadline=None)
@given(days, counts)
def test_add_working_days_there_and_back_from_a_working_day_returns(day: date, count: int) -> None:
    assume(is_working_day(day))

    assert add_working_days(add_working_days(day, count), -count) == day


@settings(deadline=None)
@given(days, days, days)
def test_working_days_between_two_days_add_up_over_any_third(first: date, second: date, third: date) -> None:
    assert working_days_between(first, third) == working_days_between(first, second) + working_days_between(
        second, third
    )
