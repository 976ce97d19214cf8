"""Charts: one object, one geometry, drawn as SVG for a page and as vectors for paper.

Bars here, because lengths from a common line are what people compare best; points with intervals and limits are in
`point_charts`. Every bar has its value written at its end, shades differ in lightness and not in hue, and the numbers
are always in a table too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Literal, Protocol

from markupsafe import Markup

from cdop.rules.colour import WHITE, contrast, tint

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

    from cdop.documents.tagging import TaggedCanvas

Colour = tuple[float, float, float]
Direction = Literal["horizontal", "vertical"]
Anchor = Literal["start", "middle", "end"]

WIDTH = 471.0
TEXT, SMALL_TEXT = 9.5, 8.5
COLUMN = 40.0
"""Points on paper: the least room of a bar that stands, with its name below."""
# On a page the words scale with the chart: these keep them above 12 CSS pixels where it has 270 of them,
# as on the narrowest phone, and as large as the words around it where it is as wide as it gets.
PAGE_WIDTH, PAGE_TEXT, WIDEST_ON_PAGE = 300.0, 13.5, 400
# A browser may set the words in a wider face than ours: leave it that much room.
SLACK = 1.1
# Between lines of a name and between categories, in heights of the words.
LEADING, SPACE = 1.26, 0.84
INK, AXIS = "#0b0c0c", "#505a5f"
RING = 2.0
"""How thick a ring is."""
BLUE = "#1d406e"


@dataclass(frozen=True, slots=True)
class Series:
    """One value for each category, None where it is withheld. `labels` replace the numbers at the bars."""

    name: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...] = ()

    def label(self, index: int) -> str:
        """What is written at a bar."""
        if self.labels:
            return self.labels[index]
        value = self.values[index]
        return "withheld" if value is None else f"{value:g}"


@dataclass(frozen=True, slots=True)
class BarChart:
    """What a chart shows, in words and in numbers. `description` is its alternative in words."""

    title: str
    description: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    direction: Direction = "horizontal"

    @property
    def largest(self) -> float:
        """The largest value, at least 1 so that an empty chart has a scale."""
        return max([1.0, *(value for one in self.series for value in one.values if value is not None)])

    @property
    def shades(self) -> int:
        """How many shades it is drawn in."""
        return len(self.series)

    def titled(self, title: str) -> "BarChart":
        """Return the same chart under another title."""
        return replace(self, title=title)

    def laid_out(self, width: float, text: float) -> "Layout":
        """Return where everything stands."""
        return layout(self, width, text)


class Chart(Protocol):
    """What can be drawn: a title, a description in words, and where everything stands at a width and size of words."""

    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def shades(self) -> int: ...
    def __hash__(self) -> int: ...
    def titled(self, title: str) -> "Chart": ...
    def laid_out(self, width: float, text: float) -> "Layout": ...


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of a series' shade, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    shade: int


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text by its baseline."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    size: float = TEXT


@dataclass(frozen=True, slots=True)
class Axis:
    """A straight line; `dash` is the length of its dashes, 0 where it has none."""

    x1: float
    y1: float
    x2: float
    y2: float
    dash: float = 0


@dataclass(frozen=True, slots=True)
class Dot:
    """A disc of a series' shade, from its middle, or a ring with nothing in it."""

    x: float
    y: float
    radius: float
    shade: int = 0
    is_ring: bool = False


Shape = Bar | Words | Axis | Dot


@dataclass(frozen=True, slots=True)
class Layout:
    """The shapes of a chart in points, from its upper left corner."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def layout(chart: BarChart, width: float = WIDTH, text: float = TEXT) -> Layout:
    """Where everything of the chart stands when it is `width` points wide and its words are `text` high.

    A narrow chart has no columns beside each other, unless they are few, and puts long names above their bars.
    """
    legend, top = _legend(chart, width, text)
    if not chart.categories:
        return Layout(width, 2.5 * text, (Words(0, 1.5 * text, "There is nothing to show.", size=text),))
    is_wide = width >= min(WIDTH, COLUMN * len(chart.categories)) * text / TEXT
    if chart.direction == "vertical" and is_wide:
        drawn = _vertical(chart, width, top, text)
    else:
        drawn = _horizontal(chart, width, top, text)
    return Layout(width, drawn.height, (*legend, *drawn.shapes))


def _legend(chart: BarChart, width: float, text: float) -> tuple[list[Shape], float]:
    """What each shade means, in as many lines as it needs, and where the bars may begin."""
    if len(chart.series) < 2:
        return [], 0.0
    x, y, line = 0.0, 0.0, text * 2.1
    shapes: list[Shape] = []
    for shade, one in enumerate(chart.series):
        broad = text * 1.6 + breadth(one.name, text)
        if x and x + broad > width:
            x, y = 0.0, y + line * 0.75
        shapes += [Bar(x, y + 2, text, text, shade), Words(x + text * 1.6, y + 2 + text * 0.9, one.name, size=text)]
        x += broad + text * 2.2
    return shapes, y + line


def _horizontal(chart: BarChart, width: float, top: float, text: float) -> Layout:
    chart = replace(chart, categories=tuple(name.replace("\n", " ") for name in chart.categories))
    longest = max(breadth(name, text) for name in chart.categories)
    if width < WIDTH and longest > width * 0.37:
        return _names_above(chart, width, top, text)
    return _names_beside(chart, width, top, text)


def _names_beside(chart: BarChart, width: float, top: float, text: float) -> Layout:
    names = [wrapped(name, width * 0.46, text) for name in chart.categories]
    left = max(breadth(line, text) for lines in names for line in lines) + 10
    deep, line, scale = _depth(chart, text), text * LEADING, _scale(chart, width - left, text)
    shapes: list[Shape] = []
    y = top
    for index, lines in enumerate(names):
        row = max(deep, len(lines) * line)
        shapes += _name(lines, left - 8, y + (row - len(lines) * line) / 2, text, "end")
        shapes += _bars(chart, index, left, y + (row - deep) / 2, scale, text)
        y += row + text * SPACE
    return Layout(width, y - 2, (*shapes, Axis(left, top - 3, left, y - 5)))


def _names_above(chart: BarChart, width: float, top: float, text: float) -> Layout:
    deep, line, scale = _depth(chart, text), text * LEADING, _scale(chart, width - 1, text)
    shapes: list[Shape] = []
    y = top
    for index, name in enumerate(chart.categories):
        lines = wrapped(name, width, text)
        shapes += _name(lines, 0, y, text, "start")
        y += len(lines) * line + 2
        shapes += [*_bars(chart, index, 1, y, scale, text), Axis(0.5, y - 2, 0.5, y + deep + 1)]
        y += deep + text * SPACE
    return Layout(width, y - 2, tuple(shapes))


def _name(lines: Sequence[str], x: float, y: float, text: float, anchor: Anchor) -> list[Shape]:
    return [Words(x, y + text * (0.97 + LEADING * row), line, anchor, text) for row, line in enumerate(lines)]


def _depth(chart: BarChart, text: float) -> float:
    """How deep the bars of one category are together."""
    return text * (1.48 if len(chart.series) == 1 else 1.06 * len(chart.series))


def _scale(chart: BarChart, room: float, text: float) -> float:
    """How long a bar of 1 is, so that the longest fits the room with any label at its end."""
    labels = (one.label(index) for one in chart.series for index in range(len(chart.categories)))
    return (room - max(breadth(label, text) for label in labels) - 8) / chart.largest


def _bars(chart: BarChart, index: int, x: float, y: float, scale: float, text: float) -> list[Shape]:
    """The bars of one category from `x` rightwards, each with its label at its end."""
    thick = _depth(chart, text) / len(chart.series)
    shapes: list[Shape] = []
    for shade, one in enumerate(chart.series):
        long, upper = (one.values[index] or 0) * scale, y + thick * shade
        bar: list[Shape] = [Bar(x, upper, long, thick - 1, shade)] if long else []
        shapes += [*bar, Words(x + long + 5, upper + thick / 2 + text * 0.32, one.label(index), size=text)]
    return shapes


def _vertical(chart: BarChart, width: float, top: float, text: float) -> Layout:
    scale, size = text / TEXT, SMALL_TEXT if text == TEXT else text
    room, tall = width / len(chart.categories), 112.0 * scale
    thick = min(room * 0.72, 34.0 * scale * len(chart.series)) / len(chart.series)
    base, line = top + 14 * scale + tall, 11 * scale
    shapes: list[Shape] = []
    deepest = 1
    for index, name in enumerate(chart.categories):
        middle = room * (index + 0.5)
        lines = wrapped(name, room - 4, size)
        deepest = max(deepest, len(lines))
        first = base + 13 * scale
        shapes += [Words(middle, first + line * row, said, "middle", size) for row, said in enumerate(lines)]
        for shade, one in enumerate(chart.series):
            high = (one.values[index] or 0) * tall / chart.largest
            x = middle - thick * len(chart.series) / 2 + thick * shade
            bar: list[Shape] = [Bar(x, base - high, thick - 1, high, shade)] if high else []
            above = base - high - 4 * scale
            shapes += [*bar, Words(x + thick / 2 - 0.5, above, one.label(index), "middle", size)]
    return Layout(width, base + 9 * scale + line * deepest, (*shapes, Axis(0, base, width, base)))


def breadth(text: str, size: float = TEXT) -> float:
    """Return how much room a line of words takes."""
    from cdop.documents.typesetting import Style, natural_width

    return natural_width(text, Style(size=size)) * SLACK


def wrapped(text: str, width: float, size: float = TEXT) -> list[str]:
    """Return the lines that words take at most so wide."""
    from cdop.documents.typesetting import Style, set_lines

    return [line.text for line in set_lines(text, Style(size=size), width / SLACK)]


def shades(accent: str, number: int) -> list[str]:
    """Shades of the accent, a colour as #1d406e, from dark to light: they differ in grey as well.

    The first has a contrast of at least 4.5 with white (WCAG 2.2, 1.4.3), however light the accent.
    """
    dark = accent
    while contrast(dark, WHITE) < 4.5:
        dark = "#" + "".join(f"{int(part * 0.92):02x}" for part in bytes.fromhex(dark[1:]))
    return [tint(dark, share) for share in (1.0, 0.38, 0.65)[:number]]


def fractions(colour: str) -> Colour:
    """Red, green and blue between 0 and 1 of a colour such as #1d406e."""
    red, green, blue = (part / 255 for part in bytes.fromhex(colour[1:]))
    return red, green, blue


@lru_cache(maxsize=256)  # what was released is drawn once, however often it is asked for
def svg(chart: Chart, *, key: str, accent: str = BLUE) -> Markup:
    """The chart as SVG with presentation attributes only; `key` makes its ids unique on the page.

    The page's style sheet makes it narrower where there is less room.
    """
    drawn = chart.laid_out(PAGE_WIDTH, PAGE_TEXT)
    colours = shades(accent, chart.shades)
    shapes = "".join(_svg_shape(shape, colours) for shape in drawn.shapes)
    return Markup(  # noqa: S704  every value is escaped or a number
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-labelledby="{escape(key)}-t {escape(key)}-d" '
        f'viewBox="0 0 {drawn.width:g} {drawn.height:.1f}" width="{WIDEST_ON_PAGE}" font-family="Arial, sans-serif">'
        f'<title id="{escape(key)}-t">{escape(chart.title)}</title>'
        f'<desc id="{escape(key)}-d">{escape(chart.description)}</desc>{shapes}</svg>'
    )


def _svg_shape(shape: Shape, colours: Sequence[str]) -> str:
    if isinstance(shape, Bar):
        place = f'x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}" height="{shape.height:.1f}"'
        return f'<rect {place} fill="{colours[shape.shade]}"/>'
    if isinstance(shape, Axis):
        ends = f'x1="{shape.x1:.1f}" y1="{shape.y1:.1f}" x2="{shape.x2:.1f}" y2="{shape.y2:.1f}"'
        dashes = f' stroke-dasharray="{shape.dash:g}"' if shape.dash else ""
        return f'<line {ends} stroke="{AXIS}" stroke-width="1"{dashes}/>'
    if isinstance(shape, Dot):
        colour = colours[shape.shade]
        filled = f'fill="{WHITE}" stroke="{colour}" stroke-width="{RING:g}"' if shape.is_ring else f'fill="{colour}"'
        return f'<circle cx="{shape.x:.1f}" cy="{shape.y:.1f}" r="{shape.radius:g}" {filled}/>'
    place = f'x="{shape.x:.1f}" y="{shape.y:.1f}" text-anchor="{shape.anchor}" font-size="{shape.size:g}"'
    return f'<text {place} fill="{INK}">{escape(shape.text)}</text>'


def drawing(chart: Chart, *, accent: str = BLUE, width: float = 0, text: float = TEXT) -> "Flowable":
    """The chart as a flowable of vectors and embedded type, with its title and description as alternative.

    Without a width it is as wide as the text of a page.
    """
    from cdop.documents.paper import MEASURE, Picture

    drawn = chart.laid_out(width or MEASURE, text)
    alternative = f"{chart.title}. {chart.description}"
    return Picture(drawn.width, drawn.height, alternative, _painter(drawn, shades(accent, chart.shades)))


def _painter(drawn: Layout, colours: Sequence[str]) -> Callable[["TaggedCanvas"], None]:
    from cdop.documents.typesetting import Style, set_lines

    def paint(canvas: "TaggedCanvas") -> None:
        for shape in drawn.shapes:
            if isinstance(shape, Bar):
                canvas.setFillColorRGB(*fractions(colours[shape.shade]))
                lower = drawn.height - shape.y - shape.height
                canvas.rect(shape.x, lower, shape.width, shape.height, stroke=0, fill=1)
            elif isinstance(shape, Axis):
                canvas.setStrokeColorRGB(*fractions(AXIS))
                canvas.setLineWidth(0.75)
                canvas.setDash([shape.dash] if shape.dash else [])
                canvas.line(shape.x1, drawn.height - shape.y1, shape.x2, drawn.height - shape.y2)
            elif isinstance(shape, Dot):
                canvas.setFillColorRGB(*fractions(WHITE if shape.is_ring else colours[shape.shade]))
                canvas.setStrokeColorRGB(*fractions(colours[shape.shade]))
                canvas.setLineWidth(RING)
                canvas.setDash([])
                canvas.circle(shape.x, drawn.height - shape.y, shape.radius, stroke=int(shape.is_ring), fill=1)
            else:
                align = {"start": "left", "middle": "centre", "end": "right"}[shape.anchor]
                left = shape.x - {"start": 0, "middle": 500, "end": 1000}[shape.anchor]
                style = Style(size=shape.size, align=align)  # type: ignore[arg-type]
                canvas.pen.write(set_lines(shape.text, style, 1000)[0], left, drawn.height - shape.y, style, 1000)

    return paint
