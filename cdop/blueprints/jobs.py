"""What runs by the clock, for those who look after it."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access
from cdop.jobs.schedule import standings
from cdop.queries.jobs import failures
from cdop.queries.standing import queues
from cdop.rules.vocabulary import Action
from cdop.services.jobs import lease

RECENT = timedelta(days=7)

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")


@blueprint.get("/")
@access(Action.JOB_VIEW)
def index() -> ResponseReturnValue:
    """Show when each job last succeeded and is next due, what failed, which is late, and how long the queue is."""
    now, held = clock.now(), lease()
    return render_template(
        "jobs/index.html",
        standings=standings(now),
        failures=failures(since=now - RECENT),
        queues=queues(now=now),
        doubtful_until=held.doubtful_until if held else None,
        is_at_work=held is not None and held.seconds_left > 0,
    )
