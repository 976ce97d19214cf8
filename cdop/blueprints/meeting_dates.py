"""The dates of meetings: a year ahead, where and how long, moved, cancelled, fixed."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import BESIDE, done
from cdop.forms.meetings import CancelForm, ChangeForm, DetailsForm, FixForm, MoveForm, YearForm
from cdop.queries import meetings as queries
from cdop.queries.meetings import MeetingPage
from cdop.rules.dates import LONDON
from cdop.rules.numbers import counted
from cdop.rules.vocabulary import Action, MeetingKind, MeetingStatus
from cdop.services import meeting_dates
from cdop.services.errors import Blocked, NotFound
from cdop.services.meetings import Details

CHANGED = f"Someone changed this meeting after you opened it, so nothing was saved. {BESIDE}"

blueprint = Blueprint("meeting_dates", __name__, url_prefix="/meetings")


def details_of(form: DetailsForm, theme: str | None = None) -> Details:
    """Return what a form says of a meeting."""
    return Details(theme, form.place.data, form.video_link.data, form.most_cases.data, form.minutes.data)


@blueprint.route("/year", methods=["GET", "POST"])
@access(Action.MEETING_PLAN, form=YearForm)
def year() -> ResponseReturnValue:
    """Plan the meetings of a year from a pattern."""
    form = YearForm()
    if form.validate_on_submit() and done(form, partial(_plan_year, form)):
        return redirect(url_for("meetings.index"))
    return render_template("meetings/year.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/change", methods=["GET", "POST"])
@access(Action.MEETING_PLAN, form=ChangeForm)
def change(public_id: str) -> ResponseReturnValue:
    """Change where a meeting is, its theme and what it has room for."""
    page = _planned(public_id)
    form = ChangeForm(data={**page.details, "version": page.version})
    form.offer(queries.themes(current_actor()))
    if form.validate_on_submit():
        details = details_of(form, form.theme.data or None)
        verb = partial(meeting_dates.change, current_actor(), public_id, details, version=form.version.data)
        if done(form, verb, changed=CHANGED):
            return _back(public_id, "The meeting was changed.")
    return _shown("meetings/change.html", page, form)


@blueprint.route("/<public_id>/move", methods=["GET", "POST"])
@access(Action.MEETING_PLAN, form=MoveForm)
def move(public_id: str) -> ResponseReturnValue:
    """Move a meeting to another day or time."""
    page = _planned(public_id)
    at = page.meeting.starts_at.astimezone(LONDON) if page.meeting.starts_at else None
    now_is = {"meets_on": page.meeting.held_on, "starts": at.time() if at else None, "version": page.version}
    form = MoveForm(data=now_is)
    if form.validate_on_submit():
        to = {"starts_at": form.starts_at(), "reason": form.reason.data, "version": form.version.data}
        if done(form, partial(meeting_dates.move, current_actor(), public_id, **to), changed=CHANGED):
            return _back(public_id, "The meeting was moved. Whoever is invited is asked again.")
    return _shown("meetings/move.html", page, form)


@blueprint.route("/<public_id>/cancel", methods=["GET", "POST"])
@access(Action.MEETING_PLAN, form=CancelForm)
def cancel(public_id: str) -> ResponseReturnValue:
    """Cancel a meeting."""
    page = _planned(public_id)
    form = CancelForm(data={"version": page.version})
    if form.validate_on_submit():
        why = {"reason": form.reason.data, "version": form.version.data}
        if done(form, partial(meeting_dates.cancel, current_actor(), public_id, **why), changed=CHANGED):
            return _back(public_id, "The meeting was cancelled. Its cases are ready for panel again.")
    return _shown("meetings/cancel.html", page, form)


@blueprint.post("/<public_id>/fix")
@access(Action.MEETING_PLAN, form=FixForm)
def fix(public_id: str) -> ResponseReturnValue:
    """Say that the date stands."""
    form = FixForm()
    meeting_dates.fix(current_actor(), public_id, version=form.version.data, now=clock.now())
    return _back(public_id, "The date is fixed.")


def _plan_year(form: YearForm, *, now: Any) -> None:
    planned = meeting_dates.plan_year(
        current_actor(),
        first=form.first.data,
        starts=form.starts.data,
        every=int(form.every.data),
        kind=MeetingKind(form.kind.data),
        details=details_of(form),
        submission_id=form.submission_id.data,
        now=now,
    )
    flash(f"{counted(len(planned), 'meeting')} planned." if planned else "Every one of these days has its meeting.")


def _planned(public_id: str) -> MeetingPage:
    page = queries.meeting_page(current_actor(), public_id)
    if page is None:
        raise NotFound
    if page.meeting.status is not MeetingStatus.PLANNED:
        raise Blocked([meeting_dates.NOT_PLANNED])
    return page


def _back(public_id: str, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("meetings.show", public_id=public_id))


def _shown(template: str, page: MeetingPage, form: Any) -> ResponseReturnValue:
    form.go_on_beside()
    refused = 409 if form.version.errors else 422 if form.is_submitted() else 200
    return render_template(template, form=form, page=page), refused
