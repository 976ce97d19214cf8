"""The reporting form (Form B) as somebody at an agency fills it in."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints import respondents as here
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.security import clear_site_data
from cdop.forms.form_b import LeaveForm, NothingHeldForm, SubmitForm
from cdop.forms.questionnaire import ADD, REMOVE, SectionForm, build_section_form
from cdop.queries import attachments, form_b
from cdop.queries.answers import Author
from cdop.queries.form_b import OpenForm
from cdop.questionnaires.checking import check
from cdop.questionnaires.completeness import is_for
from cdop.rules.dates import written_moment
from cdop.rules.vocabulary import Action
from cdop.services import form_b_returns as returns
from cdop.services import respondents
from cdop.services.errors import Blocked, Invalid, NotFound

LATER = "later"
"""The button that saves and leads back to the list of sections."""

blueprint = Blueprint("form_b", __name__, url_prefix="/form-b")


@blueprint.get("/")
@access(Action.FORM_B_ANSWER)
def index() -> ResponseReturnValue:
    """Show whose form it is and how much of each section is answered."""
    form = _mine()
    has_answers = returns.has_answers(form.answered)
    count = attachments.count_of(form.request.id)
    return render_template("form_b/index.html", open=form, has_answers=has_answers, file_count=count)


@blueprint.get("/stay")
@access(Action.FORM_B_ANSWER)
def stay() -> ResponseReturnValue:
    """Keep the form open: whoever asks for any page has. The warning before idleness ends it asks here."""
    return "", 204


@blueprint.route("/sections/<section_key>", methods=["GET", "POST"])
@access(Action.FORM_B_ANSWER, form=SectionForm)
def section(section_key: str) -> ResponseReturnValue:
    """Show the questions of a section, or keep what was answered."""
    mine = _mine()
    if section_key not in _keys(mine):
        raise NotFound
    kind, add = mine.request.agency_kind, request.args.get("add", "")
    form = build_section_form(mine.spec, section_key, mine.answered.answers, kind, today=clock.today(), add=add)
    form.name_authors({name: _by(author) for name, author in mine.answered.authors.items()})
    if form.is_submitted():
        form.validate()
        saved = returns.save(current_actor(), section_key, form.answers(), seen=form.seen.data, now=clock.now())
        form.after_saving(saved.stored, saved.conflicts)
        if not form.errors:
            return _after(mine, form)
    page = render_template("form_b/section.html", open=mine, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/check", methods=["GET", "POST"])
@access(Action.FORM_B_ANSWER, form=SubmitForm)
def check_answers() -> ResponseReturnValue:
    """Show the whole form to read once more, or send it."""
    mine, form = _mine(), SubmitForm()
    if form.validate_on_submit() and _returned(form, partial(returns.submit, reason=form.reason.data)):
        return redirect(url_for("invitations.received"))
    shown = check(mine.spec, mine.answered.answers, mine.request.agency_kind, today=clock.today())
    page = render_template(
        "form_b/check.html", open=mine, form=form, check=shown, authors=mine.answered.authors, change_url=_address
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/nothing-held", methods=["GET", "POST"])
@access(Action.FORM_B_ANSWER, form=NothingHeldForm)
def nothing_held() -> ResponseReturnValue:
    """Let an agency say that it holds no record."""
    mine, form = _mine(), NothingHeldForm()
    if form.validate_on_submit() and _returned(form, returns.hold_nothing):
        return redirect(url_for("invitations.received"))
    page = render_template("form_b/nothing_held.html", open=mine, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/leave")
@access(Action.FORM_B_ANSWER, form=LeaveForm)
def leave() -> ResponseReturnValue:
    """Close the form on this computer."""
    respondents.leave(current_actor(), here.token(), now=clock.now())
    session.pop(here.TOKEN, None)
    return clear_site_data(redirect(url_for("invitations.closed")))


def _mine() -> OpenForm:
    found = form_b.open_form(current_actor())
    if found is None:
        raise NotFound
    return found


def _keys(mine: OpenForm) -> list[str]:
    """The sections that this agency is asked, in order."""
    return [each.key for each in mine.spec.sections if is_for(each.agencies, mine.request.agency_kind)]


def _by(author: Author) -> str:
    return f"{author.name}, {written_moment(author.at)}"


def _address(section_key: str) -> str:
    return url_for("form_b.section", section_key=section_key)


def _after(mine: OpenForm, form: SectionForm) -> ResponseReturnValue:
    """Where a saved page leads: to the next section, or where its button says."""
    this, pressed = form.section.key, form.pressed
    if pressed.button == ADD:
        group = pressed.group_key
        return redirect(url_for("form_b.section", section_key=this, add=group, _anchor=group))
    if pressed.button == REMOVE:
        return redirect(_address(this))
    keys = _keys(mine)
    following = keys[keys.index(this) + 1 :]
    if request.form.get("press") == LATER:
        flash("Your answers are saved. You can close this page and come back by the link in the e-mail.")
        return redirect(url_for("form_b.index"))
    return redirect(_address(following[0]) if following else url_for("form_b.check_answers"))


def _returned(form: SubmitForm | NothingHeldForm, verb: Callable[..., str]) -> bool:
    """Send the form, and say whether it was sent; if not, it says why."""
    try:
        sent = verb(current_actor(), submission_id=form.submission_id.data, now=clock.now())
    except Invalid as invalid:
        form.add_faults(invalid.faults)
    except Blocked as blocked:
        form.add_faults({str(number): reason for number, reason in enumerate(blocked.reasons)})
    else:
        session[here.SENT], session[here.SENT_BY] = sent, form.submission_id.data
        session.pop(here.TOKEN, None)
        return True
    return False
