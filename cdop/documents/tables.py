"""Tables on paper: headings repeated over pages, long cells wrapped and split, one table in the structure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportlab.platypus import Flowable

from cdop.documents.paper import CAPTION, FULL_HEIGHT, INK, RULE, Place, draw_lines, noted, widest
from cdop.documents.tagging import Element, TaggedCanvas
from cdop.documents.typesetting import Line, Style, narrowest_width, set_lines

CELL = Style(size=9.5, leading=12.5, after=0)
HEAD = Style(size=9, leading=11.5, bold=True, after=0)
GAP, PAD = 12.0, 3.2
LONG_ROW = 220.0
WHOLE, WHOLE_OF_WORDS = 330.0, 150.0
BREAKS: float = FULL_HEIGHT * 0.3
"""The room which no table that can be parted leaves empty by going to the next page whole; less of it may stay so."""
ROWS = 4
"""How many rows a short table has at least on each of two pages."""
# A table of few figures keeps them near their row headings, unless it stands in a column.
NARROW, WIDE = 0.7, 300.0
# A column is never narrower; a word that is longer, as few are, may be broken.
LEAST, LONGEST_WORD = 34.0, 130.0
AMPLE, NEEDED = 66.0, LEAST
"""What a column of numbers has at most where room is short, and where it is shorter yet, unless a word is longer."""


@dataclass(frozen=True)
class Part:
    """The lines `first` up to `last` of one row."""

    row: int
    first: int
    last: int


class Grid:
    """A whole table set at one width: shared by all the parts that its pages show."""

    def __init__(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[object]],
        *,
        numbers: bool,
        total: bool,
        last_number: bool = False,
    ) -> None:
        self.head, self.rows, self.numbers, self.total = head, rows, numbers, total
        self.to_the_right = range(1 if numbers else len(head) - last_number, len(head))
        self.place = Place("Table")
        self.head_place, self.body_place = Place("THead", self.place), Place("TBody", self.place)
        self.cells: dict[int, list[Element]] = {}
        self.width = 0.0

    def set(self, width: float) -> None:
        """Set every cell for a table `width` points wide; nothing to do the second time."""
        if self.width == width:
            return
        self.width = width
        self.columns = self._column_widths(width)
        self.head_lines = [set_lines(cell, HEAD, room) for cell, room in zip(self.head, self.columns, strict=True)]
        self.lines = [
            [set_lines(cell, self.style(row), room) for cell, room in zip(cells, self.columns, strict=True)]
            for row, cells in enumerate(self.rows)
        ]

    def style(self, row: int) -> Style:
        """A total stands out from the rows it sums."""
        return replace(CELL, bold=True) if self.total and row == len(self.rows) - 1 else CELL

    def depth(self, row: int) -> int:
        """The number of lines of a row."""
        return max(len(lines) for lines in self.lines[row])

    @property
    def across(self) -> float:
        """The width of the columns together, which may be less than the page allows."""
        return sum(self.columns) + GAP * (len(self.columns) - 1)

    @property
    def head_height(self) -> float:
        return max(len(lines) for lines in self.head_lines) * HEAD.leading + 2 * PAD

    def _column_widths(self, width: float) -> list[float]:
        """Room for each column: numbers take what they need, words share the rest by their length."""
        room = width - GAP * (len(self.head) - 1)
        columns = _columns(self.head, self.rows)
        wanted = [_wanted(column) for column in columns]
        least = [_least(column) for column in columns]
        if self.numbers:
            if sum(wanted) > room:
                wanted[1:] = [max(need, min(want, AMPLE)) for need, want in zip(least[1:], wanted[1:], strict=True)]
            if width > WIDE and sum(wanted) < room * NARROW:
                room *= NARROW
            if sum(wanted) > room:  # the names of the rows need the room more than long headings do
                wanted[1:] = [max(need, min(want, NEEDED)) for need, want in zip(least[1:], wanted[1:], strict=True)]
            wanted[0] = max(room - sum(wanted[1:]), least[0])
        spare = room - sum(wanted)
        if spare > -1e-6:  # sums of fractions are not exact
            return [*wanted[:-1], wanted[-1] + spare]
        return _shared(wanted, least, room)


def natural_width(head: Sequence[str], rows: Sequence[Sequence[object]]) -> float:
    """How wide in points a table is of which no cell takes more than one line."""
    return sum(map(_wanted, _columns(head, rows))) + GAP * (len(head) - 1)


def _columns(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[list[object]]:
    return [[head[place], *(row[place] for row in rows)] for place in range(len(head))]


def _wanted(column: Sequence[object]) -> float:
    return max(widest(column[1:], replace(CELL, bold=True)), widest(column[:1], HEAD)) + 1


def _least(column: Sequence[object]) -> float:
    """What the longest word of a column needs, within reason: an endless one is broken."""
    longest = max(narrowest_width(cell, replace(CELL, bold=True)) for cell in column) + 1
    return min(max(longest, LEAST), LONGEST_WORD)


def _shared(wanted: list[float], least: list[float], room: float) -> list[float]:
    """Each column its least and then as much of what more it wants as an even sharing allows.

    Where there is no room for the least of all, those that need little get it and the others share the rest.
    """
    if sum(least) > room:
        return _shared(least, [0.0] * len(least), room)
    widths, left = list(least), room - sum(least)
    extra = [max(want - need, 0) for want, need in zip(wanted, least, strict=True)]
    waiting = sorted(range(len(widths)), key=lambda column: extra[column])
    for place, column in enumerate(waiting):
        given = min(extra[column], left / (len(waiting) - place))
        widths[column] += given
        left -= given
    return widths


class Table(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Some rows of a grid on one page, under its headings."""

    def __init__(
        self,
        grid: Grid,
        caption: str = "",
        parts: list[Part] | None = None,
        *,
        key: str = "",
        continued: bool = False,
    ) -> None:
        super().__init__()
        self.grid, self.caption, self.parts, self.key, self.continued = grid, caption, parts, key, continued

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        del height
        self.width = width
        self.grid.set(width)
        if self.parts is None:
            self.parts = [Part(row, 0, self.grid.depth(row)) for row in range(len(self.grid.rows))]
        self.caption_lines = set_lines(self.caption, CAPTION, width) if self.caption else []
        self.height = self._top + sum(_height(part) for part in self.parts)
        return width, self.height

    @property
    def _top(self) -> float:
        caption = len(self.caption_lines) * CAPTION.leading + CAPTION.after if self.caption_lines else 0
        return caption + self.grid.head_height

    def getSpaceBefore(self) -> float:
        return CAPTION.before

    def getSpaceAfter(self) -> float:
        return 14.0

    def split(self, width: float, height: float) -> list[Flowable]:
        """What fits and the rest, no row alone. A short table stays whole; a very long row is cut."""
        self.wrap(width, height)
        if self._stays_whole and not (self._can_be_parted and height >= BREAKS):
            return []
        parts, least = self.parts or [], ROWS if self.grid.numbers and self.height < WHOLE else 2
        if self.continued and len(parts) < 2 * least and self.height < WHOLE:
            return []
        room, fit = height - self._top, 0
        while fit < len(parts) and _height(parts[fit]) <= room:
            room -= _height(parts[fit])
            fit += 1
        if fit < len(parts) and _height(parts[fit]) > LONG_ROW:
            shown, rest = _cut(parts[fit], room)
            if shown:
                return self._two([*parts[:fit], shown], [rest, *parts[fit + 1 :]])
        fit = min(fit, len(parts) - least) if len(parts) >= 2 * least else fit
        return self._two(parts[:fit], parts[fit:]) if fit >= min(least, len(parts) - 1) and fit > 0 else []

    @property
    def _stays_whole(self) -> bool:
        return self.height < (WHOLE if self.grid.numbers else WHOLE_OF_WORDS) and not self.continued

    @property
    def _can_be_parted(self) -> bool:
        return self.grid.numbers and len(self.parts or []) >= 2 * ROWS

    def beginning(self, width: float) -> float:
        """The height of what stands together at its beginning: the whole of a short one, or headings and some rows."""
        self.wrap(width, 0)
        if self._stays_whole:
            return max(self._to(ROWS), BREAKS) if self._can_be_parted else self.height
        return self._to(2)

    def _to(self, rows: int) -> float:
        """The height down to so many rows."""
        return self._top + sum(min(_height(part), LONG_ROW) for part in (self.parts or [])[:rows])

    def _two(self, shown: list[Part], rest: list[Part]) -> list[Flowable]:
        return [
            Table(self.grid, self.caption, shown, key=self.key, continued=self.continued),
            Table(self.grid, "", rest, continued=True),
        ]

    def draw(self) -> None:
        canvas, top = self.canv, self.height
        if self.caption_lines:
            with canvas.content(Place("Caption", self.grid.place).on(canvas)):
                draw_lines(canvas, self.caption_lines, CAPTION, 0, top, self.width)
            top -= len(self.caption_lines) * CAPTION.leading + CAPTION.after
        if self.key:
            noted(canvas, self.key, self.height)
        self._draw_head(canvas, top)
        top -= self.grid.head_height
        self._rule(canvas, top, 1.0, INK)
        for part in self.parts or []:
            self._draw_part(canvas, part, top)
            top -= _height(part)
            self._rule(canvas, top, 0.4, RULE)

    def _draw_head(self, canvas: TaggedCanvas, top: float) -> None:
        if self.continued:
            with canvas.artifact():
                for column, lines in enumerate(self.grid.head_lines):
                    self._draw_cell(canvas, lines, HEAD, column, top)
            return
        row = Place("TR", self.grid.head_place)
        for column, lines in enumerate(self.grid.head_lines):
            with canvas.content(Place("TH", row, {"scope": "Column"}).on(canvas)):
                self._draw_cell(canvas, lines, HEAD, column, top)

    def _draw_part(self, canvas: TaggedCanvas, part: Part, top: float) -> None:
        if part.row not in self.grid.cells:
            row = Place("TR", self.grid.body_place).on(canvas)
            tags = [("TH", "Row"), *[("TD", None)] * (len(self.grid.columns) - 1)]
            self.grid.cells[part.row] = [row.child(tag, scope=scope) for tag, scope in tags]
        style = self.grid.style(part.row)
        for column, lines in enumerate(self.grid.lines[part.row]):
            with canvas.content(self.grid.cells[part.row][column]):
                self._draw_cell(canvas, lines[part.first : part.last], style, column, top)

    def _draw_cell(self, canvas: TaggedCanvas, lines: list[Line], style: Style, column: int, top: float) -> None:
        x = sum(self.grid.columns[:column]) + GAP * column
        aligned = replace(style, align="right") if column in self.grid.to_the_right else style
        draw_lines(canvas, lines, aligned, x, top - PAD, self.grid.columns[column])

    def _rule(self, canvas: TaggedCanvas, y: float, weight: float, colour: Any) -> None:
        with canvas.artifact():
            canvas.setStrokeColorRGB(*colour)
            canvas.setLineWidth(weight)
            canvas.line(0, y, self.grid.across, y)


def _height(part: Part) -> float:
    return (part.last - part.first) * CELL.leading + 2 * PAD


def _cut(part: Part, room: float) -> tuple[Part | None, Part]:
    """As many lines of a long row as there is room for, and the rest."""
    fit = int((room - 2 * PAD) // CELL.leading)
    if fit < 2:
        return None, part
    return replace(part, last=part.first + fit), replace(part, first=part.first + fit)


def table(
    caption: str,
    head: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    numbers: bool = True,
    total: bool = False,
    last_number: bool = False,
    key: str = "",
) -> Table:
    """A table with a row heading in its first column.

    `numbers`: the other columns are figures, set to the right, `last_number`: of words only the last one is; `total`:
    the last row sums the rest; `key`: to what a list of tables leads.
    """
    return Table(Grid(head, rows, numbers=numbers, total=total, last_number=last_number), caption, key=key)
