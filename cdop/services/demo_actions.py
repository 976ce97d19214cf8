"""The demonstration's action: written out, sent to its owner, and answered by their link."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import ActionItem
from cdop.rules.actions import Level
from cdop.rules.actors import Actor, public
from cdop.rules.owned import Told
from cdop.rules.vocabulary import ActionStatus, Strength
from cdop.services import actions, unit
from cdop.services.owner_links import link_secret

SENT, ANSWERED = timedelta(days=20), timedelta(days=9)
OWNER = "Invented Owner, head of service"


def load(coordinator: Actor, *, now: datetime) -> None:
    """Have the panel's first action sent to its owner, who says that it is being done."""
    row = db.session.scalar(select(ActionItem).where(ActionItem.panel_id == coordinator.panel_id).limit(1))
    unit.end_reads()
    if row is None:
        return
    told = _told(row.text, row.due_on)
    actions.aim(coordinator, row.public_id, told, version=row.version, now=now - SENT)
    actions.send(coordinator, row.public_id, now=now - SENT)
    token = link_secret(db.session.get_one(ActionItem, row.id))
    unit.end_reads()
    said = {"response": "Every midwife is trained by March. All invented.", "name": OWNER}
    actions.answer(public(), token, ActionStatus.IN_PROGRESS, **said, now=now - ANSWERED)


def _told(text: str, due_on: date) -> Told:
    return Told(
        text=text,
        level=Level.LOCAL,
        strength=Strength.MEDIUM,
        owner=OWNER,
        owner_email="owner@example.com",
        due_on=due_on,
        expected_change="Fewer mothers smoke at delivery",
        indicator="Smoking at delivery, as it is published each quarter",
    )
