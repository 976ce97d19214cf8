"""The analysis of a case: its sections as pages, the chair's screen, and the versions that were signed."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.blueprints.outcomes import pressed
from cdop.forms.analysis import SignForm
from cdop.forms.base import BaseForm
from cdop.forms.conflicts import DECISIONS, KINDS
from cdop.forms.questionnaire import ADD, REMOVE, SectionForm, build_section_form
from cdop.queries import analysis as queries
from cdop.queries import conflicts
from cdop.queries.analysis import Draft
from cdop.queries.case_page import CasePage
from cdop.queries.causes import causes_of
from cdop.queries.discussions import agenda_place, discussed, discussed_when_signed, disputes, missing_voices
from cdop.queries.earlier_decisions import earlier_decisions
from cdop.questionnaires.analysis_2024_page import analysis_page
from cdop.questionnaires.checking import check
from cdop.rules import pitfalls, quorum
from cdop.rules.vocabulary import Action
from cdop.services import cases, findings
from cdop.services.errors import Blocked, NotFound, Stale
from cdop.services.findings import Standing

CHANGED = (
    "Someone changed the analysis after you opened this page. This is how it is now: read it again before you sign"
)

TO_PANEL = "panel"
"""What an address says that leads to a section from the chair's screen."""

blueprint = Blueprint("analysis", __name__, url_prefix="/cases/<public_id>")


@blueprint.get("/analysis")
@access(Action.ANALYSIS_VIEW)
def index(public_id: str) -> ResponseReturnValue:
    """Show the sections of the analysis form, and how much of each is answered."""
    case = cases.open_case(current_actor(), public_id, now=clock.now())
    return _index(case, BaseForm(formdata=None))


@blueprint.post("/analysis")
@access(Action.ANALYSIS_DRAFT, form=BaseForm)
def take_later_form(public_id: str) -> ResponseReturnValue:
    """Go on with an analysis on the form that is given out today."""
    case = cases.open_case(current_actor(), public_id, now=clock.now())
    said = "The analysis goes on with today’s form. Every answer is still there."
    to = url_for("analysis.index", public_id=public_id)
    verb = partial(findings.take_later_form, current_actor(), public_id)
    return pressed(verb, said, to=to, refused=partial(_index, case))


@blueprint.route("/analysis/<section_key>", methods=["GET", "POST"])
@access(Action.ANALYSIS_DRAFT, form=SectionForm)
def section(public_id: str, section_key: str) -> ResponseReturnValue:
    """Write one section. What can be read is saved, also where something else on the page is at fault."""
    case = cases.open_case(current_actor(), public_id, now=clock.now())
    draft = queries.draft(case.id, clock.today())
    if section_key not in (each.key for each in draft.spec.sections):
        raise NotFound
    if draft.is_signed and request.method == "GET":
        return redirect(url_for("analysis.index", public_id=public_id))
    added = request.args.get("add", "")
    form = build_section_form(draft.spec, section_key, draft.answers, today=clock.today(), add=added)
    has_conflicts = form.is_submitted() and _saved(public_id, form)
    if form.is_submitted() and not form.errors:
        return redirect(_next(public_id, form))
    refused = 409 if has_conflicts else 422
    page = render_template("analysis/section.html", case=case, form=form, **_beside(case, section_key, draft))
    return page, refused if form.is_submitted() else 200


@blueprint.get("/earlier-decisions")
@access(Action.ANALYSIS_VIEW)
def earlier(public_id: str) -> ResponseReturnValue:
    """Show how the panel decided before where the same rule spoke: on request only."""
    case = cases.open_case(current_actor(), public_id, now=clock.now())
    causes = causes_of(case.id, queries.draft(case.id, clock.today()))
    rules = pitfalls.applying(causes.text)
    found = earlier_decisions(current_actor(), case.id, rules, page=page_asked())
    return render_template("analysis/earlier.html", case=case, causes=causes, rules=rules, found=found)


@blueprint.get("/panel")
@access(Action.ANALYSIS_VIEW)
def panel(public_id: str) -> ResponseReturnValue:
    """Show the chair's screen: the whole analysis on one page, and what keeps it from being signed."""
    case = cases.open_case(current_actor(), public_id, now=clock.now())
    return _panel(case, SignForm(formdata=None))


@blueprint.post("/panel")
@access(Action.ANALYSIS_SIGN, form=SignForm)
def sign(public_id: str) -> ResponseReturnValue:
    """Sign the analysis as the page showed it."""
    case = cases.open_case(current_actor(), public_id, now=clock.now())
    form = SignForm()
    version_id = _signed(public_id, form) if form.validate_on_submit() else ""
    if version_id:
        flash("The analysis is signed and sealed. The review is complete.", "success")
        return redirect(url_for("analysis.version", public_id=public_id, version_id=version_id))
    return _panel(case, form), 409 if form.form_errors else 422


@blueprint.get("/analyses/<version_id>")
@access(Action.ANALYSIS_VIEW)
def version(public_id: str, version_id: str) -> ResponseReturnValue:
    """Show a signed analysis as it was sealed; that it was read is on record."""
    case = cases.open_case(current_actor(), public_id, now=clock.now())
    signed = findings.read_version(current_actor(), public_id, version_id, now=clock.now())
    return render_template(
        "analysis/version.html",
        case=case,
        signed=signed,
        item=discussed_when_signed(current_actor(), version_id),
        place=agenda_place(current_actor(), case.id),
        is_as_sealed=findings.is_as_sealed(signed),
        page=analysis_page(signed.spec, signed.answers),
        check=check(signed.spec, signed.answers, today=clock.today()),
    )


def _index(case: CasePage, form: BaseForm) -> str:
    standing = findings.standing(current_actor(), case.public_id, now=clock.now())
    told = {
        "check": check(standing.draft.spec, standing.draft.answers, today=clock.today()),
        "later": findings.later_form(standing.draft, clock.today()),
        "versions": queries.signed_versions(case.id),
    }
    return render_template("analysis/index.html", case=case, standing=standing, form=form, **told)


def _beside(case: CasePage, section_key: str, draft: Draft) -> dict[str, object]:
    """What stands beside a section: the causes and the rules of the category, or what the factors speak for."""
    if section_key == "category":
        causes = causes_of(case.id, draft)
        return {"causes": causes, "rules": pitfalls.applying(causes.text)}
    if section_key == "modifiability":
        return {"speaks_for": analysis_page(draft.spec, draft.answers).proposed}
    return {}


def _saved(public_id: str, form: SectionForm) -> bool:
    """Save what can be read of a page, and say whether somebody else changed any of it meanwhile."""
    form.validate()
    saved = findings.save_section(current_actor(), public_id, form.answers(), seen=form.seen.data, now=clock.now())
    form.after_saving(saved.stored, saved.conflicts)
    return bool(saved.conflicts)


def _next(public_id: str, form: SectionForm) -> str:
    """Where to go after a page was saved: the same page for another row, otherwise the next section.

    Whoever came from the chair's screen goes back there, to the part that they changed.
    """
    here, group, back = form.section.key, form.pressed.group_key, request.args.get("back")
    if form.pressed.button == ADD:
        return url_for("analysis.section", public_id=public_id, section_key=here, back=back, add=group, _anchor=group)
    if form.pressed.button == REMOVE:
        return url_for("analysis.section", public_id=public_id, section_key=here, back=back, _anchor=group)
    if back == TO_PANEL:
        return url_for("analysis.panel", public_id=public_id, _anchor=here)
    keys = [each.key for each in form.spec.sections]
    following = keys[keys.index(here) + 1 :]
    if not following:
        return url_for("analysis.index", public_id=public_id)
    return url_for("analysis.section", public_id=public_id, section_key=following[0])


def _panel(case: CasePage, form: SignForm) -> str:
    """The chair's screen. What is signed is what it shows: the form carries the digest of that."""
    standing = findings.standing(current_actor(), case.public_id, now=clock.now())
    form.digest.data = standing.digest
    item = discussed(current_actor(), case.public_id)
    return render_template(
        "analysis/panel.html",
        case=case,
        form=form,
        standing=standing,
        quorum_words=_quorum(standing),
        warnings=standing.warnings,
        versions=queries.signed_versions(case.id),
        page=analysis_page(standing.draft.spec, standing.draft.answers),
        check=check(standing.draft.spec, standing.draft.answers, today=clock.today()),
        today=clock.today(),
        item=item,
        place=agenda_place(current_actor(), case.id),
        disputes=disputes(current_actor(), case.public_id) if item else (),
        missing=missing_voices(case.work.asked),
        is_asked=bool(case.work.asked),
        declared=conflicts.of_case(current_actor(), item.meeting_id, case.id) if item else (),
        elsewhere=conflicts.of_case_elsewhere(current_actor(), item.meeting_id, case.id) if item else (),
        decisions=DECISIONS,
        kinds=KINDS,
    )


def _quorum(standing: Standing) -> str:
    """That the meeting is quorate without those who left for the case; "" where it is not, which is in the way."""
    if standing.meeting is None or not standing.meeting.is_attended:
        return ""
    found = quorum.quorum(standing.meeting.parts)
    return quorum.sentence(found) if found.is_quorate else ""


def _signed(public_id: str, form: SignForm) -> str:
    """The public id of the version; "" where the form says why there is none."""
    try:
        return findings.sign(
            current_actor(),
            public_id,
            digest=form.digest.data or "",
            submission_id=form.submission_id.data,
            now=clock.now(),
        )
    except Stale:
        form.confirmed.data = False
        form.form_errors = [*form.form_errors, CHANGED]
    except Blocked as blocked:
        form.form_errors = [*form.form_errors, *blocked.reasons]
    return ""
