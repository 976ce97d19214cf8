"""The notifications of a panel: the list, and one beside the cases that it may be about."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.downloads import as_download
from cdop.blueprints.lists import page_asked
from cdop.forms.base import BaseForm, Button
from cdop.forms.triage import LinkForm, QuestionForm
from cdop.queries import alerts, notifications
from cdop.queries import attachments as files
from cdop.questionnaires.checking import check as checked
from cdop.rules.alerts import KINDS
from cdop.rules.vocabulary import Action
from cdop.services import intake, notification_files, notification_returns, triage
from cdop.services.errors import Invalid

# The name within the signed cookie under which the pages of the form look for their code.
CODE = "notification"

blueprint = Blueprint("notifications", __name__, url_prefix="/notifications")


@blueprint.get("/")
@access(Action.NOTIFICATION_LIST)
def index() -> ResponseReturnValue:
    """Show one page of the notifications: those that wait for their first check, or all."""
    is_waiting, page = request.args.get("show") != "all", page_asked()
    found = notifications.notification_list(current_actor(), is_waiting=is_waiting, page=page)
    calls = notifications.unfinished_calls(current_actor())
    return render_template("notifications/index.html", found=found, is_waiting=is_waiting, calls=calls, button=Button())


@blueprint.get("/<public_id>")
@access(Action.NOTIFICATION_LIST)
def check(public_id: str) -> ResponseReturnValue:
    """Show what a notifier said beside the cases that look alike; that it was read is on record."""
    page = triage.read_notification(current_actor(), public_id, now=clock.now())
    shown = checked(page.spec, page.answers, today=clock.today())
    found = files.files_of_notification(public_id)
    raised = {"alerts": alerts.alerts_of(page.id), "kinds": KINDS}
    form = LinkForm(formdata=None)
    return render_template("notifications/check.html", page=page, check=shown, form=form, files=found, **raised)


@blueprint.get("/<public_id>/documents/<file_id>")
@access(Action.NOTIFICATION_LIST)
def document(public_id: str, file_id: str) -> ResponseReturnValue:
    """Hand out a document that came with a notification."""
    return as_download(notification_files.open_file(current_actor(), public_id, file_id, now=clock.now()))


@blueprint.route("/<public_id>/question", methods=["GET", "POST"])
@access(Action.NOTIFICATION_TRIAGE, form=QuestionForm)
def ask(public_id: str) -> ResponseReturnValue:
    """Ask the notifier a question."""
    page, form = triage.read_notification(current_actor(), public_id, now=clock.now()), QuestionForm()
    if form.validate_on_submit():
        mark, text = form.submission_id.data, form.text.data
        try:
            notification_returns.ask(current_actor(), public_id, text, submission_id=mark, now=clock.now())
        except Invalid as invalid:
            form.add_faults(invalid.faults)
        else:
            flash("The question is kept for the notifier, and a message tells them that there is one.")
            return redirect(url_for("notifications.check", public_id=public_id))
    return render_template("notifications/question.html", page=page, form=form), 422 if form.is_submitted() else 200


@blueprint.post("/<public_id>/no-more")
@access(Action.NOTIFICATION_TRIAGE, form=BaseForm)
def no_more(public_id: str) -> ResponseReturnValue:
    """Tell the notifier that no further information is needed from them."""
    notification_returns.say_no_more(current_actor(), public_id, now=clock.now())
    flash("When the notifier comes back, they read that no further information is needed from them.")
    return redirect(url_for("notifications.check", public_id=public_id))


@blueprint.post("/<public_id>/go-on")
@access(Action.NOTIFICATION_TRIAGE, form=BaseForm)
def go_on(public_id: str) -> ResponseReturnValue:
    """Go on with a telephone call that was begun and broken off."""
    code = intake.new_code()
    intake.take_up(current_actor(), public_id, code, now=clock.now())
    session[CODE] = code
    return redirect(url_for("notify.check_answers"))
