"""Whose brother, sister or twin the child of a case is: on record, recorded, taken back."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.forms.joined_cases import TakeApartForm
from cdop.forms.related_cases import RelatedForm
from cdop.queries import notifications
from cdop.queries import related_cases as queries
from cdop.queries.related_cases import RelatedPage
from cdop.rules.related_cases import Relation
from cdop.rules.vocabulary import Action
from cdop.services import cases, related_cases
from cdop.services.errors import NotFound

NO_CASE = "There is no other case with this reference that you may see"

blueprint = Blueprint("related_cases", __name__, url_prefix="/cases")


@blueprint.route("/<public_id>/related", methods=["GET", "POST"])
@access(Action.CASE_JOIN, form=RelatedForm)
def index(public_id: str) -> ResponseReturnValue:
    """Show the cases of the same family, and record one more."""
    page = _page(public_id)
    form = RelatedForm(data={"case": request.args.get("case", "")})
    if form.validate_on_submit() and _related(page, form):
        flash("It is on record that these children belong together.", "success")
        return redirect(url_for("related_cases.index", public_id=public_id))
    return render_template("related_cases/index.html", page=page, form=form), 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/related/<record_id>", methods=["GET", "POST"])
@access(Action.CASE_JOIN, form=TakeApartForm)
def take_back(public_id: str, record_id: str) -> ResponseReturnValue:
    """Take back that two cases are of one family."""
    page = _page(public_id)
    found = next((each for each in page.related if each.record_id == record_id), None)
    if found is None:
        raise NotFound
    form = TakeApartForm()
    verb = partial(related_cases.take_back, current_actor(), public_id, record_id, form.reason.data)
    if form.validate_on_submit() and done(form, verb):
        flash("The record was taken back.", "success")
        return redirect(url_for("related_cases.index", public_id=public_id))
    shown = render_template("related_cases/take_back.html", case=page.case, found=found, form=form)
    return shown, 422 if form.is_submitted() else 200


def _page(public_id: str) -> RelatedPage:
    page = queries.related_page(current_actor(), public_id)
    if page is None:
        raise NotFound
    cases.record_viewing(current_actor(), page.case.id, now=clock.now())
    return page


def _related(page: RelatedPage, form: RelatedForm) -> bool:
    actor, public_id = current_actor(), page.case.public_id
    other = notifications.case_called(actor, form.case.data)
    if other is None:
        form.add_faults({"case": NO_CASE})
        return False
    told = {"reason": form.reason.data, "submission_id": form.submission_id.data}
    relation = Relation(form.relation.data)
    verb = partial(related_cases.relate, actor, public_id, other, relation=relation, **told)
    return done(form, partial(verb, is_one_event=form.is_one_event.data))
