"""Two cases that may be of one child: compared, joined, told apart, taken apart again."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.outcomes import done
from cdop.forms.base import BaseForm, Button
from cdop.forms.joined_cases import JoinForm, OtherCaseForm, TakeApartForm
from cdop.queries import joined_cases as queries
from cdop.queries import notifications
from cdop.queries.joined_cases import ComparedCase, PairPage
from cdop.rules.vocabulary import Action
from cdop.services import cases, joined_cases
from cdop.services.errors import Blocked, Invalid, NotFound, Stale

NO_CASE = "There is no other case with this reference that you may see"
OVERTAKEN = "Somebody changed one of the two at the same moment. Send the page again"

blueprint = Blueprint("joined_cases", __name__, url_prefix="/cases")


@blueprint.route("/<public_id>/same-child", methods=["GET", "POST"])
@access(Action.CASE_JOIN, form=OtherCaseForm)
def index(public_id: str) -> ResponseReturnValue:
    """Show the cases that may be of the same child, and those that were joined to this one."""
    page = queries.same_child_page(current_actor(), public_id)
    if page is None:
        raise NotFound
    _record_viewing(page.case)
    form = OtherCaseForm()
    if form.validate_on_submit():
        other = notifications.case_called(current_actor(), form.case.data)
        if other is not None and other != public_id:
            return redirect(url_for("joined_cases.pair", public_id=public_id, other_id=other))
        form.add_faults({"case": NO_CASE})
    return render_template("joined_cases/index.html", page=page, form=form), 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/same-child/<other_id>", methods=["GET", "POST"])
@access(Action.CASE_JOIN, form=JoinForm)
def pair(public_id: str, other_id: str) -> ResponseReturnValue:
    """Show two cases beside each other, and join them."""
    page = _pair(public_id, other_id)
    form = JoinForm()
    form.offer(*((case.public_id, f"Case {case.reference}") for case in (page.one, page.other)))
    if form.validate_on_submit() and _joined(page, form):
        flash("The two cases are one now. What belonged to the other is here.")
        return redirect(url_for("cases.show", public_id=form.goes_on.data))
    shown = render_template("joined_cases/pair.html", page=page, form=form, button=Button())
    return shown, 422 if form.is_submitted() else 200


@blueprint.post("/<public_id>/same-child/<other_id>/two-children")
@access(Action.CASE_JOIN, form=BaseForm)
def tell_apart(public_id: str, other_id: str) -> ResponseReturnValue:
    """Say that two cases are of two children."""
    joined_cases.tell_apart(current_actor(), public_id, other_id, now=clock.now())
    flash("These are two children. The cases will not be proposed to each other again.")
    return redirect(url_for("joined_cases.index", public_id=public_id))


@blueprint.route("/<public_id>/joined/<joined_id>", methods=["GET", "POST"])
@access(Action.CASE_JOIN, form=TakeApartForm)
def take_apart(public_id: str, joined_id: str) -> ResponseReturnValue:
    """Show a case that was joined to this one, and have it back."""
    found = queries.joined_case(current_actor(), public_id, joined_id)
    if found is None:
        raise NotFound
    case, joined = found
    _record_viewing(case)
    form = TakeApartForm()
    if form.validate_on_submit() and (closed_id := _taken_apart(public_id, joined_id, form)):
        flash("The case is there again, with what came with it. What was added since stayed where it is.")
        return redirect(url_for("cases.show", public_id=closed_id))
    shown = render_template("joined_cases/take_apart.html", case=case, joined=joined, form=form)
    return shown, 422 if form.is_submitted() else 200


def _pair(public_id: str, other_id: str) -> PairPage:
    page = queries.pair_page(current_actor(), public_id, other_id)
    if page is None:
        raise NotFound
    _record_viewing(page.one)
    _record_viewing(page.other)
    return page


def _record_viewing(case: ComparedCase) -> None:
    cases.record_viewing(current_actor(), case.id, now=clock.now())


def _joined(page: PairPage, form: JoinForm) -> bool:
    both = (page.one.public_id, page.other.public_id)
    kept, closed = both if form.goes_on.data == both[0] else both[::-1]
    mark = form.submission_id.data
    verb = partial(joined_cases.join, current_actor(), kept, closed, form.reason.data, submission_id=mark)
    return done(form, verb, changed=OVERTAKEN)


def _taken_apart(public_id: str, joined_id: str, form: TakeApartForm) -> str | None:
    try:
        return joined_cases.take_apart(current_actor(), public_id, joined_id, form.reason.data, now=clock.now())
    except Blocked as blocked:
        form.add_faults({str(number): reason for number, reason in enumerate(blocked.reasons)})
    except Invalid as invalid:
        form.add_faults(invalid.faults)
    except Stale:
        form.add_faults({"": OVERTAKEN})
    return None
