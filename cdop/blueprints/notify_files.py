"""The documents that come with a notification, from anybody, while it is written or once it is sent.

They are handed out to the panel only, once the notification is sent.
"""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import current_actor, may, public
from cdop.forms.attachments import FileForm, RemoveForm
from cdop.queries import attachments as files
from cdop.queries import notification_returns as returns
from cdop.queries import notifications
from cdop.queries.notification_returns import Standing
from cdop.queries.notifications import Draft
from cdop.rules import actors
from cdop.rules.actors import Actor
from cdop.rules.attachments import ATTACHED, OF_A_NOTIFICATION
from cdop.rules.digests import secret_digest
from cdop.rules.vocabulary import Action
from cdop.services import attachments, notification_files
from cdop.services.attachments import Upload
from cdop.services.errors import Blocked, Invalid
from cdop.services.notification_returns import OPEN_AFTER_SENDING

# Names within the signed cookie, as the pages of the form look for them: what is being written, what was sent.
CODE, SENT = "notification", "notification_sent"
NOT_HERE = "This notification was sent already, or was begun in another browser. No document can be added or taken off"
NOT_OPEN = "This notification is not open here any more. Come back to it with its reference and code"

blueprint = Blueprint("notify_files", __name__, url_prefix="/notify/documents")


@blueprint.route("", methods=["GET", "POST"])
@public(form=FileForm)
def index() -> ResponseReturnValue:
    """Show the documents of the notification, or take one more."""
    form = FileForm()
    mine = _draft_or_blocked() if form.is_submitted() else _draft()
    if mine is None:
        return redirect(url_for("notify.start"))
    if form.validate_on_submit() and _attached(_notifier(mine), _code(), form):
        return redirect(url_for("notify_files.index"))
    told = {"panel": mine.panel, "files": files.files_of_notification(mine.public_id)}
    return _page("notify/files.html", form, remove_form=RemoveForm(formdata=None), **told)


@blueprint.route("/more", methods=["GET", "POST"])
@public(form=FileForm)
def more() -> ResponseReturnValue:
    """Take one more document for a notification that was sent: from the browser that sent it or came back to it."""
    form, found = FileForm(), _standing()
    if found is None:
        if form.is_submitted():
            raise Blocked([NOT_OPEN])
        return redirect(url_for("notify_return.come_back"))
    if form.validate_on_submit() and _attached(actors.public(found.panel.id), _sent(), form):
        return redirect(url_for("notify_return.standing"))
    return _page("notify/more_files.html", form, panel=found.panel, reference=found.reference)


@blueprint.post("/<file_id>/remove")
@public(form=RemoveForm)
def remove(file_id: str) -> ResponseReturnValue:
    """Take a document off a notification that was not sent yet."""
    notification_files.remove(_notifier(_draft_or_blocked()), _code(), file_id, now=clock.now())
    flash("The document is taken off.")
    return redirect(url_for("notify_files.index"))


def _page(template: str, form: FileForm, **told: object) -> ResponseReturnValue:
    layout = "base.html" if current_actor().user_id else "form_b/base.html"
    page = render_template(template, layout=layout, form=form, most=OF_A_NOTIFICATION.files, **told)
    return page, 422 if form.is_submitted() else 200


def _attached(actor: Actor, code: str, form: FileForm) -> bool:
    """Keep the file and have it scanned, and say whether it was kept; if not, the form says why."""
    sent, told = form.file.data, {"caller": request.remote_addr or "", "submission_id": form.submission_id.data}
    upload = Upload(sent.filename or "", sent.read())
    try:
        file_id = notification_files.attach(actor, code, upload, **told, now=clock.now())
    except Invalid as invalid:
        form.add_faults(invalid.faults)
        return False
    flash(ATTACHED[attachments.scan(file_id, now=clock.now())])
    return True


def _code() -> str:
    return str(session.get(CODE, ""))


def _sent() -> str:
    return str(session.get(SENT, ""))


def _standing() -> Standing | None:
    return returns.standing(secret_digest(_sent()), open_for=OPEN_AFTER_SENDING, now=clock.now()) if _sent() else None


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
