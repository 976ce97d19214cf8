"""What a panel writes for its annual report: every version is kept, and a report freezes a copy when it is built."""

from datetime import datetime

from sqlalchemy import select

from cdop.documents import short_versions
from cdop.extensions import db
from cdop.models import PlainNumber, PublicWords, ReportDraft, ReportPassage, ReportPassageVersion, ReportRemark
from cdop.queries import report_drafts as queries
from cdop.queries.report_drafts import DraftHead
from cdop.rules.actors import Actor
from cdop.rules.bound_numbers import LooseNumber, loose_numbers, rebound, sentences
from cdop.rules.facts import PanelSubject
from cdop.rules.periods import Period
from cdop.rules.public_words import Doubt
from cdop.rules.report_sections import BY_KEY, Passage, complete, moved
from cdop.rules.section import EASY_READ
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import submissions
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound, Stale
from cdop.services.unit import writes

LONGEST = 60_000
PLACES = {"up": -1, "down": 1}


@writes(AuditVerb.REPORT_DRAFT_STARTED)
def start(actor: Actor, panel_id: int, period: Period, *, now: datetime) -> str:
    """Begin the draft of a period's report, or find the one there is, and return its public id.

    Its sections stand as in the panel's report before. Raises Forbidden.
    """
    require(actor, Action.REPORT_WRITE, PanelSubject(panel_id))
    found = queries.draft_of(panel_id, period)
    if found is not None:
        return found.public_id
    draft = ReportDraft(panel_id=panel_id, label=period.label, from_on=period.start, to_on=period.end)
    draft.created_at, draft.created_by_id = now, actor.user_id
    db.session.add(draft)
    db.session.flush()
    head = DraftHead(draft.id, panel_id, draft.public_id, draft.label, draft.from_on, draft.to_on)
    before = queries.draft_before(head)
    order = [view.passage for view in queries.passages(before)] if before else complete(())
    for position, passage in enumerate(order):
        _add(head, Passage(passage.section, "", passage.is_included), position)
    return draft.public_id


@writes(AuditVerb.REPORT_PASSAGE_WRITTEN)
def write(actor: Actor, draft_id: str, section: str, *, text: str, version: int, now: datetime) -> int:
    """Save what was written for a section and return its version.

    Raises NotFound, Stale where somebody else saved it since, and Invalid.
    """
    return _write(actor, _to_change(actor, draft_id, section, version), text, now)


@writes(AuditVerb.REPORT_PASSAGE_WRITTEN)
def keep(actor: Actor, draft_id: str, section: str, *, text: str, version: int, now: datetime) -> int:
    """Save what stood in a section's box as another button of its page was pressed; return the version with it.

    That is the version as given where somebody else saved it since and nothing new was typed. Raises NotFound, Invalid,
    and Stale where something was.
    """
    passage = _to_change(actor, draft_id, section, None)
    if passage.version != version:
        if not _was_stored(passage, text):
            raise Stale
        return version
    return _write(actor, passage, text, now)


@writes(AuditVerb.REPORT_PASSAGE_WRITTEN)
def take_text_before(actor: Actor, draft_id: str, section: str, *, version: int, now: datetime) -> None:
    """Start a section that is empty from what the report before said in it. Raises NotFound, Stale and Invalid."""
    passage = _to_change(actor, draft_id, section, version)
    earlier = text_before(_head(actor, draft_id), section)
    if passage.text or not earlier:
        raise Invalid({"text": "Only an empty section can be started from an earlier text"})
    _write(actor, passage, earlier, now)


@writes(AuditVerb.REPORT_SECTION_PLACED)
def place(actor: Actor, draft_id: str, section: str, *, press: str, now: datetime) -> None:
    """Move a section `up` or `down`, `leave` it out of the report or `take` it in. Raises NotFound."""
    head = _head(actor, draft_id)
    if section not in BY_KEY:
        raise NotFound
    passages = {passage.section: passage for passage in _all(head)}
    stored = sorted(passages.values(), key=lambda passage: passage.position)
    order = complete([Passage(passage.section) for passage in stored])
    for position, each in enumerate(order):
        if each.section not in passages:  # the draft is older than the section
            passages[each.section] = _add(head, each, position)
    if press in PLACES:
        for position, placed in enumerate(moved(order, section, by=PLACES[press])):
            passages[placed.section].position = position
    elif press in ("leave", "take"):
        passages[section].is_included = press == "take"
    else:
        raise NotFound


@writes(AuditVerb.REPORT_NUMBER_SETTLED)
def bind(
    actor: Actor, draft_id: str, section: str, loose: LooseNumber, *, to: str, version: int, now: datetime
) -> None:
    """Take a number of a passage from a figure from now on; `to` names it. Raises NotFound, Stale and Invalid."""
    passage = _to_change(actor, draft_id, section, version)
    text = rebound(passage.text, loose, to)
    if text == passage.text:
        raise Invalid({"figure": "This number is no longer in the text"})
    # What was said of the other numbers of the sentence holds for it as it now reads.
    said = (PlainNumber.passage_id == passage.id) & (PlainNumber.sentence == loose.sentence)
    for plain in db.session.scalars(select(PlainNumber).where(said).with_for_update()):
        plain.sentence = rebound(loose.sentence, loose, to)
    _write(actor, passage, text, now)


@writes(AuditVerb.REPORT_NUMBER_SETTLED)
def call_plain(
    actor: Actor, draft_id: str, section: str, loose: LooseNumber, *, reason: str, version: int, now: datetime
) -> None:
    """Say that a number of a passage is no figure, and why: a year, a law, an age. Raises NotFound, Stale, Invalid."""
    passage = _to_change(actor, draft_id, section, version)
    if not reason.strip():
        raise Invalid({"reason": "Say what kind of number it is"})
    if loose not in loose_numbers(passage.text):
        raise Invalid({"reason": "This number is no longer in the text"})
    said = {"number": loose.number, "sentence": loose.sentence, "reason": reason.strip()}
    db.session.add(
        PlainNumber(panel_id=passage.panel_id, passage_id=passage.id, said_by=actor.name, said_at=now, **said)
    )


@writes(AuditVerb.REPORT_WORDS_SETTLED)
def make_public(actor: Actor, draft_id: str, section: str, *, is_public: bool, version: int, now: datetime) -> None:
    """Have the public edition print the words of a section as well, or not. Raises NotFound and Stale."""
    _to_change(actor, draft_id, section, version).is_public = is_public


@writes(AuditVerb.REPORT_WORDS_SETTLED)
def let_stand(
    actor: Actor, draft_id: str, section: str, doubt: Doubt, *, reason: str, version: int, now: datetime
) -> None:
    """Let words stand in the public edition, and say why. Raises NotFound, Stale and Invalid."""
    passage = _to_change(actor, draft_id, section, version)
    if not reason.strip():
        raise Invalid({"reason": "Say why these words can be public"})
    if doubt.sentence not in sentences(passage.text) or doubt.words not in doubt.sentence:
        raise Invalid({"reason": "These words are no longer in the text"})
    said = PublicWords(panel_id=passage.panel_id, passage_id=passage.id, words=doubt.words, sentence=doubt.sentence)
    said.reason, said.said_by, said.said_at = reason.strip(), actor.name, now
    db.session.add(said)


@writes(AuditVerb.REPORT_REMARKED)
def remark(actor: Actor, draft_id: str, section: str, *, text: str, submission_id: str | None, now: datetime) -> None:
    """Remark on a passage. Raises NotFound and Invalid."""
    passage = _to_change(actor, draft_id, section, None)
    if not text.strip():
        raise Invalid({"remark": "Write the remark"})

    def act() -> str:
        kept = ReportRemark(panel_id=passage.panel_id, passage_id=passage.id, text=text.strip())
        kept.made_by, kept.made_at = actor.name, now
        db.session.add(kept)
        db.session.flush()
        return kept.public_id

    submissions.once(actor, submission_id, act, now=now, said=(draft_id, section, text))


@writes(AuditVerb.REPORT_REMARK_SETTLED)
def settle_remark(actor: Actor, draft_id: str, section: str, remark_id: str, *, now: datetime) -> None:
    """Settle a remark; settled again it stays as it is. Raises NotFound."""
    passage = _to_change(actor, draft_id, section, None)
    one = (ReportRemark.passage_id == passage.id) & (ReportRemark.public_id == remark_id)
    found = db.session.scalar(select(ReportRemark).where(one).with_for_update())
    if found is None:
        raise NotFound
    if found.settled_at is None:
        found.settled_by, found.settled_at = actor.name, now


def text_before(head: DraftHead, section: str) -> str:
    """Return what the panel's report before said in a section, "" where it said nothing."""
    before = queries.draft_before(head)
    found = queries.passage(before, section) if before else None
    return found.text if found else ""


def _head(actor: Actor, draft_id: str) -> DraftHead:
    head = queries.draft_head(actor, draft_id)
    if head is None:
        raise NotFound
    require(actor, Action.REPORT_WRITE, head.subject)
    return head


def _to_change(actor: Actor, draft_id: str, section: str, version: int | None) -> ReportPassage:
    """The passage, locked within the open unit; made where the draft is older than the section."""
    head = _head(actor, draft_id)
    if section not in BY_KEY:
        raise NotFound
    passages = {passage.section: passage for passage in _all(head)}
    passage = passages.get(section) or _add(head, Passage(section), len(passages))
    if version is not None and passage.version != version:
        raise Stale
    return passage


def _all(head: DraftHead) -> list[ReportPassage]:
    query = select(ReportPassage).where(ReportPassage.draft_id == head.id).order_by(ReportPassage.id)
    return [*db.session.scalars(query.with_for_update())]


def _add(head: DraftHead, passage: Passage, position: int) -> ReportPassage:
    row = ReportPassage(panel_id=head.panel_id, draft_id=head.id, section=passage.section, position=position)
    row.is_included, row.text = passage.is_included, passage.text
    db.session.add(row)
    db.session.flush()
    return row


def _was_stored(passage: ReportPassage, text: str) -> bool:
    """Whether a section said this once: then nothing is lost that somebody typed."""
    stored = select(ReportPassageVersion.text).where(ReportPassageVersion.passage_id == passage.id)
    return _tidy(passage, text) in {"", passage.text, *db.session.scalars(stored)}


def _tidy(passage: ReportPassage, text: str) -> str:
    """The words as they are stored: none where a section says what such sections start with, so that it stays that."""
    text = text.replace("\r\n", "\n").strip()
    return "" if text == BY_KEY[passage.section].start else text


def _write(actor: Actor, passage: ReportPassage, text: str, now: datetime) -> int:
    if len(text) > LONGEST:
        raise Invalid({"text": f"A section must be {LONGEST:,} characters or fewer"})
    section, text = BY_KEY[passage.section], _tidy(passage, text)
    if section.of == EASY_READ and (unknown := short_versions.unknown_pictures(text)):
        raise Invalid({"text": f"There is no picture named {unknown[0]}"})
    if text == passage.text:
        return passage.version
    passage.text, passage.written_by, passage.written_at = text, actor.name, now
    kept = ReportPassageVersion(panel_id=passage.panel_id, passage_id=passage.id, text=text)
    kept.written_by, kept.written_at = actor.name, now
    db.session.add(kept)
    db.session.flush()
    return passage.version
