"""Lists of deaths for tests, as registrars and hospitals send them, brought in by the same verbs as in life."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import DeathList, DeathListRow
from cdop.queries import death_lists as queries
from cdop.rules.actors import Actor
from cdop.services import death_lists
from cdop.services.unit import end_reads
from tests.beginnings import first_step

HEAD = ("NHS Number", "Surname", "Forename(s)", "D.O.B.", "Date of Death")
ROWS = (
    ("999 000 0018", "INVENTED", "Ada", "01/03/2026", "01/11/2026"),
    ("", "INVENTED", "Bea", "02/04/2010", "2 November 2026"),
)


def csv_of(rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> bytes:
    """A CSV file of these rows under these headings."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([head, *rows])
    return stream.getvalue().encode()


def workbook_of(rows: Sequence[Sequence[Any]]) -> bytes:
    """A workbook whose one sheet has these rows."""
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(stream)
    return stream.getvalue()


@first_step
def bring(
    actor: Actor, raw: bytes, *, sender: str = "Registrar of Halton", kind: str = "registrar", now: datetime
) -> str:
    """Bring a list in; return its public id."""
    source = death_lists.add_source(actor, sender, kind, now=now)
    return death_lists.bring(actor, source, raw, now=now)


def preview(actor: Actor, list_id: str, *, now: datetime) -> death_lists.Preview:
    """A list as it would be kept."""
    head = queries.head(actor, list_id)
    assert head is not None
    shown = death_lists.preview(actor, head, now=now)
    end_reads()
    return shown


@first_step
def keep(actor: Actor, list_id: str, *, now: datetime) -> None:
    """Keep a list by the columns that are guessed."""
    head = queries.head(actor, list_id)
    assert head is not None
    death_lists.keep(actor, head, death_lists.preview(actor, head, now=now), now=now)


@first_step
def keep_list(actor: Actor, rows: Sequence[Sequence[Any]], *, now: datetime) -> tuple[str, str, str]:
    """Bring a list in and keep it; return the public ids of its sender, of itself and of its first line."""
    list_id = bring(actor, csv_of(rows), now=now)
    keep(actor, list_id, now=now)
    head = queries.head(actor, list_id)
    assert head is not None
    line = db.session.scalars(select(DeathListRow.public_id).where(DeathListRow.list_id == head.id)).first() or ""
    db.session.rollback()
    return head.source_id, list_id, line


def lines_of(list_id: str) -> list[DeathListRow]:
    """The lines of a list as they are stored."""
    db.session.rollback()
    query = select(DeathListRow).join(DeathList, DeathList.id == DeathListRow.list_id)
    return list(db.session.scalars(query.where(DeathList.public_id == list_id).order_by(DeathListRow.line)))
