"""Reminders about a case are paused by a person, for a reason and until a day; what falls due waits."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import ReminderPause
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON, written_date
from cdop.rules.typed_text import tidy
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import submissions
from cdop.services.access import case_to_change
from cdop.services.errors import Invalid, NotFound
from cdop.services.unit import writes

LONGEST = timedelta(days=183)
"""So long at most, so that no case is forgotten; proposed. A longer pause is a decision to be made again."""


@writes(AuditVerb.REMINDERS_PAUSED)
def pause(
    actor: Actor, case_id: str, *, reason: str, until_on: date, submission_id: str | None = None, now: datetime
) -> str:
    """Pause all reminders about a case until the end of a day, and return the pause's public id.

    Raises Invalid without a reason, for a day that is not ahead or too far, and where they are paused already.
    """
    case, today = case_to_change(actor, case_id, Action.CASE_HOLD), now.astimezone(LONDON).date()

    def act() -> str:
        if found := _faults(reason, until_on, today):
            raise Invalid(found)
        in_force = (ReminderPause.until_on >= today) & ReminderPause.ended_at.is_(None)
        if db.session.scalar(select(ReminderPause.id).where(ReminderPause.case_id == case.id, in_force)) is not None:
            raise Invalid({"until_on": "The reminders of this case are paused already: end that pause first"})
        row = ReminderPause(panel_id=case.panel_id, case_id=case.id, reason=tidy(reason, lines=True), until_on=until_on)
        row.by_name, row.created_at, row.created_by_id = actor.name, now, actor.user_id
        db.session.add(row)
        db.session.flush()
        return row.public_id

    return submissions.once(actor, submission_id, act, now=now, said=("pause", case_id, reason, until_on))


@writes(AuditVerb.REMINDERS_RESUMED)
def resume(actor: Actor, case_id: str, pause_id: str, *, now: datetime) -> None:
    """End a pause before its day. Ending it again changes nothing. Raises NotFound."""
    case = case_to_change(actor, case_id, Action.CASE_HOLD)
    found = (ReminderPause.case_id == case.id) & (ReminderPause.public_id == pause_id)
    row = db.session.scalar(select(ReminderPause).where(found).with_for_update())
    if row is None:
        raise NotFound
    row.ended_at = row.ended_at or now


def _faults(reason: str, until_on: date, today: date) -> dict[str, str]:
    found = {} if tidy(reason, lines=True) else {"reason": "Say why nobody is to be reminded"}
    if not today <= until_on <= today + LONGEST:
        found["until_on"] = f"Choose a day from today to {written_date(today + LONGEST)}"
    return found
