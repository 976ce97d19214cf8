"""`flask user …`: the accounts of this database."""

import sys

import click
from flask.cli import AppGroup

from cdop import clock
from cdop.cli.faults import reported
from cdop.queries import accounts
from cdop.queries.accounts import Account
from cdop.rules import actors
from cdop.rules.vocabulary import Role
from cdop.services import panels, people

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


def _done(address: str, held: Account | None, roles: tuple[str, ...]) -> str:
    if held is None:
        return f"{address} can sign in as {', '.join(roles)}."
    new = [role for role in dict.fromkeys(roles) if role not in held.roles]
    given = f"now has the role {', '.join(new)} too" if new else "had this role already"
    return f"{address} has an account ({held.name}) and {given}. The name and the password stay as they were."


def _password(*, from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\n")
    password: str = click.prompt("Password", type=str, hide_input=True, confirmation_prompt=True)
    return password
