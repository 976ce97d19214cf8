"""Conflicts of interest at a meeting: proposed, declared, decided."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import BESIDE, done
from cdop.forms.conflicts import DECISIONS, KINDS, DecideForm, DeclareForm
from cdop.queries import conflicts as queries
from cdop.queries import meetings
from cdop.queries.conflicts import CaseConflicts, Declared, MeetingConflicts
from cdop.queries.meetings import MeetingPage
from cdop.rules.conflicts import usual_decision
from cdop.rules.vocabulary import Action, ConflictDecision, ConflictKind
from cdop.services import conflicts
from cdop.services.errors import NotFound

CHANGED = f"Somebody decided after you opened this page, so nothing was saved. {BESIDE}"

blueprint = Blueprint("conflicts", __name__, url_prefix="/meetings/<public_id>/conflicts")


@blueprint.get("/")
@access(Action.CONFLICT_DECLARE)
def index(public_id: str) -> ResponseReturnValue:
    """Show for each case what is proposed, declared and decided; a member sees what is theirs."""
    page, found = _meeting(public_id)
    return render_template("conflicts/index.html", page=page, found=found, kinds=KINDS, decisions=DECISIONS)


@blueprint.route("/declare/<case_id>", methods=["GET", "POST"])
@access(Action.CONFLICT_DECLARE, form=DeclareForm)
def declare(public_id: str, case_id: str) -> ResponseReturnValue:
    """Declare what connects somebody with a case."""
    page, found = _meeting(public_id)
    case = _case(found, case_id)
    own = found.own.public_id if found.own else ""
    form = DeclareForm(data={"person": request.args.get("person", own), "kind": request.args.get("kind", "")})
    form.offer((each.public_id, each.person.name) for each in found.people)
    if form.validate_on_submit():
        told = {"invitation_id": form.person.data, "note": form.note.data, "submission_id": form.submission_id.data}
        kind = ConflictKind(form.kind.data)
        if done(form, partial(conflicts.declare, current_actor(), public_id, case_id, kind=kind, **told)):
            flash("It is declared. The chair decides who leaves for the case.")
            return redirect(url_for("conflicts.index", public_id=public_id))
    shown = {"form": form, "page": page, "case": case}
    return render_template("conflicts/declare.html", **shown), 422 if form.is_submitted() else 200


@blueprint.route("/<conflict_id>", methods=["GET", "POST"])
@access(Action.CONFLICT_DECIDE, form=DecideForm)
def decide(public_id: str, conflict_id: str) -> ResponseReturnValue:
    """Decide on a conflict that was declared."""
    page, found = _meeting(public_id)
    case, declared = _declared(found, conflict_id)
    usual = declared.decision or usual_decision(declared.kind)
    form = DecideForm(data={"version": declared.version, "decision": declared.decision}, decision=usual.value)
    if form.validate_on_submit():
        decision = ConflictDecision(form.decision.data)
        verb = partial(conflicts.decide, current_actor(), public_id, conflict_id, decision, version=form.version.data)
        if done(form, verb, changed=CHANGED):
            flash(f"{declared.name}: {DECISIONS[decision].lower()}.")
            return redirect(url_for("conflicts.index", public_id=public_id))
    shown = {"form": form, "page": page, "case": case, "declared": declared, "kinds": KINDS}
    form.go_on_beside()
    refused = 409 if form.version.errors else 422 if form.is_submitted() else 200
    return render_template("conflicts/decide.html", **shown), refused


def _meeting(public_id: str) -> tuple[MeetingPage, MeetingConflicts]:
    page = meetings.meeting_page(current_actor(), public_id)
    found = queries.meeting_conflicts(current_actor(), public_id)
    if page is None or found is None:
        raise NotFound
    return page, found


def _case(found: MeetingConflicts, case_id: str) -> CaseConflicts:
    case = next((each for each in found.cases if each.case_id == case_id), None)
    if case is None:
        raise NotFound
    return case


def _declared(found: MeetingConflicts, conflict_id: str) -> tuple[CaseConflicts, Declared]:
    for case in found.cases:
        for each in case.declared:
            if each.public_id == conflict_id:
                return case, each
    raise NotFound
