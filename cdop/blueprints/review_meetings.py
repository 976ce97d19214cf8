"""The page on which a child death review meeting is recorded."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.forms.review_meetings import ReviewMeetingForm
from cdop.rules.vocabulary import Action
from cdop.services import cases, review_meetings
from cdop.services.errors import Invalid

blueprint = Blueprint("review_meetings", __name__, url_prefix="/cases/<public_id>/review-meeting")


@blueprint.route("", methods=["GET", "POST"])
@access(Action.REVIEW_MEETING_RECORD, form=ReviewMeetingForm)
def record(public_id: str) -> ResponseReturnValue:
    """Record a child death review meeting; the draft analysis comes next."""
    case = cases.open_case(current_actor(), public_id, now=clock.now())
    form = ReviewMeetingForm.until(clock.today())
    if not form.saves_nothing and form.validate_on_submit() and _recorded(public_id, form):
        flash("The child death review meeting was recorded. Now draft the analysis.", "success")
        return redirect(url_for("analysis.index", public_id=public_id))
    held = case.work.review_meetings
    refused = 422 if form.is_submitted() and not form.saves_nothing else 200
    return render_template("review_meetings/record.html", form=form, case=case, held=held), refused


def _recorded(public_id: str, form: ReviewMeetingForm) -> bool:
    try:
        review_meetings.record_review_meeting(
            current_actor(),
            public_id,
            held_on=form.held_on.data,
            place=form.place.data,
            present=form.people(),
            summary=form.summary.data,
            submission_id=form.submission_id.data,
            now=clock.now(),
        )
    except Invalid as invalid:
        form.add_faults(invalid.faults)
        return False
    return True
