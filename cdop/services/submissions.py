"""One form, one effect: however often it is sent."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from cdop.extensions import db
from cdop.models import Submission
from cdop.rules.actors import Actor
from cdop.services.errors import Stale


def once(actor: Actor, submission_id: str, act: Callable[[], str], *, now: datetime) -> str:
    """Run `act` for the first sending of a form and return its effect; return the same effect to every repeat.

    Within a unit of work. Raises Stale where somebody else's form carries this mark.
    """
    if _is_first(actor, submission_id, now):
        effect = act()
        db.session.get_one(Submission, submission_id).effect = effect
        return effect
    earlier = db.session.get_one(Submission, submission_id)
    if earlier.actor_id != actor.user_id:
        raise Stale
    return earlier.effect


def _is_first(actor: Actor, submission_id: str, now: datetime) -> bool:
    """Claim the mark. A second sending at the same instant waits here for the first to be committed."""
    connection = db.session().connection()
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(Submission.__table__)
    claim = insert.values(id=submission_id, actor_id=actor.user_id, effect="", at=now).on_conflict_do_nothing()
    return connection.execute(claim).rowcount == 1
