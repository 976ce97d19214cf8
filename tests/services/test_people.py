"""Accounts and roles."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AuditEntry, Membership, User, UserSession
from cdop.queries.people import signed_in
from cdop.rules import actors
from cdop.rules.vocabulary import AuditVerb, Role
from cdop.services import people, sessions
from cdop.services.errors import Forbidden, Invalid, NotFound
from tests.personas import PASSWORD, Cast, address

EMAIL = "New.Person@Example.com"


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


def test_add_person_gives_the_role_from_today_and_keeps_no_password(cast: Cast) -> None:
    public_id = add(cast)
    user = db.session.scalars(select(User).where(User.public_id == public_id)).one()
    assert (user.email, user.name, roles_of(user.email)) == (
        "new.person@example.com",
        "New Person",
        [(Role.CHAIR, date(2026, 11, 20))],
    )
    assert (user.password_hash.startswith("$argon2id$"), PASSWORD in user.password_hash) == (True, False)


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
        sessions.digest(token), now=now, today=now.date(), idle=timedelta(minutes=20), whole=timedelta(hours=10)
    )
    return found.actor.name if found else None


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
        found = signed_in(sessions.digest(token), now=now, today=day, idle=timedelta(days=9), whole=timedelta(days=9))
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
