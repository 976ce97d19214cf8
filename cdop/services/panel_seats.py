"""The seats of a panel: who is invited to every meeting, in which part, for which agency, and who comes instead."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, PanelArea, PanelSeat
from cdop.rules import email_addresses
from cdop.rules.actors import Actor
from cdop.rules.facts import PanelSubject
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import Action, AuditVerb, Expertise
from cdop.services import submissions
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound, Stale
from cdop.services.people import WRONG_ADDRESS, address_of
from cdop.services.unit import writes

TAKEN = "Somebody with this address has a seat already"


@dataclass(frozen=True, slots=True)
class Seat:
    """What is said of somebody who comes to meetings. `agency` is the public id of one of the panel's agencies."""

    name: str
    email: str
    part: str
    expertise: Expertise | None = None
    area_code: str | None = None
    agency: str | None = None
    deputy_name: str = ""
    deputy_email: str = ""


@writes(AuditVerb.SEAT_CHANGED)
def add(actor: Actor, seat: Seat, *, submission_id: str, now: datetime) -> str:
    """Add a seat to the actor's panel and return its public id. Raises Invalid."""
    require(actor, Action.MEETING_PLAN, PanelSubject(actor.panel_id or 0))

    def act() -> str:
        row = PanelSeat(panel_id=actor.panel_id, created_at=now, created_by_id=actor.user_id)
        _fill(row, seat)
        db.session.add(row)
        db.session.flush()
        return row.public_id

    return submissions.once(actor, submission_id, act, now=now, said=seat)


@writes(AuditVerb.SEAT_CHANGED)
def change(actor: Actor, public_id: str, seat: Seat, *, is_active: bool, version: int, now: datetime) -> None:
    """Change a seat; one that is not active is invited no more. Raises NotFound, Stale, Invalid."""
    require(actor, Action.MEETING_PLAN, PanelSubject(actor.panel_id or 0))
    mine = (PanelSeat.public_id == public_id) & (PanelSeat.panel_id == actor.panel_id)
    row = db.session.scalar(select(PanelSeat).where(mine).with_for_update())
    if row is None:
        raise NotFound
    if row.version != version:
        raise Stale
    _fill(row, seat)
    row.is_active = is_active


def agency_id_of(panel_id: int, public_id: str | None) -> int | None:
    """Return the id of an agency of the panel by its public id, None where none is named. Raises Invalid."""
    if not public_id:
        return None
    mine = (Agency.panel_id == panel_id) & (Agency.public_id == public_id)
    found = db.session.scalar(select(Agency.id).where(mine))
    if found is None:
        raise Invalid({"agency": "Choose an agency of the directory"})
    return found


def fault_of_address(email: str) -> str | None:
    """Return why nobody can be reached at an address, None where they can."""
    try:
        email_addresses.parse(email)
    except ValueError:
        return WRONG_ADDRESS
    return None


def _fill(row: PanelSeat, seat: Seat) -> None:
    email, deputy = address_of(seat.email), address_of(seat.deputy_email)
    faults = {
        "name": None if seat.name.strip() else "Enter the name",
        "part": None if seat.part in set(Part) else "Choose the part in the meeting",
        "email": fault_of_address(email) or _taken(row, email),
        "area_code": _area_fault(row.panel_id, seat.area_code),
        "deputy_email": fault_of_address(deputy) if deputy or seat.deputy_name.strip() else None,
        "deputy_name": "Enter the deputy’s name" if deputy and not seat.deputy_name.strip() else None,
    }
    if found := {field: fault for field, fault in faults.items() if fault}:
        raise Invalid(found)
    row.agency_id = agency_id_of(row.panel_id, seat.agency)
    row.name, row.email, row.part = seat.name.strip(), email, seat.part
    row.expertise, row.area_code = seat.expertise, seat.area_code or None
    row.deputy_name, row.deputy_email = seat.deputy_name.strip() or None, deputy or None


def _taken(row: PanelSeat, email: str) -> str | None:
    same = (PanelSeat.panel_id == row.panel_id) & (PanelSeat.email == email) & (PanelSeat.id != (row.id or 0))
    with db.session.no_autoflush:
        return TAKEN if db.session.scalar(select(PanelSeat.id).where(same)) is not None else None


def _area_fault(panel_id: int, code: str | None) -> str | None:
    if not code or db.session.get(PanelArea, (panel_id, code)) is not None:
        return None
    return "Choose one of the panel’s areas"
