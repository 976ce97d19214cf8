"""Asking agencies for their reporting form (Form B) on a case, and each request that was sent."""

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.downloads import as_download
from cdop.blueprints.outcomes import done
from cdop.forms.base import BaseForm
from cdop.forms.form_b import (
    AgencyDeclinesForm,
    AskForm,
    Chosen,
    CircumstancesForm,
    DeclineForm,
    ExtendForm,
    NotNeededForm,
    ReissueForm,
    SendBackForm,
    build_ask_form,
)
from cdop.forms.request_changes import SettleForm
from cdop.forms.request_contacts import DroppedReturnForm
from cdop.queries import (
    agencies,
    deadlines,
    form_b,
    form_versions,
    invitations,
    official_letters,
    request_changes,
    request_contacts,
)
from cdop.queries import attachments as files
from cdop.queries.form_b import CaseOfRequest, CaseToAsk, RequestRow
from cdop.queries.requested_forms import forms_of_request
from cdop.questionnaires import registry
from cdop.questionnaires.sections_asked import proposed_sections, sections_of
from cdop.questionnaires.supplements import titles as supplement_titles
from cdop.rules.agencies import AGENCY_TYPES
from cdop.rules.form_b import FORM_B, AskedFor, WantedForm, unasked, unseen
from cdop.rules.numbers import counted
from cdop.rules.vocabulary import Action
from cdop.services import attachments, cases
from cdop.services import form_b as verbs
from cdop.services.errors import NotFound
from cdop.services.form_b import Ask, More

blueprint = Blueprint("requests", __name__)


@dataclass(frozen=True, slots=True)
class Words:
    """What the page of a change says."""

    title: str
    lead: str
    button: str
    style: str = ""


REISSUE = Words(
    "Send a new link",
    "The link that was sent before stops working. Use this where the message was lost, or somebody else is to answer. "
    "Where the day by which you asked has passed, the agency is given another.",
    "Send a new link",
)
EXTEND = Words(
    "Give more time",
    "The agency keeps its link. Tell the agency yourself: no message is sent.",
    "Save the new date",
)
WITHDRAW = Words(
    "No form is needed",
    "The link stops working at once, and the agency gets a message that no further information is needed from it. "
    "The reason is kept here and is not sent.",
    "Tell the agency",
    "warning",
)
DECLINE = Words(
    "The agency declines",
    "The agency gets a message about its duty to give information (section 16N of the Children Act 2004). Its link "
    "goes on working, and the panel goes on waiting. What you write here is kept and is not sent.",
    "Record it and remind the agency",
    "warning",
)
SEND_BACK = Words(
    "Send the form back",
    "The agency gets a new link. It sees your question once it has opened the form: the message does not say it.",
    "Send the form back",
)


@blueprint.get("/cases/<public_id>/requests")
@access(Action.FORM_B_READ)
def index(public_id: str) -> ResponseReturnValue:
    """Show who was asked on a case and how far they are, and who is still to be asked; the looking is on record."""
    case = _case(public_id)
    cases.record_viewing(current_actor(), case.id, now=clock.now())
    return _case_page(case)


@blueprint.post("/cases/<public_id>/requests")
@access(Action.FORM_B_REQUEST, form=AskForm)
def send(public_id: str) -> ResponseReturnValue:
    """Ask the agencies that were chosen, all at once."""
    case = _case(public_id)
    form = _ask_form(case)
    is_valid = form.validate()
    asks = [_ask(each) for each in form.chosen()]
    more = [More(each.request_id, each.form_key) for each in form.more()]
    verb = partial(verbs.send_requests, current_actor(), public_id, asks, more, submission_id=form.submission_id.data)
    if is_valid and not form.errors and done(form, verb):
        flash(
            f"On the way: {_named(asks)}." if asks else "The agencies are asked for the forms beside those they have."
        )
        return redirect(url_for("requests.index", public_id=public_id))
    return _case_page(case, form), 422


@blueprint.post("/cases/<public_id>/requests/circumstances")
@access(Action.FORM_B_REQUEST, form=CircumstancesForm)
def tell(public_id: str) -> ResponseReturnValue:
    """Keep what no notification asks, and propose by it."""
    case, form = _case(public_id), CircumstancesForm()
    verb = partial(verbs.tell_circumstances, current_actor(), public_id, form.circumstances.data)
    if form.validate_on_submit() and done(form, verb):
        flash("It is kept with the case, and whom to ask is proposed by it.")
        return redirect(url_for("requests.index", public_id=public_id))
    return _case_page(case, told=form), 422


@blueprint.route("/cases/<public_id>/requests/nobody-else", methods=["GET", "POST"])
@access(Action.FORM_B_REQUEST, form=DeclineForm)
def decline(public_id: str) -> ResponseReturnValue:
    """Keep that nobody else of those proposed is to be asked."""
    case, form = _case(public_id), DeclineForm()
    verb = partial(verbs.decline_proposals, current_actor(), public_id)
    if form.validate_on_submit() and done(form, partial(verb, reason=form.reason.data)):
        flash("Nobody else is asked for now. What is proposed later for the first time is shown again.")
        return redirect(url_for("requests.index", public_id=public_id))
    page = render_template("requests/decline.html", case=case, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/requests/<public_id>")
@access(Action.FORM_B_READ)
def show(public_id: str) -> ResponseReturnValue:
    """Show one request: what was sent to whom, who opened it, and what can be done."""
    row, case = _request(public_id)
    return render_template(
        "requests/show.html",
        row=row,
        case=case,
        today=clock.today(),
        links=invitations.sent_links(row.id),
        forms=forms_of_request(row.id),
        earlier=form_versions.earlier(row),
        openings=invitations.openings(row.id),
        contacts=request_contacts.contacts_of(row.id),
        to_enter=request_contacts.forms_to_enter(row),
        button=BaseForm(),
        files=files.files_of(row.id, only_given=True),
        changes=request_changes.changes_of(row.id),
        settle_form=SettleForm(formdata=None),
        return_form=DroppedReturnForm(today=clock.today(), formdata=None),
        official=official_letters.of_request(current_actor(), row.id),
    )


@blueprint.get("/requests/<public_id>/form")
@access(Action.FORM_B_READ)
def read(public_id: str) -> ResponseReturnValue:
    """Show the forms that came back; that they were read is on record."""
    returned = verbs.read_forms(current_actor(), public_id, now=clock.now())
    today = clock.today()
    checks = [(each, each.checked(today=today)) for each in returned.forms]
    return render_template("requests/read.html", returned=returned, checks=checks)


@blueprint.get("/requests/<public_id>/documents/<file_id>")
@access(Action.FORM_B_READ)
def document(public_id: str, file_id: str) -> ResponseReturnValue:
    """Hand out a document that came with a form; that it was opened is on record."""
    return as_download(attachments.open_file(current_actor(), public_id, file_id, now=clock.now()))


@blueprint.route("/requests/<public_id>/send-again", methods=["GET", "POST"])
@access(Action.FORM_B_REQUEST, form=ReissueForm)
def reissue(public_id: str) -> ResponseReturnValue:
    """Send a new link."""
    row, case = _request(public_id)
    form = ReissueForm(data={"email": row.recipient_email})
    verb = partial(verbs.reissue, current_actor(), public_id, submission_id=form.submission_id.data)
    if form.validate_on_submit() and done(form, partial(verb, email=form.email.data)):
        return _back(row, "A new link is on its way.")
    return _change_page(REISSUE, row, case, form)


@blueprint.route("/requests/<public_id>/more-time", methods=["GET", "POST"])
@access(Action.FORM_B_REQUEST, form=ExtendForm)
def extend(public_id: str) -> ResponseReturnValue:
    """Give an agency more time."""
    row, case = _request(public_id)
    form = ExtendForm(data={"due_on": row.due_on})
    verb = partial(verbs.extend, current_actor(), public_id)
    if form.validate_on_submit() and done(form, partial(verb, due_on=form.due_on.data)):
        return _back(row, "The new date is saved.")
    return _change_page(EXTEND, row, case, form)


@blueprint.route("/requests/<public_id>/not-needed", methods=["GET", "POST"])
@access(Action.FORM_B_REQUEST, form=NotNeededForm)
def withdraw(public_id: str) -> ResponseReturnValue:
    """Tell an agency that no form is needed."""
    row, case = _request(public_id)
    form = NotNeededForm()
    verb = partial(verbs.withdraw, current_actor(), public_id, submission_id=form.submission_id.data)
    if form.validate_on_submit() and done(form, partial(verb, reason=form.reason.data)):
        return _back(row, "The agency is told that no form is needed. Its link no longer works.")
    return _change_page(WITHDRAW, row, case, form)


@blueprint.route("/requests/<public_id>/send-back", methods=["GET", "POST"])
@access(Action.FORM_B_REQUEST, form=SendBackForm)
def send_back(public_id: str) -> ResponseReturnValue:
    """Send a form back with a question."""
    row, case = _request(public_id)
    form = SendBackForm()
    verb = partial(verbs.send_back, current_actor(), public_id, submission_id=form.submission_id.data)
    if form.validate_on_submit() and done(form, partial(verb, reason=form.reason.data)):
        return _back(row, "The form is on its way back to the agency.")
    return _change_page(SEND_BACK, row, case, form)


@blueprint.route("/requests/<public_id>/declined", methods=["GET", "POST"])
@access(Action.FORM_B_REQUEST, form=AgencyDeclinesForm)
def declined(public_id: str) -> ResponseReturnValue:
    """Record that an agency declines."""
    row, case = _request(public_id)
    form = AgencyDeclinesForm()
    verb = partial(verbs.decline, current_actor(), public_id, submission_id=form.submission_id.data)
    if form.validate_on_submit() and done(form, partial(verb, reason=form.reason.data)):
        return _back(row, "It is recorded. The agency is reminded of its duty.")
    return _change_page(DECLINE, row, case, form)


@blueprint.post("/requests/<public_id>/accept")
@access(Action.FORM_B_REQUEST, form=BaseForm)
def accept(public_id: str) -> ResponseReturnValue:
    """Accept what an agency returned."""
    row, _case_of_it = _request(public_id)
    verbs.accept(current_actor(), public_id, now=clock.now())
    return _back(row, "The return is accepted.")


def _named(asks: list[Ask]) -> str:
    """How many requests there are, and to whom they go."""
    names = {each.public_id: each.name for each in agencies.contacts(current_actor())}
    listed = ", ".join(names.get(ask.agency_id, "an agency") for ask in asks)
    return f"{counted(len(asks), 'request')}, to {listed}"


def _back(row: RequestRow, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("requests.show", public_id=row.public_id))


def _change_page(words: Words, row: RequestRow, case: CaseOfRequest, form: BaseForm) -> ResponseReturnValue:
    page = render_template("requests/change.html", words=words, row=row, case=case, form=form)
    return page, 422 if form.is_submitted() else 200


def _ask(chosen: Chosen) -> Ask:
    spec = registry.current(FORM_B, clock.today())
    forms = (WantedForm(FORM_B, sections_of(spec, chosen.sections)), *(WantedForm(key) for key in chosen.forms))
    return Ask(chosen.agency_id, chosen.reason, chosen.email, forms, chosen.records)


def _case(public_id: str) -> CaseToAsk:
    case = form_b.case_to_ask(current_actor(), public_id, today=clock.today())
    if case is None:
        raise NotFound
    return case


def _request(public_id: str) -> tuple[RequestRow, CaseOfRequest]:
    found = form_b.request_row(current_actor(), public_id)
    if found is None:
        raise NotFound
    return found


def _ask_form(case: CaseToAsk) -> AskForm:
    asked, contacts = form_b.requests_of_case(current_actor(), case.id), agencies.contacts(current_actor())
    titles, spec = supplement_titles(clock.today()), registry.current(FORM_B, clock.today())
    sections = partial(proposed_sections, spec, facts=case.facts)
    return build_ask_form(case.proposals, contacts, asked, titles, sections, leads=not case.is_led_elsewhere)


def _case_page(case: CaseToAsk, form: AskForm | None = None, told: CircumstancesForm | None = None) -> str:
    asked = form_b.requests_of_case(current_actor(), case.id)
    new = unseen(case.proposals, case.proposals_seen, {row.agency_kind for row in asked})
    so_far = {AskedFor(row.agency_kind, row.agency, key) for row in asked for key in row.form_keys}
    open_ = unasked(case.facts, case.proposals, so_far, case.proposals_declined) if asked else ()
    return render_template(
        "requests/index.html",
        case=case,
        asked=asked,
        form=form or _ask_form(case),
        today=clock.today(),
        kinds=AGENCY_TYPES,
        days=deadlines.asking_days(case.id, case.panel_id, now=clock.now()),
        new=new,
        unasked=[each for each in open_ if each not in new],
        told=told or CircumstancesForm(formdata=None, data={"circumstances": case.circumstances_told}),
        titles={FORM_B: "Reporting form (Form B)"} | supplement_titles(clock.today()),
    )
