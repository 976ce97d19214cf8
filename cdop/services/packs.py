"""The pack of a meeting: drafted from the records, confirmed passage by passage, released, given and withdrawn.

Nothing leaves that a person has not confirmed, nor words that look as if they identified somebody, until they are
replaced or a second person lets them stand (domain reference 6.5).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, MeetingPack, PackPassage, PassedWords
from cdop.queries import packs as queries
from cdop.queries.case_head import CaseHead, case_head
from cdop.queries.cases import visible_to
from cdop.queries.identifiers import known_of
from cdop.queries.pack_sources import Source, sources_of
from cdop.queries.packs import PackedCase, PackHead
from cdop.rules import packs as rules
from cdop.rules.actors import Actor
from cdop.rules.anonymity import anonymised, hits, replaced
from cdop.rules.dates import LONDON
from cdop.rules.facts import CaseSubject, PanelSubject
from cdop.rules.identifiers import Known
from cdop.rules.vocabulary import Action, AuditVerb, PackPlace
from cdop.services import audit, pack_readers, unit
from cdop.services.access import require
from cdop.services.errors import Blocked, Invalid, NotFound, Stale
from cdop.services.pack_papers import pages_of_case
from cdop.services.unit import writes

NOT_CONFIRMED = "Somebody must confirm this passage before a second person can let words stand in it"
SAME_PERSON = "You confirmed this passage yourself: a second person must let words stand in it"


def draft_pack(
    actor: Actor, meeting_id: str, *, now: datetime, on_case: Callable[[int, int], None] = lambda _done, _whole: None
) -> tuple[PackedCase, ...]:
    """Draft the pack of a meeting, or bring it up to date, and return its cases that the actor may know of.

    Case by case, each in a unit of its own, so that nobody waits for the whole; `on_case` is told how many are done of
    how many. `meeting_id` is a public id. Raises NotFound, Forbidden.
    """
    begin_pack(actor, meeting_id, now=now)
    head = _head(actor, meeting_id)
    cases = queries.packed_cases(actor, head)
    unit.end_reads()
    for done, each in enumerate(cases):
        on_case(done, len(cases))
        draft_case(actor, meeting_id, each.public_id, now=now)
    return cases


@writes(AuditVerb.PACK_DRAFTED)
def begin_pack(actor: Actor, meeting_id: str, *, now: datetime) -> None:
    """Begin the pack of a meeting; one that is begun stays as it is. Raises NotFound, Forbidden."""
    require(actor, Action.PACK_PREPARE, PanelSubject(actor.panel_id or 0))
    head = _head(actor, meeting_id)
    if head.pack_id is None:
        pack = MeetingPack(panel_id=head.panel_id, meeting_id=head.meeting_id)
        pack.created_at, pack.created_by_id = now, actor.user_id
        db.session.add(pack)


@writes(AuditVerb.PACK_DRAFTED)
def draft_case(actor: Actor, meeting_id: str, case_id: str, *, now: datetime) -> None:
    """Bring the passages of a case up to what its records say now. Both ids are public ids.

    What is new is proposed. What somebody confirmed waits to be confirmed again where its source says something else
    now: what they wrote themselves stays meanwhile, what was proposed is proposed anew. What its agency keeps from the
    pack since goes.
    """
    head, case = case_on_agenda(actor, meeting_id, case_id, Action.PACK_PREPARE)
    if head.pack_id is None:
        raise NotFound
    known = known_of(case.id)
    held = {row.source: row for row in _rows(head, case.id)}
    sources = sources_of(actor, case, today=now.astimezone(LONDON).date())
    for position, source in enumerate(sources):
        row = held.pop(source.key, None) or _new(actor, head, case, source, now)
        row.position, row.part, row.title = position, source.part, source.title[:300]
        _bring_up_to(row, source, known)
        db.session.add(row)
    for gone in held.values():
        for words in db.session.scalars(select(PassedWords).where(PassedWords.passage_id == gone.id)):
            db.session.delete(words)
        db.session.flush()
        db.session.delete(gone)


@writes(AuditVerb.PACK_PASSAGE_SAVED)
def save_passage(
    actor: Actor,
    passage_id: str,
    *,
    text: str,
    place: PackPlace,
    replace: Collection[str] = (),
    source_digest: str,
    version: int,
    now: datetime,
) -> None:
    """Confirm a passage with this text, in this place; `replace` are words in it to be replaced first.

    `source_digest` is of the original that the page showed. Raises NotFound, Stale, Invalid.
    """
    row = _passage(actor, passage_id, Action.PACK_PREPARE)
    if row.version != version:
        raise Stale
    if not text.strip() and place is not PackPlace.OUT:
        raise Invalid({"text": "Write what members are to read, or leave the passage out"})
    known = known_of(row.case_id)
    row.text = replaced(text.strip(), (hit for hit in hits(text.strip(), known) if hit.words in replace))
    row.place, row.is_edited, row.source_digest = place, True, source_digest
    _confirm(actor, row, known, now)


@writes(AuditVerb.PACK_PASSAGE_SAVED)
def confirm_passages(actor: Actor, passages: Mapping[str, int], *, now: datetime) -> int:
    """Confirm passages as they are, each by its public id with the version that the page showed; return how many.

    Raises NotFound, and Stale where any was changed meanwhile.
    """
    rows = [_passage(actor, public_id, Action.PACK_PREPARE) for public_id in passages]
    if any(row.version != passages[row.public_id] for row in rows):
        raise Stale
    known = {case_id: known_of(case_id) for case_id in {row.case_id for row in rows}}
    for row in rows:
        _confirm(actor, row, known[row.case_id], now)
    return len(rows)


@writes(AuditVerb.PACK_WORDS_PASSED)
def pass_words(actor: Actor, passage_id: str, words: Iterable[str], *, reason: str, now: datetime) -> None:
    """Let words stand in a passage that somebody else confirmed, with the reason. Raises NotFound, Blocked, Invalid."""
    row = _passage(actor, passage_id, Action.PACK_PASS)
    if row.confirmed_at is None:
        raise Blocked([NOT_CONFIRMED])
    if row.confirmed_by_id == actor.user_id:
        raise Blocked([SAME_PERSON])
    known = known_of(row.case_id)
    there = {each.words for each in hits(row.text, known)} - set(_passed(row))
    chosen = [each for each in words if each in there]
    if not chosen or not reason.strip():
        raise Invalid(
            {"words" if not chosen else "reason": "Choose the words" if not chosen else "Say why they may stand"}
        )
    for each in chosen:
        passed = PassedWords(panel_id=row.panel_id, passage_id=row.id, words=each, reason=reason.strip(), at=now)
        passed.by_id, passed.by_name = actor.user_id, actor.name
        db.session.add(passed)
    db.session.flush()
    row.standing_count = _standing_count(row, known)


def release_pack(
    actor: Actor, meeting_id: str, *, now: datetime, on_case: Callable[[int, int], None] = lambda _done, _whole: None
) -> None:
    """Release the pack of a meeting to its members, with a message to each. Raises NotFound, Blocked with every reason.

    The records are read once more first: what changed since it was confirmed is to be confirmed again. Cases that the
    actor may not know of stay as they are. `on_case` is told as `draft_pack` tells it.
    """
    drafted = draft_pack(actor, meeting_id, now=now, on_case=on_case)
    head = _head(actor, meeting_id)
    pages = {each.id: pages_of_case(head, each.id) for each in drafted}
    unit.end_reads()
    _release(actor, meeting_id, pages, now=now)


@writes(AuditVerb.PACK_RELEASED)
def _release(actor: Actor, meeting_id: str, pages: Mapping[int, int], *, now: datetime) -> None:
    """Release what is confirmed; the pages were counted before, for drawing keeps others waiting."""
    require(actor, Action.PACK_PREPARE, PanelSubject(actor.panel_id or 0))
    head = _head(actor, meeting_id)
    cases = queries.packed_cases(actor, head)
    counts = [
        rules.CaseCount(each.reference, each.passages, each.to_confirm, each.standing, pages.get(each.id))
        for each in cases
    ]
    if reasons := rules.obstacles(counts):
        raise Blocked([*reasons])
    for each in cases:
        for row in _rows(head, each.id):
            row.released_at = None if row.place is PackPlace.OUT else row.released_at or now
    pack = db.session.get_one(MeetingPack, head.pack_id)
    is_first = pack.released_at is None
    pack.released_at, pack.released_by = now, actor.name
    if is_first:
        pack_readers.give_to_members(actor, head, now=now)


def _bring_up_to(row: PackPassage, source: Source, known: Known) -> None:
    """Have the passage looked at again, where its source says something else than it did.

    Propose it anew, unless somebody wrote in it or it is confirmed: more may be on record than when it was proposed.
    """
    digest = audit.keyed_digest(source.text)
    if row.source_digest != digest:
        row.confirmed_at = row.confirmed_by = row.confirmed_by_id = row.released_at = None
    if not row.is_edited and row.confirmed_at is None:
        row.text, row.source_digest = anonymised(source.text, known), digest
    count = _standing_count(row, known)
    if count and row.released_at is not None:
        row.released_at = None
    row.standing_count = count


def _new(actor: Actor, head: PackHead, case: CaseHead, source: Source, now: datetime) -> PackPassage:
    row = PackPassage(panel_id=head.panel_id, pack_id=head.pack_id, case_id=case.id, source=source.key, text="")
    row.place, row.source_digest, row.is_edited = source.place, "", False
    row.created_at, row.created_by_id = now, actor.user_id
    return row


def _confirm(actor: Actor, row: PackPassage, known: Known, now: datetime) -> None:
    row.confirmed_at, row.confirmed_by, row.confirmed_by_id = now, actor.name, actor.user_id
    row.released_at = None
    row.standing_count = _standing_count(row, known)


def _standing_count(row: PackPassage, known: Known) -> int:
    return rules.left(rules.standing(hits(row.text, known), _passed(row)))


def _passed(row: PackPassage) -> dict[str, tuple[str, str]]:
    if row.id is None:
        return {}
    query = select(PassedWords.words, PassedWords.by_name, PassedWords.reason).where(PassedWords.passage_id == row.id)
    return {each.words: (each.by_name, each.reason) for each in db.session.execute(query)}


def _head(actor: Actor, meeting_id: str) -> PackHead:
    head = queries.pack_head(actor, meeting_id)
    if head is None:
        raise NotFound
    return head


def case_on_agenda(actor: Actor, meeting_id: str, case_id: str, action: Action) -> tuple[PackHead, CaseHead]:
    """Return a meeting and a case on its agenda, by their public ids. Raises NotFound, Forbidden."""
    head, case = _head(actor, meeting_id), case_head(actor, case_id)
    if case is None or not queries.is_on_agenda(head, case.id):
        raise NotFound
    require(actor, action, case.subject)
    return head, case


def _rows(head: PackHead, case_id: int) -> list[PackPassage]:
    of_case = (PackPassage.pack_id == head.pack_id) & (PackPassage.case_id == case_id)
    return [*db.session.scalars(select(PackPassage).where(of_case).with_for_update())]


def _passage(actor: Actor, public_id: str, action: Action) -> PackPassage:
    query = select(PackPassage).join(Case, Case.id == PackPassage.case_id)
    mine = query.where(*visible_to(actor), PackPassage.public_id == public_id).with_for_update(of=PackPassage)
    row = db.session.scalar(mine)
    if row is None:
        raise NotFound
    require(actor, action, CaseSubject(row.case_id, row.panel_id))
    return row
