"""The annual report: built, listed, read as a page and fetched as a PDF."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.forms.reports import BuildReportForm
from cdop.queries import reports as report_queries
from cdop.rules.periods import FinancialYear, financial_year_of
from cdop.rules.vocabulary import Action
from cdop.services import reports

blueprint = Blueprint("reports", __name__, url_prefix="/reports")


@blueprint.get("/")
@access(Action.REPORT_VIEW)
def index() -> ResponseReturnValue:
    """List the reports that were built and offer to build one."""
    last_whole_year = FinancialYear(financial_year_of(clock.today()).first_year - 1)
    return _listed(BuildReportForm(today=clock.today(), data={"year": last_whole_year.label}))


@blueprint.post("/")
@access(Action.REPORT_BUILD, form=BuildReportForm)
def build() -> ResponseReturnValue:
    """Build the report of a year from the figures as they are now."""
    form = BuildReportForm(today=clock.today())
    if not form.validate_on_submit():
        return _listed(form), 422
    actor, year = current_actor(), form.chosen()
    built = reports.build(
        actor, actor.panel_id or 0, year.period, submission_id=form.submission_id.data, now=clock.now()
    )
    flash(f"The annual report {built.period.label} was built.", "success")
    return redirect(url_for("reports.show", public_id=built.public_id))


@blueprint.get("/<public_id>")
@access(Action.REPORT_VIEW)
def show(public_id: str) -> ResponseReturnValue:
    """Show a report as a page."""
    frozen, document = reports.read(current_actor(), public_id, now=clock.now())
    return render_template("reports/show.html", report=frozen.report, document=document)


@blueprint.get("/<public_id>/annual-report.pdf")
@access(Action.REPORT_VIEW)
def pdf(public_id: str) -> ResponseReturnValue:
    """Give a report as the PDF that was built."""
    frozen, content = reports.pdf(current_actor(), public_id, now=clock.now())
    name = f"annual-report-{frozen.report.label.replace(' ', '-')}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="application/pdf", headers=headers)


def _listed(form: BuildReportForm) -> str:
    return render_template("reports/index.html", form=form, reports=report_queries.built_reports(current_actor()))
