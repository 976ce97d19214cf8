"""`flask panel …`: the panels of this database."""

from pathlib import Path

import click
from flask.cli import AppGroup

from cdop import clock
from cdop.cli.faults import reported
from cdop.rules import actors, local_authorities
from cdop.rules.dates import written_date
from cdop.rules.local_authorities import LocalAuthority
from cdop.rules.numbers import agreeing
from cdop.rules.periods import parse_day
from cdop.rules.typed_text import tidy
from cdop.services import deadlines, panels, second_steps
from cdop.services.errors import Invalid

group = AppGroup("panel", help="Panels of this database.")


@group.command("add")
@click.argument("name")
@click.option("--area", "areas", multiple=True, required=True, help="A local authority, by name or GSS code. Repeat.")
@click.option("--telephone", help="The number by which people check that a message is genuine.")
@click.option("--email", help="The panel's address, shown at the foot of every page.")
@click.option("--colour", help="The panel's colour, like #1d3c6e.")
@reported
def add(name: str, areas: tuple[str, ...], telephone: str | None, email: str | None, colour: str | None) -> None:
    """Add the panel NAME. Where anything cannot be used every fault is named, and nothing is added."""
    chosen, faults = _read(areas)
    told = {"name": name, "telephone": telephone, "email": email, "colour": colour}
    faults |= panels.faults(told) | panels.areas_taken([area.gss_code for area in chosen])
    if faults:
        raise Invalid(faults)
    panels.add_panel(
        actors.command_line(),
        name=name,
        areas=chosen,
        telephone=telephone,
        email=email,
        colour=colour,
        now=clock.now(),
    )
    click.echo(f"{tidy(name, lines=False)} was added, for {', '.join(area.name for area in chosen)}.")


@group.command("change")
@click.option("--name", help="The new name.")
@click.option("--telephone", help="The number by which people check that a message is genuine; '' takes it away.")
@click.option("--email", help="The panel's address, to which messages are answered; '' takes it away.")
@click.option("--suicide-lead-email", help="Who is told of a suspected suicide on the same day; '' takes it away.")
@click.option("--colour", help="The panel's colour, like #1d3c6e.")
@click.option("--logo", metavar="FILE", help="Its logo, a PNG or JPEG of up to 1 MB, shown on white; '' takes it away.")
@click.option("--region", help="The region of England beside which its figures stand; '' takes it away.")
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@reported
def change(panel_name: str | None, logo: str | None, **told: str | None) -> None:
    """Change what is named here; the rest stays. Every fault is named, and then nothing is changed."""
    panel_id = panels.only_panel(panel_name)
    changed = [field.replace("_", " ") for field, typed in (told | {"logo": logo}).items() if typed is not None]
    if not changed:
        options = "--name, --telephone, --email, --suicide-lead-email, --colour, --logo or --region"
        raise Invalid({"panel": f"Name what to change: {options}"})
    panels.change_panel(actors.command_line(panel_id), panel_id, told, logo=_content(logo), now=clock.now())
    click.echo(f"The panel's {', '.join(changed)} {agreeing(len(changed), 'was', 'were')} changed.")


@group.command("deadline")
@click.argument("key")
@click.argument("length", type=int)
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@reported
def deadline(key: str, length: int, panel_name: str | None) -> None:
    """Set how long the deadline KEY is from today on. An unknown KEY is told which there are."""
    panel_id = panels.only_panel(panel_name)
    actor, today = actors.command_line(panel_id), clock.today()
    found = deadlines.set_length(actor, panel_id, key, length, from_on=today, now=clock.now())
    click.echo(f"{found.label}: {length} {found.unit} from today on.")


@group.command("second-step")
@click.argument("day")
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@reported
def second_step(day: str, panel_name: str | None) -> None:
    """From DAY on (2026-12-01) everybody signs in with a code of an app too; "" expects it of nobody."""
    panel_id = panels.only_panel(panel_name)
    try:
        since = parse_day(day) if day else None
    except ValueError as unreadable:
        raise Invalid({"day": str(unreadable)}) from None
    second_steps.expect(actors.command_line(panel_id), panel_id, since, now=clock.now())
    click.echo(f"Everybody sets up a second step from {written_date(since)} on." if since else "Expected of nobody.")


def _content(file: str | None) -> bytes | None:
    """Return what is in a file, b"" where none is named. Raises Invalid where it cannot be read."""
    if not file:
        return None if file is None else b""
    try:
        return Path(file).read_bytes()
    except OSError as refused:
        raise Invalid({"logo": f"{file} cannot be read: {refused.strerror}"}) from None


def _read(areas: tuple[str, ...]) -> tuple[list[LocalAuthority], dict[str, str]]:
    """Return the authorities, and a fault for each word that is none."""
    chosen, faults = [], {}
    for area in areas:
        try:
            chosen.append(local_authorities.parse(area))
        except ValueError as unknown:
            faults[f"area {area}"] = str(unknown)
    return chosen, faults
