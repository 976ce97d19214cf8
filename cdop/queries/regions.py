"""What England and a panel's region published, of the table that is current."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import ComparisonNumber, Panel
from cdop.queries.reference import current
from cdop.rules import regions
from cdop.rules.comparison_table import DEATHS
from cdop.rules.figure_shapes import Cohort
from cdop.rules.periods import FinancialYear
from cdop.rules.populations import ALL_TOGETHER, Elsewhere, nearest
from cdop.rules.regions import ENGLAND
from cdop.rules.vocabulary import ReferenceKind

_OF_DEATHS = ComparisonNumber.measure.startswith(f"{Cohort.DEATHS}.", autoescape=True)


def region_of(panel_id: int) -> str | None:
    """Return the code of the region that a panel is in, None where nobody said."""
    return db.session.scalar(select(Panel.region_code).where(Panel.id == panel_id))


def deaths_of_region(panel_id: int) -> tuple[Elsewhere, ...]:
    """Return the deaths that were published of the panel's region, () where there are none or it has no region."""
    code = region_of(panel_id)
    deaths: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in _numbers([code] if code else [], _OF_DEATHS):
        group = ALL_TOGETHER if row.measure == DEATHS else row.measure.partition(": ")[2]
        deaths[row.first_year][group] = row.number, row.out_of
    return (Elsewhere(regions.name(code), regions.in_a_sentence(code), deaths),) if code and deaths else ()


def shares_beside(panel_id: int, first_year: int) -> list[dict[str, Any]]:
    """Return the shares that England and the panel's region published: of each figure of the year, or the nearest.

    Each has its name, what a sentence calls it, and its shares by the name of the figure: how many of how many, of
    which year, and who said so. One without any is left out.
    """
    code = region_of(panel_id)
    areas = [ENGLAND, *([code] if code else [])]
    found: dict[str, dict[str, dict[int, Any]]] = {area: defaultdict(dict) for area in areas}
    for row in _numbers(areas, ~_OF_DEATHS):
        found[row.area_code][row.measure][row.first_year] = row
    return [
        {
            "name": regions.name(area),
            "words": regions.in_a_sentence(area),
            "shares": {measure: _share(years[nearest(first_year, years)]) for measure, years in shares.items()},
        }
        for area, shares in found.items()
        if shares
    ]


def _share(row: Any) -> dict[str, Any]:
    return {"n": row.number, "of": row.out_of, "year": FinancialYear(row.first_year).label, "source": row.source}


def _numbers(areas: list[str], which: Any) -> Iterable[Any]:
    there = current(ReferenceKind.COMPARISON).get("")
    if there is None or not areas:
        return ()
    mine = ComparisonNumber.table_id == there.id, ComparisonNumber.area_code.in_(areas)
    return db.session.execute(select(*_COLUMNS).where(*mine, which))


_COLUMNS = (
    ComparisonNumber.area_code,
    ComparisonNumber.first_year,
    ComparisonNumber.measure,
    ComparisonNumber.number,
    ComparisonNumber.out_of,
    ComparisonNumber.source,
)
