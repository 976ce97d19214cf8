"""The planner: which ready case goes to which meeting, as a proposal that somebody changes and puts on agendas."""

from collections.abc import Sequence
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.blueprints.outcomes import done
from cdop.forms.planner import PlanForm
from cdop.queries.planner import Planned, Proposal, proposal
from cdop.rules.dates import written_date
from cdop.rules.numbers import counted
from cdop.rules.planner import LeftOver, Proposed
from cdop.rules.vocabulary import Action
from cdop.services import meetings

PAGE_SIZE = 25

blueprint = Blueprint("planner", __name__, url_prefix="/meetings/planner")


@blueprint.get("")
@access(Action.AGENDA_EDIT)
def index() -> ResponseReturnValue:
    """Propose which case goes to which meeting. Nothing is put on an agenda by looking."""
    found = proposal(current_actor(), today=clock.today())
    return _page(found, _form(found, ()))


@blueprint.post("")
@access(Action.AGENDA_EDIT, form=PlanForm)
def put_on() -> ResponseReturnValue:
    """Put the cases on the agendas that were chosen: those that the page had, whatever is proposed by now."""
    found = proposal(current_actor(), today=clock.today())
    form = _form(found, PlanForm.cases_in(request.form))
    if form.validate_on_submit():
        chosen = form.chosen()
        mark = form.submission_id.data
        if done(form, partial(meetings.put_all_on_agendas, current_actor(), chosen, submission_id=mark)):
            flash(f"{counted(len(chosen), 'case')} put on an agenda." if chosen else "No case was put on an agenda.")
            return redirect(url_for("planner.index", meeting=_shown(found)))
    return _page(found, form), 422


def _shown(found: Proposal) -> str:
    """The meeting whose proposal the page shows: the one asked for, or the first with any."""
    asked = request.args.get("meeting", "")
    known = {each.public_id for each in found.meetings}
    first = next((each.public_id for each in found.meetings if each.proposed), "")
    return asked if asked in known else first


def _form(found: Proposal, sent: Sequence[str]) -> PlanForm:
    proposed = [(each.case.key, found.references[each.case.key], each.room.key) for each in found.of(_shown(found))]
    choices = [(each.public_id, _called(each)) for each in found.meetings]
    return PlanForm.of(proposed, choices, sent=[(case_id, found.references.get(case_id, "")) for case_id in sent])


def _called(meeting: Planned) -> str:
    """A meeting among those that can be chosen: whoever chooses it by hand sees what it still has room for."""
    theme = f": {meeting.theme}" if meeting.theme else ""
    room = f"room for {meeting.places} more" if meeting.places else "full"
    return f"{written_date(meeting.on)}{theme} ({room})"


def _page(found: Proposal, form: PlanForm) -> str:
    page = page_asked()
    pages = max(1, -(-len(found.plan.left) // PAGE_SIZE))
    page = min(page, pages)
    left = found.plan.left[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    meeting = _shown(found)
    every: list[Proposed | LeftOver] = [*found.plan.proposed, *found.plan.left]
    rows = [each for each in every if form.has(each.case.key)]
    shown = {"meeting": meeting, "proposed": rows, "left": left, "page": page, "pages": pages}
    return render_template("planner/index.html", found=found, form=form, **shown)
