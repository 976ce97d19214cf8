"""A person's own messages, as they got them by e-mail, and which of them come once a week."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.blueprints.mail_pages import linked, sheet
from cdop.blueprints.outcomes import done
from cdop.forms.digests import DigestForm
from cdop.queries import inbox as queries
from cdop.rules import messages
from cdop.rules.vocabulary import Action
from cdop.services import digests, mail, outbox
from cdop.services.errors import NotFound
from cdop.services.mail import Shown

blueprint = Blueprint("inbox", __name__, url_prefix="/inbox")


@blueprint.get("/")
@access(Action.ACCOUNT_VIEW)
def index() -> ResponseReturnValue:
    """List the messages to the person, newest first."""
    return render_template("inbox/index.html", found=queries.inbox(current_actor(), page=page_asked()))


@blueprint.route("/choices", methods=["GET", "POST"])
@access(Action.ACCOUNT_VIEW, form=DigestForm)
def choose() -> ResponseReturnValue:
    """Choose what comes once a week."""
    actor = current_actor()
    form = DigestForm(offered=messages.may_wait_for(actor.roles), data={"templates": sorted(queries.choices(actor))})
    if form.validate_on_submit() and done(form, lambda now: digests.choose(actor, form.templates.data or (), now=now)):
        flash("Your choice was saved.")
        return redirect(url_for("inbox.index"))
    return render_template("inbox/choose.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/<public_id>")
@access(Action.ACCOUNT_VIEW)
def show(public_id: str) -> ResponseReturnValue:
    """Show one message; that it was opened is noted."""
    message = _message(public_id)
    outbox.note_reading(current_actor(), public_id, now=clock.now())
    return render_template("inbox/show.html", message=message, parts=linked(message.text))


@blueprint.get("/<public_id>/sheet")
@access(Action.ACCOUNT_VIEW)
def show_sheet(public_id: str) -> ResponseReturnValue:
    """Show one message as a mail programme shows it."""
    return sheet(_message(public_id))


def _message(public_id: str) -> Shown:
    message = mail.for_person(current_actor(), public_id, current_app.config["CDOP"])
    if message is None:
        raise NotFound
    return message
