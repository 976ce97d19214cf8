"""Notifications that other systems send as a file or a message: read into the form, with the text kept as it came."""

from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Notification, NotificationText
from cdop.queries import received_notifications as queries
from cdop.queries.received_notifications import ReceivedText
from cdop.questionnaires import notification_text, registry
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.digests import secret_digest
from cdop.rules.facts import PanelSubject
from cdop.rules.typed_text import text_fault
from cdop.rules.vocabulary import Action, AuditVerb, NotificationSource
from cdop.services import intake, unit
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound
from cdop.services.unit import writes

NOTHING = "No line of it answers a question of the form, so nothing was kept. Is it the right text?"


@writes(AuditVerb.NOTIFICATION_READ_IN)
def take_in(actor: Actor, text: str, *, sender: str, file_name: str | None = None, code: str, now: datetime) -> str:
    """Begin a notification with what a text says, for a person to look through and send; return its public id.

    Whoever has `code` goes on with it. Raises Forbidden, and Invalid for a text of which nothing can be used.
    """
    require(actor, Action.NOTIFICATION_TRIAGE, PanelSubject(actor.panel_id or 0))
    if fault := text_fault(text, "The text", notification_text.LONGEST, lines=True):
        raise Invalid({"text": fault})
    spec = registry.current(intake.FORM, now.astimezone(LONDON).date())
    found = notification_text.read(spec, text)
    if not found.answers:
        raise Invalid({"text": NOTHING})
    intake.begin(actor, panel_id=actor.panel_id or 0, code=code, source=NotificationSource.SYSTEM, now=now)
    intake.save_page(actor, code, found.answers, seen={}, now=now)
    mine = Notification.code_digest == secret_digest(code)
    notification = db.session.scalars(select(Notification).where(mine)).one()
    kept = NotificationText(panel_id=notification.panel_id, notification_id=notification.id, at=now)
    kept.sender, kept.file_name, kept.text = sender, file_name, text
    db.session.add(kept)
    return notification.public_id


def open_text(actor: Actor, public_id: str, *, now: datetime) -> ReceivedText:
    """Return what another system sent, line by line, once the reading is on record. Raises NotFound, Forbidden."""
    found = queries.received_text(actor, public_id)
    if found is None:
        raise NotFound
    require(actor, Action.NOTIFICATION_LIST, PanelSubject(found.panel_id))
    _record_reading(actor, found.id, now=now)
    return found


@writes(AuditVerb.NOTIFICATION_READ)
def _record_reading(actor: Actor, notification_id: int, *, now: datetime) -> None:
    unit.record("notification", notification_id)
