"""Public health's workspace: one protected table at a time, beside its chart, to share and to take away."""

from collections.abc import Hashable

from flask import Blueprint, Response, abort, g, make_response, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.kept_pages import KeptPages
from cdop.blueprints.sign_in import FORMS
from cdop.documents import workspace as documents
from cdop.forms.workspace import WorkspaceForm
from cdop.queries import figures
from cdop.rules.vocabulary import Action
from cdop.services import rates, release_works, releases
from cdop.services.errors import BeingMade

PURPOSE = "Workspace"
UNAVAILABLE, AGAIN_IN_SECONDS = 503, 5
MESSAGES = "_flashes"
"""Where Flask has what is told on the next page, and on no other."""

_kept = KeptPages()
blueprint = Blueprint("workspace", __name__, url_prefix="/workspace")


@blueprint.get("")
@access(Action.FIGURES_PUBLIC)
def index() -> ResponseReturnValue:
    """Show the table that the address names; a page that was drawn before is shown as it was, while nothing changed."""
    drawn_for = _drawn_for()
    is_kept = FORMS in session and MESSAGES not in session
    if is_kept and (kept := _kept.get(drawn_for)) is not None:
        return kept.again()
    form = _form()
    if not form.validate():
        return render_template("workspace/index.html", form=form, found=None), 422
    html = _drawn(form)
    if is_kept and figures.state(g.panel.id) == g.signed_in.figures_state:
        _kept.keep(drawn_for, html)
    return html


def _drawn_for() -> Hashable:
    """All that a page depends on: who asks, in which session, for what, when, and the state of what it is drawn from.

    The state is read before anything else of a page, and a page is kept where it is still so after all of it was.
    """
    who = current_actor(), session.get(FORMS), g.panel, g.has_other_panels
    return *who, g.signed_in.figures_state, clock.today(), request.script_root, request.query_string


@blueprint.get("/table.csv")
@access(Action.FIGURES_PUBLIC)
def csv_file() -> ResponseReturnValue:
    """Send the table as a CSV file."""
    return _file(documents.csv(_chosen()), "text/csv", "csv")


@blueprint.get("/table.xlsx")
@access(Action.FIGURES_PUBLIC)
def workbook() -> ResponseReturnValue:
    """Send the table as an Excel workbook."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(documents.workbook(_chosen()), kind, "xlsx")


@blueprint.get("/table.json")
@access(Action.FIGURES_PUBLIC)
def json_file() -> ResponseReturnValue:
    """Send the table as JSON."""
    return _file(documents.as_json(_chosen()), "application/json", "json")


@blueprint.get("/table.pdf")
@access(Action.FIGURES_PUBLIC)
def pdf_file() -> ResponseReturnValue:
    """Send the table with its charts as a PDF."""
    return _file(documents.pdf(_chosen()), "application/pdf", "pdf")


def _form() -> WorkspaceForm:
    areas, themes = releases.choices(current_actor(), g.panel.id)
    return WorkspaceForm(request.args, today=clock.today(), areas=areas, themes=themes)


def _drawn(form: WorkspaceForm) -> str:
    """The page of a valid form."""
    found = _found(form)
    coarser = form.coarser() if found.has_withheld and not found.notes else []
    return render_template("workspace/index.html", form=form, found=found, asked=_asked(form), coarser=coarser)


def _found(form: WorkspaceForm) -> documents.ReleasedTable:
    selection = form.selection()
    leaving = release_works.figures_of(current_actor(), g.panel.id, selection, purpose=PURPOSE, now=clock.now())
    rated, editions = rates.rates_of(current_actor(), g.panel.id, selection, leaving)
    shown = {"theme": form.theme_label, "themes": form.themes, "accent": g.panel.colour}
    return documents.table(leaving, selection, rated=rated, editions=editions, **shown)


def _chosen() -> documents.ReleasedTable:
    form = _form()
    if not form.validate():
        abort(404)
    try:
        return _found(form)
    except BeingMade:
        # No page may be saved as the file. That of the table shows how far it is, and then the way to the files.
        table = url_for("workspace.index", _external=False, **_asked(form))
        headers = {"Retry-After": f"{AGAIN_IN_SECONDS}", "Cache-Control": "no-store"}
        abort(make_response(render_template("workspace/not_yet.html", table=table), UNAVAILABLE, headers))


def _asked(form: WorkspaceForm) -> dict[str, str]:
    """The choice as an address names it."""
    return {field.short_name: field.data for field in form if field.data}


def _file(content: str | bytes, kind: str, suffix: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename=figures.{suffix}"}
    return Response(content, mimetype=kind, headers=headers)
