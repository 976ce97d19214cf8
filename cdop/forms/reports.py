"""Choosing the year of a report."""

from datetime import date
from typing import Any

from wtforms import HiddenField, ValidationError

from cdop.forms.base import BaseForm
from cdop.forms.fields import RadiosField, Required, SelectChoice, TextField
from cdop.rules.periods import FinancialYear, begun


class BuildReportForm(BaseForm):
    """The financial year to report on."""

    year = TextField(
        "Financial year",
        [Required("Enter the financial year")],
        width=10,
        hint="For example 2013-14, for 1 April 2013 to 31 March 2014",
    )

    edition = RadiosField(
        "Edition",
        choices=[
            SelectChoice("full", "Full, confidential: every number as it is, for the panel and its partners"),
            SelectChoice("public", "Public: small numbers are withheld, of a year that is over"),
        ],
        default="full",
    )

    def __init__(self, *, today: date, **values: Any) -> None:
        """`today` is the last day that a report can cover."""
        self.today = today
        super().__init__(**values)

    def validate_year(self, field: TextField) -> None:
        """Refuse what is not a financial year, or one that has not begun."""
        try:
            begun(FinancialYear.parse(field.data).period, self.today)
        except ValueError as refused:
            raise ValidationError(str(refused)) from None

    def chosen(self) -> FinancialYear:
        """Return the year, once the form is valid."""
        return FinancialYear.parse(self.year.data)


class WithdrawForm(BaseForm):
    """Why a published report is withdrawn."""

    reason = TextField(
        "Why is it withdrawn?",
        [Required("Say why it is withdrawn")],
        max_length=300,
        hint="Everybody who opens the report reads this in its place",
    )


class RestateForm(BaseForm):
    """Why numbers of a year that was reported have changed."""

    year = HiddenField()
    reason = TextField(
        "Why did they change?",
        [Required("Say why the numbers changed")],
        max_length=300,
        hint="For example, a death was notified late. It is printed in the report: name nobody",
    )
    because = TextField(
        "If words in it can identify somebody, but do not: why can they stand?",
        max_length=300,
        hint="For example, it is the name of a hospital’s ward, not of a child",
    )
