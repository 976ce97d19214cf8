"""An agency asks for more time for its reporting form (Form B), or says who should answer instead."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.forms.base import BaseForm
from cdop.forms.request_changes import ColleagueForm, MoreTimeForm
from cdop.queries import form_b
from cdop.rules.vocabulary import Action
from cdop.services import request_changes
from cdop.services.errors import Invalid, NotFound

TIME = "More time", "The panel is told, and answers you. Until then the day stays as it is."
COLLEAGUE = (
    "Somebody else should answer",
    "The panel is told and sends them a link of their own. Your link stops working then; what is saved stays.",
)
TOLD = "The panel is told."

blueprint = Blueprint("form_b_changes", __name__, url_prefix="/form-b/changes")


@blueprint.route("/more-time", methods=["GET", "POST"])
@access(Action.FORM_B_ANSWER, form=MoreTimeForm)
def more_time() -> ResponseReturnValue:
    """Ask for a later day."""
    form = MoreTimeForm()
    verb = partial(request_changes.ask_for_time, until_on=form.until_on.data, reason=form.reason.data)
    return _page(form, verb, *TIME)


@blueprint.route("/colleague", methods=["GET", "POST"])
@access(Action.FORM_B_ANSWER, form=ColleagueForm)
def colleague() -> ResponseReturnValue:
    """Name who should answer."""
    form = ColleagueForm()
    told = {"name": form.name.data, "email": form.email.data, "reason": form.reason.data}
    return _page(form, partial(request_changes.suggest_colleague, **told), *COLLEAGUE)


def _page(form: BaseForm, verb: Callable[..., None], title: str, lead: str) -> ResponseReturnValue:
    mine = form_b.opened_request(current_actor())
    if mine is None:
        raise NotFound
    if form.validate_on_submit():
        try:
            verb(current_actor(), now=clock.now())
        except Invalid as invalid:
            form.add_faults(invalid.faults)
        else:
            flash(TOLD)
            return redirect(url_for("form_b.index"))
    page = render_template("form_b/change.html", form=form, row=mine, title=title, lead=lead)
    return page, 422 if form.is_submitted() else 200
