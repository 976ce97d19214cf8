"""The link in a message to an agency: it shows nothing of the case, and nothing happens until a button is pressed."""

import secrets
from functools import partial

from flask import Blueprint, Response, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints import respondents as here
from cdop.blueprints.access import public
from cdop.forms.form_b import OpenForm, SendCodeForm
from cdop.queries import invitations
from cdop.queries.invitations import Link
from cdop.rules import actors
from cdop.rules.digests import secret_digest
from cdop.services import respondents
from cdop.services.errors import Invalid, NotFound
from cdop.services.respondents import READ_OUT_MINUTES, CodeRefused, TooManyCodes

REFUSED_READ_OUT = (
    "This code does not open the form. Check it, or ring the panel for a new one: a code works once, for "
    f"{READ_OUT_MINUTES} minutes, and five wrong tries end it"
)
REFUSED = (
    "This code does not open the form. Check it, or ask for a new one: a code works once, for 10 minutes, "
    "in the browser in which it was asked for"
)
READ_OUT_CODE = "Code that was read out to you"
TOO_MANY = "Too many codes were asked for. Wait an hour, or ring the panel for a new link"

blueprint = Blueprint("invitations", __name__, url_prefix="/r")


@blueprint.after_request
def _keep_address(response: Response) -> Response:
    """No page that follows is told the address, in which the link's secret is.

    Not `no-referrer`: over https a form is refused that does not say from which site it comes.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@blueprint.get("/<token>")
@public()
def show(token: str) -> ResponseReturnValue:
    """Say who asks and what happens next. Mail gateways open every link, so this leaves no trace on a live one."""
    link = _link(token)
    return _ended(token) if link is None else _page("invitations/show.html", link, SendCodeForm(), token)


@blueprint.post("/<token>")
@public(form=SendCodeForm)
def send_code(token: str) -> ResponseReturnValue:
    """Send a code to the address that the link was sent to."""
    link, form = _link(token), SendCodeForm()
    if link is None:
        return _ended(token)
    if link.is_sensitive:
        return redirect(url_for("invitations.show", token=token))
    session.setdefault(here.BROWSER, secrets.token_urlsafe(32))
    mark, browser = form.submission_id.data, session[here.BROWSER]
    try:
        respondents.send_code(actors.public(), token, browser, submission_id=mark, now=clock.now())
    except TooManyCodes:
        form.add_faults({"": TOO_MANY})
        return _page("invitations/show.html", link, form, token, 429)
    except NotFound:
        return _ended(token)
    return redirect(url_for("invitations.open_form", token=token))


@blueprint.route("/<token>/code", methods=["GET", "POST"])
@public(form=OpenForm)
def open_form(token: str) -> ResponseReturnValue:
    """Take the code and who types it; then lead to the form, whose address holds no secret."""
    link, form = _link(token), OpenForm()
    if link is None:
        return _ended(token)
    if link.is_sensitive:
        form.code.label.text = READ_OUT_CODE
    elif here.BROWSER not in session:
        return redirect(url_for("invitations.show", token=token))
    if form.validate_on_submit() and (opened := _opened(link, token, form)):
        session[here.TOKEN] = opened
        return redirect(url_for("form_b.index"))
    return _page("invitations/code.html", link, form, token, 422 if form.is_submitted() else 200)


@blueprint.get("/closed")
@public()
def closed() -> ResponseReturnValue:
    """Say how to come back to a form that is not open in this browser (any more)."""
    return render_template("form_b/closed.html", typed=[])


@blueprint.get("/received")
@public()
def received() -> ResponseReturnValue:
    """Show the receipt of the form that this browser sent last. It tells nothing about the child."""
    receipt = invitations.receipt(session.get(here.SENT, ""))
    if receipt is None:
        return redirect(url_for("invitations.closed"))
    return render_template("invitations/received.html", receipt=receipt, panel=receipt.panel)


def _link(token: str) -> Link | None:
    return invitations.link(secret_digest(token), now=clock.now())


def _page(template: str, link: Link, form: SendCodeForm | OpenForm, token: str, status: int = 200) -> Response:
    told = {"link": link, "panel": link.panel, "form": form, "token": token, "minutes": READ_OUT_MINUTES}
    return make_response(render_template(template, **told), status)


def _opened(link: Link, token: str, form: OpenForm) -> str | None:
    """The token of the new session; None where the form says why there is none."""
    who = {"name": form.name.data, "role": form.role.data}
    browser = session.get(here.BROWSER, "")
    verb = partial(respondents.open_form, token, browser, code=form.code.data, **who)
    try:
        return verb(now=clock.now())
    except CodeRefused:
        form.add_faults({"code": REFUSED_READ_OUT if link.is_sensitive else REFUSED})
    except Invalid as invalid:
        form.add_faults(invalid.faults)
    return None


def _ended(token: str) -> Response:
    """The same page for every link that opens nothing, whether it ended or never was."""
    respondents.opened_late(actors.public(), token, now=clock.now())
    return make_response(render_template("invitations/ended.html"), 410)
