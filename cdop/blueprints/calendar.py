"""A person's own dates at an address that their calendar programme reads."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor, public
from cdop.documents import calendar
from cdop.forms.calendar import CalendarForm
from cdop.queries import calendar as dates
from cdop.queries import people
from cdop.queries.calendar import Entry
from cdop.rules.digests import secret_digest
from cdop.rules.vocabulary import Action
from cdop.services import calendar_feeds
from cdop.services.errors import NotFound

blueprint = Blueprint("calendar", __name__, url_prefix="/calendar")


@blueprint.route("/", methods=["GET", "POST"])
@access(Action.ACCOUNT_VIEW, form=CalendarForm)
def show() -> ResponseReturnValue:
    """Show the person's address, or make one; one that they had ends."""
    form = CalendarForm()
    if form.validate_on_submit():
        calendar_feeds.make(current_actor(), now=clock.now())
        flash("This is your new address. One that you had before no longer works.")
        return redirect(url_for("calendar.show"))
    token = calendar_feeds.token_of(current_actor())
    address = None if token is None else _site() + url_for("calendar.read", token=token)
    return render_template("calendar/show.html", form=form, address=address)


@blueprint.post("/end")
@access(Action.ACCOUNT_VIEW, form=CalendarForm)
def end() -> ResponseReturnValue:
    """End the person's address."""
    if CalendarForm().validate_on_submit():
        calendar_feeds.end(current_actor(), now=clock.now())
        flash("The address no longer works.")
    return redirect(url_for("calendar.show"))


@blueprint.get("/<token>.ics")
@public()
def read(token: str) -> ResponseReturnValue:
    """Give whoever has the address the dates of its person."""
    now = clock.now()
    reader = people.calendar_reader(secret_digest(token), today=clock.today())
    if reader is None:
        raise NotFound
    host = urlsplit(_site()).hostname or ""
    file = calendar.calendar("Child death review", dates.entries(reader, now=now), _link, host=host, now=now)
    return Response(file, mimetype=calendar.MEDIA_TYPE, headers={"Content-Disposition": "inline; filename=dates.ics"})


def _link(entry: Entry) -> str:
    path = url_for(entry.page, public_id=entry.public_id) if entry.public_id else url_for(entry.page)
    return _site() + path


def _site() -> str:
    """The address people type, which a calendar programme reaches too."""
    return str(current_app.config["CDOP"].base_url)
