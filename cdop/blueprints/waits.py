"""Whom the open cases wait for, in sum."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.queries import waits
from cdop.rules.vocabulary import Action

blueprint = Blueprint("waits", __name__, url_prefix="/waits")


@blueprint.get("")
@access(Action.CASE_LIST)
def index() -> ResponseReturnValue:
    """Show for whom the open cases have waited and how long, party by party and agency by agency."""
    page = page_asked()
    return render_template("waits/index.html", board=waits.board(current_actor(), page=page, now=clock.now()))


@blueprint.get("/cases")
@access(Action.CASE_LIST)
def cases() -> ResponseReturnValue:
    """Show for whom each open case waits now, those that have waited longest first."""
    page = page_asked()
    return render_template("waits/cases.html", found=waits.by_case(current_actor(), page=page, now=clock.now()))
