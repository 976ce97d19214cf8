"""Whether a case is for review at all: it is taken out, somebody disagrees, it is brought back."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.forms.triage import NotForReviewForm, ReconsiderCaseForm
from cdop.queries import triage_decisions
from cdop.rules.triage import NotForReview
from cdop.rules.triage_words import DecisionTopic
from cdop.rules.vocabulary import Action
from cdop.services import cases, scope

CHANGED = "Somebody changed this case at the same moment. Send the page again"

blueprint = Blueprint("scope", __name__, url_prefix="/cases")


@blueprint.route("/<public_id>/not-for-review", methods=["GET", "POST"])
@access(Action.NOTIFICATION_TRIAGE, form=NotForReviewForm)
def take_out(public_id: str) -> ResponseReturnValue:
    """Say by which rule a case is not for review."""
    case, form = cases.open_case(current_actor(), public_id, now=clock.now()), NotForReviewForm()
    if form.validate_on_submit():
        why = NotForReview(form.why.data)
        if done(form, partial(scope.take_out, current_actor(), public_id, why, note=form.note.data), changed=CHANGED):
            flash("The case is out of review. Nothing of it is lost, and it can be brought back.")
            return redirect(url_for("cases.show", public_id=public_id))
    return render_template("scope/take_out.html", case=case, form=form), 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/not-for-review/disagreement", methods=["GET", "POST"])
@access(Action.NOTIFICATION_TRIAGE, form=ReconsiderCaseForm)
def reconsider(public_id: str) -> ResponseReturnValue:
    """Note that somebody disagreed with a case being out of review, and what came of it."""
    case, form = cases.open_case(current_actor(), public_id, now=clock.now()), ReconsiderCaseForm()
    if form.validate_on_submit():
        is_taken_up = form.outcome.data == "again"
        said = {"who": form.who.data, "said": form.said.data, "is_taken_up": is_taken_up}
        if done(form, partial(scope.reconsider, current_actor(), public_id, **said), changed=CHANGED):
            flash("The case is for review again." if is_taken_up else "The disagreement is kept.")
            return redirect(url_for("cases.show", public_id=public_id))
    stands = triage_decisions.standing(case.id).get(DecisionTopic.SCOPE)
    page = render_template("scope/reconsider.html", case=case, form=form, stands=stands)
    return page, 422 if form.is_submitted() else 200
