"""The summary of a report on one page: its key findings as they stand in it, so that no number can differ."""

import re
from collections.abc import Iterator
from dataclasses import replace

from cdop.documents.annual_report_tables import KEPT
from cdop.documents.blocks import Block, Document, Heading, Note, Paragraph, Points

SECTION = "key-findings"
_DAY = re.compile(r"(?<=\d) (?=[A-Z])")
"""Between a day and its month, where no line ends in the large words of the title."""


def summary(whole: Document) -> Document:
    """Return the key findings of a report as a document of their own."""
    subtitle = _DAY.sub(KEPT, whole.subtitle)
    return replace(whole, title=f"{whole.title}: summary", subtitle=subtitle, blocks=tuple(_blocks(whole)))


def _blocks(whole: Document) -> Iterator[Block]:
    """The blocks of the section without its heading and what the panel wrote at length, and where to read on."""
    is_within = False
    for block in whole.blocks:
        if isinstance(block, Heading) and block.level == 2:
            is_within = block.key == SECTION
        elif is_within and isinstance(block, Heading):
            yield replace(block, level=2, new_page=False)
        elif is_within and isinstance(block, Points):
            yield block
    yield Paragraph(
        f"These are the key findings of the {whole.title.lower()}, which says how the numbers are counted and what "
        f"they mean. {whole.edition}"
    )
    if mark := snapshot_line(whole):
        yield Note(mark)


def snapshot_line(whole: Document) -> str:
    """Return the line by which a report is known again, "" where it has none."""
    said = (block.text for block in reversed(whole.blocks) if isinstance(block, Paragraph))
    return next((text for text in said if text.startswith("Snapshot ")), "")
