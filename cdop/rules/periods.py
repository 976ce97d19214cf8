"""The periods that figures are of: financial years and any span of days, both ends included."""

import re
from dataclasses import dataclass
from datetime import date

from cdop.rules.dates import written_date

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{2})/([0-9]{2})/([0-9]{4})")
_EARLIEST_YEAR = 1900
_YEAR_LABEL = re.compile(r"([0-9]{4})-([0-9]{2})")
SO_FAR = " so far"
"""Ends the label of a period that is not over."""
_FIRST_MONTH = 4
"""April: the financial year of English public bodies, and of the national child death returns, begins on the
1st.
"""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both included. Raises ValueError where it ends before it starts."""

    start: date
    end: date
    label: str

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("The period ends before it starts.")

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    """1 April of `first_year` to 31 March of the next year."""

    first_year: int

    @property
    def label(self) -> str:
        """The year as it is written, such as "2013-14"."""
        return f"{self.first_year}-{(self.first_year + 1) % 100:02d}"

    @property
    def start(self) -> date:
        return date(self.first_year, _FIRST_MONTH, 1)

    @property
    def end(self) -> date:
        return date(self.first_year + 1, _FIRST_MONTH - 1, 31)

    @property
    def period(self) -> Period:
        """The year as a period."""
        return Period(self.start, self.end, self.label)

    @classmethod
    def parse(cls, text: str) -> "FinancialYear":
        """Return the year written as "2013-14".

        Raises ValueError, with a message for the person who typed it, for anything else.
        """
        match = _YEAR_LABEL.fullmatch(text.strip())
        year = cls(int(match[1])) if match else None
        if match is None or year is None or not _EARLIEST_YEAR <= year.first_year <= 2999:
            raise ValueError("Write a financial year as 2013-14, for 1 April 2013 to 31 March 2014.")
        if year.label != match[0]:
            raise ValueError(f"{match[0]} is not one year: 1 April {match[1]} begins {year.label}.")
        return year


def financial_year_of(day: date) -> FinancialYear:
    """Return the financial year that the day is in."""
    return FinancialYear(day.year - (day.month < _FIRST_MONTH))


def period_between(start: date, end: date) -> Period:
    """Return the period, labelled as a financial year where it is exactly one, else by its dates in words.

    Raises ValueError where it ends before it starts.
    """
    year = financial_year_of(start)
    if (year.start, year.end) == (start, end):
        return year.period
    return Period(start, end, f"{written_date(start)} to {written_date(end)}")


def years_together(last: FinancialYear, number: int) -> Period:
    """Return so many whole financial years, of which `last` is the last."""
    if number == 1:
        return last.period
    first = FinancialYear(last.first_year - number + 1)
    return Period(first.start, last.end, f"{first.label} to {last.label}")


def span_label(first: str, last: str) -> str:
    """Return what several periods are called together, by the labels of the first and last: "2013-14 to 2017-18"."""
    return first if first == last else f"{first.split(' to ')[0]} to {last.split(' to ')[-1]}"


def begun(period: Period, today: date) -> Period:
    """Return the period as far as it has gone: itself once it is over, until then up to today and "so far".

    Raises ValueError, with a message for the person who asked, for a period that has not begun.
    """
    if period.start > today:
        raise ValueError(f"{period.label} has not begun: its first day is {written_date(period.start)}.")
    return period if period.end < today else Period(period.start, today, period.label + SO_FAR)


def parse_day(text: str) -> date:
    """Return the day written as 2014-03-31 or 31/03/2014.

    Raises ValueError, with a message for the person who typed it, for another form, a day that the calendar
    lacks, or a year before 1900, which is a slip of the keyboard.
    """
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise ValueError("Write a date as YYYY-MM-DD or DD/MM/YYYY, with four digits for the year.")
    year, month, day = (int(part) for part in (match[1] or match[6], match[2] or match[5], match[3] or match[4]))
    try:
        parsed = date(year, month, day)
    except ValueError:
        raise ValueError("There is no such day in the calendar.") from None
    if year < _EARLIEST_YEAR:
        raise ValueError(f"The year is before {_EARLIEST_YEAR}.")
    return parsed


def month_key(day: date) -> str:
    """Return the day's month as "2013-04"."""
    return f"{day.year:04d}-{day.month:02d}"


def month_keys(period: Period) -> tuple[str, ...]:
    """Return every month that the period touches, in order, as "2013-04"."""
    first = period.start.year * 12 + period.start.month - 1
    last = period.end.year * 12 + period.end.month - 1
    return tuple(f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, last + 1))


def years_of(period: Period) -> tuple[FinancialYear, ...]:
    """Return every financial year that the period touches, in order."""
    first = financial_year_of(period.start).first_year
    last = financial_year_of(period.end).first_year
    return tuple(FinancialYear(year) for year in range(first, last + 1))
