"""The reminders about one case: whether they are paused and why, what is planned, and what was sent last."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from cdop.extensions import db
from cdop.models import ReminderPause, ScheduledReminder
from cdop.rules import reminders
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import ReminderStatus

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause of a case's reminders."""

    public_id: str
    reason: str
    until_on: date
    by_name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CaseReminder:
    """A reminder about a case: of what, when it is or was due, and what became of it."""

    label: str
    due_at: datetime
    status: ReminderStatus


@dataclass(frozen=True, slots=True)
class CaseReminders:
    """The pause in force, None where there is none; and the newest reminders."""

    pause: Pause | None
    reminders: tuple[CaseReminder, ...]


def case_reminders(case_id: int, *, now: datetime) -> CaseReminders:
    """Return the reminders about a case. Two statements."""
    columns: tuple[Any, ...] = (ReminderPause.public_id, ReminderPause.reason, ReminderPause.until_on)
    query = select(*columns, ReminderPause.by_name, ReminderPause.created_at)
    of_case = query.where(ReminderPause.case_id == case_id, in_force(now)).order_by(ReminderPause.id.desc())
    pause = db.session.execute(of_case.limit(1)).one_or_none()
    newest = (
        select(ScheduledReminder.rule, ScheduledReminder.due_at, ScheduledReminder.status)
        .where(ScheduledReminder.case_id == case_id)
        .order_by(ScheduledReminder.due_at.desc(), ScheduledReminder.id.desc())
        .limit(SHOWN)
    )
    found = tuple(
        CaseReminder(reminders.label(rule), due_at, status) for rule, due_at, status in db.session.execute(newest)
    )
    return CaseReminders(None if pause is None else Pause(*tuple(pause)), found)


def in_force(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a pause is in force at an instant."""
    today = now.astimezone(LONDON).date()
    return ReminderPause.ended_at.is_(None) & (ReminderPause.until_on >= today)
