"""The way back to a notification without an account: a reference, and a private code that is shown once."""

import secrets

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import public
from cdop.forms.base import Button
from cdop.forms.notify import AnswerForm, CodeForm, LeaveForm, ReturnForm
from cdop.queries import notification_returns as returns
from cdop.queries import notifications
from cdop.queries.notification_returns import Standing
from cdop.rules import actors
from cdop.rules.digests import secret_digest
from cdop.services import intake, notification_returns
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.notification_returns import OPEN_AFTER_SENDING, ReturnRefused

# Names within the signed cookie, as the pages of the form look for them: what is being written, what was sent.
CODE, SENT = "notification", "notification_sent"
REFUSED = (
    "This reference and this code open nothing. Check both. A notification that was not sent is kept for some days"
)
TOO_MANY = "Too many codes were tried. Wait an hour, or ring the panel now"
LAYOUT = "form_b/base.html"

blueprint = Blueprint("notify_return", __name__, url_prefix="/notify")


@blueprint.route("/code", methods=["GET", "POST"])
@public(form=CodeForm)
def code() -> ResponseReturnValue:
    """Say what the private code is for, or show a new one. It is shown here and nowhere else, so no page follows."""
    mine = str(session.get(CODE) or session.get(SENT) or "")
    draft = notifications.draft(secret_digest(mine), now=clock.now()) if mine else None
    sent = None if draft else _standing()
    if draft is None and sent is None:
        return redirect(url_for("notify_return.come_back"))
    form, shown = CodeForm(), None
    if form.validate_on_submit():
        shown = notification_returns.make_code(actors.public(), mine, now=clock.now())
    panel = draft.panel if draft else sent and sent.panel
    told = {"form": form, "shown": shown, "panel": panel, "is_sent": sent is not None}
    return render_template("notify/code.html", layout=LAYOUT, button=Button(), **told)


@blueprint.route("/return", methods=["GET", "POST"])
@public(form=ReturnForm)
def come_back() -> ResponseReturnValue:
    """Open a notification again with its reference and code."""
    form = ReturnForm()
    if form.validate_on_submit():
        browser, typed = secrets.token_urlsafe(intake.CODE_BYTES), (form.reference.data, form.private_code.data)
        try:
            caller = request.remote_addr or ""
            is_sent = notification_returns.come_back(*typed, browser=browser, caller=caller, now=clock.now())
        except ReturnRefused as refused:
            form.add_faults({"": TOO_MANY} if refused.is_throttled else {"private_code": REFUSED})
        else:
            session[SENT if is_sent else CODE] = browser
            return redirect(url_for("notify_return.standing" if is_sent else "notify.check_answers"))
    return _page("notify/return.html", form), 422 if form.is_submitted() else 200


@blueprint.get("/standing")
@public()
def standing() -> ResponseReturnValue:
    """Tell the notifier what the panel asks, or that nothing more is needed."""
    found = _standing()
    if found is None:
        return redirect(url_for("notify_return.come_back"))
    return _page("notify/standing.html", AnswerForm(formdata=None), found)


@blueprint.post("/questions/<public_id>")
@public(form=AnswerForm)
def answer(public_id: str) -> ResponseReturnValue:
    """Take the notifier's answer to a question."""
    found, form = _standing(), AnswerForm()
    if found is None:
        raise Blocked(["This notification is not open here any more. Come back to it with its reference and code"])
    if form.validate():
        mine = str(session[SENT])
        try:
            notification_returns.answer(actors.public(), mine, public_id, form.answer.data, now=clock.now())
        except Invalid as invalid:
            form.add_faults(invalid.faults)
        else:
            flash("The panel has received your answer.")
            return redirect(url_for("notify_return.standing"))
    return _page("notify/standing.html", form, found), 422


@blueprint.post("/close")
@public(form=LeaveForm)
def close() -> ResponseReturnValue:
    """Have this browser forget the notification, which stays as it is: its code opens it again."""
    session.pop(CODE, None)
    session.pop(SENT, None)
    flash("The notification is closed on this computer. Your code opens it again.")
    return redirect(url_for("notify_return.come_back"))


def _standing() -> Standing | None:
    mine = str(session.get(SENT, ""))
    if not mine:
        return None
    return returns.standing(secret_digest(mine), open_for=OPEN_AFTER_SENDING, now=clock.now())


def _page(template: str, form: ReturnForm | AnswerForm, found: Standing | None = None) -> str:
    panels = notifications.panels()
    if not panels:
        raise NotFound
    panel = found.panel if found else panels[0] if len(panels) == 1 else None
    return render_template(template, layout=LAYOUT, form=form, found=found, panel=panel, button=Button())
