"""`flask panel …`: the panels of this database."""

import click
from flask.cli import AppGroup

from cdop import clock
from cdop.cli.faults import reported
from cdop.rules import actors, local_authorities
from cdop.rules.colour import is_colour
from cdop.services import panels

group = AppGroup("panel", help="Panels of this database.")


@group.command("add")
@click.argument("name")
@click.option("--area", "areas", multiple=True, required=True, help="A local authority, by name or GSS code. Repeat.")
@click.option("--telephone", help="The number by which people check that a message is genuine.")
@click.option("--email", help="The panel's address, shown at the foot of every page.")
@click.option("--colour", help="The panel's colour, like #1d3c6e.")
@reported
def add(name: str, areas: tuple[str, ...], telephone: str | None, email: str | None, colour: str | None) -> None:
    """Add the panel NAME."""
    try:
        chosen = [local_authorities.parse(area) for area in areas]
    except ValueError as unknown:
        raise click.UsageError(str(unknown)) from None
    if colour and not is_colour(colour):
        raise click.UsageError("A colour is written like #1d3c6e.")
    panels.add_panel(
        actors.command_line(),
        name=name,
        areas=chosen,
        telephone=telephone,
        email=email,
        colour=colour,
        now=clock.now(),
    )
    click.echo(f"{name} was added, for {', '.join(area.name for area in chosen)}.")
