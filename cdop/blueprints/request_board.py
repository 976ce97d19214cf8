"""The board of all requests for reporting forms, and reminders to several agencies at once."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import same_page
from cdop.blueprints.neutral_keys import in_address, of_address
from cdop.blueprints.searches import searched
from cdop.forms.request_board import RemindForm
from cdop.queries import agencies
from cdop.queries.request_board import EVERY, LATE, SORTS, STATES, WAITING, BoardFilter, request_board
from cdop.questionnaires.supplements import titles as supplement_titles
from cdop.rules.agencies import AGENCY_TYPES
from cdop.rules.form_b import FORM_B
from cdop.rules.numbers import counted
from cdop.rules.vocabulary import Action
from cdop.services import request_reminders
from cdop.services.errors import Invalid
from cdop.services.request_reminders import Reminded

ASKED_DAYS = (7, 14, 21, 28, 60, 90)
STATE_WORDS = {WAITING: "Awaited", LATE: "Late", EVERY: "All", "waived": "No form needed"}

blueprint = Blueprint("request_board", __name__, url_prefix="/requests")


@blueprint.get("/")
@access(Action.FORM_B_READ)
def index() -> ResponseReturnValue:
    """Show one page of the requests of the cases this person may see."""
    return _page(RemindForm())


@blueprint.post("/")
@access(Action.FORM_B_REQUEST, form=RemindForm)
def remind() -> ResponseReturnValue:
    """Remind the agencies that were ticked."""
    form = RemindForm()
    ticked = request.form.getlist("requests")
    form.offer((each, each) for each in ticked)
    if form.validate_on_submit() and (reminded := _reminded(form)) is not None:
        flash(_said(reminded))
        return redirect(same_page())
    return _page(form), 422


def _reminded(form: RemindForm) -> Reminded | None:
    try:
        mark = form.submission_id.data
        return request_reminders.remind(current_actor(), form.requests.data, submission_id=mark, now=clock.now())
    except Invalid as invalid:
        form.add_faults(invalid.faults)
        return None


def _said(reminded: Reminded) -> str:
    sent = f"{counted(reminded.sent, 'reminder')} on the way."
    if not reminded.left_out:
        return sent
    left_out = f"{counted(reminded.left_out, 'agency', 'agencies')} left out: the form came back meanwhile"
    return f"{sent} {left_out}, was asked for or reminded of today, or its link no longer works."


def _page(form: RemindForm) -> str:
    actor, wanted, today = current_actor(), _wanted(), clock.today()
    board = request_board(actor, wanted, now=clock.now())
    return render_template(
        "request_board/index.html",
        board=board,
        wanted=wanted,
        form=form,
        first_box=next((row.public_id for row in board.rows if row.can_be_reminded(today)), None),
        today=today,
        agencies=[(each.public_id, each.name) for each in agencies.contacts(actor)],
        kinds=AGENCY_TYPES,
        forms=[
            (in_address(key), title)
            for key, title in ({FORM_B: "Reporting form (Form B)"} | supplement_titles(today)).items()
        ],
        form_asked=in_address(wanted.form_key),
        asked_days=[(days, f"{days} days ago or longer") for days in ASKED_DAYS],
        states=[(state, STATE_WORDS.get(state, state.capitalize())) for state in STATES],
    )


def _wanted() -> BoardFilter:
    """The filter that the address asks for; what it names wrongly narrows nothing."""
    asked = request.args.get
    sort, state, kind = asked("sort", "due"), asked("state", ""), asked("kind", "")
    return BoardFilter(
        search=searched(),
        agency_id=asked("agency", ""),
        kind=kind if kind in AGENCY_TYPES else "",
        form_key=of_address(asked("form", "")),
        asked_days=asked("days", 0, type=int),
        state=state if state in STATES else WAITING,
        sort=sort if sort in SORTS else "due",
        descending=asked("order", "ascending") == "descending",
        page=asked("page", 1, type=int),
    )
