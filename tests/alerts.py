"""Alerts that notifications raise, as in life."""

from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Notification, SameDayAlert
from tests.beginnings import first_step
from tests.live_cases import send_notification


@first_step
def raise_alert(panel_id: int, *, now: datetime) -> str:
    """Notify a drowning and return the public id of the alert that it raises."""
    notification = send_notification(panel_id, now=now, suspected_types=("drowning",))
    query = select(SameDayAlert.public_id).join(Notification, Notification.id == SameDayAlert.notification_id)
    public_id = db.session.scalars(query.where(Notification.public_id == notification)).one()
    db.session.rollback()
    return public_id
