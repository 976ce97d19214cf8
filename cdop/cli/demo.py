"""`flask demo …`: invented people and cases, for looking at the system and nothing else."""

from datetime import timedelta
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_migrate import upgrade

from cdop import clock
from cdop.cli.demo_register import demo_register, register_of_2014
from cdop.cli.faults import reported
from cdop.rules import actors, local_authorities
from cdop.rules.vocabulary import ReferenceKind, Role
from cdop.services import (
    agencies,
    demo,
    demo_actions,
    demo_forms_of_2008,
    demo_letters,
    demo_releases,
    demo_report,
    demo_same_child,
    demo_stories,
    demo_themes,
    demo_told,
    panels,
    people,
    reference,
    unit,
)
from cdop.services.errors import Blocked

group = AppGroup("demo", help="The demonstration's invented people and cases.")

PANEL = "Demonstration Child Death Overview Panel"
PASSWORD = "nobody real is here"  # noqa: S105  (printed at every start; it opens invented cases only)
ACCOUNTS: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("coordinator@example.com", "Chris Invented-Coordinator", (Role.COORDINATOR,)),
    ("chair@example.com", "Charlie Invented-Chair", (Role.CHAIR,)),
    ("doctor@example.com", "Dana Invented-Doctor", (Role.DESIGNATED_DOCTOR,)),
    ("member@example.com", "Morgan Invented-Member", (Role.PANEL_MEMBER,)),
    ("heart@example.com", "Hari Invented-Cardiologist", (Role.EXPERT,)),
    ("agency@example.com", "Lee Invented-Lead", (Role.AGENCY_LEAD,)),
    ("administrator@example.com", "Sam Invented-Administrator", (Role.ADMINISTRATOR,)),
    ("analyst@example.com", "Alex Invented-Analyst", (Role.ANALYST,)),
    ("consultant@example.com", "Robin Invented-Consultant", (Role.ANALYST, Role.PANEL_MEMBER)),
)
SAMPLES_FOLDER = Path(__file__).parents[1] / "samples"
SAMPLES = (
    (ReferenceKind.POSTCODES, "postcodes.csv", "Invented postcodes"),
    (ReferenceKind.DEPRIVATION, "deprivation-2019.csv", "Invented deprivation 2019"),
    (ReferenceKind.DEPRIVATION, "deprivation-2025.csv", "Invented deprivation 2025"),
    (ReferenceKind.POPULATION, "population-2024.csv", "Invented population 2024"),
    (ReferenceKind.BIRTHS, "births-2024.csv", "Invented live births 2024"),
    (ReferenceKind.SMALL_AREAS, "small-areas-2024.csv", "Invented small areas 2024"),
    (ReferenceKind.ETHNICITY, "ethnicity-2021.csv", "Invented children by ethnic group 2021"),
    (ReferenceKind.ENGLAND, "england-2023-24.csv", "Invented deaths in England 2023-24"),
    (ReferenceKind.PLACES, "wards.csv", "Invented wards"),
    (ReferenceKind.COMPARISON, "comparison.csv", "Invented numbers of England and the North West"),
)
OWN_AGENCIES = (demo_stories.DIRECTORY["gp"], demo_stories.DIRECTORY[demo_stories.RELEASING])
"""The agencies for which the account of an agency answers: one of them releases its forms itself."""

LONG_AGO = timedelta(days=14 * 365)
AREAS = ("Cheshire East", "Cheshire West and Chester", "Halton", "Warrington")


@group.command("load")
@reported
def load() -> None:
    """Upgrade the database, load the demonstration where it holds no panel, and say its accounts."""
    if not current_app.config["CDOP"].is_demo:
        raise Blocked(["Only a demonstration has invented people and cases: set CDOP_DEMO=1."])
    upgrade()
    token = "" if panels.panel_count() else _invent()
    click.echo("\nDemonstration accounts, all with the password: " + PASSWORD)
    for email, _name, roles in ACCOUNTS:
        click.echo(f"  {email:<26} {', '.join('public health analyst' if r is Role.ANALYST else r for r in roles)}")
    if token:
        click.echo(f"\nA token for another program, told this once: {token}")


def _invent() -> str:
    """Invent everything and return the secret of a token, which is kept nowhere."""
    click.echo("Inventing two years of cases, some open ones, and some on which people are at work ...")
    panel_id = _add_panel()
    _import_samples()
    for invented in (register_of_2014(), demo_register(clock.today())):
        demo.load_cases(actors.command_line(panel_id), panel_id, invented.cases, invented.meetings, now=clock.now())
    coordinator, chair = (demo.person(panel_id, role) for role in (Role.COORDINATOR, Role.CHAIR))
    unit.end_reads()
    demo_forms_of_2008.load(coordinator, now=clock.now())
    demo_told.load(coordinator, now=clock.now())
    demo_stories.load(coordinator, chair, now=clock.now())
    demo_same_child.load(coordinator, chair, now=clock.now())
    demo_letters.load(coordinator, chair, now=clock.now())
    demo_actions.load(coordinator, now=clock.now())
    demo_report.load(coordinator, chair, now=clock.now())
    demo_themes.load(coordinator, chair, now=clock.now())
    demo_releases.load(coordinator, chair, now=clock.now())
    for name in OWN_AGENCIES:
        agencies.join(
            actors.command_line(panel_id), name, email="agency@example.com", panel_id=panel_id, now=clock.now()
        )
    return demo_releases.token(coordinator, now=clock.now())


def _add_panel() -> int:
    """Add the panel and its people, who were there before the first of the cases; return the panel's id."""
    began = clock.now() - LONG_AGO
    panel_id = panels.add_panel(
        actors.command_line(),
        name=PANEL,
        areas=[local_authorities.parse(area) for area in AREAS],
        telephone="01632 960 123",
        email="panel@example.com",
        now=began,
    )
    lead = {"suicide_lead_email": "suicide.prevention@example.com", "region": "North West"}
    logo = (SAMPLES_FOLDER / "logo.png").read_bytes()
    panels.change_panel(actors.command_line(panel_id), panel_id, lead, logo=logo, now=began)
    for email, name, roles in ACCOUNTS:
        people.add_user(
            actors.command_line(panel_id),
            email=email,
            name=name,
            password=PASSWORD,
            roles=list(roles),
            panel_id=panel_id,
            today=began.date(),
            now=began,
        )
    return panel_id


def _import_samples() -> None:
    """Import the invented tables that are shipped, as an administrator would have."""
    for kind, name, edition in SAMPLES:
        reference.import_table(
            actors.command_line(), kind, SAMPLES_FOLDER / name, edition=edition, now=clock.now() - LONG_AGO
        )
