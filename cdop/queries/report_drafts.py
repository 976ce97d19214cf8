"""The drafts of annual reports: their passages with versions and remarks, and the numbers said to be no figures."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import PlainNumber, PublicWords, ReportDraft, ReportPassage, ReportPassageVersion, ReportRemark
from cdop.queries.names_on_record import names_on_record
from cdop.rules.actors import Actor
from cdop.rules.bound_numbers import LooseNumber, loose_numbers, sentences
from cdop.rules.facts import PanelSubject
from cdop.rules.periods import Period
from cdop.rules.public_words import Doubt, doubts
from cdop.rules.report_sections import BY_KEY, Passage, complete
from cdop.rules.section import Section

SHOWN = 50


@dataclass(frozen=True, slots=True)
class DraftHead:
    """A draft by the period it is about."""

    id: int
    panel_id: int
    public_id: str
    label: str
    from_on: date
    to_on: date

    @property
    def period(self) -> Period:
        """What the report covers."""
        return Period(self.from_on, self.to_on, self.label)

    @property
    def subject(self) -> PanelSubject:
        """The draft as policy sees it."""
        return PanelSubject(self.panel_id)


@dataclass(frozen=True, slots=True)
class PassageView:
    """A section of a draft as it stands. `id` is None where nobody has touched it."""

    section: Section
    text: str = ""
    is_included: bool = True
    id: int | None = None
    written_by: str | None = None
    written_at: datetime | None = None
    version: int = 1
    is_public: bool = False
    open_remarks: int = 0
    loose: tuple[LooseNumber, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    """What of a public passage should not be public, and nobody let stand."""

    @property
    def passage(self) -> Passage:
        """What the report prints of it."""
        return Passage(self.section.key, self.text, self.is_included)


@dataclass(frozen=True, slots=True)
class RemarkView:
    """A remark on a passage."""

    public_id: str
    text: str
    made_by: str
    made_at: datetime
    settled_by: str | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class VersionView:
    """A passage as it was saved."""

    text: str
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class PlainView:
    """A number that somebody said is no figure."""

    section: str
    number: str
    sentence: str
    reason: str
    said_by: str


@dataclass(frozen=True, slots=True)
class StandingWords:
    """Words that somebody let stand in the public edition."""

    section: str
    words: str
    sentence: str
    reason: str
    said_by: str


def drafts(actor: Actor) -> tuple[DraftHead, ...]:
    """Return the drafts of the actor's panel, the newest period first."""
    mine = select(*_HEAD).where(ReportDraft.panel_id == actor.panel_id)
    newest = mine.order_by(ReportDraft.to_on.desc(), ReportDraft.from_on.desc()).limit(SHOWN)
    return tuple(DraftHead(*tuple(row)) for row in db.session.execute(newest))


def draft_head(actor: Actor, public_id: str) -> DraftHead | None:
    """Return a draft of the actor's panel, None where there is none."""
    mine = select(*_HEAD).where(ReportDraft.panel_id == actor.panel_id, ReportDraft.public_id == public_id)
    row = db.session.execute(mine).one_or_none()
    return None if row is None else DraftHead(*tuple(row))


def draft_of(panel_id: int, period: Period) -> DraftHead | None:
    """Return the draft of a panel for a period, None where nobody has begun one."""
    of_period = (ReportDraft.from_on == period.start, ReportDraft.to_on == period.end)
    row = db.session.execute(select(*_HEAD).where(ReportDraft.panel_id == panel_id, *of_period)).one_or_none()
    return None if row is None else DraftHead(*tuple(row))


def draft_before(draft: DraftHead) -> DraftHead | None:
    """Return the panel's draft of the newest period that ended before this one began, None where there is none."""
    earlier = select(*_HEAD).where(ReportDraft.panel_id == draft.panel_id, ReportDraft.to_on < draft.from_on)
    row = db.session.execute(earlier.order_by(ReportDraft.to_on.desc()).limit(1)).one_or_none()
    return None if row is None else DraftHead(*tuple(row))


def passages(draft: DraftHead) -> tuple[PassageView, ...]:
    """Return every section of a draft in its order, with what was written and what is still loose in it."""
    open_remark = (ReportRemark.passage_id == ReportPassage.id) & ReportRemark.settled_at.is_(None)
    remarks = select(func.count()).where(open_remark).correlate(ReportPassage).scalar_subquery()
    query = select(*_PASSAGE, remarks).where(ReportPassage.draft_id == draft.id).order_by(ReportPassage.position)
    kept = {row.section: row for row in db.session.execute(query)}
    plain = {(said.section, said.number, said.sentence) for said in plain_numbers(draft)}
    order = complete([Passage(section) for section in kept])
    found = (_passage(BY_KEY[place.section], kept.get(place.section), plain) for place in order)
    return _with_doubts(draft, tuple(found))


def _with_doubts(draft: DraftHead, found: tuple[PassageView, ...]) -> tuple[PassageView, ...]:
    """The sections, and of public ones what should not be public."""
    public = [view for view in found if view.is_public and view.text]
    if not public:
        return found
    known = names_on_record(draft.panel_id, "\n".join(view.text for view in public))
    stand = {(each.section, each.words, each.sentence) for each in public_words(draft)}
    settled = {
        view.section.key: tuple(
            each
            for each in doubts(view.text, known)
            if (view.section.key, each.words, each.sentence) not in stand
            and each.sentence not in sentences(view.section.start)
        )
        for view in public
    }
    return tuple(replace(view, doubts=settled.get(view.section.key, ())) for view in found)


def public_words(draft: DraftHead) -> tuple[StandingWords, ...]:
    """Return the words of a draft that somebody let stand in the public edition, with who and why, oldest first."""
    said = (ReportPassage.section, *(getattr(PublicWords, name) for name in StandingWords.__slots__[1:]))
    query = select(*said).join(ReportPassage, ReportPassage.id == PublicWords.passage_id)
    of_draft = query.where(ReportPassage.draft_id == draft.id).order_by(PublicWords.id)
    return tuple(StandingWords(*tuple(row)) for row in db.session.execute(of_draft))


def passage(draft: DraftHead, section: str) -> PassageView | None:
    """Return one section of a draft, None where there is no such section."""
    return next((found for found in passages(draft) if found.section.key == section), None)


def plain_numbers(draft: DraftHead) -> tuple[PlainView, ...]:
    """Return the numbers of a draft that somebody said are no figures, with who and why, oldest first."""
    said = (ReportPassage.section, PlainNumber.number, PlainNumber.sentence, PlainNumber.reason, PlainNumber.said_by)
    query = select(*said).join(ReportPassage, ReportPassage.id == PlainNumber.passage_id)
    of_draft = query.where(ReportPassage.draft_id == draft.id).order_by(PlainNumber.id)
    return tuple(PlainView(*tuple(row)) for row in db.session.execute(of_draft))


def settled(draft: DraftHead, passage: PassageView) -> tuple[tuple[PlainView, ...], tuple[StandingWords, ...]]:
    """Return the numbers of a section that are no figures and its words that can be public, each with who and why.

    Of sentences that still stand in it, the oldest first.
    """
    there = {(passage.section.key, sentence) for sentence in sentences(passage.text)}
    plain = tuple(each for each in plain_numbers(draft) if (each.section, each.sentence) in there)
    return plain, tuple(each for each in public_words(draft) if (each.section, each.sentence) in there)


def remarks(passage_id: int | None) -> tuple[RemarkView, ...]:
    """Return the remarks on a passage, those to be settled first, then the newest first."""
    query = select(*(getattr(ReportRemark, name) for name in RemarkView.__slots__))
    order = (ReportRemark.settled_at.is_not(None), ReportRemark.id.desc())
    of_passage = query.where(ReportRemark.passage_id == passage_id).order_by(*order).limit(SHOWN)
    return tuple(RemarkView(*tuple(row)) for row in db.session.execute(of_passage))


def versions(passage_id: int | None) -> tuple[VersionView, ...]:
    """Return the newest versions of a passage, the newest first."""
    query = select(*(getattr(ReportPassageVersion, name) for name in VersionView.__slots__))
    newest = query.where(ReportPassageVersion.passage_id == passage_id).order_by(ReportPassageVersion.id.desc())
    return tuple(VersionView(*tuple(row)) for row in db.session.execute(newest.limit(SHOWN)))


def _passage(section: Section, row: Any, plain: set[tuple[str, str, str]]) -> PassageView:
    if row is None:
        return PassageView(section, is_public=section.is_short)
    started = sentences(section.start)
    loose = tuple(
        n
        for n in loose_numbers(row.text)
        if n.sentence not in started and (section.key, n.number, n.sentence) not in plain
    )
    is_public = row.is_public or section.is_short
    kept = (row.text, row.is_included, row.id, row.written_by, row.written_at, row.version, is_public, row[-1])
    return PassageView(section, *kept, loose)


_HEAD: tuple[Any, ...] = tuple(getattr(ReportDraft, name) for name in DraftHead.__slots__)
_PASSAGE: tuple[Any, ...] = (
    ReportPassage.section,
    ReportPassage.text,
    ReportPassage.is_included,
    ReportPassage.id,
    ReportPassage.written_by,
    ReportPassage.written_at,
    ReportPassage.version,
    ReportPassage.is_public,
)
