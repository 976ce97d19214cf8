"""What a page is made of: text, headings, lists, tables, figures, contents and page furniture, all tagged.

`para` is the only way that words reach paper. It takes any value and prints it as typed: nothing in it
is ever markup. Flowables serve one build only, so a paper is given as a function that makes them.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count, repeat
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)

from cdop.documents.tagging import Element, TaggedCanvas
from cdop.documents.typesetting import Colour, Line, Style, natural_width, set_lines
from cdop.documents.wording import NOTHING, figure_of

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN, TOP, BOTTOM = 62.0, 72.0, 68.0
MEASURE = PAGE_WIDTH - 2 * MARGIN
GUTTER = 22.0
"""Between two columns."""
HALF: float = (MEASURE - GUTTER) / 2
"""How wide one of two columns is."""
FULL_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM
BEGUN, HARDLY = 0.6, 1 / 3
"""Of a page: where no more of it is used, the next part of a paper begins below and leaves none half empty; after
lists it does so only where they have hardly begun a page."""
GOES_ON: float = FULL_HEIGHT * 0.25
"""The room in which columns of many that are higher begin and go on upon the next page; in less, they move whole."""
ALONG = 80.0
"""The height in points of a few rows: of the words explained no fewer go to the last page of a report."""
FEWEST = 4
"""How many lines of a list in two columns go on upon the next page at least."""
MARK = "•"
BAR, BAR_ROOM = (36.0, 3.0), 7.0
"""The width and height of the bar above a heading, and the room below it."""
FIGURE_WIDTH, FIGURE_ROOM = 52.0, 8.0
"""The width of the large numbers before sentences, and the room beside them."""
INK: Colour = (0.043, 0.047, 0.047)
GREY: Colour = (0.314, 0.353, 0.373)
RULE: Colour = (0.694, 0.706, 0.714)
PAGE_NUMBER, MORE = "Page {} of {}", "…"

BODY = Style()
LEAD = Style(size=13, leading=18.5, after=9)
SMALL = Style(size=9, leading=12, colour=GREY, after=10)
TITLE = Style(size=34, leading=39, bold=True, after=16)
CAPTION = Style(size=10.5, leading=14, bold=True, before=8, after=5)
FURNITURE = Style(size=8.5, leading=11, colour=GREY, after=0)
HEADINGS = {
    1: TITLE,
    2: Style(size=21, leading=26, bold=True, before=34, after=12),
    3: Style(size=14, leading=18, bold=True, before=18, after=6),
    4: Style(size=11.5, leading=15, bold=True, before=12, after=4),
}


@dataclass(eq=False)
class Place:
    """Where in the structure something belongs. The element is made when it is first drawn, and only once."""

    tag: str
    parent: "Place | None" = None
    details: dict[str, Any] = field(default_factory=dict)
    _element: Element | None = None

    def on(self, canvas: TaggedCanvas) -> Element:
        """The element, made at the end of its parent if it was not there yet."""
        if self._element is None:
            parent = self.parent.on(canvas) if self.parent else canvas.root
            self._element = parent.child(self.tag, **self.details)
        return self._element


def draw_lines(canvas: TaggedCanvas, lines: Iterable[Line], style: Style, x: float, top: float, width: float) -> None:
    """Draw lines downwards from `top`, each in a box that starts at `x` and is `width` wide."""
    baseline = top - (style.leading - style.size) / 2 - style.size * 0.8
    for line in lines:
        canvas.pen.write(line, x, baseline, style, width)
        baseline -= style.leading


class Text(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Lines in one style and one place. Parts of a text that breaks over pages share the place."""

    def __init__(self, text: object, style: Style, place: Place, *, indent: float = 0) -> None:
        super().__init__()
        self.text, self.style, self.place, self.indent = text, style, place, indent
        self.lines: list[Line] = []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        del height
        self.width = width
        if not self.lines:
            self.lines = set_lines(self.text, self.style, width - self.indent)
        self.height = len(self.lines) * self.style.leading
        return width, self.height

    def getSpaceBefore(self) -> float:
        return self.style.before

    def getSpaceAfter(self) -> float:
        return self.style.after

    def split(self, width: float, height: float) -> list[Flowable]:
        """Two parts with at least two lines each, or nothing if that cannot be."""
        self.wrap(width, height)
        fit = min(int(height // self.style.leading), len(self.lines) - 2)
        if fit < 2:
            return []
        return [
            self._part(self.lines[:fit], replace(self.style, after=0)),
            self._part(self.lines[fit:], replace(self.style, before=0)),
        ]

    def _part(self, lines: list[Line], style: Style) -> "Text":
        part = Text(self.text, style, self.place, indent=self.indent)
        part.lines = lines
        return part

    def draw(self) -> None:
        with self.canv.content(self.place.on(self.canv)):
            draw_lines(self.canv, self.lines, self.style, self.indent, self.height, self.width - self.indent)


def para(text: object, style: Style = BODY, *, tag: str = "P", within: Place | None = None) -> Text:
    """A paragraph that prints `text` exactly as typed, whatever it contains."""
    return Text(text, style, Place(tag, within))


def noted(canvas: TaggedCanvas, key: str, height: float) -> None:
    """Make a bookmark of what is drawn, `height` points high, and note its page for the contents."""
    canvas.bookmarkHorizontalAbsolute(key, canvas.absolutePosition(0, height)[1] + 12)
    canvas.page_of[key] = canvas.getPageNumber()


class Caption(Text):
    """The words above a chart, to which the list of figures leads."""

    def __init__(self, text: str, key: str) -> None:
        super().__init__(text, CAPTION, Place("P"))
        self.key = key

    def draw(self) -> None:
        super().draw()
        noted(self.canv, self.key, self.height)


class Heading(Text):
    """A heading, with its bookmark, its line in the outline and its page noted for the contents."""

    def __init__(self, text: str, level: int, key: str, style: Style, bar: Colour | None = None) -> None:
        super().__init__(text, style, Place(f"H{level}"))
        self.level, self.key, self.bar = level, key, bar

    def split(self, width: float, height: float) -> list[Flowable]:
        return []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        _, tall = super().wrap(width, height)
        self.height = tall + (BAR[1] + BAR_ROOM if self.bar else 0)
        return width, self.height

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        if self.bar:
            with canvas.artifact():
                canvas.setFillColorRGB(*self.bar)
                canvas.rect(0, self.height - BAR[1], *BAR, stroke=0, fill=1)
            self.height -= BAR[1] + BAR_ROOM
        super().draw()
        noted(canvas, self.key, self.height)
        canvas.addOutlineEntry(self.text, self.key, level=max(self.level - 2, 0), closed=False)


def heading(
    text: str, level: int, key: str, *, room: float = 90, style: Style | None = None, bar: Colour | None = None
) -> list[Flowable]:
    """A heading that does not stand alone at the foot of a page: `room` points must follow it.

    `bar` is the colour of a short bar above it.
    """
    style = style or HEADINGS[level]
    above = sum((BAR[1], BAR_ROOM)) if bar else 0
    needed = above + style.before + style.leading + style.after + room
    return [CondPageBreak(needed), Heading(text, level, key, style, bar)]


class ListItem(Text):
    """One point of a list, with its mark hanging in the indent."""

    def __init__(self, text: object, style: Style, item: Place, mark: str) -> None:
        self.mark, self.label = mark, Place("Lbl", item)
        super().__init__(text, style, Place("LBody", item), indent=16 if mark == MARK else 20)

    def draw(self) -> None:
        with self.canv.content(self.label.on(self.canv)):
            draw_lines(self.canv, set_lines(self.mark, self.style, 1e4), self.style, 2, self.height, self.indent)
        super().draw()


class Finding(Text):
    """One point of a list with the number that it is about large before it."""

    def __init__(self, text: object, figure: str, style: Style, colour: Colour, item: Place) -> None:
        super().__init__(text, style, Place("LBody", item), indent=FIGURE_WIDTH + FIGURE_ROOM)
        self.figure, self.large = figure, replace(style, size=style.size * 1.75, bold=True, colour=colour)

    def split(self, width: float, height: float) -> list[Flowable]:
        return []

    def draw(self) -> None:
        super().draw()
        with self.canv.artifact():  # it stands in the sentence, and is heard there
            lines = set_lines(self.figure, self.large, 1e4)
            draw_lines(self.canv, lines, self.large, 0, self.height, FIGURE_WIDTH)


def points(items: Iterable[object], style: Style = BODY, *, first: int | None = None) -> list[Flowable]:
    """A list with a mark before each item, or its number where the first has one."""
    whole = Place("L")
    marks = repeat(MARK) if first is None else (f"{number}." for number in count(first))
    return _listed([ListItem(item, style, Place("LI", whole), mark) for item, mark in zip(items, marks, strict=False)])


def findings(sentences: Iterable[str], style: Style, colour: Colour) -> list[Flowable]:
    """A list of sentences, each with the number that it is about before it, in a colour; "–" where it is about none."""
    whole = Place("L")
    return _listed([Finding(each, figure_of(each) or NOTHING, style, colour, Place("LI", whole)) for each in sentences])


def _listed(items: list[Flowable]) -> list[Flowable]:
    """The items, of which the last never stands alone on a page."""
    return [*items[:-2], KeepTogether(items[-2:])] if len(items) > 1 else items


class Picture(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """A vector drawing of known size with its text alternative. `paint(canvas)` draws from the lower left."""

    def __init__(self, width: float, height: float, alternative: str, paint: Callable[[TaggedCanvas], None]) -> None:
        super().__init__()
        self.width, self.height, self.alternative, self.paint = width, height, alternative, paint

    def getSpaceAfter(self) -> float:
        return 12.0

    def draw(self) -> None:
        x, y = self.canv.absolutePosition(0, 0)
        box = (x, y, x + self.width, y + self.height)
        with self.canv.content(Place("Figure", details={"alt": self.alternative, "box": box}).on(self.canv)):
            self.paint(self.canv)


class Columns(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Flowables in two columns, read down the first and then the second; below each other where that is too high.

    A list of lines goes on upon the next page in two columns again, as many others do.
    """

    def __init__(self, units: Sequence[Sequence[Flowable]], *, is_list: bool = False) -> None:
        super().__init__()
        self.units, self.is_list = [list(unit) for unit in units], is_list

    @property
    def are_many(self) -> bool:
        """Whether they are more than two, which belong beside each other."""
        return len(self.units) > 2

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        del height
        self.width, self.half = width, (width - GUTTER) / 2
        high = [sum(_needed(each, self.half) for each in unit) for unit in self.units]
        cuts = range(1, len(high) + 1)
        self.cut = min(cuts, key=lambda cut: max(sum(high[:cut]), sum(high[cut:])))
        self.height = max(sum(high[: self.cut]), sum(high[self.cut :]))
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        if (self.is_list or (self.are_many and height >= GOES_ON)) and (parts := self._parted(width, height)):
            return parts
        self.wrap(width, height)
        return [each for unit in self.units for each in unit] if self.height > FULL_HEIGHT else []

    def _parted(self, width: float, height: float) -> list[Flowable]:
        """As many units as there is room for, and the rest: of a list never a line or two alone."""
        least = FEWEST if self.is_list else 1
        for many in range(len(self.units) - least, least - 1, -1):
            part = Columns(self.units[:many], is_list=self.is_list)
            if part.wrap(width, height)[1] <= height:
                return [part, Columns(self.units[many:], is_list=self.is_list)]
        return []

    def draw(self) -> None:
        for x, units in ((0.0, self.units[: self.cut]), (self.half + GUTTER, self.units[self.cut :])):
            top = self.height
            for each in (each for unit in units for each in unit):
                each.drawOn(self.canv, x, top - each.getSpaceBefore() - each.wrap(self.half, top)[1])
                top -= _needed(each, self.half)


def _needed(flowable: Flowable, width: float) -> float:
    """The height in points of a flowable with the room around it."""
    return float(flowable.wrap(width, PAGE_HEIGHT)[1] + flowable.getSpaceBefore() + flowable.getSpaceAfter())


class Band(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """A bar of colour, decoration only."""

    def __init__(self, width: float, height: float, colour: Colour) -> None:
        super().__init__()
        self.width, self.height, self.colour = width, height, colour

    def draw(self) -> None:
        with self.canv.artifact():
            self.canv.setFillColorRGB(*self.colour)
            self.canv.rect(0, 0, self.width, self.height, stroke=0, fill=1)


@dataclass(frozen=True)
class Sheet:
    """What every page of a paper carries and what the file says of itself.

    At the head of a page stands its author and, where there is one, the running title.
    `watermark` is written across every page, behind the text: whose copy it is. `furniture` is the size of the words
    at the head and the foot of a page, in points.
    """

    title: str
    running_title: str
    foot: str
    author: str
    made_on: date
    has_cover: bool = False
    watermark: str = ""
    furniture: float = FURNITURE.size


def write(sheet: Sheet, make: Callable[[dict[str, int]], list[Flowable]]) -> bytes:
    """The PDF of a paper that tells on which pages its headings are.

    `make` is called twice, with the pages of the headings once they are known. The same sheet and flowables give the
    same bytes.
    """
    _, first = _built(sheet, make({}), is_kept=False)
    return _built(sheet, make(first.page_of))[0]


def write_once(sheet: Sheet, story: list[Flowable]) -> bytes:
    """The PDF of a paper that need not know on which pages its headings come to stand: it is drawn once only."""
    return _built(sheet, story)[0]


def pages(sheet: Sheet, story: list[Flowable]) -> int:
    """How many pages a paper takes."""
    return int(_built(sheet, story, is_kept=False)[1].getPageNumber()) - 1


def _built(sheet: Sheet, story: list[Flowable], *, is_kept: bool = True) -> tuple[bytes, TaggedCanvas]:
    """The file and what drew it; of a paper that is not kept no file is made, which takes a third of the time."""
    file = io.BytesIO()
    template = BaseDocTemplate(file, pagesize=A4, title=sheet.title, author=sheet.author, lang="en-GB")
    frame = Frame(MARGIN, BOTTOM, MEASURE, FULL_HEIGHT, 0, 0, 0, 0)

    def furniture(canvas: TaggedCanvas, _: Any) -> None:
        _draw_furniture(canvas, sheet)

    plain = PageTemplate("page", [frame], onPage=furniture, pagesize=A4)
    cover = PageTemplate("cover", [frame], pagesize=A4)
    template.addPageTemplates([cover, plain] if sheet.has_cover else [plain])
    made: list[TaggedCanvas] = []

    def canvas_maker(target: Any, **_: Any) -> TaggedCanvas:
        made.append(TaggedCanvas(target, title=sheet.title, author=sheet.author, made_on=sheet.made_on, pagesize=A4))
        return made[0]

    template._doSave = is_kept  # as ReportLab has it for its own builds in several passes
    template.build(story, canvasmaker=canvas_maker)
    return file.getvalue(), made[0]


def _draw_furniture(canvas: TaggedCanvas, sheet: Sheet) -> None:
    number = canvas.getPageNumber()
    with canvas.artifact():
        if sheet.watermark:
            _draw_watermark(canvas, sheet.watermark)
        style = replace(FURNITURE, size=sheet.furniture, leading=sheet.furniture * 1.3)
        head = _head(sheet, style)
        _at_margin(canvas, head, style, PAGE_HEIGHT - 36 + (len(head) - 1) * style.leading)
        foot = set_lines(sheet.foot, style, MEASURE - natural_width(PAGE_NUMBER.format(999, 999), style) - GUTTER)
        _at_margin(canvas, foot, style, 44)
        right = replace(style, align="right")
        canvas.draw_last(
            lambda pages: _at_margin(canvas, set_lines(PAGE_NUMBER.format(number, pages), right, MEASURE), right, 44)
        )
        canvas.setStrokeColorRGB(*RULE)
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, PAGE_HEIGHT - 52, PAGE_WIDTH - MARGIN, PAGE_HEIGHT - 52)


def _head(sheet: Sheet, style: Style) -> list[Line]:
    """The author and the running title on one line, or below each other where one has no room for both."""
    parts = [part for part in (sheet.author, sheet.running_title) if part]
    whole = set_lines("  |  ".join(parts), style, MEASURE)
    return whole if len(whole) == 1 else [_shortened(part, style) for part in parts]


def _shortened(text: str, style: Style) -> Line:
    """As many of its words as have room on one line."""
    whole = set_lines(text, style, MEASURE)
    begun = set_lines(text, style, MEASURE - natural_width(MORE, style))[0].text
    return whole[0] if len(whole) == 1 else set_lines(f"{begun}{MORE}", style, MEASURE)[0]


def _at_margin(canvas: TaggedCanvas, lines: Iterable[Line], style: Style, top: float) -> None:
    draw_lines(canvas, lines, style, MARGIN, top, MEASURE)


def _draw_watermark(canvas: TaggedCanvas, text: str) -> None:
    """Twice across the page, pale enough to read the text over it and dark enough for a copier."""
    style = Style(size=26, leading=30, colour=(0.86, 0.87, 0.88), align="centre", after=0)
    for height in (PAGE_HEIGHT * 0.32, PAGE_HEIGHT * 0.68):
        canvas.saveState()
        canvas.translate(PAGE_WIDTH / 2, height)
        canvas.rotate(32)
        draw_lines(canvas, set_lines(text, style, PAGE_WIDTH)[:1], style, -PAGE_WIDTH / 2, 15, PAGE_WIDTH)
        canvas.restoreState()


def new_part(*, begun: float = BEGUN) -> list[Flowable]:
    """The start of a new page, unless no more than this share of the one before is used."""
    return [CondPageBreak(FULL_HEIGHT * (1 - begun))]


def new_page(*, after_cover: bool = False) -> list[Flowable]:
    """The start of a new page, from the cover to the ordinary ones where asked."""
    return [NextPageTemplate("page"), PageBreak()] if after_cover else [PageBreak()]


def room(points_high: float) -> Flowable:
    """The start of a new page, unless so much of this one is left."""
    return CondPageBreak(points_high)


def space(points_high: float) -> Flowable:
    """Empty room."""
    return Spacer(1, points_high)


def together(*flowables: Flowable) -> Flowable:
    """Flowables that stand on one page if one page can hold them."""
    return KeepTogether(_apart(flowables))


def _apart(flowables: Iterable[Flowable]) -> list[Flowable]:
    """Each by itself, also those that stand together."""
    return [part for each in flowables for part in getattr(each, "_content", (each,))]


class Followed(KeepTogether):  # type: ignore[misc]  # ReportLab has no types
    """A table and the short text below it, which never stands alone on a page, but below the last rows of the table.

    Those rows are `along` points high or higher.
    """

    def __init__(self, flowables: Iterable[Flowable], *, along: float = 1) -> None:
        super().__init__(list(flowables))
        self.along = along

    def split(self, width: float, height: float) -> list[Flowable]:
        last, *text = self._content
        if sum(_needed(each, width) for each in self._content) <= height:
            return list(self._content)
        parts = last.split(width, min(height, last.wrap(width, height)[1] - self.along))
        over = [PageBreak(), Followed([parts[1], *text])] if len(parts) > 1 else []
        return [parts[0], *over] if over else super().split(width, height)


def height(*flowables: Flowable) -> float:
    """The height in points of flowables below each other, with the room between them."""
    return float(sum(each.wrap(MEASURE, PAGE_HEIGHT)[1] + each.getSpaceAfter() for each in _apart(flowables)))


def widest(texts: Iterable[object], style: Style) -> float:
    """The width in points of the widest text on one line, 0 without any."""
    return max((natural_width(text, style) for text in texts), default=0.0)
