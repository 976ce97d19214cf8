"""Choosing a table of the workspace: what is counted, when, and of whom. It changes nothing, so it carries no token."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from wtforms import Form, ValidationError

from cdop.forms.fields import SelectChoice, SelectionField, TextField
from cdop.rules.disclosure import Profile
from cdop.rules.periods import FinancialYear, financial_year_of, years_of, years_together
from cdop.rules.releases import Selection, divides_by_area, dividing

ALL_AREAS, ALL_THEMES = "All of the panel’s area", "With any theme or none"
FIRST_SHOWN = "reviewed.age_band"
BY_AREA = {measure.id for measure in dividing() if divides_by_area(measure.id)}
TOGETHER = {"1": "The year alone", "3": "3 years together", "5": "5 years together", "10": "10 years together"}


def choice_of(selection: Selection) -> dict[str, str]:
    """Return what to choose for the table of a selection; {} where it is none that can be chosen."""
    period, years = selection.period, years_of(selection.period)
    is_whole = (period.start, period.end) == (years[0].start, years[-1].end)
    is_offered = any(measure.id == selection.measure for measure in dividing())
    if selection.profile is not Profile.RELEASE or not (is_whole and is_offered and str(len(years)) in TOGETHER):
        return {}
    chosen = {"measure": selection.measure, "year": years[-1].label, "years": str(len(years))}
    return chosen | {"area": selection.area, "theme": selection.theme}


def whole_year(typed: str, today: date) -> None:
    """Refuse what is no financial year, and one that is not over. Raises ValidationError with what to say of it."""
    try:
        year = FinancialYear.parse(typed)
    except ValueError as refused:
        raise ValidationError(str(refused)) from None
    if year.end >= today:
        raise ValidationError(f"{year.label} is not over: figures are released of years that are")


class WorkspaceForm(Form):  # type: ignore[misc]
    """One measure, in whole years that are over, of an area or a theme or all."""

    measure = SelectionField("What is counted")
    year = TextField("Financial year", width=10, hint="For example 2024-25")
    years = SelectionField("With the years before")
    area = SelectionField("Local authority")
    theme = SelectionField("Theme of learning")

    def __init__(
        self, asked: Mapping[str, Any], *, today: date, areas: Iterable[str], themes: Mapping[str, str]
    ) -> None:
        """Read what the address asks for; where that is nothing, the ages in the last year that is over."""
        last = FinancialYear(financial_year_of(today).first_year - 1).label
        super().__init__(asked or None, year=last, measure=FIRST_SHOWN, years="1", area="", theme="")
        self.today, self.themes = today, themes
        self.measure.choices = [SelectChoice(measure.id, measure.title) for measure in dividing()]
        self.years.choices = [SelectChoice(*choice) for choice in TOGETHER.items()]
        self.area.choices = [SelectChoice("", ALL_AREAS), *(SelectChoice(name, name) for name in areas)]
        self.theme.choices = [SelectChoice("", ALL_THEMES), *(SelectChoice(*each) for each in themes.items())]
        for name, default in (("measure", FIRST_SHOWN), ("years", "1"), ("area", ""), ("theme", ""), ("year", last)):
            if not (asked or {}).get(name):
                self[name].data = default

    def validate_year(self, field: TextField) -> None:
        """Refuse what is no financial year, and one that is not over."""
        whole_year(field.data or "", self.today)

    def validate_area(self, field: SelectionField) -> None:
        """Refuse one area of a table that divides by area."""
        if field.data and self.measure.data in BY_AREA:
            raise ValidationError("This table has a row for each local authority: choose all of the panel’s area")

    @property
    def theme_label(self) -> str:
        """What the theme is called, "" where none is chosen."""
        return self.themes.get(self.theme.data, "")

    def selection(self) -> Selection:
        """Return what was chosen, once the form is valid."""
        period = years_together(FinancialYear.parse(self.year.data), int(self.years.data))
        return Selection(period, Profile.RELEASE, self.measure.data, self.area.data, self.theme.data)

    def coarser(self) -> list[tuple[str, dict[str, str]]]:
        """Return what is divided less than the table chosen and so may show more: in words, and what to choose."""
        together = [(words, {"years": many}) for many, words in TOGETHER.items() if int(many) > int(self.years.data)]
        wider = [(words, {name: ""}) for name, words in (("area", ALL_AREAS), ("theme", ALL_THEMES)) if self[name].data]
        return [*self._plain(), *wider, *together]

    def _plain(self) -> Iterator[tuple[str, dict[str, str]]]:
        """The tables of one dimension of which a crossed one is made."""
        titles = {choice.value: choice.label for choice in self.measure.choices}
        cohort, _, dimensions = self.measure.data.partition(".")
        first, is_crossed, second = dimensions.partition("_by_")
        for measure in (f"{cohort}.{first}", f"{cohort}.{second}"):
            if is_crossed and measure in titles:
                yield titles[measure], {"measure": measure}

    def error_summary(self) -> list[dict[str, str]]:
        """Each fault as `text`, with the control to put right as `href`."""
        return [{"text": field.errors[0], "href": f"#{field.focus_id}"} for field in self if field.errors]
