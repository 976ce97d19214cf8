"""The demonstration's packs: confirmed and released as people would."""

from datetime import datetime

from cdop.queries import packs as queries
from cdop.rules.actors import Actor
from cdop.services import pack_cases, packs, unit
from cdop.services.errors import NotFound


def release(officer: Actor, meeting_id: str, *, now: datetime) -> None:
    """Draft the pack of a meeting, replace whatever may identify in it, confirm it all and release it."""
    packs.draft_pack(officer, meeting_id, now=now)
    head = queries.pack_head(officer, meeting_id)
    if head is None:
        raise NotFound
    cases = queries.packed_cases(officer, head)
    unit.end_reads()
    for case in cases:
        for each in pack_cases.read_case(officer, meeting_id, case.public_id, now=now).passages:
            unit.end_reads()
            packs.save_passage(
                officer,
                each.passage.public_id,
                text=each.passage.text,
                place=each.passage.place,
                replace=[words.words for words in each.standing],
                source_digest=each.original_digest,
                version=each.passage.version,
                now=now,
            )
    packs.release_pack(officer, meeting_id, now=now)
