"""Notifications that other systems send as a file or a message: pasted or uploaded, and each line of them shown."""

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.forms.received_notifications import ReceivedForm
from cdop.rules import received_file
from cdop.rules.received_file import UnreadableFile
from cdop.rules.vocabulary import Action
from cdop.services import intake, received_notifications
from cdop.services.errors import Invalid

# The name within the signed cookie under which the pages of the form look for their code.
CODE = "notification"

blueprint = Blueprint("received_notifications", __name__, url_prefix="/received-notifications")


@blueprint.route("/", methods=["GET", "POST"], strict_slashes=False)
@access(Action.NOTIFICATION_TRIAGE, form=ReceivedForm)
def take_in() -> ResponseReturnValue:
    """Take in what another system sent, and lead to what was read from it."""
    form = ReceivedForm()
    if form.validate_on_submit() and (public_id := _taken_in(form)):
        return redirect(url_for("received_notifications.show", public_id=public_id))
    return render_template("received_notifications/take_in.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/<public_id>")
@access(Action.NOTIFICATION_LIST)
def show(public_id: str) -> ResponseReturnValue:
    """Show each line that came, and which question it answers or why none."""
    found = received_notifications.open_text(current_actor(), public_id, now=clock.now())
    return render_template("received_notifications/show.html", found=found)


def _taken_in(form: ReceivedForm) -> str | None:
    """Begin the notification; None where the form says why it was not begun."""
    sent, code = form.file.data, intake.new_code()
    try:
        text = received_file.text_of(sent.filename or "", sent.read()) if sent else form.text.data
        told = {"sender": form.sender.data, "file_name": (sent.filename or "")[:120] if sent else None}
        public_id = received_notifications.take_in(current_actor(), text, code=code, now=clock.now(), **told)
    except UnreadableFile as fault:
        form.add_faults({"file": str(fault)})
        return None
    except Invalid as invalid:
        form.add_faults({"file" if sent else name: words for name, words in invalid.faults.items()})
        return None
    session[CODE] = code
    return public_id
