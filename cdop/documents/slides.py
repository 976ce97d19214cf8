"""A report as slides for a board: one finding on each, with its figure and its chart, all taken from the report itself.

Nothing is counted here: sentences and charts are blocks of the report, so no slide can say another number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cdop.documents.blocks import Block, Chart, Document, Heading, Paragraph, Points, Table
from cdop.documents.wording import NOTHING, figure_of

FINDINGS = (
    ("Deaths notified", "findings-notified", "", "notified"),
    ("Being told in time", "timeliness", "", "timeliness"),
    ("Deaths reviewed", "findings-reviewed", "", "category"),
    ("Age", "reviewed-children", "", "reviewed-children"),
    ("What could be changed", "modifiable", "reviewed", "modifiable"),
    ("How long reviews took", "findings-panel", "from death to completed review", "duration"),
    ("Deaths waiting for review", "findings-panel", "waiting for review", "open"),
    ("This year and the years before", "", "", "years-counts"),
)
"""Slides of one finding: what it is about, where its sentence stands and by what it is known, where its chart stands.

A sentence may be missing, as where a number is withheld: the slide then has its chart alone, and without one there is
no slide. What is said before the charts of years is a warning, not a finding.
"""
LISTS = (
    ("What we learned", "learning"),
    ("What we ask", "priorities"),
    ("Recommendations, actions and letters", "followed"),
    ("Last year’s recommendations", "progress"),
)
"""Slides of several sentences: what they are about, and the section in which they stand."""
_TITLE = re.compile(r"^Table \d+\. ")
_WITHHELD = re.compile(r"The number of .* is withheld\.")


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: its topic, and a finding with its chart or some sentences."""

    topic: str
    finding: str = ""
    chart: Chart | None = None
    points: tuple[str, ...] = ()

    @property
    def figure(self) -> str:
        """The number that the finding is about, as it stands in it; "" where it is about none."""
        return figure_of(self.finding)


def slides(report: Document) -> tuple[Slide, ...]:
    """Return the slides of a report between its title and its end, the agenda first; none for what it does not say."""
    told = (*_findings(report.blocks), *_lists(report.blocks))
    return (Slide("Agenda", points=tuple(dict.fromkeys(slide.topic for slide in told))), *told)


def _findings(blocks: Sequence[Block]) -> Iterator[Slide]:
    for topic, key, phrase, drawn in FINDINGS:
        said = next((each for each in _sentences(_under(blocks, key)) if phrase in each), "")
        chart = next((block for block in _under(blocks, drawn) if isinstance(block, Chart)), None)
        finding = "" if _WITHHELD.fullmatch(said) else said
        if finding or chart:
            yield Slide(topic, finding, chart)


def _sentences(blocks: Sequence[Block]) -> list[str]:
    """The sentences of some blocks, one by one; of a paragraph only the first."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Points):
            found += block.items
        elif isinstance(block, Paragraph):
            found.append(re.split(r"(?<=\.)\s+(?=[A-Z])", block.text)[0])
    return found


def _lists(blocks: Sequence[Block]) -> Iterator[Slide]:
    for topic, key in LISTS:
        if points := tuple(_points(_under(blocks, key))):
            yield Slide(topic, points=points)


def _points(blocks: Sequence[Block]) -> Iterator[str]:
    """What a list says: of a theme its name and its sentence, of a table each row, of one of numbers all in one."""
    of = ""
    for block in blocks:
        if isinstance(block, Heading):
            of = f"{block.text}: "
        elif isinstance(block, Points):
            yield from block.items
        elif isinstance(block, Paragraph):
            yield f"{of}{block.text}"
            of = ""
        elif isinstance(block, Table) and block.head[1:] in (("Number",), ("Number", "%")):
            rows = block.rows[:-1] if block.total else block.rows
            counts = "; ".join(f"{_lower(name)} {count}" for name, count, *_ in rows)
            yield f"{_TITLE.sub('', block.caption)}: {counts}"
        elif isinstance(block, Table):
            for first, *rest in block.rows:
                named = zip(block.head[1:], rest, strict=True)
                told = "; ".join(f"{_lower(name)} {cell}" for name, cell in named if cell not in ("", NOTHING))
                yield f"{first.removesuffix('.')}: {told}" if told else first


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _under(blocks: Sequence[Block], key: str) -> Sequence[Block]:
    """What stands under a heading, up to the next that is not below it."""
    starts = [at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.key == key]
    if not starts:
        return ()
    level = blocks[starts[0]].level  # type: ignore[union-attr]
    rest = blocks[starts[0] + 1 :]
    ends = (at for at, block in enumerate(rest) if isinstance(block, Heading) and block.level <= level)
    return rest[: next(ends, len(rest))]
