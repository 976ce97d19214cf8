"""The notification form for everybody: no account, one page at a time, and a receipt that tells nothing.

The browser keeps a secret code in its signed cookie, and the server what the code stands for; no address names it.
A coordinator who is signed in writes down a telephone call by the same pages.
"""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import current_actor, may, public
from cdop.forms.base import Button
from cdop.forms.notify import LeaveForm, SendForm, StartForm, build_send_form
from cdop.forms.questionnaire import ADD, REMOVE, SAVE, SectionForm, build_section_form
from cdop.queries import attachments as files
from cdop.queries import notification_returns as returns
from cdop.queries import notifications
from cdop.queries.notifications import Draft
from cdop.queries.people import PanelView
from cdop.questionnaires.answer import AnswerSet
from cdop.questionnaires.checking import check
from cdop.questionnaires.completeness import completeness
from cdop.questionnaires.notification_checks import Judgement, judge, stops_on
from cdop.questionnaires.notification_pages import (
    CALL,
    CHECK,
    MORE,
    PAGES,
    START,
    following,
    for_call,
    paged,
    pages,
    place,
    preceding,
)
from cdop.questionnaires.spec import FormSpec
from cdop.rules import actors
from cdop.rules.actors import Actor
from cdop.rules.digests import secret_digest
from cdop.rules.vocabulary import Action, NotificationSource
from cdop.services import intake
from cdop.services.errors import Blocked, NotFound
from cdop.services.intake import TooManyNotifications
from cdop.services.notification_returns import OPEN_AFTER_SENDING

LATER = "later"
"""The button that saves and leads to the whole form, to be checked and sent."""

STEPS = {START: "notify.start", MORE: "notify.more", CHECK: "notify.check_answers"}

# Names within the signed cookie.
CODE, SENT, REFERENCE, AWAITED = "notification", "notification_sent", "notified", "awaited"
NOT_HERE = "This notification was sent already, or was begun in another browser. Begin again with what you had typed"
TOO_MANY = "Too many notifications came from your network. Wait an hour, or ring the panel now"

blueprint = Blueprint("notify", __name__, url_prefix="/notify")


@blueprint.route("", methods=["GET", "POST"])
@public(form=StartForm)
def start() -> ResponseReturnValue:
    """Say what is needed, or begin a notification."""
    form, panels = _start_form(), notifications.panels()
    if "awaited" in request.args:
        session[AWAITED] = request.args["awaited"][:20]
    if not panels:
        raise NotFound
    if form.validate_on_submit() and _begun(form):
        return redirect(url_for("notify.section", section_key=CALL.key if _is_call() else PAGES[0].key))
    page = _page("notify/start.html", form=form, panels=panels, panel=_only(panels), draft=_draft(), is_call=_is_call())
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/sections/<section_key>", methods=["GET", "POST"])
@public(form=SectionForm)
def section(section_key: str) -> ResponseReturnValue:
    """Show the questions of a page, or keep what was answered."""
    mine = _draft_or_blocked() if request.method == "POST" else _draft()
    if mine is None:
        return redirect(url_for("notify.start"))
    form = _section_form(mine, section_key)
    if form.is_submitted():
        form.validate()
        saved = intake.save_page(_notifier(mine), _code(), form.answers(), seen=form.seen.data, now=clock.now())
        form.after_saving(saved.stored, saved.conflicts)
        answers = {**mine.answered.answers, **saved.stored}
        is_whole = _add_faults(form, mine, answers)
        if not form.errors:
            return redirect(_after(form, answers) if is_whole else request.full_path)
    elif _is_change():
        form.add_faults(_missing_on(mine, section_key))
    number, of = place(section_key, mine.answered.answers)
    back = _address(CHECK if _is_change() else preceding(section_key, mine.answered.answers))
    where = {"number": number, "of": of, "back": back, "is_change": _is_change(), "panel": mine.panel}
    where["is_call"] = _is_call()
    return _page("notify/section.html", form=form, **where), 422 if form.is_submitted() else 200


@blueprint.get("/more")
@public()
def more() -> ResponseReturnValue:
    """Say that what is needed most is told, and offer the other topics."""
    mine = _draft()
    if mine is None:
        return redirect(url_for("notify.start"))
    answers = mine.answered.answers
    spec = paged(mine.spec, answers, only_applying=True)
    counts = {each.section.key: each.answered for each in completeness(spec, answers).sections}
    others = [each for each in pages(answers) if not each.is_needed]
    back = _address(preceding(MORE, answers))
    attached = len(files.files_of_notification(mine.public_id))
    return _page("notify/more.html", panel=mine.panel, others=others, counts=counts, attached=attached, back=back)


@blueprint.route("/check", methods=["GET", "POST"])
@public(form=SendForm)
def check_answers() -> ResponseReturnValue:
    """Show the whole notification to read once more with what the rules say of it, or send it."""
    mine = _draft()
    judgement = judge(mine.spec, mine.answered.answers, now=clock.now()) if mine else Judgement((), (), ())
    form = _send_form(mine, judgement)
    if form.is_submitted() and (leads_to := _sent_or_saved(mine, judgement, form)):
        return redirect(leads_to)
    if mine is None:
        return redirect(url_for("notify.start"))
    answers = mine.answered.answers
    shown = check(paged(mine.spec, answers, only_applying=True), answers, today=clock.today())
    needed = {each.key for each in pages(answers) if each.is_needed}
    told = {"panel": mine.panel, "check": shown, "judgement": judgement, "change_url": _change, "needed": needed}
    told["files"] = files.files_of_notification(mine.public_id)
    return _page("notify/check.html", form=form, **told), 422 if form.is_submitted() else 200


@blueprint.get("/received")
@public()
def received() -> ResponseReturnValue:
    """Show the receipt of what this browser sent last: the same whatever was known, but for the reference."""
    reference = str(session.get(REFERENCE, ""))
    panel = notifications.panel_told(reference)
    if panel is None:
        return redirect(url_for("notify.start"))
    sent = returns.standing(secret_digest(str(session.get(SENT, ""))), open_for=OPEN_AFTER_SENDING, now=clock.now())
    codes = {"may_have_code": sent is not None, "has_code": sent is not None and sent.has_code}
    return _page("notify/received.html", reference=reference, panel=panel, is_call=_is_call(), button=Button(), **codes)


@blueprint.route("/leave", methods=["GET", "POST"])
@public(form=LeaveForm)
def leave() -> ResponseReturnValue:
    """Have this browser forget its notification, once asked, so that nobody after its user can open it."""
    mine, form = _draft(), LeaveForm()
    if mine is None:
        return redirect(url_for("notify.start"))
    if form.validate_on_submit():
        session.pop(CODE, None)
        flash("What was typed is forgotten on this computer. It was not sent.")
        return redirect(url_for("notify.start"))
    return _page("notify/leave.html", form=form, panel=mine.panel), 422 if form.is_submitted() else 200


def _is_call() -> bool:
    """Whether whoever writes is a coordinator, to whom somebody speaks on the telephone."""
    return may(Action.NOTIFICATION_TRIAGE)


def _page(template: str, **values: object) -> str:
    """A page in the layout of those with an account, or of everybody."""
    layout = "base.html" if current_actor().user_id else "form_b/base.html"
    return render_template(template, layout=layout, **values)


def _start_form() -> StartForm:
    """The form to begin with; it asks for the area where there is more than one panel to give it to."""
    areas = notifications.areas()
    several = len({area.panel_id for area in areas}) > 1 and not _is_call()
    return StartForm([(area.code, area.name) for area in areas] if several else [])


def _only(panels: tuple[PanelView, ...]) -> PanelView | None:
    """The panel that a notification can only be for."""
    mine = [panel for panel in panels if panel.id == current_actor().panel_id]
    return mine[0] if mine else panels[0] if len(panels) == 1 else None


def _begun(form: StartForm) -> bool:
    """Begin a notification under a fresh code, and say whether it was begun; if not, the form says why."""
    code, is_call = intake.new_code(), _is_call()
    panel_id = _panel_id(form)
    actor = current_actor() if is_call else actors.public(panel_id)
    source = NotificationSource.TELEPHONE if is_call else NotificationSource.PUBLIC_FORM
    told = {"caller": request.remote_addr or "", "awaited_reference": session.pop(AWAITED, "")}
    try:
        intake.begin(actor, panel_id=panel_id, code=code, source=source, **told, now=clock.now())
    except TooManyNotifications:
        form.add_faults({"": TOO_MANY})
        return False
    session[CODE] = code
    return True


def _panel_id(form: StartForm) -> int:
    if form.asks_area:
        return next(area.panel_id for area in notifications.areas() if area.code == form.area.data)
    panel = _only(notifications.panels())
    if panel is None:
        raise NotFound
    return panel.id


def _code() -> str:
    return str(session.get(CODE, ""))


def _draft() -> Draft | None:
    return notifications.draft(secret_digest(_code()), now=clock.now()) if _code() else None


def _draft_or_blocked() -> Draft:
    """The notification that is written here. Without one the page of the fault gives back what was typed."""
    mine = _draft()
    if mine is None:
        raise Blocked([NOT_HERE])
    return mine


def _notifier(mine: Draft) -> Actor:
    return current_actor() if _is_call() else actors.public(mine.panel.id)


def _section_form(mine: Draft, section_key: str) -> SectionForm:
    answers, add = mine.answered.answers, request.args.get("add", "")
    spec = _spec(mine, section_key, answers)
    if section_key not in {each.key for each in spec.sections}:
        raise NotFound
    return build_section_form(spec, section_key, answers, today=clock.today(), add=add)


def _spec(mine: Draft, section_key: str, answers: AnswerSet) -> FormSpec:
    """The form in its pages, or in the one page of a telephone call."""
    is_call = section_key == CALL.key and _is_call()
    return for_call(mine.spec, answers) if is_call else paged(mine.spec, answers)


def _add_faults(form: SectionForm, mine: Draft, answers: AnswerSet) -> bool:
    """What the answers of the page have against each other, beside the last of them.

    Say whether every question is there: one that an answer calls for is on the page when it is opened again.
    """
    found = (
        ()
        if form.errors or form.pressed.button != SAVE
        else stops_on(_spec(mine, form.section.key, answers), form.section.key, answers, now=clock.now())
    )
    there = {fault.keys[-1]: fault.text for fault in found if fault.keys[-1] in form}
    form.add_faults(there)
    for fault in found:
        if fault.keys[-1] not in there:
            flash(fault.text)
    return len(there) == len(found)


def _is_change() -> bool:
    """Whether the page was opened from the whole form, to which it then leads back."""
    return request.args.get("back") == CHECK


def _address(step: str, *, back: str | None = None) -> str:
    """The address of a page, or of what stands before, between and after them."""
    return url_for(STEPS[step]) if step in STEPS else url_for("notify.section", section_key=step, back=back)


def _change(section_key: str) -> str:
    return _address(section_key, back=CHECK)


def _after(form: SectionForm, answers: AnswerSet) -> str:
    """Where a saved page leads: to the next one, or where its button says."""
    this, pressed = form.section.key, form.pressed
    back = CHECK if _is_change() else None
    if pressed.button == ADD:
        group = pressed.group_key
        return url_for("notify.section", section_key=this, add=group, _anchor=group, back=back)
    if pressed.button == REMOVE:
        return _address(this, back=back)
    if request.form.get("press") == LATER or _is_change() or this == CALL.key:
        return _address(CHECK)
    return _address(following(this, answers))


def _missing_on(mine: Draft, section_key: str) -> dict[str, str]:
    """What stops the sending and can be put right on a page, for somebody who comes to do so."""
    found = judge(mine.spec, mine.answered.answers, now=clock.now()).obstacles
    return {each.control: each.text for each in found if each.section == section_key}


def _send_form(mine: Draft | None, judgement: Judgement) -> SendForm:
    given = {each.rule: each.reason for each in notifications.reasons_of(mine.public_id)} if mine else {}
    return build_send_form((each.finding for each in judgement.doubts), given, has_gaps=bool(judgement.gaps))


def _sent_or_saved(mine: Draft | None, judgement: Judgement, form: SendForm) -> str | None:
    """Keep the reasons, then send it, or lead to the page that was asked for; None where the form says why not."""
    is_valid = form.validate()
    if mine is not None and form.reason_names:
        intake.give_reasons(_notifier(mine), _code(), form.reasons(), now=clock.now())
    pressed = request.form.get("press", "")
    if pressed in {each.place.section for each in (*judgement.doubts, *judgement.gaps)}:
        return _change(pressed)
    return url_for("notify.received") if is_valid and _sent(mine, form) else None


def _sent(mine: Draft | None, form: SendForm) -> bool:
    """Send it, and say whether it was sent. A second sending of the same page finds the first one's reference."""
    actor = _notifier(mine) if mine else actors.public()
    try:
        session[REFERENCE] = intake.send(actor, _code(), submission_id=form.submission_id.data, now=clock.now())
    except Blocked as blocked:
        form.add_faults({str(number): reason for number, reason in enumerate(blocked.reasons)})
        return False
    except NotFound:
        return False
    session[SENT] = session.pop(CODE, None)
    return True
