"""Signing in and out, and choosing the panel to work in."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from cdop import clock
from cdop.blueprints import late_forms
from cdop.blueprints import respondents as here
from cdop.blueprints import sign_in as signing_in
from cdop.blueprints.access import access, current_actor, public
from cdop.blueprints.second_steps import picture
from cdop.blueprints.security import clear_site_data
from cdop.forms.auth import ChoosePanelForm, SignInForm, SignOutForm
from cdop.forms.second_steps import CodeForm
from cdop.queries import people
from cdop.rules.vocabulary import Action
from cdop.services import respondents, second_steps, sessions
from cdop.services.errors import Invalid
from cdop.services.sessions import Finished, SignInRefused

blueprint = Blueprint("auth", __name__)

REFUSED = "Check the email address and the password. We do not know this pair"
WAITING = "waiting"
"""Under what the cookie keeps the token of a session that still waits for its code."""

THROTTLED = "There have been too many tries. Wait 15 minutes, or ask your panel's office for help"


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public(form=SignInForm)
def sign_in() -> ResponseReturnValue:
    """Show the form, or begin a session. Text that came to a closed door goes through it with the person."""
    form = SignInForm()
    kept = request.form.getlist("kept")
    if form.validate_on_submit():
        try:
            token = sessions.sign_in(
                form.email.data, form.password.data, caller=request.remote_addr or "", now=clock.now()
            )
        except SignInRefused as refused:
            form.add_faults({"email": THROTTLED if refused.is_throttled else REFUSED})
        else:
            _end_session()
            return _begun(token, kept)
    return render_template("auth/sign_in.html", form=form, kept=kept), 200 if not form.is_submitted() else 422


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@public(form=CodeForm)
def code() -> ResponseReturnValue:
    """Ask for the code of the second step, or let the person set it up where their panel expects one."""
    token, form, kept = session.get(WAITING, ""), CodeForm(), request.form.getlist("kept")
    if sessions.waiting(token, clock.now()) is None:
        flash(second_steps.OVER)
        return redirect(url_for("auth.sign_in", **_onward()))
    if form.validate_on_submit():
        try:
            finished = sessions.finish(token, form.code.data, now=clock.now())
        except Invalid as invalid:
            form.add_faults(invalid.faults)
        else:
            session.clear()
            return _finished(finished, kept)
    return _code_page(token, form, kept), 422 if form.is_submitted() else 200


@blueprint.get("/stay-signed-in")
@access(Action.ACCOUNT_VIEW)
def stay() -> ResponseReturnValue:
    """Keep the session in use: whoever asks for any page has. The warning before idleness ends it asks here."""
    return "", 204


@blueprint.post("/sign-out")
@public(form=SignOutForm)
def sign_out() -> ResponseReturnValue:
    """End the session on the server, so that every copy of its cookie is dead."""
    if signing_in.token() and SignOutForm().validate_on_submit():
        _end_session()
        flash("You have signed out.")
    return clear_site_data(redirect(url_for("auth.sign_in")))


@blueprint.route("/panel", methods=["GET", "POST"])
@access(Action.ACCOUNT_VIEW, form=ChoosePanelForm)
def choose_panel() -> ResponseReturnValue:
    """Let a person who belongs to several panels choose the one to work in."""
    mine = people.panels_of(current_actor().user_id or 0, clock.today())
    if len(mine) < 2:
        return redirect(url_for("home.index"))
    form = ChoosePanelForm()
    form.offer([(panel.public_id, panel.name) for panel in mine])
    if form.validate_on_submit():
        chosen = next(panel for panel in mine if panel.public_id == form.panel.data)
        sessions.choose_panel(current_actor(), signing_in.token() or "", chosen.id, now=clock.now())
        return redirect(url_for("home.index"))
    return render_template("auth/choose_panel.html", form=form), 200 if not form.is_submitted() else 422


def _begun(token: str, kept: list[str]) -> ResponseReturnValue:
    """Lead on in the session that a password opened, or ask for the second step first."""
    if sessions.waiting(token, clock.now()) is not None:
        session[WAITING] = token
        return _code_page(token, CodeForm(formdata=None), kept)
    signing_in.begin(token)
    return _signed_in(kept)


def _finished(finished: Finished, kept: list[str]) -> ResponseReturnValue:
    signing_in.begin(finished.token)
    if not finished.recovery_codes:
        return _signed_in(kept)
    return render_template("second_steps/codes.html", codes=finished.recovery_codes, onward=_target(), kept=kept)


def _signed_in(kept: list[str]) -> ResponseReturnValue:
    return render_template("auth/signed_in.html", kept=kept, target=_target()) if kept else redirect(_target())


def _target() -> str:
    """Where the person was going: back to what they had typed, where that is kept for them."""
    if late_forms.is_mine(request.args.get("kept", "")):
        return url_for("late_forms.show", public_id=request.args["kept"])
    return _within(request.args.get("next"))


def _code_page(token: str, form: CodeForm, kept: list[str]) -> str:
    waiting = sessions.waiting(token, clock.now())
    given = second_steps.set_up(waiting.user_id or 0, waiting.panel_id or 0) if waiting else None
    told = {"given": given, "picture": picture(given) if given else None, "onward": _onward()}
    return render_template("auth/code.html", form=form, kept=kept, **told)


def _onward() -> dict[str, Any]:
    """What of the address says where the person was going."""
    return {name: request.args[name] for name in ("next", "kept") if name in request.args}


def _end_session() -> None:
    """End what this browser was signed in with, and the form that it has open: on the server, and in its cookie."""
    if token := signing_in.token():
        sessions.sign_out(current_actor(), token, now=clock.now())
        logout_user()
    if here.token():
        respondents.leave(current_actor(), here.token(), now=clock.now())
    session.clear()


def _within(target: str | None) -> str:
    """Return a path of this site; anything else leads home."""
    parts = urlsplit(target or "")
    is_path = not parts.scheme and not parts.netloc and parts.path.startswith("/") and not parts.path.startswith("//")
    is_plain = target is not None and target.isprintable() and "\\" not in target
    return target if target and is_path and is_plain and not target.startswith("//") else url_for("home.index")
