"""The words that a panel gave to its messages, and those it had before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import MessageWording
from cdop.rules.actors import Actor

MOST = 50


@dataclass(frozen=True, slots=True)
class PastWording:
    """Words that a kind of message was given; without a text it was given its first ones again."""

    subject: str | None
    text: str | None
    created_at: datetime
    by_name: str


def own_since(actor: Actor) -> dict[str, datetime]:
    """Return since when which messages and letters have the panel's own words: one statement."""
    newest = select(func.max(MessageWording.id)).where(MessageWording.panel_id == actor.panel_id)
    given = select(MessageWording.template, MessageWording.created_at).where(
        MessageWording.id.in_(newest.group_by(MessageWording.template)), MessageWording.text.is_not(None)
    )
    return {name: at for name, at in db.session.execute(given).all()}


def history(actor: Actor, template: str) -> tuple[PastWording, ...]:
    """Return the words that the panel gave to a kind of message, newest first."""
    columns = (getattr(MessageWording, name) for name in PastWording.__slots__)
    given = (MessageWording.panel_id == actor.panel_id) & (MessageWording.template == template)
    query = select(*columns).where(given).order_by(MessageWording.id.desc()).limit(MOST)
    return tuple(PastWording(*tuple(row)) for row in db.session.execute(query))
