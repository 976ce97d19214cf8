"""What the coordinator hears of why a notification came late, and since when the death was known to who sent it."""

from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Notification
from cdop.queries.notifications import notification_page
from cdop.rules import lateness
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound, Stale
from cdop.services.unit import writes


@writes(AuditVerb.NOTIFICATION_DELAY_RECORDED)
def record(
    actor: Actor, notification_id: str, *, aware_on: date | None, reason: str, version: int, now: datetime
) -> None:
    """Keep since when who notified knew of the death, and why it took so long. Raises NotFound, Stale, Invalid.

    A reason is asked for where it was late, unless the notifier gave one.
    """
    page = notification_page(actor, notification_id)
    if page is None:
        raise NotFound
    require(actor, Action.NOTIFICATION_TRIAGE, page.subject)
    row = db.session.scalar(select(Notification).where(Notification.id == page.id).with_for_update())
    if row is None or row.version != version:
        raise Stale
    took = lateness.delay(page.received_at, page.died_on, aware_on, page.delay.limit)
    found = lateness.faults(aware_on, reason, took, died_on=page.died_on, has_reason=page.says_why_late)
    if found:
        raise Invalid(found)
    row.aware_on, row.late_reason = aware_on, reason.strip() or None
