"""What is shown while figures are being made: how far it is, at the address at which they will stand."""

import json

from flask import Blueprint, Response, make_response, render_template, request

from cdop.blueprints.errors import Problem, page
from cdop.rules import api
from cdop.services.errors import BeingMade
from cdop.services.release_works import AGAIN_AFTER

ACCEPTED, UNAVAILABLE = 202, 503
AGAIN_IN_SECONDS = 5

blueprint = Blueprint("release_works", __name__)


@blueprint.app_errorhandler(BeingMade)
def being_made(work: BeingMade) -> Response:
    """Answer 202 with how far it is, or 503 where it could not be made; either says when to ask again."""
    is_for_programs = request.path.startswith(f"{api.PREFIX}/")
    if not work.reasons:
        response = _for_programs(work) if is_for_programs else make_response(_page(work), ACCEPTED)
    elif is_for_programs:
        response = page(UNAVAILABLE, Problem("The figures could not be made", tuple(work.reasons)))
    else:
        response = make_response(_page(work), UNAVAILABLE)
    wait = AGAIN_AFTER.total_seconds() if work.reasons else AGAIN_IN_SECONDS
    response.headers["Retry-After"] = f"{wait:.0f}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(work: BeingMade) -> str:
    return render_template("releases/being_made.html", work=work, again=request.full_path.rstrip("?"))


def _for_programs(work: BeingMade) -> Response:
    told = {"status": api.BEING_MADE, "done": work.done, "steps": work.whole}
    return Response(json.dumps(told), ACCEPTED, mimetype="application/json")
