"""Letters to agencies, boards and trusts: listed with their answers, written, released, printed or sent."""

from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.asked import kind_asked
from cdop.blueprints.lists import page_asked
from cdop.blueprints.outcomes import BESIDE, done
from cdop.forms.base import BaseForm
from cdop.forms.official_letters import (
    AnswerForm,
    LeftForm,
    LetterTextForm,
    NewLetterForm,
    RecommendationAnswerForm,
    SendForm,
)
from cdop.queries.official_letters import (
    About,
    OfficialPage,
    Subjects,
    letter_counts,
    official_list,
    subjects_of,
)
from cdop.rules import official_letters as rules
from cdop.rules.correspondence import OfficialKind
from cdop.rules.official_letters import AnswerStanding
from cdop.rules.periods import FinancialYear, financial_year_of
from cdop.rules.vocabulary import Action
from cdop.services import official_letters as letters
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.letters import RELEASED

CHANGED = f"Someone changed this letter after you opened it, so nothing was saved. {BESIDE}"
AS_IT_IS = (
    "Someone changed this letter after you opened it, so nothing was done. Here it stands as it is now: read it first"
)
STANDINGS = tuple((each.value, each.value.capitalize()) for each in AnswerStanding)
TOLD = ("to_name", "to_address", "to_email", "answer_by")

blueprint = Blueprint("official_letters", __name__, url_prefix="/letters")


@blueprint.get("/")
@access(Action.LETTER_VIEW)
def index() -> ResponseReturnValue:
    """List the letters with how their answers stand, and the counts of this year and the last."""
    wanted, actor, today = kind_asked(AnswerStanding, "answer"), current_actor(), clock.today()
    found = official_list(actor, wanted, page=page_asked(), today=today)
    this_year = financial_year_of(today)
    years = [this_year, FinancialYear(this_year.first_year - 1)]
    counts = [(year.label, letter_counts(actor.panel_id or 0, year.period, today=today)) for year in years]
    facts = {"asked": wanted or "", "standings": STANDINGS, "today": today, "counts": counts}
    return render_template("official_letters/index.html", found=found, **facts)


@blueprint.route("/new", methods=["GET", "POST"])
@access(Action.LETTER_EDIT, form=NewLetterForm)
def write() -> ResponseReturnValue:
    """Begin a letter; the address says which case, request or recommendation it is about, if any."""
    about = About(*(request.args.get(name) or None for name in ("case", "request", "recommendation")))
    found = subjects_of(current_actor(), about)
    if found is None:
        raise NotFound
    form = NewLetterForm(data=_proposed(found))
    form.offer(rules.kinds_about(is_request=bool(found.request), is_recommendation=bool(found.recommendation)))
    if form.validate_on_submit() and (letter_id := _drafted(form, about)):
        return redirect(url_for("official_letters.show", public_id=letter_id))
    page = render_template("official_letters/new.html", form=form, case=found.case)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<public_id>")
@access(Action.LETTER_VIEW)
def show(public_id: str) -> ResponseReturnValue:
    """Show a letter, what keeps it from being released, and its answer."""
    return _page(letters.read(current_actor(), public_id))


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@access(Action.LETTER_EDIT, form=LetterTextForm)
def edit(public_id: str) -> ResponseReturnValue:
    """Change the words of a draft."""
    letter = letters.read(current_actor(), public_id)
    if not letter.is_draft:
        raise Blocked([RELEASED])
    form = LetterTextForm(data={name: getattr(letter, name) for name in (*TOLD, "text", "version")})
    if form.validate_on_submit():
        told = {"text": form.text.data, "version": form.version.data}
        if done(form, partial(letters.change, current_actor(), public_id, _told(form), **told), changed=CHANGED):
            flash("The letter was saved.", "success")
            return _back(public_id)
    form.go_on_beside()
    refused = 409 if form.version.errors else 422
    page = render_template("official_letters/edit.html", letter=letter, form=form)
    return page, refused if form.is_submitted() else 200


@blueprint.post("/<public_id>/release")
@access(Action.LETTER_RELEASE, form=SendForm)
def release(public_id: str) -> ResponseReturnValue:
    """Release a letter, in the name of whoever presses the button."""
    return _acted(public_id, SendForm(), letters.release, "The letter was released. Print it, or send it by e-mail.")


@blueprint.post("/<public_id>/discard")
@access(Action.LETTER_EDIT, form=SendForm)
def discard(public_id: str) -> ResponseReturnValue:
    """Delete a draft that is not needed."""
    letter, form = letters.read(current_actor(), public_id), SendForm()
    verb = partial(letters.discard, current_actor(), public_id, version=form.version.data)
    if form.validate() and done(form, verb, changed=AS_IT_IS):
        flash("The draft was deleted.", "success")
        return redirect(url_for("official_letters.index"))
    return _page(letter, form), 409


@blueprint.post("/<public_id>/send")
@access(Action.LETTER_EDIT, form=SendForm)
def send(public_id: str) -> ResponseReturnValue:
    """Send a released letter by e-mail."""
    return _acted(public_id, SendForm(), letters.send, "The letter leaves by e-mail.")


@blueprint.post("/<public_id>/posted")
@access(Action.LETTER_EDIT, form=LeftForm)
def post(public_id: str) -> ResponseReturnValue:
    """Record the day on which a letter left by post."""
    return _acted(public_id, LeftForm(), letters.post, "The day was recorded.", "posted_on")


@blueprint.post("/<public_id>/answer")
@access(Action.LETTER_EDIT, form=AnswerForm)
def answer(public_id: str) -> ResponseReturnValue:
    """Record the answer to a letter; to a recommendation with what it comes to."""
    is_made = letters.read(current_actor(), public_id).recommendation is not None
    form, names = (RecommendationAnswerForm(), ("status",)) if is_made else (AnswerForm(), ())
    said = "The answer was recorded."
    return _acted(public_id, form, letters.note_answer, said, "answered_on", "answer", *names)


@blueprint.get("/<public_id>/letter.pdf")
@access(Action.LETTER_VIEW)
def paper(public_id: str) -> ResponseReturnValue:
    """Give a released letter as a PDF to print."""
    response = Response(letters.paper(current_actor(), public_id), mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="letter.pdf"'
    return response


def _acted(public_id: str, form: Any, verb: Any, said: str, *names: str) -> ResponseReturnValue:
    """Do what a button or a small form of the letter's page asks for, and go back there; its faults are shown there."""
    letter = letters.read(current_actor(), public_id)
    told = {name: form[name].data for name in (*names, "version")}
    if form.validate() and done(form, partial(verb, current_actor(), public_id, **told), changed=AS_IT_IS):
        flash(said, "success")
        return _back(public_id)
    form.go_on_from(letter.version)
    return _page(letter, form), 422 if names else 409


def _proposed(found: Subjects) -> dict[str, Any]:
    """What is known of a letter before anybody has typed: to whom it goes, and which kind was asked for."""
    wanted = {"kind": request.args.get("kind", "")}
    if found.recommendation:
        return letters.told_of_recommendation(found.recommendation) | {"kind": OfficialKind.RECOMMENDATION.value}
    return wanted | (letters.told_of_request(found.agency, clock.today()) if found.agency else {})


def _drafted(form: NewLetterForm, about: About) -> str:
    mark, kind = form.submission_id.data, OfficialKind(form.kind.data)
    try:
        actor, now = current_actor(), clock.now()
        return letters.draft(actor, kind, _told(form), about=about, submission_id=mark, now=now)
    except Invalid as invalid:
        form.add_faults(invalid.faults)
        return ""


def _told(form: BaseForm) -> dict[str, Any]:
    return {name: form[name].data for name in TOLD}


def _page(letter: OfficialPage, form: BaseForm | None = None) -> str:
    version = {"version": letter.version}

    def blank(kind: type[BaseForm]) -> BaseForm:
        return form if isinstance(form, kind) else kind(formdata=None, data=version)

    return render_template(
        "official_letters/show.html",
        letter=letter,
        obstacles=letters.blockers(letter.case_id, letter.text, letter.request_status) if letter.is_draft else [],
        standing=letter.standing(clock.today()),
        release_action=rules.release_action(letter.kind),
        form=form or BaseForm(formdata=None),
        button=SendForm(formdata=None, data=version),
        posted=blank(LeftForm),
        answered=blank(RecommendationAnswerForm if letter.recommendation else AnswerForm),
    )


def _back(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("official_letters.show", public_id=public_id))
