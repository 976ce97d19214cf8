"""Accounts as whoever keeps them sees them."""

from dataclasses import dataclass

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Membership, User
from cdop.rules.actors import Actor
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, Role


@dataclass(frozen=True, slots=True)
class Account:
    """A person with an account, and the roles they hold in the panel of the actor."""

    name: str
    roles: frozenset[Role]


def account(actor: Actor, email: str) -> Account | None:
    """Return the account with this address, as it is kept; None where there is none or the actor may not know."""
    if not can(actor, Action.PEOPLE_EDIT):
        return None
    user = db.session.execute(select(User.id, User.name).where(User.email == email)).first()
    if user is None:
        return None
    held = (Membership.user_id == user.id) & (Membership.panel_id == actor.panel_id) & Membership.until_on.is_(None)
    return Account(user.name, frozenset(db.session.scalars(select(Membership.role).where(held))))
