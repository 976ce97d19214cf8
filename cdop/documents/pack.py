"""The pack of a meeting on paper: its cases by their references, and whose copy it is. Drawing loads when needed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cdop.queries.minutes import Minutes
    from cdop.queries.pack_reader import ReadCase


@dataclass(frozen=True, slots=True)
class PackPaper:
    """What the paper says. `reader` is written across every page; `copy` is the number of a printed copy.

    `before` are the minutes of the meeting before, where the reader may have them.
    """

    panel: str
    meeting: str
    reader: str
    cases: "Sequence[ReadCase]"
    made_at: datetime
    copy: int | None = None
    before: "Minutes | None" = None


def write(paper: PackPaper, on_case: Callable[[int], None] = lambda _done: None) -> bytes:
    """The pack as a tagged A4 PDF; its title and running line say nothing of a case.

    `on_case` is told with each case that is begun how many are drawn.
    """
    from cdop.documents import pack_pages

    return pack_pages.write(paper, on_case)


def pages_of(case: "ReadCase", made_at: datetime) -> int:
    """How many pages a case takes."""
    from cdop.documents import pack_pages

    return pack_pages.pages_of(case, made_at)
