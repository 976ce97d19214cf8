"""The days of a year's meetings: the same weekday of the month, each a working day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdop.rules import meeting_pattern
from cdop.rules.working_days import is_working_day


def test_third_thursday_of_every_second_month() -> None:
    assert meeting_pattern.days(date(2027, 1, 21), 2) == tuple(
        date(2027, month, day) for month, day in ((1, 21), (3, 18), (5, 20), (7, 15), (9, 16), (11, 18))
    )


def test_fifth_weekday_stands_for_the_last() -> None:
    assert meeting_pattern.days(date(2027, 3, 31), 3) == (
        date(2027, 3, 31),
        date(2027, 6, 30),
        date(2027, 9, 29),
        date(2027, 12, 29),
    )


def test_bank_holiday_is_a_week_later() -> None:
    # The last Monday of May and of August 2027.
    assert meeting_pattern.days(date(2027, 5, 31), 3)[:2] == (date(2027, 6, 7), date(2027, 9, 6))


@given(st.dates(date(2024, 1, 1), date(2032, 1, 1)), st.sampled_from([*meeting_pattern.EVERY]))
def test_every_day_is_a_working_day_within_a_year_and_a_week(first: date, every: int) -> None:
    days = meeting_pattern.days(first, every)
    assert all(map(is_working_day, days))
    assert sorted(set(days)) == list(days)
    assert all(first <= day < first + timedelta(days=366 + 14) for day in days)
    assert len(days) == 12 // every


def test_less_than_a_month_apart_is_refused() -> None:
    with pytest.raises(ValueError, match="a month apart"):
        meeting_pattern.days(date(2027, 1, 21), 0)
