"""The reminders about a case: paused for a reason and a while, or begun again."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.forms.base import BaseForm, Button
from cdop.forms.reminder_pauses import PauseForm
from cdop.queries.case_head import CaseHead, case_head
from cdop.queries.reminder_pauses import case_reminders
from cdop.rules.vocabulary import Action
from cdop.services import cases, reminder_pauses
from cdop.services.errors import NotFound

blueprint = Blueprint("reminder_pauses", __name__, url_prefix="/cases/<public_id>/reminders")


@blueprint.route("", methods=["GET", "POST"])
@access(Action.CASE_HOLD, form=PauseForm)
def index(public_id: str) -> ResponseReturnValue:
    """Show the reminders about a case, or pause them."""
    case, form = _case(public_id), PauseForm()
    told = {"reason": form.reason.data or "", "until_on": form.until_on.data, "submission_id": form.submission_id.data}
    if form.validate_on_submit() and done(form, partial(reminder_pauses.pause, current_actor(), public_id, **told)):
        flash("Nobody is reminded of anything about this case until then.")
        return redirect(url_for("reminder_pauses.index", public_id=public_id))
    found = case_reminders(case.id, now=clock.now())
    page = render_template("reminder_pauses/index.html", case=case, found=found, form=form, button=Button())
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<pause_id>/end")
@access(Action.CASE_HOLD, form=BaseForm)
def end(public_id: str, pause_id: str) -> ResponseReturnValue:
    """Begin to remind again before the pause is over."""
    reminder_pauses.resume(current_actor(), public_id, pause_id, now=clock.now())
    flash("The reminders of this case go on.")
    return redirect(url_for("reminder_pauses.index", public_id=public_id))


def _case(public_id: str) -> CaseHead:
    """The case whose reminders are shown; that they were looked at is on record."""
    case = case_head(current_actor(), public_id)
    if case is None:
        raise NotFound
    cases.record_viewing(current_actor(), case.id, now=clock.now())
    return case
