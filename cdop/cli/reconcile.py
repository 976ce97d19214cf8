"""`flask reconcile FILE`: a list of deaths compared with what the panel holds, as on the page *Lists of deaths*."""

from pathlib import Path

import click

from cdop import clock
from cdop.cli.faults import reported
from cdop.queries import death_lists as queries
from cdop.queries.death_lists import ListHead
from cdop.rules import actors, csv_faults, csv_table, list_fields, list_kinds
from cdop.rules.actors import Actor
from cdop.rules.list_report import OUTCOMES
from cdop.rules.numbers import counted
from cdop.rules.vocabulary import ListOutcome, ListStatus
from cdop.services import agencies, death_lists, panels
from cdop.services.death_lists import Choice, ListFaults, Preview
from cdop.services.errors import Invalid, NotFound

KINDS = click.Choice(sorted(list_kinds.KINDS))
FIELDS = {field.key: field for field in list_fields.FIELDS}


@click.command("reconcile")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "source", required=True, help="Who sends the list, such as “Registrar of Chester”.")
@click.option("--kind", type=KINDS, help="What sort of list it is; needed the first time only.")
@click.option("--column", "columns", multiple=True, help="FIELD=HEADING, where a column is not found by its heading.")
@click.option("--dry-run", is_flag=True, help="Compare only; keep nothing.")
@click.option("--await-missing", is_flag=True, help="Await the notification of every death that is missing.")
@click.option("--agency", help="The agency that is asked to notify them; without it nobody is asked yet.")
@click.option("--panel", "panel_name", help="The panel, where there are several.")
@reported
def group(
    file: Path,
    source: str,
    kind: str | None,
    columns: tuple[str, ...],
    dry_run: bool,
    await_missing: bool,
    agency: str | None,
    panel_name: str | None,
) -> None:
    """Compare the list of deaths in FILE (CSV or a workbook) with the cases, notifications and those awaited.

    Tells the lines that are matched, possible and missing, never a name. The columns are remembered for the sender.
    """
    actor = actors.command_line(panels.only_panel(panel_name))
    agency_id = agencies.called(actor, agency) if agency else ""
    list_id = _brought(actor, file, source, kind)
    head = _head(actor, list_id)
    if head.status is ListStatus.KEPT:
        click.echo("This list was kept before.")
    else:
        seen = _seen(actor, list_id, columns)
        _tell(seen)
        if dry_run:
            click.echo("Nothing was kept.")
            return
        death_lists.keep(actor, head, seen, now=clock.now())
        click.echo("The comparison was kept.")
    if await_missing and not dry_run:
        _await(actor, list_id, agency_id)


def _brought(actor: Actor, file: Path, source: str, kind: str | None) -> str:
    known = {each.name.casefold(): each.public_id for each in queries.sources(actor, today=clock.today())}
    source_id = known.get(" ".join(source.split()).casefold())
    if source_id is None and kind is None:
        raise Invalid({"kind": f"Nobody of this name has sent a list yet. Say --kind: {', '.join(list_kinds.KINDS)}"})
    with file.open("rb") as stream:
        raw = stream.read(csv_table.MAX_BYTES + 1)
    now = clock.now()
    try:
        return death_lists.bring(
            actor, source_id or death_lists.add_source(actor, source, kind or "", now=now), raw, now=now
        )
    except ListFaults as found:
        raise _refused(found) from None


def _seen(actor: Actor, list_id: str, columns: tuple[str, ...]) -> Preview:
    """The list by the columns that were named, that are remembered, or that are known by their headings."""
    head = _head(actor, list_id)
    seen = death_lists.preview(actor, head, now=clock.now())
    if columns:
        named = {key: _place(seen, heading) for key, heading in map(_pair, columns)}
        choice = Choice(seen.choice.sheet, seen.choice.header, {**seen.choice.columns, **named})
        seen = death_lists.preview(actor, head, choice, now=clock.now())
    if missing := list_fields.missing(seen.choice.columns):
        headings = ", ".join(filter(None, seen.headings))
        fields = ", ".join(FIELDS)
        raise Invalid(
            {
                "columns": f"No column was found for {' and '.join(missing)}. Say --column FIELD=HEADING. "
                f"Fields: {fields}. Headings: {headings}"
            }
        )
    if seen.reading.faults:
        raise _refused(ListFaults(seen.reading.faults))
    return seen


def _head(actor: Actor, list_id: str) -> ListHead:
    head = queries.head(actor, list_id)
    if head is None:
        raise NotFound
    return head


def _pair(text: str) -> tuple[str, str]:
    key, _, heading = text.partition("=")
    if key.strip() not in FIELDS or not heading.strip():
        raise Invalid({"column": f"Write --column FIELD=HEADING, with one of the fields {', '.join(FIELDS)}"})
    return key.strip(), heading.strip()


def _place(seen: Preview, heading: str) -> int:
    places = {text.casefold(): place for place, text in enumerate(seen.headings)}
    if heading.casefold() not in places:
        raise Invalid(
            {"column": f"The list has no column “{heading}”. It has {', '.join(filter(None, seen.headings))}"}
        )
    return places[heading.casefold()]


def _tell(seen: Preview) -> None:
    click.echo(f"Deaths of children read: {len(seen.reading.deaths):,}. Adults left out: {seen.reading.adults:,}.")
    if seen.repeated:
        click.echo(f"On earlier lists of this sender: {seen.repeated:,}.")
    for outcome in (ListOutcome.MATCHED, ListOutcome.AWAITED, ListOutcome.POSSIBLE, ListOutcome.MISSING):
        lines = [str(death.line) for death, found in seen.found if found.outcome is outcome]
        is_told = lines and outcome in queries.OPEN
        click.echo(f"{OUTCOMES[outcome]}: {len(lines):,}{' (line ' + ', '.join(lines) + ')' if is_told else ''}.")


def _await(actor: Actor, list_id: str, agency_id: str) -> None:
    head = _head(actor, list_id)
    missing = [line.public_id for line in queries.every_line(actor, head.id) if line.outcome is ListOutcome.MISSING]
    awaiting = 0
    for start in range(0, len(missing), death_lists.AT_ONCE):
        chosen = missing[start : start + death_lists.AT_ONCE]
        awaiting += death_lists.await_missing(actor, list_id, chosen, agency_id=agency_id, now=clock.now())
    click.echo(f"{counted(awaiting, 'notification is', 'notifications are')} awaited now.")


def _refused(found: ListFaults) -> SystemExit:
    for fault in found.faults:
        click.echo(csv_faults.in_words(fault), err=True)
    click.echo("Nothing of the list was kept.", err=True)
    return SystemExit(1)
