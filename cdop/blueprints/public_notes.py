"""Learning notes for everybody, as pages and PDFs; in place of a withdrawn one the notice. No account."""

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from cdop.blueprints.access import public
from cdop.blueprints.downloads import attachment
from cdop.blueprints.public_reports import may_be_framed
from cdop.queries import published_reports as panels
from cdop.services import learning_notes

blueprint = Blueprint("public_notes", __name__, url_prefix="/public/notes")
blueprint.after_request(may_be_framed)


@blueprint.get("/<public_id>")
@public()
def show(public_id: str) -> ResponseReturnValue:
    """Show a note, or the notice that it was withdrawn."""
    note, document = learning_notes.public(public_id)
    by = panels.panel_named(note.panel_id)
    page = render_template("public_reports/note.html", note=note, document=document, by=by)
    return make_response(page, 200 if document else 410)


@blueprint.get("/<public_id>/learning-note.pdf")
@public()
def pdf(public_id: str) -> ResponseReturnValue:
    """Give a note as a PDF."""
    note, content = learning_notes.public_pdf(public_id)
    return attachment(content, f"learning-note-{note.theme}.pdf", "application/pdf")
