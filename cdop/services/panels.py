"""Panels: adding one with its areas and the themes it starts with, and changing what people are told of it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import Panel, PanelArea, Theme
from cdop.rules import email_addresses, near_deaths, regions
from cdop.rules.actors import Actor
from cdop.rules.colour import is_colour
from cdop.rules.dates import LONDON
from cdop.rules.facts import PanelSubject
from cdop.rules.local_authorities import LocalAuthority
from cdop.rules.themes import STARTER_THEMES
from cdop.rules.typed_text import name_fault, text_fault, tidy
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import logos
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound
from cdop.services.unit import writes

# Characters that the columns of a panel hold.
LONGEST = {"name": 120, "telephone": 40, "email": 254, "suicide_lead_email": 254}
NO_COLOUR = "A colour is written like #1d3c6e"


@writes(AuditVerb.PANEL_ADDED)
def add_panel(
    actor: Actor,
    *,
    name: str,
    areas: Iterable[LocalAuthority],
    now: datetime,
    telephone: str | None = None,
    email: str | None = None,
    colour: str | None = None,
) -> int:
    """Add a panel that reviews the deaths of children of these local authorities; return its id.

    Raises Invalid with a fault for each value that cannot be used.
    """
    require(actor, Action.PANEL_EDIT)
    chosen = {area.gss_code: area for area in areas}
    told = {"name": name, "telephone": telephone, "email": email, "colour": colour}
    found = faults(told) | areas_taken(chosen) | ({} if chosen else {"areas": "Name at least one local authority"})
    if found:
        raise Invalid(found)
    panel_id = establish(actor, now=now, **_kept(told))
    db.session.add_all(PanelArea(panel_id=panel_id, gss_code=code, name=a.name) for code, a in chosen.items())
    return panel_id


@writes(AuditVerb.PANEL_CHANGED)
def change_panel(
    actor: Actor, panel_id: int, told: Mapping[str, str | None], *, logo: bytes | None = None, now: datetime
) -> None:
    """Change what of a panel's name, telephone, emails, colour and region is told; "" takes away all but the first.

    `logo` is the content of a picture's file; b"" takes the logo away. What is None stays as it is. Raises
    Invalid with a fault for each value that cannot be used, NotFound.
    """
    picture, no_logo = logos.read(logo)
    panel = db.session.get(Panel, panel_id, with_for_update=True)
    if panel is None:
        raise NotFound
    require(actor, Action.PANEL_EDIT, PanelSubject(panel_id))
    changed = {field: typed for field, typed in told.items() if typed is not None}
    was = {"name": panel.name, "telephone": panel.telephone, "email": panel.email, "colour": panel.colour}
    was |= {"suicide_lead_email": panel.suicide_lead_email, "region": panel.region_code}
    kept = _kept(changed)
    no_colour = {"colour": NO_COLOUR} if "colour" in changed.keys() - kept.keys() else {}
    if found := faults(was | changed, other_than=panel_id) | no_colour | no_logo:
        raise Invalid(found)
    told_now = was | {field: kept.get(field) for field in changed}
    panel.telephone, panel.email = told_now["telephone"], told_now["email"]
    panel.suicide_lead_email = told_now["suicide_lead_email"]
    panel.region_code = regions.parse(told_now["region"]) if told_now["region"] else None
    panel.name, panel.colour = told_now["name"] or panel.name, told_now["colour"] or panel.colour
    if logo is not None:
        panel.logo = logos.keep(picture)


def faults(told: Mapping[str, str | None], *, other_than: int | None = None) -> dict[str, str]:
    """Return what is wrong with the name, telephone, email, colour or region of a panel, in words for who typed it.

    `other_than` is the panel that has them already, None for a new one.
    """
    kept = _kept(told)
    found: dict[str, str | None] = {
        "name": _name_fault(kept.get("name", ""), other_than),
        "telephone": text_fault(kept.get("telephone", ""), "The telephone number", LONGEST["telephone"]),
        **{name: _address_fault(kept[name]) for name in ("email", "suicide_lead_email") if name in kept},
        "region": _region_fault(kept["region"]) if "region" in kept else None,
        "colour": None if is_colour(kept.get("colour", "#000000")) else NO_COLOUR,
    }
    return {field: fault for field, fault in found.items() if fault}


def areas_taken(gss_codes: Collection[str]) -> dict[str, str]:
    """Return a fault where another panel has any of these areas: a notification could not tell whose it is."""
    query = select(PanelArea.name, Panel.name).join(Panel, Panel.id == PanelArea.panel_id)
    taken = db.session.execute(query.where(PanelArea.gss_code.in_(gss_codes)).order_by(PanelArea.name)).all()
    return {"areas": "; ".join(f"{area} is already an area of {panel}" for area, panel in taken)} if taken else {}


def _kept(told: Mapping[str, str | None]) -> dict[str, str]:
    return {field: tidied for field, typed in told.items() if (tidied := tidy(typed or "", lines=False))}


def _name_fault(name: str, other_than: int | None = None) -> str | None:
    if not name:
        return "Enter the panel's name"
    if fault := name_fault(name, "The name", LONGEST["name"]):
        return fault
    taken = db.session.scalar(select(Panel.id).where(Panel.name == name)) not in (None, other_than)
    return f"There is already a panel named {name}" if taken else None


def _region_fault(region: str) -> str | None:
    try:
        regions.parse(region)
    except ValueError as unknown:
        return str(unknown)
    return None


def _address_fault(email: str) -> str | None:
    try:
        email_addresses.parse(email)
    except ValueError:
        return "Enter an e-mail address in the correct format, like name@example.nhs.uk"
    return text_fault(email, "The e-mail address", LONGEST["email"])


def establish(actor: Actor, name: str, *, now: datetime, **details: str) -> int:
    """Add, in the open unit, a panel with the themes that all start with, followed since today, and no areas yet.

    Return its id. Raises Invalid where the name cannot be used.
    """
    if fault := _name_fault(name):
        raise Invalid({"name": fault})
    panel = Panel(name=name, created_at=now, created_by_id=actor.user_id, **details)
    db.session.add(panel)
    db.session.flush()
    today = now.astimezone(LONDON).date()
    db.session.add_all(
        Theme(
            panel_id=panel.id,
            key=key,
            label=label,
            started_on=today,
            is_active=True,
            tells_of_near=key in near_deaths.TOLD_OF,
        )
        for key, label in STARTER_THEMES.items()
    )
    return panel.id


def only_panel(name: str | None) -> int:
    """Return the id of the panel of this name, or of the only one. Raises NotFound saying why."""
    if name is not None:
        name = tidy(name, lines=False)
        found = db.session.scalar(select(Panel.id).where(Panel.name == name))
        if found is None:
            raise NotFound(f"There is no panel named {name}.")
        return found
    ids = list(db.session.scalars(select(Panel.id).limit(2)))
    if not ids:
        raise NotFound("There is no panel yet.")
    if len(ids) > 1:
        names = ", ".join(db.session.scalars(select(Panel.name).order_by(Panel.name)))
        raise NotFound(f"There are several panels: name one with --panel ({names}).")
    return ids[0]


def panel_count() -> int:
    """Return how many panels the database holds."""
    return db.session.scalar(select(func.count()).select_from(Panel)) or 0
