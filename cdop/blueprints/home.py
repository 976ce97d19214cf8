"""The first page after signing in, and the few pages everybody may open."""

from flask import Blueprint, current_app, g, render_template
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor, public
from cdop.jobs.schedule import are_messages_late
from cdop.queries import home as home_queries
from cdop.rules.vocabulary import Action

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@access(Action.HOME_VIEW)
def index() -> ResponseReturnValue:
    """Show what each of the person's roles begins with."""
    home = home_queries.home(current_actor(), now=clock.now())
    return render_template("home/index.html", home=home, panel=g.panel)


@blueprint.get("/accessibility")
@public()
def accessibility() -> ResponseReturnValue:
    """Say how accessible the service is and whom to tell about a barrier."""
    return render_template("home/accessibility.html")


@blueprint.get("/health")
@public()
def health() -> ResponseReturnValue:
    """Answer whether the database does and, where mail is sent, whether somebody looks after the messages."""
    if not home_queries.database_answers():
        return "the database does not answer\n", 503
    if current_app.config["CDOP"].smtp_url and are_messages_late(clock.now()):
        return "nobody looks after the messages: is flask jobs run running?\n", 503
    return "ok\n", 200
