"""The panel's directory of agencies: added, changed, set inactive; never taken away, since requests name them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, AgencyMember, Membership, User
from cdop.rules import email_addresses, telephones
from cdop.rules.actors import Actor
from cdop.rules.agencies import AGENCY_TYPES
from cdop.rules.facts import PanelSubject
from cdop.rules.typed_text import name_fault, text_fault, tidy
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import submissions
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound, Stale
from cdop.services.unit import writes

# Characters that the columns of an agency hold.
LONGEST = {"name": 120, "email": 254, "telephone": 40, "lead_name": 120, "lead_email": 254}
FIELDS = ("name", "kind", "email", "telephone", "lead_name", "lead_email")
WRONG_ADDRESS = "Enter an e-mail address in the correct format, like name@example.nhs.uk"


@writes(AuditVerb.AGENCY_ADDED)
def add_agency(
    actor: Actor, told: Mapping[str, str | None], *, panel_id: int, submission_id: str | None = None, now: datetime
) -> str:
    """Add an agency to a panel's directory and return its public id. `told` may name any of `FIELDS`.

    Raises Invalid with a fault for each value that cannot be used.
    """
    require(actor, Action.AGENCY_EDIT, PanelSubject(panel_id))
    kept = _kept(told)

    def act() -> str:
        if found := faults(kept, panel_id=panel_id):
            raise Invalid(found)
        agency = Agency(panel_id=panel_id, is_active=True, created_at=now, created_by_id=actor.user_id)
        _write(agency, kept)
        db.session.add(agency)
        db.session.flush()
        return agency.public_id

    said = (panel_id, sorted(kept.items()))
    return submissions.once(actor, submission_id, act, now=now, said=said)


@writes(AuditVerb.AGENCY_CHANGED)
def change_agency(
    actor: Actor,
    public_id: str,
    told: Mapping[str, str | None],
    *,
    is_active: bool,
    has_release_step: bool = False,
    version: int,
    now: datetime,
) -> None:
    """Change an agency of the actor's panel; requests that were sent go on as they are.

    Raises Stale where it changed since `version` was read, Invalid, NotFound.
    """
    mine = (Agency.panel_id == actor.panel_id) & (Agency.public_id == public_id)
    agency = db.session.scalar(select(Agency).where(mine).with_for_update())
    if agency is None:
        raise NotFound
    require(actor, Action.AGENCY_EDIT, PanelSubject(agency.panel_id))
    if agency.version != version:
        raise Stale
    kept = _kept(told)
    if found := faults(kept, panel_id=agency.panel_id, other_than=agency.id):
        raise Invalid(found)
    _write(agency, kept)
    agency.is_active, agency.has_release_step = is_active, has_release_step


@writes(AuditVerb.AGENCY_JOINED)
def join(actor: Actor, name: str, *, email: str, panel_id: int, now: datetime) -> None:
    """Let a person with an account in the panel answer for an agency, by its name. Raises Invalid."""
    agency, user_id = _agency_and_person(actor, name, email, panel_id)
    if db.session.get(AgencyMember, (user_id, agency.id)) is None:
        db.session.add(
            AgencyMember(
                user_id=user_id,
                agency_id=agency.id,
                panel_id=panel_id,
                created_at=now,
                created_by_id=actor.user_id,
            )
        )


@writes(AuditVerb.AGENCY_LEFT)
def part(actor: Actor, name: str, *, email: str, panel_id: int, now: datetime) -> None:
    """A person no longer answers for an agency, and a form that they have open closes. Raises Invalid."""
    agency, user_id = _agency_and_person(actor, name, email, panel_id)
    member = db.session.get(AgencyMember, (user_id, agency.id))
    if member is None:
        raise Invalid({"email": "This person does not answer for the agency"})
    db.session.delete(member)


def _agency_and_person(actor: Actor, name: str, email: str, panel_id: int) -> tuple[Agency, int]:
    require(actor, Action.PEOPLE_EDIT, PanelSubject(panel_id))
    agency = db.session.scalar(
        select(Agency).where(Agency.panel_id == panel_id, Agency.name == tidy(name, lines=False))
    )
    in_panel = select(User.id).join(Membership, Membership.user_id == User.id)
    address = tidy(email, lines=False).lower()
    user_id = db.session.scalars(in_panel.where(User.email == address, Membership.panel_id == panel_id)).first()
    missing = {
        "name": None if agency else "There is no such agency in the directory",
        "email": None if user_id else "Nobody with this address has an account in this panel",
    }
    if agency is None or user_id is None:
        raise Invalid({field: fault for field, fault in missing.items() if fault})
    return agency, user_id


def called(actor: Actor, name: str) -> str:
    """Return the public id of the agency of this name in the actor's panel. Raises Invalid where there is none."""
    of_panel = (Agency.panel_id == actor.panel_id) & Agency.is_active
    found = db.session.scalar(select(Agency.public_id).where(of_panel, Agency.name == tidy(name, lines=False)))
    if found is None:
        raise Invalid({"agency": f"There is no agency named “{name}”. `flask agency export` lists them"})
    return found


def faults(told: Mapping[str, str | None], *, panel_id: int, other_than: int | None = None) -> dict[str, str]:
    """Return what is wrong with the facts of an agency, in words for whoever typed them."""
    kept = _kept(told)
    found = {
        "name": _name_fault(kept.get("name", ""), panel_id, other_than),
        "kind": None if kept.get("kind") in AGENCY_TYPES else "Choose what sort of agency it is",
        "email": _address_fault(kept["email"]) if "email" in kept else "Enter the agency's e-mail address",
        "telephone": _telephone_fault(kept.get("telephone")),
        "lead_name": name_fault(kept["lead_name"], "The lead's name", LONGEST["lead_name"])
        if "lead_name" in kept
        else None,
        "lead_email": _address_fault(kept["lead_email"]) if "lead_email" in kept else None,
    }
    return {field: fault for field, fault in found.items() if fault}


def _kept(told: Mapping[str, str | None]) -> dict[str, str]:
    tidied = {field: tidy(typed or "", lines=False) for field, typed in told.items()}
    lowered = {field: value.lower() if field.endswith("email") else value for field, value in tidied.items()}
    return {field: value for field, value in lowered.items() if value}


def _write(agency: Agency, kept: Mapping[str, str]) -> None:
    agency.name, agency.kind, agency.email = kept["name"], kept["kind"], kept["email"]
    agency.telephone = kept.get("telephone")
    agency.lead_name, agency.lead_email = kept.get("lead_name"), kept.get("lead_email")


def _name_fault(name: str, panel_id: int, other_than: int | None) -> str | None:
    if not name:
        return "Enter the agency's name"
    if fault := name_fault(name, "The name", LONGEST["name"]):
        return fault
    same = select(Agency.id).where(Agency.panel_id == panel_id, Agency.name == name)
    taken = db.session.scalar(same) not in (None, other_than)
    return f"There is already an agency named {name}" if taken else None


def _address_fault(email: str) -> str | None:
    try:
        email_addresses.parse(email)
    except ValueError:
        return WRONG_ADDRESS
    return text_fault(email, "The e-mail address", LONGEST["email"])


def _telephone_fault(number: str | None) -> str | None:
    if number is None:
        return None
    try:
        telephones.parse(number)
    except ValueError as unusable:
        return str(unusable)
    return text_fault(number, "The telephone number", LONGEST["telephone"])
