"""The first check: a notification becomes a case, one more of a known case, or is not for review."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.lists import page_asked
from cdop.blueprints.outcomes import BESIDE, done
from cdop.forms import triage_shown
from cdop.forms.triage import (
    FACTS,
    ChangedCheckForm,
    DelayForm,
    FirstCheckForm,
    LinkForm,
    NewCaseForm,
    NotForReviewForm,
    ReconsiderForm,
)
from cdop.queries import areas, notifications, triage_decisions
from cdop.queries import triage as triage_queries
from cdop.queries.case_page import CasePage
from cdop.queries.notifications import NotificationPage
from cdop.questionnaires.answer import answer
from cdop.questionnaires.checking import check
from cdop.rules import local_authorities, situations
from cdop.rules.dates import written_moment
from cdop.rules.triage import NotForReview
from cdop.rules.triage_words import ResidencyStatus
from cdop.rules.vocabulary import Action
from cdop.services import cases, lateness, triage
from cdop.services.errors import Invalid, Stale

CHANGED = (
    "Someone changed this case after you opened it, so nothing was saved. "
    "What you typed is still here: open the case in another tab to see what changed"
)
OVERTAKEN = f"Someone changed this after you opened it, so nothing was saved. {BESIDE}"
KEY_WORKER = ("key_worker_name", "key_worker_role", "key_worker_contact")

blueprint = Blueprint("triage", __name__)


@blueprint.route("/notifications/<public_id>/new-case", methods=["GET", "POST"])
@access(Action.NOTIFICATION_TRIAGE, form=NewCaseForm)
def open_case(public_id: str) -> ResponseReturnValue:
    """Make the first check of a notification and open its case."""
    page = _notification(public_id)
    facts = triage_queries.facts_told(page.answers, page.panel_id)
    form = NewCaseForm(data=triage_shown.proposed(facts) | _told(page))
    _offer(form)
    form.propose(triage_shown.reasons(facts))
    if form.validate_on_submit() and (case_id := _opened(page, form)):
        is_resident = form.residency.data == ResidencyStatus.RESIDENT
        flash(" ".join(("The case was opened.", *_kept_with_it(page, case_id))))
        return redirect(url_for("requests.index" if is_resident else "cases.show", public_id=case_id))
    particular = situations.situations(facts)
    told = {"page": page, "form": form, "particular": particular}
    return render_template("triage/open_case.html", **told), 422 if form.is_submitted() else 200


@blueprint.post("/notifications/<public_id>/link")
@access(Action.NOTIFICATION_TRIAGE, form=LinkForm)
def link(public_id: str) -> ResponseReturnValue:
    """Keep a notification as one more of a case that is known."""
    page, form = _notification(public_id), LinkForm()
    case_id = notifications.case_called(current_actor(), form.case.data or "")
    if form.validate() and case_id is None:
        form.add_faults({"case": "There is no case with this reference that you may see"})
    elif case_id and done(form, partial(triage.link_to_case, current_actor(), public_id, case_id), changed=CHANGED):
        flash("The notification is kept with this case.")
        return redirect(url_for("cases.show", public_id=case_id))
    shown_answers = check(page.spec, page.answers, today=clock.today())
    return render_template("notifications/check.html", page=page, check=shown_answers, form=form), 422


@blueprint.post("/notifications/<public_id>/another-child")
@access(Action.NOTIFICATION_TRIAGE, form=LinkForm)
def tell_apart(public_id: str) -> ResponseReturnValue:
    """Say that a notification is of another child than a case, and unlink it where it is kept with that case."""
    page, form = triage.read_notification(current_actor(), public_id, now=clock.now()), LinkForm()
    case_id = notifications.case_called(current_actor(), form.case.data or "")
    if form.validate() and case_id is None:
        form.add_faults({"case": "There is no case with this reference that you may see"})
    elif case_id and done(
        form, partial(triage.tell_apart, current_actor(), public_id, case_id, form.reason.data), changed=CHANGED
    ):
        flash("This notification is of another child than that case. It will not be proposed for it again.")
        return redirect(url_for("notifications.check", public_id=public_id))
    shown_answers = check(page.spec, page.answers, today=clock.today())
    return render_template("notifications/check.html", page=page, check=shown_answers, form=form), 422


@blueprint.route("/notifications/<public_id>/delay", methods=["GET", "POST"])
@access(Action.NOTIFICATION_TRIAGE, form=DelayForm)
def delay(public_id: str) -> ResponseReturnValue:
    """Keep since when the notifier knew of the death, and why the notification came late."""
    page = triage.read_notification(current_actor(), public_id, now=clock.now())
    form = DelayForm(data={"aware_on": page.aware_on, "reason": page.late_reason, "version": page.version})
    if form.validate_on_submit():
        told = {"aware_on": form.aware_on.data, "reason": form.reason.data or "", "version": form.version.data}
        if done(form, partial(lateness.record, current_actor(), public_id, **told), changed=OVERTAKEN):
            flash("When it was known, and why it came late, is kept.")
            return redirect(url_for("notifications.check", public_id=public_id))
    form.go_on_beside()
    refused = 409 if form.version.errors else 422
    return render_template("triage/delay.html", page=page, form=form), refused if form.is_submitted() else 200


@blueprint.route("/notifications/<public_id>/not-for-review", methods=["GET", "POST"])
@access(Action.NOTIFICATION_TRIAGE, form=NotForReviewForm)
def set_aside(public_id: str) -> ResponseReturnValue:
    """Say that a death is not for review, and by which rule."""
    page = _notification(public_id)
    proposed = situations.proposed_reason(triage_queries.facts_told(page.answers, page.panel_id))
    form = NotForReviewForm(data={"why": proposed.not_for_review} if proposed else None)
    if form.validate_on_submit():
        why = NotForReview(form.why.data)
        if done(form, partial(triage.set_aside, current_actor(), public_id, why, note=form.note.data), changed=CHANGED):
            flash("The notification is kept, without a case.")
            return redirect(url_for("notifications.check", public_id=public_id))
    told = {"page": page, "form": form, "proposed": proposed}
    return render_template("triage/set_aside.html", **told), 422 if form.is_submitted() else 200


@blueprint.route("/notifications/<public_id>/reconsider", methods=["GET", "POST"])
@access(Action.NOTIFICATION_TRIAGE, form=ReconsiderForm)
def reconsider(public_id: str) -> ResponseReturnValue:
    """Note that somebody disagreed with a death not being reviewed, and what came of it."""
    page, form = triage.read_notification(current_actor(), public_id, now=clock.now()), ReconsiderForm()
    if form.validate_on_submit():
        is_taken_up = form.outcome.data == "again"
        said = {"who": form.who.data, "said": form.said.data, "is_taken_up": is_taken_up}
        if done(form, partial(triage.reconsider, current_actor(), public_id, **said), changed=CHANGED):
            flash("It waits for its first check again." if is_taken_up else "The disagreement is kept.")
            return redirect(url_for("notifications.check", public_id=public_id))
    return render_template("triage/reconsider.html", page=page, form=form), 422 if form.is_submitted() else 200


@blueprint.route("/cases/<public_id>/first-check", methods=["GET", "POST"])
@access(Action.NOTIFICATION_TRIAGE, form=ChangedCheckForm)
def change(public_id: str) -> ResponseReturnValue:
    """Put right the first check of a case, or make it where a register brought the case in."""
    case = cases.open_case(current_actor(), public_id, now=clock.now())
    form = _standing(case)
    if form.validate_on_submit():
        more = {"why": form.why.data, "version": form.version.data}
        verb = partial(triage.change_check, current_actor(), public_id, form.check(), **more)
        if done(form, verb, changed=OVERTAKEN):
            flash("The first check was changed.")
            return redirect(url_for("cases.show", public_id=public_id))
    form.go_on_beside()
    refused = 409 if form.version.errors else 422
    return render_template("triage/change.html", case=case, form=form), refused if form.is_submitted() else 200


@blueprint.get("/cases/<public_id>/first-check/history")
@access(Action.CASE_VIEW)
def history(public_id: str) -> str:
    """Every answer that the first check of a case had, with who gave it, when, and why it was changed."""
    case = cases.open_case(current_actor(), public_id, now=clock.now())
    return render_template("triage/history.html", case=case, kept=triage_decisions.of_case(case.id))


@blueprint.get("/cases/led-elsewhere")
@access(Action.NOTIFICATION_LIST)
def led_elsewhere() -> str:
    """The register of cases that another panel leads."""
    is_unacknowledged = request.args.get("show") == "unacknowledged"
    found = triage_queries.led_elsewhere(current_actor(), is_unacknowledged=is_unacknowledged, page=page_asked())
    return render_template("triage/led_elsewhere.html", found=found, is_unacknowledged=is_unacknowledged)


def _standing(case: CasePage) -> ChangedCheckForm:
    """The form with what stands of a case's first check; of what was never asked, what is proposed."""
    kept = triage_decisions.standing(case.id)
    facts = triage_queries.facts_of_case(case.facts)
    stands = triage_shown.shown(case.facts, {topic: each.decision for topic, each in kept.items()})
    is_first = case.facts["triaged_on"] is None
    proposed = triage_shown.proposed(facts)
    form = ChangedCheckForm(data=stands, **{name: proposed[name] for name in proposed.keys() - stands.keys()})
    _offer(form)
    words = {topic: f"{each.by_name}, {written_moment(each.at)}" for topic, each in kept.items()}
    form.propose((triage_shown.reasons(facts) if is_first else {}) | triage_shown.since(words))
    return form


def _kept_with_it(page: NotificationPage, case_id: str) -> Iterator[str]:
    """Tell of each other notification that the same NHS number gave to the case."""
    for reference in notifications.references_of(current_actor(), case_id):
        if reference != page.reference:
            yield f"Notification {reference} gives the same NHS number and is kept with it too."


def _notification(public_id: str) -> NotificationPage:
    """A notification that waits for its first check, read on record. One that was checked shows what came of it."""
    page = triage.read_notification(current_actor(), public_id, now=clock.now())
    if not page.is_waiting:
        flash(f"{triage.ALREADY_CHECKED}. Nothing was changed.")
        abort(redirect(url_for("notifications.check", public_id=public_id)))
    return page


def _told(page: NotificationPage) -> dict[str, Any]:
    """What the notifier said, for the coordinator to confirm or put right."""
    told = {name: answer(page.answers, name).value for name in (*FACTS, *KEY_WORKER)}
    names = {
        "jar_not_held_reason": "jar_not_started_reason",
        "jar_triggered_at": "jar_started_on",
        "jar_triggered_at_time": "jar_started_at_time",
        "jar_lead": "jar_lead",
        "national_alert_note": "alert_reason",
    }
    return told | {field: answer(page.answers, name).value for field, name in names.items()}


def _offer(form: FirstCheckForm) -> None:
    every = ((area.gss_code, area.name) for area in local_authorities.AUTHORITIES)
    form.offer(areas.of_panel(current_actor().panel_id), every)


def _opened(page: NotificationPage, form: NewCaseForm) -> str | None:
    """Open the case and return its public id; None where the form says why it was not opened."""
    mark, why, found = form.submission_id.data, form.explained.data or "", (form.check(), form.facts())
    try:
        return triage.open_case(
            current_actor(), page.public_id, *found, explained=why, submission_id=mark, now=clock.now()
        )
    except Invalid as invalid:
        form.add_faults(invalid.faults)
    except Stale:
        form.add_faults({"": "Somebody checked a notification at the same moment. Send the page again"})
    return None
