"""The documents that come with a notification, from anybody. They are handed out to the panel only, once it is sent."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import current_actor, may, public
from cdop.forms.attachments import FileForm, RemoveForm
from cdop.queries import attachments as files
from cdop.queries import notifications
from cdop.queries.notifications import Draft
from cdop.rules import actors
from cdop.rules.actors import Actor
from cdop.rules.attachments import ATTACHED, OF_A_NOTIFICATION
from cdop.rules.digests import secret_digest
from cdop.rules.vocabulary import Action
from cdop.services import attachments, notification_files
from cdop.services.attachments import Upload
from cdop.services.errors import Blocked, Invalid

# The name within the signed cookie, as the pages of the form look for it: what is being written.
CODE = "notification"
NOT_HERE = "This notification was sent already, or was begun in another browser. No document can be added or taken off"

blueprint = Blueprint("notify_files", __name__, url_prefix="/notify/documents")


@blueprint.route("", methods=["GET", "POST"])
@public(form=FileForm)
def index() -> ResponseReturnValue:
    """Show the documents of the notification, or take one more."""
    form = FileForm()
    mine = _draft_or_blocked() if form.is_submitted() else _draft()
    if mine is None:
        return redirect(url_for("notify.start"))
    if form.validate_on_submit() and _attached(mine, form):
        return redirect(url_for("notify_files.index"))
    layout = "base.html" if current_actor().user_id else "form_b/base.html"
    told = {"panel": mine.panel, "files": files.files_of_notification(mine.public_id), "form": form}
    told["most"] = OF_A_NOTIFICATION.files
    page = render_template("notify/files.html", layout=layout, remove_form=RemoveForm(formdata=None), **told)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<file_id>/remove")
@public(form=RemoveForm)
def remove(file_id: str) -> ResponseReturnValue:
    """Take a document off a notification that was not sent yet."""
    notification_files.remove(_notifier(_draft_or_blocked()), _code(), file_id, now=clock.now())
    flash("The document is taken off.")
    return redirect(url_for("notify_files.index"))


def _attached(mine: Draft, form: FileForm) -> bool:
    """Keep the file and have it scanned, and say whether it was kept; if not, the form says why."""
    sent, told = form.file.data, {"caller": request.remote_addr or "", "submission_id": form.submission_id.data}
    upload = Upload(sent.filename or "", sent.read())
    try:
        file_id = notification_files.attach(_notifier(mine), _code(), upload, **told, now=clock.now())
    except Invalid as invalid:
        form.add_faults(invalid.faults)
        return False
    flash(ATTACHED[attachments.scan(file_id, now=clock.now())])
    return True


def _code() -> str:
    return str(session.get(CODE, ""))


def _draft() -> Draft | None:
    return notifications.draft(secret_digest(_code()), now=clock.now()) if _code() else None


def _draft_or_blocked() -> Draft:
    mine = _draft()
    if mine is None:
        raise Blocked([NOT_HERE])
    return mine


def _notifier(mine: Draft) -> Actor:
    """The coordinator who writes for somebody, or the public."""
    return current_actor() if may(Action.NOTIFICATION_TRIAGE) else actors.public(mine.panel.id)
