"""The panel's page for everybody, as its coordinator and chair write it."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import BESIDE, done
from cdop.forms.page_words import PageWordsForm
from cdop.queries import page_words as queries
from cdop.rules.vocabulary import Action
from cdop.services import page_words

CHANGED = f"Somebody saved these words after you opened them, so yours were not saved. {BESIDE}"

blueprint = Blueprint("page_words", __name__, url_prefix="/reports/page")


@blueprint.get("")
@access(Action.REPORT_WRITE)
def index() -> ResponseReturnValue:
    """Show every part of the page as it is."""
    return render_template("page_words/index.html", parts=queries.in_force(current_actor().panel_id or 0).values())


@blueprint.route("/<key>", methods=["GET", "POST"])
@access(Action.REPORT_WRITE, form=PageWordsForm)
def write(key: str) -> ResponseReturnValue:
    """Write a part, and see what it said before."""
    versions = page_words.part(current_actor(), key)
    form = PageWordsForm(data={"text": versions[0].text, "version": versions[0].number})
    if form.validate_on_submit():
        verb = partial(page_words.write, current_actor(), key, form.text.data or "", because=form.because.data or "")
        if done(form, partial(verb, number=form.version.data), changed=CHANGED):
            flash("It was saved: everybody reads it now.", "success")
            return redirect(url_for("page_words.index"))
    form.go_on_beside()
    page = render_template("page_words/write.html", form=form, versions=versions)
    return page, (409 if form.version.errors else 422) if form.is_submitted() else 200
