"""Sensitive cases: the mark on a case, and the codes that are read out to agencies on the telephone."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.forms.sensitive_cases import ReadOutForm, SensitiveForm
from cdop.queries import form_b
from cdop.queries.sensitive_cases import sensitivity
from cdop.rules.vocabulary import Action
from cdop.services import cases, respondents, sensitive_cases
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.respondents import READ_OUT_MINUTES

MARKED = "The case is marked as sensitive. Agencies open its forms with an account, or with a code that you read out."
UNMARKED = "The case is no longer marked as sensitive. Agencies get their codes by e-mail again."

blueprint = Blueprint("sensitive_cases", __name__)


@blueprint.route("/cases/<public_id>/sensitive", methods=["GET", "POST"])
@access(Action.CASE_MARK_SENSITIVE, form=SensitiveForm)
def mark(public_id: str) -> ResponseReturnValue:
    """Mark a case as sensitive, or take the mark off; the looking is on record."""
    case = sensitivity(current_actor(), public_id)
    if case is None:
        raise NotFound
    cases.record_viewing(current_actor(), case.id, now=clock.now())
    form, verb = SensitiveForm(), sensitive_cases.mark if case.since is None else sensitive_cases.unmark
    if form.validate_on_submit():
        try:
            verb(current_actor(), public_id, reason=form.reason.data, now=clock.now())
        except Invalid as invalid:
            form.add_faults(invalid.faults)
        else:
            flash(MARKED if case.since is None else UNMARKED)
            return redirect(url_for("cases.show", public_id=public_id))
    return render_template("sensitive_cases/mark.html", case=case, form=form), 422 if form.is_submitted() else 200


@blueprint.route("/requests/<public_id>/code", methods=["GET", "POST"])
@access(Action.FORM_B_REQUEST, form=ReadOutForm)
def read_out(public_id: str) -> ResponseReturnValue:
    """Make a code for an agency that is on the telephone, and show it once."""
    found = form_b.request_row(current_actor(), public_id)
    if found is None:
        raise NotFound
    form, code = ReadOutForm(), ""
    if form.validate_on_submit():
        try:
            code = respondents.make_code_to_read_out(
                current_actor(), public_id, submission_id=form.submission_id.data, now=clock.now()
            )
        except Blocked as blocked:
            form.add_faults({str(number): reason for number, reason in enumerate(blocked.reasons)})
    page = render_template(
        "sensitive_cases/read_out.html", row=found[0], form=form, code=code, minutes=READ_OUT_MINUTES
    )
    return page, 422 if form.errors else 200
