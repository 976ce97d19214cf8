"""The minutes of a meeting: drafted, edited sheet by sheet, shared, approved, printed."""

from collections.abc import Callable
from datetime import date
from functools import partial

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor, may
from cdop.blueprints.downloads import as_download
from cdop.blueprints.outcomes import done, pressed
from cdop.forms.base import BaseForm
from cdop.forms.minutes import ApproveForm, SheetForm
from cdop.queries import minutes as queries
from cdop.queries.minutes import Minutes
from cdop.rules.vocabulary import Action
from cdop.services import minutes
from cdop.services.attachments import ServedFile
from cdop.services.errors import NotFound

CHANGED = (
    "Someone changed this sheet after you opened it, so nothing was saved. "
    "What you typed is still here, and how it is now stands below: put together what should stand, and save it"
)

blueprint = Blueprint("minutes", __name__, url_prefix="/meetings/<public_id>/minutes")


@blueprint.get("")
@access(Action.MINUTES_READ)
def index(public_id: str) -> ResponseReturnValue:
    """Show the minutes of a meeting; that they were read is on record."""
    return _page(public_id, BaseForm(formdata=None))


@blueprint.post("")
@access(Action.MINUTES_EDIT, form=BaseForm)
def draft(public_id: str) -> ResponseReturnValue:
    """Draft the minutes from what was recorded."""
    return _pressed(
        public_id, minutes.draft_minutes, "The minutes are drafted from what was recorded. Read each sheet."
    )


@blueprint.route("/<sheet_id>", methods=["GET", "POST"])
@access(Action.MINUTES_EDIT, form=SheetForm)
def sheet(public_id: str, sheet_id: str) -> ResponseReturnValue:
    """Change a sheet; what it said before is kept."""
    found = _found(public_id)
    shown = found.sheet(sheet_id)
    if shown is None:
        raise NotFound
    form = SheetForm(data={"text": shown.text, "version": shown.version})
    told = {"text": form.text.data, "version": form.version.data}
    verb = partial(minutes.change_sheet, current_actor(), public_id, sheet_id, **told)
    if form.validate_on_submit() and done(form, verb, changed=CHANGED):
        flash("The sheet was saved.", "success")
        return redirect(url_for("minutes.index", public_id=public_id, _anchor=sheet_id))
    refused = 409 if form.version.errors or form.form_errors else 422
    form.go_on_from(shown.version)
    earlier, pieces = queries.earlier_texts(shown.id), minutes.marked(found, shown)
    page = render_template("minutes/sheet.html", found=found, shown=shown, pieces=pieces, earlier=earlier, form=form)
    return page, refused if form.is_submitted() else 200


@blueprint.post("/share")
@access(Action.MINUTES_EDIT, form=BaseForm)
def share(public_id: str) -> ResponseReturnValue:
    """Let the members read the minutes."""
    return _pressed(public_id, minutes.share_minutes, "The members can read the minutes now.")


@blueprint.route("/approve", methods=["GET", "POST"])
@access(Action.MINUTES_EDIT, form=ApproveForm)
def approve(public_id: str) -> ResponseReturnValue:
    """Record that a later meeting approved the minutes."""
    found = _found(public_id)
    if found.id is None:
        raise NotFound
    form = ApproveForm(data={"approved_on": _approving(found)})
    verb = partial(minutes.approve_minutes, current_actor(), public_id, approved_on=form.approved_on.data)
    if form.validate_on_submit() and done(form, verb):
        flash("The minutes are approved. The meeting’s pack can be read for two more weeks.", "success")
        return redirect(url_for("minutes.index", public_id=public_id))
    page = render_template("minutes/approve.html", found=found, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/paper")
@access(Action.MINUTES_READ, form=BaseForm)
def paper(public_id: str) -> ResponseReturnValue:
    """Give the minutes as a PDF with the reader's name across every page."""
    if not BaseForm().validate():
        raise NotFound
    pdf = minutes.paper(current_actor(), public_id, panel_name=g.panel.name, now=clock.now())
    return as_download(ServedFile("minutes.pdf", "application/pdf", pdf))


def _pressed(public_id: str, verb: Callable[..., object], said: str) -> ResponseReturnValue:
    """What a button of the minutes' page does, and the same page again."""
    to = url_for("minutes.index", public_id=public_id)
    return pressed(partial(verb, current_actor(), public_id), said, to=to, refused=partial(_page, public_id))


def _approving(found: Minutes) -> date | None:
    """The day to begin with: of the later meeting from whose page somebody came, else of the next that was held."""
    later = queries.minutes_of(current_actor(), request.args.get("by", ""))
    if later is not None and later.held_on > found.held_on:
        return later.held_on
    return queries.held_after(current_actor(), found.held_on)


def _found(public_id: str) -> Minutes:
    found = queries.minutes_of(current_actor(), public_id)
    if found is None:
        raise NotFound
    return found


def _page(public_id: str, form: BaseForm) -> str:
    actor = current_actor()
    found = minutes.read_minutes(actor, public_id, now=clock.now())
    before = queries.shared_before(actor, found.held_on) if may(Action.MINUTES_EDIT) else None
    return render_template("minutes/index.html", found=found, before=before, form=form)
