"""What the panel agreed should be done: the list, how far each is, what it is to change, and whether it did."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.blueprints.outcomes import done
from cdop.forms.actions import ActionForm
from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.judged import VerdictForm
from cdop.forms.owned import ActionAimForm
from cdop.queries import actions as queries
from cdop.queries.actions import ActionRow
from cdop.rules import actions as rules
from cdop.rules.vocabulary import Action, ActionStatus, Verdict
from cdop.services import actions
from cdop.services.errors import Invalid, NotFound, Stale

CHANGED = (
    "Someone changed this action after you opened it, so nothing was saved. "
    "What they saved and what you typed are both below: put together what should stand, and save it"
)

blueprint = Blueprint("actions", __name__, url_prefix="/actions")


@blueprint.get("/")
@access(Action.ACTION_LIST)
def index() -> ResponseReturnValue:
    """List the actions that are open, or those that are closed."""
    is_closed = request.args.get("show") == "closed"
    found = queries.action_list(current_actor(), is_closed=is_closed, page=page_asked())
    return render_template("actions/index.html", found=found, is_closed=is_closed, today=clock.today())


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@access(Action.ACTION_EDIT, form=ActionForm)
def change(public_id: str) -> ResponseReturnValue:
    """Say how far an action is."""
    action = _action(public_id)
    form = ActionForm(today=clock.today(), obj=action)
    if form.validate_on_submit() and _changed(public_id, form):
        flash("The action was changed.", "success")
        return redirect(url_for("actions.index"))
    return _change_page(action, form)


@blueprint.post("/<public_id>/send")
@access(Action.ACTION_EDIT, form=BaseForm)
def send(public_id: str) -> ResponseReturnValue:
    """Send an action to its owner."""
    action, press = _action(public_id), BaseForm()
    if press.validate() and done(press, partial(actions.send, current_actor(), public_id)):
        flash("The action goes to its owner, who answers by a link.", "success")
        return redirect(url_for("actions.change", public_id=public_id))
    form = ActionForm(today=clock.today(), formdata=None, obj=action)
    return _change_page(action, form, press)[0], 409


@blueprint.route("/<public_id>/aim", methods=["GET", "POST"])
@access(Action.ACTION_EDIT, form=ActionAimForm)
def aim(public_id: str) -> ResponseReturnValue:
    """Write out an action, and say what it is to change."""
    action = _action(public_id)
    form = ActionAimForm(obj=action)
    if form.validate_on_submit() and done(form, _aimed(public_id, form), changed=CHANGED):
        flash("The action was saved.", "success")
        return redirect(url_for("actions.change", public_id=public_id))
    return _page("actions/aim.html", action, form)


@blueprint.route("/<public_id>/verdict", methods=["GET", "POST"])
@access(Action.ACTION_EDIT, form=VerdictForm)
def verdict(public_id: str) -> ResponseReturnValue:
    """Say whether what an action was to change has changed."""
    action = _action(public_id)
    form = VerdictForm(today=clock.today(), obj=action)
    if form.validate_on_submit() and done(form, _judged(public_id, form), changed=CHANGED):
        flash("The verdict was recorded.", "success")
        return redirect(url_for("actions.change", public_id=public_id))
    return _page("actions/verdict.html", action, form)


def _action(public_id: str) -> ActionRow:
    action = queries.action(current_actor(), public_id)
    if action is None:
        raise NotFound
    return action


def _page(template: str, action: ActionRow, form: VersionedForm, **told: Any) -> tuple[str, int]:
    refused = 409 if form.version.errors else 422
    form.go_on_from(action.version)
    return render_template(template, form=form, action=action, **told), refused if form.is_submitted() else 200


def _change_page(action: ActionRow, form: ActionForm, press: BaseForm | None = None) -> tuple[str, int]:
    told = {"press": press or BaseForm(formdata=None), "is_over": action.status in rules.CLOSED}
    return _page("actions/change.html", action, form, **told)


def _aimed(public_id: str, form: ActionAimForm) -> "partial[None]":
    return partial(actions.aim, current_actor(), public_id, form.told, version=form.version.data)


def _judged(public_id: str, form: VerdictForm) -> "partial[None]":
    told = {"verdict_on": form.verdict_on.data, "note": form.verdict_note.data or "", "version": form.version.data}
    return partial(actions.judge, current_actor(), public_id, Verdict(form.verdict.data), **told)


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
