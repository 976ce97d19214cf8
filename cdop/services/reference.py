"""Published tables come in: read line by line, written in batches that nobody sees, and current all at once.

A file of millions of lines never is in memory, and nobody's save waits longer than for one batch. The table that is
current stays so until the new one is whole; what was written of a file with faults is taken away again.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from cdop.extensions import db
from cdop.models import (
    AreaDeprivation,
    AreaPopulation,
    ComparisonNumber,
    PostcodePlace,
    PublishedNumber,
    ReferenceTable,
    SmallPlace,
)
from cdop.rules import csv_table, reference_tables
from cdop.rules.actors import Actor
from cdop.rules.csv_table import Fault
from cdop.rules.reference_tables import MOST_FAULTS, NotThisTable, Row
from cdop.rules.vocabulary import Action, AuditVerb, ReferenceKind
from cdop.services import unit
from cdop.services.access import require
from cdop.services.errors import Stale
from cdop.services.register import RegisterFaults
from cdop.services.unit import writes

BATCH = 20_000
TWICE = "The file has the same postcode, small area, local authority, age group or figure twice."
Progress = Callable[[int, int], None]
"""Told how many bytes of how many are read."""

_ROWS: dict[ReferenceKind, Any] = {
    ReferenceKind.POSTCODES: PostcodePlace,
    ReferenceKind.DEPRIVATION: AreaDeprivation,
    ReferenceKind.POPULATION: AreaPopulation,
    ReferenceKind.BIRTHS: PublishedNumber,
    ReferenceKind.SMALL_AREAS: PublishedNumber,
    ReferenceKind.ENGLAND: PublishedNumber,
    ReferenceKind.COMPARISON: ComparisonNumber,
    ReferenceKind.PLACES: SmallPlace,
    ReferenceKind.ETHNICITY: PublishedNumber,
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in: how many rows, which edition, and the year of a table that stands beside others ("")."""

    kind: ReferenceKind
    rows: int
    edition: str
    series: str


def import_table(
    actor: Actor,
    kind: ReferenceKind,
    path: Path,
    *,
    edition: str | None = None,
    progress: Progress | None = None,
    now: datetime,
) -> Imported:
    """Take the table in a file, in place of the one that was current, and say what came in.

    Raises RegisterFaults with up to twenty faults; then the table that was current still is, and nothing else is kept.
    """
    require(actor, Action.PANEL_EDIT)
    try:
        with path.open("rb") as file:
            if fault := csv_table.fault_of_beginning(file.read(1000)):
                raise NotThisTable(fault)
        with path.open(encoding="utf-8-sig", newline="") as text:
            return _imported(actor, kind, text, path, edition=edition, progress=progress, now=now)
    except NotThisTable as refused:
        raise RegisterFaults((Fault(None, None, "", str(refused)),)) from None
    except (IntegrityError, Stale):
        raise RegisterFaults((Fault(None, None, "", TWICE),)) from None


def _imported(
    actor: Actor,
    kind: ReferenceKind,
    text: TextIO,
    path: Path,
    *,
    edition: str | None,
    progress: Progress | None,
    now: datetime,
) -> Imported:
    lines = reference_tables.numbered_lines(text)
    header = reference_tables.header_of(lines, kind)
    series = reference_tables.series_of(kind, header, path.stem, edition)
    told = {"kind": kind, "series": series, "edition": (edition or path.stem)[:120], "file_digest": _digest(path)}
    table_id = _begin(actor, told, now=now)
    size, count = path.stat().st_size, 0
    try:
        rows = _sound(reference_tables.rows_of(lines, header, kind))
        for batch in _batches(_together(kind, rows)):
            _write_batch(actor, kind, table_id, batch, now=now)
            count += len(batch)
            if progress is not None:
                progress(text.buffer.tell(), size)
        if not count:
            raise NotThisTable("The file has a header and no rows.")
    except BaseException:
        _take_away(actor, kind, [table_id], now=now)
        raise
    old = _make_current(actor, table_id, count, now=now)
    _take_away(actor, kind, old, now=now)
    return Imported(kind, count, told["edition"], series)


def _sound(found: Iterable[Row | Fault]) -> Iterator[Row]:
    """The rows up to the first fault. Then the faults are collected, and raised at the end or when they are many."""
    faults: list[Fault] = []
    for each in found:
        if isinstance(each, Fault):
            faults.append(each)
            if len(faults) >= MOST_FAULTS:
                break
        elif not faults:
            yield each
    if faults:
        raise RegisterFaults(tuple(faults))


def _together(kind: ReferenceKind, rows: Iterator[Row]) -> Iterator[Row]:
    try:
        yield from reference_tables.LAYOUTS[kind].together(rows)
    except ValueError as twice:
        raise NotThisTable(str(twice)) from None


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@writes(AuditVerb.REFERENCE_ROWS_WRITTEN)
def _begin(actor: Actor, told: dict[str, Any], *, now: datetime) -> int:
    table = ReferenceTable(**told, imported_at=now, imported_by=actor.name)
    db.session.add(table)
    db.session.flush()
    return table.id


@writes(AuditVerb.REFERENCE_ROWS_WRITTEN)
def _write_batch(actor: Actor, kind: ReferenceKind, table_id: int, batch: list[Row], *, now: datetime) -> None:
    """One batch."""
    names = reference_tables.LAYOUTS[kind].stored
    rows = [{"table_id": table_id} | dict(zip(names, row, strict=True)) for row in batch]
    db.session().connection().execute(insert(_ROWS[kind].__table__), rows)


@writes(AuditVerb.REFERENCE_IMPORTED)
def _make_current(actor: Actor, table_id: int, count: int, *, now: datetime) -> list[int]:
    """From here on the new table counts. Returns the ids of those that it takes the place of."""
    table = db.session.get_one(ReferenceTable, table_id, with_for_update=True)
    same = (ReferenceTable.kind == table.kind) & (ReferenceTable.series == table.series)
    others = list(db.session.scalars(select(ReferenceTable).where(same, ReferenceTable.id != table_id)))
    for other in others:
        other.is_current = False
    table.is_current, table.row_count = True, count
    told = f"{table.kind} {table.series} {table.edition}".replace("  ", " ")
    unit.record("reference_table", table_id, edition=told, rows=count, file=table.file_digest)
    return [other.id for other in others]


def _take_away(actor: Actor, kind: ReferenceKind, table_ids: list[int], *, now: datetime) -> None:
    """Delete tables with their rows, batch after batch, so that nobody waits for the whole."""
    for table_id in table_ids:
        while _take_batch_away(actor, kind, table_id, now=now):
            pass


@writes(AuditVerb.REFERENCE_ROWS_WRITTEN)
def _take_batch_away(actor: Actor, kind: ReferenceKind, table_id: int, *, now: datetime) -> bool:
    """Delete the rows of a table up to the one that a batch ends with; the table itself after its last row."""
    table = _ROWS[kind].__table__
    of_table: ColumnElement[bool] = table.c.table_id == table_id
    key = table.primary_key.columns.values()[1]
    last = db.session.scalar(
        select(func.max(select(key).where(of_table).order_by(key).limit(BATCH).subquery().columns[0]))
    )
    connection = db.session().connection()
    if last is None:
        db.session.delete(db.session.get_one(ReferenceTable, table_id))
        return False
    connection.execute(delete(table).where(of_table, key <= last))
    return True
