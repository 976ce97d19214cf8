"""Accounts as whoever keeps them sees them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import Membership, User, UserSession
from cdop.queries.reading import in_pieces
from cdop.rules.actors import Actor
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, Role

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Account:
    """A person with an account, and the roles they hold in the panel of the actor."""

    name: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role and the days on which it counts, the first and the last; without a last it goes on."""

    role: Role
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class ListedAccount:
    """An account with every role it holds or held in the panel; `signed_in_at` is the last sign-in on record."""

    email: str
    name: str
    roles: tuple[HeldRole, ...]
    disabled_at: datetime | None
    signed_in_at: datetime | None


def account(actor: Actor, email: str) -> Account | None:
    """Return the account with this address, as it is kept; None where there is none or the actor may not know."""
    if not can(actor, Action.PEOPLE_EDIT):
        return None
    user = db.session.execute(select(User.id, User.name).where(User.email == email)).first()
    if user is None:
        return None
    held = (Membership.user_id == user.id) & (Membership.panel_id == actor.panel_id) & Membership.until_on.is_(None)
    return Account(user.name, frozenset(db.session.scalars(select(Membership.role).where(held))))


def panel_accounts(actor: Actor) -> Iterator[ListedAccount]:
    """Yield the accounts of the actor's panel by address, as they are read; none where the actor may not know."""
    if not can(actor, Action.PEOPLE_EDIT):
        return
    last = select(func.max(UserSession.started_at)).where(UserSession.user_id == User.id).scalar_subquery()
    query = (
        select(User.email, User.name, User.disabled_at, last, Membership.role, Membership.from_on, Membership.until_on)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.panel_id == actor.panel_id)
        .order_by(User.email, Membership.role)
    )
    rows = in_pieces(query, CHUNK)
    for (email, name, disabled_at, signed_in_at), held in groupby(rows, key=lambda row: tuple(row[:4])):
        roles = tuple(HeldRole(*row[4:]) for row in held)
        yield ListedAccount(email, name, roles, disabled_at, signed_in_at)
