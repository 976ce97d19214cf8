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
    if digest := audit_seals.newest():
        click.echo(f"The newest seal is {digest}. Keep it somewhere else: it shows whether the log is whole.")


@group.command("verify")
@click.option("--seal", "known", help="A seal that was kept: it must be there.")
@reported
def verify(known: str | None) -> None:
    """Check every seal; exit status 1 names the first that does not hold."""
    fault = audit_seals.first_fault(known=known)
    if fault is not None:
        click.echo(fault, err=True)
        raise SystemExit(1)
    click.echo("Every seal holds.")
