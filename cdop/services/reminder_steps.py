"""When a panel's people and agencies are reminded, each rule from a day on: what was asked before keeps its steps."""

from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import ReminderSetting
from cdop.rules import reminder_steps, reminders
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON, written_date
from cdop.rules.facts import PanelSubject
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound
from cdop.services.unit import writes


@writes(AuditVerb.REMINDER_STEPS_SET)
def set_steps(actor: Actor, panel_id: int, key: str, typed: str, *, from_on: date, now: datetime) -> None:
    """Set the steps of one of a panel's reminders for what is asked for from a day on.

    Set again for the same day, the last steps count. Raises NotFound for an unknown rule, and Invalid for steps that
    cannot be read or a day that has passed: whoever was asked before is reminded as before.
    """
    require(actor, Action.DEADLINE_EDIT, PanelSubject(panel_id))
    if not reminders.is_rule(key):
        raise NotFound
    today = now.astimezone(LONDON).date()
    faults: dict[str, str] = {}
    steps: tuple[int, ...] = ()
    try:
        steps = reminder_steps.parse(typed)
    except ValueError as error:
        faults["steps"] = str(error)
    if from_on < today:
        faults["from_on"] = f"Enter {written_date(today)} or a later day"
    if faults:
        raise Invalid(faults)
    same = (ReminderSetting.panel_id == panel_id, ReminderSetting.rule == key, ReminderSetting.from_on == from_on)
    setting = db.session.scalar(select(ReminderSetting).where(*same).with_for_update())
    if setting is None:
        setting = ReminderSetting(panel_id=panel_id, rule=key, from_on=from_on, created_at=now)
        setting.created_by_id = actor.user_id
        db.session.add(setting)
    setting.steps = list(steps)
