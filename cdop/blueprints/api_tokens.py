"""The tokens with which other programs read released figures: made, shown once, and ended."""

from functools import partial

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.forms.api_tokens import EndForm, TokenForm
from cdop.forms.workspace import FIRST_SHOWN
from cdop.queries import api_tokens as queries
from cdop.rules.api_tokens import ApiScope
from cdop.rules.vocabulary import Action
from cdop.services import api_tokens
from cdop.services.errors import Blocked, NotFound

blueprint = Blueprint("api_tokens", __name__, url_prefix="/api-tokens")


@blueprint.route("/", methods=["GET", "POST"])
@access(Action.API_TOKEN_EDIT, form=TokenForm)
def index() -> ResponseReturnValue:
    """Show the tokens, or make one. Its secret is shown here and nowhere else, so no page follows."""
    form, made = TokenForm(), None
    if form.validate_on_submit():
        made = _made(form)
    page = page_asked()
    rows, has_more = queries.tokens(current_actor(), page)
    told = {"tokens": rows, "page": page, "has_more": has_more, "today": clock.today(), "made": made}
    told["address"] = _first_address(form) if made else ""
    shown = TokenForm(formdata=None) if made else form
    found = render_template("api_tokens/index.html", form=shown, **told)
    return found, 422 if form.is_submitted() and made is None else 200


@blueprint.route("/<public_id>/end", methods=["GET", "POST"])
@access(Action.API_TOKEN_EDIT, form=EndForm)
def end(public_id: str) -> ResponseReturnValue:
    """End a token, once its page said what comes of that."""
    token, form = queries.token(current_actor(), public_id), EndForm()
    if token is None:
        raise NotFound
    if form.validate_on_submit():
        api_tokens.revoke(current_actor(), public_id, now=clock.now())
        flash("The token is ended. Nothing can be read with it any more.")
    elif token.is_in_force(clock.today()):
        page = render_template("api_tokens/end.html", token=token, form=form)
        return page, 422 if form.is_submitted() else 200
    return redirect(url_for("api_tokens.index"))


def _first_address(form: TokenForm) -> str:
    """An address that the token which the form made opens, for the first try."""
    opens_figures = ApiScope.FIGURES in form.scopes.data
    first = url_for("api.table", measure=FIRST_SHOWN) if opens_figures else url_for("api.released")
    site: str = current_app.config["CDOP"].base_url
    return site + first


def _made(form: TokenForm) -> tuple[str, object] | None:
    """Make the token and return its secret and its last day; None where the form says why not."""
    what = {"name": form.name.data, "scopes": frozenset(map(ApiScope, form.scopes.data)), "days": int(form.days.data)}
    make = partial(api_tokens.make, current_actor(), **what, submission_id=form.submission_id.data)
    try:
        return make(today=clock.today(), now=clock.now())
    except Blocked as blocked:
        form.add_faults({"": blocked.reasons[0]})
        return None
