"""The deaths of a theme that are near each other, for those who may see its cases."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, Theme
from cdop.queries.cases import visible_to
from cdop.queries.themes import STANDS, Standing
from cdop.rules.actors import Actor
from cdop.rules.near_deaths import LOOKED_BACK, Death, Pair, by_chance, pairs

MOST_DEATHS, MOST_PAIRS = 200, 10


@dataclass(frozen=True, slots=True)
class NearDeaths:
    """The last pairs of a theme's deaths that are near each other, how many there are, of how many, and by chance."""

    pairs: tuple[Pair, ...]
    total: int
    deaths: int
    by_chance: float


def near_deaths(actor: Actor, key: str, today: date) -> NearDeaths:
    """Return what is near of a theme's deaths in two years: those in it or proposed. One statement."""
    mine = (*visible_to(actor), Case.died_on >= today - LOOKED_BACK, Theme.key == key)
    columns = (Case.public_id, Case.reference, Case.died_on, Case.postcode)
    query = select(*columns).join(Theme, Theme.panel_id == Case.panel_id)
    rows = query.where(*mine, STANDS[Standing.IN] | STANDS[Standing.PROPOSED])
    deaths = [Death(*row) for row in db.session.execute(rows.order_by(Case.died_on.desc(), Case.id).limit(MOST_DEATHS))]
    found = pairs(deaths)
    return NearDeaths(found[:MOST_PAIRS], len(found), len(deaths), by_chance(len(deaths)))
