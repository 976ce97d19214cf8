"""What the panel recommended to others: the register, one of them, its sending and its verdict."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.blueprints.outcomes import done
from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.judged import VerdictForm
from cdop.forms.owned import OwnedForm
from cdop.queries import official_letters
from cdop.queries import recommendations as queries
from cdop.queries.recommendations import RecommendationRow
from cdop.rules import recommendations as rules
from cdop.rules.owned import OwnedKind, reference
from cdop.rules.vocabulary import Action, Verdict
from cdop.services import recommendations
from cdop.services.errors import NotFound

CHANGED = (
    "Someone changed this recommendation after you opened it, so nothing was saved. "
    "What they saved and what you typed are both below: put together what should stand, and save it"
)

blueprint = Blueprint("recommendations", __name__, url_prefix="/recommendations")


@blueprint.get("/")
@access(Action.RECOMMENDATION_LIST)
def index() -> ResponseReturnValue:
    """List the recommendations that are open, or those that are over."""
    is_closed, page = request.args.get("show") == "closed", page_asked()
    found = queries.recommendation_list(current_actor(), is_closed=is_closed, page=page)
    return render_template("recommendations/index.html", found=found, is_closed=is_closed, today=clock.today())


@blueprint.get("/<public_id>")
@access(Action.RECOMMENDATION_LIST)
def show(public_id: str) -> ResponseReturnValue:
    """Show a recommendation: what was said of it, answered and judged."""
    return _page(_row(public_id), BaseForm(formdata=None))


@blueprint.route("/<public_id>/change", methods=["GET", "POST"])
@access(Action.RECOMMENDATION_EDIT, form=OwnedForm)
def change(public_id: str) -> ResponseReturnValue:
    """Write out a recommendation."""
    row = _row(public_id)
    form = OwnedForm(obj=row)
    if form.validate_on_submit() and done(form, _changed(public_id, form), changed=CHANGED):
        flash("The recommendation was saved.", "success")
        return redirect(url_for("recommendations.show", public_id=public_id))
    return _form_page("recommendations/change.html", row, form)


@blueprint.post("/<public_id>/send")
@access(Action.RECOMMENDATION_EDIT, form=BaseForm)
def send(public_id: str) -> ResponseReturnValue:
    """Send a recommendation to its owner."""
    row, form = _row(public_id), BaseForm()
    if form.validate() and done(form, partial(recommendations.send_recommendation, current_actor(), public_id)):
        flash("The recommendation goes to its owner, who answers by a link.", "success")
        return redirect(url_for("recommendations.show", public_id=public_id))
    return _page(row, form), 409


@blueprint.route("/<public_id>/verdict", methods=["GET", "POST"])
@access(Action.RECOMMENDATION_EDIT, form=VerdictForm)
def verdict(public_id: str) -> ResponseReturnValue:
    """Say whether what a recommendation was to change has changed."""
    row = _row(public_id)
    form = VerdictForm(today=clock.today(), obj=row)
    if form.validate_on_submit() and done(form, _judged(public_id, form), changed=CHANGED):
        flash("The verdict was recorded.", "success")
        return redirect(url_for("recommendations.show", public_id=public_id))
    return _form_page("recommendations/verdict.html", row, form)


def _changed(public_id: str, form: OwnedForm) -> "partial[None]":
    verb = recommendations.change_recommendation
    return partial(verb, current_actor(), public_id, form.told, version=form.version.data)


def _judged(public_id: str, form: VerdictForm) -> "partial[None]":
    return partial(
        recommendations.judge_recommendation,
        current_actor(),
        public_id,
        Verdict(form.verdict.data),
        verdict_on=form.verdict_on.data,
        note=form.verdict_note.data or "",
        version=form.version.data,
    )


def _row(public_id: str) -> RecommendationRow:
    row = queries.recommendation(current_actor(), public_id)
    if row is None:
        raise NotFound
    return row


def _form_page(template: str, row: RecommendationRow, form: VersionedForm) -> tuple[str, int]:
    refused = 409 if form.version.errors else 422
    form.go_on_from(row.version)
    return render_template(template, row=row, form=form), refused if form.is_submitted() else 200


def _page(row: RecommendationRow, form: BaseForm) -> str:
    is_over = row.status in rules.CLOSED
    return render_template(
        "recommendations/show.html",
        row=row,
        form=form,
        is_over=is_over,
        reference=reference(OwnedKind.RECOMMENDATION, row.public_id),
        official=official_letters.of_recommendation(current_actor(), row.public_id),
        today=clock.today(),
    )
