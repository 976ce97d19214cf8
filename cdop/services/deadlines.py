"""How long a panel's deadlines are, each from a day on: what was set before keeps the cases of its time."""

from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import DeadlineSetting
from cdop.rules.actors import Actor
from cdop.rules.dates import written_date
from cdop.rules.deadline_table import CHILD_DEATH_PANELS_SINCE, TABLE
from cdop.rules.deadlines import Deadline
from cdop.rules.facts import PanelSubject
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services.access import require
from cdop.services.errors import Invalid
from cdop.services.unit import writes

LONGEST_LENGTH = 9999
LATEST_YEARS_AHEAD = 10


@writes(AuditVerb.DEADLINE_SET)
def set_length(actor: Actor, panel_id: int, key: str, length: int, *, from_on: date, now: datetime) -> Deadline:
    """Set how long one of a panel's deadlines is from a day on, in the deadline's own unit; return the deadline.

    Cases notified before that day keep the length of their time. Set again for the same day, the last length counts.
    Raises Invalid for an unknown key, a length below one or a day that cannot be meant.
    """
    require(actor, Action.DEADLINE_EDIT, PanelSubject(panel_id))
    if key not in TABLE:
        raise Invalid({"key": f"There is no deadline {key}. There are: {', '.join(sorted(TABLE))}"})
    if not 1 <= length <= LONGEST_LENGTH:
        raise Invalid({"length": f"The length is a whole number from 1 to {LONGEST_LENGTH}"})
    if not CHILD_DEATH_PANELS_SINCE <= from_on <= now.date().replace(day=1, year=now.year + LATEST_YEARS_AHEAD):
        since = written_date(CHILD_DEATH_PANELS_SINCE)
        raise Invalid({"from_on": f"Enter a day from {since} on, no more than {LATEST_YEARS_AHEAD} years ahead"})
    same = (DeadlineSetting.panel_id == panel_id, DeadlineSetting.key == key, DeadlineSetting.from_on == from_on)
    setting = db.session.scalar(select(DeadlineSetting).where(*same).with_for_update())
    if setting is None:
        setting = DeadlineSetting(panel_id=panel_id, key=key, from_on=from_on, created_at=now)
        setting.created_by_id = actor.user_id
        db.session.add(setting)
    setting.length = length
    return TABLE[key]
