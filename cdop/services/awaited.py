"""Awaited notifications: an agency is asked to notify a death that the panel knows of, until it has."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from cdop.extensions import db
from cdop.models import Agency, AwaitedNotification, Case, Notification
from cdop.queries.awaited import AwaitedPage, awaited_page, death_of, visible_to
from cdop.rules import awaited as rules
from cdop.rules import cases as case_rules
from cdop.rules import references, same_child
from cdop.rules.actors import Actor
from cdop.rules.awaited import AwaitedDeath
from cdop.rules.dates import LONDON
from cdop.rules.facts import CaseSubject, PanelSubject
from cdop.rules.policy import can
from cdop.rules.same_child import Child
from cdop.rules.vocabulary import Action, AuditVerb, AwaitedStatus, NotificationStatus
from cdop.services import outbox, submissions, unit
from cdop.services import same_child as same_child_verbs
from cdop.services.access import require
from cdop.services.errors import Blocked, Invalid, NotFound, Stale
from cdop.services.unit import writes

AT_ONCE = 500
NOT_AWAITED = "This notification is not awaited any more"
NO_AGENCY = "Choose an agency of the panel’s directory"
NO_SUCH = "There is no case or notification with this reference that you may see"
EXPLAIN = "Say in a few words how you know, so that the next person need not ask"


@writes(AuditVerb.AWAITED_ADDED)
def await_notification(
    actor: Actor, death: AwaitedDeath, *, agency_id: str = "", submission_id: str | None = None, now: datetime
) -> str:
    """Await the notification of a death that the panel knows of; return its public id.

    `agency_id` is the public id of the agency that is to notify, which is asked at once; without it nobody is, and the
    coordinators are reminded to choose. Raises Invalid.
    """
    require(actor, Action.AWAITED_EDIT)

    def act() -> str:
        if found := rules.faults(death, today=now.astimezone(LONDON).date()):
            raise Invalid(found)
        row = _new(actor, death, now)
        db.session.add(row)
        db.session.flush()
        if agency_id:
            _ask(row, _agency(actor, agency_id), now)
        return row.public_id

    return submissions.once(actor, submission_id, act, now=now, said=(death, agency_id))


@writes(AuditVerb.AWAITED_ASKED)
def ask_agency(actor: Actor, public_id: str, agency_id: str, *, version: int, now: datetime) -> None:
    """Ask an agency to notify: the first one, another one, or the same one anew. Raises Invalid, Stale, Blocked."""
    row = _to_change(actor, public_id, version)
    _ask(row, _agency(actor, agency_id), now)


@writes(AuditVerb.AWAITED_ARRIVED)
def say_arrived(actor: Actor, public_id: str, reference: str, *, version: int, now: datetime) -> None:
    """Record by which notification or case a death was notified after all, by its reference.

    Raises Invalid where there is none that the actor may know of, Stale, Blocked.
    """
    row = _to_change(actor, public_id, version)
    _arrived(row, _called(actor, reference), now, by=actor.name)


@writes(AuditVerb.AWAITED_ENDED)
def end(actor: Actor, public_id: str, why: str, *, note: str, version: int, now: datetime) -> None:
    """Say why a notification is not awaited any more although none came. Raises Invalid, Stale, Blocked."""
    row = _to_change(actor, public_id, version)
    if why not in rules.WHY_ENDED:
        raise Invalid({"why": "Say why it is not awaited any more"})
    if not note.strip():
        raise Invalid({"note": EXPLAIN})
    row.status, row.ended_at, row.ended_by = AwaitedStatus.ENDED, now, actor.name
    row.ended_why, row.note = why, note.strip()
    unit.reason(why)


def read_awaited(actor: Actor, public_id: str, *, now: datetime) -> AwaitedPage:
    """Return an awaited notification, once the reading is on record. Raises NotFound."""
    page = awaited_page(actor, public_id)
    if page is None:
        raise NotFound
    require(actor, Action.AWAITED_LIST, page.subject)
    _record_reading(actor, page.id, now=now)
    return page


def note_arrival(notification: Notification, child: Child, now: datetime) -> None:
    """Close what is awaited of the child that a notification which has just come tells of, within the open unit.

    An equal valid NHS number closes, unless the first names are of two (decision 21). So does the link of the message
    that asked for it, unless what was notified by it is of another child.
    """
    mine = (AwaitedNotification.panel_id == notification.panel_id) & _is_awaited()
    asked = AwaitedNotification.reference == (notification.awaited_reference or "")
    same_number = AwaitedNotification.nhs_number == (child.nhs_number or "")
    for row in db.session.scalars(select(AwaitedNotification).where(mine, asked | same_number).with_for_update()):
        found = same_child.compare(child, death_of(row).child)
        if found.links_on_its_own or (row.reference == notification.awaited_reference and found.is_proposed):
            _arrived(row, notification, now)


@writes(AuditVerb.AWAITED_ARRIVED)
def close_arrived(actor: Actor, *, now: datetime) -> int:
    """Close what is awaited under the NHS number of a case that there is by now; return how many were.

    A register may have brought the case in, or somebody may have put its number right.
    """
    same = (Case.panel_id == AwaitedNotification.panel_id) & (Case.nhs_number == AwaitedNotification.nhs_number)
    query = select(AwaitedNotification, Case).join(Case, same).where(_is_awaited()).order_by(AwaitedNotification.id)
    rows = db.session.execute(query.limit(AT_ONCE).with_for_update(of=AwaitedNotification)).all()
    arrived = [(row, case) for row, case in rows if same_child_verbs.belongs(death_of(row).child, case)]
    for row, case in arrived:
        _arrived(row, case, now)
    return len(arrived)


@writes(AuditVerb.AWAITED_READ)
def _record_reading(actor: Actor, awaited_id: int, *, now: datetime) -> None:
    unit.record("awaited_notification", awaited_id)


def ids_called(actor: Actor, reference: str) -> tuple[int | None, int | None]:
    """Return the ids of the case and the notification that a reference names. Raises Invalid where there is none."""
    found = _called(actor, reference)
    return (found.id, None) if isinstance(found, Case) else (found.case_id, found.id)


def _called(actor: Actor, reference: str) -> Notification | Case:
    """Raises Invalid where there is none that the actor may know of."""
    found = _notification_called(actor, reference) or _case_called(actor, reference)
    if found is None:
        raise Invalid({"reference": NO_SUCH})
    return found


def _is_awaited() -> ColumnElement[bool]:
    return AwaitedNotification.status == AwaitedStatus.AWAITED


def _new(actor: Actor, death: AwaitedDeath, now: datetime) -> AwaitedNotification:
    row = AwaitedNotification(panel_id=actor.panel_id, reference=references.new_reference("A"))
    row.source, row.source_name, row.told_on = death.source, death.source_name.strip() or None, death.told_on
    row.given_names, row.family_name = death.given_names.strip() or None, death.family_name.strip() or None
    row.name_folded = case_rules.folded_name(row.given_names, row.family_name)
    row.nhs_number, row.postcode = death.nhs_number, death.postcode
    row.event_on, row.born_on, row.died_on = death.event_on, death.born_on, death.died_on
    row.place, row.status = death.place.strip() or None, AwaitedStatus.AWAITED
    row.created_at, row.created_by_id = now, actor.user_id
    return row


def _agency(actor: Actor, public_id: str) -> Agency:
    mine = (Agency.panel_id == actor.panel_id) & (Agency.public_id == public_id) & Agency.is_active
    agency = db.session.scalar(select(Agency).where(mine))
    if agency is None:
        raise Invalid({"agency": NO_AGENCY})
    return agency


def _ask(row: AwaitedNotification, agency: Agency, now: datetime) -> None:
    """Ask an agency to notify; its reminders begin anew."""
    row.agency_id, row.asked_at = agency.id, now
    row.due_on = rules.answer_due_on(now.astimezone(LONDON).date())
    outbox.queue(
        row.panel_id,
        key=f"awaited_asked:{row.id}:{now.isoformat()}",
        template="awaited_asked",
        to=agency.email,
        context={"awaited": row.public_id, "agency": agency.public_id},
        case_id=row.case_id,
        now=now,
    )


def _to_change(actor: Actor, public_id: str, version: int) -> AwaitedNotification:
    """One that is still awaited, locked, as the page showed it."""
    query = select(AwaitedNotification).where(*visible_to(actor), AwaitedNotification.public_id == public_id)
    row = db.session.scalar(query.with_for_update())
    if row is None:
        raise NotFound
    require(actor, Action.AWAITED_EDIT, PanelSubject(row.panel_id))
    if row.status is not AwaitedStatus.AWAITED:
        raise Blocked([NOT_AWAITED])
    if row.version != version:
        raise Stale
    return row


def _arrived(row: AwaitedNotification, what: Notification | Case, now: datetime, *, by: str | None = None) -> None:
    row.status, row.ended_at, row.ended_by = AwaitedStatus.ARRIVED, now, by
    if isinstance(what, Case):
        row.case_id = what.id
    else:
        row.notification_id, row.case_id = what.id, what.case_id


def _notification_called(actor: Actor, reference: str) -> Notification | None:
    """A notification that was received, by its reference, unless its case is not for this actor to know of."""
    called = (Notification.panel_id == actor.panel_id) & (Notification.reference == reference.strip().upper())
    received = Notification.status != NotificationStatus.BEING_WRITTEN
    found = db.session.scalar(select(Notification).where(called, received))
    return None if found is None or found.case_id in actor.excluded_case_ids else found


def _case_called(actor: Actor, reference: str) -> Case | None:
    called = (Case.panel_id == actor.panel_id) & (Case.reference_folded == reference.strip().casefold())
    case = db.session.scalar(select(Case).where(called))
    if case is None or not can(actor, Action.CASE_VIEW, CaseSubject(case.id, case.panel_id)):
        return None
    return case
