"""The seats of the panel: who is invited to every meeting."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.blueprints.outcomes import BESIDE, done
from cdop.forms.meeting_people import SeatChangeForm, SeatForm
from cdop.queries import agencies
from cdop.queries import meeting_people as queries
from cdop.rules.vocabulary import Action, Expertise
from cdop.services import panel_seats
from cdop.services.errors import NotFound
from cdop.services.panel_seats import Seat

CHANGED = f"Somebody changed this seat after you opened it, so nothing was saved. {BESIDE}"

blueprint = Blueprint("panel_seats", __name__, url_prefix="/meetings/seats")


@blueprint.get("/")
@access(Action.MEETING_PLAN)
def index() -> ResponseReturnValue:
    """List the seats of the panel."""
    found = queries.seat_list(current_actor(), page_asked())
    return render_template("panel_seats/index.html", found=found)


@blueprint.route("/add", methods=["GET", "POST"])
@access(Action.MEETING_PLAN, form=SeatForm)
def add() -> ResponseReturnValue:
    """Add a seat."""
    form = SeatForm()
    _offer(form)
    if form.validate_on_submit():
        verb = partial(panel_seats.add, current_actor(), _seat(form), submission_id=form.submission_id.data)
        if done(form, verb):
            flash("The seat was added.")
            return redirect(url_for("panel_seats.index"))
    return render_template("panel_seats/edit.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@access(Action.MEETING_PLAN, form=SeatChangeForm)
def edit(public_id: str) -> ResponseReturnValue:
    """Change a seat, or end it."""
    seat = queries.seat(current_actor(), public_id)
    if seat is None:
        raise NotFound
    held = {name: getattr(seat, name) for name in ("email", "part", "expertise", "area_code", "version")}
    deputy = {"deputy_name": seat.deputy_name, "deputy_email": seat.deputy_email}
    more = {"person": seat.name, "agency": seat.agency_id, "is_ended": not seat.is_active}
    form = SeatChangeForm(data=held | deputy | more)
    _offer(form)
    if form.validate_on_submit():
        verb = partial(panel_seats.change, current_actor(), public_id, _seat(form), is_active=not form.is_ended.data)
        if done(form, partial(verb, version=form.version.data), changed=CHANGED):
            flash("The seat was changed.")
            return redirect(url_for("panel_seats.index"))
    form.go_on_beside()
    refused = 409 if form.version.errors else 422 if form.is_submitted() else 200
    return render_template("panel_seats/edit.html", form=form, seat=seat), refused


def _offer(form: SeatForm) -> None:
    form.offer((each.public_id, each.name) for each in agencies.contacts(current_actor()))
    form.offer_areas(queries.areas_of(current_actor()))


def _seat(form: SeatForm) -> Seat:
    return Seat(
        form.person.data,
        form.email.data,
        form.part.data,
        Expertise(form.expertise.data) if form.expertise.data else None,
        form.area_code.data or None,
        form.agency.data or None,
        form.deputy_name.data,
        form.deputy_email.data,
    )
