"""What a document says, before anyone decides how it looks: plain blocks, written as PDF or as a page.

Heading levels are those of the structure: the document's title is level 1, its sections level 2.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Literal

from markupsafe import Markup

from cdop.documents import charts, symbols
from cdop.documents.wording import NOTHING, WITHHELD
from cdop.rules.logos import Logo

MANY = 3
"""How many rows without a number are one row for a reader."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2, 3 or 4. `key` is its address in the document, `picture` a symbol that adorns it."""

    kind: ClassVar[str] = "heading"
    text: str
    key: str
    level: Literal[2, 3, 4] = 2
    new_page: bool = False
    picture: str = ""

    def svg(self, accent: str) -> Markup:
        """The picture as SVG for a page, in shades of the accent; nobody need be told of it."""
        return symbols.svg(self.picture, accent, is_adornment=True)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences. `lead` for those that carry a section."""

    kind: ClassVar[str] = "paragraph"
    text: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list of sentences: of equal standing, or one after the other, the first of which has the number `first`."""

    kind: ClassVar[str] = "points"
    items: tuple[str, ...]
    lead: bool = False
    first: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column heads its rows.

    `numbers`: the other columns are figures, `last_number`: of words only the last one is; `total`: the last row sums
    the rest. `key` is its address in the document,
    "" where nothing leads to it. On paper the `half` ones that follow each other stand in two columns.
    """

    kind: ClassVar[str] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: bool = True
    total: bool = False
    key: str = ""
    half: bool = False
    last_number: bool = False
    measure: str = ""
    meaning: str = ""
    """The figure that it shows, "" where that is none by itself, and how it is counted."""

    def is_figures(self, column: int) -> bool:
        """Whether a column, counted from 0, is of figures, which stand to the right."""
        return column > 0 and (self.numbers or (self.last_number and column == len(self.head) - 1))

    @property
    def known(self) -> "Table":
        """The same without the columns in which no row has anything; a note below it says why."""
        columns = [at for at in range(len(self.head)) if not at or {row[at] for row in self.rows} - {"", NOTHING}]
        if len(columns) in (1, len(self.head)):
            return self
        rows = tuple(tuple(row[at] for at in columns) for row in self.rows)
        return replace(self, head=tuple(self.head[at] for at in columns), rows=rows)

    @property
    def shown(self) -> tuple[tuple[str, ...], ...]:
        """The rows for a reader: many of which everything is withheld stand as one, which names them; never the total.

        Files for programs have every row by itself.
        """
        parts = self.rows[:-1] if self.total else self.rows
        hidden = [row for row in parts if WITHHELD in row[1:] and {*row[1:]} <= {WITHHELD, NOTHING}]
        if len(hidden) < MANY:
            return self.rows
        columns = list(zip(*hidden, strict=True))
        one = (
            f"Each of: {'; '.join(columns[0])}",
            *(WITHHELD if WITHHELD in each else NOTHING for each in columns[1:]),
        )
        return (*(row for row in parts if row not in hidden), one, *self.rows[len(parts) :])


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart; `key` is unique in the document."""

    kind: ClassVar[str] = "chart"
    key: str
    chart: charts.Chart

    def svg(self, accent: str) -> Markup:
        """The chart as SVG for a page, in shades of the accent."""
        return charts.svg(self.chart, key=self.key, accent=accent)


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader must know about the table or chart above."""

    kind: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea in few words, with a large number or the picture of this name beside it where it has one."""

    kind: ClassVar[str] = "idea"
    text: str
    figure: str = ""
    picture: str = ""

    def svg(self, accent: str) -> Markup:
        """The picture as SVG for a page, in shades of the accent."""
        return symbols.svg(self.picture, accent)


Block = Heading | Paragraph | Points | Table | Chart | Note | Idea


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: what its cover says and its blocks in order. `accent` is a colour such as #1d406e."""

    title: str
    subtitle: str
    publisher: str
    edition: str
    cover_lines: tuple[str, ...]
    made_on: date
    accent: str
    blocks: tuple[Block, ...]
    logo: Logo | None = None

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of levels 2 and 3, for the contents."""
        return tuple(block for block in self.blocks if isinstance(block, Heading) and block.level < 4)

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts, for the list of figures."""
        return tuple(block for block in self.blocks if isinstance(block, Chart))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables of the text, for the list of tables: those in two columns stand below a heading of their own."""
        tables = (block for block in self.blocks if isinstance(block, Table))
        return tuple(table for table in tables if table.key and not table.half)
