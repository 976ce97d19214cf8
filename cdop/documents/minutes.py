"""The minutes of a meeting on paper. Drawing loads when needed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    """What the paper says: each sheet's title and text, whether they are approved, and whose copy it is."""

    panel: str
    meeting: str
    standing: str
    sheets: tuple[tuple[str, str], ...]
    reader: str
    made_at: datetime


def write(paper: MinutesPaper) -> bytes:
    """The minutes as a tagged A4 PDF with the reader's name across every page."""
    from cdop.documents import minutes_pages

    return minutes_pages.write(paper)
