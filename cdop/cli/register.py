"""`flask register …`: a panel's cases come in from a table, and go out as one."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click
from flask.cli import AppGroup

from cdop import clock
from cdop.cli.faults import reported
from cdop.cli.progress import progress_bar
from cdop.rules import actors, csv_faults, csv_table
from cdop.rules.actors import Actor
from cdop.rules.csv_table import Fault
from cdop.rules.dates import written_date
from cdop.rules.numbers import counted
from cdop.services import meetings_register, panels, register, register_export
from cdop.services.register import ImportSummary, RegisterFaults

TO_LINK = "--link-duplicates links each row that looks like a death already held to its case."

group = AppGroup("register", help="The register: one row for each child's death.")

panel_option = click.option(
    "--panel", "panel_name", help="The panel, where there are several; or the name of the first."
)


@group.command("import")
@click.argument("file")
@panel_option
@click.option("--dry-run", is_flag=True, help="Check the file and change nothing.")
@click.option("--errors", help="Also write the faults to this CSV file.")
@click.option("--link-duplicates", is_flag=True, help="Link rows that look like a death already held to its case.")
@reported
def import_command(file: str, panel_name: str | None, dry_run: bool, errors: str | None, link_duplicates: bool) -> None:
    """Read the cases in FILE: all of its rows go in, or none.

    An areas.csv beside FILE names the local authorities of a panel that is made by this import.
    """
    raw, areas_raw = _read(Path(file)), _read_areas(Path(file))
    actor, new_panel = _actor(panel_name)
    given: dict[str, Any] = {"areas_raw": areas_raw, "link_duplicates": link_duplicates, "now": clock.now()}
    with _faults_told(errors):
        if dry_run:
            _tell(register.check_register(actor, raw, new_panel=new_panel, **given), dry_run=True)
            return
        with progress_bar("Adding cases") as progress:
            summary = register.import_register(actor, raw, new_panel=new_panel, progress=progress, **given)
        _tell(summary, dry_run=False)


@group.command("import-meetings")
@click.argument("file")
@panel_option
@reported
def import_meetings_command(file: str, panel_name: str | None) -> None:
    """Read the panel's meetings in FILE; one of the same date and kind is brought up to date."""
    raw = _read(Path(file))
    actor, new_panel = _actor(panel_name)
    with _faults_told(None):
        done = meetings_register.import_meetings(actor, raw, new_panel=new_panel, now=clock.now())
    _tell_panel(done.new_panel)
    unchanged = done.read - done.added - done.updated
    click.echo(
        f"Meetings read: {done.read:,}. Added: {done.added:,}. Updated: {done.updated:,}. "
        f"Left as they were: {unchanged:,}."
    )
    _tell_ignored(done.ignored_columns)


@group.command("export")
@click.argument("folder")
@panel_option
@reported
def export_command(folder: str, panel_name: str | None) -> None:
    """Write register.csv, meetings.csv and areas.csv into FOLDER."""
    actor = actors.command_line(panels.only_panel(panel_name))
    try:
        paths = register_export.export_register(actor, Path(folder), now=clock.now())
    except OSError as refused:
        _fail([f"{folder} cannot be written: {refused.strerror}."])
    for path in paths:
        click.echo(f"{path} was written.")


def _actor(panel_name: str | None) -> tuple[Actor, str | None]:
    """Who imports, in the panel named or the only one; where there is none, the name of the one to make."""
    if panels.panel_count() == 0:
        return actors.command_line(), panel_name
    return actors.command_line(panels.only_panel(panel_name)), None


def _read(path: Path) -> bytes:
    """The file's bytes, at most one more than a register may have. Ends the command if it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(csv_table.MAX_BYTES + 1)
    except OSError as refused:
        _fail([f"{path} cannot be read: {refused.strerror}."])


def _read_areas(register_path: Path) -> bytes | None:
    beside = register_path.with_name("areas.csv")
    return _read(beside) if beside.exists() and beside != register_path else None


@contextmanager
def _faults_told(errors: str | None) -> Iterator[None]:
    """Faults go to standard error, one a line, and to the file `errors`; the command ends with status 1."""
    try:
        yield
    except RegisterFaults as found:
        count = len(found.faults)
        told = [csv_faults.in_words(fault) for fault in found.faults]
        told += [TO_LINK] if found.has_duplicates else []
        click.echo(f"Nothing was changed: {counted(count, 'fault')}.")
        if errors:
            told += _write_errors(Path(errors), found.faults)
        _fail(told)
    if errors:
        for line in _write_errors(Path(errors), ()):
            click.echo(line, err=True)


def _write_errors(path: Path, faults: Iterable[Fault]) -> list[str]:
    """Write the faults as CSV, for the owner's eyes only; return what to say if that was impossible."""
    try:
        with open(path, "w", encoding="utf-8", newline="", opener=_private) as file:
            file.writelines(csv_faults.as_csv(faults))
    except OSError as refused:
        return [f"{path} cannot be written: {refused.strerror}."]
    return []


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _tell(done: ImportSummary, *, dry_run: bool) -> None:
    if dry_run:
        click.echo("Nothing was changed: this was a check.")
    else:
        _tell_panel(done.new_panel)
    would = " would be" if dry_run else ""
    click.echo(
        f"Rows read: {done.read:,}. Cases{would} added: {done.added:,}. Rows{would} linked: {done.linked:,}. "
        f"Left out as already held: {done.left_out:,}."
    )
    if done.meetings_added:
        click.echo(f"Case review meetings{would} added for review dates: {done.meetings_added:,}.")
    if done.new_themes:
        click.echo(f"New themes: {', '.join(done.new_themes)}.")
    for kept in done.kept_themes:
        day = written_date(kept.held_on)
        click.echo(f"The meeting of {day} keeps its theme {kept.theme}; the register says {kept.named}.")
    _tell_ignored(done.ignored_columns)


def _tell_panel(new_panel: str | None) -> None:
    if new_panel:
        click.echo(f"The panel {new_panel} was made.")


def _tell_ignored(columns: Iterable[str]) -> None:
    if names := ", ".join(columns):
        click.echo(f"Ignored columns: {csv_faults.harmless(names)}.")


def _fail(lines: Iterable[str]) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    raise SystemExit(1)
