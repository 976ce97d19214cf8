"""The figures of a period, or what each measure means to those who may not see numbers."""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor, may
from cdop.documents import figures_page
from cdop.forms.figures import PeriodForm
from cdop.rules.periods import FinancialYear, Period, financial_year_of
from cdop.rules.vocabulary import Action
from cdop.services import figures

blueprint = Blueprint("figures", __name__)


@blueprint.get("/figures")
@access(Action.FIGURES_DEFINE)
def index() -> ResponseReturnValue:
    """Show the figures of the period that the address names."""
    if not may(Action.FIGURES_VIEW):
        return render_template("figures/definitions.html", sections=figures_page.definitions())
    form = PeriodForm(request.args, today=clock.today())
    if not form.validate():
        return render_template("figures/index.html", form=form, figures=None), 422
    found = figures.figures_json(current_actor(), g.panel.id, form.period, now=clock.now())
    sections = figures_page.sections(found, accent=g.panel.colour)
    years = _years_beside(form.period)
    return render_template("figures/index.html", form=form, figures=found, sections=sections, years=years)


def _years_beside(period: Period) -> tuple[str, ...]:
    """The years before and after, where the period is a financial year; none that has not begun."""
    year = financial_year_of(period.start)
    if year.period != period:
        return ()
    beside = (FinancialYear(year.first_year + step) for step in (-1, 1))
    return tuple(other.label for other in beside if other.start <= clock.today())
