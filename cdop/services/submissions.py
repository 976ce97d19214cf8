"""One form, one effect: however often it is sent."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from cdop.extensions import db
from cdop.models import Submission
from cdop.prepared import Prepared
from cdop.rules.actors import Actor


def once(
    actor: Actor,
    submission_id: str | None,
    act: Callable[[], str],
    *,
    now: datetime,
    said: object = "",
    foreseen: str = "",
) -> str:
    """Run `act` for the first sending of a form and return its effect; return the same effect to every repeat.

    Within a unit of work. `said` is what the form says, and about what: somebody who goes back in the browser,
    changes the text and sends it again has said something else, which must not pass for a repeat. An effect that
    is `foreseen` need not be written a second time. What comes from no form (`submission_id` is None) just runs.
    """
    if submission_id is None:
        return act()
    key = sha256(repr((actor.user_id, submission_id, said)).encode()).hexdigest()
    connection = db.session().connection()
    claim = {"id": key, "actor_id": actor.user_id, "effect": foreseen, "at": now}
    # A second sending at the same instant waits here for the first to be committed.
    if _CLAIMS[connection.dialect.name].rows(connection, claim).first() is None:
        return db.session.get_one(Submission, key).effect
    effect = act()
    if effect != foreseen:
        _REMEMBER.change(connection, {"key": key, "effect": effect})
    return effect


_CLAIMS = {
    dialect.__name__.rpartition(".")[2]: Prepared(
        dialect.insert(Submission.__table__).on_conflict_do_nothing().returning(Submission.id),
        names=("id", "actor_id", "effect", "at"),
        is_of_the_unit=True,
    )
    for dialect in (postgresql, sqlite)
}
_REMEMBER = Prepared(
    update(Submission.__table__).where(Submission.id == bindparam("key")),  # type: ignore[arg-type]
    names=("effect",),
    is_of_the_unit=True,
)
