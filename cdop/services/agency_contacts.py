"""The people of an agency whom the panel knows, and the addresses that it holds to be secure."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, AgencyContact, SecureDomain
from cdop.rules import email_addresses, secure_email, telephones
from cdop.rules.actors import Actor
from cdop.rules.facts import PanelSubject
from cdop.rules.typed_text import name_fault, text_fault, tidy
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import submissions, unit
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound, Stale
from cdop.services.unit import writes

FIELDS = {"name": 120, "role": 120, "email": 254, "telephone": 40, "purpose": 200}


@writes(AuditVerb.AGENCY_CHANGED)
def add_contact(
    actor: Actor, agency_id: str, told: Mapping[str, str | None], *, submission_id: str | None = None, now: datetime
) -> str:
    """Add somebody to an agency (by its public id) and return their public id. Raises Invalid, NotFound."""
    agency = _agency(actor, agency_id)

    def act() -> str:
        person = AgencyContact(panel_id=agency.panel_id, agency_id=agency.id, created_at=now)
        person.created_by_id = actor.user_id
        _write(person, told)
        db.session.add(person)
        db.session.flush()
        return person.public_id

    said = (agency_id, sorted((name, value or "") for name, value in told.items()))
    return submissions.once(actor, submission_id, act, now=now, said=said)


@writes(AuditVerb.AGENCY_CHANGED)
def change_contact(
    actor: Actor, agency_id: str, contact_id: str, told: Mapping[str, str | None], *, version: int, now: datetime
) -> None:
    """Change what is known of somebody at an agency. Raises Stale, Invalid, NotFound."""
    person = _person(actor, agency_id, contact_id)
    if person.version != version:
        raise Stale
    _write(person, told)


@writes(AuditVerb.AGENCY_CHANGED)
def remove_contact(actor: Actor, agency_id: str, contact_id: str, *, now: datetime) -> None:
    """Forget somebody at an agency. Raises NotFound."""
    db.session.delete(_person(actor, agency_id, contact_id))


@writes(AuditVerb.SECURE_ADDRESSES_CHANGED)
def change_secure_endings(actor: Actor, typed: str, *, now: datetime) -> None:
    """Hold addresses with these endings, one a line, to be secure; none at all: those that are shipped.

    Raises Invalid naming what cannot be an ending.
    """
    require(actor, Action.AGENCY_EDIT, PanelSubject(actor.panel_id or 0))
    try:
        endings = secure_email.parse(typed)
    except ValueError as unusable:
        raise Invalid({"endings": str(unusable)}) from None
    for row in db.session.scalars(select(SecureDomain).where(SecureDomain.panel_id == actor.panel_id)).all():
        db.session.delete(row)
    db.session.flush()
    db.session.add_all(SecureDomain(panel_id=actor.panel_id, ending=ending) for ending in endings)
    unit.record("panel", str(actor.panel_id), endings=[None, len(endings)])


def _agency(actor: Actor, public_id: str) -> Agency:
    mine = (Agency.panel_id == actor.panel_id) & (Agency.public_id == public_id)
    agency = db.session.scalar(select(Agency).where(mine))
    if agency is None:
        raise NotFound
    require(actor, Action.AGENCY_EDIT, PanelSubject(agency.panel_id))
    return agency


def _person(actor: Actor, agency_id: str, contact_id: str) -> AgencyContact:
    agency = _agency(actor, agency_id)
    theirs = (AgencyContact.agency_id == agency.id) & (AgencyContact.public_id == contact_id)
    person = db.session.scalar(select(AgencyContact).where(theirs).with_for_update())
    if person is None:
        raise NotFound
    return person


def _write(person: AgencyContact, told: Mapping[str, str | None]) -> None:
    kept = {name: tidy(told.get(name) or "", lines=False) for name in FIELDS}
    kept["email"] = kept["email"].lower()
    if found := {name: fault for name, fault in _faults(kept).items() if fault}:
        raise Invalid(found)
    person.name, person.role, person.email = kept["name"], kept["role"] or None, kept["email"] or None
    person.telephone, person.purpose = kept["telephone"] or None, kept["purpose"] or None


def _faults(kept: Mapping[str, str]) -> dict[str, str | None]:
    found = {name: text_fault(kept[name], "This", longest) for name, longest in FIELDS.items() if kept[name]}
    found["name"] = name_fault(kept["name"], "The name", FIELDS["name"]) if kept["name"] else "Enter the person's name"
    if kept["email"]:
        found["email"] = _unusable(email_addresses.parse, kept["email"]) or found["email"]
    if kept["telephone"]:
        found["telephone"] = _unusable(telephones.parse, kept["telephone"]) or found["telephone"]
    return found


def _unusable(parse: Callable[[str], str], text: str) -> str | None:
    try:
        parse(text)
    except ValueError as unusable:
        return str(unusable)
    return None
