"""The page on which the owner of a recommendation answers, by the link that was sent to them and without an account."""

from functools import partial

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue

from cdop.blueprints.access import current_actor, public
from cdop.blueprints.outcomes import done
from cdop.forms.recommendations import AnswerForm
from cdop.queries import recommendations as queries
from cdop.rules import recommendations as rules
from cdop.rules.digests import secret_digest
from cdop.rules.vocabulary import RecommendationStatus
from cdop.services import recommendations

blueprint = Blueprint("recommendation_answers", __name__, url_prefix="/recommendation")


@blueprint.after_request
def _keep_address(response: Response) -> Response:
    """No page that follows is told the address, in which the link's secret is."""
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@blueprint.route("/<token>", methods=["GET", "POST"])
@public(form=AnswerForm)
def answer(token: str) -> ResponseReturnValue:
    """Show a recommendation to its owner, and take their answer. It says nothing of any case."""
    asked = queries.asked_owner(secret_digest(token))
    if asked is None:
        return make_response(render_template("recommendation_answers/ended.html"), 410)
    form, is_over = AnswerForm(), asked.status in rules.CLOSED
    verb = partial(recommendations.answer_recommendation, current_actor(), token)
    told = {"response": form.response.data or "", "name": form.name.data or ""}
    if form.validate_on_submit() and done(form, partial(verb, RecommendationStatus(form.status.data), **told)):
        asked = queries.asked_owner(secret_digest(token))
        return render_template("recommendation_answers/thanks.html", asked=asked, panel=None)
    page = render_template("recommendation_answers/answer.html", asked=asked, form=form, is_over=is_over)
    return page, 422 if form.is_submitted() else 200
