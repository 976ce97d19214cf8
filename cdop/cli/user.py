"""`flask user …`: the accounts of this database."""

import sys

import click
from flask.cli import AppGroup

from cdop import clock
from cdop.cli.faults import reported
from cdop.queries import accounts
from cdop.queries.accounts import Account, HeldRole, ListedAccount
from cdop.rules import actors
from cdop.rules.actors import Actor
from cdop.rules.dates import written_date, written_moment
from cdop.rules.typed_text import tidy
from cdop.rules.vocabulary import Role
from cdop.services import panels, people, second_steps
from cdop.services.errors import Invalid, NotFound

group = AppGroup("user", help="Accounts of this database.")

# What is typed on a command line is kept in its history: a password is asked for, or read from standard input.
PASSWORD_HELP = "Asked for if left out; '-' reads it from standard input."  # noqa: S105  (words, not a password)


@group.command("add")
@click.argument("email")
@click.option("--name", default="", help="The person's name; needed for a new account.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role]))
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@click.option("--password-from", type=click.Choice(["-"]), help=PASSWORD_HELP)
@reported
def add(email: str, name: str, roles: tuple[str, ...], panel_name: str | None, password_from: str | None) -> None:
    """Add the person with the address EMAIL, or give further roles to one who has an account.

    An account that there is keeps its name and its password: neither is asked for, and what is said of them is
    not used.
    """
    panel_id = panels.only_panel(panel_name)
    actor, address = actors.command_line(panel_id), people.address_of(email)
    held = accounts.account(actor, address)
    password = "" if held else _password(from_input=password_from is not None)
    people.add_user(
        actor,
        email=email,
        name=name,
        password=password,
        roles=[Role(role) for role in roles],
        panel_id=panel_id,
        today=clock.today(),
        now=clock.now(),
    )
    click.echo(_done(address, held, roles))


@group.command("disable")
@click.argument("email")
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@reported
def disable(email: str, panel_name: str | None) -> None:
    """Close the account of EMAIL; its sessions end at once."""
    panel_id = panels.only_panel(panel_name)
    people.disable_user(actors.command_line(panel_id), email=email, panel_id=panel_id, now=clock.now())
    click.echo(f"{people.address_of(email)} can no longer sign in.")


@group.command("enable")
@click.argument("email")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role]))
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@click.option("--password-from", type=click.Choice(["-"]), help=PASSWORD_HELP)
@reported
def enable(email: str, roles: tuple[str, ...], panel_name: str | None, password_from: str | None) -> None:
    """Open the closed account of EMAIL again, with a new password.

    It has the roles that are named here, from today. Every other role it held, in any panel, has ended; cases it
    was excluded from stay closed to it.
    """
    panel_id = panels.only_panel(panel_name)
    actor = actors.command_line(panel_id)
    people.enable_user(
        actor,
        email=email,
        password=_new_password(actor, email, panel_id, from_input=password_from is not None, is_closed=True),
        roles=[Role(role) for role in roles],
        panel_id=panel_id,
        today=clock.today(),
        now=clock.now(),
    )
    named = ", ".join(dict.fromkeys(roles))
    click.echo(f"{people.address_of(email)} can sign in again, as {named}. Every other role has ended.")


@group.command("password")
@click.argument("email")
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@click.option("--password-from", type=click.Choice(["-"]), help=PASSWORD_HELP)
@reported
def password(email: str, panel_name: str | None, password_from: str | None) -> None:
    """Set a new password for EMAIL; the sessions of the account end at once.

    After too many wrong tries the right password is refused too, for up to a quarter of an hour.
    """
    panel_id = panels.only_panel(panel_name)
    actor = actors.command_line(panel_id)
    typed = _new_password(actor, email, panel_id, from_input=password_from is not None)
    people.set_password(actor, email=email, password=typed, panel_id=panel_id, now=clock.now())
    click.echo(f"{people.address_of(email)} has a new password. Every session of the account has ended.")


@group.command("rename")
@click.argument("email")
@click.option("--name", required=True, help="The person's new name.")
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@reported
def rename(email: str, name: str, panel_name: str | None) -> None:
    """Change the name of the person with the address EMAIL. What was done under the old name keeps it."""
    panel_id = panels.only_panel(panel_name)
    people.rename_user(actors.command_line(panel_id), email=email, name=name, panel_id=panel_id, now=clock.now())
    click.echo(f"{people.address_of(email)} is now called {tidy(name, lines=False)}.")


@group.command("second-step")
@click.argument("email")
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@reported
def second_step(email: str, panel_name: str | None) -> None:
    """Take away the second step of EMAIL, whose telephone is lost; the sessions of the account end at once.

    Make sure who asks: with the password alone they sign in from then on, to every panel that they work for.
    """
    address, actor = people.address_of(email), actors.command_line(panels.only_panel(panel_name))
    found = accounts.account_at(actor, address)
    if found is None:
        raise NotFound(people.NOBODY.format(address))
    second_steps.reset(actor, found.public_id, now=clock.now())
    click.echo(f"{address} has no second step any more.")


@group.command("list")
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@reported
def list_accounts(panel_name: str | None) -> None:
    """List the accounts of the panel, a line each: address, name, roles, last sign-in, whether closed."""
    is_empty = True
    for account in accounts.panel_accounts(actors.command_line(panels.only_panel(panel_name))):
        click.echo(_line(account))
        is_empty = False
    if is_empty:
        click.echo("Nobody has an account in this panel.")


def _line(account: ListedAccount) -> str:
    signed_in = (
        f"last signed in {written_moment(account.signed_in_at)}" if account.signed_in_at else "no sign-in recorded"
    )
    state = f"closed {written_moment(account.disabled_at)}" if account.disabled_at else "open"
    return f"{account.email}: " + "; ".join([account.name, *map(_held, account.roles), signed_in, state])


def _held(held: HeldRole) -> str:
    if held.until_on is None:
        return f"{held.role} since {written_date(held.from_on)}"
    return f"{held.role} from {written_date(held.from_on)} to {written_date(held.until_on)}"


def _done(address: str, held: Account | None, roles: tuple[str, ...]) -> str:
    if held is None:
        return f"{address} can sign in as {', '.join(roles)}."
    new = [role for role in dict.fromkeys(roles) if role not in held.roles]
    given = f"now has the role {', '.join(new)} too" if new else "had this role already"
    return f"{address} has an account ({held.name}) and {given}. The name and the password stay as they were."


def _new_password(actor: Actor, email: str, panel_id: int, *, from_input: bool, is_closed: bool = False) -> str:
    """A password for an account that there is: nobody is asked to think of one that cannot be used."""
    if not from_input:
        fault = people.account_fault(actor, email=email, panel_id=panel_id, is_closed=is_closed)
        if fault is not None:
            raise Invalid({"email": fault})
    return _password(from_input=from_input)


def _password(*, from_input: bool) -> str:
    """The password as it was typed. Raises Invalid where the bytes are no text."""
    try:
        typed: str = sys.stdin.readline().rstrip("\n") if from_input else _asked()
        typed.encode()
    except UnicodeError:
        raise Invalid({"password": "The password is not text in UTF-8"}) from None
    return typed


def _asked() -> str:
    typed: str = click.prompt("Password", type=str, hide_input=True, confirmation_prompt=True)
    return typed
