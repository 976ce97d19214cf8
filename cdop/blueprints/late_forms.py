"""What was typed on a page that came too late goes back into its form, once its writer is signed in again."""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, flash, g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.sign_in import session_of_form
from cdop.forms.base import all_typed
from cdop.rules.vocabulary import Action, ActorKind
from cdop.services import late_forms, unit
from cdop.services.errors import NotFound
from cdop.services.late_forms import TypedBefore

KEPT = "late_form"
"""The field that says what was kept, of a form that is to be shown again with it."""

SHOWN = "What you had typed is in the form again. It is not saved yet"

blueprint = Blueprint("late_forms", __name__, url_prefix="/typed")


@blueprint.get("/<public_id>")
@access(Action.ACCOUNT_VIEW)
def show(public_id: str) -> ResponseReturnValue:
    """Say that what was typed is still there, and lead to the form that it was typed in."""
    return render_template("late_forms/show.html", kept=typed_before(public_id), public_id=public_id)


def init_late_forms(app: Flask) -> None:
    """Fill a form that is shown again with what was kept of it. After the sign-in, before the gate and the token."""
    app.before_request(_fill)


def typed_before(public_id: str) -> TypedBefore:
    """Return what the person of this request had typed. Raises NotFound where it is not theirs, or is too old."""
    kept = late_forms.typed_before(current_actor(), public_id, now=clock.now())
    unit.end_reads()
    return kept


def is_mine(public_id: str) -> bool:
    """Say whether something of this name is kept for the person of this request."""
    try:
        typed_before(public_id)
    except NotFound:
        return False
    return True


def keep() -> str:
    """Keep what was typed on the page of this request for whoever typed it; return what it is called.

    "" where nobody knows who that is, where nothing was typed, or where another site sent it in their name.
    """
    is_ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    if request.method != "POST" or not is_ours or request.endpoint is None:
        return ""
    try:
        typed = all_typed(request.form)
    except (RequestEntityTooLarge, OSError):
        return ""
    if not typed:
        return ""
    address = request.full_path.removesuffix("?")
    return late_forms.keep(current_actor(), session_of_form(), address, typed, now=clock.now())


def _fill() -> None:
    if request.method != "POST" or current_actor().kind is not ActorKind.PERSON:
        return
    public_id = request.form.get(KEPT, "")
    if not public_id or not is_mine(public_id):
        return
    kept = typed_before(public_id)
    if urlsplit(kept.address).path == request.path:
        token = [("csrf_token", value) for value in request.form.getlist("csrf_token")]
        request.form = ImmutableMultiDict([*token, *kept.fields])
        g.is_shown_again = True
        flash(SHOWN)
