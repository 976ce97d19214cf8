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
    assert run("user", "disable", EMAIL) == (1, "There is no such thing.\n")
