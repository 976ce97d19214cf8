"""`flask agency …`: the directory of agencies that a panel asks."""

from pathlib import Path

import click
from flask.cli import AppGroup

from cdop import clock
from cdop.cli.faults import reported
from cdop.rules import actors, agencies, csv_faults, csv_table
from cdop.rules.typed_text import tidy
from cdop.services import agencies as agency_verbs
from cdop.services import agencies_register, panels, people
from cdop.services.errors import Invalid
from cdop.services.register import RegisterFaults

group = AppGroup("agency", help="Agencies that are asked for their reporting form.")


@group.command("add")
@click.argument("name")
@click.option("--kind", required=True, help=f"One of: {', '.join(agencies.AGENCY_TYPES)}.")
@click.option("--email", required=True, help="The secure mailbox that requests go to.")
@click.option("--telephone", help="The agency's telephone number.")
@click.option("--lead-name", help="Who is told when a form is very late.")
@click.option("--lead-email", help="The lead's e-mail address.")
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@reported
def add(
    name: str,
    kind: str,
    email: str,
    telephone: str | None,
    lead_name: str | None,
    lead_email: str | None,
    panel_name: str | None,
) -> None:
    """Add the agency NAME. Where anything cannot be used every fault is named, and nothing is added."""
    panel_id = panels.only_panel(panel_name)
    told = {
        "name": name,
        "kind": _key(kind),
        "email": email,
        "telephone": telephone,
        "lead_name": lead_name,
        "lead_email": lead_email,
    }
    faults = agency_verbs.faults(told, panel_id=panel_id)
    if "kind" in faults:
        faults["kind"] = f"An agency type is one of: {', '.join(agencies.AGENCY_TYPES)}"
    if faults:
        raise Invalid(faults)
    agency_verbs.add_agency(actors.command_line(panel_id), told, panel_id=panel_id, now=clock.now())
    click.echo(f"{tidy(name, lines=False)} was added ({agencies.label(_key(kind))}).")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@reported
def import_command(file: Path, panel_name: str | None) -> None:
    """Take the agencies in FILE and their contacts: all of them or none. An agency is known by its name."""
    actor = actors.command_line(panels.only_panel(panel_name))
    with file.open("rb") as stream:
        raw = stream.read(csv_table.MAX_BYTES + 1)
    try:
        done = agencies_register.import_agencies(actor, raw, now=clock.now())
    except RegisterFaults as found:
        for fault in found.faults:
            click.echo(csv_faults.in_words(fault), err=True)
        raise SystemExit(1) from None
    click.echo(f"Agencies read: {done.read:,}. Added: {done.added:,}. Changed: {done.changed:,}.")
    if done.ignored_columns:
        click.echo(f"Columns that were ignored: {', '.join(done.ignored_columns)}.")


@group.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@reported
def export_command(file: Path, panel_name: str | None) -> None:
    """Write the directory with its contacts into FILE, which `flask agency import` takes again."""
    actor = actors.command_line(panels.only_panel(panel_name))
    with file.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(agencies_register.export_lines(actor))
    click.echo(f"{file} was written.")


@group.command("join")
@click.argument("name")
@click.argument("email")
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@reported
def join(name: str, email: str, panel_name: str | None) -> None:
    """Let the person with the account EMAIL answer for the agency NAME: they see all its requests.

    They also need the role "agency respondent" or "agency lead".
    """
    panel_id = panels.only_panel(panel_name)
    agency_verbs.join(actors.command_line(panel_id), name, email=email, panel_id=panel_id, now=clock.now())
    click.echo(f"{people.address_of(email)} answers for {tidy(name, lines=False)}.")


@group.command("part")
@click.argument("name")
@click.argument("email")
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@reported
def part(name: str, email: str, panel_name: str | None) -> None:
    """Let the person with the account EMAIL no longer answer for the agency NAME."""
    panel_id = panels.only_panel(panel_name)
    agency_verbs.part(actors.command_line(panel_id), name, email=email, panel_id=panel_id, now=clock.now())
    click.echo(f"{people.address_of(email)} no longer answers for {tidy(name, lines=False)}.")


def _key(kind: str) -> str:
    """The key of an agency type, whatever its capitals and apostrophe; what was typed where there is none."""
    try:
        return agencies.parse(kind)
    except ValueError:
        return kind
