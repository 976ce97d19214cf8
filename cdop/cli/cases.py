"""`flask cases …`: maintenance of a panel's cases."""

import click
from flask.cli import AppGroup

from cdop import clock
from cdop.cli.faults import reported
from cdop.rules import actors
from cdop.services import case_search, panels

group = AppGroup("cases", help="Maintenance of a panel's cases.")


@group.command("reindex")
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@reported
def reindex(panel_name: str | None) -> None:
    """Bring the words that cases and notifications are found by up to date, after an upgrade.

    It can be stopped at any time and started again, while people work.
    """
    actor = actors.command_line(panels.only_panel(panel_name))
    read, changed = case_search.reindex(actor, now=clock.now())
    click.echo(f"Cases read: {read:,}. Search words brought up to date: {changed:,}.")
    read, changed = case_search.reindex_notifications(actor, now=clock.now())
    click.echo(f"Notifications read: {read:,}. Brought up to date: {changed:,}.")
