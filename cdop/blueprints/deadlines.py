"""How long the panel's deadlines are, and from when."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.forms.deadlines import DeadlineForm
from cdop.queries import deadlines
from cdop.rules.vocabulary import Action
from cdop.services import deadlines as verbs
from cdop.services.errors import NotFound

blueprint = Blueprint("deadlines", __name__, url_prefix="/deadlines")


@blueprint.get("")
@access(Action.DEADLINE_VIEW)
def index() -> ResponseReturnValue:
    """Show every deadline of the panel."""
    return render_template("deadlines/index.html", rows=deadlines.deadline_rows(current_actor(), now=clock.now()))


@blueprint.route("/<key>", methods=["GET", "POST"])
@access(Action.DEADLINE_EDIT, form=DeadlineForm)
def edit(key: str) -> ResponseReturnValue:
    """Set how long one deadline is from a day on."""
    actor = current_actor()
    row = deadlines.deadline_row(actor, key, now=clock.now())
    if row is None or actor.panel_id is None:
        raise NotFound
    panel_id, form = actor.panel_id, DeadlineForm(data={"length": row.deadline.length, "from_on": clock.today()})
    form.name_unit(row.deadline.unit)
    if form.validate_on_submit() and done(
        form,
        lambda now: verbs.set_length(actor, panel_id, key, form.length.data, from_on=form.from_on.data, now=now),
    ):
        flash("The deadline was changed.")
        return redirect(url_for("deadlines.index"))
    return render_template("deadlines/edit.html", row=row, form=form), 422 if form.is_submitted() else 200
