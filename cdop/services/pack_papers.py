"""A pack on paper, with its reader's name across every page, and how many pages a case takes."""

from datetime import UTC, datetime

from cdop.documents import pack
from cdop.documents.pack import PackPaper
from cdop.queries.pack_reader import case_as_prepared
from cdop.queries.packs import PackHead
from cdop.rules.actors import Actor
from cdop.rules.dates import written_date
from cdop.services import pack_readers

_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def paper(actor: Actor, meeting_id: str, *, is_printed: bool, panel_name: str, now: datetime) -> bytes:
    """Return a released pack as a PDF for its reader, a numbered copy where it is printed, once that is on record.

    Raises NotFound, Forbidden, and Blocked with the reason why it is not open to them.
    """
    read, number = pack_readers.take_whole(actor, meeting_id, is_printed=is_printed, now=now)
    meeting = f"panel meeting of {written_date(read.head.held_on)}"
    return pack.write(PackPaper(panel_name, meeting, actor.name, read.cases, now, number))


def pages_of_case(head: PackHead, case_id: int) -> int:
    """Return how many pages a case takes in a pack as it is prepared now."""
    return pack.pages_of(case_as_prepared(head, case_id, ""), _ANY_DAY)
