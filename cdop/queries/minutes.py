"""The minutes of a meeting, and what they are drafted from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import (
    ActionItem,
    AgendaItem,
    AnalysisVersion,
    Attendance,
    Case,
    ConflictOfInterest,
    MeetingInvitation,
    MeetingMinutes,
    MinutesSheet,
    MinutesSheetHistory,
    PanelMeeting,
)
from cdop.queries import analysis
from cdop.questionnaires.analysis_2024_page import GOOD_PRACTICE, ISSUE, analysis_page
from cdop.rules import case_words, categories, quorum
from cdop.rules.actors import Actor
from cdop.rules.dates import written_date
from cdop.rules.facts import PanelSubject
from cdop.rules.minutes import SUBJECT_TO, TITLES, AgreedAction, CaseOutcome, attendance, parts
from cdop.rules.vocabulary import AgendaItemStatus, MeetingStatus, SheetKind


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of minutes; `reference` and `case_id` are of its case, None of the meeting as a whole."""

    id: int
    public_id: str
    kind: SheetKind
    case_id: int | None
    reference: str | None
    text: str
    by_name: str
    at: datetime
    version: int

    @property
    def title(self) -> str:
        """What stands above it."""
        return f"Case {self.reference}" if self.reference else TITLES[self.kind]

    @property
    def parts(self) -> tuple[tuple[bool, tuple[str, ...]], ...]:
        """Its lines as they are read: of each run of them whether they are a list."""
        return tuple(parts(self.text))


@dataclass(frozen=True, slots=True)
class Minutes:
    """A meeting with its minutes; no `id` where none are drafted.

    `is_whole` says whether the reader has every sheet: not where they take no part in a case.
    """

    meeting_id: int
    panel_id: int
    public_id: str
    held_on: date
    status: MeetingStatus
    id: int | None
    shared_at: datetime | None
    approved_on: date | None
    approved_by: str | None
    sheets: tuple[Sheet, ...] = ()
    is_whole: bool = True

    @property
    def subject(self) -> PanelSubject:
        """The minutes as policy sees them."""
        return PanelSubject(self.panel_id)

    @property
    def standing(self) -> str:
        """Whether they are approved, in words."""
        return f"Approved on {written_date(self.approved_on)}" if self.approved_on else "Draft, not approved yet"

    def sheet(self, sheet_id: str) -> Sheet | None:
        """Return a sheet by its public id, None where it is not there."""
        return next((each for each in self.sheets if each.public_id == sheet_id), None)


@dataclass(frozen=True, slots=True)
class Before:
    """A meeting whose minutes its members can read, and when they were approved, None while they are not."""

    public_id: str
    held_on: date
    approved_on: date | None


@dataclass(frozen=True, slots=True)
class EarlierText:
    """What a sheet said before."""

    text: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case that was on the agenda."""

    id: int
    public_id: str
    reference: str
    status: AgendaItemStatus
    reason: str | None


def minutes_of(actor: Actor, meeting_id: str) -> Minutes | None:
    """Return a meeting of the actor's panel by its public id with its minutes; None where there is no such meeting.

    The sheets of cases in which the actor takes no part are left out, and then what was learnt from all of them too:
    it would tell of those. Two statements.
    """
    mine = (PanelMeeting.panel_id == actor.panel_id) & (PanelMeeting.public_id == meeting_id)
    row = db.session.execute(_MINUTES.where(mine)).one_or_none()
    if row is None:
        return None
    query = (
        select(*_SHEET)
        .outerjoin(Case, Case.id == MinutesSheet.case_id)
        .where(MinutesSheet.minutes_id == row[5])
        .order_by(MinutesSheet.position)
    )
    every = tuple(Sheet(*each) for each in db.session.execute(query))
    theirs = tuple(each for each in every if each.case_id not in actor.excluded_case_ids)
    if len(theirs) < len(every):
        theirs = tuple(each for each in theirs if each.kind is not SheetKind.LEARNING)
    return Minutes(*row, sheets=theirs, is_whole=len(theirs) == len(every))


def earlier_texts(sheet_id: int) -> tuple[EarlierText, ...]:
    """Return what a sheet said before, the last first."""
    columns = (MinutesSheetHistory.text, MinutesSheetHistory.by_name, MinutesSheetHistory.at)
    query = select(*columns).where(MinutesSheetHistory.sheet_id == sheet_id).order_by(MinutesSheetHistory.id.desc())
    return tuple(EarlierText(*row) for row in db.session.execute(query))


def listed_cases(meeting_id: int) -> tuple[ListedCase, ...]:
    """Return the cases that are or were on the agenda of a meeting, whoever may know of them."""
    query = (
        select(Case.id, Case.public_id, Case.reference, AgendaItem.status, AgendaItem.reason)
        .join(AgendaItem, AgendaItem.case_id == Case.id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.position)
    )
    return tuple(ListedCase(*row) for row in db.session.execute(query))


def who_came(meeting_id: int) -> str:
    """Return who came to a meeting, and how its quorum stood, as text."""
    columns = (Attendance.name, Attendance.part, Attendance.agency)
    query = select(*columns).where(Attendance.meeting_id == meeting_id, Attendance.is_present)
    rows = db.session.execute(query.order_by(Attendance.id)).all()
    standing = quorum.sentence(quorum.quorum(row.part for row in rows))
    return attendance([(row.name, row.part, row.agency or "") for row in rows], standing)


def shared_before(actor: Actor, held_on: date) -> Before | None:
    """Return the last meeting before a day whose minutes members can read."""
    before = (PanelMeeting.panel_id == actor.panel_id) & (PanelMeeting.held_on < held_on)
    query = (
        select(PanelMeeting.public_id, PanelMeeting.held_on, MeetingMinutes.approved_on)
        .join(MeetingMinutes, MeetingMinutes.meeting_id == PanelMeeting.id)
        .where(before, MeetingMinutes.shared_at.is_not(None))
    )
    row = db.session.execute(query.order_by(PanelMeeting.held_on.desc()).limit(1)).one_or_none()
    return None if row is None else Before(*row)


def held_after(actor: Actor, held_on: date) -> date | None:
    """Return the day of the next meeting that was held after a day, None where none was yet."""
    after = (PanelMeeting.panel_id == actor.panel_id) & (PanelMeeting.held_on > held_on)
    query = select(func.min(PanelMeeting.held_on)).where(after, PanelMeeting.status == MeetingStatus.HELD)
    return db.session.scalar(query)


def outcome(meeting_id: int, case: ListedCase) -> tuple[CaseOutcome, tuple[str, ...]]:
    """Return what a meeting did with a case, and what was learnt from it."""
    signed = _signed(meeting_id, case)
    page = None if signed is None else analysis_page(signed.spec, signed.answers)
    found = CaseOutcome(
        case.status,
        case.reason or "",
        tuple(_findings(meeting_id, case.id)),
        tuple(f"{words} ({to})" if to else words for to, words in page.recommendations) if page else (),
        tuple(_actions(meeting_id, case.id)),
        analysis.took_no_part(meeting_id, case.id),
        tuple(_noted(meeting_id, case.id)),
        tuple(_declared(meeting_id, case.id)),
    )
    if page is None:
        return found, ()
    own = (words for label, words in page.learning if label in (ISSUE, GOOD_PRACTICE))
    return found, (*page.learning_points, *own)


def _signed(meeting_id: int, case: ListedCase) -> analysis.SignedVersion | None:
    of_both = (AnalysisVersion.meeting_id == meeting_id) & (AnalysisVersion.case_id == case.id)
    query = select(AnalysisVersion.public_id).where(of_both).order_by(AnalysisVersion.number.desc()).limit(1)
    version_id = db.session.scalar(query)
    return None if version_id is None else analysis.version(case.id, version_id)


def _findings(meeting_id: int, case_id: int) -> Iterator[tuple[str, str]]:
    of_both = (AnalysisVersion.meeting_id == meeting_id) & (AnalysisVersion.case_id == case_id)
    columns = (AnalysisVersion.category, AnalysisVersion.modifiable)
    row = db.session.execute(
        select(*columns).where(of_both).order_by(AnalysisVersion.number.desc()).limit(1)
    ).one_or_none()
    if row is not None:
        category = categories.category(row.category)
        yield "Category of death", category.numbered
        yield "Modifiable factors", case_words.MODIFIABLE_WORDS[row.modifiable]


def _noted(meeting_id: int, case_id: int) -> Iterator[tuple[str, str]]:
    """What was written down beside the chair, and what the case waits for."""
    columns = {
        "Discussion": AgendaItem.discussion,
        "Disagreed": AgendaItem.dissent,
        "Awaited": AgendaItem.awaited,
        SUBJECT_TO: AgendaItem.subject_to,
        "What came of that": AgendaItem.settled_how,
    }
    of_both = (AgendaItem.meeting_id == meeting_id) & (AgendaItem.case_id == case_id)
    row = db.session.execute(select(*columns.values()).where(of_both)).one_or_none()
    yield from ((label, words) for label, words in zip(columns, tuple(row or ()), strict=False) if words)


def _declared(meeting_id: int, case_id: int) -> Iterator[str]:
    """The conflicts of interest by the part of who declared them, with what the chair decided."""
    query = select(MeetingInvitation.part, ConflictOfInterest.kind, ConflictOfInterest.decision)
    joined = query.join(ConflictOfInterest, ConflictOfInterest.invitation_id == MeetingInvitation.id)
    of_both = (MeetingInvitation.meeting_id == meeting_id) & (ConflictOfInterest.case_id == case_id)
    for part, kind, decision in db.session.execute(joined.where(of_both).order_by(ConflictOfInterest.id)):
        yield f"{part}: {kind} ({decision or 'not decided'})"


def _actions(meeting_id: int, case_id: int) -> Iterator[AgreedAction]:
    query = select(ActionItem.text, ActionItem.agency, ActionItem.due_on)
    of_both = (ActionItem.meeting_id == meeting_id) & (ActionItem.case_id == case_id)
    for row in db.session.execute(query.where(of_both).order_by(ActionItem.id)):
        yield AgreedAction(row.text, row.agency or "", row.due_on)


_MINUTES = select(
    PanelMeeting.id,
    PanelMeeting.panel_id,
    PanelMeeting.public_id,
    PanelMeeting.held_on,
    PanelMeeting.status,
    MeetingMinutes.id,
    MeetingMinutes.shared_at,
    MeetingMinutes.approved_on,
    MeetingMinutes.approved_by,
).outerjoin(MeetingMinutes, MeetingMinutes.meeting_id == PanelMeeting.id)
_SHEET: tuple[Any, ...] = (
    MinutesSheet.id,
    MinutesSheet.public_id,
    MinutesSheet.kind,
    MinutesSheet.case_id,
    Case.reference,
    MinutesSheet.text,
    MinutesSheet.by_name,
    MinutesSheet.at,
    MinutesSheet.version,
)
