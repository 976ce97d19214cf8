"""One form, one effect: however often it is sent."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from cdop.extensions import db
from cdop.models import Submission
from cdop.rules.actors import Actor


def once(actor: Actor, submission_id: str, act: Callable[[], str], *, now: datetime, said: object = "") -> str:
    """Run `act` for the first sending of a form and return its effect; return the same effect to every repeat.

    Within a unit of work. `said` is what the form says, and about what: somebody who goes back in the browser,
    changes the text and sends it again has said something else, which must not pass for a repeat.
    """
    key = sha256(repr((actor.user_id, submission_id, said)).encode()).hexdigest()
    if _is_first(actor, key, now):
        effect = act()
        db.session().connection().execute(_REMEMBER, {"key": key, "effect": effect})
        return effect
    return db.session.get_one(Submission, key).effect


_REMEMBER = (
    update(Submission.__table__)  # type: ignore[arg-type]
    .where(Submission.id == bindparam("key"))
    .values(effect=bindparam("effect"))
)


def _is_first(actor: Actor, key: str, now: datetime) -> bool:
    """Claim the key. A second sending at the same instant waits here for the first to be committed."""
    connection = db.session().connection()
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(Submission.__table__)
    claim = insert.values(id=key, actor_id=actor.user_id, effect="", at=now).on_conflict_do_nothing()
    return connection.scalar(claim.returning(Submission.id)) is not None
