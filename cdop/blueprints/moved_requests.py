"""A request that is about the child of another case is moved there."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.forms.moved_requests import MoveForm
from cdop.queries import form_b, notifications
from cdop.rules.vocabulary import Action
from cdop.services import moved_requests
from cdop.services.errors import NotFound

OVERTAKEN = "Somebody changed the request at the same moment. Send the page again"

blueprint = Blueprint("moved_requests", __name__, url_prefix="/requests/<public_id>")


@blueprint.route("/another-case", methods=["GET", "POST"])
@access(Action.FORM_B_REQUEST, form=MoveForm)
def move(public_id: str) -> ResponseReturnValue:
    """Move a request to the case that the form names."""
    found = form_b.request_row(current_actor(), public_id)
    if found is None:
        raise NotFound
    row, case = found
    form = MoveForm()
    if form.validate_on_submit() and _moved(public_id, form):
        flash("The request is on this case now, with its forms, documents and contacts.")
        return redirect(url_for("requests.show", public_id=public_id))
    page = render_template("moved_requests/move.html", row=row, case=case, form=form)
    return page, 422 if form.is_submitted() else 200


def _moved(public_id: str, form: MoveForm) -> bool:
    case_id = notifications.case_called(current_actor(), form.case.data)
    if case_id is None:
        form.add_faults({"case": "There is no case with this reference that you may see"})
        return False
    verb = partial(moved_requests.move, current_actor(), public_id, case_id, form.reason.data)
    return done(form, verb, changed=OVERTAKEN)
