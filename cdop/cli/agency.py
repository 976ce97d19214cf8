"""`flask agency …`: the directory of agencies that a panel asks."""

import click
from flask.cli import AppGroup

from cdop import clock
from cdop.cli.faults import reported
from cdop.rules import actors, agencies
from cdop.rules.typed_text import tidy
from cdop.services import agencies as agency_verbs
from cdop.services import panels
from cdop.services.errors import Invalid

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


def _key(kind: str) -> str:
    """The key of an agency type, whatever its capitals and apostrophe; what was typed where there is none."""
    try:
        return agencies.parse(kind)
    except ValueError:
        return kind
