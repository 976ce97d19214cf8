"""Deaths of a theme that are near each other, for those who may see both cases: what is near now, and what was told."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from cdop.extensions import db
from cdop.models import Case, NearDeaths, Theme
from cdop.queries.cases import visible_to
from cdop.queries.themes import STANDS, Standing
from cdop.rules.actors import Actor
from cdop.rules.near_deaths import LOOKED_BACK, Death, Pair, by_chance, pair, pairs

MOST_DEATHS, MOST_PAIRS = 200, 10
PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Looked:
    """Who looked at two deaths, and what was thought."""

    at: datetime
    by_name: str
    thought: str


@dataclass(frozen=True, slots=True)
class OfTheme:
    """The last pairs of a theme's deaths that are near each other, how many there are, of how many, and by chance.

    `looked` says by the two cases of a pair who looked at them.
    """

    pairs: tuple[Pair, ...]
    looked: dict[tuple[int, int], Looked]
    total: int
    deaths: int
    by_chance: float


@dataclass(frozen=True, slots=True)
class Told:
    """Two deaths of which people were told, and the labels of the themes that both are in or proposed for today."""

    public_id: str
    pair: Pair
    themes: tuple[str, ...]
    found_at: datetime
    looked: Looked | None


@dataclass(frozen=True, slots=True)
class ToldList:
    """One page of pairs, and how many there are in all."""

    rows: tuple[Told, ...]
    total: int
    page: int
    pages: int


def of_theme(actor: Actor, key: str, today: date) -> OfTheme:
    """Return what is near of a theme's deaths in two years: those in it or proposed. Two statements."""
    deaths = _deaths(today, *visible_to(actor), Theme.key == key)
    found = pairs(deaths)
    kept = {(row.first_case_id, row.second_case_id): _looked(row) for row in _kept(found[:MOST_PAIRS])}
    looked = {case_ids: each for case_ids, each in kept.items() if each}
    return OfTheme(found[:MOST_PAIRS], looked, len(found), len(deaths), by_chance(len(deaths)))


def untold(panel_id: int, keys: Iterable[str], today: date) -> list[Pair]:
    """Return the pairs, the last death first, of those of these themes that tell, of which nobody was told yet.

    One statement for each theme that tells and one for what was told before.
    """
    mine = Theme.panel_id == panel_id
    tells = (mine, Theme.tells_of_near, Theme.is_active, Theme.key.in_(list(keys)))
    telling = db.session.scalars(select(Theme.key).where(*tells).order_by(Theme.key)).all()
    found = {each.case_ids: each for key in telling for each in pairs(_deaths(today, mine, Theme.key == key))}
    told = {(row.first_case_id, row.second_case_id) for row in _kept(found.values())}
    left = [each for ids, each in found.items() if ids not in told]
    return sorted(left, key=lambda each: (each.later.died_on, each.case_ids), reverse=True)


def told_list(actor: Actor, *, is_open: bool, page: int) -> ToldList:
    """Return a page of the pairs that people were told of, the last first: all, or those nobody looked at.

    Three statements.
    """
    mine = select(Case.id).where(*visible_to(actor))
    both = [NearDeaths.first_case_id.in_(mine), NearDeaths.second_case_id.in_(mine)]
    chosen = [*both, *([NearDeaths.looked_at.is_(None)] if is_open else [])]
    total = db.session.scalar(select(func.count()).select_from(NearDeaths).where(*chosen)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    first, second = aliased(Case), aliased(Case)
    query = select(NearDeaths, *_columns(first), *_columns(second)).where(*chosen).order_by(NearDeaths.id.desc())
    query = query.join(first, first.id == NearDeaths.first_case_id).join(second, second.id == NearDeaths.second_case_id)
    rows = db.session.execute(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    themes = _themes({case_id for row in rows for case_id in (row[0].first_case_id, row[0].second_case_id)})
    return ToldList(tuple(_told(row, themes) for row in rows), total, page, pages)


def _told(row: Any, themes: dict[int, set[str]]) -> Told:
    kept, told = row[0], row[1:]
    half = len(told) // 2
    common = themes[kept.first_case_id] & themes[kept.second_case_id]
    its = pair(Death(*told[:half]), Death(*told[half:]))
    return Told(kept.public_id, its, tuple(sorted(common)), kept.found_at, _looked(kept))


def _looked(row: NearDeaths) -> Looked | None:
    return Looked(row.looked_at, row.looked_by_name or "", row.thought or "") if row.looked_at else None


def _deaths(today: date, *of: ColumnElement[bool]) -> list[Death]:
    """The last deaths of two years that are in a theme or proposed for it."""
    near = (*of, Case.died_on >= today - LOOKED_BACK, _STANDS)
    query = select(*_columns(Case)).join(Theme, Theme.panel_id == Case.panel_id).where(*near)
    rows = db.session.execute(query.order_by(Case.died_on.desc(), Case.id).limit(MOST_DEATHS))
    return [Death(*row) for row in rows]


def _kept(found: Collection[Pair]) -> list[NearDeaths]:
    """What is kept of these pairs, and maybe of others of the same deaths."""
    ids = {case_id for each in found for case_id in each.case_ids}
    both = (NearDeaths.first_case_id.in_(ids), NearDeaths.second_case_id.in_(ids))
    return list(db.session.scalars(select(NearDeaths).where(*both)))


def _themes(case_ids: Collection[int]) -> dict[int, set[str]]:
    query = select(Case.id, Theme.label).join(Theme, Theme.panel_id == Case.panel_id)
    found: dict[int, set[str]] = defaultdict(set)
    for case_id, label in db.session.execute(query.where(Case.id.in_(case_ids), _STANDS)):
        found[case_id].add(label)
    return found


def _columns(case: Any) -> tuple[Any, ...]:
    return case.id, case.public_id, case.reference, case.died_on, case.postcode


_STANDS = STANDS[Standing.IN] | STANDS[Standing.PROPOSED]
