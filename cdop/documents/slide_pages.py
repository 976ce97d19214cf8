"""The pages of slides, 16 to 9: a title, one slide to a page, and how to check them. Tagged, with bookmarks."""

import io
from collections.abc import Iterator
from dataclasses import replace

from cdop.documents import paper
from cdop.documents.blocks import Chart, Document
from cdop.documents.charts import drawing, fractions, shades
from cdop.documents.logos import picture
from cdop.documents.report_summary import snapshot_line
from cdop.documents.slides import Slide, slides
from cdop.documents.tagging import TaggedCanvas
from cdop.documents.typesetting import Colour, Line, Style, set_lines
from cdop.rules.dates import written_date
from cdop.rules.logos import Logo

WIDTH, HEIGHT = 960.0, 540.0
EDGE, TOP, BOTTOM = 54.0, 470.0, 62.0
LEFT = 350.0
"""Points: how wide the finding is beside its chart."""
CHART_WIDTHS = (468.0, 476.0)
"""Points: with names above their bars, and, from the width of paper on, with names beside them."""
ALONE = (700.0,)
"""Points: how wide a chart without a sentence is."""
CHART_TEXTS = (20.0, 18.0, 16.0, 14.0, 13.0, 12.0)
"""How large the words of a chart can be: the first at which it fits."""
WHITE: Colour = (1.0, 1.0, 1.0)
PLATE = 10.0
"""Points: the white margin of a logo."""
TOPIC = Style(size=16, leading=20, bold=True)
FINDING = Style(size=25, leading=32, bold=True)
FIGURE = Style(size=92, leading=100, bold=True)
POINT = Style(size=19, leading=25.5)
APART = 5.0
"""Points: between two sentences of a list. The twelve topics that a report can have fit one slide."""
SMALL = Style(size=12, leading=15, colour=paper.GREY)


def write(report: Document) -> bytes:
    """The slides of a report as a tagged PDF. The same report gives the same bytes."""
    file = io.BytesIO()
    title = f"{report.publisher}: {report.title}, slides"
    size = (WIDTH, HEIGHT)
    canvas = TaggedCanvas(file, title=title, author=report.publisher, made_on=report.made_on, pagesize=size)
    pages = _Pages(canvas, report)
    pages.title()
    for slide in slides(report):
        pages.slide(slide)
    pages.end()
    canvas.save()
    return file.getvalue()


class _Pages:
    """Draws the slides of one report, one after another."""

    def __init__(self, canvas: TaggedCanvas, report: Document) -> None:
        self.canvas, self.report = canvas, report
        self.dark = fractions(shades(report.accent, 1)[0])
        self.foot = report.edition.split(":")[0] if ":" in report.edition else report.edition.split(".")[0]

    def title(self) -> None:
        """The first page, in the panel's colour."""
        with self.canvas.artifact():
            self.canvas.setFillColorRGB(*self.dark)
            self.canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
        report, top = self.report, 380.0
        if report.logo:
            self._logo(report.logo)
        for text, size, tag in (
            (report.publisher, 20, "P"),
            (report.title, 48, "H1"),
            (report.subtitle, 20, "P"),
            (f"{report.edition} {written_date(report.made_on)}", 16, "P"),
        ):
            style = Style(size=size, leading=size * 1.35, bold=tag == "H1", colour=WHITE)
            top = self._text(text, style, tag, EDGE, top, WIDTH - 2 * EDGE) - 10
        self._done("Title", numbered=False)

    def _logo(self, logo: Logo) -> None:
        """The panel's logo at the top left, on white with a margin."""
        drawn = picture(logo, self.report.publisher)
        left, foot = EDGE + PLATE, HEIGHT - EDGE - PLATE - drawn.height
        with self.canvas.artifact():
            self.canvas.setFillColorRGB(*WHITE)
            sides = (drawn.width + 2 * PLATE, drawn.height + 2 * PLATE)
            self.canvas.roundRect(left - PLATE, foot - PLATE, *sides, 4, stroke=0, fill=1)
        drawn.drawOn(self.canvas, left, foot)

    def slide(self, slide: Slide) -> None:
        """A slide; one with more sentences than fit goes on upon a further page."""
        if slide.points:
            for number, part in enumerate(_parted(slide.points)):
                self._listed(f"{slide.topic}{', continued' if number else ''}", part)
            return
        style = replace(TOPIC, colour=self.dark)
        top = self._text(slide.topic, style, "H2", EDGE, TOP, WIDTH - 2 * EDGE) - 16
        width = LEFT if slide.chart else WIDTH - 2 * EDGE
        if slide.figure:
            with self.canvas.artifact():  # it stands in the sentence below, and is heard there
                big = replace(FIGURE, colour=self.dark)
                paper.draw_lines(self.canvas, set_lines(slide.figure, big, width), big, EDGE, top, width)
            top -= FIGURE.leading + 8
        if slide.finding:
            self._text(slide.finding, FINDING, "P", EDGE, top, width)
        if slide.chart and slide.finding:
            self._chart(slide.chart, EDGE + LEFT + 26, TOP, CHART_WIDTHS)
        elif slide.chart:
            self._chart(slide.chart, EDGE, top - 6, ALONE)
        self._done(slide.topic)

    def _listed(self, topic: str, lines: list[tuple[bool, list[Line]]]) -> None:
        top = self._text(topic, replace(TOPIC, size=28, leading=34, colour=self.dark), "H2", EDGE, TOP + 10, WIDTH) - 16
        whole = paper.Place("L")
        for is_first, part in lines:
            item = paper.Place("LI", whole)
            if is_first:
                with self.canvas.content(paper.Place("Lbl", item).on(self.canvas)):
                    paper.draw_lines(self.canvas, set_lines("•", POINT, 20), POINT, EDGE, top, 20)
            with self.canvas.content(paper.Place("LBody", item).on(self.canvas)):
                paper.draw_lines(self.canvas, part, POINT, EDGE + 22, top, WIDTH - 2 * EDGE - 22)
            top -= len(part) * POINT.leading + APART
        self._done(topic)

    def end(self) -> None:
        """The last page: by what to know the slides again."""
        style = replace(TOPIC, size=28, leading=34, colour=self.dark)
        top = self._text("How to check these slides", style, "H2", EDGE, TOP + 10, WIDTH - 2 * EDGE) - 16
        words = f"Every number stands in the {self.report.title.lower()}, which says how it was counted."
        top = self._text(words, POINT, "P", EDGE, top, WIDTH - 2 * EDGE) - 12
        if mark := snapshot_line(self.report):
            self._text(mark, SMALL, "P", EDGE, top, WIDTH - 2 * EDGE)
        self._done("How to check these slides")

    def _chart(self, chart: Chart, left: float, top: float, widths: tuple[float, ...]) -> None:
        """The chart with its title, its words as large as there is room for."""
        caption = Style(size=14, leading=18, bold=True)
        top = self._text(chart.chart.title.split(". ", 1)[-1], caption, "P", left, top, widths[0]) - 10
        room = top - BOTTOM
        sizes = [(text, width) for text in CHART_TEXTS for width in widths]
        pictures = [drawing(chart.chart, accent=self.report.accent, width=width, text=text) for text, width in sizes]
        picture = next((each for each in pictures if each.height <= room), pictures[-1])
        scale = min(1.0, room / picture.height)
        self.canvas.saveState()
        self.canvas.translate(left, top - picture.height * scale)
        self.canvas.scale(scale, scale)
        picture.drawOn(self.canvas, 0, 0)
        self.canvas.restoreState()

    def _text(self, text: str, style: Style, tag: str, x: float, top: float, width: float) -> float:
        """Write a paragraph downwards from `top`, and return where it ends."""
        lines = set_lines(text, style, width)
        with self.canvas.content(paper.Place(tag).on(self.canvas)):
            paper.draw_lines(self.canvas, lines, style, x, top, width)
        return top - len(lines) * style.leading

    def _done(self, name: str, *, numbered: bool = True) -> None:
        canvas, number = self.canvas, self.canvas.getPageNumber()
        if numbered:
            with canvas.artifact():
                canvas.setFillColorRGB(*self.dark)
                canvas.rect(0, HEIGHT - 14, WIDTH, 14, stroke=0, fill=1)
                right = replace(SMALL, align="right")
                for text, style in ((f"{self.report.publisher}  |  {self.foot}", SMALL), (str(number), right)):
                    paper.draw_lines(canvas, set_lines(text, style, 800)[:1], style, EDGE, 40, WIDTH - 2 * EDGE)
        canvas.bookmarkPage(f"slide-{number}")
        canvas.addOutlineEntry(name, f"slide-{number}", level=0)
        canvas.showPage()


def _parted(points: tuple[str, ...]) -> Iterator[list[tuple[bool, list[Line]]]]:
    """The sentences of a slide as lines, page by page; a very long one is cut between its lines."""
    most = (TOP - 40 - BOTTOM) / POINT.leading
    page: list[tuple[bool, list[Line]]] = []
    used = 0.0
    for point in points:
        lines, is_first = set_lines(point, POINT, WIDTH - 2 * EDGE - 22), True
        while lines:
            part, lines = lines[: int(most) - 1], lines[int(most) - 1 :]
            need = len(part) + APART / POINT.leading
            if page and used + need > most:
                yield page
                page, used = [], 0.0
            page.append((is_first, part))
            used, is_first = used + need, False
    if page:
        yield page
