"""`flask user`: adding a person, a new password or name, closing and opening an account, the list; in plain lines."""

import io
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.cli import user
from cdop.extensions import db
from cdop.models import Membership, User
from cdop.services import passwords, sessions
from cdop.services.errors import Invalid
from tests.personas import OTHER_PANEL, PANEL, PASSWORD, Cast

EMAIL = "new.person@example.com"
CHAIR = "chair@example.com"
NEW_PASSWORD = "four other words altogether"


@pytest.fixture
def run(app: Flask):  # type: ignore[no-untyped-def]
    """Run a command of the application; returns its exit status and what it said."""

    def run(*words: str, typed: str | bytes = "") -> tuple[int, str]:
        result = app.test_cli_runner().invoke(args=list(words), input=typed)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    return run


@pytest.fixture
def cast(cast: Cast) -> Cast:
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


def has_password(password: str) -> bool:
    stored = db.session.scalars(select(User.password_hash)).one()
    db.session.rollback()
    return passwords.matches(stored, password)


def test_password_is_asked_for_twice_and_shown_nowhere(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    cast.person("chair")
    status, said = run("user", "password", "Chair@example.com", typed=f"{NEW_PASSWORD}\n{NEW_PASSWORD}\n")
    told = f"{CHAIR} has a new password. Every session of the account has ended."
    assert (status, said.splitlines()[-1], NEW_PASSWORD in said) == (0, told, False)
    assert has_password(NEW_PASSWORD)


def test_password_is_read_from_standard_input(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    cast.person("chair")
    status, said = run("user", "password", CHAIR, "--password-from", "-", typed=f"{NEW_PASSWORD}\n")
    assert (status, len(said.splitlines()), has_password(NEW_PASSWORD)) == (0, 1, True)


def test_password_with_faults_names_each_in_a_line(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    cast.person("chair")
    status, said = run("user", "password", EMAIL, "--password-from", "-", typed="short\n")
    assert (status, [line.split(":")[0] for line in said.splitlines()]) == (1, ["email", "password"])
    assert has_password(PASSWORD)


def test_password_of_nobody_is_not_asked_for(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    told = f"email: Nobody with the address {EMAIL} has an account in this panel.\n"
    assert run("user", "password", EMAIL) == (1, told)


def test_password_that_is_no_text_is_refused_in_words(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    cast.person("chair")
    typed = b"\xff" * 20 + b"\n"
    told = "password: The password is not text in UTF-8\n"
    assert run("user", "password", CHAIR, "--password-from", "-", typed=typed) == (1, told)
    assert has_password(PASSWORD)


def test_password_that_is_no_text_is_seen_where_the_shell_lets_any_byte_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typed = io.TextIOWrapper(io.BytesIO(b"\xff" * 20 + b"\n"), encoding="utf-8", errors="surrogateescape")
    monkeypatch.setattr("sys.stdin", typed)
    with pytest.raises(Invalid) as refused:
        user._password(from_input=True)
    assert list(refused.value.faults) == ["password"]


def test_rename_says_the_new_name(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    cast.person("chair")
    assert run("user", "rename", CHAIR, "--name", " Ann  Chair ") == (0, f"{CHAIR} is now called Ann  Chair.\n")
    assert run("user", "rename", CHAIR)[0] == 2


def test_second_step_is_taken_away_from_who_has_an_account_here(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    cast.person("chair")
    assert run("user", "second-step", CHAIR) == (0, f"{CHAIR} has no second step any more.\n")
    assert run("user", "second-step", EMAIL) == (1, f"Nobody with the address {EMAIL} has an account in this panel.\n")


def test_rename_with_faults_names_each_in_a_line(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    status, said = run("user", "rename", EMAIL, "--name", " ")
    assert (status, [line.split(":")[0] for line in said.splitlines()]) == (1, ["email", "name"])


def test_enable_opens_the_account_with_the_roles_named(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    cast.person("chair")
    run("user", "disable", CHAIR)
    words = ("user", "enable", CHAIR, "--role", "analyst", "--password-from", "-")
    told = f"{CHAIR} can sign in again, as analyst. Every other role has ended.\n"
    assert run(*words, typed=f"{NEW_PASSWORD}\n") == (0, told)
    assert (has_password(NEW_PASSWORD), held()) == (True, [(CHAIR, "analyst")])


def test_enable_of_an_open_account_says_so_and_asks_for_nothing(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    cast.person("chair")
    assert run("user", "enable", CHAIR, "--role", "chair") == (1, "email: This account is not closed\n")
    assert run("user", "enable", CHAIR)[0] == 2


def test_list_says_of_each_account_what_stands_and_no_secret(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    cast.person("analyst and member"), cast.person("chair"), cast.person("auditor")
    sessions.sign_in(CHAIR, PASSWORD, caller="here", now=cast.now)
    run("user", "disable", "auditor@example.com")
    status, said = run("user", "list")
    since = "since 20 November 2026"
    assert (status, said.splitlines()) == (
        0,
        [
            f"analyst.and.member@example.com: Analyst and member; analyst {since}; panel member {since}; "
            "no sign-in recorded; open",
            f"auditor@example.com: Auditor; auditor {since}; no sign-in recorded; closed 20 November 2026 at 10:00am",
            f"{CHAIR}: Chair; chair {since}; last signed in 20 November 2026 at 10:00am; open",
        ],
    )


def test_list_names_the_last_day_of_a_role(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    cast.person("chair")
    with db.engine.begin() as connection:
        connection.execute(Membership.__table__.update().values(until_on=date(2026, 12, 24)))
    assert "; chair from 20 November 2026 to 24 December 2026; " in run("user", "list")[1]


def test_list_of_a_panel_without_accounts_says_so(run, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    assert run("user", "list") == (0, "Nobody has an account in this panel.\n")
    assert run("user", "list", "--panel", "No such") == (1, "There is no panel named No such.\n")


@pytest.mark.parametrize("name", ["add", "disable", "enable", "list", "password", "rename", "second-step"])
def test_every_command_says_what_it_does(run, name: str) -> None:  # type: ignore[no-untyped-def]
    status, said = run("user", name, "--help")
    assert (status, "--panel TEXT" in said) == (0, True)
