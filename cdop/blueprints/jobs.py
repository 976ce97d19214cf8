"""What runs by the clock, for those who look after it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access
from cdop.jobs.schedule import standings
from cdop.rules.vocabulary import Action

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")


@blueprint.get("/")
@access(Action.JOB_VIEW)
def index() -> ResponseReturnValue:
    """Show when each job last succeeded, and which is late."""
    return render_template("jobs/index.html", standings=standings(clock.now()))
