"""When the panel's people and agencies are reminded, and from when on."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.forms.reminder_steps import ReminderStepsForm
from cdop.queries import reminder_steps
from cdop.rules.reminder_steps import typed
from cdop.rules.vocabulary import Action
from cdop.services import reminder_steps as verbs
from cdop.services.errors import NotFound

blueprint = Blueprint("reminder_steps", __name__, url_prefix="/reminder-rules")


@blueprint.get("")
@access(Action.DEADLINE_VIEW)
def index() -> ResponseReturnValue:
    """Show every reminder of the panel: when it comes and to whom."""
    rows = reminder_steps.reminder_rows(current_actor(), now=clock.now())
    return render_template("reminder_steps/index.html", rows=rows)


@blueprint.route("/<key>", methods=["GET", "POST"])
@access(Action.DEADLINE_EDIT, form=ReminderStepsForm)
def edit(key: str) -> ResponseReturnValue:
    """Set the steps of one reminder from a day on."""
    actor = current_actor()
    row = reminder_steps.reminder_row(actor, key, now=clock.now())
    if row is None or actor.panel_id is None:
        raise NotFound
    panel_id, form = actor.panel_id, ReminderStepsForm(data={"steps": typed(row.steps), "from_on": clock.today()})
    form.name_unit(is_hours=row.rule.is_hours)
    if form.validate_on_submit() and done(
        form,
        lambda now: verbs.set_steps(actor, panel_id, key, form.steps.data, from_on=form.from_on.data, now=now),
    ):
        flash("The reminder was changed.")
        return redirect(url_for("reminder_steps.index"))
    return render_template("reminder_steps/edit.html", row=row, form=form), 422 if form.is_submitted() else 200
