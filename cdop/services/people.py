"""Accounts: adding a person, giving a role, ending both."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, select

from cdop.extensions import db
from cdop.models import Membership, User, UserSession
from cdop.rules import email_addresses
from cdop.rules.actors import Actor
from cdop.rules.facts import PanelSubject
from cdop.rules.typed_text import name_fault, tidy
from cdop.rules.vocabulary import Action, AuditVerb, Role
from cdop.services import passwords
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound
from cdop.services.unit import writes

LONGEST_ADDRESS = 254
LONGEST_NAME = 120
WRONG_ADDRESS = "Enter an e-mail address in the correct format, like name@example.nhs.uk"
NOBODY = "Nobody with the address {} has an account in this panel."


def add_user(
    actor: Actor,
    *,
    email: str,
    name: str,
    password: str,
    roles: list[Role],
    panel_id: int,
    today: date,
    now: datetime,
) -> str:
    """Add a person with roles in a panel, or give roles to one who has an account. Returns the account's public id.

    The name and the password of an account that there is stay as they are, whatever is given here.
    Raises Invalid with a fault for each field that cannot be used.
    """
    address, name = address_of(email), tidy(name, lines=False)
    known = db.session.scalar(select(User.id).where(User.email == address)) is not None
    faults = {
        "email": _address_fault(address),
        "name": None if known else _name_fault(name),
        "role": None if roles else "Give at least one role",
        "password": None if known else next(iter(passwords.faults(password)), None),
    }
    if found := {field: fault for field, fault in faults.items() if fault}:
        raise Invalid(found)
    password_hash = "" if known else passwords.hashed(password)
    return _add(actor, address, name, password_hash, roles, panel_id, today, now=now)


def address_of(typed: str) -> str:
    """Return an e-mail address as accounts are kept and found by it."""
    return tidy(typed, lines=False).lower()


@writes(AuditVerb.USER_ADDED)
def _add(
    actor: Actor,
    email: str,
    name: str,
    password_hash: str,
    roles: list[Role],
    panel_id: int,
    today: date,
    *,
    now: datetime,
) -> str:
    require(actor, Action.PEOPLE_EDIT, PanelSubject(panel_id))
    user = db.session.scalar(select(User).where(User.email == email))
    if user is None:
        user = User(email=email, name=name, password_hash=password_hash, created_at=now, created_by_id=actor.user_id)
        db.session.add(user)
        db.session.flush()
    if user.disabled_at is not None:
        raise Invalid({"email": "This account was closed: it cannot sign in, and gets no further roles"})
    if user.id == actor.user_id:
        raise Invalid({"email": "Nobody gives a role to themselves: ask another administrator"})
    held = {held.role: held for held in db.session.scalars(select(Membership).where(_of(user.id, panel_id)))}
    for role in roles:
        if role in held:
            held[role].until_on = None  # a role that had ended begins again
        else:
            db.session.add(
                Membership(
                    user_id=user.id,
                    panel_id=panel_id,
                    role=role,
                    from_on=today,
                    created_at=now,
                    created_by_id=actor.user_id,
                )
            )
    return user.public_id


@writes(AuditVerb.USER_DISABLED)
def disable_user(actor: Actor, *, email: str, panel_id: int, now: datetime) -> None:
    """Close an account and end all its sessions in the same commit. Raises NotFound."""
    require(actor, Action.PEOPLE_EDIT, PanelSubject(panel_id))
    user = db.session.scalar(select(User).where(User.email == address_of(email)).with_for_update())
    if user is None or db.session.scalar(select(Membership.id).where(_of(user.id, panel_id))) is None:
        raise NotFound(NOBODY.format(tidy(email, lines=False)))
    user.disabled_at = now
    for session in db.session.scalars(
        select(UserSession).where(UserSession.user_id == user.id, UserSession.ended_at.is_(None))
    ):
        session.ended_at = now


def _of(user_id: int, panel_id: int) -> ColumnElement[bool]:
    return (Membership.user_id == user_id) & (Membership.panel_id == panel_id)


def _address_fault(address: str) -> str | None:
    if len(address) > LONGEST_ADDRESS:
        return f"The e-mail address must be {LONGEST_ADDRESS} characters or fewer"
    try:
        email_addresses.parse(address)
    except ValueError:
        return WRONG_ADDRESS
    return None


def _name_fault(name: str) -> str | None:
    return name_fault(name, "The name", LONGEST_NAME) if name else "Enter the person's name"
