"""The whole of one list of a person's day; the home page shows the first lines of each."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.queries import my_day
from cdop.rules.vocabulary import Action
from cdop.services.errors import NotFound

blueprint = Blueprint("my_day", __name__, url_prefix="/my-day")


@blueprint.get("/<key>")
@access(Action.CASE_LIST)
def part(key: str) -> ResponseReturnValue:
    """Show one page of a list."""
    page = page_asked()
    found = my_day.whole_part(current_actor(), key, page=page, now=clock.now())
    if found is None:
        raise NotFound
    return render_template("my_day/part.html", part=found)
