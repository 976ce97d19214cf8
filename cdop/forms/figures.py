"""Choosing the period of the figures."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import Form

from cdop.forms.fields import TextField
from cdop.rules import typed_dates
from cdop.rules.periods import FinancialYear, Period, begun, financial_year_of, period_between
from cdop.rules.typed_dates import UnreadableDate

FIRST_YEAR, LAST_YEAR = 1900, 2999


class PeriodForm(Form):  # type: ignore[misc]
    """A financial year, or two dates. It changes nothing, so it carries no token."""

    year = TextField("Financial year", width=10, hint="For example 2013-14")
    start = TextField("Or from", width=10, hint="For example 1/4/2013 or 1 April 2013", called="First day", name="from")
    end = TextField("To", width=10, hint="The last day, included", called="Last day", name="to")

    def __init__(self, asked: Mapping[str, Any], *, today: date, years_only: bool = False) -> None:
        """Read what the address asks for; where it asks for no period, the last year that is over.

        Whoever sees protected figures only chooses among whole years.
        """
        is_asked = any(name in asked for name in ("year", "from", "to"))
        super().__init__(asked if is_asked else None, year=FinancialYear(financial_year_of(today).first_year - 1).label)
        self.today = today
        self._period: Period | None = None
        self.years_only = years_only
        if years_only:
            self.start.data = self.end.data = ""

    def validate(self, extra_validators: Any = None) -> bool:
        """Work out the period, with a message at each field that cannot be understood, or whose time has not begun."""
        return bool(super().validate(extra_validators)) and self._read() and self._has_begun()

    @property
    def period(self) -> Period:
        """The period, once the form is valid."""
        if self._period is None:
            raise ValueError("The form is not valid.")
        return self._period

    def is_over(self, today: date) -> bool:
        """Say whether the period is over, with a message beside the year where it is not."""
        if self.period.end < today:
            return True
        self._fault(self.year, f"{self.period.label} is not over: figures are released of years that are")
        return False

    def error_summary(self) -> list[dict[str, str]]:
        """Each fault as `text`, with the control to put right as `href`."""
        return [{"text": field.errors[0], "href": f"#{field.focus_id}"} for field in self if field.errors]

    def _read(self) -> bool:
        if self.start.is_blank and self.end.is_blank:
            self._period = self._year()
        else:
            self.year.data = ""  # the page offers a year; whoever types dates means the dates
            start, end = self._day(self.start), self._day(self.end)
            if start and end and end < start:
                self._fault(self.end, "The last day is before the first")
            elif start and end:
                self._period = period_between(start, end)
        return self._period is not None

    def _has_begun(self) -> bool:
        try:
            begun(self.period, self.today)
        except ValueError as fault:
            self._fault(self.start if self.year.is_blank else self.year, str(fault))
            return False
        return True

    def _day(self, field: TextField) -> date | None:
        if field.is_blank:
            self._fault(field, "Enter both dates of the period")
            return None
        try:
            day = typed_dates.read_line(field.data or "")
        except UnreadableDate as unreadable:
            self._fault(field, f"{field.called} {unreadable}, like 1/4/2013 or 1 April 2013")
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self._fault(field, f"{field.called} must be in the years {FIRST_YEAR} to {LAST_YEAR}")
            return None
        return day

    def _year(self) -> Period | None:
        try:
            return FinancialYear.parse(self.year.data or "").period
        except ValueError as fault:
            self._fault(self.year, str(fault))
            return None

    def _fault(self, field: TextField, text: str) -> None:
        field.errors = [*field.errors, text]
