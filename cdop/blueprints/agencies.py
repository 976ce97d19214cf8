"""The panel's directory of agencies."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.blueprints.outcomes import BESIDE
from cdop.forms.agencies import AgencyForm
from cdop.queries import agencies, form_b, scorecards
from cdop.queries.agencies import AgencyFilter, AgencyRow
from cdop.rules.agencies import AGENCY_TYPES
from cdop.rules.scorecard import FEWEST
from cdop.rules.secure_email import is_secure
from cdop.rules.vocabulary import Action
from cdop.services import agencies as agency_verbs
from cdop.services.errors import Invalid, NotFound, Stale

CHANGED = f"Someone changed this agency after you opened it, so nothing was saved. {BESIDE}"

blueprint = Blueprint("agencies", __name__, url_prefix="/agencies")


@blueprint.get("/")
@access(Action.AGENCY_LIST)
def index() -> ResponseReturnValue:
    """Show one page of the directory."""
    asked = request.args.get
    kind, page = asked("kind", ""), asked("page", 1, type=int)
    wanted = AgencyFilter(asked("search", "").strip(), kind if kind in AGENCY_TYPES else "", page)
    found = agencies.agency_list(current_actor(), wanted)
    return render_template("agencies/index.html", wanted=wanted, found=found, kinds=AGENCY_TYPES)


@blueprint.route("/new", methods=["GET", "POST"])
@access(Action.AGENCY_EDIT, form=AgencyForm)
def add() -> ResponseReturnValue:
    """Add an agency; who comes from a case, to ask it there, is led back to it."""
    case = form_b.case_to_ask(current_actor(), request.args.get("case", ""), today=clock.today())
    form = AgencyForm(data={"kind": request.args.get("kind", "")})
    if form.validate_on_submit() and _added(form):
        flash(_said(form, "added"))
        return redirect(url_for("requests.index", public_id=case.public_id) if case else url_for("agencies.index"))
    page = render_template("agencies/edit.html", form=form, agency=None, case=case)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<public_id>/about")
@access(Action.AGENCY_LIST)
def show(public_id: str) -> ResponseReturnValue:
    """Show an agency: its people, what it was asked, and how it answers."""
    agency = agencies.agency(current_actor(), public_id)
    if agency is None:
        raise NotFound
    actor, now = current_actor(), clock.now()
    return render_template(
        "agencies/show.html",
        agency=agency,
        kinds=AGENCY_TYPES,
        people=agencies.people_of(actor, public_id),
        asked=agencies.asked_of(actor, public_id, page=page_asked(), now=now),
        scores=scorecards.scorecards(actor, agency_id=public_id, now=now),
        fewest=FEWEST,
        is_secure=is_secure(agency.email, agencies.secure_endings(agency.panel_id)),
    )


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@access(Action.AGENCY_EDIT, form=AgencyForm)
def edit(public_id: str) -> ResponseReturnValue:
    """Change an agency."""
    agency = agencies.agency(current_actor(), public_id)
    if agency is None:
        raise NotFound
    form = AgencyForm(data=_typed(agency))
    if form.validate_on_submit() and _changed(public_id, form):
        flash(_said(form, "changed"))
        return redirect(url_for("agencies.show", public_id=public_id))
    form.go_on_beside()
    refused = 409 if form.version.errors else 422
    return render_template(
        "agencies/edit.html", form=form, agency=agency, case=None
    ), refused if form.is_submitted() else 200


def _typed(agency: AgencyRow) -> dict[str, Any]:
    return {field: getattr(agency, field) or "" for field in agency_verbs.FIELDS} | {
        "is_active": "yes" if agency.is_active else "no",
        "has_release_step": "yes" if agency.has_release_step else "no",
        "version": agency.version,
    }


def _said(form: AgencyForm, done: str) -> str:
    """What was done, and which address may not be secure: that is a warning and stands in nobody's way."""
    endings = agencies.secure_endings(current_actor().panel_id or 0)
    unsure = [each for each in (form.email.data, form.lead_email.data) if each and not is_secure(each, endings)]
    warning = f" Check that {' and '.join(unsure)} is secure: it is not on the panel's list." if unsure else ""
    return f"{form.name.data} was {done}.{warning}"


def _added(form: AgencyForm) -> bool:
    actor, mark = current_actor(), form.submission_id.data
    try:
        agency_verbs.add_agency(actor, form.told(), panel_id=actor.panel_id or 0, submission_id=mark, now=clock.now())
    except Invalid as invalid:
        form.add_faults(invalid.faults)
        return False
    return True


def _changed(public_id: str, form: AgencyForm) -> bool:
    is_active, version = form.is_active.data == "yes", form.version.data
    try:
        agency_verbs.change_agency(
            current_actor(),
            public_id,
            form.told(),
            is_active=is_active,
            has_release_step=form.has_release_step.data == "yes",
            version=version,
            now=clock.now(),
        )
    except Invalid as invalid:
        form.add_faults(invalid.faults)
    except Stale:
        form.add_faults({"version": CHANGED})
    else:
        return True
    return False
