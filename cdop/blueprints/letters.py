"""Letters to a child's family: read, changed, released by name, printed, posted."""

from functools import partial

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import BESIDE, done
from cdop.forms.base import BaseForm
from cdop.forms.letters import LetterForm, PostedForm, ReleaseForm, WriteForm
from cdop.queries.case_head import CaseHead, case_head
from cdop.queries.family_contacts import family_contact
from cdop.queries.letters import LetterPage, letters_of_case
from cdop.queries.official_letters import of_case
from cdop.rules.correspondence import Language, LetterKind
from cdop.rules.letters import OFFERED
from cdop.rules.reading_age import AIM, reading_age
from cdop.rules.vocabulary import Action
from cdop.services import letters
from cdop.services.errors import Blocked, NotFound

CHANGED = f"Someone changed this letter after you opened it, so nothing was saved. {BESIDE}"
AS_IT_IS = (
    "Someone changed this letter after you opened it, so nothing was done. Here it stands as it is now: read it first"
)

blueprint = Blueprint("letters", __name__, url_prefix="/cases/<public_id>/letters")


@blueprint.get("")
@access(Action.LETTER_VIEW)
def index(public_id: str) -> ResponseReturnValue:
    """Show the letters of a case, and whether the first can be written."""
    return _index(_case(public_id), WriteForm(formdata=None))


@blueprint.post("")
@access(Action.LETTER_EDIT, form=WriteForm)
def write(public_id: str) -> ResponseReturnValue:
    """Write a letter now: the first one, or another kind."""
    case, form = _case(public_id), WriteForm()
    kind = LetterKind(form.kind.data) if form.kind.data in set(LetterKind) else LetterKind.FIRST_LETTER
    try:
        letter_id = letters.draft_now(current_actor(), public_id, kind, now=clock.now()) if form.validate() else ""
    except Blocked as blocked:
        form.add_faults({str(number): reason for number, reason in enumerate(blocked.reasons)})
    if form.errors:
        return _index(case, form), 422
    return redirect(url_for("letters.show", public_id=public_id, letter_id=letter_id))


@blueprint.get("/<letter_id>")
@access(Action.LETTER_VIEW)
def show(public_id: str, letter_id: str) -> ResponseReturnValue:
    """Show a letter, and what keeps it from being released; that it was read is on record."""
    return _page(_letter(public_id, letter_id))


@blueprint.route("/<letter_id>/edit", methods=["GET", "POST"])
@access(Action.LETTER_EDIT, form=LetterForm)
def edit(public_id: str, letter_id: str) -> ResponseReturnValue:
    """Change the words of a draft."""
    letter = _letter(public_id, letter_id)
    if not letter.is_draft:
        raise Blocked([letters.RELEASED])
    form = LetterForm(data={"addressee": letter.addressee, "text": letter.text, "version": letter.version})
    if form.validate_on_submit():
        told = {name: form[name].data for name in ("addressee", "text", "version")}
        if done(form, partial(letters.change_letter, current_actor(), public_id, letter_id, **told), changed=CHANGED):
            flash("The letter was saved.", "success")
            return _back(public_id, letter_id)
    form.go_on_beside()
    refused = 409 if form.version.errors else 422
    page = render_template("letters/edit.html", letter=letter, case=letter.case, form=form)
    return page, refused if form.is_submitted() else 200


@blueprint.post("/<letter_id>/release")
@access(Action.LETTER_RELEASE, form=ReleaseForm)
def release(public_id: str, letter_id: str) -> ResponseReturnValue:
    """Release a letter, in the name of whoever presses the button."""
    letter, form = _letter(public_id, letter_id), ReleaseForm()
    verb = partial(letters.release_letter, current_actor(), public_id, letter_id, version=form.version.data)
    if form.validate() and done(form, verb, changed=AS_IT_IS):
        flash("The letter was released. Print it, and record the day it leaves.", "success")
        return _back(public_id, letter_id)
    return _page(letter, form), 409


@blueprint.post("/<letter_id>/posted")
@access(Action.LETTER_EDIT, form=PostedForm)
def post(public_id: str, letter_id: str) -> ResponseReturnValue:
    """Record the day on which a letter left."""
    letter, form = _letter(public_id, letter_id), PostedForm()
    told = {"posted_on": form.posted_on.data, "version": form.version.data}
    if form.validate() and done(
        form, partial(letters.post_letter, current_actor(), public_id, letter_id, **told), changed=AS_IT_IS
    ):
        flash("The day was recorded.", "success")
        return _back(public_id, letter_id)
    form.go_on_from(letter.version)
    return _page(letter, form), 422


@blueprint.get("/<letter_id>/letter.pdf")
@access(Action.LETTER_VIEW)
def paper(public_id: str, letter_id: str) -> ResponseReturnValue:
    """Give a released letter as a PDF to print."""
    pdf = letters.paper(current_actor(), public_id, letter_id, now=clock.now())
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="letter.pdf"'
    return response


def _case(public_id: str) -> CaseHead:
    case = case_head(current_actor(), public_id)
    if case is None:
        raise NotFound
    return case


def _letter(public_id: str, letter_id: str) -> LetterPage:
    return letters.read_letter(current_actor(), public_id, letter_id, now=clock.now())


def _index(case: CaseHead, form: BaseForm) -> str:
    written, actor = letters_of_case(case), current_actor()
    not_yet = letters.not_yet(LetterKind.FIRST_LETTER, case, clock.today())
    return render_template(
        "letters/index.html",
        case=case,
        letters=written,
        kinds=[kind for kind in OFFERED if kind not in {letter.kind for letter in written}],
        not_yet=not_yet,
        contact=family_contact(case.id),
        official=of_case(actor, case.id),
        today=clock.today(),
        form=form,
    )


def _page(letter: LetterPage, form: BaseForm | None = None) -> str:
    version = {"version": letter.version}
    return render_template(
        "letters/show.html",
        letter=letter,
        case=letter.case,
        obstacles=_obstacles(letter),
        contact=family_contact(letter.case.id),
        age=reading_age(letter.text) if letter.language is Language.ENGLISH else None,
        aim=AIM,
        form=form or ReleaseForm(formdata=None, data=version),
        release=ReleaseForm(formdata=None, data=version),
        posted=form if isinstance(form, PostedForm) else PostedForm(formdata=None, data=version),
    )


def _obstacles(letter: LetterPage) -> list[str]:
    """Why the letter cannot be released, or, once it is, may not leave any more."""
    if letter.is_draft:
        return letters.blockers(letter.case.id, letter.text, clock.today())
    return [] if letter.posted_on else letters.withheld(letter.case.id, clock.today())


def _back(public_id: str, letter_id: str) -> ResponseReturnValue:
    return redirect(url_for("letters.show", public_id=public_id, letter_id=letter_id))
