"""The coordinator answers what an agency asked to change about its request."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.forms.request_changes import SettleForm
from cdop.rules.vocabulary import Action
from cdop.services import request_changes

blueprint = Blueprint("request_changes", __name__, url_prefix="/request-changes")


@blueprint.post("/<public_id>/agree")
@access(Action.FORM_B_REQUEST, form=SettleForm)
def agree(public_id: str) -> ResponseReturnValue:
    """Do what the agency asked for."""
    request_id = request_changes.agree(current_actor(), public_id, now=clock.now())
    flash("Agreed, and done.")
    return redirect(url_for("requests.show", public_id=request_id))


@blueprint.post("/<public_id>/decline")
@access(Action.FORM_B_REQUEST, form=SettleForm)
def decline(public_id: str) -> ResponseReturnValue:
    """Leave everything as it is."""
    request_id = request_changes.decline(current_actor(), public_id, now=clock.now())
    flash("Nothing was changed. Tell the agency yourself: no message is sent.")
    return redirect(url_for("requests.show", public_id=request_id))
