"""What a case waits for outside the panel: begun and ended by hand."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import BESIDE, done
from cdop.forms.holds import CheckHoldForm, EndHoldForm, HoldForm, next_check
from cdop.queries.case_head import CaseHead, case_head
from cdop.queries.case_work import Hold, holds_of
from cdop.rules.vocabulary import Action, HoldKind
from cdop.services import cases, holds
from cdop.services.errors import Invalid, NotFound

CHANGED = f"Someone changed this hold after you opened it, so nothing was saved. {BESIDE}"

blueprint = Blueprint("holds", __name__, url_prefix="/cases/<public_id>/holds")


@blueprint.route("", methods=["GET", "POST"])
@access(Action.CASE_HOLD, form=HoldForm)
def index(public_id: str) -> ResponseReturnValue:
    """Show what a case waits for, or begin to wait."""
    proposed = {"started_on": clock.today(), "next_check_on": next_check(clock.today()), "owner": current_actor().name}
    case, form = _case(public_id), HoldForm(data=proposed)
    if form.validate_on_submit() and _started(public_id, form):
        flash("The case waits for this now.")
        return redirect(url_for("holds.index", public_id=public_id))
    page = render_template("holds/index.html", case=case, holds=holds_of(case.id), form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<hold_id>/check", methods=["GET", "POST"])
@access(Action.CASE_HOLD, form=CheckHoldForm)
def check(public_id: str, hold_id: str) -> ResponseReturnValue:
    """Say that a hold was looked at and runs on."""
    case = _case(public_id)
    hold = _hold(case, hold_id)
    held = {name: getattr(hold, name) for name in ("next_check_on", "evidence", "owner", "note", "version")}
    form = CheckHoldForm(data=held, next_check_on=next_check(clock.today()))
    if form.validate_on_submit() and _checked(public_id, hold_id, form):
        flash("The hold runs on. It comes up again on the day that you chose.")
        return redirect(url_for("holds.index", public_id=public_id))
    form.go_on_beside()
    refused = 409 if form.version.errors else 422
    page = render_template("holds/check.html", case=case, hold=hold, form=form)
    return page, refused if form.is_submitted() else 200


@blueprint.route("/<hold_id>/end", methods=["GET", "POST"])
@access(Action.CASE_HOLD, form=EndHoldForm)
def end(public_id: str, hold_id: str) -> ResponseReturnValue:
    """End a hold."""
    case, form = _case(public_id), EndHoldForm(data={"ended_on": clock.today()})
    hold = _hold(case, hold_id)
    if form.validate_on_submit() and _ended(public_id, hold_id, form):
        flash("The case does not wait for this any more.")
        return redirect(url_for("holds.index", public_id=public_id))
    page = render_template("holds/end.html", case=case, hold=hold, form=form)
    return page, 422 if form.is_submitted() else 200


def _case(public_id: str) -> CaseHead:
    """The case whose holds are shown; that they were looked at is on record."""
    case = case_head(current_actor(), public_id)
    if case is None:
        raise NotFound
    cases.record_viewing(current_actor(), case.id, now=clock.now())
    return case


def _hold(case: CaseHead, hold_id: str) -> Hold:
    hold = next((each for each in holds_of(case.id) if each.public_id == hold_id), None)
    if hold is None:
        raise NotFound
    return hold


def _started(public_id: str, form: HoldForm) -> bool:
    """Begin the hold, and say whether it was begun; if not, the form says why."""
    told = {name: form[name].data for name in ("started_on", "next_check_on", "note", "owner", "evidence")}
    mark, kind = form.submission_id.data, HoldKind(form.kind.data)
    try:
        holds.start_hold(current_actor(), public_id, kind, **told, submission_id=mark, now=clock.now())
    except Invalid as invalid:
        form.add_faults(invalid.faults)
        return False
    return True


def _checked(public_id: str, hold_id: str, form: CheckHoldForm) -> bool:
    told = {name: form[name].data for name in ("next_check_on", "note", "owner", "evidence", "version")}
    return done(form, partial(holds.check_hold, current_actor(), public_id, hold_id, **told), changed=CHANGED)


def _ended(public_id: str, hold_id: str, form: EndHoldForm) -> bool:
    try:
        holds.end_hold(current_actor(), public_id, hold_id, ended_on=form.ended_on.data, now=clock.now())
    except Invalid as invalid:
        form.add_faults(invalid.faults)
        return False
    return True
