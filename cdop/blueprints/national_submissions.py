"""A case in the national database: what to enter, field by field, and what became of it."""

from functools import partial

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.forms.national_submissions import ACCEPTED, AnsweredForm, EnteredForm
from cdop.queries.case_head import case_head
from cdop.queries.national_submissions import NationalPage
from cdop.questionnaires import national_schema
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import Action, NationalKind
from cdop.services import national_submissions as verbs
from cdop.services.errors import NotFound

CHANGED = (
    "The case was changed after you opened this page, so nothing was recorded. Compare what you entered with the "
    "fields as they are now, then record it"
)

blueprint = Blueprint("national_submissions", __name__, url_prefix="/cases/<public_id>/national/<name>")


@blueprint.get("")
@access(Action.NATIONAL_SUBMIT)
def index(public_id: str, name: str) -> ResponseReturnValue:
    """Show what to enter, field by field; the reading is on record."""
    return _page(public_id, name)


@blueprint.post("/entered")
@access(Action.NATIONAL_SUBMIT, form=EnteredForm)
def entered(public_id: str, name: str) -> ResponseReturnValue:
    """Record that the case was entered as it is shown."""
    form, kind = EnteredForm(today=clock.today()), _kind(name)
    if form.validate_on_submit():
        told = {"sent_at": form.at(), "national_reference": form.national_reference.data, "seen": form.seen.data}
        verb = partial(verbs.record_sent, current_actor(), public_id, kind, submission_id=form.submission_id.data)
        if done(form, partial(verb, **told), changed=CHANGED):
            flash("It is recorded that the case was entered in the national database.")
            return redirect(url_for("national_submissions.index", public_id=public_id, name=name))
    return _page(public_id, name, entering=form), 422


@blueprint.post("/answered")
@access(Action.NATIONAL_SUBMIT, form=AnsweredForm)
def answered(public_id: str, name: str) -> ResponseReturnValue:
    """Record what the national database said of the last entry."""
    form, kind = AnsweredForm(), _kind(name)
    if form.validate_on_submit():
        told = {"is_accepted": form.answer.data == ACCEPTED, "query": form.query.data}
        if done(form, partial(verbs.record_answer, current_actor(), public_id, kind, **told)):
            flash("The answer of the national database is recorded.")
            return redirect(url_for("national_submissions.index", public_id=public_id, name=name))
    return _page(public_id, name, answering=form), 422


@blueprint.get("/record.json")
@access(Action.NATIONAL_SUBMIT)
def record(public_id: str, name: str) -> ResponseReturnValue:
    """Hand out what to enter for a program; that it was taken out is on record."""
    text = verbs.export(current_actor(), public_id, _kind(name), now=clock.now())
    headers = {"Content-Disposition": 'attachment; filename="national-record.json"'}
    return Response(text, mimetype="application/json", headers=headers)


@blueprint.get("/schema.json")
@access(Action.NATIONAL_SUBMIT)
def schema(public_id: str, name: str) -> ResponseReturnValue:
    """Hand out the schema of every record; it says nothing of the case."""
    if case_head(current_actor(), public_id) is None:
        raise NotFound
    _kind(name)
    return Response(national_schema.text(), mimetype="application/schema+json")


def _kind(name: str) -> NationalKind:
    """Raises NotFound for a word that is none of ours."""
    if name not in set(NationalKind):
        raise NotFound
    return NationalKind(name)


def _page(
    public_id: str, name: str, *, entering: EnteredForm | None = None, answering: AnsweredForm | None = None
) -> str:
    page: NationalPage = verbs.record(current_actor(), public_id, _kind(name), now=clock.now())
    at = clock.now().astimezone(LONDON).time().replace(second=0, microsecond=0)
    entering = entering or EnteredForm(formdata=None, today=clock.today(), at=at)
    entering.seen.data = page.record.digest
    return render_template(
        "national_submissions/index.html",
        page=page,
        kinds=tuple(NationalKind),
        entering=entering,
        answering=answering or AnsweredForm(formdata=None),
    )
