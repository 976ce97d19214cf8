"""What the panel agreed should be done: the list, and how far each is."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.forms.actions import ActionForm
from cdop.queries import actions as queries
from cdop.queries.actions import ActionRow
from cdop.rules.vocabulary import Action, ActionStatus
from cdop.services import actions
from cdop.services.errors import Invalid, NotFound, Stale

CHANGED = (
    "Someone changed this action after you opened it, so nothing was saved. "
    "What you typed is still here: open the action in another tab to see what changed"
)

blueprint = Blueprint("actions", __name__, url_prefix="/actions")


@blueprint.get("/")
@access(Action.ACTION_LIST)
def index() -> ResponseReturnValue:
    """List the actions that are open, or those that are closed."""
    is_closed = request.args.get("show") == "closed"
    found = queries.action_list(current_actor(), is_closed=is_closed, page=request.args.get("page", 1, type=int))
    return render_template("actions/index.html", found=found, is_closed=is_closed, today=clock.today())


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@access(Action.ACTION_EDIT, form=ActionForm)
def change(public_id: str) -> ResponseReturnValue:
    """Say how far an action is."""
    action = queries.action(current_actor(), public_id)
    if action is None:
        raise NotFound
    form = ActionForm(today=clock.today(), data=_held(action))
    if form.validate_on_submit() and _changed(public_id, form):
        flash("The action was changed.", "success")
        return redirect(url_for("actions.index"))
    refused = 409 if form.version.errors else 422
    return render_template("actions/change.html", form=form, action=action), refused if form.is_submitted() else 200


def _held(action: ActionRow) -> dict[str, object]:
    return {
        "status": action.status.value,
        "evidence": action.evidence or "",
        "closed_on": action.closed_on,
        "version": action.version,
    }


def _changed(public_id: str, form: ActionForm) -> bool:
    try:
        actions.change(
            current_actor(),
            public_id,
            status=ActionStatus(form.status.data),
            evidence=form.evidence.data,
            closed_on=form.closed_on.data,
            version=form.version.data,
            submission_id=form.submission_id.data,
            now=clock.now(),
        )
    except Invalid as invalid:
        form.add_faults(invalid.faults)
    except Stale:
        form.add_faults({"version": CHANGED})
    else:
        return True
    return False
