from datetime import UTC, date, datetime

from cdop.blueprints.wording import format_age, format_date, format_datetime


def test_format_what_is_missing_says_not_recorded():
    assert [format_date(None), format_datetime(None), format_age(None, date(2026, 1, 1))] == ["not recorded"] * 3


def test_format_dates_and_ages_as_people_say_them():
    assert format_date(date(2026, 11, 3)) == "3 November 2026"
    assert format_datetime(datetime(2026, 11, 3, 14, 30, tzinfo=UTC)) == "3 November 2026 at 2:30pm"
    assert format_age(date(2026, 1, 1), date(2026, 2, 25)) == "7 weeks"
