"""The demonstration's mailbox: every message as it would have been sent. Registered in a demonstration only."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from cdop.blueprints.access import public
from cdop.blueprints.lists import page_asked
from cdop.blueprints.mail_pages import linked, sheet
from cdop.queries import outbox
from cdop.services import mail
from cdop.services.errors import NotFound
from cdop.services.mail import Shown

blueprint = Blueprint("mailbox", __name__, url_prefix="/demo/mailbox")


@blueprint.get("/")
@public()
def index() -> ResponseReturnValue:
    """List what would have been sent, newest first."""
    return render_template("mailbox/index.html", found=outbox.mailbox(page=page_asked()))


@blueprint.get("/<public_id>")
@public()
def show(public_id: str) -> ResponseReturnValue:
    """Show one message; its links can be followed."""
    message = _message(public_id)
    return render_template("mailbox/show.html", message=message, parts=linked(message.text))


@blueprint.get("/<public_id>/sheet")
@public()
def show_sheet(public_id: str) -> ResponseReturnValue:
    """Show one message as a mail programme shows it."""
    return sheet(_message(public_id))


def _message(public_id: str) -> Shown:
    message = mail.as_sent(public_id, current_app.config["CDOP"])
    if message is None:
        raise NotFound
    return message
