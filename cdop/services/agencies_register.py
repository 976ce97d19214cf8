"""The directory of agencies comes in from a file and goes out as one: an agency is known by its name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, AgencyContact
from cdop.queries import agencies as queries
from cdop.rules import csv_faults, csv_table
from cdop.rules.actors import Actor
from cdop.rules.agencies_register import (
    AGENCY_COLUMNS,
    AgenciesReading,
    AgencyLine,
    ContactLine,
    agency_lines,
    read_agencies,
)
from cdop.rules.facts import PanelSubject
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import submissions, unit
from cdop.services.access import require
from cdop.services.register_plan import RegisterFaults
from cdop.services.unit import writes

COMPARED = ("kind", "email", "telephone", "lead_name", "lead_email", "has_release_step", "can_be_asked")


@dataclass(frozen=True, slots=True)
class AgenciesSummary:
    """What came of a file: `read` is `added` and `changed` and those that were held as they are."""

    read: int
    added: int
    changed: int
    ignored_columns: tuple[str, ...] = ()


def import_agencies(actor: Actor, raw: bytes, *, submission_id: str | None = None, now: datetime) -> AgenciesSummary:
    """Take agencies and their contacts from a file, all of them or none, and return what came of it.

    The file's contacts of an agency replace those that are held; agencies that are not in it stay as they are. Raises
    RegisterFaults, Forbidden.
    """
    require(actor, Action.AGENCY_EDIT, PanelSubject(actor.panel_id or 0))
    reading = read_agencies(raw)
    if reading.faults:
        raise RegisterFaults(csv_faults.in_order(reading.faults))
    return _import(actor, reading, submission_id, now=now)


def export_lines(actor: Actor) -> Iterator[str]:
    """Yield the lines of the whole directory of the actor's panel as a CSV file, its header first. Raises Forbidden."""
    require(actor, Action.AGENCY_EDIT, PanelSubject(actor.panel_id or 0))
    rows = (row for agency in queries.directory(actor.panel_id or 0) for row in agency_lines(agency))
    return csv_table.csv_lines(AGENCY_COLUMNS, rows)


@writes(AuditVerb.AGENCIES_IMPORTED)
def _import(actor: Actor, reading: AgenciesReading, submission_id: str | None, *, now: datetime) -> AgenciesSummary:
    def act() -> str:
        return " ".join(str(count) for count in _carry_out(actor, reading.rows, now))

    effect = act() if submission_id is None else submissions.once(actor, submission_id, act, now=now, said=reading)
    added, changed = map(int, effect.split())
    return AgenciesSummary(len(reading.rows), added, changed, reading.ignored_columns)


def _carry_out(actor: Actor, rows: tuple[AgencyLine, ...], now: datetime) -> tuple[int, int]:
    """How many agencies were added and how many changed."""
    panel_id = actor.panel_id or 0
    held = {agency.name: agency for agency in db.session.scalars(select(Agency).where(Agency.panel_id == panel_id))}
    known = {agency.name: agency for agency in queries.directory(panel_id)}
    added = changed = 0
    for row in rows:
        agency = held.get(row.name)
        if agency is None:
            agency = Agency(panel_id=panel_id, name=row.name, created_at=now, created_by_id=actor.user_id)
            db.session.add(agency)
            added += 1
        elif _is_other(known[row.name], row):
            changed += 1
        else:
            continue
        _write(actor, agency, row, now)
    unit.record("panel", str(panel_id), read=[None, len(rows)], added=[None, added], changed=[None, changed])
    return added, changed


def _is_other(known: AgencyLine, row: AgencyLine) -> bool:
    """Whether a row says something else than the directory; nothing said of contacts is not something else."""
    named = (*COMPARED, *(("contacts",) if row.contacts is not None else ()))
    return any(getattr(known, name) != getattr(row, name) for name in named)


def _write(actor: Actor, agency: Agency, row: AgencyLine, now: datetime) -> None:
    agency.kind, agency.email, agency.telephone = row.kind, row.email, row.telephone
    agency.lead_name, agency.lead_email = row.lead_name, row.lead_email
    agency.is_active, agency.has_release_step = row.can_be_asked, row.has_release_step
    db.session.flush()
    if row.contacts is not None:
        for person in db.session.scalars(select(AgencyContact).where(AgencyContact.agency_id == agency.id)).all():
            db.session.delete(person)
        db.session.flush()
        for line in row.contacts:
            db.session.add(_person(actor, agency, line, now))
            db.session.flush()


def _person(actor: Actor, agency: Agency, line: ContactLine, now: datetime) -> AgencyContact:
    person = AgencyContact(panel_id=agency.panel_id, agency_id=agency.id, created_at=now)
    person.created_by_id = actor.user_id
    person.name, person.role, person.email = line.name, line.role, line.email
    person.telephone, person.purpose = line.telephone, line.purpose
    return person
