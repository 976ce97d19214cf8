"""Public health's workspace: one protected table at a time, beside its chart, to share and to take away."""

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.drawn_tables import DrawnTable, DrawnTables
from cdop.documents import workspace as documents
from cdop.forms.workspace import WorkspaceForm
from cdop.rules.vocabulary import Action
from cdop.services import rates, release_works, releases
from cdop.services.errors import BeingMade

PURPOSE = "Workspace"

_drawn = DrawnTables()
blueprint = Blueprint("workspace", __name__, url_prefix="/workspace")


@blueprint.get("")
@access(Action.FIGURES_PUBLIC)
def index() -> ResponseReturnValue:
    """Show the table that the address names; one that was drawn before is shown as it was, while nothing changed."""
    asked = g.panel.id, g.panel.colour, clock.today(), request.script_root, request.query_string
    drawn = _drawn.get(asked)
    if drawn is None or _made_of(drawn.selection) != drawn.made_of:
        form = _form()
        if not form.validate():
            return render_template("workspace/index.html", form=form, title="Workspace", table=_table(form)), 422
        drawn = _draw(form)
        if drawn.made_of:
            _drawn.keep(asked, drawn)
    return render_template("workspace/index.html", title=drawn.title, table=drawn.html)


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


def _draw(form: WorkspaceForm) -> DrawnTable:
    """The table of a valid form. What it is made of is asked first, so that no change after that is missed."""
    selection = form.selection().key
    made_of = _made_of(selection)
    found = _found(form)
    return DrawnTable(selection, made_of, found.title, _table(form, found))


def _made_of(selection: str) -> frozenset[tuple[str, str, int]]:
    return releases.made_of(current_actor(), g.panel.id, selection)


def _table(form: WorkspaceForm, found: documents.ReleasedTable | None = None) -> Markup:
    asked = _asked(form) if found else {}
    return Markup(render_template("workspace/_table.html", form=form, found=found, asked=asked))  # noqa: S704


def _found(form: WorkspaceForm) -> documents.ReleasedTable:
    selection = form.selection()
    leaving = release_works.figures_of(current_actor(), g.panel.id, selection, purpose=PURPOSE, now=clock.now())
    rated, editions = rates.rates_of(current_actor(), g.panel.id, selection, leaving)
    shown = {"theme": form.theme_label, "accent": g.panel.colour}
    return documents.table(leaving, selection, rated=rated, editions=editions, **shown)


def _chosen() -> documents.ReleasedTable:
    form = _form()
    if not form.validate():
        abort(404)
    try:
        return _found(form)
    except BeingMade:
        # Its page shows how far the table is, and then the way to the files.
        abort(redirect(url_for("workspace.index", _external=False, **_asked(form))))


def _asked(form: WorkspaceForm) -> dict[str, str]:
    """The choice as an address names it."""
    return {field.short_name: field.data for field in form if field.data}


def _file(content: str | bytes, kind: str, suffix: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename=figures.{suffix}"}
    return Response(content, mimetype=kind, headers=headers)
