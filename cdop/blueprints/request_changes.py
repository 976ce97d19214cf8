"""The coordinator answers what an agency asked to change about its request."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.forms.request_changes import SettleForm
from cdop.queries import request_changes as wishes
from cdop.rules.vocabulary import Action
from cdop.services import request_changes
from cdop.services.errors import Blocked, Invalid, NotFound

LEFT = "Nothing was changed. Tell the agency on the telephone: it sees it on its form, and gets no message."
PASSED = (
    "The day that the agency asked for has passed, so nothing was changed. Choose a later one under “Give more time”."
)

blueprint = Blueprint("request_changes", __name__, url_prefix="/request-changes")


@blueprint.post("/<public_id>/agree")
@access(Action.FORM_B_REQUEST, form=SettleForm)
def agree(public_id: str) -> ResponseReturnValue:
    """Do what the agency asked for."""
    return _settled(request_changes.agree, public_id, "Agreed, and done.")


@blueprint.post("/<public_id>/decline")
@access(Action.FORM_B_REQUEST, form=SettleForm)
def decline(public_id: str) -> ResponseReturnValue:
    """Leave everything as it is."""
    return _settled(request_changes.decline, public_id, LEFT)


def _settled(verb: Callable[..., str], public_id: str, done: str) -> ResponseReturnValue:
    """Settle a wish and say so, or why it was not settled, on the page of its request."""
    request_id = wishes.request_of(current_actor(), public_id)
    if request_id is None:
        raise NotFound
    try:
        verb(current_actor(), public_id, now=clock.now())
    except Blocked as blocked:
        done = "; ".join(blocked.reasons)
    except Invalid:
        done = PASSED
    flash(done)
    return redirect(url_for("requests.show", public_id=request_id))
