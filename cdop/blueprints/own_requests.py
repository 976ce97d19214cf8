"""The forms that an agency is asked for, for its people who have an account."""

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints import respondents as here
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.forms.form_b import OpenOwnForm
from cdop.queries import own_requests, scorecards
from cdop.rules.scorecard import FEWEST
from cdop.rules.vocabulary import Action
from cdop.services import respondents

blueprint = Blueprint("own_requests", __name__, url_prefix="/our-forms")


@blueprint.get("/")
@access(Action.OWN_REQUEST_LIST)
def index() -> ResponseReturnValue:
    """Show every request of the person's own agencies, and how these answer."""
    listed = own_requests.own_requests(current_actor(), page=page_asked(), now=clock.now())
    scores = scorecards.scorecards(current_actor(), now=clock.now())
    form = OpenOwnForm(formdata=None)
    return render_template("own_requests/index.html", listed=listed, form=form, scores=scores, fewest=FEWEST)


@blueprint.post("/<public_id>/open")
@access(Action.OWN_REQUEST_LIST, form=OpenOwnForm)
def open_form(public_id: str) -> ResponseReturnValue:
    """Open a form without a code: whoever signed in is known."""
    session[here.TOKEN] = respondents.open_with_account(current_actor(), public_id, now=clock.now())
    return redirect(url_for("form_b.index"))
