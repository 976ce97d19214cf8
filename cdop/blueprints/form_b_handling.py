"""The handling marks by which an agency keeps an answer or a document from others."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.forms.handling import HandlingForm
from cdop.queries import attachments as files
from cdop.queries import form_b
from cdop.questionnaires.answer import place_of
from cdop.questionnaires.kinds import show
from cdop.rules.handling import loaded, stored
from cdop.rules.vocabulary import Action
from cdop.services import attachments
from cdop.services import form_b_returns as returns
from cdop.services.errors import NotFound

SAVED = "Saved. The panel obeys it wherever this is shown, printed or sent."

blueprint = Blueprint("form_b_handling", __name__, url_prefix="/form-b/handling")


@blueprint.route("/answers/<neutral:form_key>/<place>", methods=["GET", "POST"])
@access(Action.FORM_B_ANSWER, form=HandlingForm)
def answer(form_key: str, place: str) -> ResponseReturnValue:
    """Show an answer with the marks it has, or set them."""
    mine = form_b.open_forms(current_actor())
    asked = mine.form(form_key) if mine else None
    answers = asked.answered.answers if asked else {}
    name = next((each for each in answers if place_of(each) == place), None)
    if asked is None or name is None:
        raise NotFound
    form = HandlingForm(data={"marks": stored(asked.answered.marks.get(name, ())) or []})
    if form.validate_on_submit():
        returns.mark_answer(current_actor(), form_key, name, form.chosen(), now=clock.now())
        flash(SAVED)
        return redirect(url_for("form_b.check_answers"))
    question = asked.whole.question(name[0])
    shown = show(question, answers[name])
    return _page(form, question.text, shown, url_for("form_b.check_answers"))


@blueprint.route("/documents/<file_id>", methods=["GET", "POST"])
@access(Action.FORM_B_ANSWER, form=HandlingForm)
def document(file_id: str) -> ResponseReturnValue:
    """Show a document with the marks it has, or set them."""
    mine = form_b.opened_request(current_actor())
    rows = files.files_of(mine.id, only_given=False) if mine else ()
    row = next((each for each in rows if each.public_id == file_id), None)
    if mine is None or row is None:
        raise NotFound
    form = HandlingForm(data={"marks": stored(loaded(row.marks)) or []})
    if form.validate_on_submit():
        attachments.mark(current_actor(), mine.public_id, file_id, form.chosen(), now=clock.now())
        flash(SAVED)
        return redirect(url_for("form_b_files.index"))
    return _page(form, row.label, row.name, url_for("form_b_files.index"))


def _page(form: HandlingForm, title: str, shown: str, back: str) -> ResponseReturnValue:
    page = render_template("form_b/handling.html", form=form, title=title, shown=shown, back=back)
    return page, 422 if form.is_submitted() else 200
