"""The lines of a list of contents: a heading, chart or table, its page, and a link that leads there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.platypus import Flowable

from cdop.documents.paper import Place, Text, draw_lines
from cdop.documents.tagging import TaggedCanvas
from cdop.documents.typesetting import Style, set_lines

PAGE_NUMBER = 26.0
"""The room of a page's number at the end of a line."""


@dataclass(frozen=True)
class Entry:
    """A line of the contents: a heading, its level and its bookmark."""

    text: str
    level: int
    key: str


class ContentsLine(Text):
    """A line of the contents page: the heading, its page, and a link over both."""

    def __init__(self, entry: Entry, page: int | None, contents: Place, *, indent: float) -> None:
        style = Style(size=10.5, leading=14.5, before=5.5, bold=True, after=0)
        if entry.level > 2:
            style = Style(size=9, leading=12, after=0)
        link = Place("Link", Place("Reference", Place("TOCI", contents)))
        super().__init__(entry.text, style, link, indent=indent)
        self.entry, self.page = entry, page

    def split(self, width: float, height: float) -> list[Flowable]:
        return []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        _, tall = super().wrap(width - PAGE_NUMBER, height)
        return width, tall

    def draw(self) -> None:
        super().draw()
        canvas: TaggedCanvas = self.canv
        number = str(self.page or "")
        with canvas.content(self.place.on(canvas)):
            style = replace(self.style, align="right")
            draw_lines(canvas, set_lines(number, style, PAGE_NUMBER), style, self.width, self.height, PAGE_NUMBER)
        x, y = canvas.absolutePosition(0, 0)
        box = (x, y, x + self.width + PAGE_NUMBER, y + self.height)
        canvas.link(self.place.on(canvas), box, self.entry.key, f"{self.entry.text}, page {number}")


def lines(entries: Sequence[Entry], page_of: dict[str, int]) -> list[Flowable]:
    """Return the lines of these entries, with links. Pages not yet known are left blank."""
    whole, least = Place("TOC"), min((entry.level for entry in entries), default=0)
    return [
        ContentsLine(entry, page_of.get(entry.key), whole, indent=14.0 * (entry.level - least)) for entry in entries
    ]
