"""What an agency tells in another way than on its form: calls are logged, e-mailed returns filed, answers entered."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.forms.base import BaseForm
from cdop.forms.questionnaire import ADD, REMOVE, SectionForm, build_section_form
from cdop.forms.request_contacts import ContactForm, DroppedReturnForm, FileReturnForm
from cdop.queries import form_b
from cdop.queries.form_b import CaseOfRequest, RequestRow
from cdop.queries.requested_forms import FormOfRequest
from cdop.questionnaires.completeness import asks
from cdop.rules.vocabulary import Action, ContactWay
from cdop.services import attachments, request_contacts
from cdop.services import form_b as requests
from cdop.services.attachments import Upload
from cdop.services.errors import NotFound
from cdop.services.request_contacts import Contact

LOG = ("Log a call or a letter", "What you write is kept with the request, with your name.", "Save")
FILE = (
    "File a return",
    "For a form, a report or an answer that came by e-mail, post or telephone. The documents are kept here, the "
    "agency’s link stops working and it gets no more reminders. You can enter its answers afterwards. "
    "What the agency wrote on its own form and did not send stays its own: it is kept apart, and the agency has it "
    "back if you send the form back.",
    "File the return",
)
DROP = ("File a return by e-mail", FILE[1], "File the return")

blueprint = Blueprint("request_contacts", __name__, url_prefix="/requests/<public_id>")


@blueprint.route("/contacts/new", methods=["GET", "POST"])
@access(Action.FORM_B_REQUEST, form=ContactForm)
def log(public_id: str) -> ResponseReturnValue:
    """Log a call, an e-mail, a letter or a meeting."""
    row, case = _request(public_id)
    form = ContactForm(today=clock.today())
    verb = partial(request_contacts.log, current_actor(), public_id, submission_id=form.submission_id.data)
    if form.validate_on_submit() and done(form, partial(verb, _told(form))):
        flash("It is kept with the request.")
        return redirect(url_for("requests.show", public_id=public_id))
    return _page(LOG, row, case, form)


@blueprint.route("/file", methods=["GET", "POST"])
@access(Action.FORM_B_REQUEST, form=FileReturnForm)
def file(public_id: str) -> ResponseReturnValue:
    """File a return that came in another way."""
    row, case = _request(public_id)
    form = FileReturnForm(today=clock.today(), data={"way": ContactWay.EMAIL.value})
    if form.validate_on_submit():
        came = {"uploads": _uploads(form), "holds_nothing": form.holds_nothing.data}
        verb = partial(request_contacts.file_return, current_actor(), public_id, _told(form), **came)
        if filed := _filed(public_id, form, verb):
            return filed
    return _page(FILE, row, case, form)


@blueprint.route("/answers/<neutral:form_key>/<neutral:section_key>", methods=["GET", "POST"])
@access(Action.FORM_B_REQUEST, form=SectionForm)
def enter(public_id: str, form_key: str, section_key: str) -> ResponseReturnValue:
    """Enter the answers of a section for an agency."""
    returned = requests.read_forms(current_actor(), public_id, now=clock.now())
    held = next((each for each in returned.forms if each.key == form_key), None)
    row = returned.request
    if held is None or section_key not in (keys := _keys(held, row.agency_kind)):
        raise NotFound
    add = request.args.get("add", "")
    form = build_section_form(
        held.spec, section_key, held.answered.answers, row.agency_kind, today=clock.today(), add=add
    )
    if form.is_submitted():
        form.validate()
        verb = partial(request_contacts.enter, current_actor(), public_id, form_key, section_key)
        saved = verb(form.answers(), seen=form.seen.data, now=clock.now())
        form.after_saving(saved.stored, saved.conflicts)
        if not form.errors:
            return redirect(_following(public_id, form_key, form, keys))
    page = render_template("request_contacts/enter.html", row=row, case=returned.case, form=form, held=held, keys=keys)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/drop", methods=["GET", "POST"])
@access(Action.FORM_B_REQUEST, form=DroppedReturnForm)
def drop(public_id: str) -> ResponseReturnValue:
    """File a return from the e-mail in which it came, or from its documents."""
    row, case = _request(public_id)
    form = DroppedReturnForm(today=clock.today())
    if form.validate_on_submit():
        told = Contact(ContactWay.EMAIL, form.held_on.data, form.name.data or row.agency, "", "")
        verb = partial(request_contacts.file_dropped, current_actor(), public_id, told, uploads=_uploads(form))
        if filed := _filed(public_id, form, verb):
            return filed
    return _page(DROP, row, case, form)


def _uploads(form: FileReturnForm | DroppedReturnForm) -> list[Upload]:
    return [Upload(each.filename or "", each.read()) for each in form.files.data]


def _filed(
    public_id: str, form: FileReturnForm | DroppedReturnForm, file_it: Callable[..., tuple[str, ...]]
) -> ResponseReturnValue | None:
    """File the return and lead back to its request, saying what was not taken; None where the form says why not."""
    refused: list[str] = []
    mark = form.submission_id.data
    if not done(form, lambda *, now: refused.extend(file_it(submission_id=mark, now=now))):
        return None
    attachments.scan_waiting(now=clock.now())
    flash("The return is filed. The agency gets no more reminders.")
    if refused:
        flash(f"Not kept, so ask the agency for it again: {'; '.join(refused)}.")
    return redirect(url_for("requests.show", public_id=public_id))


def _keys(held: FormOfRequest, agency_kind: str) -> list[str]:
    return [each.key for each in held.spec.sections if asks(each, agency_kind)]


def _following(public_id: str, form_key: str, form: SectionForm, keys: list[str]) -> str:
    """Where a saved page leads: to itself where a row was added or removed, else to the next section."""
    this, pressed = form.section.key, form.pressed
    here = partial(url_for, "request_contacts.enter", public_id=public_id, form_key=form_key)
    if pressed.button == ADD:
        group = form.spec.anchor(pressed.group_key)
        return here(section_key=this, add=group, _anchor=group)
    if pressed.button == REMOVE:
        return here(section_key=this)
    following = keys[keys.index(this) + 1 :]
    return here(section_key=following[0]) if following else url_for("requests.read", public_id=public_id)


def _told(form: ContactForm) -> Contact:
    return Contact(
        ContactWay(form.way.data), form.held_on.data, form.name.data, form.role.data or "", form.text.data or ""
    )


def _page(words: tuple[str, str, str], row: RequestRow, case: CaseOfRequest, form: BaseForm) -> ResponseReturnValue:
    title, lead, button = words
    told = {"title": title, "lead": lead, "button": button, "style": ""}
    page = render_template("requests/change.html", words=told, row=row, case=case, form=form)
    return page, 422 if form.is_submitted() else 200


def _request(public_id: str) -> tuple[RequestRow, CaseOfRequest]:
    found = form_b.request_row(current_actor(), public_id)
    if found is None:
        raise NotFound
    return found
