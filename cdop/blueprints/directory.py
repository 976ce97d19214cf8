"""What belongs to the directory of agencies: their people, secure addresses, the file of it all, and the scorecards."""

from datetime import timedelta
from functools import partial

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import BESIDE, done
from cdop.forms.agencies import AgenciesFileForm, ContactForm, EndingsForm, RemoveContactForm
from cdop.forms.base import BaseForm
from cdop.queries import agencies, scorecards
from cdop.queries.agencies import AgencyPerson, AgencyRow
from cdop.rules import csv_columns
from cdop.rules.agencies import AGENCY_TYPES
from cdop.rules.scorecard import FEWEST
from cdop.rules.vocabulary import Action
from cdop.services import agencies_register
from cdop.services import agency_contacts as verbs
from cdop.services.errors import NotFound
from cdop.services.register import RegisterFaults

CHANGED = f"Someone changed this contact after you opened it, so nothing was saved. {BESIDE}"
FAULTS_SHOWN = 200
YEAR = 365

blueprint = Blueprint("directory", __name__, url_prefix="/agencies")


@blueprint.route("/<public_id>/people/new", methods=["GET", "POST"])
@access(Action.AGENCY_EDIT, form=ContactForm)
def add_contact(public_id: str) -> ResponseReturnValue:
    """Add somebody to an agency."""
    agency, form = _agency(public_id), ContactForm()
    mark = form.submission_id.data
    if form.validate_on_submit() and done(
        form, partial(verbs.add_contact, current_actor(), public_id, form.told(), submission_id=mark), changed=CHANGED
    ):
        flash(f"{form.name.data} was added.")
        return redirect(url_for("agencies.show", public_id=public_id))
    return _contact_page(form, agency, None)


@blueprint.route("/<public_id>/people/<contact_id>", methods=["GET", "POST"])
@access(Action.AGENCY_EDIT, form=ContactForm)
def change_contact(public_id: str, contact_id: str) -> ResponseReturnValue:
    """Change what is known of somebody at an agency."""
    agency, person = _agency(public_id), _person(public_id, contact_id)
    form = ContactForm(data={name: getattr(person, name) or "" for name in (*verbs.FIELDS, "version")})
    version = form.version.data
    if form.validate_on_submit() and done(
        form,
        partial(verbs.change_contact, current_actor(), public_id, contact_id, form.told(), version=version),
        changed=CHANGED,
    ):
        flash(f"{form.name.data} was changed.")
        return redirect(url_for("agencies.show", public_id=public_id))
    return _contact_page(form, agency, person)


@blueprint.post("/<public_id>/people/<contact_id>/remove")
@access(Action.AGENCY_EDIT, form=RemoveContactForm)
def remove_contact(public_id: str, contact_id: str) -> ResponseReturnValue:
    """Take somebody out of the directory."""
    person = _person(public_id, contact_id)
    verbs.remove_contact(current_actor(), public_id, contact_id, now=clock.now())
    flash(f"{person.name} was removed.")
    return redirect(url_for("agencies.show", public_id=public_id))


@blueprint.route("/secure-addresses", methods=["GET", "POST"])
@access(Action.AGENCY_EDIT, form=EndingsForm)
def secure() -> ResponseReturnValue:
    """Show and change which addresses are held to be secure."""
    endings = agencies.secure_endings(current_actor().panel_id or 0)
    form = EndingsForm(data={"endings": "\n".join(endings)})
    if form.validate_on_submit() and done(
        form, partial(verbs.change_secure_endings, current_actor(), form.endings.data or ""), changed=CHANGED
    ):
        flash("The list was saved.")
        return redirect(url_for("agencies.index"))
    return render_template("directory/secure.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/file", methods=["GET", "POST"])
@access(Action.AGENCY_EDIT, form=AgenciesFileForm)
def file() -> ResponseReturnValue:
    """Show the form; take a file of agencies, all of it or nothing, and show every fault."""
    form = AgenciesFileForm()
    if not form.validate_on_submit():
        return _file_page(form), 422 if form.is_submitted() else 200
    try:
        done = agencies_register.import_agencies(
            current_actor(), form.file.data.read(), submission_id=form.submission_id.data, now=clock.now()
        )
    except RegisterFaults as found:
        form.add_faults({"file": "The file cannot be imported as it is. Put it right and choose it again"})
        return _file_page(form, found), 422
    flash(f"Agencies read: {done.read}. Added: {done.added}. Changed: {done.changed}.")
    return redirect(url_for("agencies.index"))


@blueprint.post("/file/export")
@access(Action.AGENCY_EDIT, form=BaseForm)
def export() -> ResponseReturnValue:
    """Send the directory as a CSV file."""
    lines = "".join(agencies_register.export_lines(current_actor()))
    name = f"agencies-{clock.today().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(lines.encode(), mimetype="text/csv", headers=headers)


@blueprint.get("/scorecards")
@access(Action.AGENCY_LIST)
def scores() -> ResponseReturnValue:
    """Show how each agency answers: in the last twelve months, or ever."""
    now, whole = clock.now(), request.args.get("since") == "ever"
    since = None if whole else now - timedelta(days=YEAR)
    found = scorecards.scorecards(current_actor(), since=since, now=now)
    return render_template("directory/scores.html", scores=found, is_whole=whole, kinds=AGENCY_TYPES, fewest=FEWEST)


def _agency(public_id: str) -> AgencyRow:
    agency = agencies.agency(current_actor(), public_id)
    if agency is None:
        raise NotFound
    return agency


def _person(public_id: str, contact_id: str) -> AgencyPerson:
    for person in agencies.people_of(current_actor(), public_id):
        if person.public_id == contact_id:
            return person
    raise NotFound


def _contact_page(form: ContactForm, agency: AgencyRow, person: AgencyPerson | None) -> ResponseReturnValue:
    form.go_on_beside()
    refused = 409 if form.version.errors else 422
    page = render_template(
        "directory/contact.html", form=form, agency=agency, person=person, remove_form=RemoveContactForm()
    )
    return page, refused if form.is_submitted() else 200


def _file_page(form: AgenciesFileForm, found: RegisterFaults | None = None) -> str:
    faults = [(each, csv_columns.label(each.column or "")) for each in found.faults[:FAULTS_SHOWN]] if found else []
    total = len(found.faults) if found else 0
    return render_template("directory/file.html", form=form, faults=faults, total=total, export_form=BaseForm())
