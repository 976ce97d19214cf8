"""What a request asks for, on a page: its sections, the forms beside it, whose records are to be searched."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.forms.request_contents import ContentsForm, FormToChoose, build_contents_form
from cdop.queries import form_b
from cdop.queries.form_b import RequestRow
from cdop.queries.requested_forms import FormOfRequest, forms_of_request
from cdop.questionnaires.sections_asked import proposed_sections, sections_of
from cdop.questionnaires.supplements import titles
from cdop.rules.form_b import FORM_B, RoutingFacts, WantedForm
from cdop.rules.vocabulary import Action
from cdop.services import request_contents
from cdop.services.errors import NotFound
from cdop.services.form_b_returns import has_answers

CHANGED = (
    "The request changed after you opened this page, so nothing was saved. "
    "What you chose is still here: open the request in another tab to see what changed"
)

blueprint = Blueprint("request_contents", __name__, url_prefix="/requests/<public_id>")


@blueprint.route("/asked-for", methods=["GET", "POST"])
@access(Action.FORM_B_REQUEST, form=ContentsForm)
def change(public_id: str) -> ResponseReturnValue:
    """Ask for more or for less."""
    found = form_b.request_row(current_actor(), public_id)
    if found is None:
        raise NotFound
    row, case = found
    forms = forms_of_request(row.id)
    form = _form(row, forms)
    if form.validate_on_submit() and _changed(form, row, forms):
        flash("What is asked for is changed.")
        return redirect(url_for("requests.show", public_id=public_id))
    page = render_template("request_contents/change.html", row=row, case=case, form=form)
    return page, (409 if form.version.errors else 422) if form.is_submitted() else 200


def _form(row: RequestRow, forms: tuple[FormOfRequest, ...]) -> ContentsForm:
    facts = form_b.facts_of_case(row.case_id)
    there = {each.key for each in forms}
    more = {key: title for key, title in titles(clock.today()).items() if key not in there}
    return build_contents_form([_to_choose(each, row, facts) for each in forms], more, row.records, row.version)


def _to_choose(form: FormOfRequest, row: RequestRow, facts: RoutingFacts) -> FormToChoose:
    asked = [section.key for section in form.spec.sections]
    sections = proposed_sections(form.whole, row.agency_kind, facts)
    can_go = form.key != FORM_B and row.is_open and not has_answers([form.answered])
    return FormToChoose(form.key, form.spec.title, sections, asked, can_go)


def _changed(form: ContentsForm, row: RequestRow, forms: tuple[FormOfRequest, ...]) -> bool:
    """Ask for what was chosen, and say whether that was done; if not, the form says why."""
    wanted = [_wanted(form, each) for each in forms] + [WantedForm(key) for key in form.added]
    verb = partial(
        request_contents.change_contents,
        current_actor(),
        row.public_id,
        wanted,
        form.chosen_records,
        taken_off=form.taken_off,
        version=form.version.data,
        submission_id=form.submission_id.data,
    )
    return done(form, verb, changed=CHANGED)


def _wanted(form: ContentsForm, each: FormOfRequest) -> WantedForm:
    return WantedForm(each.key, sections_of(each.whole, form.sections(each.key)))
