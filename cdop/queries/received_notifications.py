"""What other systems sent as text, and which questions of the form its lines answer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from cdop.extensions import db
from cdop.models import FormResponse, Notification, NotificationText
from cdop.questionnaires import notification_text, registry
from cdop.questionnaires.notification_text import ReadText
from cdop.rules.actors import Actor
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, NotificationStatus


@dataclass(frozen=True, slots=True)
class ReceivedText:
    """One text as it came. `is_sent`: a person looked through what was read from it and sent the notification."""

    id: int
    panel_id: int
    public_id: str
    reference: str
    sender: str
    file_name: str | None
    at: datetime
    is_sent: bool
    read: ReadText


def received_text(actor: Actor, public_id: str) -> ReceivedText | None:
    """Return the text that a notification was read from, None where there is none that the actor may know of."""
    if not can(actor, Action.NOTIFICATION_LIST):
        return None
    open_to_all = or_(Notification.case_id.is_(None), Notification.case_id.not_in(sorted(actor.excluded_case_ids)))
    query = (
        select(Notification, NotificationText, FormResponse.form_key, FormResponse.form_version)
        .join(NotificationText, NotificationText.notification_id == Notification.id)
        .join(FormResponse, FormResponse.id == Notification.response_id)
        .where(Notification.panel_id == actor.panel_id, Notification.public_id == public_id, open_to_all)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    notification, kept, key, version = row
    return ReceivedText(
        notification.id,
        notification.panel_id,
        notification.public_id,
        notification.reference,
        kept.sender,
        kept.file_name,
        kept.at,
        notification.status is not NotificationStatus.BEING_WRITTEN,
        notification_text.read(registry.get(key, version), kept.text),
    )
