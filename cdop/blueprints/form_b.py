"""The reporting form (Form B) and those beside it, as somebody at an agency fills them in."""

from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints import respondents as here
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.downloads import as_download
from cdop.blueprints.security import clear_site_data
from cdop.forms.base import BaseForm
from cdop.forms.form_b import LeaveForm, NothingHeldForm, SubmitForm
from cdop.forms.questionnaire import ADD, CONFIRM, REMOVE, SectionForm, build_section_form
from cdop.queries import attachments, form_b, plain_facts, request_changes
from cdop.queries.answers import Author
from cdop.queries.form_b import OpenForms
from cdop.queries.requested_forms import FormOfRequest
from cdop.questionnaires.answer import AnswerKey, place_of
from cdop.questionnaires.checking import CheckPage
from cdop.questionnaires.completeness import asks
from cdop.questionnaires.short_path import SHORT, short_form
from cdop.questionnaires.spec import FormSpec
from cdop.questionnaires.typed_page import TypedPage, read_page, seen_to_send
from cdop.rules.dates import LONDON, written_moment
from cdop.rules.form_b import FORM_B
from cdop.rules.times import written_time
from cdop.rules.vocabulary import Action
from cdop.services import form_b_returns as returns
from cdop.services import form_papers, respondents
from cdop.services.errors import Blocked, Invalid, NotFound

LATER = "later"
"""The button that saves and leads back to the list of sections."""

blueprint = Blueprint("form_b", __name__, url_prefix="/form-b")


class Place(NamedTuple):
    """One page of the forms: a section of one of them."""

    form_key: str
    section_key: str


SHORT_PATH = Place(FORM_B, SHORT)
"""The page with the few questions of the reporting form that matter most."""


@blueprint.get("/")
@access(Action.FORM_B_ANSWER)
def index() -> ResponseReturnValue:
    """Show whose forms they are and how much of each section is answered."""
    mine = _mine()
    kind = mine.request.agency_kind
    has_answers = any(returns.has_shown_answers(form.spec, form.answered.answers, kind) for form in mine.forms)
    count = attachments.count_of(mine.request.id)
    return render_template(
        "form_b/index.html",
        open=mine,
        has_answers=has_answers,
        file_count=count,
        has_short_path=_has_short_path(mine),
        wishes=request_changes.changes_of(mine.request.id),
    )


@blueprint.get("/stay")
@access(Action.FORM_B_ANSWER)
def stay() -> ResponseReturnValue:
    """Keep the form open: whoever asks for any page has. The warning before idleness ends it asks here."""
    return "", 204


@blueprint.route("/sections/<neutral:form_key>/<neutral:section_key>", methods=["GET", "POST"])
@access(Action.FORM_B_ANSWER, form=SectionForm)
def section(form_key: str, section_key: str) -> ResponseReturnValue:
    """Show the questions of a section of a form, or keep what was answered."""
    mine, place = _mine(), Place(form_key, section_key)
    asked, form = _section_form(mine, place)
    form.name_authors({name: _by(author) for name, author in asked.answered.authors.items()})
    if form.is_submitted():
        form.validate()
        saved = returns.save(current_actor(), *place, form.answers(), seen=form.seen.data, now=clock.now())
        form.after_saving(saved.stored, saved.conflicts)
        if not form.errors:
            return _after(mine, place, form)
    url = url_for("form_b.autosave", **place._asdict())
    page = render_template("form_b/section.html", open=mine, form=form, autosave_url=url)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/sections/<neutral:form_key>/<neutral:section_key>/autosave")
@access(Action.FORM_B_ANSWER, form=SectionForm)
def autosave(form_key: str, section_key: str) -> ResponseReturnValue:
    """Keep what is being typed, and tell the page what of it is kept."""
    place, now = Place(form_key, section_key), clock.now()
    page = _typed_page(place)
    try:
        saved = returns.save(current_actor(), *place, page.touched, seen=page.seen, while_typing=True, now=now)
    except Blocked as blocked:
        return jsonify(fault="; ".join(blocked.reasons)), 409
    return jsonify(
        at=written_time(now.astimezone(LONDON).time()),
        seen=seen_to_send(page.seen_now(saved.stored)),
        unread=page.unread,
        overtaken=[{"name": page.spec.question(each.name[0]).called, "by": each.by_name} for each in saved.conflicts],
    )


@blueprint.route("/check", methods=["GET", "POST"])
@access(Action.FORM_B_ANSWER, form=SubmitForm)
def check_answers() -> ResponseReturnValue:
    """Show all that was answered to read once more, or send it."""
    mine, form = _mine(), SubmitForm()
    send = returns.send_for_release if mine.request.has_release_step else returns.submit
    if form.validate_on_submit() and sent(form, partial(send, reason=form.reason.data)):
        return redirect(url_for("form_b_release.index" if mine.request.has_release_step else "invitations.received"))
    checks = checks_of(mine)
    is_ready = all(shown.is_ready for _form, shown in checks)
    page = render_template(
        "form_b/check.html",
        open=mine,
        form=form,
        checks=checks,
        is_ready=is_ready,
        address=_address_in,
        mark_address=_mark_address_in,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/copies/<neutral:form_key>.pdf")
@access(Action.FORM_B_ANSWER)
def copy(form_key: str) -> ResponseReturnValue:
    """Hand out a form as it stands, to keep."""
    return as_download(form_papers.copy(current_actor(), form_key, panel_name=g.panel.name, now=clock.now()))


@blueprint.route("/nothing-held", methods=["GET", "POST"])
@access(Action.FORM_B_ANSWER, form=NothingHeldForm)
def nothing_held() -> ResponseReturnValue:
    """Let an agency say that it holds no record."""
    mine, form = _mine(), NothingHeldForm()
    if form.validate_on_submit() and sent(form, returns.hold_nothing):
        return redirect(url_for("invitations.received"))
    page = render_template("form_b/nothing_held.html", open=mine, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/leave")
@access(Action.FORM_B_ANSWER, form=LeaveForm)
def leave() -> ResponseReturnValue:
    """Close the form on this computer."""
    respondents.leave(current_actor(), here.token(), now=clock.now())
    session.pop(here.TOKEN, None)
    return clear_site_data(redirect(url_for("own_requests.index" if g.has_account else "invitations.closed")))


def _mine() -> OpenForms:
    found = form_b.open_forms(current_actor())
    if found is None:
        raise NotFound
    return found


def _section_form(mine: OpenForms, place: Place) -> tuple[FormOfRequest, SectionForm]:
    """The form that a page is of, and the page's own. Raises NotFound where the agency is not asked that."""
    asked = mine.form(place.form_key)
    if asked is None:
        raise NotFound
    kind, add = mine.request.agency_kind, request.args.get("add", "")
    spec, stored = _with_section(place, asked.spec, kind, mine.request.case_id), asked.answered.answers
    questions = (question for group, question in spec.section(place.section_key).questions() if group is None)
    told = plain_facts.offered_to_agency(mine.request.case_id, questions)
    return asked, build_section_form(spec, place.section_key, stored, kind, today=clock.today(), add=add, told=told)


def _typed_page(place: Place) -> TypedPage:
    """What was typed on a page, read without what it takes to show it. Raises NotFound as `_section_form` does."""
    asked = form_b.asked_form(current_actor(), place.form_key)
    if asked is None:
        raise NotFound
    spec = _with_section(place, asked.spec, asked.agency_kind, asked.case_id)
    return read_page(spec, spec.section(place.section_key), request.form, asked.agency_kind, today=clock.today())


def _with_section(place: Place, spec: FormSpec, agency_kind: str, case_id: int) -> FormSpec:
    """A form with the section of a page. Raises NotFound where the agency is not asked that."""
    if place == SHORT_PATH and _is_long(spec):
        return short_form(spec, agency_kind, form_b.facts_of_case(case_id))
    if not any(each.key == place.section_key and asks(each, agency_kind) for each in spec.sections):
        raise NotFound
    return spec


def _has_short_path(mine: OpenForms) -> bool:
    """Whether the agency is asked for more of the reporting form than one section."""
    form = mine.form(FORM_B)
    return form is not None and _is_long(form.spec)


def _is_long(spec: FormSpec) -> bool:
    return len(spec.sections) > 1


def _places(mine: OpenForms) -> list[Place]:
    """The sections that this agency is asked, of all forms, in order."""
    kind = mine.request.agency_kind
    return [Place(form.key, each.key) for form in mine.forms for each in form.spec.sections if asks(each, kind)]


def checks_of(mine: OpenForms) -> list[tuple[FormOfRequest, CheckPage]]:
    """Return every form with its answers to read once more."""
    today = clock.today()
    return [(form, form.checked(today=today)) for form in mine.forms]


def _by(author: Author) -> str:
    return f"{author.name}, {written_moment(author.at)}"


def _address(place: Place) -> str:
    return url_for("form_b.section", **place._asdict())


def _address_in(form: FormOfRequest) -> Callable[[str], str]:
    """What leads to a section of a form."""
    return cache(lambda section_key: _address(Place(form.key, section_key)))


def _mark_address_in(form: FormOfRequest) -> Callable[[AnswerKey], str]:
    """What leads to the handling marks of an answer."""
    return lambda name: url_for("form_b_handling.answer", form_key=form.key, place=place_of(name))


def _after(mine: OpenForms, this: Place, form: SectionForm) -> ResponseReturnValue:
    """Where a saved page leads: to the next section, or where its button says."""
    pressed = form.pressed
    if pressed.button == ADD:
        group = form.spec.anchor(pressed.group_key)
        return redirect(url_for("form_b.section", **this._asdict(), add=group, _anchor=group))
    if pressed.button == REMOVE:
        return redirect(_address(this))
    if pressed.button == CONFIRM:
        anchor = f"told-{pressed.group_key}" if pressed.group_key else None
        return redirect(url_for("form_b.section", **this._asdict(), _anchor=anchor))
    places = _places(mine)
    following = [] if this == SHORT_PATH else places[places.index(this) + 1 :]
    if request.form.get("press") == LATER:
        flash(
            "Your answers are saved. You can close this page and come back by the e-mail’s link, or with your account."
        )
        return redirect(url_for("form_b.index"))
    return redirect(_address(following[0]) if following else url_for("form_b.check_answers"))


def sent(form: BaseForm, verb: Callable[..., str]) -> bool:
    """Send the form, and say whether it was sent; if not, it says why."""
    try:
        request_id = verb(current_actor(), submission_id=form.submission_id.data, now=clock.now())
    except Invalid as invalid:
        form.add_faults(invalid.faults)
    except Blocked as blocked:
        form.add_faults({str(number): reason for number, reason in enumerate(blocked.reasons)})
    else:
        session[here.SENT], session[here.SENT_BY] = request_id, form.submission_id.data
        if form_b.opened_request(current_actor()) is None:
            session.pop(here.TOKEN, None)
        return True
    return False
