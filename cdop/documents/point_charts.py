"""Points with their intervals, lines between them and limits around them: for rates, funnels and time between deaths.

A line joins points only where somebody may read a course into them: the caller says which.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, floor, log10

from cdop.documents.charts import Axis, Dot, Layout, Shape, Words, breadth
from cdop.documents.point_names import Field as NameField
from cdop.documents.point_names import names
from cdop.documents.point_values import Spot, values

DEEP = 15.0
"""The height of the field in heights of the words."""
FEW = 6
"""So few points stand in the middle of equal parts of the field, as bars would, and not at its ends."""
LIMIT_DASHES = (5.0, 2.0, 9.0)
MARKED = "Marked"


@dataclass(frozen=True, slots=True)
class Point:
    """A point at `x`, with the ends of its interval where it has one; `name` is written below it or beside it.

    `said` is its value in words, written at it where there is room. One that is marked is a ring, as the legend says.
    """

    x: float
    value: float
    name: str = ""
    low: float | None = None
    high: float | None = None
    said: str = ""
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """A limit or a level, named in the legend."""

    name: str
    course: tuple[tuple[float, float], ...]
    """Curves of one name are two sides of the same limits."""


@dataclass(frozen=True, slots=True)
class PointChart:
    """What a chart of points shows. `lines` are runs of points by their places; `across` and `up` name the axes.

    `breaks` are places on the axis across which nothing may be compared. Names stand below the axis, or, with
    `names_beside`, at their points, and then the axis has numbers.
    """

    title: str
    description: str
    points: tuple[Point, ...]
    across: str
    up: str
    curves: tuple[Curve, ...] = ()
    lines: tuple[tuple[int, ...], ...] = ()
    breaks: tuple[float, ...] = ()
    names_beside: bool = False
    shades: int = 1

    def titled(self, title: str) -> "PointChart":
        """Return the same chart under another title."""
        return replace(self, title=title)

    def laid_out(self, width: float, text: float) -> Layout:
        """Return where everything stands."""
        return _layout(self, width, text)


@dataclass(frozen=True, slots=True)
class _Field:
    """The rectangle in which points stand, and what it measures."""

    left: float
    top: float
    right: float
    base: float
    first: float
    last: float
    most: float

    @property
    def sides(self) -> tuple[float, float, float]:
        return self.left, self.right, self.base

    def x(self, value: float) -> float:
        return self.left + (value - self.first) / ((self.last - self.first) or 1) * (self.right - self.left)

    def y(self, value: float) -> float:
        return self.base - min(value, self.most) / self.most * (self.base - self.top)


def _layout(chart: PointChart, width: float, text: float) -> Layout:
    if not chart.points:
        return Layout(width, 2.5 * text, (Words(0, 1.5 * text, "There is nothing to show.", size=text),))
    legend, top = _legend(chart, text)
    field, ticks = _field(chart, width, text, top)
    shapes: list[Shape] = [*legend, Axis(field.left, field.base, field.right, field.base)]
    for tick in ticks:
        shapes += [
            Words(field.left - 6, field.y(tick) + text * 0.35, f"{tick:g}", "end", text),
            Axis(field.left - 3, field.y(tick), field.left, field.y(tick)),
        ]
    shapes.append(Axis(field.left, field.top, field.left, field.base))
    dashes = _dashes(chart)
    for curve in chart.curves:
        shapes += _course(curve, field, dashes[curve.name])
    shapes += [Axis(field.x(at), field.top, field.x(at), field.base, 1) for at in chart.breaks]
    for line in chart.lines:
        ends = [(field.x(chart.points[at].x), field.y(chart.points[at].value)) for at in line]
        shapes += [Axis(*a, *b) for a, b in pairwise(ends)]
    points = [shape for point in chart.points for shape in _point(point, field, text)]
    shapes += points
    shapes += values(_spots(chart, field), shapes, field.sides, text)
    if chart.names_beside:
        dots = (shape for shape in points if isinstance(shape, Dot))
        named = [(dot, point.name) for dot, point in zip(dots, chart.points, strict=True)]
        shapes += names(named, shapes, NameField(field.top, field.sides, text))
    below, height = _below(chart, field, text)
    return Layout(width, height, (*shapes, *below))


def _legend(chart: PointChart, text: float) -> tuple[list[Shape], float]:
    """What goes up, then what each line of dashes and a ring mean, one below the other."""
    shapes: list[Shape] = [Words(0, text, chart.up, size=text)]
    y = text * 1.4
    for name, dash in _dashes(chart).items():
        shapes += [
            Axis(0, y + text * 0.6, text * 2.2, y + text * 0.6, dash),
            Words(text * 2.7, y + text, name, size=text),
        ]
        y += text * 1.4
    if any(point.is_marked for point in chart.points):
        shapes += [_ring(text * 1.1, y + text * 0.6, text), Words(text * 2.7, y + text, MARKED, size=text)]
        y += text * 1.4
    return shapes, y + text * 0.6


def _dashes(chart: PointChart) -> dict[str, float]:
    """How long the dashes of each curve are, by its name."""
    return dict(zip(dict.fromkeys(curve.name for curve in chart.curves), LIMIT_DASHES, strict=False))


def _field(chart: PointChart, width: float, text: float, top: float) -> tuple[_Field, list[float]]:
    values = [value for p in chart.points for value in (p.value, p.high) if value is not None]
    values += [y for curve in chart.curves for _, y in curve.course]
    ticks = _ticks(max(values) or 1.0)
    left = max(breadth(f"{tick:g}", text) for tick in ticks) + 10
    xs = [p.x for p in chart.points] + [x for curve in chart.curves for x, _ in curve.course]
    room = text * 1.2
    first, last = min(xs), max(xs)
    if len(chart.points) <= FEW and not chart.names_beside:
        first, last = min(first, chart.points[0].x - 0.5), max(last, chart.points[-1].x + 0.5)
    margin = (last - first or 1) * room / (width - left - 2 * room)
    return _Field(left, top, width - 2, top + DEEP * text, first - margin, last + margin, ticks[-1]), ticks


def _ticks(most: float) -> list[float]:
    """Round numbers from 0 up to at least the largest, five or six of them."""
    rough = most / 5
    power = 10 ** floor(log10(rough))
    step = next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= rough - 1e-12)
    return [round(step * number, 10) for number in range(ceil(most / step - 1e-9) + 1)]


def _course(curve: Curve, field: _Field, dash: float) -> Iterator[Shape]:
    for (x1, y1), (x2, y2) in pairwise(curve.course):
        yield Axis(field.x(x1), field.y(y1), field.x(x2), field.y(y2), dash)


def _point(point: Point, field: _Field, text: float) -> Iterator[Shape]:
    x = field.x(point.x)
    if point.low is not None and point.high is not None:
        yield Axis(x, field.y(point.high), x, field.y(point.low))
    y = field.y(point.value)
    yield _ring(x, y, text) if point.is_marked else Dot(x, y, text * 0.3)


def _ring(x: float, y: float, text: float) -> Dot:
    return Dot(x, y, text * 0.45, is_ring=True)


def _spots(chart: PointChart, field: _Field) -> list[Spot]:
    """The points with something to say, those first that nobody should have to look up: ends of lines and extremes."""
    ends = {at for line in chart.lines for at in (line[0], line[-1])} or {0, len(chart.points) - 1}
    by_value = sorted(range(len(chart.points)), key=lambda at: chart.points[at].value)
    foremost = [*sorted(ends), by_value[-1], by_value[0]]
    order = dict.fromkeys((*foremost, *range(len(chart.points))))
    return [_spot(chart.points[at], field, must=at in ends) for at in order if chart.points[at].said]


def _spot(point: Point, field: _Field, *, must: bool) -> Spot:
    upper, lower = (field.y(point.value if end is None else end) for end in (point.high, point.low))
    return Spot(field.x(point.x), upper, lower, point.said, must)


def _below(chart: PointChart, field: _Field, text: float) -> tuple[list[Shape], float]:
    """The names of the points, as many as there is room for, and what goes across; and how high all of it is."""
    line = text * 1.3
    if chart.names_beside:
        shapes = [*_numbers(field, text)]
        return [*shapes, Words(field.left, field.base + 2 * line, chart.across, size=text)], field.base + 2.5 * line
    widest = max(breadth(point.name, text) for point in chart.points) + text * 0.6
    every = max(1, ceil(len(chart.points) * widest / (field.right - field.left)))
    named = [point for at, point in enumerate(chart.points) if (len(chart.points) - 1 - at) % every == 0]
    half = widest / 2
    shapes = [
        Words(min(max(field.x(p.x), half), field.right - half + text * 0.3), field.base + line, p.name, "middle", text)
        for p in named
    ]
    return [*shapes, Words(field.left, field.base + 2 * line, chart.across, size=text)], field.base + 2.5 * line


def _numbers(field: _Field, text: float) -> Iterator[Words]:
    for tick in _ticks(field.last)[1:-1:2]:
        number, x = f"{tick:,.0f}", field.x(tick)
        if field.first <= tick and x + breadth(number, text) / 2 <= field.right:
            yield Words(x, field.base + text * 1.3, number, "middle", text)


def runs(
    places: Sequence[int | None], *, apart_before: Sequence[int] = (), least: int = 5
) -> tuple[tuple[int, ...], ...]:
    """Return the runs of places to join: none through a place that is None or apart from the one before, none short."""
    found: list[list[int]] = [[]]
    for number, place in enumerate(places):
        if place is None or number in apart_before:
            found.append([])
        if place is not None:
            found[-1].append(place)
    return tuple(tuple(run) for run in found if len(run) >= least)
