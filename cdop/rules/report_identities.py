"""What must be true among the numbers of one report, whatever they are: no report that contradicts itself is built.

Only exact numbers are held to it. Of withheld and rounded ones the gate that made them answers for itself.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cdop.rules.figure_shapes import Breakdown, Cohort, Crossed, Measure, PartOfEach, Share
from cdop.rules.figures import MEASURES
from cdop.rules.statistics import percent

Figure = Mapping[str, Any]
TOTALS = {
    Cohort.NOTIFIED: "notified.total",
    Cohort.REVIEWED: "reviewed.total",
    Cohort.DEATHS: "deaths.total",
    Cohort.OPEN: "open.total",
}
SAME_ROWS = {
    "reviewed.modifiable_by_category": "reviewed.category",
    "reviewed.modifiable_by_age_band": "reviewed.age_band",
    "reviewed.modifiable_by_deprivation_quintile": "reviewed.deprivation_quintile",
}
"""Measures whose rows are taken of the rows of another: their denominators are its numbers."""


def contradictions(measures: Mapping[str, Figure]) -> tuple[str, ...]:
    """Return every contradiction among published measures, each naming the table and its cells in plain words."""
    return tuple(_contradictions(measures))


def _contradictions(measures: Mapping[str, Figure]) -> Iterator[str]:
    for measure in MEASURES:
        if (figure := measures.get(measure.id)) is not None and _is_exact(figure):
            yield from _within(measure, figure, _total(measures, measure))
    yield from _infants(measures)
    for name, divided in SAME_ROWS.items():
        if name in measures and divided in measures:
            yield from _denominators(name, measures[name], measures[divided])


def _within(measure: Measure, figure: Figure, total: int | None) -> Iterator[str]:
    of, rows = figure.get("of"), figure.get("rows", ())
    if total is not None and of is not None and of != total:
        yield f"{measure.title}: it is taken of {of}, and there are {total} in all"
    if isinstance(measure, Share):
        yield from _share(measure.title, figure, of)
    if isinstance(measure, Breakdown) and measure.is_exclusive:
        yield from _sum(measure.title, rows, of)
    for row in rows:
        yield from _share(f"{measure.title}, {row['label']}", row, row.get("of", of))
    if isinstance(measure, Crossed):
        yield from _sum(measure.title, rows, of)
        for row in rows:
            yield from _sum(f"{measure.title}, {row['label']}", row["rows"], row["n"])
    if isinstance(measure, PartOfEach) and of is not None and sum(row["of"] for row in rows) > of:
        yield f"{measure.title}: its rows are taken of more than the {of} there are"


def _sum(where: str, rows: Any, of: Any) -> Iterator[str]:
    found = sum(row["n"] for row in rows)
    if found != of:
        yield f"{where}: the rows add up to {found}, not to {of}"


def _share(where: str, row: Figure, of: Any) -> Iterator[str]:
    n = row.get("n")
    if "percent" not in row or of is None or n is None:
        return
    if n > of:
        yield f"{where}: {n} out of {of}"
    elif row["percent"] != percent(n, of):
        yield f"{where}: {n} out of {of} is not {row['percent']}%"


def _infants(measures: Mapping[str, Figure]) -> Iterator[str]:
    under_1, bands = measures.get("reviewed.under_1", {}), measures.get("reviewed.age_band", {})
    if not (under_1 and bands and _is_exact(under_1) and _is_exact(bands)):
        return
    infants = sum(row["n"] for row in bands["rows"] if row["key"].endswith("days"))
    if infants != under_1["n"]:
        yield f"Children under one year are {under_1['n']}, and {infants} in the table of ages"


def _denominators(name: str, parts: Figure, divided: Figure) -> Iterator[str]:
    if not (_is_exact(parts) and _is_exact(divided)):
        return
    numbers = {row["key"]: row["n"] for row in divided["rows"]}
    for row in parts["rows"]:
        if row["of"] != numbers.get(row["key"], 0):
            yield (
                f"{next(m.title for m in MEASURES if m.id == name)}, {row['label']}: taken of {row['of']}, "
                f"and there are {numbers.get(row['key'], 0)}"
            )


def _total(measures: Mapping[str, Figure], measure: Measure) -> int | None:
    named = TOTALS.get(measure.cohort, "")
    found = measures.get(named, {})
    return found.get("n") if _is_exact(found) else None


def _is_exact(figure: Figure) -> bool:
    rows = [figure, *figure.get("rows", ())]
    cells = [cell for row in rows for cell in (row, *(row.get("rows", ()) if row is not figure else ()))]
    return not any(cell.get("withheld") or cell.get("rounded") for cell in cells)
