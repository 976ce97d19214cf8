"""Signing in and out. A session is a row: ending it ends every copy of its cookie at once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import Membership, SignInAttempt, User, UserSession
from cdop.rules import second_steps as second_step_rules
from cdop.rules.actors import Actor, public
from cdop.rules.dates import LONDON
from cdop.rules.digests import secret_digest
from cdop.rules.vocabulary import ActorKind, AuditVerb
from cdop.services import audit, passwords, people, second_steps, unit
from cdop.services.errors import Forbidden, Invalid
from cdop.services.unit import writes

TOKEN_BYTES = 32
# A guesser gets this many tries in the window for one address, and for one caller.
TRIES_FOR_ADDRESS = 10
TRIES_FOR_CALLER = 50
WINDOW = timedelta(minutes=15)
SEEN_EVERY = timedelta(minutes=1)


class SignInRefused(Exception):
    """The sign-in was refused. `is_throttled` says that there were too many tries."""

    def __init__(self, *, is_throttled: bool = False) -> None:
        super().__init__()
        self.is_throttled = is_throttled


@dataclass(frozen=True, slots=True)
class Finished:
    """The token of a session that a code opened, and the codes to write down where the code was an app's first."""

    token: str
    recovery_codes: tuple[str, ...] = ()


def sign_in(email: str, password: str, *, caller: str, now: datetime) -> str:
    """Return the token of a new session, which may wait for a second step (`waiting`).

    Raises SignInRefused; never says whether the address is known.
    """
    email = people.address_of(email)
    marks = {_mark("address", email): TRIES_FOR_ADDRESS, _mark("caller", caller): TRIES_FOR_CALLER}
    # Each try is counted before the count is looked at: of any number at once, no more than the limit are looked into.
    tries = _count_try(public(), tuple(marks), now=now)
    if _is_throttled(marks, now):
        _forget_try(public(), tries, now=now)
        raise SignInRefused(is_throttled=True)
    user = db.session.scalar(select(User).where(User.email == email))
    stored = user.password_hash if user and user.disabled_at is None else None
    panel_id = panel_of(user.id, now) if user else None
    known = (user.id, user.name) if user and panel_id else None
    db.session.rollback()  # no transaction is held while hashing
    if not passwords.matches(stored, password) or known is None or stored is None:
        _refuse(public(), next(iter(marks)), now=now)
        raise SignInRefused
    actor = Actor(ActorKind.PERSON, user_id=known[0], panel_id=panel_id, name=known[1])
    return _begin(actor, tries, stored, now=now)


def waiting(token: str, now: datetime) -> Actor | None:
    """Return whose session waits for the code of a second step; None where none does any more."""
    is_live = UserSession.awaits_step & UserSession.ended_at.is_(None)
    since = UserSession.started_at > now - second_step_rules.TYPED_WITHIN
    held = UserSession.token_digest == secret_digest(token)
    row = db.session.execute(select(UserSession.user_id, UserSession.panel_id).where(held, is_live, since)).first()
    return None if row is None else Actor(ActorKind.PERSON, user_id=row.user_id, panel_id=row.panel_id)


def finish(token: str, code: str, *, now: datetime) -> Finished:
    """Open the session that waits for a code, under another token. Raises Invalid where it is wrong or too late."""
    actor = waiting(token, now)
    db.session.rollback()
    if actor is None:
        raise Invalid({"code": second_steps.OVER})
    second_steps.count_try(actor.user_id or 0, now)
    with second_steps.refusal_on_record(actor, now=now):
        return _finish(actor, token, code, now=now)


@writes(AuditVerb.SIGNED_IN)
def _finish(actor: Actor, token: str, code: str, *, now: datetime) -> Finished:
    held = db.session.get(UserSession, secret_digest(token), with_for_update=True)
    if held is None or held.ended_at is not None:
        raise Invalid({"code": second_steps.OVER})
    recovery_codes = second_steps.pass_on(held.user_id, code, now=now)
    held.ended_at = now
    return Finished(_opened(actor, now), recovery_codes)


def sign_out(actor: Actor, token: str, *, now: datetime) -> None:
    """End the session of this token."""
    _end(actor, token, now=now)


@writes(AuditVerb.SIGNED_IN)
def choose_panel(actor: Actor, token: str, panel_id: int, *, now: datetime) -> None:
    """Work in another of the person's panels from now on. Raises Forbidden where they hold no role in it."""
    if panel_id not in _panels_of(actor.user_id or 0, now):
        raise Forbidden
    db.session.get_one(UserSession, secret_digest(token)).panel_id = panel_id
    unit.record("panel", panel_id)


@writes(AuditVerb.SIGNED_IN)
def seen(actor: Actor, token: str, *, now: datetime) -> None:
    """Note that the session is in use, so that it does not end for idleness."""
    session = db.session.get(UserSession, secret_digest(token))
    if session is not None and session.last_seen_at < now:
        session.last_seen_at = now


@writes(AuditVerb.SIGNED_IN)
def _begin(actor: Actor, tries: list[int], stored: str, *, now: datetime) -> str:
    """Begin a session, unless the password or the account changed since `stored` was compared.

    That of somebody who signs in with a second step opens nothing until its code came.
    """
    same = (User.id == actor.user_id) & (User.password_hash == stored) & User.disabled_at.is_(None)
    if db.session.scalar(select(User.id).where(same).with_for_update()) is None:
        raise SignInRefused
    _forget(tries)
    user_id = actor.user_id or 0
    second_steps.forget_unconfirmed(user_id)
    awaits_step = second_steps.is_awaited_of(user_id, now)
    if awaits_step:
        second_steps.ensure(user_id, now)
    return _opened(actor, now, awaits_step=awaits_step)


def _opened(actor: Actor, now: datetime, *, awaits_step: bool = False) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    db.session.add(
        UserSession(
            token_digest=secret_digest(token),
            user_id=actor.user_id,
            panel_id=actor.panel_id,
            started_at=now,
            last_seen_at=now,
            awaits_step=awaits_step,
        )
    )
    waits: dict[str, Any] = {"awaits_step": [None, True]} if awaits_step else {}
    unit.record("user_account", actor.user_id or 0, **waits)
    return token


@writes(AuditVerb.SIGNED_OUT)
def _end(actor: Actor, token: str, *, now: datetime) -> None:
    session = db.session.get(UserSession, secret_digest(token))
    if session is not None and session.ended_at is None:
        session.ended_at = now
        unit.record("user_account", session.user_id)


@writes(AuditVerb.SIGN_IN_REFUSED)
def _refuse(actor: Actor, mark: str, *, now: datetime) -> None:
    unit.record("sign_in", mark[:16])


@writes(AuditVerb.SIGN_IN_REFUSED)
def _count_try(actor: Actor, marks: tuple[str, ...], *, now: datetime) -> list[int]:
    """Count a try, which is refused until it turns out to be right; return the ids of its rows."""
    attempts = [SignInAttempt(subject_digest=mark, at=now) for mark in marks]
    db.session.add_all(attempts)
    db.session.flush()
    return [attempt.id for attempt in attempts]


@writes(AuditVerb.SIGN_IN_REFUSED)
def _forget_try(actor: Actor, tries: list[int], *, now: datetime) -> None:
    """A try that was not looked into keeps nobody out for longer."""
    _forget(tries)


def _forget(tries: list[int]) -> None:
    for attempt in db.session.scalars(select(SignInAttempt).where(SignInAttempt.id.in_(tries))):
        db.session.delete(attempt)


def _mark(kind: str, value: str) -> str:
    return audit.keyed_digest(f"{kind}:{value}")


def _is_throttled(marks: dict[str, int], now: datetime) -> bool:
    tries = dict(
        db.session.execute(
            select(SignInAttempt.subject_digest, func.count())
            .where(SignInAttempt.subject_digest.in_(marks), SignInAttempt.at > now - WINDOW)
            .group_by(SignInAttempt.subject_digest)
        ).all()
    )
    return any(tries.get(mark, 0) > limit for mark, limit in marks.items())


def _panels_of(user_id: int, now: datetime) -> list[int]:
    today = now.astimezone(LONDON).date()
    query = (
        select(Membership.panel_id)
        .where(Membership.user_id == user_id, people.counts_on(today))
        .order_by(Membership.panel_id)
    )
    return list(dict.fromkeys(db.session.scalars(query)))


def panel_of(user_id: int, now: datetime) -> int | None:
    """Return the panel in which a person works first, None where they hold no role today."""
    return next(iter(_panels_of(user_id, now)), None)
