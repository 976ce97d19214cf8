"""`flask reference …`: published tables that places, deprivation and rates are worked out with."""

from pathlib import Path

import click
from flask.cli import AppGroup

from cdop import clock
from cdop.cli.faults import reported
from cdop.cli.progress import progress_bar
from cdop.queries import reference as reference_queries
from cdop.rules import actors, csv_faults
from cdop.rules.dates import LONDON, written_date
from cdop.rules.vocabulary import ReferenceKind
from cdop.services import reference
from cdop.services.register import RegisterFaults

group = AppGroup("reference", help="Published tables: places, populations, births, deaths in England and its regions.")


@group.command("import")
@click.argument("kind", type=click.Choice([kind.value for kind in ReferenceKind]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--edition", help="What the table is called, with its year; the name of the file where it is not given.")
@reported
def import_command(kind: str, file: Path, edition: str | None) -> None:
    """Take the table in FILE in place of the one there was; of a file with faults nothing is kept.

    postcodes: the ONS Postcode Directory or the National Statistics Postcode Lookup. deprivation: file 7 of the
    English Indices of Deprivation. population: ONS mid-year estimates by single year of age. births:
    ONS live births by area of usual residence. small-areas: ONS mid-year estimates of small areas (LSOA) by sex and
    single year of age. england: deaths of children in England in a financial year, in two columns, "Age group" and
    "Deaths", from the yearly release of the National Child Mortality Database. comparison: other numbers that England
    and its regions published, one a line; docs/comparison.md says what the columns are. places: names of wards,
    parishes, built-up areas or places, each with the code of its local authority, by which the words of a public
    edition are looked at. ethnicity: a custom dataset of the ONS census, upper tier local authorities by ethnic group
    and single year of age.
    """
    actor = actors.command_line()
    try:
        with progress_bar("Reading the table") as progress:
            done = reference.import_table(
                actor, ReferenceKind(kind), file, edition=edition, progress=progress, now=clock.now()
            )
    except RegisterFaults as found:
        for fault in found.faults:
            click.echo(csv_faults.in_words(fault), err=True)
        click.echo("Nothing was changed.", err=True)
        raise SystemExit(1) from None
    of_year = f" of {done.series}" if done.series else ""
    click.echo(f"{kind.capitalize()}{of_year}, {done.edition}: {done.rows:,} rows.")


@group.command("list")
@reported
def list_command() -> None:
    """Say which tables there are, and since when."""
    there = reference_queries.tables()
    for table in there:
        of_year = f" of {table.series}" if table.series else ""
        day = written_date(table.imported_at.astimezone(LONDON).date())
        click.echo(f"{table.kind.capitalize()}{of_year}: {table.edition}, {table.row_count:,} rows, imported {day}.")
    if not there:
        click.echo("There are none: see flask reference import --help.")
