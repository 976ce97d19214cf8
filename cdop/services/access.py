"""May they? Asked by every verb, whatever the page allowed."""

from cdop.rules.actors import Actor
from cdop.rules.facts import Subject
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action
from cdop.services.errors import Forbidden


def require(actor: Actor, action: Action, thing: Subject | None = None) -> None:
    """Return if `actor` may do `action`; raise Forbidden otherwise."""
    if not can(actor, action, thing):
        raise Forbidden(action)
