"""The local authorities of a panel."""

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import PanelArea


def of_panel(panel_id: int | None) -> tuple[tuple[str, str], ...]:
    """Return the panel's local authorities by name: GSS code and name."""
    query = select(PanelArea.gss_code, PanelArea.name).where(PanelArea.panel_id == panel_id).order_by(PanelArea.name)
    return tuple(db.session.execute(query))
