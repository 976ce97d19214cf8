from datetime import date

import pytest

from cdop.rules.periods import (
    FinancialYear,
    Period,
    begun,
    financial_year_of,
    month_key,
    month_keys,
    parse_day,
    period_between,
    years_of,
)

HOW_TO_WRITE_A_YEAR = "Write a financial year as 2013-14, for 1 April 2013 to 31 March 2014."
HOW_TO_WRITE_A_DAY = "Write a date as YYYY-MM-DD or DD/MM/YYYY, with four digits for the year."


@pytest.mark.parametrize("label", ["2008-09", "2013-14", "1999-00"])
def test_parse_year_and_label_are_inverse(label: str) -> None:
    assert FinancialYear.parse(label).label == label


def test_financial_year_runs_from_april_to_march() -> None:
    assert FinancialYear.parse("2013-14").period == Period(date(2013, 4, 1), date(2014, 3, 31), "2013-14")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("2013-15", "2013-15 is not one year: 1 April 2013 begins 2013-14."),
        ("2013-13", "2013-13 is not one year: 1 April 2013 begins 2013-14."),
        *[(text, HOW_TO_WRITE_A_YEAR) for text in ("", "2013", "13-14", "2013-2014", "2013/14", "1300-01")],
        ("٢٠١٣-١٤", HOW_TO_WRITE_A_YEAR),
    ],
)
def test_parse_year_in_other_form_says_how(text: str, rule: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        FinancialYear.parse(text)
    assert str(refused.value) == rule


@pytest.mark.parametrize(("day", "label"), [(date(2014, 3, 31), "2013-14"), (date(2014, 4, 1), "2014-15")])
def test_financial_year_of_day_changes_on_1_april(day: date, label: str) -> None:
    assert financial_year_of(day).label == label


def test_period_between_dates_of_a_year_is_labelled_as_the_year() -> None:
    assert period_between(date(2013, 4, 1), date(2014, 3, 31)) == FinancialYear(2013).period


def test_period_between_other_dates_is_labelled_in_words() -> None:
    assert period_between(date(2013, 4, 15), date(2013, 5, 1)).label == "15 April 2013 to 1 May 2013"


def test_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        period_between(date(2013, 5, 1), date(2013, 4, 30))


def test_period_contains_both_ends() -> None:
    period = period_between(date(2013, 4, 1), date(2013, 4, 2))
    days = [date(2013, 3, 31), date(2013, 4, 1), date(2013, 4, 2), date(2013, 4, 3)]
    assert [day in period for day in days] == [False, True, True, False]


def test_period_that_is_over_is_itself() -> None:
    period = FinancialYear(2013).period
    assert begun(period, date(2014, 4, 1)) == period


@pytest.mark.parametrize("today", [date(2013, 4, 1), date(2013, 11, 3), date(2014, 3, 31)])
def test_period_that_runs_ends_today_and_says_so(today: date) -> None:
    assert begun(FinancialYear(2013).period, today) == Period(date(2013, 4, 1), today, "2013-14 so far")


def test_period_that_has_not_begun_is_refused_with_its_first_day() -> None:
    with pytest.raises(ValueError, match=r"^2013-14 has not begun: its first day is 1 April 2013\.$"):
        begun(FinancialYear(2013).period, date(2013, 3, 31))


def test_month_keys_of_a_period_are_all_it_touches() -> None:
    period = period_between(date(2013, 11, 30), date(2014, 2, 1))
    assert month_keys(period) == ("2013-11", "2013-12", "2014-01", "2014-02")


def test_month_key_of_a_day_is_in_its_period() -> None:
    assert month_key(date(2013, 4, 30)) == "2013-04"


def test_years_of_a_period_are_all_it_touches() -> None:
    years = years_of(period_between(date(2013, 3, 31), date(2014, 4, 1)))
    assert [year.label for year in years] == ["2012-13", "2013-14", "2014-15"]


@pytest.mark.parametrize("text", ["2014-03-31", "31/03/2014", " 2014-03-31 "])
def test_parse_day_reads_both_forms(text: str) -> None:
    assert parse_day(text) == date(2014, 3, 31)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("31/02/2014", "There is no such day in the calendar."),
        ("2013-02-29", "There is no such day in the calendar."),
        ("2014-13-01", "There is no such day in the calendar."),
        ("0000-01-01", "There is no such day in the calendar."),
        ("0214-03-31", "The year is before 1900."),
        *[(text, HOW_TO_WRITE_A_DAY) for text in ("31/03/14", "1/4/2014", "31.03.2014", "2014-03-31 00:00", "")],
    ],
)
def test_parse_day_in_other_form_says_why(text: str, rule: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        parse_day(text)
    assert str(refused.value) == rule
