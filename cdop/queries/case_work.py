"""What the work on a case has come to: its forms, holds, meetings, agenda, analysis, actions and letters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, bindparam, exists, func, select

from cdop.models import (
    ActionItem,
    Agency,
    AgendaItem,
    AnalysisVersion,
    Attachment,
    Case,
    CaseHold,
    CasePlace,
    FamilyLetter,
    FormRequest,
    Notification,
    PanelMeeting,
    ReferenceTable,
    ReviewMeeting,
    TriageDecision,
    User,
)
from cdop.queries.cases import facts_of
from cdop.queries.reading import read
from cdop.rules.correspondence import LetterKind, LetterStatus
from cdop.rules.decisions import Decision
from cdop.rules.facts import CaseFacts
from cdop.rules.triage_words import DecisionTopic
from cdop.rules.vocabulary import (
    ActionStatus,
    AgendaItemStatus,
    HoldKind,
    MeetingStatus,
    NotificationSource,
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
    by_name: str | None

    @property
    def is_outstanding(self) -> bool:
        """Whether the panel waits for it."""
        return self.status not in ANSWERED


@dataclass(frozen=True, slots=True)
class Told:
    """A notification of the death: what it is called, how it came and when, and with how many documents."""

    public_id: str
    reference: str
    source: NotificationSource
    received_at: datetime
    documents: int


@dataclass(frozen=True, slots=True)
class Hold:
    """Why the case waits for somebody outside the panel."""

    public_id: str
    kind: HoldKind
    note: str | None
    owner: str | None
    evidence: str | None
    started_on: date
    ended_on: date | None
    checked_on: date | None
    next_check_on: date | None
    version: int
    created_at: datetime
    by_name: str | None


@dataclass(frozen=True, slots=True)
class HeldReviewMeeting:
    """A child death review meeting that was recorded."""

    public_id: str
    held_on: date
    place: str | None
    present: list[dict[str, str]]
    summary: str | None
    created_at: datetime
    by_name: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """The case on a panel meeting's agenda."""

    public_id: str
    meeting_id: str
    held_on: date
    status: AgendaItemStatus
    meeting_status: MeetingStatus
    created_at: datetime
    by_name: str | None


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
    released_by: str | None


@dataclass(frozen=True, slots=True)
class Placed:
    """What the imported tables said of the child's postcode. `is_older`: a table was imported since."""

    postcode: str
    area_code: str
    lsoa_code: str | None
    deprivation_decile: int | None
    deprivation_edition: str | None
    deprivation_year: str | None
    postcodes_edition: str
    looked_up_at: datetime
    by_name: str
    is_older: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of one question of the first check, and who answered it when."""

    decision: Decision
    by_name: str
    at: datetime


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
    told: tuple[Told, ...] = ()
    placed: tuple[Placed, ...] = ()
    decided: tuple[Standing, ...] = ()

    def added_to(self, facts: CaseFacts) -> CaseFacts:
        """Return the facts with what the lifecycle asks of the work."""
        return replace(
            facts,
            forms_asked=len(self.asked),
            forms_outstanding=sum(each.is_outstanding for each in self.asked),
            holds=frozenset(hold.kind for hold in self.holds if hold.ended_on is None),
        )


def case_work(case_id: int, present: Iterable[bool]) -> CaseWork:
    """Return the work on a case that the reader may see. One statement for each part that is `PRESENT`."""
    return CaseWork(*(_rows(part, case_id) if is_there else () for part, is_there in zip(_PARTS, present, strict=True)))


def holds_of(case_id: int) -> tuple[Hold, ...]:
    """Return what a case waits for outside the panel, oldest first."""
    return _rows(_PARTS[1], case_id)


def facts_with_work(case: Case) -> CaseFacts:
    """Return a case as the lifecycle sees it. Two statements."""
    asked, holds = _rows(_PARTS[0], case.id), holds_of(case.id)
    return CaseWork(asked, holds, (), (), (), (), ()).added_to(facts_of(case))


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the work: what its rows become, and their statement."""

    model: type[Any]
    make: Callable[..., Any]
    statement: Any


def _rows(part: _Part, case_id: int) -> tuple[Any, ...]:
    return tuple(part.make(*row) for row in read(part.statement, case_id=case_id))


def _part(model: type[Any], make: Callable[..., Any], columns: tuple[Any, ...], *order: Any, by: bool = False) -> _Part:
    """Rows of a case in an order, with the name of who made each where `by` says so."""
    query = select(*columns, *((User.name,) if by else ())).where(model.case_id == _case_id).order_by(*order)
    return _Part(model, make, query.outerjoin(User, User.id == model.created_by_id) if by else query)


def _standing(topic: DecisionTopic, answer: str, detail: str | None, *more: Any) -> Standing:
    done_on, acknowledged_on, by_name, at = more
    return Standing(Decision(topic, answer, detail or "", done_on, acknowledged_on), by_name, at)


_case_id = bindparam("case_id", type_=Integer)
_asked, _listed = (
    _part(
        FormRequest,
        Asked,
        (
            FormRequest.public_id,
            Agency.name,
            Agency.kind,
            FormRequest.status,
            FormRequest.sent_at,
            FormRequest.due_on,
            FormRequest.returned_at,
        ),
        FormRequest.id,
        by=True,
    ),
    _part(
        AgendaItem,
        Listing,
        (
            AgendaItem.public_id,
            PanelMeeting.public_id,
            PanelMeeting.held_on,
            AgendaItem.status,
            PanelMeeting.status,
            AgendaItem.created_at,
        ),
        AgendaItem.id,
        by=True,
    ),
)
_decided = _part(
    TriageDecision,
    _standing,
    (
        TriageDecision.topic,
        TriageDecision.answer,
        TriageDecision.detail,
        TriageDecision.done_on,
        TriageDecision.acknowledged_on,
        TriageDecision.by_name,
        TriageDecision.at,
    ),
    TriageDecision.id,
)
_PARTS = (
    replace(_asked, statement=_asked.statement.join(Agency, Agency.id == FormRequest.agency_id)),
    _part(
        CaseHold,
        Hold,
        (
            CaseHold.public_id,
            CaseHold.kind,
            CaseHold.note,
            CaseHold.owner,
            CaseHold.evidence,
            CaseHold.started_on,
            CaseHold.ended_on,
            CaseHold.checked_on,
            CaseHold.next_check_on,
            CaseHold.version,
            CaseHold.created_at,
        ),
        CaseHold.started_on,
        CaseHold.id,
        by=True,
    ),
    _part(
        ReviewMeeting,
        HeldReviewMeeting,
        (
            ReviewMeeting.public_id,
            ReviewMeeting.held_on,
            ReviewMeeting.place,
            ReviewMeeting.present,
            ReviewMeeting.summary,
            ReviewMeeting.created_at,
        ),
        ReviewMeeting.held_on,
        ReviewMeeting.id,
        by=True,
    ),
    replace(_listed, statement=_listed.statement.join(PanelMeeting, PanelMeeting.id == AgendaItem.meeting_id)),
    _part(
        AnalysisVersion,
        Signed,
        (
            AnalysisVersion.public_id,
            AnalysisVersion.number,
            AnalysisVersion.signed_at,
            AnalysisVersion.signed_by,
            AnalysisVersion.digest,
        ),
        AnalysisVersion.number,
    ),
    _part(
        ActionItem,
        Agreed,
        (ActionItem.public_id, ActionItem.text, ActionItem.owner, ActionItem.due_on, ActionItem.status),
        ActionItem.due_on,
        ActionItem.id,
    ),
    _part(
        FamilyLetter,
        Letter,
        (
            FamilyLetter.public_id,
            FamilyLetter.kind,
            FamilyLetter.status,
            FamilyLetter.created_at,
            FamilyLetter.released_at,
            FamilyLetter.posted_on,
            FamilyLetter.released_by,
        ),
        FamilyLetter.id,
    ),
    _part(
        Notification,
        Told,
        (
            Notification.public_id,
            Notification.reference,
            Notification.source,
            Notification.received_at,
            select(func.count()).where(Attachment.notification_id == Notification.id).scalar_subquery(),
        ),
        Notification.received_at,
        Notification.id,
    ),
    _part(
        CasePlace,
        Placed,
        (
            CasePlace.postcode,
            CasePlace.area_code,
            CasePlace.lsoa_code,
            CasePlace.deprivation_decile,
            CasePlace.deprivation_edition,
            CasePlace.deprivation_year,
            CasePlace.postcodes_edition,
            CasePlace.looked_up_at,
            CasePlace.by_name,
            exists().where(ReferenceTable.is_current, ReferenceTable.imported_at > CasePlace.looked_up_at),
        ),
    ),
    replace(_decided, statement=_decided.statement.where(TriageDecision.replaced_at.is_(None))),
)
# Which parts there are, as columns of a statement that reads the case.
PRESENT = tuple(
    select(1).where(part.model.case_id == Case.id).correlate(Case).exists().label(f"has_{part.model.__tablename__}")
    for part in _PARTS
)
