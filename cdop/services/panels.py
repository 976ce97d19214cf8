"""Panels: adding one with its areas and the themes it starts with."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import Panel, PanelArea, Theme
from cdop.rules.actors import Actor
from cdop.rules.local_authorities import LocalAuthority
from cdop.rules.themes import STARTER_THEMES
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound
from cdop.services.unit import writes


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

    Raises Invalid where the name is taken or no area is given.
    """
    require(actor, Action.PANEL_EDIT)
    chosen = {area.gss_code: area for area in areas}
    if not name.strip():
        raise Invalid({"name": "Enter the panel's name"})
    if not chosen:
        raise Invalid({"areas": "Name at least one local authority"})
    if db.session.scalar(select(Panel.id).where(Panel.name == name.strip())) is not None:
        raise Invalid({"name": f"There is already a panel named {name.strip()}"})
    details = {"telephone": telephone, "email": email} | ({"colour": colour} if colour else {})
    panel_id = establish(actor, name.strip(), now=now, **details)
    db.session.add_all(PanelArea(panel_id=panel_id, gss_code=code, name=a.name) for code, a in chosen.items())
    return panel_id


def establish(actor: Actor, name: str, *, now: datetime, **details: str | None) -> int:
    """Add, in the open unit, a panel with the themes that all start with and no areas yet; return its id."""
    panel = Panel(name=name, created_at=now, created_by_id=actor.user_id, **details)
    db.session.add(panel)
    db.session.flush()
    db.session.add_all(
        Theme(panel_id=panel.id, key=key, label=label, is_active=True) for key, label in STARTER_THEMES.items()
    )
    return panel.id


def only_panel(name: str | None) -> int:
    """Return the id of the panel of this name, or of the only one. Raises NotFound saying why."""
    if name is not None:
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
