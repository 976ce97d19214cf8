"""The documents that an agency attaches to its reporting form (Form B)."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.downloads import as_download
from cdop.forms.attachments import AttachForm, RemoveForm
from cdop.queries import attachments as files
from cdop.queries import form_b
from cdop.rules.attachments import ATTACHED
from cdop.rules.vocabulary import Action, AttachmentKind, ScanStatus
from cdop.services import attachments
from cdop.services.attachments import Upload
from cdop.services.errors import Invalid, NotFound

blueprint = Blueprint("form_b_files", __name__, url_prefix="/form-b/documents")


@blueprint.route("", methods=["GET", "POST"])
@access(Action.FORM_B_ANSWER, form=AttachForm)
def index() -> ResponseReturnValue:
    """Show the documents of the form, or take one more."""
    mine, form = form_b.opened_request(current_actor()), AttachForm()
    if mine is None:
        raise NotFound
    if form.validate_on_submit() and (status := _attached(mine.public_id, form)):
        flash(ATTACHED[status])
        return redirect(url_for("form_b_files.index"))
    rows = files.files_of(mine.id, only_given=False)
    page = render_template("form_b/files.html", row=mine, files=rows, form=form, remove_form=RemoveForm(formdata=None))
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<file_id>")
@access(Action.FORM_B_ANSWER)
def download(file_id: str) -> ResponseReturnValue:
    """Hand out a document of the form."""
    return as_download(attachments.open_file(current_actor(), _request_id(), file_id, now=clock.now()))


@blueprint.post("/<file_id>/remove")
@access(Action.FORM_B_ANSWER, form=RemoveForm)
def remove(file_id: str) -> ResponseReturnValue:
    """Take a document off a form that was not sent yet."""
    attachments.remove(current_actor(), _request_id(), file_id, now=clock.now())
    flash("The document is taken off.")
    return redirect(url_for("form_b_files.index"))


def _request_id() -> str:
    mine = form_b.opened_request(current_actor())
    if mine is None:
        raise NotFound
    return mine.public_id


def _attached(request_id: str, form: AttachForm) -> ScanStatus | None:
    """Keep the file and have it scanned; None where the form says why it is not taken."""
    sent, kind = form.file.data, AttachmentKind(form.kind.data)
    upload = Upload(sent.filename or "", sent.read())
    mark = form.submission_id.data
    try:
        file_id = attachments.attach(
            current_actor(), request_id, upload, kind=kind, submission_id=mark, now=clock.now()
        )
    except Invalid as invalid:
        form.add_faults(invalid.faults)
        return None
    return attachments.scan(file_id, now=clock.now())
