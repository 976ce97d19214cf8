"""The figures of a panel as every page, report, command and export gets them."""

from datetime import UTC, date, datetime
from typing import Any

from cdop.extensions import db
from cdop.queries import figures as counts
from cdop.queries import timeliness as timeliness_counts
from cdop.queries.days_of_death import days_of_death
from cdop.queries.timeliness import Timeliness
from cdop.rules import figures
from cdop.rules.actors import Actor
from cdop.rules.facts import PanelSubject
from cdop.rules.periods import Period
from cdop.rules.rare_events import TimeBetween, time_between
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


def time_between_deaths(actor: Actor, panel_id: int, *, theme: str, category: int | None, since: date) -> TimeBetween:
    """Return the times between deaths of a theme or a category since a day. Raises Forbidden as the figures do."""
    require(actor, Action.FIGURES_VIEW, PanelSubject(panel_id))
    begin_snapshot()
    found = days_of_death(panel_id, theme=theme, category=category, since=since)
    return time_between(found.of_kind, found.every)


def begin_snapshot() -> None:
    """Have all that follows read one state of the database, which SQLite's transactions do anyway."""
    if unit.current() is not None:
        raise RuntimeError("figures are read before a unit of work begins, so that they are of one state")
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
