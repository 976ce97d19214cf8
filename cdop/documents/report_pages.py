"""The pages of a document: its blocks as flowables, with cover and contents."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from reportlab.platypus import Flowable

from cdop.documents import blocks, paper
from cdop.documents.charts import drawing, fractions, shades
from cdop.documents.logos import picture
from cdop.documents.tables import Table, table
from cdop.documents.typesetting import Style

LEAD_POINT = replace(paper.LEAD, after=7)
LONGEST_TOGETHER = 640.0
"""Points: what is higher has no page to itself below a heading."""
LINES = 110.0
"""Points: some lines of text."""
ABOVE_THE_NAME = 150.0
"""Points: between the top of a cover and the panel's name."""


def write(document: blocks.Document) -> bytes:
    """The document as a tagged A4 PDF with cover, contents, bookmarks and page numbers.

    The same document gives the same bytes.
    """

    def make(page_of: dict[str, int]) -> list[Flowable]:
        return [*_cover(document), *_contents(document, page_of), *paper.new_page(), *_body(document)]

    return paper.write(replace(_sheet(document), has_cover=True), make)


def write_plainly(document: blocks.Document) -> bytes:
    """The same without cover and contents: a few pages that begin with the title."""

    def make(_page_of: dict[str, int]) -> list[Flowable]:
        title = paper.para(document.title, paper.TITLE, tag="H1")
        return [title, paper.para(document.subtitle, paper.LEAD), *_body(document)]

    return paper.write(_sheet(document), make)


def _sheet(document: blocks.Document) -> paper.Sheet:
    return paper.Sheet(
        title=f"{document.publisher}: {document.title}",
        running_title=f"{document.publisher}  |  {document.title}",
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
    sections = [paper.Entry(block.text, block.level, block.key) for block in document.headings]
    charts = [paper.Entry(each.chart.title, 3, each.key) for each in document.charts]
    tables = [paper.Entry(each.caption, 3, each.key) for each in document.tables]
    listed = _listed(sections, page_of)
    story = [*paper.heading("Contents", 2, "contents", room=_least(listed)), listed]
    for title, entries in (("Figures", charts), ("Tables", tables)):
        if entries:
            listed = _listed(entries, page_of)
            story += [*paper.heading(title, 3, f"list-of-{title.lower()}", room=_least(listed)), listed]
    return story


def _listed(entries: Sequence[paper.Entry], page_of: dict[str, int]) -> paper.Columns:
    """The entries in two columns; what belongs to a section stays in its column."""
    units: list[list[Flowable]] = []
    for entry, line in zip(entries, paper.contents(entries, page_of), strict=True):
        if entry.level > 2 and units and entries[0].level == 2:
            units[-1].append(line)
        else:
            units.append([line])
    return paper.Columns(units)


def _least(columns: paper.Columns) -> float:
    return min(paper.height(columns), LONGEST_TOGETHER)


def _body(document: blocks.Document) -> list[Flowable]:
    story: list[Flowable] = []
    halves: list[list[Flowable]] = []
    for place, block in enumerate(document.blocks, 1):
        following = document.blocks[place:]
        made = _flowables(block, following, document.accent)
        if _is_half(block):
            halves.append(made)
            if not any(map(_is_half, following[:1])):
                story.append(paper.Columns(halves))
                halves = []
        elif isinstance(block, blocks.Table):
            notes = _notes(following)
            story.append(paper.together(*made, *notes) if notes else made[0])
        elif isinstance(block, blocks.Note) and _is_said_of_a_table(document.blocks[: place - 1]):
            continue
        else:
            story += made
    return story


def _notes(following: Sequence[blocks.Block]) -> list[Flowable]:
    """The notes that come next: they stand with the table above them."""
    said = takewhile(lambda block: isinstance(block, blocks.Note), following)
    return [paper.para(note.text, paper.SMALL) for note in said if isinstance(note, blocks.Note)]


def _is_said_of_a_table(before: Sequence[blocks.Block]) -> bool:
    above = next((block for block in reversed(before) if not isinstance(block, blocks.Note)), None)
    return isinstance(above, blocks.Table) and not above.half


def _is_half(block: blocks.Block) -> bool:
    return isinstance(block, blocks.Table) and block.half


def _flowables(block: blocks.Block, following: Sequence[blocks.Block], accent: str) -> list[Flowable]:
    match block:
        case blocks.Heading():
            start = paper.new_part() if block.new_page else []
            return [*start, *paper.heading(block.text, block.level, block.key, room=_room(following, accent))]
        case blocks.Paragraph():
            return [paper.para(block.text, paper.LEAD if block.lead else paper.BODY)]
        case blocks.Points():
            return paper.points(block.items, LEAD_POINT if block.lead else paper.BODY)
        case blocks.Table():
            return [_table(block)]
        case blocks.Chart():
            caption = paper.Caption(block.chart.title, block.key)
            return [paper.together(caption, drawing(block.chart, accent=accent))]
        case blocks.Note():
            return [paper.para(block.text, paper.SMALL)]
        case blocks.Idea():
            return [paper.para(f"{block.figure} {block.text}".strip())]


def _room(following: Sequence[blocks.Block], accent: str) -> float:
    """How much must fit below a heading: the chart or the beginning of the table after it, some lines of all else.

    A short text between the two goes with them. A table with a note stands together with it, so both must fit, unless
    they are longer than a page.
    """
    match following:
        case [blocks.Table(half=True), *_]:
            return paper.height(
                paper.Columns([_flowables(half, (), accent) for half in takewhile(_is_half, following)])
            )
        case [blocks.Table() as first, *rest]:
            shown, notes = _table(first), _notes(rest)
            beginning = shown.beginning(paper.MEASURE) + shown.getSpaceBefore()
            whole = paper.height(shown, *notes)
            return max(beginning, whole) if notes and whole < LONGEST_TOGETHER else beginning
        case [blocks.Chart() as first, *_]:
            return float(drawing(first.chart, accent=accent).height) + 30
        case [blocks.Paragraph() as first, (blocks.Table() | blocks.Chart()), *_]:
            text = paper.height(*_flowables(first, (), accent))
            return min(text + _room(following[1:], accent), LONGEST_TOGETHER) if text < LINES else LINES
    return LINES


def _table(block: blocks.Table) -> Table:
    return table(block.caption, block.head, block.shown, numbers=block.numbers, total=block.total, key=block.key)
