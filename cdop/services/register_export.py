"""The register goes out: `register.csv`, `meetings.csv` and `areas.csv`, which an import takes as they are.

Rows that were linked to a case are not cases: they go to `links.csv`, which is there only where there are
any. It is a register too, with two more columns, so `flask register import links.csv --link-duplicates`
brings them back.
"""

import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from cdop.queries import register as queries
from cdop.rules import csv_table
from cdop.rules.actors import Actor
from cdop.rules.areas_register import AREA_COLUMNS, area_line
from cdop.rules.csv_table import guarded
from cdop.rules.dates import LONDON
from cdop.rules.facts import PanelSubject
from cdop.rules.meetings_register import MEETING_COLUMNS, meeting_line
from cdop.rules.register import REGISTER_COLUMNS, register_line
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import unit
from cdop.services.access import require
from cdop.services.errors import NotFound
from cdop.services.unit import writes

LINKS = "links.csv"
LINK_COLUMNS = (*REGISTER_COLUMNS, "linked_to", "evidence")
COMPRESSION = zipfile.ZIP_DEFLATED


def export_register(actor: Actor, folder: Path, *, now: datetime) -> tuple[Path, ...]:
    """Write the panel's register into a folder and return the files' paths; only their owner can read them.

    All files are in place together, or those of an earlier export stay. That the register was exported is on
    record before anything is written. Raises Forbidden, NotFound without a panel, OSError where the folder
    cannot be written.
    """
    _require(actor)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".register-", dir=folder) as unfinished:
        _record(actor, now=now)
        with queries.one_state():
            names = [name for name, lines in _files(actor) if _write(Path(unfinished, name), lines)]
        for name in names:
            os.replace(Path(unfinished, name), folder / name)
    if LINKS not in names:
        with suppress(FileNotFoundError):
            (folder / LINKS).unlink()
    return tuple(folder / name for name in names)


def export_archive(actor: Actor, archive: IO[bytes], *, now: datetime) -> None:
    """Write the same files as one zip; that it was exported is on record first. Raises as the other does."""
    _require(actor)
    _record(actor, now=now)
    at = now.astimezone(LONDON).timetuple()[:6]
    with queries.one_state(), zipfile.ZipFile(archive, "w", COMPRESSION) as zipped:
        for name, lines in _files(actor):
            member = zipfile.ZipInfo(name, at)
            member.compress_type = COMPRESSION
            member.external_attr = 0o600 << 16
            with zipped.open(member, "w", force_zip64=True) as stream:
                for line in lines:
                    stream.write(line.encode())


def _require(actor: Actor) -> None:
    if actor.panel_id is None:
        raise NotFound("There is no panel yet.")
    require(actor, Action.REGISTER_EXPORT, PanelSubject(actor.panel_id))


@writes(AuditVerb.REGISTER_EXPORTED)
def _record(actor: Actor, *, now: datetime) -> None:
    unit.record("panel", str(actor.panel_id), cases=[None, queries.case_count(actor)])


def _files(actor: Actor) -> Iterator[tuple[str, Iterator[str]]]:
    """The names of the files and their lines, read as they are written."""
    yield (
        "register.csv",
        csv_table.csv_lines(REGISTER_COLUMNS, map(register_line, queries.register_rows(actor))),
    )
    yield "meetings.csv", csv_table.csv_lines(MEETING_COLUMNS, map(meeting_line, queries.meeting_rows(actor)))
    yield "areas.csv", csv_table.csv_lines(AREA_COLUMNS, map(area_line, queries.area_rows(actor)))
    if queries.has_links(actor):
        yield LINKS, csv_table.csv_lines(LINK_COLUMNS, map(_link_line, queries.link_rows(actor)))


def _link_line(cells: dict[str, str]) -> dict[str, str]:
    return cells | {"linked_to": guarded(cells["linked_to"])}


def _write(path: Path, lines: Iterator[str]) -> bool:
    """Write a file that only its owner may read, through to the disk."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline="") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    return True
