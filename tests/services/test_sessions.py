"""Signing in, below the page: what is stored, what is audited, and that a guess takes as long as a mistake."""

import statistics
import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from cdop.extensions import db
from cdop.models import AuditEntry, SignInAttempt, UserSession
from cdop.rules.digests import secret_digest
from cdop.rules.vocabulary import ActorKind, AuditVerb
from cdop.services import passwords, sessions
from cdop.services.errors import Forbidden
from cdop.services.sessions import SignInRefused
from tests.databases import ON_BOTH
from tests.personas import PASSWORD, Cast, address

HERE = "192.0.2.1"


def refusal(email: str, password: str, now: datetime, *, caller: str = HERE) -> bool:
    """Whether a refused sign-in was refused for too many tries."""
    with pytest.raises(SignInRefused) as refused:
        sessions.sign_in(email, password, caller=caller, now=now)
    return refused.value.is_throttled


def last_entry() -> tuple[Any, ...]:
    columns = (AuditEntry.verb, AuditEntry.actor_kind, AuditEntry.actor_id, AuditEntry.subject_kind)
    return tuple(db.session.execute(select(*columns).order_by(AuditEntry.id.desc()).limit(1)).one())


@ON_BOTH
def test_sign_in_keeps_the_digest_of_the_token_and_is_audited(cast: Cast, now: datetime) -> None:
    person = cast.person("chair")
    token = sessions.sign_in(f"  {address('chair').upper()} ", PASSWORD, caller=HERE, now=now)
    row = db.session.scalars(select(UserSession)).one()
    assert (row.token_digest, row.user_id, row.panel_id, row.started_at, row.last_seen_at, row.ended_at) == (
        secret_digest(token),
        person.user_id,
        cast.panel_id,
        now,
        now,
        None,
    )
    assert last_entry() == (AuditVerb.SIGNED_IN, ActorKind.PERSON, person.user_id, "user_account")


def test_tokens_are_long_and_never_the_same(cast: Cast, now: datetime) -> None:
    cast.person("chair")
    tokens = {sessions.sign_in(address("chair"), PASSWORD, caller=HERE, now=now) for _ in range(20)}
    assert (len(tokens), min(map(len, tokens))) == (20, 43)


def test_refused_sign_in_is_audited_and_keeps_no_address(cast: Cast, now: datetime) -> None:
    cast.person("chair")
    assert not refusal(address("chair"), "not the password", now)
    assert last_entry() == (AuditVerb.SIGN_IN_REFUSED, ActorKind.PUBLIC, None, "sign_in")
    kept = [attempt.subject_digest for attempt in db.session.scalars(select(SignInAttempt))]
    assert len(kept) == 2
    assert [digest for digest in kept if "chair" in digest or HERE in digest] == []


@ON_BOTH
def test_right_password_does_not_help_once_an_address_is_slowed(cast: Cast, now: datetime) -> None:
    cast.person("chair")
    refusals = [refusal(address("chair"), "not the password", now, caller=f"10.0.0.{n}") for n in range(10)]
    assert refusals == [False] * 10
    assert refusal(address("chair"), PASSWORD, now, caller="10.0.1.1")
    later = now + timedelta(minutes=15, seconds=1)
    assert sessions.sign_in(address("chair"), PASSWORD, caller="10.0.1.1", now=later)


@ON_BOTH
def test_sign_in_that_is_right_counts_as_no_try(cast: Cast, now: datetime) -> None:
    cast.person("chair")
    for _ in range(sessions.TRIES_FOR_ADDRESS + 1):
        sessions.sign_in(address("chair"), PASSWORD, caller=HERE, now=now)
    assert db.session.scalars(select(SignInAttempt)).all() == []


@ON_BOTH
def test_try_while_slowed_keeps_nobody_out_for_longer(cast: Cast, now: datetime) -> None:
    cast.person("chair")
    for _ in range(sessions.TRIES_FOR_ADDRESS):
        refusal(address("chair"), "not the password", now)
    assert refusal(address("chair"), PASSWORD, now + timedelta(minutes=10))
    assert sessions.sign_in(address("chair"), PASSWORD, caller=HERE, now=now + timedelta(minutes=15, seconds=1))
    assert len(db.session.scalars(select(SignInAttempt)).all()) == 2 * sessions.TRIES_FOR_ADDRESS


def test_guess_at_an_unknown_address_takes_as_long_as_at_a_known_one(
    sqlite_app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the hash at its real strength: it is what takes the time."""
    cast = Cast(now)
    monkeypatch.setattr(passwords, "_hasher", passwords.PasswordHasher())
    monkeypatch.setattr(passwords, "_nobody", "")
    cast.person("chair")
    took: dict[str, list[float]] = {address("chair"): [], "nobody@example.com": []}
    for turn in range(5):
        for email, times in took.items():
            start = time.perf_counter()
            refusal(email, "not the password", now, caller=str(turn))
            times.append(time.perf_counter() - start)
    known, unknown = (statistics.median(times) for times in took.values())
    assert 0.5 < known / unknown < 2


@ON_BOTH
def test_no_transaction_is_open_while_a_password_is_checked(
    sqlite_app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = Cast(now)
    cast.person("chair")
    open_then = []
    check = passwords.matches

    def watched(stored: str | None, password: str) -> bool:
        open_then.append(db.session().in_transaction())
        return check(stored, password)

    monkeypatch.setattr(passwords, "matches", watched)
    sessions.sign_in(address("chair"), PASSWORD, caller=HERE, now=now)
    assert open_then == [False]


def test_choose_a_panel_without_a_role_in_it_is_refused(cast: Cast, now: datetime) -> None:
    person = cast.person("chair")
    token = sessions.sign_in(address("chair"), PASSWORD, caller=HERE, now=now)
    with pytest.raises(Forbidden):
        sessions.choose_panel(person, token, cast.other_panel_id, now=now)
    assert db.session.scalars(select(UserSession.panel_id)).all() == [cast.panel_id]


@ON_BOTH
def test_sign_out_ends_this_session_and_no_other(cast: Cast, now: datetime) -> None:
    person = cast.person("chair")
    tokens = [sessions.sign_in(address("chair"), PASSWORD, caller=HERE, now=now) for _ in range(2)]
    sessions.sign_out(person, tokens[0], now=now)
    ended = {row.token_digest: row.ended_at for row in db.session.scalars(select(UserSession))}
    assert ended == {secret_digest(tokens[0]): now, secret_digest(tokens[1]): None}


@ON_BOTH
def test_seen_writes_once_a_minute_at_most(cast: Cast, now: datetime) -> None:
    writes: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith("UPDATE"):
            writes.append(statement)

    person = cast.person("chair")
    token = sessions.sign_in(address("chair"), PASSWORD, caller=HERE, now=now)
    event.listen(db.engine, "before_cursor_execute", note)
    for seconds in (0, 0, 61):
        sessions.seen(person, token, now=now + timedelta(seconds=seconds))
    assert len(writes) == 1


@ON_BOTH
def test_a_sign_in_that_began_before_the_password_changed_gets_no_session(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    with pytest.raises(SignInRefused):
        sessions._begin(coordinator, [], "the hash of an earlier password", now=now)
    db.session.rollback()
    assert db.session.scalars(select(UserSession)).all() == []
