"""A case of a pack for those who prepare it: what the records say beside what members would read."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from cdop.queries import packs as queries
from cdop.queries.case_head import CaseHead
from cdop.queries.identifiers import known_of
from cdop.queries.pack_sources import Source, sources_of
from cdop.queries.packs import PackHead, Passage
from cdop.rules import packs as rules
from cdop.rules.actors import Actor
from cdop.rules.anonymity import Piece, anonymised, hits, pieces
from cdop.rules.dates import LONDON
from cdop.rules.identifiers import Known
from cdop.rules.packs import Standing
from cdop.rules.vocabulary import Action, AuditVerb, PackPart, PackPlace
from cdop.services import audit, unit
from cdop.services.errors import NotFound
from cdop.services.pack_papers import pages_of_case
from cdop.services.packs import case_on_agenda
from cdop.services.unit import writes


@dataclass(frozen=True, slots=True)
class Prepared:
    """A passage with its original, in pieces that mark what identifies; `has_changed` since the text was written.

    `original_digest` names the original as it is shown, `proposed` is the text that it gives by itself.
    """

    passage: Passage
    original: tuple[Piece, ...]
    original_digest: str
    proposed: str
    text: tuple[Piece, ...]
    standing: tuple[Standing, ...]
    has_changed: bool

    @property
    def left(self) -> int:
        """How many words stand in it that nobody let stand."""
        return rules.left(self.standing)

    @property
    def waits(self) -> bool:
        """Whether somebody may confirm it as it is."""
        is_confirmed = self.passage.confirmed_at is not None
        return not is_confirmed and not self.has_changed and self.passage.place != PackPlace.OUT


@dataclass(frozen=True, slots=True)
class PreparedCase:
    """A case of a pack as it is prepared, and how many pages it takes."""

    head: PackHead
    case: CaseHead
    passages: tuple[Prepared, ...]
    pages: int

    @property
    def parts(self) -> tuple[tuple[PackPart, tuple[Prepared, ...]], ...]:
        """The passages part by part, in the order of a pack."""
        return tuple((part, tuple(each)) for part, each in groupby(self.passages, key=lambda each: each.passage.part))

    def passage(self, passage_id: str) -> Prepared:
        """Return a passage by its public id. Raises NotFound."""
        for each in self.passages:
            if each.passage.public_id == passage_id:
                return each
        raise NotFound


def read_case(actor: Actor, meeting_id: str, case_id: str, *, now: datetime) -> PreparedCase:
    """Return a case of a pack with its originals, once that reading is on record. Both ids are public ids.

    A passage whose source is gone since it was drafted is left out. Raises NotFound, Forbidden.
    """
    head, case = _record_reading(actor, meeting_id, case_id, now=now)
    sources = {each.key: each for each in sources_of(actor, case, today=now.astimezone(LONDON).date())}
    known = known_of(case.id)
    every = queries.passages_of(head, case.id)
    passages = tuple(_prepared(each, sources[each.source], known) for each in every if each.source in sources)
    return PreparedCase(head, case, passages, pages_of_case(head, case.id) if passages else 0)


def _prepared(passage: Passage, source: Source, known: Known) -> Prepared:
    found, digest = hits(passage.text, known), audit.keyed_digest(source.text)
    return Prepared(
        passage=passage,
        original=pieces(source.text, hits(source.text, known)),
        original_digest=digest,
        proposed=anonymised(source.text, known),
        text=pieces(passage.text, found),
        standing=rules.standing(found, passage.passed),
        has_changed=digest != passage.source_digest,
    )


@writes(AuditVerb.PACK_READ_TO_PREPARE)
def _record_reading(actor: Actor, meeting_id: str, case_id: str, *, now: datetime) -> tuple[PackHead, CaseHead]:
    head, case = case_on_agenda(actor, meeting_id, case_id, Action.PACK_PASS)
    unit.record("panel_meeting", head.meeting_id, case_id=case.id)
    return head, case
