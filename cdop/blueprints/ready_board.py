"""The board of cases on their way to the panel: what is missing, and who can mend it."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.queries.readiness import STAGES, ready_board
from cdop.rules.vocabulary import Action

blueprint = Blueprint("ready_board", __name__, url_prefix="/ready")


@blueprint.get("/")
@access(Action.CASE_LIST)
def index() -> ResponseReturnValue:
    """Show one page of the cases that the panel has not reviewed yet, with what each lacks."""
    stage = next((each for each in STAGES if each == request.args.get("stage")), None)
    page = page_asked()
    board = ready_board(current_actor(), stage, page, today=clock.today())
    return render_template("ready_board/index.html", board=board, stage=stage, stages=STAGES)
