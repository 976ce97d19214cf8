"""Rates of what was released, for whoever may see it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from cdop.queries import areas as area_queries
from cdop.queries.populations import populations
from cdop.queries.recorded_years import recorded_years
from cdop.rules.actors import Actor
from cdop.rules.facts import PanelSubject
from cdop.rules.rate_tables import Place, RateTable, has_rates, rate_tables
from cdop.rules.releases import Selection
from cdop.rules.vocabulary import Action
from cdop.services.access import require


def rates_of(
    actor: Actor, panel_id: int, selection: Selection, leaving: Mapping[str, Any]
) -> tuple[tuple[RateTable, ...], tuple[str, ...]]:
    """Return the rates of a released selection, and the published tables that they are taken of.

    Both are () where the measure has none or nobody imported a population. Raises Forbidden where the actor may not
    see protected figures.
    """
    require(actor, Action.FIGURES_PUBLIC, PanelSubject(panel_id))
    if not has_rates(selection.measure):
        return (), ()
    mine = {code: name for code, name in area_queries.of_panel(panel_id) if selection.area in ("", name)}
    found = populations(panel_id, mine)
    if selection.theme:
        found = replace(found, elsewhere=())  # nothing tells how many deaths in England have the theme
    released = datetime.fromisoformat(leaving["generated_at"])  # numbers released before others were taken over stay so
    place = Place(mine, selection.period, found, recorded_years(panel_id, by=released))
    tables = rate_tables(selection.measure, leaving["measures"][selection.measure], place)
    return tables, found.editions if tables else ()
