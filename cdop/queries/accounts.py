"""Accounts as whoever keeps them sees them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import Agency, AgencyMember, Membership, SecondStep, User, UserSession
from cdop.queries.reading import in_pieces
from cdop.rules.actors import Actor
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, Role

CHUNK = 500
ON_A_PAGE = 25


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

    public_id: str
    email: str
    name: str
    roles: tuple[HeldRole, ...]
    disabled_at: datetime | None
    signed_in_at: datetime | None
    has_second_step: bool
    version: int

    def held_on(self, day: date) -> list[Role]:
        """Return the roles that count on a day."""
        return [held.role for held in self.roles if held.from_on <= day and (not held.until_on or held.until_on >= day)]


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
    yield from _accounts(in_pieces(_listed(actor), CHUNK))


def page_of_accounts(actor: Actor, page: int) -> tuple[list[ListedAccount], bool]:
    """Return a page of the accounts of the actor's panel by name, and whether there are more. One statement.

    Nothing where the actor may not know.
    """
    if not can(actor, Action.PEOPLE_EDIT):
        return [], False
    named = select(User.id, User.name).join(Membership, Membership.user_id == User.id)
    named = named.where(Membership.panel_id == actor.panel_id).distinct().order_by(User.name, User.id)
    shown = named.offset((page - 1) * ON_A_PAGE).limit(ON_A_PAGE + 1).subquery()
    query = _listed(actor).join(shown, shown.c.id == User.id).order_by(None)
    rows = db.session.execute(query.order_by(User.name, User.id, Membership.role))
    found = list(_accounts(rows))
    return found[:ON_A_PAGE], len(found) > ON_A_PAGE


def account_of(actor: Actor, public_id: str) -> ListedAccount | None:
    """Return an account of the actor's panel, None where there is none or the actor may not know."""
    if not can(actor, Action.PEOPLE_EDIT):
        return None
    return next(_accounts(db.session.execute(_listed(actor).where(User.public_id == public_id))), None)


def account_at(actor: Actor, address: str) -> ListedAccount | None:
    """Return the account of the actor's panel with this address, None where there is none or they may not know."""
    if not can(actor, Action.PEOPLE_EDIT):
        return None
    return next(_accounts(db.session.execute(_listed(actor).where(User.email == address))), None)


def works_elsewhere(public_id: str, panel_id: int, today: date) -> bool:
    """Say whether the person of an account holds a role in another panel today or later. One statement."""
    goes_on = Membership.until_on.is_(None) | (Membership.until_on >= today)
    others = select(Membership.id).join(User, User.id == Membership.user_id)
    others = others.where(User.public_id == public_id, Membership.panel_id != panel_id, goes_on)
    return db.session.scalar(others.limit(1)) is not None


def agencies_of(actor: Actor, public_id: str) -> tuple[tuple[str, str], ...]:
    """Return public id and name of the agencies of the actor's panel that a person answers for, by name.

    Nothing where the actor may not know.
    """
    if not can(actor, Action.PEOPLE_EDIT):
        return ()
    query = select(Agency.public_id, Agency.name).join(AgencyMember, AgencyMember.agency_id == Agency.id)
    query = query.join(User, User.id == AgencyMember.user_id)
    query = query.where(Agency.panel_id == actor.panel_id, User.public_id == public_id).order_by(Agency.name)
    return tuple((row.public_id, row.name) for row in db.session.execute(query))


def _listed(actor: Actor) -> Any:
    signed_in = (UserSession.user_id == User.id, UserSession.awaits_step.is_(False))
    last = select(func.max(UserSession.started_at)).where(*signed_in).scalar_subquery()
    of_user = (User.public_id, User.email, User.name, User.disabled_at, last, SecondStep.confirmed_at, User.version)
    return (
        select(*of_user, Membership.role, Membership.from_on, Membership.until_on)
        .join(Membership, Membership.user_id == User.id)
        .outerjoin(SecondStep, SecondStep.user_id == User.id)
        .where(Membership.panel_id == actor.panel_id)
        .order_by(User.email, Membership.role)
    )


def _accounts(rows: Iterable[Any]) -> Iterator[ListedAccount]:
    for account, held in groupby(rows, key=lambda row: tuple(row[:-3])):
        public_id, email, name, disabled_at, last, step, version = account
        roles = tuple(HeldRole(*row[-3:]) for row in held)
        yield ListedAccount(public_id, email, name, roles, disabled_at, last, step is not None, version)
