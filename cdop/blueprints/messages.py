"""The panel's messages: what waits, what failed, and what a person must decide."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.asked import kind_asked
from cdop.blueprints.lists import page_asked
from cdop.forms.base import BaseForm
from cdop.jobs.schedule import are_messages_late
from cdop.queries import outbox
from cdop.rules.correspondence import MessageStatus
from cdop.rules.numbers import counted
from cdop.rules.vocabulary import Action
from cdop.services import outbox as outbox_verbs
from cdop.services.outbox import Settling
from cdop.services.smtp import transport_for

STATUSES = tuple((status.value, status.value.capitalize()) for status in MessageStatus)

blueprint = Blueprint("messages", __name__, url_prefix="/messages")


@blueprint.get("/")
@access(Action.MESSAGE_LIST)
def index() -> ResponseReturnValue:
    """Show the messages that have not left, or those of one status."""
    status = kind_asked(MessageStatus, "status")
    found = outbox.message_list(current_actor(), status, page=page_asked())
    facts = {
        "status": status or "",
        "statuses": STATUSES,
        "has_server": transport_for(current_app.config["CDOP"]) is not None,
        "is_late": are_messages_late(clock.now()),
        "held": outbox.held_count(current_actor()),
    }
    return render_template("messages/index.html", found=found, form=BaseForm(), **facts)


@blueprint.post("/<public_id>/again")
@access(Action.MESSAGE_SETTLE, form=BaseForm)
def send_again(public_id: str) -> ResponseReturnValue:
    """Send a message once more."""
    return _settled(outbox_verbs.send_again, public_id, "The message will be sent again.")


@blueprint.post("/<public_id>/arrived")
@access(Action.MESSAGE_SETTLE, form=BaseForm)
def say_arrived(public_id: str) -> ResponseReturnValue:
    """Say that a message arrived."""
    return _settled(outbox_verbs.say_arrived, public_id, "The message is recorded as sent.")


@blueprint.post("/<public_id>/set-aside")
@access(Action.MESSAGE_SETTLE, form=BaseForm)
def set_aside(public_id: str) -> ResponseReturnValue:
    """Say that a message is not needed any more."""
    return _settled(outbox_verbs.set_aside, public_id, "The message will not be sent.")


@blueprint.post("/held/set-aside")
@access(Action.MESSAGE_SETTLE, form=BaseForm)
def set_all_held_aside() -> ResponseReturnValue:
    """Say that no message that is held is needed any more."""
    number = outbox_verbs.set_all_held_aside(current_actor(), now=clock.now())
    flash(f"{counted(number, 'message')} will not be sent.")
    return redirect(url_for("messages.index"))


@blueprint.post("/held/again")
@access(Action.MESSAGE_SETTLE, form=BaseForm)
def send_all_held() -> ResponseReturnValue:
    """Say that every message that is held has not been sent yet."""
    number = outbox_verbs.send_all_held(current_actor(), now=clock.now())
    flash(f"{counted(number, 'message')} will be sent.")
    return redirect(url_for("messages.index"))


def _settled(verb: Settling, public_id: str, said: str) -> ResponseReturnValue:
    verb(current_actor(), public_id, now=clock.now())
    flash(said)
    return redirect(url_for("messages.index"))
