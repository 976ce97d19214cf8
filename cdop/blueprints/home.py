"""The first page after signing in, and the few pages everybody may open."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor, public
from cdop.queries import home as home_queries
from cdop.queries import my_day, own_requests
from cdop.queries.inbox import unread_count
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@access(Action.HOME_VIEW)
def index() -> ResponseReturnValue:
    """Show what each of the person's roles begins with."""
    actor, now = current_actor(), clock.now()
    home = home_queries.home(actor, now=now)
    day = my_day.my_day(actor, settings=home.settings, now=now)
    own = own_requests.due_next(actor) if can(actor, Action.OWN_REQUEST_LIST) else ()
    told = {"home": home, "my_day": day, "own": own, "unread": unread_count(actor)}
    return render_template("home/index.html", **told, today=clock.today(), panel=g.panel)


@blueprint.get("/accessibility")
@public()
def accessibility() -> ResponseReturnValue:
    """Say how accessible the service is and whom to tell about a barrier."""
    return render_template("home/accessibility.html")
