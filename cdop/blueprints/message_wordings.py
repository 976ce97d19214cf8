"""The words of messages: read, previewed, changed within safe fields, and given their first words again."""

from functools import partial

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.mail_pages import sheet
from cdop.blueprints.outcomes import done
from cdop.forms.base import BaseForm
from cdop.forms.message_wordings import MessageWordingForm
from cdop.queries.message_wordings import history, own_since
from cdop.rules.correspondence import Language
from cdop.rules.vocabulary import Action
from cdop.services import mail, wordings
from cdop.services.wordings import Words

blueprint = Blueprint("message_wordings", __name__, url_prefix="/messages/words")


@blueprint.get("")
@access(Action.MESSAGE_WORD)
def index() -> ResponseReturnValue:
    """List the kinds of message and letter, and whose words each has; other languages only where there are words."""
    since = own_since(current_actor())
    kinds = {key: kind for key, kind in wordings.KINDS.items() if kind.language is Language.ENGLISH or key in since}
    return render_template("message_wordings/index.html", kinds=kinds, since=since)


@blueprint.route("/<key>", methods=["GET", "POST"])
@access(Action.MESSAGE_WORD, form=MessageWordingForm)
def edit(key: str) -> ResponseReturnValue:
    """Show and change the words of a kind of message."""
    actor, first, own = current_actor(), wordings.first_words(key), _own(key)
    words = own or first
    form = MessageWordingForm(data={"subject": words.subject, "text": words.text})
    if form.validate_on_submit():
        told = {"subject": form.subject.data, "text": form.text.data}
        if done(form, partial(wordings.change, actor, key, **told)):
            flash("The words were saved. Messages have them from now on.")
            return redirect(url_for("message_wordings.edit", key=key))
    return _page(key, form, own), 422 if form.is_submitted() else 200


@blueprint.post("/<key>/first")
@access(Action.MESSAGE_WORD, form=BaseForm)
def restore(key: str) -> ResponseReturnValue:
    """Give a kind of message its first words again."""
    wordings.restore(current_actor(), key, now=clock.now())
    flash("The message has its first words again.")
    return redirect(url_for("message_wordings.edit", key=key))


@blueprint.get("/<key>/sheet")
@access(Action.MESSAGE_WORD)
def preview(key: str) -> ResponseReturnValue:
    """Show a kind of message with sample fields, as a mail programme shows it."""
    return sheet(mail.preview(current_actor().panel_id or 0, key, _own(key), current_app.config["CDOP"]))


def _page(key: str, form: MessageWordingForm, own: Words | None) -> str:
    return render_template(
        "message_wordings/edit.html",
        form=form,
        plain=BaseForm(formdata=None),
        kind=wordings.kind_of(key),
        key=key,
        fields=wordings.fields(key),
        own=own,
        languages={name: kind for name, kind in wordings.KINDS.items() if name.startswith(f"{key}.")},
        history=history(current_actor(), key),
    )


def _own(key: str) -> Words | None:
    return wordings.words_of(current_actor().panel_id or 0, key, at=clock.now())
