"""What the work on a case has come to: its forms, holds, meetings, agenda, analysis, actions and letters."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, bindparam, select

from cdop.models import (
    ActionItem,
    Agency,
    AgendaItem,
    AnalysisVersion,
    Case,
    CaseHold,
    FamilyLetter,
    FormRequest,
    PanelMeeting,
    ReviewMeeting,
)
from cdop.queries.cases import facts_of
from cdop.queries.reading import read
from cdop.rules.facts import CaseFacts
from cdop.rules.vocabulary import (
    ActionStatus,
    AgendaItemStatus,
    HoldKind,
    LetterKind,
    LetterStatus,
    MeetingStatus,
    RequestStatus,
)

ANSWERED = frozenset({RequestStatus.RETURNED, RequestStatus.NOTHING_HELD, RequestStatus.WAIVED})
"""A request that nobody is waiting for any more; one that was not sent yet is nobody's wait either."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One agency that was asked for its reporting form."""

    public_id: str
    agency: str
    kind: str
    status: RequestStatus
    sent_at: datetime | None
    due_on: date | None
    returned_at: datetime | None

    @property
    def is_outstanding(self) -> bool:
        """Whether the panel waits for it."""
        return self.status not in ANSWERED


@dataclass(frozen=True, slots=True)
class Hold:
    """Why the case waits for somebody outside the panel."""

    public_id: str
    kind: HoldKind
    note: str | None
    started_on: date
    ended_on: date | None
    next_check_on: date | None


@dataclass(frozen=True, slots=True)
class HeldReviewMeeting:
    """A child death review meeting that was recorded."""

    public_id: str
    held_on: date
    place: str | None
    present: list[dict[str, str]]
    summary: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """The case on a panel meeting's agenda."""

    public_id: str
    meeting_id: str
    held_on: date
    status: AgendaItemStatus
    meeting_status: MeetingStatus


@dataclass(frozen=True, slots=True)
class Signed:
    """An analysis that the chair signed."""

    public_id: str
    number: int
    signed_at: datetime
    signed_by: str
    digest: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """Something agreed to be done because of the review."""

    public_id: str
    text: str
    owner: str
    due_on: date
    status: ActionStatus


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to the family."""

    public_id: str
    kind: LetterKind
    status: LetterStatus
    created_at: datetime
    released_at: datetime | None
    posted_on: date | None


@dataclass(frozen=True, slots=True)
class CaseWork:
    """All of it, oldest first."""

    asked: tuple[Asked, ...]
    holds: tuple[Hold, ...]
    review_meetings: tuple[HeldReviewMeeting, ...]
    listings: tuple[Listing, ...]
    signed: tuple[Signed, ...]
    actions: tuple[Agreed, ...]
    letters: tuple[Letter, ...]

    def added_to(self, facts: CaseFacts) -> CaseFacts:
        """Return the facts with what the lifecycle asks of the work."""
        return replace(
            facts,
            forms_asked=len(self.asked),
            forms_outstanding=sum(each.is_outstanding for each in self.asked),
            holds=frozenset(hold.kind for hold in self.holds if hold.ended_on is None),
        )


def case_work(case_id: int) -> CaseWork:
    """Return the work on a case that the reader may see. Seven statements."""
    return CaseWork(*(tuple(make(*row) for row in read(statement, case_id=case_id)) for make, statement in _PARTS))


def facts_with_work(case: Case) -> CaseFacts:
    """Return a case as the lifecycle sees it. Two statements."""
    asked, holds = (tuple(make(*row) for row in read(statement, case_id=case.id)) for make, statement in _PARTS[:2])
    return CaseWork(asked, holds, (), (), (), (), ()).added_to(facts_of(case))


_case_id = bindparam("case_id", type_=Integer)
_PARTS: tuple[tuple[type, Any], ...] = (
    (
        Asked,
        select(
            FormRequest.public_id,
            Agency.name,
            Agency.kind,
            FormRequest.status,
            FormRequest.sent_at,
            FormRequest.due_on,
            FormRequest.returned_at,
        )
        .join(Agency, Agency.id == FormRequest.agency_id)
        .where(FormRequest.case_id == _case_id)
        .order_by(FormRequest.id),
    ),
    (
        Hold,
        select(
            CaseHold.public_id,
            CaseHold.kind,
            CaseHold.note,
            CaseHold.started_on,
            CaseHold.ended_on,
            CaseHold.next_check_on,
        )
        .where(CaseHold.case_id == _case_id)
        .order_by(CaseHold.started_on, CaseHold.id),
    ),
    (
        HeldReviewMeeting,
        select(
            ReviewMeeting.public_id,
            ReviewMeeting.held_on,
            ReviewMeeting.place,
            ReviewMeeting.present,
            ReviewMeeting.summary,
        )
        .where(ReviewMeeting.case_id == _case_id)
        .order_by(ReviewMeeting.held_on, ReviewMeeting.id),
    ),
    (
        Listing,
        select(
            AgendaItem.public_id,
            PanelMeeting.public_id,
            PanelMeeting.held_on,
            AgendaItem.status,
            PanelMeeting.status,
        )
        .join(PanelMeeting, PanelMeeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.case_id == _case_id)
        .order_by(AgendaItem.id),
    ),
    (
        Signed,
        select(
            AnalysisVersion.public_id,
            AnalysisVersion.number,
            AnalysisVersion.signed_at,
            AnalysisVersion.signed_by,
            AnalysisVersion.digest,
        )
        .where(AnalysisVersion.case_id == _case_id)
        .order_by(AnalysisVersion.number),
    ),
    (
        Agreed,
        select(ActionItem.public_id, ActionItem.text, ActionItem.owner, ActionItem.due_on, ActionItem.status)
        .where(ActionItem.case_id == _case_id)
        .order_by(ActionItem.due_on, ActionItem.id),
    ),
    (
        Letter,
        select(
            FamilyLetter.public_id,
            FamilyLetter.kind,
            FamilyLetter.status,
            FamilyLetter.created_at,
            FamilyLetter.released_at,
            FamilyLetter.posted_on,
        )
        .where(FamilyLetter.case_id == _case_id)
        .order_by(FamilyLetter.id),
    ),
)
