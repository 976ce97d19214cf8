"""The pages of a short version: large type, one idea below another, its number or picture at its side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.platypus import CondPageBreak, Flowable

from cdop.documents import blocks, paper, symbols
from cdop.documents.charts import fractions, shades
from cdop.documents.logos import BOX, SMALL_BOX, picture
from cdop.documents.tagging import TaggedCanvas
from cdop.documents.typesetting import Colour, Style, set_lines

WHITE: Colour = (1.0, 1.0, 1.0)
PLATE = 8.0
"""Points: the white margin of a logo upon colour."""
GAP = 20.0
"""Points: the room between words and what stands at their side."""


@dataclass(frozen=True, slots=True)
class Look:
    """How large a version is set; `beside` is how wide a column its numbers and pictures take, `logo` its box."""

    words: Style
    heading: Style
    furniture: float
    beside: float
    logo: tuple[float, float] = BOX


PLAIN = Look(Style(size=14, leading=20, after=8), Style(size=22, leading=34, bold=True, before=12, after=7), 9.5, 52)
PICTURED = Look(
    Style(size=18, leading=26, after=16), Style(size=26, leading=32, bold=True, before=18, after=14), 12, 78
)
SUMMARY = Look(
    Style(size=11.5, leading=15.5, after=6.5),
    Style(size=15, leading=20, bold=True, before=8, after=5),
    9,
    52,
    SMALL_BOX,
)
NOTE = Look(
    Style(size=11, leading=14.5, after=3), Style(size=15, leading=19, bold=True, before=7, after=3), 9, 52, SMALL_BOX
)


def write(document: blocks.Document, look: Look | None = None) -> bytes:
    """The document as a tagged A4 PDF that begins with its title in a band of colour.

    The same document gives the same bytes.
    """
    is_pictured = any(isinstance(each, blocks.Idea) and each.picture for each in document.blocks)
    look = look or (PICTURED if is_pictured else PLAIN)
    dark = fractions(shades(document.accent, 1)[0])

    def make(_page_of: dict[str, int]) -> list[Flowable]:
        logo = picture(document.logo, document.publisher, look.logo) if document.logo else None
        is_within = look.logo == SMALL_BOX
        title = Title(document.title, document.subtitle, dark, logo if is_within else None)
        above = [logo] if logo and not is_within else []
        said = [[*_flowables(each, look, document.accent)] for each in document.blocks]
        last = [flowable for some in said[-2:] for flowable in some]  # the note at the end never has a page to itself
        return [*above, title, *(flowable for some in said[:-2] for flowable in some), paper.together(*last)]

    return paper.write(_sheet(document, look), make)


def _sheet(document: blocks.Document, look: Look) -> paper.Sheet:
    return paper.Sheet(
        title=f"{document.publisher}: {document.title}",
        running_title="",
        foot=document.edition,
        author=document.publisher,
        made_on=document.made_on,
        furniture=look.furniture,
    )


def _flowables(block: blocks.Block, look: Look, accent: str) -> Sequence[Flowable]:
    dark = fractions(shades(accent, 1)[0])
    match block:
        case blocks.Heading():
            style = replace(look.heading, colour=dark)
            below = 110 if look is PICTURED else 60  # a picture with its words, or the large number and a line
            room = CondPageBreak(style.before + style.leading + style.after + below)
            return [room, AdornedHeading(block, style, accent)]
        case blocks.Idea() if block.figure:
            return [Beside(block.text, look, NumberBeside(block.figure, dark))]
        case blocks.Idea() if look is PICTURED:
            return [Beside(block.text, look, PictureBeside(block.picture, accent) if block.picture else None)]
        case blocks.Idea():
            return [paper.para(block.text, look.words)]
        case blocks.Paragraph():
            return [paper.space(6), paper.para(block.text, look.words)]
        case blocks.Points(lead=True):
            return paper.findings(block.items, look.words, dark)
        case blocks.Points():
            return paper.points(block.items, look.words, first=block.first)
        case blocks.Note():
            small = replace(paper.SMALL, size=look.furniture, leading=look.furniture * 1.4)
            return [paper.space(6), paper.para(block.text, small)]
    raise TypeError(block)


class AdornedHeading(paper.Heading):
    """A heading with a picture at the end of its line that says nothing more."""

    def __init__(self, block: blocks.Heading, style: Style, accent: str) -> None:
        super().__init__(block.text, 2, block.key, style)
        self.picture, self.accent = block.picture, accent

    def draw(self) -> None:
        super().draw()
        if self.picture:
            with self.canv.artifact():
                side = self.height
                self.canv.translate(self.width - side, 0)
                symbols.painter(self.picture, self.accent, side)(self.canv)


class Title(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """The title in white upon a band of colour, with a line below it, and a logo on white at its right."""

    def __init__(self, title: str, subtitle: str, colour: Colour, logo: paper.Picture | None = None) -> None:
        super().__init__()
        self.colour, self.logo = colour, logo
        self.title = (title, Style(size=30, leading=36, bold=True, colour=WHITE), paper.Place("H1"))
        self.subtitle = (subtitle, Style(size=15, leading=21, colour=WHITE), paper.Place("P"))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        del height
        inner = width - 2 * GAP - (self.logo.width + 2 * PLATE + GAP if self.logo else 0)
        self.parts = [
            (set_lines(text, style, inner), style, place) for text, style, place in (self.title, self.subtitle)
        ]
        self.width, self.height = width, 2 * GAP + 6 + sum(len(lines) * style.leading for lines, style, _ in self.parts)
        return self.width, self.height

    def getSpaceAfter(self) -> float:
        return 14.0

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        with canvas.artifact():
            canvas.setFillColorRGB(*self.colour)
            canvas.roundRect(0, 0, self.width, self.height, 10, stroke=0, fill=1)
        if self.logo:
            self._draw_logo(canvas, self.logo)
        top = self.height - GAP
        for lines, style, place in self.parts:
            with canvas.content(place.on(canvas)):
                paper.draw_lines(canvas, lines, style, GAP, top, self.width - 2 * GAP)
            top -= len(lines) * style.leading + 6

    def _draw_logo(self, canvas: TaggedCanvas, logo: paper.Picture) -> None:
        left, foot = self.width - GAP - PLATE - logo.width, (self.height - logo.height) / 2
        with canvas.artifact():
            canvas.setFillColorRGB(*WHITE)
            sides = (logo.width + 2 * PLATE, logo.height + 2 * PLATE)
            canvas.roundRect(left - PLATE, foot - PLATE, *sides, 4, stroke=0, fill=1)
        logo.drawOn(canvas, left, foot)


@dataclass(frozen=True, slots=True)
class NumberBeside:
    """A large number at the side of the words that it belongs to."""

    number: str
    colour: Colour
    height: float = 44.0

    def draw(self, canvas: TaggedCanvas, top: float, width: float) -> None:
        """Draw it in a column of this width, as words of its own."""
        style = Style(size=36, leading=self.height, bold=True, colour=self.colour)
        with canvas.content(paper.Place("P").on(canvas)):
            paper.draw_lines(canvas, set_lines(self.number, style, 1e4)[:1], style, 0, top, width)


@dataclass(frozen=True, slots=True)
class PictureBeside:
    """A picture at the side of the words that it belongs to."""

    name: str
    accent: str
    height: float = 78.0

    def draw(self, canvas: TaggedCanvas, top: float, width: float) -> None:
        """Draw it in a column of this width, with its text alternative."""
        x, y = canvas.absolutePosition(0, top - self.height)
        details = {"alt": symbols.alternative(self.name), "box": (x, y, x + width, y + self.height)}
        with canvas.content(paper.Place("Figure", details=details).on(canvas)):
            canvas.saveState()
            canvas.translate(0, top - self.height)
            symbols.painter(self.name, self.accent, self.height)(canvas)
            canvas.restoreState()


class Beside(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Words with a number or a picture at their left, in the middle of each other, on one page."""

    def __init__(self, text: str, look: Look, left: NumberBeside | PictureBeside | None) -> None:
        super().__init__()
        self.text, self.style, self.left = text, look.words, left
        self.beside, self.indent = look.beside, look.beside + GAP

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        del height
        self.lines = set_lines(self.text, self.style, width - self.indent)
        self.tall = len(self.lines) * self.style.leading
        self.width, self.height = width, max(self.tall, self.left.height if self.left else 0)
        return self.width, self.height

    def getSpaceAfter(self) -> float:
        return self.style.after

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        if self.left:
            self.left.draw(canvas, (self.height + self.left.height) / 2, self.beside)
        with canvas.content(paper.Place("P").on(canvas)):
            top = (self.height + self.tall) / 2
            paper.draw_lines(canvas, self.lines, self.style, self.indent, top, self.width - self.indent)
