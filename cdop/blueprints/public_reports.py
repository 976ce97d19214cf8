"""What a panel tells everybody: its reports, what to do when a child dies, how to notify, whom to ask. No account.

These pages ask for nothing and hold nothing of a person, so partners may show them within their own sites.
"""

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue

from cdop.blueprints.access import public
from cdop.blueprints.downloads import XLSX, attachment
from cdop.documents import report_tables, short_versions
from cdop.queries import learning_notes, page_words
from cdop.queries import published_reports as queries
from cdop.rules.section import VERSIONS
from cdop.services import report_papers, report_publishing
from cdop.services.errors import NotFound

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *"

SHORT = {"short_versions": {kind: VERSIONS[kind] for kind in short_versions.KINDS}}

blueprint = Blueprint("public_reports", __name__, url_prefix="/public")


@blueprint.after_request
def may_be_framed(response: Response) -> Response:
    """Let other sites show these pages within their own: there is nothing to press in them but links.

    Browsers heed X-Frame-Options only where the policy names no frame ancestors.
    """
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@blueprint.get("")
@public()
def index() -> ResponseReturnValue:
    """List the panels."""
    return render_template("public_reports/index.html", panels=queries.panels())


@blueprint.get("/<public_id>")
@public()
def panel(public_id: str) -> ResponseReturnValue:
    """Show what a panel tells everybody."""
    found = queries.public_panel(public_id)
    if found is None:
        raise NotFound
    told = {"notes": learning_notes.agreed(found.panel.id), "words": page_words.in_force(found.panel.id)}
    return render_template("public_reports/panel.html", found=found, **told, **SHORT)


@blueprint.get("/reports/<public_id>")
@public()
def show(public_id: str) -> ResponseReturnValue:
    """Show a published report, or the notice that it was withdrawn."""
    report, document = report_publishing.page(public_id)
    page = render_template(
        "public_reports/show.html", report=report, document=document, by=queries.panel_named(report.panel_id), **SHORT
    )
    return make_response(page, 200 if document else 410)


@blueprint.get("/reports/<public_id>/annual-report.pdf")
@public()
def pdf(public_id: str) -> ResponseReturnValue:
    """Give a published report as the PDF that was built."""
    report, content = report_publishing.pdf(public_id)
    return attachment(content, f"annual-report-{report.label.replace(' ', '-')}.pdf", "application/pdf")


@blueprint.get("/reports/<public_id>/summary.pdf")
@public()
def summary(public_id: str) -> ResponseReturnValue:
    """Give the key findings of a published report on one page."""
    report, content = report_publishing.paper(public_id, report_papers.SUMMARY)
    return attachment(content, f"annual-report-{report.label.replace(' ', '-')}-summary.pdf", "application/pdf")


@blueprint.get("/reports/<public_id>/short/<kind>")
@public()
def short(public_id: str, kind: str) -> ResponseReturnValue:
    """Show a short version of a published report: the summary for children, or easy read."""
    report, document = report_publishing.short(public_id, kind)
    by = queries.panel_named(report.panel_id)
    return render_template("public_reports/short.html", report=report, document=document, kind=kind, by=by)


@blueprint.get("/reports/<public_id>/short/<kind>.pdf")
@public()
def short_pdf(public_id: str, kind: str) -> ResponseReturnValue:
    """Give a short version of a published report as a PDF."""
    report, content = report_publishing.paper(public_id, kind)
    return attachment(content, f"annual-report-{report.label.replace(' ', '-')}-{kind}.pdf", "application/pdf")


@blueprint.get("/reports/<public_id>/slides.pdf")
@public()
def slides(public_id: str) -> ResponseReturnValue:
    """Give the findings of a published report as slides."""
    report, content = report_publishing.paper(public_id, report_papers.SLIDES)
    return attachment(content, f"annual-report-{report.label.replace(' ', '-')}-slides.pdf", "application/pdf")


@blueprint.get("/reports/<public_id>/tables.xlsx")
@public()
def workbook(public_id: str) -> ResponseReturnValue:
    """Give the tables of a published report as a workbook."""
    report, document = report_publishing.document(public_id)
    return attachment(report_tables.workbook(document), f"annual-report-{report.label}-tables.xlsx", XLSX)


@blueprint.get("/reports/<public_id>/tables.zip")
@public()
def csv_files(public_id: str) -> ResponseReturnValue:
    """Give the tables of a published report as CSV files."""
    report, document = report_publishing.document(public_id)
    return attachment(report_tables.csv_files(document), f"annual-report-{report.label}-tables.zip", "application/zip")
