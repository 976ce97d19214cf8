"""The figures of a panel as every page, report, command and export gets them."""

from datetime import UTC, datetime
from typing import Any

from cdop.extensions import db
from cdop.queries import figures as counts
from cdop.queries import timeliness as timeliness_counts
from cdop.queries.timeliness import Timeliness
from cdop.rules import figures
from cdop.rules.actors import Actor
from cdop.rules.facts import PanelSubject
from cdop.rules.periods import Period
from cdop.rules.vocabulary import Action
from cdop.services import unit
from cdop.services.access import require

FULL, PUBLIC = "full", "public"


def figures_json(actor: Actor, panel_id: int, period: Period, *, now: datetime) -> dict[str, Any]:
    """Return the full edition of a period's figures, from what the database holds now, in the shape of the figures.

    Raises Forbidden where the actor may not see them. The public edition leaves by `services.releases` alone.
    """
    require(actor, Action.FIGURES_VIEW, PanelSubject(panel_id))
    begin_snapshot()
    panel = counts.panel(panel_id)
    return {
        "panel": panel.name,
        "period": {"label": period.label, "from": period.start.isoformat(), "to": period.end.isoformat()},
        "edition": FULL,
        "generated_at": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "data_version": figures.data_version(panel.data_sum),
        "measures": figures.published(counts.figures(panel_id, period)),
    }


def timeliness(actor: Actor, panel_id: int, period: Period) -> Timeliness:
    """Return how soon the deaths of a period were notified. Raises Forbidden where the actor may not see numbers."""
    require(actor, Action.FIGURES_VIEW, PanelSubject(panel_id))
    begin_snapshot()
    return timeliness_counts.timeliness(panel_id, period)


def begin_snapshot() -> None:
    """Have all that follows read one state of the database, which SQLite's transactions do anyway."""
    if unit.current() is not None:
        raise RuntimeError("figures are read before a unit of work begins, so that they are of one state")
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
