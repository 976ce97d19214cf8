"""The forms of what is released by two people: figures anew, an extract; and of its deletion."""

from datetime import date
from typing import Any

from wtforms import HiddenField

from cdop.forms.base import BaseForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, CheckboxesField, RadiosField, Required, SelectChoice, TextField
from cdop.forms.workspace import TOGETHER, whole_year
from cdop.rules.extracts import MOST_COLUMNS, OFFERED
from cdop.rules.periods import FinancialYear, Period, years_together


class RenewForm(BaseForm):
    """Why new figures take the place of those that were released."""

    reason = AreaField(
        "Why are they released anew?",
        [Required("Say why the figures are released anew")],
        hint="The register of releases shows it. Do not name or describe a child.",
        max_length=1000,
        rows=4,
    )


class ExtractForm(BaseForm):
    """What an extract is of, and for whom and what.

    `shown` is the choice of which the page shows what is withheld: it is proposed only if it is still the same.
    """

    year = TextField(
        "Financial year in which the cases were reviewed",
        [Required("Enter a year")],
        width=10,
        hint="For example 2024-25",
    )
    years = RadiosField(
        "With the years before", choices=[SelectChoice(*each) for each in TOGETHER.items()], default="5"
    )
    columns = CheckboxesField(
        "What it has of each case",
        [Required("Choose at least one fact")],
        hint=f"At most {MOST_COLUMNS}. Where a case would stand out, the last of them is withheld first",
        choices=[SelectChoice(name, each.title) for name, each in OFFERED.items()],
        called="What it has",
    )
    reason = AreaField("What is it for?", [Required("Say what it is for")], rows=3, max_length=2000)
    applicant = TextField(
        "Who gets it?", [Required("Say who gets it")], hint="A person, their role and where", max_length=200
    )
    conditions = AreaField(
        "On what conditions?",
        [Required("Say on what conditions")],
        hint="Where it is kept, who may read it, what may be published of it",
        rows=3,
        max_length=2000,
    )
    expires_on = DateField("By when is it to be deleted?", [Required("Enter the day")])
    shown = HiddenField(default="")

    def __init__(self, *, today: date, **values: Any) -> None:
        super().__init__(**values)
        self.today = today

    def validate_year(self, field: TextField) -> None:
        """Refuse what is no financial year, and one that is not over."""
        whole_year(field.data or "", self.today)

    def validate_what(self) -> bool:
        """Say whether the years and facts can be looked at, whatever is still empty of the rest; faults are theirs."""
        self.validate()
        for field in (self.reason, self.applicant, self.conditions, self.expires_on):
            field.errors = ()
        return not self.errors

    @property
    def choice(self) -> str:
        """The years and facts as one text, once they are valid."""
        return "|".join((self.period().label, *self.columns.data))

    def period(self) -> Period:
        """Return the period, once the form is valid."""
        return years_together(FinancialYear.parse(self.year.data), int(self.years.data))


class DeletionForm(BaseForm):
    """That an extract was deleted, and how that is known."""

    deleted_on = DateField("When was it deleted?", [Required("Enter the day")])
    proof = AreaField("How is that known?", [Required("Say how it is known")], rows=3, max_length=2000)
