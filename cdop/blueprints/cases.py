"""The list of cases and the page of one case."""

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.blueprints.outcomes import BESIDE
from cdop.blueprints.searches import searched
from cdop.forms.base import BaseForm, Button
from cdop.forms.cases import CorrectionForm, ExclusionForm, NoteForm, StepForm
from cdop.queries import alerts, case_page, case_story, cases, form_b, joined_cases, waits
from cdop.queries.cases import CaseFilter
from cdop.queries.form_b import StillToAsk
from cdop.rules import corrections, lifecycle, local_authorities
from cdop.rules.agencies import AGENCY_TYPES
from cdop.rules.alerts import KINDS
from cdop.rules.vocabulary import Action, CaseStatus
from cdop.services import cases as case_verbs
from cdop.services import lifecycle as lifecycle_verbs
from cdop.services import places
from cdop.services.errors import Blocked, Invalid, NotFound, Stale

CHANGED = f"Someone changed this case after you opened it, so nothing was saved. {BESIDE}"

STAGES = tuple((status.value, status.capitalize()) for status in CaseStatus)

blueprint = Blueprint("cases", __name__, url_prefix="/cases")


@blueprint.get("/")
@access(Action.CASE_LIST)
def index() -> ResponseReturnValue:
    """Show one page of the cases this person may see."""
    wanted = _wanted()
    found = cases.case_list(current_actor(), wanted)
    return render_template("cases/index.html", wanted=wanted, found=found, stages=STAGES)


@blueprint.get("/<public_id>")
@access(Action.CASE_VIEW)
def show(public_id: str) -> ResponseReturnValue:
    """Show one case; that it was looked at is on record before anything is shown."""
    try:
        return _page(public_id, NoteForm())
    except NotFound:
        goes_on = joined_cases.went_on_as(current_actor(), public_id)
        if goes_on is None:
            raise
    flash("The case that you asked for was joined to this one: it is the same child.")
    return redirect(url_for("cases.show", public_id=goes_on))


@blueprint.post("/<public_id>/notes")
@access(Action.CASE_NOTE, form=NoteForm)
def add_note(public_id: str) -> ResponseReturnValue:
    """Write a note on a case."""
    form = NoteForm()
    if not form.validate_on_submit():
        return _page(public_id, form), 422
    case_verbs.add_note(
        current_actor(), public_id, form.text.data, submission_id=form.submission_id.data, now=clock.now()
    )
    flash("The note was added.")
    return redirect(url_for("cases.show", public_id=public_id, _anchor="notes"))


@blueprint.route("/<public_id>/correct", methods=["GET", "POST"])
@access(Action.CASE_CORRECT, form=CorrectionForm)
def correct(public_id: str) -> ResponseReturnValue:
    """Put right the facts of a case."""
    case = case_verbs.open_case(current_actor(), public_id, now=clock.now())
    form = CorrectionForm(data=corrections.to_form(case.facts))
    form.offer((area.gss_code, area.name) for area in local_authorities.AUTHORITIES)
    if form.validate_on_submit() and (said := _corrected(public_id, form)):
        flash(said)
        return redirect(url_for("cases.show", public_id=public_id))
    refused = 409 if form.version.errors else 422
    form.go_on_beside()
    return render_template("cases/correct.html", form=form, case=case), refused if form.is_submitted() else 200


@blueprint.post("/<public_id>/place")
@access(Action.CASE_CORRECT, form=BaseForm)
def look_up(public_id: str) -> ResponseReturnValue:
    """Look the child's postcode up in the imported tables."""
    try:
        places.look_up(current_actor(), public_id, now=clock.now())
        flash("The postcode was looked up.")
    except Blocked as blocked:
        flash(f"{blocked.reasons[0]}.")
    return redirect(url_for("cases.show", public_id=public_id))


@blueprint.route("/<public_id>/take-no-part", methods=["GET", "POST"])
@access(Action.CASE_EXCLUDE, form=ExclusionForm)
def exclude(public_id: str) -> ResponseReturnValue:
    """Tell a person to take no part in a case."""
    case = case_verbs.open_case(current_actor(), public_id, now=clock.now())
    form = ExclusionForm()
    if form.validate_on_submit() and _excluded(public_id, form):
        flash("From now on this person cannot see the case.")
        return redirect(url_for("home.index"))
    return render_template("cases/exclude.html", form=form, case=case), 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/steps/<step>", methods=["GET", "POST"])
@access(Action.CASE_MOVE, form=StepForm)
def take_step(public_id: str, step: str) -> ResponseReturnValue:
    """Take the case a step on; one that goes back asks for a reason first."""
    case = case_verbs.open_case(current_actor(), public_id, now=clock.now())
    transition = _transition(step)
    form = StepForm()
    if form.validate_on_submit() and _stepped(public_id, transition, form):
        flash(f"The case is now at “{transition.target}”.")
        return redirect(url_for("cases.show", public_id=public_id))
    return render_template("cases/step.html", form=form, case=case, step=transition), 422 if form.errors else 200


@blueprint.get("/<public_id>/summary.pdf")
@access(Action.CASE_VIEW)
def summary(public_id: str) -> ResponseReturnValue:
    """Print one case; that it was printed is on record."""
    from cdop.services import case_papers

    pdf = case_papers.summary(current_actor(), public_id, panel_name=g.panel.name, now=clock.now())
    headers = {"Content-Disposition": 'attachment; filename="case-summary.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def _transition(step: str) -> lifecycle.Transition:
    """The step of this name in an address."""
    try:
        return lifecycle.transition(step.replace("-", " "))
    except LookupError:
        abort(404)


def _stepped(public_id: str, step: lifecycle.Transition, form: StepForm) -> bool:
    reason, mark = form.reason.data, form.submission_id.data
    try:
        lifecycle_verbs.take_step(current_actor(), public_id, step.name, reason, submission_id=mark, now=clock.now())
    except Invalid as invalid:
        form.add_faults(invalid.faults)
    except Blocked as blocked:
        form.add_faults({str(number): reason for number, reason in enumerate(blocked.reasons)})
    else:
        return True
    return False


def _page(public_id: str, note_form: NoteForm) -> str:
    now = clock.now()
    case = case_verbs.open_case(current_actor(), public_id, now=now)
    view = case_page.shown(case, now=now)
    to_ask = form_b.still_to_ask(current_actor(), public_id, today=clock.today()) if case.work.asked else StillToAsk()
    story = case_story.story(current_actor(), case, view.history, to_ask.unasked)
    return render_template(
        "cases/show.html",
        case=case,
        view=view,
        story=story,
        alerts=alerts.alerts_of_case(current_actor(), case.id) if story.work.told else (),
        alert_kinds=KINDS,
        waited=waits.case_waits(case.case_facts, case.work, today=clock.today()),
        form=note_form,
        button=Button(),
        newly_proposed=to_ask.new,
        kinds=AGENCY_TYPES,
    )


def _corrected(public_id: str, form: CorrectionForm) -> str | None:
    """What to say of a correction that went in; None where the form says why it did not."""
    try:
        is_changed = case_verbs.correct(
            current_actor(),
            public_id,
            form.facts(),
            version=form.version.data,
            is_sure=form.is_sure.data,
            submission_id=form.submission_id.data,
            now=clock.now(),
        )
    except Invalid as invalid:
        form.add_faults(invalid.faults)
    except Stale:
        form.add_faults({"version": CHANGED})  # the page with all that was typed, which no error page could hold
    else:
        return "The case was changed." if is_changed else "Nothing was changed."
    return None


def _excluded(public_id: str, form: ExclusionForm) -> bool:
    try:
        case_verbs.exclude(current_actor(), public_id, email=form.email.data, reason=form.reason.data, now=clock.now())
    except Invalid as invalid:
        form.add_faults(invalid.faults)
        return False
    return True


def _wanted() -> CaseFilter:
    """The filter that the address asks for; what it names wrongly narrows nothing."""
    asked = request.args.to_dict().get
    sort, status = asked("sort", "notified"), asked("status", "")
    return CaseFilter(
        search=searched(),
        status=CaseStatus(status) if status in dict(STAGES) else None,
        area_code=asked("area"),
        sort=sort if sort in cases.SORTS else "notified",
        descending=asked("order", "descending") != "ascending",
        page=page_asked(),
    )
