"""Somebody senior at an agency reads what its people answered, and releases it to the panel or gives it back."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.form_b import checks_of, sent
from cdop.forms.form_b import GiveBackForm, ReleaseForm
from cdop.queries import form_b
from cdop.queries.form_b import RequestRow
from cdop.rules.form_b import may_release
from cdop.rules.vocabulary import Action
from cdop.services import form_b_returns as returns
from cdop.services.errors import Blocked, Invalid, NotFound

GIVEN_BACK = "It is given back. Tell your colleagues: they read here what is to be changed."

blueprint = Blueprint("form_b_release", __name__, url_prefix="/form-b/release")


@blueprint.route("/", methods=["GET", "POST"])
@access(Action.FORM_B_ANSWER, form=ReleaseForm)
def index() -> ResponseReturnValue:
    """Show all that waits for release, or release it."""
    mine = form_b.open_forms(current_actor())
    if mine is None:
        raise NotFound
    form = ReleaseForm(data={"version": mine.request.version})
    if form.validate_on_submit() and sent(form, partial(returns.release, version=form.version.data)):
        return redirect(url_for("invitations.received"))
    may = _may_release(mine.request)
    page = render_template("form_b/release.html", open=mine, form=form, checks=checks_of(mine), may_release=may)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/give-back", methods=["GET", "POST"])
@access(Action.FORM_B_ANSWER, form=GiveBackForm)
def give_back() -> ResponseReturnValue:
    """Say what is to be changed before it can be released; where nobody can, the page it comes from says why."""
    row = form_b.opened_request(current_actor())
    if row is None:
        raise NotFound
    form = GiveBackForm(data={"version": row.version})
    if not form.is_submitted() and not _may_release(row):
        return redirect(url_for("form_b_release.index"))
    if form.validate_on_submit():
        try:
            returns.give_back(current_actor(), reason=form.reason.data, version=form.version.data, now=clock.now())
        except Invalid as invalid:
            form.add_faults(invalid.faults)
        except Blocked as blocked:
            form.add_faults({str(number): reason for number, reason in enumerate(blocked.reasons)})
        else:
            flash(GIVEN_BACK)
            return redirect(url_for("form_b.index"))
    page = render_template("form_b/give_back.html", form=form, row=row)
    return page, 422 if form.is_submitted() else 200


def _may_release(row: RequestRow) -> bool:
    return row.is_waiting and may_release(current_actor().name, row.sent_by)
