"""`flask user`: adding a person and closing an account, in plain lines."""

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Membership, User
from tests.personas import OTHER_PANEL, PANEL, PASSWORD, Cast

EMAIL = "new.person@example.com"


@pytest.fixture
def run(sqlite_app: Flask):  # type: ignore[no-untyped-def]
    """Run a command of the application; returns its exit status and what it said."""

    def run(*words: str, typed: str = "") -> tuple[int, str]:
        result = sqlite_app.test_cli_runner().invoke(args=list(words), input=typed)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    return run


@pytest.fixture
def cast(sqlite_app: Flask, now) -> Cast:  # type: ignore[no-untyped-def]
    cast = Cast(now)
    assert cast.panel_id
    return cast


def held() -> list[tuple[str, str]]:
    query = select(User.email, Membership.role).join(Membership, Membership.user_id == User.id)
    return [tuple(row) for row in db.session.execute(query.order_by(User.email, Membership.role))]


def test_add_asks_for_the_password_and_shows_it_nowhere(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    words = ("user", "add", EMAIL, "--name", "New Person", "--role", "chair", "--role", "analyst")
    status, said = run(*words, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert (status, said.splitlines()[-1]) == (0, f"{EMAIL} can sign in as chair, analyst.")
    assert PASSWORD not in said
    assert held() == [(EMAIL, "analyst"), (EMAIL, "chair")]


def test_add_reads_the_password_from_standard_input(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    words = ("user", "add", EMAIL, "--name", "New", "--role", "chair", "--password-from", "-")
    assert run(*words, typed=f"{PASSWORD}\n") == (0, f"{EMAIL} can sign in as chair.\n")


def test_add_with_faults_names_each_in_a_line(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    words = ("user", "add", "no address", "--name", " ", "--role", "chair", "--password-from", "-")
    status, said = run(*words, typed="short\n")
    assert status == 1
    assert [line.split(":")[0] for line in said.splitlines()] == ["email", "name", "password"]
    assert held() == []


@pytest.mark.parametrize(
    ("email", "name", "named"),
    [
        (EMAIL, "x" * 121, ["name"]),
        (EMAIL, "\u200b\u2060", ["name"]),
        (EMAIL, "Ann\u202eeno", ["name"]),
        ("a" * 60 + "@" + "b" * 60 + "." + "c" * 60 + "." + "d" * 60 + "." + "e" * 20 + ".uk", "New", ["email"]),
        ("new\nperson@example.com", "\u200b", ["email", "name"]),
    ],
)
def test_add_of_what_no_column_holds_adds_nobody(run, cast: Cast, email: str, name: str, named: list[str]) -> None:  # type: ignore[no-untyped-def]
    words = ("user", "add", email, "--name", name, "--role", "chair", "--password-from", "-")
    status, said = run(*words, typed=f"{PASSWORD}\n")
    assert (status, [line.split(":")[0] for line in said.splitlines()], held()) == (1, named, [])


def test_add_puts_a_name_on_one_line(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    words = ("user", "add", f" {EMAIL.upper()} ", "--name", "New\nPerson ", "--role", "chair", "--password-from", "-")
    assert run(*words, typed=f"{PASSWORD}\n") == (0, f"{EMAIL} can sign in as chair.\n")
    assert db.session.scalars(select(User.name)).all() == ["New Person"]


@pytest.mark.parametrize(
    ("roles", "given"),
    [
        (("chair", "analyst"), "now has the role analyst too"),
        (("chair",), "had this role already"),
    ],
)
def test_add_again_says_what_was_done_and_what_was_not(run, cast: Cast, roles: tuple[str, ...], given: str) -> None:  # type: ignore[no-untyped-def]
    cast.person("chair")
    before = db.session.execute(select(User.name, User.password_hash)).one()
    db.session.rollback()
    words = ("user", "add", "Chair@example.com", "--name", "Other", "--password-from", "-")
    said = run(*words, *(word for role in roles for word in ("--role", role)), typed="another password here\n")
    kept = "The name and the password stay as they were."
    assert said == (0, f"chair@example.com has an account (Chair) and {given}. {kept}\n")
    assert db.session.execute(select(User.name, User.password_hash)).one() == before
    assert held() == [("chair@example.com", role) for role in sorted(roles)]


def test_add_again_asks_for_neither_name_nor_password(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    cast.person("chair")
    db.session.rollback()
    status, said = run("user", "add", "chair@example.com", "--role", "analyst")
    assert (status, "Password" in said) == (0, False)


def test_add_where_there_are_several_panels_asks_which(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    assert cast.other_panel_id
    words = ("user", "add", EMAIL, "--name", "New", "--role", "chair", "--password-from", "-")
    assert run(*words, typed=f"{PASSWORD}\n") == (
        1,
        f"There are several panels: name one with --panel ({OTHER_PANEL}, {PANEL}).\n",
    )
    assert run(*words, "--panel", OTHER_PANEL, typed=f"{PASSWORD}\n")[0] == 0


def test_add_with_a_role_that_there_is_not_is_refused(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    status, said = run("user", "add", EMAIL, "--name", "New", "--role", "emperor")
    assert (status, "emperor" in said, held()) == (2, True, [])


def test_disable_closes_the_account(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    cast.person("chair")
    db.session.rollback()
    assert run("user", "disable", "chair@example.com") == (0, "chair@example.com can no longer sign in.\n")
    assert db.session.scalars(select(User.disabled_at)).one() is not None


def test_disable_nobody_says_so(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    told = f"Nobody with the address {EMAIL} has an account in this panel.\n"
    assert run("user", "disable", EMAIL) == (1, told)
