"""A person's second step of signing in: set up by the picture of a key, its codes written down, taken away."""

from functools import partial

import segno
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done, pressed
from cdop.forms.base import BaseForm
from cdop.forms.second_steps import CodeForm
from cdop.rules.vocabulary import Action
from cdop.services import second_steps
from cdop.services.second_steps import SetUp

blueprint = Blueprint("second_steps", __name__, url_prefix="/account/second-step")

PIXELS = 5
"""Of each square of the picture: a telephone reads it from a screen at arm's length."""


def picture(given: SetUp) -> Markup:
    """Return the picture of a key for an app, as a drawing within the page. The key stands beside it in words."""
    drawn = segno.make(given.address, error="m").svg_inline(scale=PIXELS, svgclass="cdop-key", lineclass=None)
    return Markup(drawn.replace("<svg ", '<svg role="img" aria-label="The key for the app, as a picture" ', 1))  # noqa: S704


@blueprint.route("", methods=["GET", "POST"])
@access(Action.ACCOUNT_VIEW, form=CodeForm)
def index() -> ResponseReturnValue:
    """Show whether the person has a second step; take the first code of an app that is being set up."""
    form = CodeForm()
    if form.validate_on_submit():
        codes: list[str] = []
        if done(form, lambda now: codes.extend(second_steps.confirm(current_actor(), form.code.data, now=now))):
            return render_template("second_steps/codes.html", codes=codes, onward=url_for("home.index"))
    return _shown(form), 422 if form.is_submitted() else 200


@blueprint.post("/begin")
@access(Action.ACCOUNT_VIEW, form=BaseForm)
def begin() -> ResponseReturnValue:
    """Make the key of an app that is still to be confirmed."""
    act = partial(second_steps.begin, current_actor())
    return pressed(act, "Now set up the app.", to=url_for("second_steps.index"), refused=_shown)


@blueprint.post("/end")
@access(Action.ACCOUNT_VIEW, form=CodeForm)
def end() -> ResponseReturnValue:
    """Take the second step away, by a code of it."""
    form = CodeForm()
    if form.validate() and done(form, partial(second_steps.take_away, current_actor(), form.code.data)):
        flash("You sign in with your password alone from now on.", "success")
        return redirect(url_for("second_steps.index"))
    return _shown(form), 422


def _shown(form: BaseForm) -> str:
    actor, now = current_actor(), clock.now()
    user_id = actor.user_id or 0
    given = second_steps.set_up(user_id, actor.panel_id or 0)
    told = {
        "given": given,
        "picture": picture(given) if given else None,
        "is_set_up": second_steps.is_confirmed(user_id),
        "is_expected": second_steps.is_expected_of(user_id, now),
        "button": BaseForm(formdata=None),
    }
    return render_template("second_steps/index.html", form=form if isinstance(form, CodeForm) else CodeForm(), **told)
