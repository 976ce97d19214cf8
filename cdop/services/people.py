"""Accounts: adding a person, giving a role, a new name or password; closing an account and opening it again."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm.attributes import flag_modified

from cdop.extensions import db
from cdop.models import CaseExclusion, ConflictOfInterest, MeetingInvitation, Membership, User, UserSession
from cdop.queries.accounts import works_elsewhere
from cdop.rules import email_addresses
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import PanelSubject
from cdop.rules.typed_text import name_fault, tidy
from cdop.rules.vocabulary import Action, ActorKind, AuditVerb, ConflictDecision, Role
from cdop.services import passwords
from cdop.services.access import require
from cdop.services.errors import Forbidden, Invalid, NotFound, Stale
from cdop.services.unit import writes

LONGEST_ADDRESS = 254
LONGEST_NAME = 120
WRONG_ADDRESS = "Enter an e-mail address in the correct format, like name@example.nhs.uk"
NOBODY = "Nobody with the address {} has an account in this panel."
CLOSED = "This account was closed: it has no password to change until it is enabled"
NOT_CLOSED = "This account is not closed"
NO_ROLE = "Give at least one role"
ONE_ROLE = "Leave at least one role, or close the account"
NOT_OWN = "Nobody gives a role to themselves: ask another administrator"
NOT_OWN_ACCOUNT = "Nobody closes their own account: ask another administrator"
NAME_OF_SEVERAL = (
    "This person also works for another panel, so no panel by itself gives them another name: "
    "ask whoever runs this service"
)
LEFT_BEFORE = "The chair told them to leave for this case"


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
        "role": None if roles else NO_ROLE,
        "password": None if known else _password_fault(password),
    }
    _refuse(faults)
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
        raise Invalid(
            {"email": "This account was closed: it cannot sign in, and gets no further roles until it is enabled"}
        )
    if user.id == actor.user_id:
        raise Invalid({"email": NOT_OWN})
    _give(actor, user, roles, panel_id, today, now)
    return user.public_id


@writes(AuditVerb.USER_DISABLED)
def disable_user(actor: Actor, *, email: str, panel_id: int, now: datetime) -> None:
    """Close an account and end all its sessions in the same commit. Raises NotFound, and Invalid for one's own.

    An administrator closes it for their own panel: of somebody with a part in another one the roles here end.
    """
    require(actor, Action.PEOPLE_EDIT, PanelSubject(panel_id))
    user = _account(email, panel_id)
    if user is None:
        raise NotFound(_nobody(email))
    if user.id == actor.user_id:
        raise Invalid({"email": NOT_OWN_ACCOUNT})
    today = now.astimezone(LONDON).date()
    if actor.kind is ActorKind.PERSON and works_elsewhere(user.public_id, panel_id, today):
        for held in db.session.scalars(select(Membership).where(_of(user.id, panel_id))):
            _end_role(held, today - timedelta(days=1))
        _mark_changed(user)
    else:
        user.disabled_at = user.disabled_at or now
    end_sessions(user.id, now)


@writes(AuditVerb.USER_RENAMED)
def rename_user(
    actor: Actor, *, email: str, name: str, panel_id: int, version: int | None = None, now: datetime
) -> None:
    """Give the person of an account another name. What was done under the old one keeps it.

    An administrator does so for their own panel alone: of somebody with a part in another one too nobody but the
    command line does. Raises Invalid with a fault for each field that cannot be used, Stale where the account has
    another `version`.
    """
    require(actor, Action.PEOPLE_EDIT, PanelSubject(panel_id))
    user, name = _account(email, panel_id), tidy(name, lines=False)
    _refuse({"email": None if user else _nobody(email), "name": _name_fault(name)})
    if user is not None:
        if actor.kind is ActorKind.PERSON and works_elsewhere(user.public_id, panel_id, now.astimezone(LONDON).date()):
            raise Invalid({"name": NAME_OF_SEVERAL})
        _refuse_changed(user, version)
        user.name = name


def set_password(actor: Actor, *, email: str, password: str, panel_id: int, now: datetime) -> None:
    """Give an account another password and end all its sessions in the same commit.

    Raises Invalid with a fault for each field that cannot be used.
    """
    email_fault = account_fault(actor, email=email, panel_id=panel_id)
    _refuse({"email": email_fault, "password": _password_fault(password)})
    _set_password(actor, email, passwords.hashed(password), panel_id, now=now)


def enable_user(
    actor: Actor, *, email: str, password: str, roles: list[Role], panel_id: int, today: date, now: datetime
) -> None:
    """Open a closed account again, with these roles from today and with another password.

    Nothing comes back by itself: whatever role the account held, in any panel, ended with the day it was closed,
    the old password opens nothing, and being excluded from a case stays.
    Raises Invalid with a fault for each field that cannot be used.
    """
    faults = {
        "email": account_fault(actor, email=email, panel_id=panel_id, is_closed=True),
        "role": None if roles else NO_ROLE,
        "password": _password_fault(password),
    }
    _refuse(faults)
    _enable(actor, email, passwords.hashed(password), roles, panel_id, today, now=now)


def account_fault(actor: Actor, *, email: str, panel_id: int, is_closed: bool = False) -> str | None:
    """Return why nobody may be given a password under this address, None where it can be done.

    The account must be open, or, with `is_closed`, closed. Raises Forbidden.
    """
    require(actor, Action.PEOPLE_EDIT, PanelSubject(panel_id))
    if actor.kind is ActorKind.PERSON:
        # Whoever chooses the password of another can act in their name: no role in a panel may.
        raise Forbidden(Action.PEOPLE_EDIT)
    return _state_fault(_account(email, panel_id, is_locked=False), email, is_closed=is_closed)


def open_again(
    actor: Actor,
    *,
    email: str,
    roles: list[Role],
    panel_id: int,
    version: int | None = None,
    today: date,
    now: datetime,
) -> None:
    """Open a closed account again with these roles from today; its person chooses a password by a link.

    Raises Invalid with a fault for each field that cannot be used, Stale where the account has another `version`.
    """
    require(actor, Action.PEOPLE_EDIT, PanelSubject(panel_id))
    _refuse({"role": None if roles else NO_ROLE})
    password_hash = passwords.hashed(passwords.nobodys())
    _enable(actor, email, password_hash, roles, panel_id, today, version=version, now=now)


@writes(AuditVerb.ROLES_SET)
def set_roles(
    actor: Actor,
    *,
    email: str,
    roles: list[Role],
    panel_id: int,
    version: int | None = None,
    today: date,
    now: datetime,
) -> None:
    """Let a person hold these roles in the panel from today, and no other: a role that ends counted until yesterday.

    Raises Invalid with a fault for each field that cannot be used, Stale where the account has another `version`.
    """
    require(actor, Action.PEOPLE_EDIT, PanelSubject(panel_id))
    _refuse({"roles": None if roles else ONE_ROLE})
    user = _account_as_expected(email, panel_id, is_closed=False)
    if user.id == actor.user_id:
        raise Invalid({"roles": NOT_OWN})
    _refuse_changed(user, version)
    for held in db.session.scalars(select(Membership).where(_of(user.id, panel_id))):
        if held.role not in roles:
            _end_role(held, today - timedelta(days=1))
    _give(actor, user, roles, panel_id, today, now)
    end_sessions(user.id, now)


@writes(AuditVerb.PASSWORD_SET)
def _set_password(actor: Actor, email: str, password_hash: str, panel_id: int, *, now: datetime) -> None:
    user = _account_as_expected(email, panel_id, is_closed=False)
    user.password_hash = password_hash
    end_sessions(user.id, now)


@writes(AuditVerb.USER_ENABLED)
def _enable(
    actor: Actor,
    email: str,
    password_hash: str,
    roles: list[Role],
    panel_id: int,
    today: date,
    *,
    version: int | None = None,
    now: datetime,
) -> None:
    user = _account_as_expected(email, panel_id, is_closed=True)
    _refuse_changed(user, version)
    _end_roles(user, today)
    end_sessions(user.id, now)  # a sign-in may have begun one in the moment of closing
    user.disabled_at, user.password_hash = None, password_hash
    _give(actor, user, roles, panel_id, today, now)


def _account(email: str, panel_id: int, *, is_locked: bool = True) -> User | None:
    """The account of somebody who holds, or held, a role in the panel."""
    query = select(User).where(User.email == address_of(email))
    user = db.session.scalar(query.with_for_update() if is_locked else query)
    if user is None or db.session.scalar(select(Membership.id).where(_of(user.id, panel_id)).limit(1)) is None:
        return None
    return user


def _account_as_expected(email: str, panel_id: int, *, is_closed: bool) -> User:
    """The account, locked: between the look at it and this unit somebody may have closed or opened it."""
    user = _account(email, panel_id)
    if user is None:
        raise NotFound(_nobody(email))
    _refuse({"email": _state_fault(user, email, is_closed=is_closed)})
    return user


def _state_fault(user: User | None, email: str, *, is_closed: bool) -> str | None:
    if user is None:
        return _nobody(email)
    if (user.disabled_at is not None) is is_closed:
        return None
    return NOT_CLOSED if is_closed else CLOSED


def _refuse_changed(user: User, version: int | None) -> None:
    """Raise Stale where somebody changed the account since a page showed this version of it."""
    if version is not None and user.version != version:
        raise Stale


def _mark_changed(user: User) -> None:
    """Give the account another version: whoever opened its page before must not put back the roles that it had."""
    flag_modified(user, "name")


def _give(actor: Actor, user: User, roles: list[Role], panel_id: int, today: date, now: datetime) -> None:
    user_id = user.id
    _mark_changed(user)
    held = {held.role: held for held in db.session.scalars(select(Membership).where(_of(user_id, panel_id)))}
    for role in dict.fromkeys(roles):
        if role in held:
            _resume(held[role], today)
        else:
            db.session.add(
                Membership(
                    user_id=user_id,
                    panel_id=panel_id,
                    role=role,
                    from_on=today,
                    created_at=now,
                    created_by_id=actor.user_id,
                )
            )
    _keep_apart(actor, user_id, panel_id, now)


def _keep_apart(actor: Actor, user_id: int, panel_id: int, now: datetime) -> None:
    """Whoever was told to leave for a case before they had a role here takes no part in it with one either."""
    left = (ConflictOfInterest.decision == ConflictDecision.LEAVES) & (ConflictOfInterest.panel_id == panel_id)
    query = (
        select(ConflictOfInterest.case_id)
        .join(MeetingInvitation, MeetingInvitation.id == ConflictOfInterest.invitation_id)
        .join(User, User.email == MeetingInvitation.email)
        .where(User.id == user_id, left)
        .distinct()
    )
    apart = set(db.session.scalars(select(CaseExclusion.case_id).where(CaseExclusion.user_id == user_id)))
    for case_id in set(db.session.scalars(query)) - apart:
        row = CaseExclusion(case_id=case_id, user_id=user_id, panel_id=panel_id, reason=LEFT_BEFORE)
        row.created_at, row.created_by_id = now, actor.user_id
        db.session.add(row)


def _resume(held: Membership, today: date) -> None:
    """A role that has no end any more; one that had ended begins again today."""
    if held.until_on is not None and held.until_on < today:
        held.from_on = today
    held.until_on = None


def _end_roles(user: User, today: date) -> None:
    """End every role of a closed account with the day of its closing, and before today: a role counts on its last day.

    One that began later than that was never held for a day, and goes.
    """
    last = today - timedelta(days=1)
    if user.disabled_at is not None:
        last = min(last, user.disabled_at.astimezone(LONDON).date())
    for held in db.session.scalars(select(Membership).where(Membership.user_id == user.id)):
        _end_role(held, last)


def _end_role(held: Membership, last: date) -> None:
    if held.from_on > last:
        db.session.delete(held)
    elif held.until_on is None or held.until_on > last:
        held.until_on = last


def counts_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a role counts on a day: its first and its last are among those."""
    return (Membership.from_on <= day) & (Membership.until_on.is_(None) | (Membership.until_on >= day))


def end_sessions(user_id: int, now: datetime) -> None:
    """End every session of an account. Within the open unit."""
    for session in db.session.scalars(
        select(UserSession).where(UserSession.user_id == user_id, UserSession.ended_at.is_(None))
    ):
        session.ended_at = now


def _of(user_id: int, panel_id: int) -> ColumnElement[bool]:
    return (Membership.user_id == user_id) & (Membership.panel_id == panel_id)


def _refuse(faults: dict[str, str | None]) -> None:
    if found := {field: fault for field, fault in faults.items() if fault}:
        raise Invalid(found)


def _nobody(email: str) -> str:
    return NOBODY.format(tidy(email, lines=False))


def _password_fault(password: str) -> str | None:
    return next(iter(passwords.faults(password)), None)


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
