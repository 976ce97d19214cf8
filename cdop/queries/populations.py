"""The published numbers of children, births and deaths that the rates of a panel's areas are taken of."""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import AreaDeprivation, AreaPopulation, PublishedNumber, ReferenceTable
from cdop.queries.reference import current
from cdop.queries.regions import deaths_of_region
from cdop.rules.populations import Populations, births_of, deaths_of, nearest
from cdop.rules.regions import ENGLAND
from cdop.rules.vocabulary import ReferenceKind

USED = (
    ReferenceKind.POPULATION,
    ReferenceKind.BIRTHS,
    ReferenceKind.SMALL_AREAS,
    ReferenceKind.ENGLAND,
    ReferenceKind.COMPARISON,
)


def populations(panel_id: int, areas: Collection[str]) -> Populations:
    """Return what the current tables say of these areas, of the panel's region and of England, in a few statements."""
    tables = {kind: current(kind) for kind in (*USED, ReferenceKind.DEPRIVATION)}
    codes = [*areas, ENGLAND]
    used = [(kind, table) for kind in USED for table in tables[kind].values()]
    england = {year: deaths_of(found) for year, found in _numbers(tables[ReferenceKind.ENGLAND], codes).items()}
    found = Populations(
        persons=_persons(tables[ReferenceKind.POPULATION], codes),
        births={year: births_of(found) for year, found in _numbers(tables[ReferenceKind.BIRTHS], codes).items()},
        deprived=_deprived(tables[ReferenceKind.SMALL_AREAS], tables[ReferenceKind.DEPRIVATION], areas),
        elsewhere=deaths_of_region(panel_id),
        editions=tuple(_edition(kind, table) for kind, table in used),
    )
    return found.with_england(england) if england else found


def _edition(kind: ReferenceKind, table: ReferenceTable) -> str:
    return f"{table.edition} ({', '.join(filter(None, (kind.replace('-', ' '), table.series)))})"


def _persons(tables: dict[str, ReferenceTable], codes: list[str]) -> dict[int, dict[tuple[str, int], int]]:
    years = {table.id: int(series) for series, table in tables.items()}
    found: dict[int, dict[tuple[str, int], int]] = defaultdict(dict)
    rows = AreaPopulation.table_id, AreaPopulation.area_code, AreaPopulation.age, AreaPopulation.persons
    mine = AreaPopulation.table_id.in_(years), AreaPopulation.area_code.in_(codes)
    for table_id, area, age, persons in db.session.execute(select(*rows).where(*mine)) if years else ():
        found[years[table_id]][area, age] = persons
    return found


def _numbers(tables: dict[str, ReferenceTable], codes: list[str]) -> dict[int, dict[tuple[str, str], int]]:
    years = {table.id: int(series) for series, table in tables.items()}
    found: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
    rows = PublishedNumber.table_id, PublishedNumber.code, PublishedNumber.part, PublishedNumber.number
    mine = PublishedNumber.table_id.in_(years), PublishedNumber.code.in_(codes)
    for table_id, code, part, number in db.session.execute(select(*rows).where(*mine)) if years else ():
        found[years[table_id]][code, part] = number
    return found


def _deprived(
    small: dict[str, ReferenceTable], deprivation: dict[str, ReferenceTable], areas: Collection[str]
) -> dict[int, dict[tuple[str, int], int]]:
    """Children by authority and tenth: those of each table of small areas by the newest index that has those areas."""
    found: dict[int, dict[tuple[str, int], int]] = {}
    for series, table in small.items():
        for year in sorted(deprivation, reverse=True):
            if rows := _by_tenth(table.id, deprivation[year].id, areas):
                found[int(series)] = {(area, tenth): int(number) for area, tenth, number in rows}
                break
    return found


def _by_tenth(table_id: int, index_id: int, areas: Collection[str]) -> list[Any]:
    query = (
        select(PublishedNumber.part, AreaDeprivation.decile, func.sum(PublishedNumber.number))
        .join(AreaDeprivation, AreaDeprivation.lsoa_code == PublishedNumber.code)
        .where(AreaDeprivation.table_id == index_id)
        .where(PublishedNumber.table_id == table_id, PublishedNumber.part.in_(areas))
        .group_by(PublishedNumber.part, AreaDeprivation.decile)
    )
    return list(db.session.execute(query))


def by_ethnic_group(areas: Collection[str], year: int) -> dict[str, Any]:
    """Return how many children of these areas are of each ethnic group, by the table nearest to a year, and its name.

    {} where there is no table, or none that has every area.
    """
    tables = current(ReferenceKind.ETHNICITY)
    if not tables:
        return {}
    table = tables[str(nearest(year, [int(series) for series in tables]))]
    mine = PublishedNumber.table_id == table.id, PublishedNumber.code.in_(areas)
    rows = db.session.execute(select(PublishedNumber.code, PublishedNumber.part, PublishedNumber.number).where(*mine))
    found: Counter[str] = Counter()
    known = set()
    for code, group, number in rows:
        found[group] += number
        known.add(code)
    return {"edition": table.edition, "groups": dict(found)} if known == {*areas} else {}


def absent() -> tuple[ReferenceKind, ...]:
    """Return which of the tables that a report can use nobody imported."""
    there = set(db.session.scalars(select(ReferenceTable.kind).where(ReferenceTable.is_current)))
    return tuple(kind for kind in (*USED, ReferenceKind.ETHNICITY) if kind not in there)
