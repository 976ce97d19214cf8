"""The local authorities of a panel."""

from sqlalchemy import Integer, bindparam, select

from cdop.models import PanelArea
from cdop.prepared import Prepared
from cdop.queries.reading import read

_AREAS = Prepared(
    select(PanelArea.gss_code, PanelArea.name)
    .where(PanelArea.panel_id == bindparam("panel_id", type_=Integer))
    .order_by(PanelArea.name)
)


def of_panel(panel_id: int | None) -> tuple[tuple[str, str], ...]:
    """Return the panel's local authorities by name: GSS code and name."""
    return tuple((row.gss_code, row.name) for row in read(_AREAS, panel_id=panel_id))
