"""The annual report: built, listed, read as a page and fetched as a PDF, approved."""

from datetime import datetime
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor, may
from cdop.blueprints.downloads import XLSX, attachment
from cdop.blueprints.outcomes import done, pressed
from cdop.documents import annual_report_quality, report_tables, short_versions
from cdop.forms.base import BaseForm
from cdop.forms.reports import BuildReportForm, RestateForm, WithdrawForm
from cdop.queries import report_drafts as draft_queries
from cdop.queries import report_works as work_queries
from cdop.queries import reports as report_queries
from cdop.queries.figure_cases import LISTED
from cdop.queries.populations import absent
from cdop.queries.releases import Release
from cdop.queries.report_drafts import DraftHead
from cdop.queries.reports import BuiltReport, FrozenReport
from cdop.rules.periods import FinancialYear, financial_year_of
from cdop.rules.section import VERSIONS
from cdop.rules.vocabulary import Action
from cdop.services import report_drafts, report_papers, report_publishing, report_restatements, report_works, reports

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
    """Ask for the report of a year, built from the figures as they are by then."""
    form = BuildReportForm(today=clock.today())
    if not form.validate_on_submit():
        return _listed(form), 422
    asked: list[str] = []
    if not done(form, lambda *, now: asked.append(_asked(form, now))):
        return _listed(form), 422
    return redirect(url_for("report_works.show", work_id=asked[0]))


@blueprint.post("/write")
@access(Action.REPORT_WRITE, form=BuildReportForm)
def write() -> ResponseReturnValue:
    """Begin to write in the report of a year, or go on where there is a draft of it."""
    form = BuildReportForm(today=clock.today())
    if not form.validate_on_submit():
        return _listed(form), 422
    actor = current_actor()
    draft_id = report_drafts.start(actor, actor.panel_id or 0, form.chosen().period, now=clock.now())
    return redirect(url_for("report_drafts.show", public_id=draft_id))


@blueprint.get("/restated")
@access(Action.REPORT_WRITE)
def restated() -> ResponseReturnValue:
    """List the numbers that are not those of an approved report, and ask why; of the year named, ask again."""
    return _restated(RestateForm(formdata=None, year=request.args.get("year")))


@blueprint.post("/restated")
@access(Action.REPORT_WRITE, form=RestateForm)
def restate() -> ResponseReturnValue:
    """Say why numbers of a year changed."""
    form = RestateForm()
    actor = current_actor()
    verb = partial(report_restatements.restate, actor, actor.panel_id or 0, form.year.data or "")
    act = partial(verb, reason=form.reason.data or "", because=form.because.data or "")
    if form.validate() and done(form, act):
        flash("The reason is kept, and the next report gives it.", "success")
        return redirect(url_for("reports.restated"))
    return _restated(form), 422


@blueprint.get("/<public_id>")
@access(Action.REPORT_VIEW)
def show(public_id: str) -> ResponseReturnValue:
    """Show a report as a page."""
    return _shown(public_id, BaseForm(formdata=None))


@blueprint.post("/<public_id>/approve")
@access(Action.REPORT_APPROVE, form=BaseForm)
def approve(public_id: str) -> ResponseReturnValue:
    """Approve a report as it was built."""
    to = url_for("reports.show", public_id=public_id)
    verb = partial(reports.approve, current_actor(), public_id)
    return pressed(verb, "The report is approved.", to=to, refused=partial(_shown, public_id))


@blueprint.post("/<public_id>/publish")
@access(Action.REPORT_APPROVE, form=BaseForm)
def publish(public_id: str) -> ResponseReturnValue:
    """Publish an approved public edition."""
    to = url_for("reports.show", public_id=public_id)
    verb = partial(report_publishing.publish, current_actor(), public_id)
    return pressed(verb, "The report is published: everybody can read it.", to=to, refused=partial(_shown, public_id))


@blueprint.post("/<public_id>/withdraw")
@access(Action.REPORT_APPROVE, form=WithdrawForm)
def withdraw(public_id: str) -> ResponseReturnValue:
    """Withdraw a published report, with the reason that its page gives from then on."""
    form = WithdrawForm()
    act = partial(report_publishing.withdraw, current_actor(), public_id, reason=form.reason.data or "")
    if form.validate() and done(form, act):
        flash("The report is withdrawn. Its page says why.", "success")
        return redirect(url_for("reports.show", public_id=public_id))
    return _shown(public_id, form, withdrawing=form), 409


@blueprint.get("/<public_id>/summary.pdf")
@access(Action.REPORT_VIEW)
def summary(public_id: str) -> ResponseReturnValue:
    """Give the key findings of a report on one page."""
    frozen, content = reports.paper(current_actor(), public_id, report_papers.SUMMARY, now=clock.now())
    return attachment(content, f"{_file_name(frozen.report)}-summary.pdf", "application/pdf")


@blueprint.get("/<public_id>/short/<kind>")
@access(Action.REPORT_VIEW)
def short(public_id: str, kind: str) -> ResponseReturnValue:
    """Show a short version of a public edition: the summary for children, or easy read."""
    frozen, document = reports.short(current_actor(), public_id, kind, now=clock.now())
    return render_template("reports/short.html", report=frozen.report, document=document, kind=kind)


@blueprint.get("/<public_id>/short/<kind>.pdf")
@access(Action.REPORT_VIEW)
def short_pdf(public_id: str, kind: str) -> ResponseReturnValue:
    """Give a short version of a public edition as a PDF."""
    frozen, content = reports.paper(current_actor(), public_id, kind, now=clock.now())
    return attachment(content, f"{_file_name(frozen.report)}-{kind}.pdf", "application/pdf")


@blueprint.get("/<public_id>/slides.pdf")
@access(Action.REPORT_VIEW)
def slides(public_id: str) -> ResponseReturnValue:
    """Give the findings of a report as slides for a board."""
    frozen, content = reports.paper(current_actor(), public_id, report_papers.SLIDES, now=clock.now())
    return attachment(content, f"{_file_name(frozen.report)}-slides.pdf", "application/pdf")


@blueprint.get("/<public_id>/tables.xlsx")
@access(Action.REPORT_VIEW)
def workbook(public_id: str) -> ResponseReturnValue:
    """Give the tables of a report as a workbook."""
    frozen, document = reports.read(current_actor(), public_id, now=clock.now())
    return attachment(report_tables.workbook(document), f"{_file_name(frozen.report)}-tables.xlsx", XLSX)


@blueprint.get("/<public_id>/tables.zip")
@access(Action.REPORT_VIEW)
def csv_files(public_id: str) -> ResponseReturnValue:
    """Give the tables of a report as CSV files."""
    frozen, document = reports.read(current_actor(), public_id, now=clock.now())
    return attachment(report_tables.csv_files(document), f"{_file_name(frozen.report)}-tables.zip", "application/zip")


@blueprint.get("/<public_id>/annual-report.pdf")
@access(Action.REPORT_VIEW)
def pdf(public_id: str) -> ResponseReturnValue:
    """Give a report as the PDF that was built."""
    frozen, content = reports.pdf(current_actor(), public_id, now=clock.now())
    return attachment(content, f"{_file_name(frozen.report)}.pdf", "application/pdf")


def _file_name(report: report_queries.BuiltReport) -> str:
    edition = "" if report.edition == "full" else f"-{report.edition}"
    return f"annual-report-{report.label.replace(' ', '-')}{edition}"


def _asked(form: BuildReportForm, now: datetime) -> str:
    actor, mark = current_actor(), form.submission_id.data
    period, edition = form.chosen().period, form.edition.data or "full"
    return report_works.ask(actor, actor.panel_id or 0, period, edition=edition, submission_id=mark, now=now)


def _listed(form: BuildReportForm) -> str:
    actor = current_actor()
    drafts = draft_queries.drafts(actor) if may(Action.REPORT_WRITE) else ()
    built = report_queries.built_reports(actor)
    going = work_queries.not_done(actor) if may(Action.REPORT_BUILD) else ()
    lacking = [(kind, annual_report_quality.LACKS[kind]) for kind in absent()] if may(Action.REPORT_BUILD) else ()
    return render_template("reports/index.html", form=form, reports=built, drafts=drafts, going=going, lacking=lacking)


def _restated(form: RestateForm) -> str:
    """The page: it asks of one year at a time, the one asked for or the newest for which no reason is given yet."""
    actor = current_actor()
    years = report_restatements.changed_years(actor, actor.panel_id or 0)
    named = (year for year in years if year.period.label == form.year.data)
    asked = next(named, None) or next((year for year in years if year.unexplained), None)
    form.year.process_data(asked.period.label if asked else "")
    if asked and not asked.unexplained and not form.is_submitted():
        form.reason.process_data(asked.changes[0][1])
    return render_template("reports/restated.html", years=years, form=form, asked=asked)


def _shown(public_id: str, form: BaseForm, withdrawing: WithdrawForm | None = None) -> str:
    frozen, document = reports.read(current_actor(), public_id, now=clock.now())
    unsettled = [] if frozen.report.approved_at else reports.unsettled(frozen)
    report = frozen.report
    return render_template(
        "reports/show.html",
        report=report,
        document=document,
        unsettled=unsettled,
        text=_text_of(report) if unsettled else None,
        form=form,
        withdrawing=withdrawing or WithdrawForm(formdata=None),
        short_versions={kind: VERSIONS[kind] for kind in short_versions.KINDS},
        cases=_cases(frozen) if report.edition == "full" else {},
        otherwise=_released_otherwise(frozen),
    )


def _text_of(report: BuiltReport) -> DraftHead | None:
    """The text in which somebody who writes settles what keeps a report from being approved."""
    drafts = draft_queries.drafts(current_actor()) if may(Action.REPORT_WRITE) else ()
    return next((draft for draft in drafts if report.label.startswith(draft.label)), None)  # or “so far”


def _released_otherwise(frozen: FrozenReport) -> Release | None:
    """The release of a public edition that waits for approval, where the records have other numbers by now."""
    is_asked = frozen.report.edition == "public" and not frozen.report.approved_at and may(Action.FIGURES_RENEW)
    return reports.released_otherwise(current_actor(), frozen, now=clock.now()) if is_asked else None


def _cases(frozen: FrozenReport) -> dict[str, str]:
    """Where the cases of each figure are listed, for those who may know of cases."""
    if not (may(Action.FIGURES_VIEW) and may(Action.CASE_LIST)):
        return {}
    days = {end: frozen.figures["period"][end] for end in ("from", "to")}
    return {measure: url_for("figures.cases", measure=measure, **days) for measure in sorted(LISTED)}
