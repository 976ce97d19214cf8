"""Awaited notifications: deaths that the panel knows of from elsewhere, and who is to notify them."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.blueprints.searches import searched
from cdop.forms.awaited import ArrivedForm, AskForm, AwaitedForm, EndForm
from cdop.queries import agencies, awaited
from cdop.queries.awaited import LATE, STATES, UNASKED, WAITING, AwaitedFilter, AwaitedPage
from cdop.queries.known_deaths import Known
from cdop.rules.awaited import SOURCES, WHY_ENDED
from cdop.rules.vocabulary import Action
from cdop.services import awaited as verbs
from cdop.services.errors import Invalid

STATE_WORDS = {WAITING: "Awaited", LATE: "Late", UNASKED: "Nobody asked", "ended": "Not awaited any more"}
CHANGED = "Somebody changed this after you opened it, so nothing was saved. Open it in another tab to see what changed"
AS_IT_IS = "Somebody changed this after you opened it, so nothing was saved. Here it stands as it is now: read it first"

blueprint = Blueprint("awaited", __name__, url_prefix="/awaited")


@blueprint.get("/")
@access(Action.AWAITED_LIST)
def index() -> ResponseReturnValue:
    """Show one page of the register of awaited notifications."""
    wanted = _wanted()
    return render_template(
        "awaited/index.html",
        found=awaited.awaited_list(current_actor(), wanted, now=clock.now()),
        wanted=wanted,
        today=clock.today(),
        agencies=_agencies(),
        sources=[(source.value, label) for source, label in SOURCES.items()],
        source_words=SOURCES,
        states=[(state, STATE_WORDS.get(state, state.capitalize())) for state in STATES],
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access(Action.AWAITED_EDIT, form=AwaitedForm)
def add() -> ResponseReturnValue:
    """Await the notification of a death; what the panel holds that may be the same child is shown first."""
    form = AwaitedForm(data={"told_on": clock.today()})
    form.offer(_agencies())
    alike: tuple[Known, ...] = ()
    if form.validate_on_submit():
        alike = awaited.alike(current_actor(), form.death())
        if alike and not form.is_another_child.data:
            form.add_faults({"is_another_child": "Look at these first: the panel may know of this death already"})
        elif public_id := _added(form):
            flash("The notification is awaited." + (" The agency is being asked." if form.agency.data else ""))
            return redirect(url_for("awaited.show", public_id=public_id))
    return render_template("awaited/new.html", form=form, alike=alike), 422 if form.is_submitted() else 200


@blueprint.get("/<public_id>")
@access(Action.AWAITED_LIST)
def show(public_id: str) -> ResponseReturnValue:
    """Show an awaited notification beside what may have arrived; that it was read is on record."""
    return _page(verbs.read_awaited(current_actor(), public_id, now=clock.now()))


@blueprint.post("/<public_id>/ask")
@access(Action.AWAITED_EDIT, form=AskForm)
def ask(public_id: str) -> ResponseReturnValue:
    """Ask an agency to notify."""
    page, form = verbs.read_awaited(current_actor(), public_id, now=clock.now()), AskForm()
    form.offer(_agencies())
    verb = partial(verbs.ask_agency, current_actor(), public_id, form.agency.data, version=form.version.data)
    if form.validate_on_submit() and done(form, verb, changed=AS_IT_IS):
        flash("The agency is being asked. Its reminders begin anew.")
        return redirect(url_for("awaited.show", public_id=public_id))
    form.go_on_from(page.version)
    return _page(page, ask=form), 422


@blueprint.post("/<public_id>/arrived")
@access(Action.AWAITED_EDIT, form=ArrivedForm)
def arrived(public_id: str) -> ResponseReturnValue:
    """Say by which notification or case the death was notified."""
    page, form = verbs.read_awaited(current_actor(), public_id, now=clock.now()), ArrivedForm()
    verb = partial(verbs.say_arrived, current_actor(), public_id, form.reference.data, version=form.version.data)
    if form.validate_on_submit() and done(form, verb, changed=AS_IT_IS):
        flash("The notification has arrived. Nobody is reminded any more.")
        return redirect(url_for("awaited.show", public_id=public_id))
    form.go_on_from(page.version)
    return _page(page, arrived=form), 422


@blueprint.route("/<public_id>/end", methods=["GET", "POST"])
@access(Action.AWAITED_EDIT, form=EndForm)
def end(public_id: str) -> ResponseReturnValue:
    """Say why no notification is awaited any more."""
    page = verbs.read_awaited(current_actor(), public_id, now=clock.now())
    form = EndForm(data={"version": page.version})
    told = {"note": form.note.data, "version": form.version.data}
    verb = partial(verbs.end, current_actor(), public_id, form.why.data, **told)
    if form.validate_on_submit() and done(form, verb, changed=CHANGED):
        flash("It is not awaited any more. Nobody is reminded.")
        return redirect(url_for("awaited.show", public_id=public_id))
    return render_template("awaited/end.html", page=page, form=form), 422 if form.is_submitted() else 200


def _page(page: AwaitedPage, *, ask: AskForm | None = None, arrived: ArrivedForm | None = None) -> str:
    """The page of one, with the form that was refused, if any."""
    asking = ask or AskForm(formdata=None, data={"version": page.version, "agency": page.agency_id or ""})
    asking.offer(_agencies())
    arriving = arrived or ArrivedForm(formdata=None, data={"version": page.version})
    return render_template(
        "awaited/show.html",
        page=page,
        ask_form=asking,
        arrived_form=arriving,
        form=arrived or asking,
        sources=SOURCES,
        why_ended=WHY_ENDED,
        today=clock.today(),
    )


def _wanted() -> AwaitedFilter:
    """The filter that the address asks for; what it names wrongly narrows nothing."""
    asked = request.args.get
    state = asked("state", "")
    return AwaitedFilter(
        search=searched(),
        agency_id=asked("agency", ""),
        source=asked("source", ""),
        state=state if state in STATES else WAITING,
        page=asked("page", 1, type=int),
    )


def _agencies() -> list[tuple[str, str]]:
    return [(each.public_id, each.name) for each in agencies.contacts(current_actor())]


def _added(form: AwaitedForm) -> str | None:
    told = {"agency_id": form.agency.data, "submission_id": form.submission_id.data}
    try:
        return verbs.await_notification(current_actor(), form.death(), **told, now=clock.now())
    except Invalid as invalid:
        form.add_faults(invalid.faults)
        return None
