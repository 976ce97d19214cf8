"""`flask audit …`: seal the audit log and check that nothing in it was altered."""

import click
from flask.cli import AppGroup

from cdop import clock
from cdop.cli.faults import reported
from cdop.services import audit_seals

group = AppGroup("audit", help="The audit log.")


@group.command("seal")
@reported
def seal() -> None:
    """Seal all entries that are not yet under a seal."""
    count = audit_seals.seal(now=clock.now())
    click.echo(f"{count} entries were sealed.")


@group.command("verify")
@reported
def verify() -> None:
    """Check every seal; exit status 1 names the first that does not hold."""
    fault = audit_seals.first_fault()
    if fault is not None:
        click.echo(fault, err=True)
        raise SystemExit(1)
    click.echo("Every seal holds.")
