"""The numbers of a measure as cells, and the measure again from no more than what is shown of them.

A measure is first taken apart into an outline, which names its rows and the cell of each number but holds no number.
What leaves the gate is written from the outline and what is shown, so nothing else about the records can be in it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cdop.rules import figure_dimensions as by
from cdop.rules.disclosure import LEAST_DENOMINATOR
from cdop.rules.disclosure_cells import LATER, Cell, Shown, cell
from cdop.rules.figure_dimensions import Dimension, Scope
from cdop.rules.figure_shapes import Breakdown, Cohort, Count, Crossed, Figure, Measure, PartOfEach, Share
from cdop.rules.statistics import percent, wilson_95
from cdop.rules.vocabulary import Modifiable

Picked = Mapping[str, tuple[str, ...]]
"""The values of each dimension by which cases are chosen."""

Divided = Breakdown | PartOfEach | Crossed

HAS, HAS_NOT = "yes", "no"
PARTS: Mapping[str, tuple[Dimension, str]] = {
    "modifiable": (by.MODIFIABLE, Modifiable.YES),
    "days_to_notification": (by.TIMELINESS, "same or next day"),
}
"""What a part of each row has, by the column that it is counted from."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A measure or one of its rows without its numbers: the cells of `n`, of `of`, and of what `percent` is taken."""

    key: str
    label: str
    n: Cell | None = None
    of: Cell | None = None
    whole: Cell | None = None
    rows: tuple["Outline", ...] | None = None
    interval: bool = False
    known: tuple[Cell, Cell] | None = None
    """The cells of yes and of no, where a share of what is known is given as well."""


def is_of_children(measure: Measure) -> bool:
    """Say whether a measure counts children: meetings are the panel's own."""
    return measure.cohort is not Cohort.MEETINGS


def outline(measure: Measure, figure: Figure, scope: Scope, picked: Picked | None = None) -> Outline:
    """Return the outline of a measure of children, of all the panel's or of those that `picked` chooses.

    Raises ValueError where they are chosen by what the measure divides them by: its rows would say another thing than
    those of the whole table.
    """
    if picked and getattr(getattr(measure, "dimension", None), "column", None) in picked:
        raise ValueError(f"{measure.id} divides cases by what they were chosen by")
    at = _Place(measure, scope, dict(picked or {}))
    if isinstance(measure, Count):
        return Outline(measure.id, measure.title, n=at.count(measure))
    whole = at.cell({})
    if isinstance(measure, Share):
        values = tuple(str(value) for value in measure.values)
        n = at.cell({measure.dimension.column: values})
        return Outline(measure.id, measure.title, n=n, of=whole, whole=whole, interval=True)
    if not isinstance(measure, Divided):
        raise TypeError(f"{measure.id} has a shape that disclosure control does not know")
    rows = tuple(_row(measure, at, row, whole) for row in figure["rows"])
    known = None
    if isinstance(measure, Breakdown) and measure.dimension is by.MODIFIABLE:
        known = at.of_row(by.MODIFIABLE, Modifiable.YES), at.of_row(by.MODIFIABLE, Modifiable.NO)
    return Outline(measure.id, measure.title, of=whole, rows=rows, known=known)


def _row(measure: Divided, at: "_Place", row: Figure, whole: Cell) -> Outline:
    key, label = row["key"], row["label"]
    if isinstance(measure, PartOfEach):
        dimension, has = PARTS[measure.column]
        of = at.of_row(measure.dimension, key)
        return Outline(key, label, n=at.of_row(measure.dimension, key, {dimension.column: (has,)}), of=of, whole=of)
    if isinstance(measure, Crossed):
        cells = tuple(
            Outline(
                each["key"], each["label"], n=at.of_row(measure.dimension, key, {measure.by.column: (each["key"],)})
            )
            for each in row["rows"]
        )
        return Outline(key, label, n=at.of_row(measure.dimension, key), whole=whole, rows=cells)
    return Outline(key, label, n=at.of_row(measure.dimension, key), whole=whole)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the cells of a measure lie: its cohort, its period, and by what its cases were chosen."""

    measure: Measure
    scope: Scope
    picked: Mapping[str, tuple[str, ...]]

    def cell(self, values: Picked, start: date | None = None, end: date | None = None) -> Cell:
        period = self.scope.period
        # What is open is counted on a day.
        first = period.end if self.measure.cohort is Cohort.OPEN else period.start
        return cell(self.measure.cohort, start or first, end or period.end, {**self.picked, **values})

    def count(self, measure: Count) -> Cell:
        if measure.only is None:
            return self.cell({})
        if measure.only[0] == "residency":
            period = self.scope.period
            return cell(f"{measure.cohort} {measure.only[1]}", period.start, period.end, {})
        return self.cell({_later(self.scope): (HAS,)})

    def of_row(self, dimension: Dimension, key: str, more: Picked | None = None) -> Cell:
        if dimension.span is not None:
            first, last = dimension.span(key)
            period = self.scope.period
            return self.cell(more or {}, max(first, period.start), min(last, period.end))
        if dimension is by.THEME:
            return self.cell({theme(key): (HAS,), **(more or {})})
        return self.cell({dimension.column: (key,), **(more or {})})


def theme(key: str) -> str:
    """Return the dimension of one theme, which a case has or has not: a case may have several."""
    return f"theme {key}"


def _later(scope: Scope) -> str:
    return f"{LATER}{scope.period.end.isoformat()}"


def counted(outline: Outline, figure: Figure) -> Iterator[tuple[Cell, int]]:
    """Return the number of each cell of an outline."""
    if outline.n is not None:
        yield outline.n, figure["n"]
    if outline.of is not None:
        yield outline.of, figure["of"]
    for row, numbers in zip(outline.rows or (), figure.get("rows", ()), strict=True):
        yield from counted(row, numbers)


def completing(cells: Iterable[Cell], scope: Scope) -> Iterator[Cell]:
    """Return cells that are not shown but are the rest of those that are: a theme not had, the other areas.

    Without them a part would be taken for all there is.
    """
    mentioned: dict[tuple[str, frozenset[str], str], tuple[Cell, set[str]]] = {}
    for one in cells:
        for name, values in one.values:
            mentioned.setdefault((one.population, one.dimensions, name), (one, set()))[1].update(values)
    for (population, _, name), (one, values_seen) in mentioned.items():
        if rest := tuple(value for value in _every(name, scope) if value not in values_seen):
            yield cell(population, one.start, one.end, {**dict(one.values), name: rest})


def _every(name: str, scope: Scope) -> tuple[str, ...]:
    """Every value of a dimension that is always there."""
    if name.startswith(("theme ", LATER)):
        return HAS, HAS_NOT
    return tuple(row.key for row in by.BY_COLUMN[name].rows(scope).values())


def shown_figure(outline: Outline, shown: Mapping[Cell, Shown]) -> Figure:
    """Return a measure as it is published, in the shape of the figures, from what is shown and nothing else."""
    figure: Figure = {}
    if outline.n is not None:
        figure |= _number(shown[outline.n])
    if outline.of is not None:
        figure["of"] = shown[outline.of].n
    if outline.whole is not None and outline.n is not None:
        figure["percent"] = _percent(shown[outline.n], shown[outline.whole])
        if outline.interval:
            figure["ci95"] = _interval(shown[outline.n], shown[outline.whole])
    if outline.rows is not None:
        figure["rows"] = [{"key": row.key, "label": row.label} | shown_figure(row, shown) for row in outline.rows]
    if outline.known is not None:
        figure["percent_known"] = _percent_known(*(shown[cell] for cell in outline.known))
    return figure


def silent(figure: Figure) -> Figure:
    """Return a figure as it is, but one of a whole that is withheld, of which only noughts are shown, without these.

    They would tell that all of the few there are is in the one row, or cell, that is not shown to be nought.
    """
    if figure.get("of", 0) is not None or any(_numbers(figure)):
        return figure
    return {**figure, "rows": [_silent(row) for row in figure["rows"]]} if "rows" in figure else figure


def _numbers(figure: Figure) -> Iterator[int | None]:
    yield figure.get("n")
    for row in figure.get("rows", ()):
        yield row.get("of")
        yield from _numbers(row)


def _silent(row: Figure) -> Figure:
    """A row with nothing told of it."""
    hidden = {"n": None, "withheld": True} | {name: None for name in ("of", "percent", "ci95") if name in row}
    parts = {"rows": [_silent(part) for part in row["rows"]]} if "rows" in row else {}
    return {name: value for name, value in row.items() if name != "rounded"} | hidden | parts


def _number(shown: Shown) -> Figure:
    if shown.n is None:
        return {"n": None, "withheld": True}
    return {"n": shown.n, "rounded": True} if shown.is_rounded else {"n": shown.n}


def _percent(part: Shown, whole: Shown) -> int | None:
    if part.n is None or whole.n is None or whole.n < LEAST_DENOMINATOR:
        return None
    return min(100, percent(part.n, whole.n) or 0)


def _interval(part: Shown, whole: Shown) -> list[float] | None:
    if part.n is None or whole.n is None or whole.n < LEAST_DENOMINATOR:
        return None
    return list(wilson_95(min(part.n, whole.n), whole.n) or ()) or None


def _percent_known(yes: Shown, no: Shown) -> int | None:
    if yes.n is None or no.n is None or yes.n + no.n < LEAST_DENOMINATOR:
        return None
    return percent(yes.n, yes.n + no.n)
