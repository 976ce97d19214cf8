"""What an agency sent before its form was sent back, and what it changed since."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.queries.form_versions import SentForm
from cdop.questionnaires.changes import changes
from cdop.rules.vocabulary import Action
from cdop.services import form_versions

blueprint = Blueprint("form_versions", __name__)


@blueprint.get("/requests/<public_id>/versions/<int:number>")
@access(Action.FORM_B_READ)
def show(public_id: str, number: int) -> ResponseReturnValue:
    """Show an earlier version with what was changed after it; that it was read is on record."""
    version = form_versions.read(current_actor(), public_id, number, now=clock.now())
    pages = [_page(each) for each in version.forms]
    return render_template("form_versions/show.html", version=version, pages=pages)


def _page(sent: SentForm) -> dict[str, Any]:
    """One form as the template takes it; `changes` is None where the agency has not sent it again."""
    today, form, following = clock.today(), sent.form, sent.following
    checked = form.checked(today=today)
    after = following.checked(today=today) if following else None
    return {
        "check": checked,
        "changes": None if after is None else changes(checked, after),
        "authors": form.answered.authors,
        "later_authors": following.answered.authors if following else {},
        "marks": form.answered.marks,
    }
