"""Accounts and roles."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AuditEntry, Membership, User, UserSession
from cdop.queries.people import signed_in
from cdop.rules import actors
from cdop.rules.digests import secret_digest
from cdop.rules.vocabulary import AuditVerb, Role
from cdop.services import people, sessions
from cdop.services.errors import Forbidden, Invalid, NotFound
from cdop.services.sessions import SignInRefused
from tests.databases import ON_BOTH
from tests.personas import PASSWORD, Cast, address

EMAIL = "New.Person@Example.com"
NEW_PASSWORD = "four other words altogether"


def add(cast: Cast, **other: Any) -> str:
    told = {
        "email": EMAIL,
        "name": "New Person",
        "password": PASSWORD,
        "roles": [Role.CHAIR],
        "panel_id": cast.panel_id,
        "today": cast.now.date(),
        "now": cast.now,
    }
    return people.add_user(cast.command_line, **told | other)


def roles_of(email: str) -> list[tuple[Role, date]]:
    query = select(Membership.role, Membership.from_on).join(User, User.id == Membership.user_id)
    return [tuple(row) for row in db.session.execute(query.where(User.email == email).order_by(Membership.role))]


@ON_BOTH
def test_add_person_gives_the_role_from_today_and_keeps_no_password(cast: Cast) -> None:
    public_id = add(cast)
    user = db.session.scalars(select(User).where(User.public_id == public_id)).one()
    assert (user.email, user.name, roles_of(user.email)) == (
        "new.person@example.com",
        "New Person",
        [(Role.CHAIR, date(2026, 11, 20))],
    )
    assert (user.password_hash.startswith("$argon2id$"), PASSWORD in user.password_hash) == (True, False)


@ON_BOTH
def test_add_person_again_adds_roles_and_keeps_the_password(cast: Cast) -> None:
    first = add(cast)
    before = db.session.scalars(select(User.password_hash)).all()
    again = add(cast, roles=[Role.CHAIR, Role.ANALYST], password="", name="Other name")
    assert (again, db.session.scalars(select(User.password_hash)).all()) == (first, before)
    assert [role for role, _ in roles_of("new.person@example.com")] == [Role.ANALYST, Role.CHAIR]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"name": " "}, "name"),
        ({"roles": []}, "role"),
        ({"password": "short"}, "password"),
        ({"password": "x" * 201}, "password"),
    ],
)
def test_add_person_with_a_fault_names_it_and_adds_nobody(typed: dict[str, Any], field: str, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        add(cast, **typed)
    assert (set(refused.value.faults), db.session.scalars(select(User.id)).all()) == ({field}, [])


@pytest.mark.parametrize("name", ["coordinator", "chair", "panel member", "auditor"])
def test_add_person_by_whoever_may_not_is_refused(name: str, cast: Cast) -> None:
    actor = cast.person(name)
    with pytest.raises(Forbidden):
        people.add_user(
            actor,
            email=EMAIL,
            name="New",
            password=PASSWORD,
            roles=[Role.ADMINISTRATOR],
            panel_id=cast.panel_id,
            today=cast.now.date(),
            now=cast.now,
        )


def test_administrator_gives_roles_to_others_and_none_to_themselves(cast: Cast) -> None:
    administrator = cast.person("administrator")
    told = {"name": "", "password": "", "roles": [Role.COORDINATOR], "today": cast.now.date(), "now": cast.now}
    with pytest.raises(Invalid) as refused:
        people.add_user(administrator, email=address("administrator"), panel_id=cast.panel_id, **told)
    cast.person("chair")
    people.add_user(administrator, email=address("chair"), panel_id=cast.panel_id, **told)
    assert list(refused.value.faults) == ["email"]
    assert [role for role, _ in roles_of(address("administrator"))] == [Role.ADMINISTRATOR]
    assert [role for role, _ in roles_of(address("chair"))] == [Role.CHAIR, Role.COORDINATOR]


def test_administrator_adds_nobody_to_another_panel(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        people.add_user(
            cast.person("administrator"),
            email=EMAIL,
            name="New",
            password=PASSWORD,
            roles=[Role.CHAIR],
            panel_id=cast.other_panel_id,
            today=cast.now.date(),
            now=cast.now,
        )


@ON_BOTH
def test_disable_person_ends_every_session_in_the_same_commit(cast: Cast, now: datetime) -> None:
    cast.person("chair")
    tokens = [sessions.sign_in(address("chair"), PASSWORD, caller="here", now=now) for _ in range(3)]
    people.disable_user(cast.command_line, email=address("chair").upper(), panel_id=cast.panel_id, now=now)
    assert db.session.scalars(select(UserSession.ended_at)).all() == [now] * 3
    assert [who(token, now) for token in tokens] == [None] * 3
    last = db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert last is AuditVerb.USER_DISABLED


def test_disable_person_of_another_panel_is_not_found(cast: Cast, now: datetime) -> None:
    cast.person("chair")
    elsewhere = actors.command_line(cast.other_panel_id)
    with pytest.raises(NotFound):
        people.disable_user(elsewhere, email=address("chair"), panel_id=cast.other_panel_id, now=now)


def who(token: str, now: datetime) -> str | None:
    found = signed_in(
        secret_digest(token), now=now, today=now.date(), idle=timedelta(minutes=20), whole=timedelta(hours=10)
    )
    return found.actor.name if found else None


@ON_BOTH
def test_role_counts_on_its_first_and_last_day_and_on_no_other(cast: Cast, now: datetime) -> None:
    person = cast.person("chair")
    token = sessions.sign_in(address("chair"), PASSWORD, caller="here", now=now)
    with db.engine.begin() as connection:
        connection.execute(
            Membership.__table__.update()
            .where(Membership.user_id == person.user_id)
            .values(until_on=date(2026, 11, 21))
        )

    def name_on(day: date) -> str | None:
        found = signed_in(secret_digest(token), now=now, today=day, idle=timedelta(days=9), whole=timedelta(days=9))
        return found.actor.name if found else None

    assert [name_on(date(2026, 11, day)) for day in (19, 20, 21, 22)] == [None, "Chair", "Chair", None]


def test_add_role_to_a_closed_account_says_so(cast: Cast, now: datetime) -> None:
    cast.person("chair")
    people.disable_user(cast.command_line, email=address("chair"), panel_id=cast.panel_id, now=now)
    with pytest.raises(Invalid) as refused:
        people.add_user(
            cast.command_line,
            email=address("chair"),
            name="Chair",
            password="",
            roles=[Role.PANEL_MEMBER],
            panel_id=cast.panel_id,
            today=now.date(),
            now=now,
        )
    assert list(refused.value.faults) == ["email"]


def last_entries(verb: AuditVerb) -> list[tuple[str, dict[str, Any]]]:
    """What the entries of this kind are about, and what changed."""
    query = select(AuditEntry.subject_kind, AuditEntry.changes).where(AuditEntry.verb == verb)
    return [tuple(row) for row in db.session.execute(query.order_by(AuditEntry.id))]


def may_sign_in(name: str, password: str, now: datetime) -> bool:
    try:
        sessions.sign_in(address(name), password, caller="here", now=now)
    except SignInRefused:
        return False
    return True


def held_by(user_id: int | None) -> list[tuple[int, Role, date, date | None]]:
    columns = (Membership.panel_id, Membership.role, Membership.from_on, Membership.until_on)
    query = select(*columns).where(Membership.user_id == user_id).order_by(Membership.panel_id, Membership.role)
    return [tuple(row) for row in db.session.execute(query)]


def set_password(cast: Cast, **other: Any) -> None:
    told = {"email": address("chair"), "password": NEW_PASSWORD, "panel_id": cast.panel_id, "now": cast.now}
    people.set_password(other.pop("actor", cast.command_line), **told | other)


def enable(cast: Cast, **other: Any) -> None:
    told = {
        "email": address("chair"),
        "password": NEW_PASSWORD,
        "roles": [Role.PANEL_MEMBER],
        "panel_id": cast.panel_id,
        "today": cast.now.date(),
        "now": cast.now,
    }
    people.enable_user(other.pop("actor", cast.command_line), **told | other)


def close(cast: Cast, at: datetime) -> None:
    people.disable_user(cast.command_line, email=address("chair"), panel_id=cast.panel_id, now=at)


@ON_BOTH
def test_set_password_ends_every_session_and_the_old_password(cast: Cast, now: datetime) -> None:
    cast.person("chair"), cast.person("analyst")
    tokens = [
        sessions.sign_in(address(name), PASSWORD, caller="here", now=now) for name in ("chair", "chair", "analyst")
    ]
    set_password(cast, email=address("chair").upper())
    assert [who(token, now) for token in tokens] == [None, None, "Analyst"]
    assert [may_sign_in("chair", password, now) for password in (PASSWORD, NEW_PASSWORD)] == [False, True]


def test_set_password_is_audited_without_the_password_or_its_hash(cast: Cast) -> None:
    cast.person("chair")
    set_password(cast)
    ((kind, changes),) = last_entries(AuditVerb.PASSWORD_SET)
    assert (kind, list(changes)) == ("user_account", ["password_hash"])
    assert [set(side) for side in changes["password_hash"]] == [{"changed", "digest"}] * 2


@pytest.mark.parametrize("password", ["short", "x" * 201])
def test_set_password_says_every_fault_at_once_and_changes_nothing(cast: Cast, now: datetime, password: str) -> None:
    cast.person("chair")
    token = sessions.sign_in(address("chair"), PASSWORD, caller="here", now=now)
    with pytest.raises(Invalid) as both:
        set_password(cast, email=EMAIL, password=password)
    with pytest.raises(Invalid) as one:
        set_password(cast, password=password)
    assert (list(both.value.faults), list(one.value.faults)) == (["email", "password"], ["password"])
    assert (who(token, now), last_entries(AuditVerb.PASSWORD_SET)) == ("Chair", [])


def test_set_password_of_a_closed_account_or_of_another_panel_is_refused(cast: Cast, now: datetime) -> None:
    cast.person("chair")
    elsewhere = actors.command_line(cast.other_panel_id)
    with pytest.raises(Invalid) as stranger:
        set_password(cast, actor=elsewhere, panel_id=cast.other_panel_id)
    close(cast, now)
    with pytest.raises(Invalid) as closed:
        set_password(cast)
    assert [list(refused.value.faults) for refused in (stranger, closed)] == [["email"]] * 2
    assert last_entries(AuditVerb.PASSWORD_SET) == []


@ON_BOTH
def test_account_that_was_closed_since_it_was_looked_at_gets_no_password(cast: Cast, now: datetime) -> None:
    cast.person("chair")
    close(cast, now)
    with pytest.raises(Invalid):
        people._set_password(cast.command_line, address("chair"), "a hash", cast.panel_id, now=now)
    assert last_entries(AuditVerb.PASSWORD_SET) == []


@pytest.mark.parametrize("name", ["coordinator", "chair", "administrator"])
def test_nobody_who_signs_in_chooses_the_password_of_another(name: str, cast: Cast, now: datetime) -> None:
    actor = cast.person(name)
    cast.person("chair")
    with pytest.raises(Forbidden):
        set_password(cast, actor=actor)
    close(cast, now)
    with pytest.raises(Forbidden):
        enable(cast, actor=actor)
    assert not may_sign_in("chair", NEW_PASSWORD, now)


def test_rename_keeps_everything_else_and_is_audited_without_the_names(cast: Cast, now: datetime) -> None:
    person = cast.person("chair")
    token = sessions.sign_in(address("chair"), PASSWORD, caller="here", now=now)
    people.rename_user(
        cast.person("administrator"), email=address("chair"), name="Ann\nChair ", panel_id=cast.panel_id, now=now
    )
    assert (who(token, now), held_by(person.user_id)) == ("Ann Chair", [(cast.panel_id, Role.CHAIR, now.date(), None)])
    ((kind, changes),) = last_entries(AuditVerb.USER_RENAMED)
    assert (kind, list(changes), "Ann" in str(changes)) == ("user_account", ["name"], False)


@pytest.mark.parametrize(
    ("email", "name", "named"),
    [
        (EMAIL, " ", ["email", "name"]),
        (EMAIL, "Ann", ["email"]),
        (address("chair"), "x" * 121, ["name"]),
        (address("chair"), "\u200b", ["name"]),
    ],
)
def test_rename_says_every_fault_at_once(email: str, name: str, named: list[str], cast: Cast, now: datetime) -> None:
    cast.person("chair")
    with pytest.raises(Invalid) as refused:
        people.rename_user(cast.command_line, email=email, name=name, panel_id=cast.panel_id, now=now)
    names = db.session.scalars(select(User.name)).all()
    assert (list(refused.value.faults), names) == (named, ["Chair"])


def test_rename_by_whoever_may_not_is_refused(cast: Cast, now: datetime) -> None:
    with pytest.raises(Forbidden):
        people.rename_user(
            cast.person("coordinator"), email=address("coordinator"), name="Me", panel_id=cast.panel_id, now=now
        )


@ON_BOTH
def test_enable_gives_the_roles_named_and_brings_nothing_back(cast: Cast, now: datetime) -> None:
    person = cast.person("chair", roles=(Role.CHAIR, Role.PANEL_MEMBER))
    people.add_user(
        actors.command_line(cast.other_panel_id),
        email=address("chair"),
        name="",
        password="",
        roles=[Role.COORDINATOR],
        panel_id=cast.other_panel_id,
        today=now.date(),
        now=now,
    )
    closed_at, later = now + timedelta(days=3), now + timedelta(days=40)
    close(cast, closed_at)
    enable(cast, roles=[Role.PANEL_MEMBER, Role.ANALYST], today=later.date(), now=later)
    assert held_by(person.user_id) == [
        (cast.panel_id, Role.ANALYST, later.date(), None),
        (cast.panel_id, Role.CHAIR, now.date(), closed_at.date()),
        (cast.panel_id, Role.PANEL_MEMBER, later.date(), None),
        (cast.other_panel_id, Role.COORDINATOR, now.date(), closed_at.date()),
    ]
    assert [may_sign_in("chair", password, later) for password in (PASSWORD, NEW_PASSWORD)] == [False, True]
    kinds = {kind for kind, _ in last_entries(AuditVerb.USER_ENABLED)}
    assert kinds == {"user_account", "membership"}


@ON_BOTH
def test_enable_on_the_day_of_closing_leaves_no_role_that_counts_today(cast: Cast, now: datetime) -> None:
    person = cast.person("chair", roles=(Role.CHAIR,))
    early = now - timedelta(days=5)
    with db.engine.begin() as connection:
        connection.execute(Membership.__table__.update().values(from_on=early.date()))
    add(cast, email=address("chair"), roles=[Role.COORDINATOR])
    close(cast, now)
    enable(cast)
    assert held_by(person.user_id) == [
        (cast.panel_id, Role.CHAIR, early.date(), now.date() - timedelta(days=1)),
        (cast.panel_id, Role.PANEL_MEMBER, now.date(), None),
    ]


@ON_BOTH
def test_enable_ends_a_session_that_began_as_the_account_was_closed(cast: Cast, now: datetime) -> None:
    cast.person("chair")
    token = sessions.sign_in(address("chair"), PASSWORD, caller="here", now=now)
    close(cast, now)
    with db.engine.begin() as connection:
        connection.execute(UserSession.__table__.update().values(ended_at=None))
    enable(cast)
    assert who(token, now) is None


def test_enable_says_every_fault_at_once_and_an_open_account_is_one(cast: Cast) -> None:
    cast.person("chair")
    with pytest.raises(Invalid) as refused:
        enable(cast, roles=[], password="short")
    assert list(refused.value.faults) == ["email", "role", "password"]
    assert last_entries(AuditVerb.USER_ENABLED) == []


@ON_BOTH
def test_disable_again_keeps_the_day_of_closing(cast: Cast, now: datetime) -> None:
    cast.person("chair")
    close(cast, now)
    close(cast, now + timedelta(days=9))
    assert db.session.scalars(select(User.disabled_at)).one() == now


@ON_BOTH
def test_role_that_had_ended_begins_again_on_the_day_it_is_given(cast: Cast, now: datetime) -> None:
    person, first, last = cast.person("chair"), date(2026, 11, 1), now.date()
    after = last + timedelta(days=1)
    for given_on, since in ((last, first), (after, after)):
        with db.engine.begin() as connection:
            connection.execute(Membership.__table__.update().values(from_on=first, until_on=last))
        add(cast, email=address("chair"), today=given_on)
        assert held_by(person.user_id) == [(cast.panel_id, Role.CHAIR, since, None)]
        db.session.rollback()
