"""Choosing a password by the link that was sent, and asking for one. Without an account's session."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import current_actor, public
from cdop.blueprints.outcomes import done
from cdop.forms.passwords import ForgottenForm, NewPasswordForm
from cdop.services import password_links

blueprint = Blueprint("passwords", __name__)


@blueprint.after_request
def _keep_address(response: Response) -> Response:
    """No page that follows is told the address, in which the link's secret is."""
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@blueprint.route("/forgotten-password", methods=["GET", "POST"])
@public(form=ForgottenForm)
def forgotten() -> ResponseReturnValue:
    """Send a link to the address that is typed, where there is an account; say the same where there is none."""
    form = ForgottenForm()
    if form.validate_on_submit():
        caller = request.remote_addr or ""
        password_links.ask(current_actor(), form.email.data, caller=caller, now=clock.now())
        return render_template("passwords/asked.html")
    return render_template("passwords/forgotten.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/password/<token>", methods=["GET", "POST"])
@public(form=NewPasswordForm)
def choose(token: str) -> ResponseReturnValue:
    """Show the form of a link that still opens, or take the new password."""
    if not password_links.is_open(token, clock.now()):
        return make_response(render_template("passwords/ended.html"), 410)
    form = NewPasswordForm()
    if form.validate_on_submit() and done(
        form, lambda now: password_links.choose(current_actor(), token, form.password.data, now=now)
    ):
        flash("Your password is chosen. Sign in with it.", "success")
        return redirect(url_for("auth.sign_in"))
    return render_template("passwords/choose.html", form=form), 422 if form.is_submitted() else 200
