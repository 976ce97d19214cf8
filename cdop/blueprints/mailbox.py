"""The demonstration's mailbox: every message as it would have been sent. Registered in a demonstration only."""

import re

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from cdop.blueprints.access import public
from cdop.queries import outbox
from cdop.services import mail
from cdop.services.errors import NotFound

blueprint = Blueprint("mailbox", __name__, url_prefix="/demo/mailbox")


@blueprint.get("/")
@public()
def index() -> ResponseReturnValue:
    """List what would have been sent, newest first."""
    return render_template("mailbox/index.html", found=outbox.mailbox(page=request.args.get("page", 1, type=int)))


@blueprint.get("/<public_id>")
@public()
def show(public_id: str) -> ResponseReturnValue:
    """Show one message; its links can be followed."""
    settings = current_app.config["CDOP"]
    message = mail.as_sent(public_id, settings)
    if message is None:
        raise NotFound
    parts = re.split(rf"({re.escape(settings.base_url)}/\S+)", message.text)
    return render_template("mailbox/show.html", message=message, parts=parts)
