"""The shapes that a measure can have, and how each is put together from counts."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from cdop.rules.figure_dimensions import Dimension, Row, Scope
from cdop.rules.statistics import median, percent, wilson_95

Crossing = tuple[str, ...]
"""The columns that are counted together."""
Table = Mapping[Any, int]
"""How many there are of each value of one column, or of each tuple of values of several."""
Figure = dict[str, Any]
"""A measure as it is published: whole numbers, shares and rows under the names of the figures."""


class Cohort(StrEnum):
    """What is counted. Cohorts are never mixed: one child may be in several, or in none, of one period."""

    NOTIFIED = "notified"
    REVIEWED = "reviewed"
    DEATHS = "deaths"
    OPEN = "open"
    MEETINGS = "meetings"


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted for a panel and a period: the size of each cohort, and its tables by crossing."""

    scope: Scope
    totals: Mapping[Cohort, int]
    tables: Mapping[tuple[Cohort, Crossing], Table]

    def table(self, cohort: Cohort, *columns: str) -> Table:
        """Return the table of these columns. Raises KeyError where it was not counted."""
        return self.tables[cohort, columns]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure of the figures. Its `id` begins with its cohort and, once published, never changes."""

    id: str
    title: str
    definition: str
    of_what: str = ""
    shape: ClassVar[str]

    @property
    def cohort(self) -> Cohort:
        """What the measure counts."""
        return Cohort(self.id.split(".")[0])

    @property
    def crossings(self) -> tuple[Crossing, ...]:
        """The tables that the measure is made of."""
        raise NotImplementedError

    def figure(self, counts: Counts) -> Figure:
        """Return the measure as it is published."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Measure):
    """How many: all of a cohort, or those of the table of one column with one value."""

    only: tuple[str, str] | None = None
    shape: ClassVar[str] = "count"

    @property
    def crossings(self) -> tuple[Crossing, ...]:
        return ((self.only[0],),) if self.only else ()

    def figure(self, counts: Counts) -> Figure:
        if self.only is None:
            return {"n": counts.totals[self.cohort]}
        column, value = self.only
        return {"n": counts.table(self.cohort, column).get(value, 0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Measure):
    """How many of a cohort have one of some values, with the interval that chance alone would explain."""

    dimension: Dimension
    values: tuple[Any, ...]
    shape: ClassVar[str] = "share"

    @property
    def crossings(self) -> tuple[Crossing, ...]:
        return ((self.dimension.column,),)

    def figure(self, counts: Counts) -> Figure:
        table = counts.table(self.cohort, self.dimension.column)
        n, of = sum(table.get(value, 0) for value in self.values), counts.totals[self.cohort]
        interval = wilson_95(n, of)
        return {
            "n": n,
            "of": of,
            "percent": percent(n, of),
            "ci95": None if interval is None else list(interval),
        }


@dataclass(frozen=True, slots=True)
class Extra:
    """A further value of a breakdown, worked out from one more table."""

    name: str
    columns: Crossing
    value: Callable[[Table], Any]


def median_of(column: str) -> Extra:
    """Return the extra value `median_days` of a column of days."""
    return Extra("median_days", (column,), median)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown(Measure):
    """A cohort divided by a dimension. Unless the rows are exclusive, one case may be in several."""

    dimension: Dimension
    is_exclusive: bool = True
    extra: Extra | None = None
    shape: ClassVar[str] = "breakdown"

    @property
    def crossings(self) -> tuple[Crossing, ...]:
        return ((self.dimension.column,), *((self.extra.columns,) if self.extra else ()))

    def figure(self, counts: Counts) -> Figure:
        found = self.dimension.counted(counts.table(self.cohort, self.dimension.column))
        of = sum(found.values()) if self.is_exclusive else counts.totals[self.cohort]
        rows = self.dimension.all_rows(counts.scope, found).items()
        figure: Figure = {"of": of, "rows": [_row(row, found.get(value, 0), of) for value, row in rows]}
        if self.extra is not None:
            figure[self.extra.name] = self.extra.value(counts.table(self.cohort, *self.extra.columns))
        return figure


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOfEach(Measure):
    """For each row of a dimension, how many of that row have something: every row has its own denominator.

    `counted` says in a few words of which these are, as a chart names them beside all.
    """

    dimension: Dimension
    column: str
    has_it: Callable[[Any], bool]
    counted: str
    has_median_days: bool = False
    shape: ClassVar[str] = "part of each row"

    @property
    def crossings(self) -> tuple[Crossing, ...]:
        return ((self.dimension.column, self.column),)

    def figure(self, counts: Counts) -> Figure:
        by_row = _divided(counts.table(self.cohort, self.dimension.column, self.column))
        rows = self.dimension.all_rows(counts.scope, dict.fromkeys(by_row, 0)).items()
        return {
            "of": counts.totals[self.cohort],
            "rows": [self._row(row, by_row.get(value, {})) for value, row in rows],
        }

    def _row(self, row: Row, found: dict[Any, int]) -> Figure:
        n, of = sum(m for value, m in found.items() if self.has_it(value)), sum(found.values())
        figure = {"key": row.key, "label": row.label, "n": n, "of": of, "percent": percent(n, of)}
        return figure | {"median_days": median(found)} if self.has_median_days else figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossed(Measure):
    """A cohort divided by one dimension and each of its rows by another."""

    dimension: Dimension
    by: Dimension
    shape: ClassVar[str] = "breakdown of each row"

    @property
    def crossings(self) -> tuple[Crossing, ...]:
        return ((self.dimension.column, self.by.column),)

    def figure(self, counts: Counts) -> Figure:
        by_row = _divided(counts.table(self.cohort, self.dimension.column, self.by.column))
        of = counts.totals[self.cohort]
        columns = self.by.rows(counts.scope)
        rows = self.dimension.all_rows(counts.scope, dict.fromkeys(by_row, 0)).items()
        return {
            "of": of,
            "rows": [_crossed_row(row, by_row.get(value, {}), columns, of) for value, row in rows],
        }


def _row(row: Row, n: int, of: int) -> Figure:
    return {"key": row.key, "label": row.label, "n": n, "percent": percent(n, of)}


def _crossed_row(row: Row, found: dict[Any, int], columns: Mapping[Any, Row], of: int) -> Figure:
    cells = [{"key": c.key, "label": c.label, "n": found.get(value, 0)} for value, c in columns.items()]
    return _row(row, sum(found.values()), of) | {"rows": cells}


def _divided(table: Table) -> dict[Any, dict[Any, int]]:
    """A table of two columns as a table of the second for each value of the first."""
    divided: dict[Any, dict[Any, int]] = defaultdict(dict)
    for (first, second), n in table.items():
        divided[first][second] = n
    return divided
