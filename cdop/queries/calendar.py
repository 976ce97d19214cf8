"""A person's own dates in their panel, for their calendar: meetings, and what falls due for them. References only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import ActionItem, Agency, Case, CaseHold, FormRequest, PanelMeeting
from cdop.queries.case_page import deadline_settings
from cdop.queries.cases import FACT_COLUMNS, facts_of, visible_to
from cdop.queries.home import OPEN
from cdop.rules import deadline_table, deadlines, form_b
from cdop.rules.actions import CLOSED
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, MeetingStatus, Residency

BACK = timedelta(days=90)
"""How long what is over stays in the calendar."""
AT_MOST = 400
"""Of each kind, the soonest."""
_DONE = (deadlines.StandingKind.MET, deadlines.StandingKind.MET_LATE, deadlines.StandingKind.NOT_STARTED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One date: a whole day, or the instant in UTC at which something begins.

    `key` stays the same for as long as the thing is the same. `page` is the endpoint that shows it and `public_id`
    what it shows.
    """

    key: str
    words: str
    at: date | datetime
    page: str
    public_id: str
    place: str | None = None


def entries(actor: Actor, *, now: datetime) -> tuple[Entry, ...]:
    """Return the dates of this person, as far as their roles let them see them: at most six statements."""
    today = now.astimezone(LONDON).date()
    found = [*_meetings(actor, today)] if can(actor, Action.MEETING_LIST) else []
    if can(actor, Action.ACTION_LIST):
        found += _actions(actor)
    if can(actor, Action.NOTIFICATION_TRIAGE):
        found += [*_deadlines(actor, now, today), *_holds(actor)]
    if can(actor, Action.OWN_REQUEST_LIST):
        found += _requests(actor)
    return tuple(found)


def _meetings(actor: Actor, today: date) -> list[Entry]:
    """The panel's meetings. A theme is not told: with a day it could point to a child."""
    query = (
        select(PanelMeeting.public_id, PanelMeeting.kind, PanelMeeting.held_on, PanelMeeting.starts_at)
        .add_columns(PanelMeeting.place, PanelMeeting.status)
        .where(PanelMeeting.panel_id == actor.panel_id, PanelMeeting.held_on >= today - BACK)
        .order_by(PanelMeeting.held_on, PanelMeeting.id)
        .limit(AT_MOST)
    )
    shown = (MeetingStatus.PLANNED, MeetingStatus.HELD)
    return [
        Entry(
            f"meeting-{row.public_id}",
            f"Panel meeting: {row.kind}",
            row.starts_at or row.held_on,
            "meetings.show",
            row.public_id,
            row.place,
        )
        for row in db.session.execute(query)
        if row.status in shown
    ]


def _actions(actor: Actor) -> list[Entry]:
    """Actions that this person agreed to do: who does one is written down as a name."""
    mine = (func.lower(ActionItem.owner) == actor.name.lower()) & ActionItem.status.not_in(CLOSED)
    query = (
        select(ActionItem.public_id, Case.reference, ActionItem.due_on)
        .join(Case, Case.id == ActionItem.case_id)
        .where(*visible_to(actor), mine)
        .order_by(ActionItem.due_on, ActionItem.id)
        .limit(AT_MOST)
    )
    return [
        Entry(f"action-{row.public_id}", f"{row.reference}: action due", row.due_on, "actions.show", row.public_id)
        for row in db.session.execute(query)
    ]


def _deadlines(actor: Actor, now: datetime, today: date) -> list[Entry]:
    """What is due on the open cases of residents, under the rules of their time."""
    query = (
        select(Case.public_id, Case.reference, *(getattr(Case, name) for name in FACT_COLUMNS))
        .where(*visible_to(actor), Case.status.in_(OPEN), Case.residency == Residency.RESIDENT)
        .order_by(Case.died_on.desc(), Case.id)
        .limit(AT_MOST)
    )
    settings = deadline_settings(actor.panel_id or 0)
    found = []
    for row in db.session.execute(query):
        facts = facts_of(row)
        rows = deadlines.in_force(deadline_table.DEADLINES, settings, facts.notified_on or today)
        for each in deadline_table.standings(facts, now, rows):
            due_on = deadlines.due_on(each.deadline, facts)
            if each.kind not in _DONE and due_on is not None and due_on >= today - BACK:
                key = f"{each.deadline.key}-{row.public_id}"
                label = each.deadline.label
                words = f"{row.reference}: {label[:1].lower()}{label[1:]} due"
                found.append(Entry(key, words, due_on, "cases.show", row.public_id))
    return found


def _holds(actor: Actor) -> list[Entry]:
    query = (
        select(CaseHold.public_id, Case.public_id.label("case_id"), Case.reference, CaseHold.next_check_on)
        .join(Case, Case.id == CaseHold.case_id)
        .where(*visible_to(actor), CaseHold.ended_on.is_(None), CaseHold.next_check_on.is_not(None))
        .order_by(CaseHold.next_check_on, CaseHold.id)
        .limit(AT_MOST)
    )
    return [
        Entry(f"hold-{row.public_id}", f"{row.reference}: look at hold", row.next_check_on, "cases.show", row.case_id)
        for row in db.session.execute(query)
    ]


def _requests(actor: Actor) -> list[Entry]:
    """Forms that the person's agencies are asked for."""
    own = (FormRequest.panel_id == actor.panel_id) & FormRequest.agency_id.in_(actor.agency_ids)
    awaited = FormRequest.status.in_(form_b.OPEN) & FormRequest.due_on.is_not(None)
    query = (
        select(FormRequest.public_id, Agency.name, FormRequest.due_on)
        .join(Agency, Agency.id == FormRequest.agency_id)
        .where(own, awaited)
        .order_by(FormRequest.due_on, FormRequest.id)
        .limit(AT_MOST)
    )
    return [
        Entry(
            f"request-{row.public_id}",
            f"Form {form_b.reference(row.public_id)} of {row.name} is due",
            row.due_on,
            "own_requests.index",
            "",
        )
        for row in db.session.execute(query)
    ]
