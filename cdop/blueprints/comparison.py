"""The forms of a case side by side: each question with every agency's answer, and what the panel agrees on."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.forms.agreed_answers import AgreeForm, build_agree_form
from cdop.queries import comparison
from cdop.queries.comparison import CONFLICTS, EVERY, MISSING, SHOWN, CaseComparison, ComparedCase, Line
from cdop.queries.form_completeness import GAPS, form_completeness
from cdop.questionnaires.kinds import show
from cdop.rules import case_words
from cdop.rules.vocabulary import Action
from cdop.services import agreed_answers, cases
from cdop.services.errors import Invalid, NotFound, Stale

CHANGED = (
    "Somebody agreed on another answer after you opened this page, so nothing was saved. "
    "What you typed is still here, and what is agreed now stands below it: save again what should stand"
)
SHOWN_WORDS = {CONFLICTS: "Conflicts", MISSING: "Nobody told", EVERY: "All questions"}

blueprint = Blueprint("comparison", __name__, url_prefix="/cases/<public_id>/comparison")


@blueprint.get("/")
@blueprint.get("/<neutral:form_key>")
@access(Action.FORM_B_READ)
def index(public_id: str, form_key: str = "") -> ResponseReturnValue:
    """Compare the answers of a case's agencies; that they were read is on record."""
    case = _case(public_id)
    found = agreed_answers.compare(current_actor(), case, form_key, now=clock.now())
    if found is None:
        return render_template("comparison/nothing.html", case=case)
    asked = request.args.get("show", "")
    key = asked if asked in SHOWN else next(key for key in SHOWN if found.counts[key] or key == EVERY)
    return render_template(
        "comparison/index.html", found=found, case=case, key=key, lines=found.shown(key), words=SHOWN_WORDS, show=show
    )


@blueprint.get("/completeness")
@access(Action.FORM_B_READ)
def completeness(public_id: str) -> ResponseReturnValue:
    """Show how complete each form of a case is; the looking is on record."""
    case = _case(public_id)
    cases.record_viewing(current_actor(), case.id, now=clock.now())
    forms = form_completeness(current_actor(), case.id)
    return render_template("comparison/completeness.html", case=case, forms=forms, gaps=GAPS, today=clock.today())


@blueprint.route("/<neutral:form_key>/<place>", methods=["GET", "POST"])
@access(Action.ANSWER_AGREE, form=AgreeForm)
def agree(public_id: str, form_key: str, place: str) -> ResponseReturnValue:
    """Say what the panel takes for the answer to a question."""
    case = _case(public_id)
    found = agreed_answers.compare(current_actor(), case, form_key, now=clock.now())
    line = found.line_at(place) if found else None
    if found is None or line is None:
        raise NotFound
    form = _form(line)
    if form.validate_on_submit() and _agreed(form, case, form_key, line):
        return redirect(url_for("comparison.index", public_id=public_id, form_key=form_key))
    return _agree_page(found, line, form)


def _form(line: Line) -> AgreeForm:
    given = line.agreed[0].answer if line.agreed else line.compared.proposed
    if line.is_open:
        given = type(given)()
    number = line.agreed[0].number if line.agreed else 0
    return build_agree_form(line.compared.question, given, number, today=clock.today())


def _agreed(form: AgreeForm, case: ComparedCase, form_key: str, line: Line) -> bool:
    """Take the answer, and say whether it was taken; if not, the form says why."""
    try:
        filled = agreed_answers.agree(
            current_actor(),
            case.public_id,
            form_key,
            line.place,
            form.answer.data,
            note=form.note.data,
            number=form.version.data,
            is_sure=form.is_sure.data,
            submission_id=form.submission_id.data,
            now=clock.now(),
        )
    except Invalid as invalid:
        form.add_faults(invalid.faults)
    except Stale:
        form.add_faults({"version": CHANGED})
    else:
        fact = f" “{case_words.FACTS[filled][0]}” of the case is set to it." if filled else ""
        flash(f"The answer is agreed.{fact}")
        return True
    return False


def _agree_page(found: CaseComparison, line: Line, form: AgreeForm) -> ResponseReturnValue:
    form.go_on_from(line.agreed[0].number if line.agreed else 0)
    page = render_template("comparison/resolve.html", found=found, case=found.case, line=line, form=form, show=show)
    return page, (409 if form.version.errors else 422) if form.is_submitted() else 200


def _case(public_id: str) -> ComparedCase:
    case = comparison.compared_case(current_actor(), public_id)
    if case is None:
        raise NotFound
    return case
