"""Messages that leave the system: queued in the transaction of what they tell, sent by the job process."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from cdop.extensions import db
from cdop.models import OutboundMessage
from cdop.models.base import new_public_id
from cdop.rules.vocabulary import MessageStatus


def queue(
    panel_id: int,
    *,
    key: str,
    template: str,
    to: str,
    context: Mapping[str, Any],
    case_id: int | None = None,
    due_at: datetime | None = None,
    now: datetime,
) -> None:
    """Queue a message within the open unit of work; one whose key was queued before is left as it is."""
    connection = db.session().connection()
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(OutboundMessage.__table__)
    message = {
        "public_id": new_public_id(),
        "panel_id": panel_id,
        "case_id": case_id,
        "key": key,
        "template": template,
        "to_address": to,
        "context": dict(context),
        "status": MessageStatus.DUE,
        "queued_at": now,
        "due_at": due_at or now,
        "attempts": 0,
    }
    connection.execute(insert.values(**message).on_conflict_do_nothing(index_elements=["key"]))
