"""The address at which somebody's calendar programme reads their dates: made, made anew, ended by themselves.

Whoever has the address reads it, so it tells references and days and nothing of any child. Its secret is worked out
from a random number in the database and the application's key, so neither alone is enough.
"""

import base64
import hmac
import secrets
from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import CalendarFeed
from cdop.rules.actors import Actor
from cdop.rules.digests import secret_digest
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import keys
from cdop.services.access import require
from cdop.services.unit import writes

NONCE_BYTES = 16


def token_of(actor: Actor) -> str | None:
    """Return the secret of the person's address in the panel they work in, None where they have none."""
    feed = _feed(actor)
    return None if feed is None else _token(actor, feed.nonce)


@writes(AuditVerb.CALENDAR_OPENED)
def make(actor: Actor, *, now: datetime) -> None:
    """Make an address; one that the person had ends."""
    require(actor, Action.ACCOUNT_VIEW)
    feed = _feed(actor)
    if feed is None:
        feed = CalendarFeed(user_id=actor.user_id, panel_id=actor.panel_id, created_at=now, created_by_id=actor.user_id)
        db.session.add(feed)
    feed.nonce = secrets.token_urlsafe(NONCE_BYTES)
    feed.token_digest = secret_digest(_token(actor, feed.nonce))


@writes(AuditVerb.CALENDAR_CLOSED)
def end(actor: Actor, *, now: datetime) -> None:
    """End the address: nothing is read at it any more."""
    require(actor, Action.ACCOUNT_VIEW)
    feed = _feed(actor)
    if feed is not None:
        db.session.delete(feed)


def _feed(actor: Actor) -> CalendarFeed | None:
    own = (CalendarFeed.user_id == actor.user_id) & (CalendarFeed.panel_id == actor.panel_id)
    return db.session.scalars(select(CalendarFeed).where(own)).one_or_none()


def _token(actor: Actor, nonce: str) -> str:
    made = hmac.digest(
        keys.signing_key("calendar feeds"), f"{actor.user_id}:{actor.panel_id}:{nonce}".encode(), "sha256"
    )
    return base64.urlsafe_b64encode(made).decode().rstrip("=")
