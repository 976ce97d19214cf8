"""The panel's list of factors: what the analysis offers, and from when."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.forms.factors import NOT_OFFERED, OFFERED, FactorForm, NewFactorForm
from cdop.queries import factors as queries
from cdop.rules.factors import Domain
from cdop.rules.vocabulary import Action
from cdop.services import factors
from cdop.services.errors import NotFound
from cdop.services.factors import Told

blueprint = Blueprint("factors", __name__, url_prefix="/factors")


@blueprint.get("")
@access(Action.FACTOR_VIEW)
def index() -> ResponseReturnValue:
    """Show every factor of the panel, domain by domain."""
    rows = queries.all_rows(current_actor(), now=clock.now())
    return render_template("factors/index.html", domains=queries.by_domain(rows))


@blueprint.route("/new", methods=["GET", "POST"])
@access(Action.FACTOR_EDIT, form=NewFactorForm)
def add() -> ResponseReturnValue:
    """Add a factor of the panel's own."""
    form = NewFactorForm(data={"from_on": clock.today()})
    if form.validate_on_submit() and done(
        form,
        lambda now: factors.add(
            current_actor(),
            Domain(form.domain.data),
            Told(form.label.data, form.from_on.data),
            submission_id=form.submission_id.data,
            now=now,
        ),
    ):
        flash("The factor was added.", "success")
        return redirect(url_for("factors.index"))
    return render_template("factors/add.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/<key>", methods=["GET", "POST"])
@access(Action.FACTOR_EDIT, form=FactorForm)
def change(key: str) -> ResponseReturnValue:
    """Give a factor other words from a day on, or offer it no longer."""
    row = queries.factor_row(current_actor(), key, now=clock.now())
    if row is None:
        raise NotFound
    form = FactorForm(
        data={"standing": OFFERED, "label": row.label, "from_on": clock.today() + timedelta(days=1)},
    )
    if form.validate_on_submit() and done(form, lambda now: factors.change(current_actor(), key, _told(form), now=now)):
        flash("The factor was changed.", "success")
        return redirect(url_for("factors.index"))
    return render_template("factors/change.html", form=form, row=row), 422 if form.is_submitted() else 200


def _told(form: FactorForm) -> Told:
    label = None if form.standing.data == NOT_OFFERED else form.label.data
    return Told(label, form.from_on.data)
