"""Pictures of easy read: plain shapes in shades of the panel's colour, drawn as SVG for a page and as vectors on paper.

Each stands in a square of 100 by 100, from its upper left corner.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from cdop.documents.charts import BLUE, fractions, shades
from cdop.rules.colour import WHITE

if TYPE_CHECKING:
    from cdop.documents.tagging import TaggedCanvas

SIDE = 100.0
DARK, LIGHT, MIDDLE, PAPER = range(4)
"""The shades: as `charts.shades` gives them, and white."""


@dataclass(frozen=True, slots=True)
class Disc:
    """A disc by its middle."""

    x: float
    y: float
    radius: float
    shade: int = DARK


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle from its upper left corner, its corners round."""

    x: float
    y: float
    width: float
    height: float
    shade: int = DARK
    round: float = 0


@dataclass(frozen=True, slots=True)
class Area:
    """A shape with straight sides between these corners."""

    corners: tuple[tuple[float, float], ...]
    shade: int = DARK


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through these points, with round ends."""

    points: tuple[tuple[float, float], ...]
    width: float = 6
    shade: int = DARK


Shape = Disc | Box | Area | Stroke


@dataclass(frozen=True, slots=True)
class Symbol:
    """A picture, and what it shows in words."""

    shows: str
    shapes: tuple[Shape, ...]


def _person(x: float, y: float, size: float = 1, shade: int = DARK) -> tuple[Shape, ...]:
    """Head and shoulders, 36 wide and 60 high at size 1, from the upper left corner."""
    return (
        Disc(x + 18 * size, y + 13 * size, 13 * size, shade),
        Box(x, y + 29 * size, 36 * size, 31 * size, shade, 14 * size),
    )


def _bubble(x: float, y: float, shade: int, tail: float) -> tuple[Shape, ...]:
    """A speech bubble of 52 by 34 whose tail points down at `tail`."""
    return (
        Box(x, y, 52, 34, shade, 10),
        Area(((x + tail, y + 30), (x + tail + 14, y + 30), (x + tail, y + 48)), shade),
    )


def _face(mouth: tuple[tuple[float, float], ...]) -> tuple[Shape, ...]:
    return (Disc(50, 50, 42, LIGHT), Disc(36, 42, 5), Disc(64, 42, 5), Stroke(mouth, 5))


_TICK = ((0.0, 8.0), (7.0, 15.0), (20.0, 0.0))


def _tick(x: float, y: float, size: float = 1, shade: int = DARK) -> Stroke:
    return Stroke(tuple((x + px * size, y + py * size) for px, py in _TICK), 5 * size, shade)


SYMBOLS: Mapping[str, Symbol] = {
    "people": Symbol(
        "a family", (*_person(10, 22, 1.05), *_person(54, 22, 1.05, MIDDLE), *_person(36, 48, 0.75, LIGHT))
    ),
    "child": Symbol("a child", (*_person(25, 10, 1.38),)),
    "baby": Symbol(
        "a baby asleep on the back in a cot",
        (
            Disc(34, 47, 12),
            Box(46, 38, 40, 20, MIDDLE, 10),
            Box(8, 58, 84, 9, LIGHT),
            *(Stroke(((x, 62), (x, 84)), 3.5) for x in (22, 36, 50, 64, 78)),
            Stroke(((8, 26), (8, 92)), 6),
            Stroke(((92, 26), (92, 92)), 6),
            Stroke(((8, 84), (92, 84)), 6),
            Stroke(((8, 62), (92, 62)), 6),
        ),
    ),
    "panel": Symbol(
        "people at a table",
        (
            *_person(8, 12, 0.72),
            *_person(37, 6, 0.72, MIDDLE),
            *_person(66, 12, 0.72),
            Box(4, 56, 92, 14, LIGHT, 7),
            Box(14, 68, 8, 24, LIGHT),
            Box(78, 68, 8, 24, LIGHT),
        ),
    ),
    "doctor": Symbol(
        "a nurse",
        (*_person(25, 10, 1.38), Box(45, 60, 10, 26, PAPER, 1), Box(37, 68, 26, 10, PAPER, 1)),
    ),
    "look": Symbol("a magnifying glass", (Disc(42, 42, 32), Disc(42, 42, 23, PAPER), Stroke(((67, 67), (90, 90)), 12))),
    "idea": Symbol(
        "a light bulb",
        (
            Disc(50, 42, 27, MIDDLE),
            Box(39, 60, 22, 14, MIDDLE),
            Box(38, 76, 24, 6, DARK, 3),
            Box(42, 85, 16, 6, DARK, 3),
            Stroke(((50, 2), (50, 8)), 5),
            Stroke(((12, 42), (18, 42)), 5),
            Stroke(((82, 42), (88, 42)), 5),
            Stroke(((22, 14), (27, 19)), 5),
            Stroke(((78, 14), (73, 19)), 5),
        ),
    ),
    "heart": Symbol(
        "a heart",
        (Disc(33, 38, 21), Disc(67, 38, 21), Area(((15.4, 49.5), (50, 88), (84.6, 49.5), (67, 26), (33, 26)))),
    ),
    "lock": Symbol(
        "a closed lock",
        (
            Stroke(((30, 46), (30, 30), (36, 18), (50, 12), (64, 18), (70, 30), (70, 46)), 9, MIDDLE),
            Box(18, 44, 64, 46, DARK, 8),
            Disc(50, 62, 7, PAPER),
            Box(47, 62, 6, 16, PAPER),
        ),
    ),
    "book": Symbol(
        "an open report",
        (
            Area(((50, 24), (8, 14), (8, 78), (50, 90)), DARK),
            Area(((50, 24), (92, 14), (92, 78), (50, 90)), MIDDLE),
            Stroke(((18, 34), (40, 39)), 4, PAPER),
            Stroke(((18, 48), (40, 53)), 4, PAPER),
            Stroke(((18, 62), (40, 67)), 4, PAPER),
            Stroke(((60, 39), (82, 34)), 4, PAPER),
            Stroke(((60, 53), (82, 48)), 4, PAPER),
        ),
    ),
    "talk": Symbol("two people talking", (*_bubble(4, 10, DARK, 12), *_bubble(44, 46, MIDDLE, 28))),
    "phone": Symbol(
        "a telephone",
        (
            Box(28, 4, 44, 92, DARK, 9),
            Box(33, 16, 34, 60, PAPER, 2),
            Disc(50, 86, 5, PAPER),
            Box(44, 9, 12, 3, PAPER, 1),
        ),
    ),
    "letter": Symbol(
        "a letter",
        (Box(8, 24, 84, 56, LIGHT, 5), Stroke(((10, 28), (50, 58), (90, 28)), 6)),
    ),
    "tick": Symbol(
        "a list with ticks",
        (
            Box(18, 6, 64, 88, LIGHT, 6),
            *(
                part
                for y in (20, 45, 70)
                for part in (_tick(26, y, 0.8), Stroke(((52, y + 7), (74, y + 7)), 5, MIDDLE))
            ),
        ),
    ),
    "calendar": Symbol(
        "a calendar",
        (
            Box(10, 16, 80, 76, LIGHT, 6),
            Box(10, 16, 80, 22, DARK, 6),
            Stroke(((32, 8), (32, 24)), 7, MIDDLE),
            Stroke(((68, 8), (68, 24)), 7, MIDDLE),
            *(Box(x, y, 13, 11, MIDDLE, 2) for y in (46, 61, 76) for x in (20, 43, 66)),
        ),
    ),
    "numbers": Symbol(
        "a chart",
        (Box(16, 52, 16, 36, MIDDLE), Box(42, 34, 16, 54), Box(68, 16, 16, 72, MIDDLE), Stroke(((8, 90), (92, 90)), 5)),
    ),
    "home": Symbol("a home", (Area(((50, 8), (94, 48), (6, 48))), Box(18, 46, 64, 46, LIGHT), Box(42, 62, 18, 30))),
    "sad": Symbol("a sad face", _face(((32, 70), (41, 63), (50, 61), (59, 63), (68, 70)))),
    "well": Symbol("a happy face", _face(((32, 60), (41, 67), (50, 69), (59, 67), (68, 60)))),
    "warning": Symbol(
        "a warning", (Area(((50, 6), (96, 90), (4, 90))), Box(46, 36, 8, 28, PAPER, 3), Disc(50, 76, 5.5, PAPER))
    ),
}


def _colours(accent: str) -> Sequence[str]:
    return (*shades(accent, 3), WHITE)


@lru_cache(maxsize=256)
def svg(name: str, accent: str, *, is_adornment: bool = False) -> Markup:
    """Return a picture as SVG with presentation attributes only. Raises KeyError for a name that is none."""
    colours, symbol = _colours(accent), SYMBOLS[name]
    told = 'aria-hidden="true"' if is_adornment else f'role="img" aria-label="{escape(_picture_of(symbol))}"'
    shapes = "".join(_svg_shape(shape, colours[shape.shade]) for shape in symbol.shapes)
    return Markup(  # noqa: S704  every value is ours or a number
        f'<svg xmlns="http://www.w3.org/2000/svg" {told} viewBox="0 0 100 100" width="100" height="100">{shapes}</svg>'
    )


def every() -> dict[str, Markup]:
    """Return each picture by its name, as an adornment in the colour that a panel starts with."""
    return {name: svg(name, BLUE, is_adornment=True) for name in SYMBOLS}


def alternative(name: str) -> str:
    """Return what a picture shows, as its text alternative. Raises KeyError for a name that is none."""
    return _picture_of(SYMBOLS[name])


def _picture_of(symbol: Symbol) -> str:
    return f"Picture: {symbol.shows}"


def _svg_shape(shape: Shape, colour: str) -> str:
    match shape:
        case Disc():
            return f'<circle cx="{shape.x:g}" cy="{shape.y:g}" r="{shape.radius:g}" fill="{colour}"/>'
        case Box():
            place = f'x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}"'
            return f'<rect {place} rx="{shape.round:g}" fill="{colour}"/>'
        case Area():
            return f'<polygon points="{_pairs(shape.corners)}" fill="{colour}"/>'
        case Stroke():
            ends = 'stroke-linecap="round" stroke-linejoin="round" fill="none"'
            return (
                f'<polyline points="{_pairs(shape.points)}" stroke="{colour}" stroke-width="{shape.width:g}" {ends}/>'
            )


def _pairs(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def painter(name: str, accent: str, side: float) -> Callable[["TaggedCanvas"], None]:
    """Return what draws a picture in a square of this side, from its lower left corner. Raises KeyError."""
    colours, symbol = _colours(accent), SYMBOLS[name]

    def paint(canvas: "TaggedCanvas") -> None:
        canvas.saveState()
        canvas.translate(0, side)
        canvas.scale(side / SIDE, -side / SIDE)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        for shape in symbol.shapes:
            _paint(canvas, shape, colours[shape.shade])
        canvas.restoreState()

    return paint


def _paint(canvas: "TaggedCanvas", shape: Shape, colour: str) -> None:
    canvas.setFillColorRGB(*fractions(colour))
    match shape:
        case Disc():
            canvas.circle(shape.x, shape.y, shape.radius, stroke=0, fill=1)
        case Box():
            canvas.roundRect(shape.x, shape.y, shape.width, shape.height, shape.round, stroke=0, fill=1)
        case Area():
            canvas.drawPath(_path(canvas, shape.corners, closed=True), stroke=0, fill=1)
        case Stroke():
            canvas.setStrokeColorRGB(*fractions(colour))
            canvas.setLineWidth(shape.width)
            canvas.drawPath(_path(canvas, shape.points, closed=False), stroke=1, fill=0)


def _path(canvas: "TaggedCanvas", points: tuple[tuple[float, float], ...], *, closed: bool) -> object:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if closed:
        path.close()
    return path
