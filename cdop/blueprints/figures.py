"""The figures of a period: as they are for those who see cases, protected for those who do not."""

from typing import Any

from dateutil.relativedelta import relativedelta
from flask import Blueprint, Response, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor, may
from cdop.blueprints.lists import page_asked
from cdop.documents import between as times
from cdop.documents import figures_page
from cdop.forms.between import BetweenForm
from cdop.forms.figures import PeriodForm
from cdop.queries import figure_cases
from cdop.rules import timeliness as rules
from cdop.rules.disclosure import Profile
from cdop.rules.figures import measure
from cdop.rules.list_kinds import NO_ESTIMATE
from cdop.rules.periods import FinancialYear, Period, financial_year_of
from cdop.rules.releases import Selection
from cdop.rules.vocabulary import Action
from cdop.services import figures, release_works, releases

blueprint = Blueprint("figures", __name__)


@blueprint.get("/figures")
@access(Action.FIGURES_PUBLIC)
def index() -> ResponseReturnValue:
    """Show the figures of the period that the address names, in the edition of whoever looks."""
    return _page("figures.index", is_full=may(Action.FIGURES_VIEW))


@blueprint.get("/figures/protected")
@access(Action.FIGURES_PUBLIC)
def protected() -> ResponseReturnValue:
    """Show the protected figures of a year to anyone, also to those who may see the full edition."""
    return _page("figures.protected", is_full=False)


def _page(here: str, *, is_full: bool) -> ResponseReturnValue:
    form = PeriodForm(request.args, today=clock.today(), years_only=not is_full)
    if not form.validate() or not (is_full or form.is_over(clock.today())):
        return render_template("figures/index.html", form=form, here=here, figures=None), 422
    found = _full(form.period) if is_full else _protected(form.period)
    return render_template(
        "figures/index.html",
        form=form,
        here=here,
        figures=found,
        released=figures_page.released_on(found),
        renamed=() if is_full else figures_page.renamed(found["measures"], _themes()),
        sections=figures_page.sections(found, accent=g.panel.colour),
        years=_years_beside(form.period),
        asked=_asked(),
    )


def _full(period: Period) -> dict[str, Any]:
    return figures.figures_json(current_actor(), g.panel.id, period, now=clock.now())


def _themes() -> dict[str, str]:
    return releases.choices(current_actor(), g.panel.id)[1]


def _protected(period: Period) -> dict[str, Any]:
    selection = Selection(period, Profile.RELEASE)
    return release_works.figures_of(current_actor(), g.panel.id, selection, purpose="Figures page", now=clock.now())


@blueprint.get("/figures/cases")
@access(Action.FIGURES_VIEW)
def cases() -> ResponseReturnValue:
    """List the cases behind a figure of a period, as far as whoever asks may know of them."""
    form, measure_id = PeriodForm(request.args, today=clock.today()), request.args.get("measure", "")
    if measure_id not in figure_cases.LISTED or not form.validate():
        abort(404)
    chosen = measure(measure_id)
    found = figure_cases.cases_of(current_actor(), chosen, form.period, page=page_asked())
    return render_template("figures/cases.html", found=found, measure=chosen, period=form.period, asked=_asked())


@blueprint.get("/figures/timeliness")
@access(Action.FIGURES_VIEW)
def timeliness() -> ResponseReturnValue:
    """Show how soon the deaths of a period were notified, and what the lists of deaths show."""
    form = PeriodForm(request.args, today=clock.today())
    told = {"form": form, "asked": _asked(), "definition": rules.DEFINITION, "no_estimate": NO_ESTIMATE}
    if not form.validate():
        return render_template("figures/timeliness.html", found=None, **told), 422
    found = figures.timeliness(current_actor(), g.panel.id, form.period)
    years = _years_beside(form.period)
    return render_template("figures/timeliness.html", found=found, period=form.period, years=years, **told)


@blueprint.get("/figures/timeliness.csv")
@access(Action.FIGURES_VIEW)
def timeliness_file() -> ResponseReturnValue:
    """Send the same numbers as a CSV file."""
    form = PeriodForm(request.args, today=clock.today())
    if not form.validate():
        abort(404)
    found = figures.timeliness(current_actor(), g.panel.id, form.period)
    text = "".join(["\N{BYTE ORDER MARK}", *rules.lines(found.tables)])
    headers = {"Content-Disposition": "attachment; filename=timeliness.csv"}
    return Response(text, mimetype="text/csv", headers=headers)


@blueprint.get("/figures/between")
@access(Action.FIGURES_VIEW)
def between() -> ResponseReturnValue:
    """Show the times between deaths of one category or theme, and what is not chance alone."""
    _areas, themes = releases.choices(current_actor(), g.panel.id)
    form = BetweenForm(request.args, themes=themes)
    if not form.validate():
        return render_template("figures/between.html", form=form, found=None), 422
    years, called = int(form.years.data), form.called[form.kind.data]
    since = clock.today() - relativedelta(years=years)
    found = figures.time_between_deaths(
        current_actor(), g.panel.id, theme=form.theme, category=form.category, since=since
    )
    shown = times.shown(found, called, accent=g.panel.colour)
    return render_template("figures/between.html", form=form, found=shown, called=called, years=years)


def _asked() -> dict[str, str]:
    """The period as the address names it, for the pages beside this one."""
    return {name: request.args[name] for name in ("year", "from", "to") if name in request.args}


def _years_beside(period: Period) -> tuple[str, ...]:
    """The years before and after, where the period is a financial year; none that has not begun."""
    year = financial_year_of(period.start)
    if year.period != period:
        return ()
    beside = (FinancialYear(year.first_year + step) for step in (-1, 1))
    return tuple(other.label for other in beside if other.start <= clock.today())
