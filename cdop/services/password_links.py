"""Links by which people choose their password: to a new account, or where one was forgotten.

Nobody chooses the password of another: a link goes to the address of its account and nowhere else. Whoever asks for one
is told the same whether there is an account or none.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Membership, PasswordLink, User
from cdop.rules import password_links as rules
from cdop.rules.actors import Actor
from cdop.rules.dates import written_moment
from cdop.rules.digests import secret_digest
from cdop.rules.facts import PanelSubject
from cdop.rules.references import reference_of
from cdop.rules.vocabulary import Action, AuditVerb, Role
from cdop.services import audit, invitations, outbox, passwords, people, sessions, tries, unit
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound
from cdop.services.unit import writes

NEW_ACCOUNT, FORGOTTEN = "account_opened", "password_forgotten"


class Settings(Protocol):
    """What of the application's settings a link needs."""

    @property
    def base_url(self) -> str: ...


def open_account(
    actor: Actor, *, email: str, name: str, roles: list[Role], panel_id: int, today: date, now: datetime
) -> bool:
    """Open an account and send its person a link; or give these roles to one who has an account. Returns if it is new.

    Raises Invalid with a fault for each field that cannot be used.
    """
    known = select(User.id).where(User.email == people.address_of(email))
    is_new = db.session.scalar(known) is None
    public_id = people.add_user(
        actor,
        email=email,
        name=name,
        password=passwords.nobodys(),
        roles=roles,
        panel_id=panel_id,
        today=today,
        now=now,
    )
    if is_new:
        send(actor, public_id, now=now)
    return is_new


@writes(AuditVerb.PASSWORD_LINK_SENT)
def send(actor: Actor, public_id: str, *, now: datetime) -> None:
    """Send the person of an open account in the actor's panel a link; links sent before are dead. Raises NotFound."""
    require(actor, Action.PEOPLE_EDIT, PanelSubject(actor.panel_id or 0))
    held = select(Membership.user_id).where(Membership.panel_id == actor.panel_id)
    user = db.session.scalar(select(User).where(User.public_id == public_id, User.id.in_(held)))
    if user is None or user.disabled_at is not None:
        raise NotFound
    _issue(actor, user, actor.panel_id or 0, NEW_ACCOUNT, rules.TO_NEW_ACCOUNT, now)


@writes(AuditVerb.PASSWORD_LINK_ASKED)
def ask(actor: Actor, email: str, *, caller: str, now: datetime) -> None:
    """Send a link to whoever has an open account under this address; nothing says whether anybody has.

    Beyond so many within the hour none is sent, and nothing says so either.
    """
    address = people.address_of(email)
    marks = {
        audit.keyed_digest(f"forgotten address:{address}"): rules.FOR_ADDRESS,
        audit.keyed_digest(f"forgotten caller:{caller}"): rules.FROM_CALLER,
    }
    is_too_often = tries.count(marks, within=rules.ASKED_WITHIN, now=now)
    unit.record("sign_in", next(iter(marks))[:16])
    user = db.session.scalar(select(User).where(User.email == address, User.disabled_at.is_(None)))
    panel_id = sessions.panel_of(user.id, now) if user and not is_too_often else None
    if user is not None and panel_id is not None:
        _issue(actor, user, panel_id, FORGOTTEN, rules.WHERE_FORGOTTEN, now)


def is_open(token: str, now: datetime) -> bool:
    """Say whether a link still opens: not that of an account that was closed since."""
    of_open = select(PasswordLink.id).join(User, User.id == PasswordLink.user_id).where(User.disabled_at.is_(None))
    return db.session.scalar(of_open.where(_opened_by(token, now))) is not None


def choose(actor: Actor, token: str, password: str, *, now: datetime) -> None:
    """Give the account of a link this password. The link is dead then, and so is every session of the account.

    Raises Invalid where the password cannot be used or the link has ended.
    """
    if fault := next(iter(passwords.faults(password)), None):
        raise Invalid({"password": fault})
    if not is_open(token, now):
        raise Invalid({"link": rules.ENDED})
    _choose(actor, token, passwords.hashed(password), now=now)


@writes(AuditVerb.PASSWORD_SET)
def _choose(actor: Actor, token: str, password_hash: str, *, now: datetime) -> None:
    link = db.session.scalar(select(PasswordLink).where(_opened_by(token, now)).with_for_update())
    user = db.session.get(User, link.user_id, with_for_update=True) if link else None
    if user is None or user.disabled_at is not None:
        raise Invalid({"link": rules.ENDED})
    user.password_hash = password_hash
    people.end_sessions(user.id, now)
    _end_links(user.id, now)


def _issue(actor: Actor, user: User, panel_id: int, template: str, lasts: timedelta, now: datetime) -> None:
    _end_links(user.id, now)
    link = PasswordLink(user_id=user.id, panel_id=panel_id, nonce=invitations.new_nonce(), expires_at=now + lasts)
    link.created_at, link.created_by_id = now, actor.user_id
    link.token_digest = secret_digest(_secret(link))
    db.session.add(link)
    db.session.flush()
    key = f"{template}:{link.public_id}"
    outbox.queue(panel_id, key=key, template=template, to=user.email, context={"password": link.public_id}, now=now)


def _end_links(user_id: int, now: datetime) -> None:
    of_user = (PasswordLink.user_id == user_id) & PasswordLink.ended_at.is_(None)
    for link in db.session.scalars(select(PasswordLink).where(of_user)):
        link.ended_at = now


def _secret(link: PasswordLink) -> str:
    return invitations.derived_secret(f"password:{link.user_id}:{link.nonce}")


def _opened_by(token: str, now: datetime) -> Any:
    is_live = PasswordLink.ended_at.is_(None) & (PasswordLink.expires_at > now)
    return (PasswordLink.token_digest == secret_digest(token)) & is_live


def words(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """Return the reference and the link of a message, and until when it opens."""
    link = db.session.scalars(select(PasswordLink).where(PasswordLink.public_id == context["password"])).one()
    address = f"{settings.base_url}/password/{_secret(link)}"
    reference = reference_of("PW", f"password link {link.public_id}")
    return {"reference": reference, "link": address, "until": written_moment(link.expires_at)}


def is_needed(context: Mapping[str, Any], now: datetime) -> bool:
    """Say whether the link of a message still opens."""
    is_of_it = PasswordLink.public_id == context["password"]
    is_live = PasswordLink.ended_at.is_(None) & (PasswordLink.expires_at > now)
    return db.session.scalar(select(PasswordLink.id).where(is_of_it & is_live)) is not None
