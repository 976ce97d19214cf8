"""The themes of one case: proposed, in and out, with what was decided and why."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.forms.themes import IN, ThemeOfCaseForm
from cdop.queries import case_head
from cdop.queries import themes as queries
from cdop.rules.vocabulary import Action
from cdop.services import cases, themes
from cdop.services.errors import NotFound

blueprint = Blueprint("themes_of_case", __name__, url_prefix="/cases")


@blueprint.route("/<public_id>/themes", methods=["GET", "POST"])
@access(Action.THEME_DECIDE, form=ThemeOfCaseForm)
def index(public_id: str) -> ResponseReturnValue:
    """Show the themes of a case and decide on one; the looking is on record."""
    actor = current_actor()
    case = case_head.case_head(actor, public_id)
    if case is None:
        raise NotFound
    cases.record_viewing(actor, case.id, now=clock.now())
    form = ThemeOfCaseForm(queries.active_themes(case.panel_id))
    if form.validate_on_submit() and done(form, _decided(public_id, form)):
        flash("What you decided was recorded.", "success")
        return redirect(url_for("themes_of_case.index", public_id=public_id))
    page = render_template("themes/of_case.html", case=case, form=form, themes=queries.themes_of_case(case.id))
    return page, 422 if form.is_submitted() else 200


def _decided(public_id: str, form: ThemeOfCaseForm) -> "partial[None]":
    return partial(
        themes.decide,
        current_actor(),
        form.theme.data,
        [public_id],
        is_in=form.belongs.data == IN,
        reason=form.reason.data or "",
        submission_id=form.submission_id.data,
    )
