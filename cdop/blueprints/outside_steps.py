"""The page on which is written down what others did by a day."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import BESIDE, done
from cdop.forms.outside_steps import RapidResponseForm, SafeguardingForm
from cdop.rules import outside_steps as rules
from cdop.rules.vocabulary import Action
from cdop.services import cases, outside_steps

CHANGED = f"Someone changed this case after you opened it, so nothing was saved. {BESIDE}"

blueprint = Blueprint("outside_steps", __name__, url_prefix="/cases/<public_id>/outside-steps")


@blueprint.route("", methods=["GET", "POST"])
@access(Action.REVIEW_MEETING_RECORD, form=RapidResponseForm)
def record(public_id: str) -> ResponseReturnValue:
    """Write down when others did what they do by a day."""
    case = cases.open_case(current_actor(), public_id, now=clock.now())
    held = {name: case.facts[name] for name in rules.LABELS} | {"version": case.version}
    kind = RapidResponseForm if rules.has_rapid_response(case.facts["died_on"]) else SafeguardingForm
    form = kind(data=held)
    names = [name for name in rules.LABELS if name in form]
    told = {name: form[name].data for name in names}
    verb = partial(outside_steps.record, current_actor(), public_id, told, version=form.version.data)
    if form.validate_on_submit() and done(form, verb, changed=CHANGED):
        flash("The days were recorded.", "success")
        return redirect(url_for("cases.show", public_id=public_id))
    form.go_on_beside()
    page = render_template("outside_steps/record.html", form=form, case=case, names=names)
    refused = 409 if form.version.errors else 422
    return page, refused if form.is_submitted() else 200
