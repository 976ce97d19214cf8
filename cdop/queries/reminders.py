"""What the reminders are asked about: forms and notifications that are awaited, letters that wait; and whom to tell."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Row, Select, and_, func, select

from cdop.extensions import db
from cdop.models import (
    Agency,
    AwaitedNotification,
    Case,
    CaseHold,
    FamilyLetter,
    FormRequest,
    Invitation,
    Membership,
    ReminderPause,
    ScheduledReminder,
    User,
)
from cdop.queries import work_due
from cdop.queries.awaited import death_of
from cdop.queries.known_deaths import waiting_like
from cdop.queries.reading import read
from cdop.queries.reminded_people import colleagues
from cdop.queries.reminder_pauses import in_force
from cdop.queries.work_due import IN_FIRST_DAYS
from cdop.rules import form_b
from cdop.rules.correspondence import LetterStatus
from cdop.rules.dates import LONDON
from cdop.rules.facts import AwaitedFacts, LetterFacts, ReminderFacts, RequestFacts
from cdop.rules.lifecycle import ENDED
from cdop.rules.messages import Audience
from cdop.rules.reminder_table import CASE, OF_AGENCIES
from cdop.rules.reminders import Window
from cdop.rules.vocabulary import AwaitedStatus, CaseStatus, HoldKind, ReminderStatus, Role

PAGE = 1000
_Read = Callable[[int, datetime], Sequence[ReminderFacts]]
REQUEST, LETTER, AWAITED = "form_request", "family_letter", "awaited_notification"


def subjects(window: Window, *, now: datetime) -> Iterator[Sequence[ReminderFacts]]:
    """Yield, in pages, everything that somebody may have to be reminded of within a time."""
    readers: list[_Read] = [partial(_awaited_requests, window), _waiting_letters, _awaited_notifications]
    readers += [partial(work_due.waiting, kind, only=work_due.within(kind, window)) for kind in work_due.KINDS]
    for reader in readers:
        yield from _pages(reader, now)


def first_days(*, now: datetime) -> Iterator[Sequence[ReminderFacts]]:
    """Yield, in pages, the cases with steps that are counted in hours and not done."""
    yield from _pages(partial(work_due.waiting, CASE, only=IN_FIRST_DAYS), now)


def _pages(
    read: Callable[[int, datetime], Sequence[ReminderFacts]], now: datetime
) -> Iterator[Sequence[ReminderFacts]]:
    after = 0
    while page := read(after, now):
        yield page
        after = page[-1].subject_id


def facts_of(kind: str, ids: set[int], *, now: datetime) -> dict[int, ReminderFacts]:
    """Return these things as the reminders see them, by id, whatever has become of them."""
    if kind in work_due.KINDS:
        return {facts.subject_id: facts for facts in work_due.of_ids(kind, ids, now=now)}
    if kind == REQUEST:
        rows = read(_requests().where(FormRequest.id.in_(ids))).all()
        return {facts.subject_id: facts for facts in _as_requests(rows, now)}
    if kind == AWAITED:
        rows = db.session.execute(_awaited().where(AwaitedNotification.id.in_(ids))).all()
        return {facts.subject_id: facts for facts in _as_awaited(rows, now)}
    rows = db.session.execute(_letters().where(FamilyLetter.id.in_(ids))).all()
    return {facts.subject_id: facts for facts in _as_letters(rows, now)}


def due_ids(rules: Collection[str], *, now: datetime, limit: int) -> list[int]:
    """Return the ids of the reminders of some rules that fell due, oldest first; those of a paused case wait."""
    paused = select(ReminderPause.id).where(ReminderPause.case_id == ScheduledReminder.case_id, in_force(now)).exists()
    planned = (ScheduledReminder.status == ReminderStatus.PLANNED) & ScheduledReminder.rule.in_(sorted(rules))
    due = planned & (ScheduledReminder.due_at <= now) & ~paused
    query = select(ScheduledReminder.id).where(due).order_by(ScheduledReminder.due_at, ScheduledReminder.id)
    return list(db.session.scalars(query.limit(limit)))


def coordinators(panel_ids: set[int], *, now: datetime) -> list[tuple[int, int, str]]:
    """Return panel, id and address of everybody who coordinates one of these panels today."""
    today = now.astimezone(LONDON).date()
    held = and_(
        Membership.panel_id.in_(panel_ids),
        Membership.role == Role.COORDINATOR,
        Membership.from_on <= today,
        Membership.until_on.is_(None) | (Membership.until_on >= today),
        User.disabled_at.is_(None),
    )
    query = select(Membership.panel_id, User.id, User.email).join(User, User.id == Membership.user_id)
    return [(row.panel_id, row.id, row.email) for row in db.session.execute(query.where(held).order_by(User.id))]


def _awaited_requests(window: Window, after: int, now: datetime) -> list[ReminderFacts]:
    days = window.days(*(rule.key for rule in OF_AGENCIES if rule.subject == REQUEST))
    open_ones = and_(FormRequest.status.in_(form_b.OPEN), Case.status.not_in(ENDED))
    awaited = and_(FormRequest.id > after, FormRequest.due_on.in_(days), open_ones)
    rows = read(_requests().where(awaited).order_by(FormRequest.id).limit(PAGE)).all()
    return list(_as_requests(rows, now))


def _waiting_letters(after: int, now: datetime) -> list[ReminderFacts]:
    is_reviewed = Case.status != CaseStatus.NOT_FOR_REVIEW
    waiting = and_(FamilyLetter.id > after, FamilyLetter.status == LetterStatus.DRAFT, is_reviewed)
    rows = db.session.execute(_letters().where(waiting).order_by(FamilyLetter.id).limit(PAGE)).all()
    return list(_as_letters(rows, now))


def _requests() -> Select[*tuple[Any, ...]]:
    """Each request with the newest invitation that opens it."""
    newest = (
        select(func.max(Invitation.id))
        .where(Invitation.request_id == FormRequest.id, Invitation.ended_at.is_(None))
        .correlate(FormRequest)
        .scalar_subquery()
    )
    return (
        select(
            FormRequest.id,
            FormRequest.public_id.label("request"),
            FormRequest.panel_id,
            FormRequest.case_id,
            FormRequest.status,
            FormRequest.due_on,
            FormRequest.reminded_on,
            FormRequest.sent_at,
            Agency.lead_email,
            Invitation.public_id,
            Invitation.email,
            Invitation.created_at,
            Case.status.label("case_status"),
        )
        .join(Case, Case.id == FormRequest.case_id)
        .join(Agency, Agency.id == FormRequest.agency_id)
        .outerjoin(Invitation, Invitation.id == newest)
    )


def _as_requests(rows: Sequence[Row[Any]], now: datetime) -> Iterator[RequestFacts]:
    told = colleagues({row.panel_id for row in rows}, (row.case_id for row in rows), now=now)
    for row in rows:
        agency = ((Audience.RECIPIENT, row.email), (Audience.LEAD, row.lead_email))
        is_open = row.status in form_b.OPEN and row.case_status not in ENDED
        yield RequestFacts(
            subject=REQUEST,
            subject_id=row.id,
            panel_id=row.panel_id,
            case_id=row.case_id,
            asked_at=row.created_at or row.sent_at,
            addresses=(*((kind, to) for kind, to in agency if to), *told.addresses(row.panel_id, row.case_id)),
            due_on=row.due_on,
            reminded_on=row.reminded_on,
            is_awaited=is_open and row.public_id is not None,
            invitation=row.public_id or "",
            request=row.request,
        )


def _letters() -> Select[*tuple[Any, ...]]:
    held_back = (
        select(CaseHold.id)
        .where(
            CaseHold.case_id == FamilyLetter.case_id, CaseHold.kind == HoldKind.CRIMINAL, CaseHold.ended_on.is_(None)
        )
        .exists()
    )
    columns = (FamilyLetter.id, FamilyLetter.panel_id, FamilyLetter.case_id, FamilyLetter.created_at)
    case = (Case.public_id, Case.reference, held_back.label("is_held_back"))
    return select(*columns, FamilyLetter.status, *case).join(Case, Case.id == FamilyLetter.case_id)


def _as_letters(rows: Sequence[Row[Any]], now: datetime) -> Iterator[LetterFacts]:
    told = coordinators({row.panel_id for row in rows}, now=now) if rows else []
    for row in rows:
        yield LetterFacts(
            subject=LETTER,
            subject_id=row.id,
            panel_id=row.panel_id,
            case_id=row.case_id,
            asked_at=row.created_at,
            addresses=tuple((Audience.COORDINATORS, email) for panel, _id, email in told if panel == row.panel_id),
            drafted_on=row.created_at.astimezone(LONDON).date(),
            is_waiting=row.status is LetterStatus.DRAFT,
            is_held_back=bool(row.is_held_back),
            case=row.public_id,
            reference=row.reference,
        )


def _awaited_notifications(after: int, now: datetime) -> list[ReminderFacts]:
    awaited = (AwaitedNotification.id > after) & (AwaitedNotification.status == AwaitedStatus.AWAITED)
    rows = db.session.execute(_awaited().where(awaited).order_by(AwaitedNotification.id).limit(PAGE)).all()
    return list(_as_awaited(rows, now))


def _awaited() -> Select[*tuple[Any, ...]]:
    """Each with whether there is a case of its NHS number by now."""
    same = (Case.panel_id == AwaitedNotification.panel_id) & (Case.nhs_number == AwaitedNotification.nhs_number)
    has_case = select(Case.id).where(same).exists().label("has_case")
    return select(AwaitedNotification, Agency.email, Agency.lead_email, has_case).outerjoin(
        Agency, Agency.id == AwaitedNotification.agency_id
    )


def _as_awaited(rows: Sequence[Row[Any]], now: datetime) -> Iterator[AwaitedFacts]:
    """Nobody is reminded while a notification waits for its first check that may be the one."""
    panels = {row[0].panel_id for row in rows}
    coordinating = coordinators(panels, now=now) if rows else []
    may_be_here = {each: _may_be_here([row[0] for row in rows if row[0].panel_id == each]) for each in panels}
    for found, email, lead_email, has_case in (tuple(row) for row in rows):
        agency = ((Audience.RECIPIENT, email), (Audience.LEAD, lead_email))
        told_too = ((Audience.COORDINATORS, each) for panel, _id, each in coordinating if panel == found.panel_id)
        is_here = has_case or found.id in may_be_here[found.panel_id]
        yield AwaitedFacts(
            subject=AWAITED,
            subject_id=found.id,
            panel_id=found.panel_id,
            case_id=found.case_id,
            asked_at=found.asked_at or found.created_at,
            addresses=(*((kind, to) for kind, to in agency if to), *told_too),
            known_on=found.created_at.astimezone(LONDON).date(),
            due_on=found.due_on,
            is_awaited=found.status is AwaitedStatus.AWAITED and not is_here,
            awaited=found.public_id,
        )


def _may_be_here(rows: list[AwaitedNotification]) -> set[int]:
    """Those that a notification which waits for its first check looks like."""
    return waiting_like(rows[0].panel_id, {row.id: death_of(row).child for row in rows})
