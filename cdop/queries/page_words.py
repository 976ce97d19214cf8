"""What a panel's page for everybody says, part by part, and what it said before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import PageWords
from cdop.rules.page_words import PARTS

SHOWN = 50


@dataclass(frozen=True, slots=True)
class WordsView:
    """A version of a part. Number 0 is what every panel starts with, which nobody wrote."""

    part: str
    text: str
    number: int = 0
    written_by: str = ""
    written_at: datetime | None = None
    stands_because: str | None = None

    @property
    def title(self) -> str:
        """The heading of the part."""
        return PARTS[self.part].title

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The words as the page shows them, paragraph by paragraph."""
        blocks = self.text.replace("\r\n", "\n").split("\n\n")
        return tuple(" ".join(block.split()) for block in blocks if block.strip())


def in_force(panel_id: int) -> dict[str, WordsView]:
    """Return every part of a panel's page as it is, by key."""
    newest = select(func.max(PageWords.id)).where(PageWords.panel_id == panel_id).group_by(PageWords.part)
    found = {row.part: row for row in db.session.scalars(select(PageWords).where(PageWords.id.in_(newest)))}
    return {part: _view(found[part]) if part in found else WordsView(part, PARTS[part].start) for part in PARTS}


def versions(panel_id: int, part: str) -> tuple[WordsView, ...]:
    """Return what a part said, the newest first, with what it starts with at the end."""
    mine = select(PageWords).where(PageWords.panel_id == panel_id, PageWords.part == part)
    rows = db.session.scalars(mine.order_by(PageWords.number.desc()).limit(SHOWN))
    return (*(_view(row) for row in rows), WordsView(part, PARTS[part].start))


def _view(row: PageWords) -> WordsView:
    text = row.text or PARTS[row.part].start
    return WordsView(row.part, text, row.number, row.written_by, row.written_at, row.stands_because)
