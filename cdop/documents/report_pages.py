"""The pages of a document: its blocks as flowables, with cover and contents."""

from collections.abc import Sequence
from dataclasses import replace

from reportlab.platypus import Flowable

from cdop.documents import abreast, blocks, contents, paper
from cdop.documents.charts import drawing, fractions, shades
from cdop.documents.logos import picture
from cdop.documents.tables import Table, table
from cdop.documents.typesetting import Style

FINDING = replace(paper.LEAD, size=12.5, after=10)
LONGEST_TOGETHER = 640.0
"""Points: what is higher has no page to itself below a heading."""
LINES = 60.0
"""Points: some lines of text."""
Row = tuple[abreast.Unit, ...]
ABOVE_THE_NAME = 150.0
"""Points: between the top of a cover and the panel's name."""


def write(document: blocks.Document) -> bytes:
    """The document as a tagged A4 PDF with cover, contents, bookmarks and page numbers.

    The same document gives the same bytes.
    """

    def make(page_of: dict[str, int]) -> list[Flowable]:
        return [*_cover(document), *_contents(document, page_of), *paper.new_part(begun=paper.HARDLY), *body(document)]

    return paper.write(replace(_sheet(document), has_cover=True), make)


def _sheet(document: blocks.Document) -> paper.Sheet:
    return paper.Sheet(
        title=f"{document.publisher}: {document.title}",
        running_title=document.title,
        foot=document.edition.split(":")[0] if ":" in document.edition else document.edition.split(".")[0],
        author=document.publisher,
        made_on=document.made_on,
    )


def _cover(document: blocks.Document) -> list[Flowable]:
    dark = fractions(shades(document.accent, 1)[0])
    publisher = Style(size=15, leading=20, bold=True, colour=dark, after=10)
    subtitle = Style(size=15, leading=21, after=36)
    edition = Style(size=11, leading=15, bold=True, after=0)
    return [
        paper.Band(paper.MEASURE, 6, dark),
        *_above_the_name(document),
        paper.para(document.publisher, publisher),
        paper.para(document.title, paper.TITLE, tag="H1"),
        paper.para(document.subtitle, subtitle),
        *[paper.para(line) for line in document.cover_lines],
        paper.space(270),
        paper.Band(48, 2, dark),
        paper.space(10),
        paper.para(document.edition, edition),
        *paper.new_page(after_cover=True),
    ]


def _above_the_name(document: blocks.Document) -> list[Flowable]:
    """The logo, or as much room."""
    if document.logo is None:
        return [paper.space(ABOVE_THE_NAME)]
    logo = picture(document.logo, document.publisher)
    return [paper.space(ABOVE_THE_NAME - paper.height(logo)), logo]


def _contents(document: blocks.Document, page_of: dict[str, int]) -> list[Flowable]:
    """The contents, then the charts and the tables, each in two columns: with long lists that takes two pages."""
    sections = [contents.Entry(block.text, block.level, block.key) for block in document.headings]
    charts = [contents.Entry(each.chart.title, 3, each.key) for each in document.charts]
    tables = [contents.Entry(each.caption, 3, each.key) for each in document.tables]
    story = [*paper.heading("Contents", 2, "contents"), _listed(sections, page_of)]
    for title, entries in (("Figures", charts), ("Tables", tables)):
        if entries:
            story += [*paper.heading(title, 3, f"list-of-{title.lower()}"), _listed(entries, page_of)]
    return story


def _listed(entries: Sequence[contents.Entry], page_of: dict[str, int]) -> paper.Columns:
    """The entries in two columns; what belongs to a section stays in its column."""
    units: list[list[Flowable]] = []
    for entry, line in zip(entries, contents.lines(entries, page_of), strict=True):
        if entry.level > 2 and units and entries[0].level == 2:
            units[-1].append(line)
        else:
            units.append([line])
    return paper.Columns(units, is_list=True)


def body(document: blocks.Document) -> list[Flowable]:
    """What follows upon cover and contents."""
    rows = list(abreast.rows(document.blocks))
    drawn = [_row(row, rows[place:], document.accent) for place, row in enumerate(rows, 1)]
    match rows[-4:]:
        case [[[blocks.Table()]], [[blocks.Heading()]], [[blocks.Paragraph()]], [[blocks.Paragraph()]]]:
            last, (_, heading), *text = drawn[-4:]
            drawn[-4:] = [
                [paper.Followed([*last, heading, *(each for some in text for each in some)], along=paper.ALONG)]
            ]
    return [flowable for some in drawn for flowable in some]


def _row(row: Row, following: Sequence[Row], accent: str) -> list[Flowable]:
    """What stands in one row; a heading with as much room as what follows it needs."""
    match row:
        case [[blocks.Heading() as heading]]:
            return _heading(heading, _room(following, accent), accent)
        case [unit]:
            whole = [flowable for block in unit for flowable in _flowables(block, accent, paper.MEASURE)]
            if len(unit) == 1:
                return whole
            return [paper.Followed(whole) if isinstance(unit[0], blocks.Table) else paper.together(*whole)]
    return [paper.Columns([[each for block in unit for each in _flowables(block, accent, paper.HALF)] for unit in row])]


def _heading(heading: blocks.Heading, room: float, accent: str) -> list[Flowable]:
    """A heading; a section begins with a short bar in the panel's colour."""
    start = paper.new_part() if heading.new_page else []
    bar = fractions(shades(accent, 1)[0]) if heading.level == 2 else None
    return [*start, *paper.heading(heading.text, heading.level, heading.key, room=room, bar=bar)]


def _flowables(block: blocks.Block, accent: str, width: float) -> list[Flowable]:
    match block:
        case blocks.Paragraph():
            return [paper.para(block.text, paper.LEAD if block.lead else paper.BODY)]
        case blocks.Points(lead=True):
            return paper.findings(block.items, FINDING, fractions(shades(accent, 1)[0]))
        case blocks.Points():
            return paper.points(block.items, first=block.first)
        case blocks.Table():
            return [_table(block)]
        case blocks.Chart():
            chart = [paper.Caption(block.chart.title, block.key), drawing(block.chart, accent=accent, width=width)]
            return [paper.together(*chart)] if width == paper.MEASURE else chart
        case blocks.Note():
            return [paper.para(block.text, paper.SMALL)]
        case blocks.Idea():
            return [paper.para(f"{block.figure} {block.text}".strip())]
    raise TypeError(block)


def _room(following: Sequence[Row], accent: str) -> float:
    """How much must fit below a heading: the chart or the beginning of the table after it, some lines of all else.

    A heading below it goes with what follows, as a short text between the two does. A table that is not parted stands
    together with its notes, so all must fit, unless they are longer than a page.
    """
    match following:
        case [[[blocks.Heading() as below]], *rest]:
            style = paper.HEADINGS[below.level]
            return min(style.before + style.leading + style.after + _room(rest, accent), LONGEST_TOGETHER)
        case [([_, _, *_] | [[blocks.Chart(), *_]]) as row, *_]:
            first = paper.height(*_row(row[:2], (), accent))
            return min(paper.height(*_row(row, (), accent)), max(first, paper.GOES_ON)) if len(row) > 2 else first
        case [[[blocks.Table() as first, *notes]], *_]:
            shown = _table(first)
            beginning = shown.beginning(paper.MEASURE)
            said = [flowable for note in notes for flowable in _flowables(note, accent, paper.MEASURE)]
            is_parted = beginning < shown.height or paper.height(shown, *said) > LONGEST_TOGETHER
            return shown.getSpaceBefore() + (beginning if is_parted else paper.height(shown, *said))
        case [[[blocks.Points() as first]], *_]:
            return paper.height(*_flowables(first, accent, paper.MEASURE)[:2])
        case [[[blocks.Paragraph() as first]], *after] if _is_shown(after):
            text = paper.height(*_flowables(first, accent, paper.MEASURE))
            return min(text + _room(following[1:], accent), LONGEST_TOGETHER) if text < LINES else LINES
    return LINES


def _is_shown(following: Sequence[Row]) -> bool:
    """Whether a table or a chart follows at once, or below a heading of its own."""
    below = following[1:] if following and isinstance(following[0][0][0], blocks.Heading) else following
    return bool(below) and isinstance(below[0][0][0], blocks.Table | blocks.Chart)


def _table(block: blocks.Table) -> Table:
    kind = {"numbers": block.numbers, "total": block.total, "last_number": block.last_number}
    return table(block.caption, block.head, block.shown, **kind, key=block.key)
