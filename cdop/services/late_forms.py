"""What somebody typed on a page that came when they were no longer signed in: kept for them until they are again.

It is not saved where it was meant for: that takes the person, who sees it in its form and sends it once more.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import LateForm, User, UserSession
from cdop.models.base import new_public_id
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import ActorKind, AuditVerb
from cdop.services import attachments
from cdop.services.errors import NotFound
from cdop.services.unit import writes

KEPT_FOR = timedelta(hours=12)
AT_MOST = 20
"""Pages of one person; the oldest makes room. It takes no sign-in to send one."""

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TypedBefore:
    """A kept page: the address that its form is sent to, and what was typed, by the names of its fields."""

    address: str
    fields: tuple[tuple[str, str], ...]


@writes(AuditVerb.SIGNED_OUT)
def keep(actor: Actor, session_digest: str, address: str, fields: Fields, *, now: datetime) -> str:
    """Keep what was typed for the actor, or for whose session had this digest; return what it is called.

    "" where neither says who that is, or they cannot sign in any more: then nothing is kept.
    """
    user_id = actor.user_id if actor.kind is ActorKind.PERSON else _who_had(session_digest)
    if user_id is None:
        return ""
    older = select(LateForm).where(LateForm.user_id == user_id).order_by(LateForm.kept_at.desc())
    for too_old in db.session.scalars(older.offset(AT_MOST - 1)):
        db.session.delete(too_old)
    public_id = new_public_id()
    content = attachments.sealed(public_id, json.dumps([address, *fields]).encode())
    db.session.add(LateForm(public_id=public_id, user_id=user_id, kept_at=now, sealed=content))
    return public_id


def typed_before(actor: Actor, public_id: str, *, now: datetime) -> TypedBefore:
    """Return what the actor had typed. Raises NotFound where it is somebody else's, or was kept long enough."""
    mine = (LateForm.public_id == public_id) & (LateForm.user_id == actor.user_id)
    content = db.session.scalar(select(LateForm.sealed).where(mine, LateForm.kept_at > now - KEPT_FOR))
    if content is None:
        raise NotFound
    address, *fields = json.loads(attachments.opened(public_id, content))
    return TypedBefore(address, tuple((name, value) for name, value in fields))


def _who_had(session_digest: str) -> int | None:
    """Whoever the session was of, None where they have no account any more to sign in with again."""
    of_session = select(UserSession.user_id).join(User, User.id == UserSession.user_id)
    had = (UserSession.token_digest == session_digest) & User.disabled_at.is_(None)
    return db.session.scalar(of_session.where(had))
