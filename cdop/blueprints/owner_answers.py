"""The page on which the owner of a recommendation or an action answers, by their link and without an account."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import current_actor, public
from cdop.blueprints.outcomes import done
from cdop.forms.owned import AnswerForm
from cdop.queries.owned import asked_owner
from cdop.rules.owned import OwnedKind
from cdop.rules.vocabulary import ActionStatus, RecommendationStatus
from cdop.services import actions, recommendations

VERBS: dict[OwnedKind, tuple[type[ActionStatus] | type[RecommendationStatus], Callable[..., None]]] = {
    OwnedKind.RECOMMENDATION: (RecommendationStatus, recommendations.answer_recommendation),
    OwnedKind.ACTION: (ActionStatus, actions.answer),
}

blueprint = Blueprint("owner_answers", __name__)


@blueprint.after_request
def _keep_address(response: Response) -> Response:
    """No page that follows is told the address, in which the link's secret is."""
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@blueprint.route("/<any(recommendation, action):kind>/<token>", methods=["GET", "POST"])
@public(form=AnswerForm)
def answer(kind: str, token: str) -> ResponseReturnValue:
    """Show its owner what is asked of them, and take their answer. It says nothing of any case."""
    what = OwnedKind(kind)
    asked = asked_owner(what, token, clock.now())
    if asked is None:
        return make_response(render_template("owner_answers/ended.html"), 410)
    form = AnswerForm(kind=what)
    if form.validate_on_submit() and done(form, _answered(what, token, form)):
        return render_template("owner_answers/thanks.html", asked=asked, panel=None)
    page = render_template("owner_answers/answer.html", asked=asked, form=form)
    return page, 422 if form.is_submitted() else 200


def _answered(kind: OwnedKind, token: str, form: AnswerForm) -> "partial[Any]":
    status, verb = VERBS[kind]
    told = {"response": form.response.data or "", "name": form.name.data or ""}
    return partial(verb, current_actor(), token, status(form.status.data), **told)
