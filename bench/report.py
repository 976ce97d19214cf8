"""The full report of a year drawn, beside ReportLab alone drawing the same words, tables and charts on as many.

ReportLab alone writes untagged pages in the Helvetica that every reader has, and wraps no number. Both find out on a
first pass on which page everything stands, and print that in the contents on a second.
"""

import io
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdf
from flask import Flask
from reportlab.graphics.charts.barcharts import HorizontalBarChart, VerticalBarChart
from reportlab.graphics.charts.lineplots import LinePlot
from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from reportlab.platypus.tableofcontents import TableOfContents

from bench import population
from bench.rounds import Ratio, compare
from cdop import clock
from cdop.documents import abreast, blocks, pdf
from cdop.documents.blocks import Document
from cdop.documents.charts import WIDTH, BarChart
from cdop.documents.flow import Flow
from cdop.documents.multiples import Multiples
from cdop.documents.paper import BOTTOM, FULL_HEIGHT, HARDLY, MARGIN, MEASURE
from cdop.documents.point_charts import PointChart
from cdop.extensions import db
from cdop.rules import actors
from cdop.rules.periods import FinancialYear
from cdop.services import reports

YEAR = FinancialYear(2024).period
ALIKE = 0.15
"""By how much of the pages the two may differ."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """How long drawing takes beside the other, of how many reviews, and what the whole building took."""

    reviews: int
    pages: int
    other_pages: int
    ratio: Ratio
    seconds: float
    mebibytes: float


def measure(app: Flask) -> Drawn:
    """Build the full report of a year, and draw it beside the other."""
    with app.app_context():
        started = time.perf_counter()
        built = reports.build(actors.command_line(population.PANEL_ID), population.PANEL_ID, YEAR, now=clock.now())
        seconds = time.perf_counter() - started
        db.session.remove()
    document = built.document
    constant = _Constant(document)
    ours, other = (len(pypdf.PdfReader(io.BytesIO(made)).pages) for made in (built.pdf, constant.write()))
    if abs(ours - other) > ours * ALIKE:
        raise AssertionError(f"{ours} pages beside {other}")
    ratio = compare(lambda: pdf.write(document), constant.write)
    return Drawn(_reviews(document), ours, other, ratio, seconds, _mebibytes(document))


def _reviews(document: Document) -> int:
    (groups,) = [table for table in document.tables if table.caption.endswith("The four groups of deaths")]
    return next(int(row[2]) for row in groups.rows if row[0] == "Reviewed")


def _mebibytes(document: Document) -> float:
    """The most memory that drawing takes over what the process has."""
    tracemalloc.start()
    pdf.write(document)
    found = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return found


class _Constant:
    """The same words, rows and bars by ReportLab's own templates, tables and charts."""

    def __init__(self, document: Document) -> None:
        self.document = document
        sheet = getSampleStyleSheet()
        self.body = ParagraphStyle("Body", parent=sheet["BodyText"], fontSize=10.5, leading=14.5, spaceAfter=6)
        self.lead = ParagraphStyle("Lead", parent=self.body, fontSize=13, leading=18.5, spaceAfter=9)
        self.small = ParagraphStyle("Small", parent=self.body, fontSize=9, leading=12, spaceAfter=10)
        self.cell = ParagraphStyle("Cell", parent=self.body, fontSize=9.5, leading=12.5, spaceAfter=0)
        self.caption = ParagraphStyle("Caption", parent=sheet["Heading4"], fontSize=10.5, leading=14, spaceBefore=8)
        self.headings = {
            level: ParagraphStyle(
                f"Level{level}", parent=sheet["Heading2"], fontSize=size, leading=size + 5, keepWithNext=1
            )
            for level, size in ((2, 21), (3, 14), (4, 11.5))
        }

    def write(self) -> bytes:
        """The PDF, with its contents."""
        file = io.BytesIO()
        template = _Template(file, pagesize=A4)
        frame = Frame(MARGIN, BOTTOM, MEASURE, FULL_HEIGHT, 0, 0, 0, 0)
        template.addPageTemplates([PageTemplate("page", [frame], onPage=self._furniture)])
        template.multiBuild([*self._story()])
        return file.getvalue()

    def _furniture(self, canvas: Any, _: Any) -> None:
        canvas.setFont("Helvetica", 8.5)
        canvas.drawString(MARGIN, 800, self.document.title)
        canvas.drawRightString(MARGIN + MEASURE, 44, f"Page {canvas.getPageNumber()}")
        canvas.line(MARGIN, 790, MARGIN + MEASURE, 790)

    def _story(self) -> Iterator[Flowable]:
        contents = TableOfContents()
        contents.levelStyles = [
            ParagraphStyle("First", fontName="Helvetica-Bold", fontSize=10.5, leading=14.5, spaceBefore=5.5),
            ParagraphStyle("Second", fontSize=9.5, leading=13, leftIndent=14),
        ]
        yield from (Paragraph(self.document.title, self.headings[2]), PageBreak(), contents)
        for units in abreast.rows(self.document.blocks):
            drawn = [[flowable for block in unit for flowable in self._drawn(block)] for unit in units]
            yield from drawn[0] if len(drawn) == 1 else [_side_by_side(drawn)]

    def _drawn(self, block: blocks.Block) -> Iterator[Flowable]:
        match block:
            case blocks.Heading():
                if block.new_page:
                    yield CondPageBreak(FULL_HEIGHT * (1 - HARDLY))
                yield Paragraph(block.text, self.headings[block.level])
            case blocks.Paragraph():
                yield Paragraph(block.text, self.lead if block.lead else self.body)
            case blocks.Points():
                yield from (Paragraph(item, self.lead if block.lead else self.body, "•") for item in block.items)
            case blocks.Table():
                yield from self._table(block)
            case blocks.Chart():
                yield from (Paragraph(block.chart.title, self.caption), _chart(block.chart), Spacer(1, 12))
            case blocks.Note():
                yield Paragraph(block.text, self.small)

    def _table(self, block: blocks.Table) -> Iterator[Flowable]:
        yield Paragraph(block.caption, self.caption)
        others = len(block.head) - 1
        wide = MEASURE / 3 if others == 1 else min(66.0, MEASURE * 0.7 / others)
        wrapped = 1 if block.numbers else len(block.head)
        head = [Paragraph(cell, self.cell) for cell in block.head]
        rows = [[*(Paragraph(cell, self.cell) for cell in row[:wrapped]), *row[wrapped:]] for row in block.rows]
        style = [("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.grey), ("TOPPADDING", (0, 0), (-1, -1), 3)]
        widths = [MEASURE - wide * others, *[wide] * others]
        yield Table([head, *rows], widths, repeatRows=1, style=[*style, ("BOTTOMPADDING", (0, 0), (-1, -1), 3)])
        yield Spacer(1, 14)


class _Template(BaseDocTemplate):  # type: ignore[misc]  # ReportLab has no types
    """A template that tells the contents of each heading, caption and its page."""

    def afterFlowable(self, flowable: Flowable) -> None:
        name = getattr(getattr(flowable, "style", None), "name", "")
        if name in ("Level2", "Level3", "Caption"):
            self.notify("TOCEntry", (0 if name == "Level2" else 1, flowable.getPlainText(), self.page))


def _side_by_side(drawn: list[list[Flowable]]) -> Flowable:
    """A chart beside its table, each in half the width."""
    for drawing in (each for unit in drawn for each in unit if isinstance(each, Drawing)):
        drawing.scale(0.5, 1)
        drawing.width /= 2
    return Table([drawn], colWidths=[MEASURE / len(drawn)] * len(drawn), style=[("VALIGN", (0, 0), (-1, -1), "TOP")])


def _chart(chart: Any) -> Drawing:
    """A chart of ReportLab's own, as high as ours: bars, many small ones, boxes with words, or lines between points."""
    if isinstance(chart, Multiples):
        return _multiples(chart)
    if isinstance(chart, Flow):
        return _boxes(chart)
    return _lines(chart) if isinstance(chart, PointChart) else _bars(chart)


def _multiples(chart: Multiples) -> Drawing:
    high = chart.laid_out(WIDTH, 9.5).height
    rows = -(-len(chart.multiples) // 3)
    drawing = Drawing(MEASURE, high)
    for number, each in enumerate(chart.multiples):
        bars = VerticalBarChart()
        bars.x, bars.y = number % 3 * MEASURE / 3, (rows - 1 - number // 3) * high / rows + 10
        bars.width, bars.height = MEASURE / 3 - 20, high / rows - 24
        bars.data = [[value or 0 for value in each.values]]
        bars.categoryAxis.categoryNames = list(chart.steps)
        bars.valueAxis.valueMin, bars.valueAxis.valueMax, bars.valueAxis.visible = 0, chart.largest, False
        drawing.add(bars)
    return drawing


def _boxes(chart: Flow) -> Drawing:
    high = chart.laid_out(WIDTH, 9.5).height
    rows, drawing = -(-len(chart.steps) // 3), Drawing(MEASURE, high)
    for number, step in enumerate(chart.steps):
        x, y = number % 3 * MEASURE / 3, (rows - 1 - number // 3) * high / rows
        drawing.add(Rect(x, y, MEASURE / 3 - 20, high / rows - 20, fillColor=None))
        for line, words in enumerate((step.name, step.number, step.counted)):
            drawing.add(String(x + 6, y + high / rows - 34 - 12 * line, words[:32], fontSize=9.5))
    return drawing


def _lines(chart: PointChart) -> Drawing:
    high = chart.laid_out(WIDTH, 9.5).height
    drawing = Drawing(MEASURE, high)
    plot = LinePlot()
    plot.x, plot.y, plot.width, plot.height = 30, 24, MEASURE - 60, high - 40
    lines = chart.lines or [[place for place, point in enumerate(chart.points) if point.value is not None]]
    plot.data = [[(chart.points[place].x, chart.points[place].value) for place in line] for line in lines]
    plot.xValueAxis.labelTextFormat = lambda x: chart.points[min(int(x), len(chart.points) - 1)].name
    plot.yValueAxis.valueMin = 0
    drawing.add(plot)
    return drawing


def _bars(chart: BarChart) -> Drawing:
    high = chart.laid_out(WIDTH, 9.5).height
    drawing = Drawing(MEASURE, high)
    is_vertical = chart.direction == "vertical"
    bars = VerticalBarChart() if is_vertical else HorizontalBarChart()
    left = 10 if is_vertical else 170
    bars.x, bars.y, bars.width, bars.height = left, 24 if is_vertical else 2, MEASURE - left - 40, high - 30
    bars.data = [[value or 0 for value in one.values] for one in chart.series]
    bars.categoryAxis.categoryNames = list(chart.categories)
    bars.barLabelFormat = "%d"
    bars.valueAxis.valueMin, bars.valueAxis.visible = 0, False
    drawing.add(bars)
    return drawing
