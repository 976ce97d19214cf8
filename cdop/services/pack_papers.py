"""A pack on paper, with its reader's name across every page, and how many pages a case takes."""

from collections.abc import Callable
from datetime import UTC, datetime

from cdop.documents import pack
from cdop.documents.pack import PackPaper
from cdop.queries.pack_reader import ReadPack, case_as_prepared
from cdop.queries.packs import PackHead
from cdop.rules.actors import Actor
from cdop.rules.dates import written_date

_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def drawn(
    actor: Actor,
    read: ReadPack,
    copy: int | None,
    *,
    panel_name: str,
    now: datetime,
    on_case: Callable[[int], None] = lambda _done: None,
) -> bytes:
    """Return as a PDF what somebody may read of a pack, for them alone; `copy` is the number of a printed copy."""
    meeting = f"panel meeting of {written_date(read.head.held_on)}"
    return pack.write(PackPaper(panel_name, meeting, actor.name, read.cases, now, copy, read.before), on_case)


def pages_of_case(head: PackHead, case_id: int) -> int:
    """Return how many pages a case takes in a pack as it is prepared now."""
    return pack.pages_of(case_as_prepared(head, case_id, ""), _ANY_DAY)
