"""Deaths of a theme that are near each other: which people were told of, who looked at them, what was thought."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.blueprints.outcomes import done
from cdop.forms.near_deaths import ThoughtForm
from cdop.queries.near_deaths import ToldList, told_list
from cdop.rules.vocabulary import Action
from cdop.services import near_deaths

CHANGED = "Somebody looked at one of these after you opened the page, so nothing was saved. Your words are still here"

blueprint = Blueprint("near_deaths", __name__, url_prefix="/near-deaths")


@blueprint.get("/")
@access(Action.THEME_LIST)
def index() -> str:
    """List the pairs that nobody looked at yet, or all."""
    found = _found()
    return _page(found, ThoughtForm(formdata=None).offer(_offered(found)))


@blueprint.post("/")
@access(Action.THEME_DECIDE, form=ThoughtForm)
def record() -> ResponseReturnValue:
    """Record who looked at some of them, and what was thought."""
    found = _found()
    form = ThoughtForm().offer(_offered(found))
    verb = partial(near_deaths.record_thought, current_actor(), form.pairs.data or (), form.thought.data or "")
    if form.validate_on_submit() and done(form, partial(verb, submission_id=form.submission_id.data), changed=CHANGED):
        flash("What you thought was recorded.", "success")
        return redirect(url_for("near_deaths.index"))
    return _page(found, form), 422


def _found() -> ToldList:
    is_open = request.args.get("show") != "all"
    return told_list(current_actor(), is_open=is_open, page=page_asked())


def _offered(found: ToldList) -> list[tuple[str, str]]:
    pairs = [each for each in found.rows if each.looked is None]
    return [(each.public_id, f"{each.pair.later.reference} and {each.pair.earlier.reference}") for each in pairs]


def _page(found: ToldList, form: ThoughtForm) -> str:
    return render_template("near_deaths/index.html", found=found, form=form, is_open=request.args.get("show") != "all")
