"""`flask report …`: the figures of a period and the annual report."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from cdop import clock
from cdop.cli.faults import reported
from cdop.cli.progress import progress_bar
from cdop.documents.blocks import Document
from cdop.queries.learning_notes import NoteView
from cdop.queries.reports import BuiltReport
from cdop.rules import actors
from cdop.rules.dates import written_moment
from cdop.rules.disclosure import Profile, unwatched
from cdop.rules.periods import FinancialYear, Period, period_between
from cdop.rules.releases import Selection
from cdop.services import figures, learning_notes, panels, releases, reports

group = AppGroup("report", help="Figures and the annual report.")

FIRST_YEAR, LAST_YEAR = 1900, 2999
DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


def of_period(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the words that name a period and a panel."""
    for option in (
        click.option("--panel", "panel_name", help="The panel, where there are several."),
        click.option("--to", "end", type=DAY, help="Last day of any period, with --from."),
        click.option("--from", "start", type=DAY, help="First day of any period, with --to."),
        click.argument("year", required=False),
    ):
        command = option(command)
    return command


@group.command("figures")
@of_period
@click.option("--edition", type=click.Choice(["full", "public"]), default="full", show_default=True)
@reported
def print_figures(
    year: str | None, start: datetime | None, end: datetime | None, panel_name: str | None, edition: str
) -> None:
    """Print the figures of the financial YEAR (like 2013-14), or of --from and --to, as JSON."""
    period = _period(year, start, end)
    panel_id = panels.only_panel(panel_name)
    actor = actors.command_line(panel_id)
    if edition == figures.PUBLIC:
        selection = Selection(period, Profile.REPORT)
        found = releases.figures_of(actor, panel_id, selection, purpose="Public edition", now=clock.now())
    else:
        found = figures.figures_json(actor, panel_id, period, now=clock.now())
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))


@group.command("build")
@of_period
@click.option("--edition", type=click.Choice(["full", "public"]), default="full", show_default=True)
@click.option("--out", "folder", type=click.Path(file_okay=False, path_type=Path), required=True)
@reported
def build(
    year: str | None,
    start: datetime | None,
    end: datetime | None,
    panel_name: str | None,
    edition: str,
    folder: Path,
) -> None:
    """Build the annual report of the financial YEAR as a PDF and as a page, into the folder --out."""
    period = _period(year, start, end)
    panel_id = panels.only_panel(panel_name)
    _writable(folder)
    actor = actors.command_line(panel_id)
    with progress_bar("Building the report") as on_step:
        built = reports.build(actor, panel_id, period, edition=edition, on_step=on_step or unwatched, now=clock.now())
    name = f"annual-report-{_file_label(built.period, year)}{'' if edition == figures.FULL else '-public'}"
    for suffix, content in (("pdf", built.pdf), ("html", _page(built.document).encode())):
        (folder / f"{name}.{suffix}").write_bytes(content)
        click.echo(folder / f"{name}.{suffix}")


@group.command("verify")
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@reported
def verify(panel_name: str | None, file: Path) -> None:
    """Say whether the PDF FILE is a report that was built here, byte for byte; it ends with an error if it is not."""
    panel_id = panels.only_panel(panel_name)
    actor, content = actors.command_line(panel_id), file.read_bytes()
    found = reports.verify(actor, content)
    if found is None and (note := learning_notes.verify(actor, content)):
        _say_of_note(*note)
        return
    if found is None:
        raise click.ClickException("This file is no report that was built here.")
    report = found.report
    name = f"the {found.what} {report.label}, {report.edition} edition, built by {report.built_by_name}"
    if not found.is_unaltered:
        raise click.ClickException(f"This file says that it is {name}, but it was changed.")
    click.echo(f"Unaltered: {name}, {written_moment(report.built_at)}; {_standing(report)}.")


def _standing(report: BuiltReport) -> str:
    """Who approved a report, and whether it is public."""
    if not report.approved_by_name:
        return "not approved yet"
    approved = f"approved by {report.approved_by_name}"
    if report.withdrawn_at:
        return f"{approved}; it was withdrawn {written_moment(report.withdrawn_at)}"
    return f"{approved}; published {written_moment(report.published_at)}" if report.published_at else approved


def _say_of_note(note: NoteView, is_unaltered: bool) -> None:
    name = f"the learning note “{note.label}”, agreed on by {note.agreed_by}"
    if not is_unaltered:
        raise click.ClickException(f"This file says that it is {name}, but it was changed.")
    click.echo(f"Unaltered: {name}{'; it was withdrawn' if note.withdrawn_at else ''}.")


def _period(year: str | None, start: datetime | None, end: datetime | None) -> Period:
    if year and not start and not end:
        try:
            return FinancialYear.parse(year).period
        except ValueError as refused:
            raise click.UsageError(str(refused)) from None
    if start and end and not year:
        if not FIRST_YEAR <= start.year <= end.year <= LAST_YEAR and start <= end:
            raise click.UsageError(f"A period lies in the years {FIRST_YEAR} to {LAST_YEAR}.")
        try:
            return period_between(start.date(), end.date())
        except ValueError as refused:
            raise click.UsageError(str(refused)) from None
    raise click.UsageError("Name a financial year such as 2013-14, or both --from and --to.")


def _file_label(period: Period, year: str | None) -> str:
    days: tuple[date, date] = (period.start, period.end)
    return period.label.replace(" ", "-") if year else "-to-".join(day.isoformat() for day in days)


def _writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".cdop-probe"
        probe.touch()
        probe.unlink()
    except OSError as refused:
        raise click.UsageError(f"Cannot write in {folder}: {refused.strerror}.") from None


def _page(document: Document) -> str:
    """The report as one file that needs nothing beside it."""
    return current_app.jinja_env.get_template("reports/standalone.html").render(document=document)
