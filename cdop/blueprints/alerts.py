"""Same-day alerts: what people telephone each other about, and what they did."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.blueprints.outcomes import done
from cdop.forms.alerts import CallForm, CloseForm
from cdop.queries import alerts as queries
from cdop.queries.alerts import AlertPage
from cdop.rules.alerts import FOR_SUICIDE_LEAD, KINDS, WHAT_TO_DO
from cdop.rules.vocabulary import Action
from cdop.services import alerts
from cdop.services.alerts import Call

CHANGED = "Somebody changed this alert after you opened it, so nothing was saved. What you typed is still here"
AS_IT_IS = f"{CHANGED}, and the alert stands as it is now: read it first"

blueprint = Blueprint("alerts", __name__, url_prefix="/alerts")


@blueprint.get("/")
@access(Action.NOTIFICATION_LIST)
def index() -> str:
    """The alerts that are open, or all."""
    is_open = request.args.get("show") != "all"
    found = queries.alert_list(current_actor(), is_open=is_open, page=page_asked())
    return render_template("alerts/index.html", found=found, is_open=is_open, kinds=KINDS)


@blueprint.get("/<public_id>")
@access(Action.NOTIFICATION_LIST)
def show(public_id: str) -> str:
    """One alert: who is to ring whom, what was done."""
    return _page(alerts.read_alert(current_actor(), public_id, now=clock.now()))


@blueprint.post("/<public_id>/calls")
@access(Action.ALERT_HANDLE, form=CallForm)
def add_call(public_id: str) -> ResponseReturnValue:
    """Record a telephone call."""
    page, form = alerts.read_alert(current_actor(), public_id, now=clock.now()), CallForm(today=clock.today())
    if form.validate_on_submit():
        call = Call(form.at(), form.from_name.data, form.to_name.data, form.agreed.data)
        mark = form.submission_id.data
        if done(
            form, partial(alerts.record_call, current_actor(), public_id, call, submission_id=mark), changed=CHANGED
        ):
            flash("The call is recorded.")
            return redirect(url_for("alerts.show", public_id=public_id))
    return _page(page, call=form), 422


@blueprint.post("/<public_id>/close")
@access(Action.ALERT_HANDLE, form=CloseForm)
def close(public_id: str) -> ResponseReturnValue:
    """Close an alert with what was done."""
    page, form = alerts.read_alert(current_actor(), public_id, now=clock.now()), CloseForm()
    if form.validate_on_submit():
        verb = partial(alerts.close, current_actor(), public_id, form.outcome.data, version=form.version.data)
        if done(form, verb, changed=AS_IT_IS):
            flash("The alert is closed.")
            return redirect(url_for("alerts.show", public_id=public_id))
    form.go_on_from(page.version)
    return _page(page, ending=form), 409 if form.version.errors else 422


def _page(page: AlertPage, *, call: CallForm | None = None, ending: CloseForm | None = None) -> str:
    """The page with its two forms; one of them may have been sent and say what is wrong."""
    asked = call or CallForm(by_name=current_actor().name, today=clock.today(), formdata=None)
    end = ending or CloseForm(formdata=None, data={"version": page.version})
    words = {"title": KINDS[page.kind], "to_do": WHAT_TO_DO[page.kind], "is_lead_told": page.kind in FOR_SUICIDE_LEAD}
    return render_template("alerts/show.html", page=page, asked=asked, ending=end, sent=call or ending, **words)
