"""A learning note as a document of one page: the theme, its numbers as they were released, the words of the panel."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from cdop.documents.annual_report import PanelDetails, publisher
from cdop.documents.blocks import Block, Document, Heading, Idea, Note, Points
from cdop.documents.figures import Figures
from cdop.documents.wording import spaced
from cdop.rules.dates import written_date
from cdop.rules.disclosure_search import SMALL
from cdop.rules.learning_notes import PARTS, Words

MEASURE = "reviewed.theme"
PICTURES = {"saw": "look", "helps": "tick", "asks": "letter", "support": "phone"}


def learning_note(
    label: str,
    words: Words,
    panel: PanelDetails,
    *,
    theme: str,
    figures: Mapping[str, Any] | None,
    agreed_on: date,
    agreed_by: str = "",
    snapshot: str = "",
) -> Document:
    """Return the note of a theme called `label`; without figures it is a draft, and says no number."""
    blocks: list[Block] = []
    for part, title in PARTS.items():
        lines = tuple(line.strip().removeprefix("- ") for line in words.of(part).splitlines() if line.strip())
        numbers = [*_numbers(Figures(figures), theme)] if part == "saw" and figures else []
        if lines or numbers:
            said = [Points(lines)] if lines else []
            blocks += [Heading(title, f"note-{part}", picture=PICTURES[part]), *numbers, *said]
    return Document(
        title=label,
        subtitle="What we learned from reviewing the deaths of children",
        publisher=publisher(panel),
        edition="Learning note",
        cover_lines=(),
        made_on=agreed_on,
        accent=panel.colour,
        blocks=(*blocks, *_end(agreed_on, agreed_by, snapshot)),
        logo=panel.logo,
    )


def _numbers(figures: Figures, theme: str) -> Iterator[Idea]:
    """How many of the deaths reviewed had the theme, or of how many that is a part, in the gate's own words."""
    row, of = figures.row(MEASURE, theme), figures.of(MEASURE)
    when = f"from {written_date(figures.first)} to {written_date(figures.last)}"
    few = f"is not printed: it is fewer than {SMALL + 1}, or would give such a number away."
    if of is None:
        yield Idea(f"How many of the deaths reviewed {when} had this theme {few}")
    elif row.withheld:
        yield Idea(f"deaths were reviewed {when}. How many of them had this theme {few}", figure=f"{of}")
    elif row.n:
        yield Idea(f"of the {of} deaths reviewed {when} had this theme.", figure=f"{row.n}")


def _end(agreed_on: date, agreed_by: str, snapshot: str) -> Iterator[Block]:
    if not agreed_by:
        yield Note("Draft: it is not agreed, and its numbers come when it is.")
        return
    yield Note(
        f"Agreed for the panel by {agreed_by}, {written_date(agreed_on)}. The panel looks for what can be learned, not "
        f"for somebody to blame. Snapshot {spaced(snapshot)}"
    )
