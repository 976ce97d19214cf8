"""The register of releases: what left, what waits for a second signature, extracts and their deletion."""

from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.blueprints.outcomes import done
from cdop.documents import extract as paper
from cdop.forms.base import BaseForm
from cdop.forms.releases import DeletionForm, ExtractForm, RenewForm
from cdop.forms.workspace import choice_of
from cdop.queries import releases as queries
from cdop.rules.extracts import OFFERED, Extract
from cdop.rules.policy import can
from cdop.rules.releases import Selection
from cdop.rules.vocabulary import Action
from cdop.services import outdated_releases, release_proposals, release_works
from cdop.services.errors import BeingMade, NotFound
from cdop.services.release_proposals import Applied

PROPOSED = "It is proposed. Another coordinator or the chair has to sign it."

blueprint = Blueprint("releases", __name__, url_prefix="/releases")


@blueprint.get("/")
@access(Action.FIGURES_PUBLIC)
def index() -> ResponseReturnValue:
    """Show one page of the register, newest first, and what waits for a second signature."""
    actor = current_actor()
    found = queries.register(actor, page_asked())
    return render_template("releases/index.html", register=found, waiting=queries.waiting(actor), today=clock.today())


@blueprint.get("/<public_id>")
@access(Action.FIGURES_PUBLIC)
def show(public_id: str) -> ResponseReturnValue:
    """Show one release: what it is of, who had it made, and what became of it."""
    return _page(_release(public_id), form=RenewForm(formdata=None), status=200)


@blueprint.post("/<public_id>/renew")
@access(Action.FIGURES_RENEW, form=RenewForm)
def renew(public_id: str) -> ResponseReturnValue:
    """Propose to release the same figures anew, with a reason."""
    release, form = _release(public_id), RenewForm()
    verb = partial(release_proposals.propose_renewal, current_actor(), public_id, form.reason.data or "")
    if form.validate_on_submit() and done(form, partial(verb, submission_id=form.submission_id.data)):
        flash(PROPOSED)
        return redirect(url_for("releases.index"))
    return _page(release, form=form, status=422)


@blueprint.route("/extract", methods=["GET", "POST"])
@access(Action.FIGURES_RENEW, form=ExtractForm)
def extract() -> ResponseReturnValue:
    """Propose an extract for an approved purpose: first see what would be withheld of it, then propose it."""
    form = ExtractForm(today=clock.today())
    if not form.is_submitted():
        return _extract(form, None, 200)
    if request.form.get("press") == "propose" and form.validate() and form.shown.data == form.choice:
        if done(form, _applied(form)):
            flash(PROPOSED)
            return redirect(url_for("releases.index"))
        return _extract(form, None, 422)
    made = _outlook(form)
    return _extract(form, made, 200 if made and not form.errors else 422)


@blueprint.get("/proposals/<public_id>")
@access(Action.FIGURES_RENEW)
def proposal(public_id: str) -> ResponseReturnValue:
    """Show what waits for a second person; once it is signed, how far its release is."""
    return _proposal(public_id, BaseForm(formdata=None), 200)


@blueprint.post("/proposals/<public_id>/sign")
@access(Action.FIGURES_RENEW, form=BaseForm)
def sign(public_id: str) -> ResponseReturnValue:
    """Sign what somebody else proposed, and release it."""
    form, made = BaseForm(), []

    def act(**now: Any) -> None:
        made.append(release_works.sign(current_actor(), public_id, **now))

    try:
        if form.validate() and done(form, act, changed=release_proposals.OVERTAKEN):
            flash("It is released.", "success")
            return redirect(url_for("releases.show", public_id=made[0]))
    except BeingMade:
        return redirect(url_for("releases.proposal", public_id=public_id))
    return _proposal(public_id, form, 409)


@blueprint.post("/proposals/<public_id>/refuse")
@access(Action.FIGURES_RENEW, form=BaseForm)
def refuse(public_id: str) -> ResponseReturnValue:
    """Refuse what was proposed, or withdraw it."""
    form = BaseForm()
    if form.validate() and done(form, partial(release_proposals.refuse, current_actor(), public_id)):
        flash("It is not released.")
        return redirect(url_for("releases.index"))
    return _proposal(public_id, form, 409)


@blueprint.get("/<public_id>/extract.zip")
@access(Action.FIGURES_RENEW)
def take(public_id: str) -> ResponseReturnValue:
    """Send an extract; the taking is on record."""
    bundle = release_proposals.take(current_actor(), public_id, now=clock.now())
    headers = {"Content-Disposition": 'attachment; filename="extract.zip"'}
    return Response(paper.write(bundle), mimetype="application/zip", headers=headers)


@blueprint.route("/<public_id>/deletion", methods=["GET", "POST"])
@access(Action.FIGURES_RENEW, form=DeletionForm)
def deletion(public_id: str) -> ResponseReturnValue:
    """Record that whoever got an extract deleted it."""
    release, form = _release(public_id), DeletionForm()
    if not release.is_extract:
        raise NotFound
    verb = partial(release_proposals.record_deletion, current_actor(), public_id, form.deleted_on.data)
    if form.validate_on_submit() and done(form, partial(verb, form.proof.data or "")):
        flash("The deletion is on record.", "success")
        return redirect(url_for("releases.show", public_id=public_id))
    return render_template("releases/deletion.html", release=release, form=form), 422 if form.is_submitted() else 200


def _outlook(form: ExtractForm) -> Extract | None:
    """The extract as it would be now; None where the form says why there is none."""
    is_proposed = request.form.get("press") == "propose"
    if not (form.validate() if is_proposed else form.validate_what()):
        return None
    made: list[Extract] = []

    def act(**_now: Any) -> None:
        made.append(release_proposals.outlook(current_actor(), form.period(), tuple(form.columns.data)))

    if not done(form, act):
        return None
    form.shown.data = form.choice
    return made[0]


def _extract(form: ExtractForm, made: Extract | None, status: int) -> ResponseReturnValue:
    return render_template("releases/extract.html", form=form, made=made, offered=OFFERED), status


def _applied(form: ExtractForm) -> "partial[str]":
    told = Applied(
        form.period(),
        tuple(form.columns.data or ()),
        form.reason.data or "",
        form.applicant.data or "",
        form.conditions.data or "",
        form.expires_on.data,
    )
    verb = release_proposals.propose_extract
    return partial(verb, current_actor(), told, submission_id=form.submission_id.data)


def _proposal(public_id: str, form: BaseForm, status: int) -> ResponseReturnValue:
    found = queries.proposal(current_actor(), public_id)
    if found is None:
        raise NotFound
    title = found.title or "Extract of cases reviewed"
    for reason in release_works.faults_of_signing(
        current_actor(), public_id, what=f"{title}, {found.label}", now=clock.now()
    ):
        form.add_faults({"signed": reason})
    is_own = found.proposed_by_id == current_actor().user_id
    made = release_proposals.outlook_of(current_actor(), found)
    titles = [OFFERED[name].title for name in found.columns]
    shown = {"proposal": found, "form": form, "is_own": is_own, "titles": titles, "made": made, "offered": OFFERED}
    return render_template("releases/proposal.html", **shown), status


def _page(release: queries.Release, *, form: RenewForm, status: int) -> ResponseReturnValue:
    is_there = not release.is_extract and release.ended_at is None
    table = choice_of(Selection.of_key(release.selection, release.label)) if is_there else {}
    shown = {"release": release, "form": form, "table": table, "today": clock.today()}
    return render_template("releases/show.html", **shown, **(_standing(release) if is_there else {})), status


def _standing(release: queries.Release) -> dict[str, Any]:
    """What those see of a release that stands who may release it anew: what it says of itself, and what has changed."""
    if not can(actor := current_actor(), Action.FIGURES_RENEW, release.subject):
        return {}
    notes = (queries.standing(release.panel_id, release.selection) or {}).get("notes", [])
    in_the_way = outdated_releases.in_the_way(actor, release) if notes else None
    return {
        "notes": notes,
        "in_the_way": in_the_way,
        "is_outdated": outdated_releases.is_outdated(actor, release),
    }


def _release(public_id: str) -> queries.Release:
    found = queries.release(current_actor(), public_id)
    if found is None:
        raise NotFound
    return found
