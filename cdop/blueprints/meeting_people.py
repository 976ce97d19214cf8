"""Who is invited to a meeting, what they answered, and whom it still needs."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.forms.meeting_people import GuestForm, InviteSeatsForm, WithdrawForm
from cdop.forms.meetings import FixForm
from cdop.queries import agencies, meetings
from cdop.queries import meeting_people as queries
from cdop.queries.meeting_people import MeetingPeople
from cdop.queries.meetings import MeetingPage
from cdop.rules.numbers import counted
from cdop.rules.vocabulary import Action, Expertise
from cdop.services import meeting_invitations
from cdop.services.errors import NotFound
from cdop.services.meeting_invitations import Guest

blueprint = Blueprint("meeting_people", __name__, url_prefix="/meetings/<public_id>/people")


@blueprint.get("/")
@access(Action.AGENDA_EDIT)
def index(public_id: str) -> ResponseReturnValue:
    """Show who is invited, what they answered, and whom the meeting needs."""
    page, found = _meeting(public_id)
    button, fixing = InviteSeatsForm(formdata=None), FixForm(formdata=None, data={"version": page.version})
    return render_template("meeting_people/index.html", page=page, found=found, form=button, fixing=fixing)


@blueprint.post("/")
@access(Action.AGENDA_EDIT, form=InviteSeatsForm)
def invite_seats(public_id: str) -> ResponseReturnValue:
    """Invite everybody who has a seat and was not asked yet."""
    number = meeting_invitations.invite_seats(current_actor(), public_id, now=clock.now())
    flash(f"{counted(number, 'invitation')} on the way." if number else "Everybody who has a seat was asked already.")
    return redirect(url_for("meeting_people.index", public_id=public_id))


@blueprint.route("/invite", methods=["GET", "POST"])
@access(Action.AGENDA_EDIT, form=GuestForm)
def invite(public_id: str) -> ResponseReturnValue:
    """Invite somebody to this meeting alone."""
    page, _found = _meeting(public_id)
    form = GuestForm()
    form.offer((each.public_id, each.name) for each in agencies.contacts(current_actor()))
    form.offer_cases((item.case_id, item.reference) for item in page.items if item.status == "listed")
    if form.validate_on_submit():
        mark = form.submission_id.data
        verb = partial(meeting_invitations.invite, current_actor(), public_id, _guest(form), submission_id=mark)
        if done(form, verb):
            flash("The invitation is on the way.")
            return redirect(url_for("meeting_people.index", public_id=public_id))
    return render_template("meeting_people/invite.html", form=form, page=page), 422 if form.is_submitted() else 200


@blueprint.route("/<invitation_id>/withdraw", methods=["GET", "POST"])
@access(Action.AGENDA_EDIT, form=WithdrawForm)
def withdraw(public_id: str, invitation_id: str) -> ResponseReturnValue:
    """Take an invitation back."""
    page, found = _meeting(public_id)
    person = next((each for each in found.people if each.public_id == invitation_id), None)
    if person is None:
        raise NotFound
    form = WithdrawForm()
    if form.validate_on_submit():
        ids = (public_id, invitation_id)
        if done(form, partial(meeting_invitations.withdraw, current_actor(), *ids, reason=form.reason.data)):
            flash("The invitation is withdrawn, and they are told.")
            return redirect(url_for("meeting_people.index", public_id=public_id))
    shown = {"form": form, "page": page, "person": person}
    return render_template("meeting_people/withdraw.html", **shown), 422 if form.is_submitted() else 200


def _meeting(public_id: str) -> tuple[MeetingPage, MeetingPeople]:
    page = meetings.meeting_page(current_actor(), public_id)
    found = queries.meeting_people(current_actor(), public_id)
    if page is None or found is None:
        raise NotFound
    return page, found


def _guest(form: GuestForm) -> Guest:
    return Guest(
        form.person.data,
        form.email.data,
        form.part.data,
        Expertise(form.expertise.data) if form.expertise.data else None,
        form.agency.data or None,
        tuple(form.cases.data or ()),
    )
