"""The panel's meetings: the list, planning one, its agenda, and who came."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.forms.meetings import AttendanceForm, MeetingForm, PutOnForm, TakeOffForm
from cdop.queries import meeting_people, packs
from cdop.queries import meetings as queries
from cdop.queries.meeting_people import MayCome
from cdop.queries.meetings import MeetingPage
from cdop.rules import quorum
from cdop.rules.vocabulary import Action, MeetingKind
from cdop.services import meetings
from cdop.services.errors import Invalid, NotFound, Stale
from cdop.services.meetings import Details

CHANGED = (
    "Someone changed this meeting after you opened it, so nothing was saved. What you typed is still here, and "
    "who came, as recorded now, stands above it: put together what should stand, and save it"
)

blueprint = Blueprint("meetings", __name__, url_prefix="/meetings")


@blueprint.get("/")
@access(Action.MEETING_LIST)
def index() -> ResponseReturnValue:
    """List the panel's meetings: those that are planned, then those that were held."""
    found = queries.meeting_list(current_actor(), page_asked())
    return render_template("meetings/index.html", found=found)


@blueprint.route("/plan", methods=["GET", "POST"])
@access(Action.MEETING_PLAN, form=MeetingForm)
def plan() -> ResponseReturnValue:
    """Plan a meeting."""
    form = MeetingForm()
    form.offer(queries.themes(current_actor()))
    if form.validate_on_submit() and (public_id := _planned(form)):
        flash("The meeting was planned.", "success")
        return redirect(url_for("meetings.show", public_id=public_id))
    return render_template("meetings/plan.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/<public_id>")
@access(Action.MEETING_LIST)
def show(public_id: str) -> ResponseReturnValue:
    """Show a meeting: its agenda by reference, what may still go on it, and who came."""
    page = queries.meeting_page(current_actor(), public_id, ready_page=page_asked())
    if page is None:
        raise NotFound
    words = quorum.sentence(page.quorum) if page.quorum else ""
    form, today = PutOnForm(formdata=None), clock.today()
    papers = packs.papers_of(current_actor(), public_id)
    told = {"papers": papers, "invited": meeting_people.own_standing(current_actor(), page.id)}
    return render_template("meetings/show.html", page=page, quorum_words=words, form=form, today=today, **told)


@blueprint.post("/<public_id>/agenda/<case_id>")
@access(Action.AGENDA_EDIT, form=PutOnForm)
def put_on(public_id: str, case_id: str) -> ResponseReturnValue:
    """Put a case on the agenda."""
    meetings.put_on_agenda(current_actor(), public_id, case_id, now=clock.now())
    flash("The case is on the agenda.", "success")
    return redirect(url_for("meetings.show", public_id=public_id, _anchor="agenda"))


@blueprint.route("/<public_id>/agenda/<case_id>/take-off", methods=["GET", "POST"])
@access(Action.AGENDA_EDIT, form=TakeOffForm)
def take_off(public_id: str, case_id: str) -> ResponseReturnValue:
    """Take a case off the agenda, with the reason."""
    page = _page(public_id)
    item = page.item(case_id)
    if item is None:
        raise NotFound
    form = TakeOffForm()
    if form.validate_on_submit():
        meetings.take_off_agenda(current_actor(), public_id, case_id, reason=form.reason.data, now=clock.now())
        flash(f"The case {item.reference} is off the agenda and ready for panel as before.")
        return redirect(url_for("meetings.show", public_id=public_id, _anchor="agenda"))
    return render_template(
        "meetings/take_off.html", form=form, page=page, item=item
    ), 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/attendance", methods=["GET", "POST"])
@access(Action.AGENDA_EDIT, form=AttendanceForm)
def attendance(public_id: str) -> ResponseReturnValue:
    """Record who came."""
    page = _page(public_id)
    expected = page.came or meeting_people.accepted(current_actor(), page.id)
    held = [{"name": each.name, "part": each.part, "agency": each.agency or ""} for each in expected]
    others = meeting_people.others(current_actor(), page.id, {each["name"] for each in held})
    form = AttendanceForm.of(held, page.version, [_may_have_come(each) for each in others])
    if not form.saves_nothing and form.validate_on_submit() and _recorded(public_id, form):
        flash("Who came was recorded.", "success")
        return redirect(url_for("meetings.show", public_id=public_id, _anchor="came"))
    form.go_on_with((_in_words(each.name, each.part, each.agency) for each in page.came), page.version)
    refused = 409 if form.version.errors else 422 if form.is_submitted() and not form.saves_nothing else 200
    return render_template("meetings/attendance.html", form=form, page=page), refused


def _may_have_come(each: MayCome) -> dict[str, str]:
    stands_in = f"deputy of {each.deputy_for}" if each.deputy_for else ""
    label = _in_words(each.name, stands_in, each.part, each.agency)
    return {"name": each.name, "part": each.part, "agency": each.agency or "", "label": label}


def _in_words(*parts: str | None) -> str:
    return ", ".join(filter(None, parts))


def _page(public_id: str) -> MeetingPage:
    page = queries.meeting_page(current_actor(), public_id)
    if page is None:
        raise NotFound
    return page


def _planned(form: MeetingForm) -> str:
    """The public id of the meeting; "" where the form says why there is none."""
    try:
        return meetings.plan_meeting(
            current_actor(),
            starts_at=form.starts_at(),
            kind=MeetingKind(form.kind.data),
            details=Details(
                form.theme.data or None,
                form.place.data,
                form.video_link.data,
                form.most_cases.data,
                form.minutes.data,
            ),
            submission_id=form.submission_id.data,
            now=clock.now(),
        )
    except Invalid as invalid:
        form.add_faults(invalid.faults)
        return ""


def _recorded(public_id: str, form: AttendanceForm) -> bool:
    try:
        meetings.record_attendance(
            current_actor(), public_id, form.people(), version=form.version.data, now=clock.now()
        )
    except Invalid as invalid:
        form.add_faults(invalid.faults)
    except Stale:
        form.add_faults({"version": CHANGED})
    else:
        return True
    return False
