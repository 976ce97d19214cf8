"""Messages that tests queue, and what has become of them."""

from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import OutboundMessage
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb
from cdop.services import outbox
from cdop.services.unit import writes

# One that a person is asked about when it is in doubt, and one that is sent once more.
ASKED_ABOUT, SENT_ONCE_MORE = "form_b_withdrawn", "notification_received"
TO = "surgery@example.com"
SENDER = "panel@example.com"


@writes(AuditVerb.DEMO_LOADED)
def queue(actor: Actor, *keys: str, template: str = SENT_ONCE_MORE, now: datetime, **options: object) -> None:
    """Queue a message of each of these keys; its reference is the key."""
    assert actor.panel_id is not None
    for key in keys:
        told = {"context": {"reference": key}, "to": TO, **options}
        outbox.queue(actor.panel_id, key=key, template=template, now=now, **told)  # type: ignore[arg-type]


def stored(key: str) -> OutboundMessage:
    """The message of this key as it is in the database now."""
    db.session.rollback()
    return db.session.execute(select(OutboundMessage).where(OutboundMessage.key == key)).scalar_one()


def statuses() -> dict[str, str]:
    """Of each message, what has become of it."""
    db.session.rollback()
    rows = db.session.execute(select(OutboundMessage.key, OutboundMessage.status).order_by(OutboundMessage.id))
    return {row.key: row.status.value for row in rows}
