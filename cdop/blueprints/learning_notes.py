"""The learning note of a theme: written, agreed on, withdrawn."""

from dataclasses import asdict
from functools import partial

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import BESIDE, done
from cdop.forms.base import BaseForm
from cdop.forms.learning_notes import AgreeForm, LearningNoteForm, WithdrawNoteForm
from cdop.queries import learning_notes as queries
from cdop.rules.learning_notes import PARTS, Words
from cdop.rules.vocabulary import Action
from cdop.services import learning_notes
from cdop.services.errors import BeingMade

CHANGED = f"Somebody saved the note after you opened it, so yours was not saved. {BESIDE}"
AS_IT_IS = (
    "Somebody saved the note after you opened it, so it was not agreed on. Here it stands as it is now: read it first"
)

BECAUSE = "note_stands_because"
"""What was typed of a theme, kept in the browser's session while the numbers of its note are made."""

blueprint = Blueprint("learning_notes", __name__, url_prefix="/themes/<key>/note")


@blueprint.route("", methods=["GET", "POST"])
@access(Action.REPORT_WRITE, form=LearningNoteForm)
def write(key: str) -> ResponseReturnValue:
    """Write the note of a theme, and see what it says so far."""
    note = learning_notes.newest(current_actor(), key)
    form = LearningNoteForm(data=asdict(note.words) | {"version": note.number})
    if form.validate_on_submit():
        words = Words(**{part: (form[part].data or "").replace("\r\n", "\n").strip() for part in PARTS})
        verb = partial(learning_notes.write, current_actor(), key, words, number=form.version.data)
        if done(form, verb, changed=CHANGED):
            flash("The note was saved.", "success")
            return redirect(url_for("learning_notes.write", key=key))
        form.go_on_beside()
        return _page(key, form), 409 if form.version.errors else 422
    return _page(key, form), 422 if form.is_submitted() else 200


@blueprint.post("/agree")
@access(Action.REPORT_APPROVE, form=AgreeForm)
def agree(key: str) -> ResponseReturnValue:
    """Agree on the note as it was saved: everybody can read it from then on."""
    form = AgreeForm()
    act = partial(learning_notes.agree, current_actor(), key, because=form.because.data or "")
    try:
        if form.validate() and done(form, partial(act, number=form.version.data), changed=AS_IT_IS):
            session.pop(BECAUSE, None)
            flash("The note is agreed on: everybody can read it.", "success")
            return redirect(url_for("learning_notes.write", key=key))
    except BeingMade:
        session[BECAUSE] = {key: form.because.data}
        return redirect(url_for("learning_notes.numbers", key=key))
    return _page(key, agreeing=form), 409


@blueprint.get("/numbers")
@access(Action.REPORT_APPROVE)
def numbers(key: str) -> ResponseReturnValue:
    """Show how far the numbers are that a note says; lead back to agreeing on it once they are made."""
    learning_notes.make_numbers(current_actor(), key, now=clock.now())
    flash("The numbers of the note are made. Agree on it now.", "success")
    return redirect(url_for("learning_notes.write", key=key))


@blueprint.post("/withdraw/<public_id>")
@access(Action.REPORT_APPROVE, form=WithdrawNoteForm)
def withdraw(key: str, public_id: str) -> ResponseReturnValue:
    """Withdraw a public note, with the reason that its page gives from then on."""
    form = WithdrawNoteForm()
    act = partial(learning_notes.withdraw, current_actor(), key, public_id, reason=form.reason.data or "")
    if form.validate() and done(form, act):
        flash("The note is withdrawn. Its page says why.", "success")
        return redirect(url_for("learning_notes.write", key=key))
    return _page(key, withdrawing=form), 409


def _page(
    key: str,
    form: LearningNoteForm | None = None,
    *,
    agreeing: AgreeForm | None = None,
    withdrawing: WithdrawNoteForm | None = None,
) -> str:
    note = learning_notes.newest(current_actor(), key)
    if agreeing:
        agreeing.go_on_from(note.number)
    faulty: BaseForm | None = agreeing or withdrawing or form
    typed = {"version": note.number, "because": session.get(BECAUSE, {}).get(key)}
    return render_template(
        "learning_notes/write.html",
        note=note,
        standing=next((each for each in queries.versions(current_actor(), key) if each.agreed_at), None),
        form=form or LearningNoteForm(formdata=None, data=asdict(note.words) | {"version": note.number}),
        faulty=faulty,
        agreeing=agreeing or AgreeForm(formdata=None, data=typed),
        withdrawing=withdrawing or WithdrawNoteForm(formdata=None),
        doubts=learning_notes.doubts(note) if note.number else (),
        document=learning_notes.draft(note),
    )
