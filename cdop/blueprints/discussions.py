"""The case in front of the panel: notes beside the chair, adjourning, agreeing subject to one thing, settling it."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.forms.base import VersionedForm
from cdop.forms.discussions import AdjournForm, NoteForm, SettleForm, SubjectForm
from cdop.queries.discussions import Discussed, discussed
from cdop.rules.vocabulary import Action
from cdop.services import discussions
from cdop.services.errors import NotFound

BOTH = (
    "Somebody else wrote here after you opened this page, so yours is not saved yet. Both are below: put together what "
    "should stand, and save it"
)

blueprint = Blueprint("discussions", __name__, url_prefix="/cases/<public_id>/panel")


@blueprint.route("/notes", methods=["GET", "POST"])
@access(Action.ANALYSIS_DRAFT, form=NoteForm)
def note(public_id: str) -> ResponseReturnValue:
    """Write what was discussed. Where somebody else wrote meanwhile, both versions are shown and nothing is lost."""
    item = _item(public_id)
    form = NoteForm(data={"discussion": item.discussion, "dissent": item.dissent, "version": item.version})
    if form.validate_on_submit():
        told = {"discussion": form.discussion.data, "dissent": form.dissent.data, "version": form.version.data}
        if done(form, partial(discussions.note, current_actor(), public_id, **told), changed=BOTH):
            return _back(public_id, "The notes are saved.")
        # What this person left empty the other has filled in: saving again must not take it away.
        form.discussion.data = form.discussion.data or item.discussion
        form.dissent.data = form.dissent.data or item.dissent
    return _shown("note", item, form)


@blueprint.route("/adjourn", methods=["GET", "POST"])
@access(Action.AGENDA_EDIT, form=AdjournForm)
def adjourn(public_id: str) -> ResponseReturnValue:
    """Adjourn the case."""
    item = _item(public_id)
    form = AdjournForm(data={"version": item.version})
    if form.validate_on_submit():
        told = {"reason": form.reason.data, "awaited": form.awaited.data, "version": form.version.data}
        if done(form, partial(discussions.adjourn, current_actor(), public_id, **told), changed=BOTH):
            flash(f"The case {item.reference} is adjourned, and ready for panel again.")
            return redirect(url_for("meetings.show", public_id=item.meeting_id))
    return _shown("adjourn", item, form)


@blueprint.route("/subject", methods=["GET", "POST"])
@access(Action.ANALYSIS_SIGN, form=SubjectForm)
def agree_subject(public_id: str) -> ResponseReturnValue:
    """Agree subject to one thing."""
    item = _item(public_id)
    form = SubjectForm(data={"thing": item.subject_to, "version": item.version})
    if form.validate_on_submit():
        verb = partial(discussions.agree_subject_to, current_actor(), public_id, form.thing.data)
        if done(form, partial(verb, version=form.version.data), changed=BOTH):
            return _back(public_id, "It is agreed subject to that. You sign it once you have recorded that it came.")
    return _shown("subject", item, form)


@blueprint.route("/settle", methods=["GET", "POST"])
@access(Action.ANALYSIS_SIGN, form=SettleForm)
def settle(public_id: str) -> ResponseReturnValue:
    """Record that the thing came which an agreement waited for."""
    item = _item(public_id)
    form = SettleForm(data={"version": item.version})
    if form.validate_on_submit():
        verb = partial(discussions.settle, current_actor(), public_id, form.how.data)
        if done(form, partial(verb, version=form.version.data), changed=BOTH):
            return _back(public_id, "It is recorded. The agreement waits for nothing more.")
    return _shown("settle", item, form)


def _item(public_id: str) -> Discussed:
    item = discussed(current_actor(), public_id)
    if item is None:
        raise NotFound
    return item


def _back(public_id: str, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("analysis.panel", public_id=public_id, _anchor="meeting"))


def _shown(template: str, item: Discussed, form: VersionedForm) -> ResponseReturnValue:
    """The page; after a clash it carries the version that is stored now, so that what is put together can be saved."""
    refused = 409 if form.version.errors else 422 if form.is_submitted() else 200
    shown: dict[str, Any] = {"item": item, "form": form, "is_clash": bool(form.version.errors)}
    form.go_on_from(item.version)
    return render_template(f"discussions/{template}.html", **shown), refused
