"""The link in an invitation to a meeting: its holder says whether they come. It opens nothing else."""

from functools import partial

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop.blueprints.access import public
from cdop.blueprints.outcomes import done
from cdop.forms.meeting_people import COMES, AnswerForm
from cdop.queries.meeting_people import OwnInvitation, own_invitation
from cdop.rules.digests import secret_digest
from cdop.services import meeting_invitations
from cdop.services.errors import NotFound
from cdop.services.meeting_invitations import Answer

blueprint = Blueprint("meeting_answers", __name__, url_prefix="/meeting")


@blueprint.after_request
def _keep_address(response: Response) -> Response:
    """No page that follows is told the address, in which the link's secret is."""
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@blueprint.get("/<token>")
@public()
def show(token: str) -> ResponseReturnValue:
    """Show the meeting and ask. Mail gateways open every link, so this answers nothing."""
    return _page(_own(token), AnswerForm(formdata=None))


@blueprint.post("/<token>")
@public(form=AnswerForm)
def answer(token: str) -> ResponseReturnValue:
    """Keep what the holder of the link answers."""
    own, form = _own(token), AnswerForm()
    if form.validate_on_submit():
        said = Answer(
            form.answer.data == COMES,
            form.in_confidence.data,
            form.note.data,
            form.deputy_name.data,
            form.deputy_email.data,
        )
        if done(form, partial(meeting_invitations.answer, token, said)):
            return redirect(url_for("meeting_answers.show", token=token))
    return _page(own, form), 422


def _own(token: str) -> OwnInvitation:
    own = own_invitation(secret_digest(token))
    if own is None:
        raise NotFound
    return own


def _page(own: OwnInvitation, form: AnswerForm) -> str:
    return render_template("meeting_answers/show.html", own=own, form=form)
