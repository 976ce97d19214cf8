"""The analysis of a case: as it is being written, and as it was signed. Who may read it is asked by the verbs."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, bindparam, select

from cdop.models import (
    AgendaItem,
    AnalysisVersion,
    Attendance,
    Case,
    CaseExclusion,
    ConflictOfInterest,
    FormResponse,
    MeetingInvitation,
    PanelMeeting,
    User,
)
from cdop.queries.answers import answers_of
from cdop.queries.case_work import Signed
from cdop.queries.own_lists import with_own_lists
from cdop.queries.reading import read
from cdop.questionnaires import registry
from cdop.questionnaires.answer import Answer, AnswerKey
from cdop.questionnaires.forms_of_2008 import VERSIONS_OF_2008
from cdop.questionnaires.forms_of_2019 import VERSIONS_OF_2019
from cdop.questionnaires.kinds import KINDS
from cdop.questionnaires.spec import FormSpec
from cdop.questionnaires.words import NonAnswer
from cdop.rules import conflicts
from cdop.rules.dates import LONDON
from cdop.rules.lifecycle import COMPLETED
from cdop.rules.vocabulary import AgendaItemStatus, CaseStatus, ConflictDecision, MeetingStatus, ResponseStatus

FORM = "analysis"
IS_OF_TODAY = FormResponse.form_version.not_in(VERSIONS_OF_2008 | VERSIONS_OF_2019)
"""A Form C of an old case is read as it is; the panel analyses on today's form."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The analysis form of a case, written last or being written; without answers where it is not begun.

    A case that is reviewed again begins with what was signed last.
    """

    spec: FormSpec
    answers: dict[AnswerKey, Answer] = field(default_factory=dict)
    is_begun: bool = False
    is_signed: bool = False


@dataclass(frozen=True, slots=True)
class ListedMeeting:
    """The meeting on whose agenda a case is.

    `parts` are of those who came and neither left for the case nor take no part in it, at whichever meeting that was
    decided; `is_attended` where anybody recorded who came.
    `undecided` conflicts of interest wait for the chair. `awaits` is what an agreement waits for still.
    """

    public_id: str
    held_on: date
    status: MeetingStatus
    parts: tuple[str, ...]
    is_attended: bool = False
    undecided: int = 0
    awaits: str | None = None


@dataclass(frozen=True, slots=True)
class SignedVersion:
    """An analysis as it was signed. `told` is what was sealed, `answers` the same as the form reads it."""

    public_id: str
    number: int
    spec: FormSpec
    told: list[dict[str, Any]]
    digest: str
    signed_at: datetime
    signed_by: str
    meeting_on: date

    @property
    def answers(self) -> dict[AnswerKey, Answer]:
        """The answers by question and row."""
        return {(each["question"], each["row"]): _answer(self.spec, each) for each in self.told}


def draft(case_id: int, on: date) -> Draft:
    """Return the analysis form of a case; one that is not begun is the form given out on that day.

    It offers the factors of the panel's list on that day, and the themes of its register.
    """
    row = read(_RESPONSE, case_id=case_id).first()
    if row is None:
        return Draft(with_own_lists(registry.current(FORM, on), case_id, on))
    spec = with_own_lists(registry.get(FORM, row.form_version), case_id, on)
    is_signed = row.status is ResponseStatus.SUBMITTED and row.case_status in COMPLETED
    return Draft(spec, answers_of(row.id, spec).answers, True, is_signed)


def listed_meeting(case_id: int) -> ListedMeeting | None:
    """Return the meeting on whose agenda a case is, None where it is on none."""
    row = read(_LISTED, case_id=case_id).first()
    if row is None:
        return None
    present = read(_PRESENT, meeting_id=row.id).all()
    declared = read(_CONFLICTS, meeting_id=row.id, case_id=case_id).all()
    leaving = [*_left(declared), *_told_to_take_no_part(case_id)]
    parts = conflicts.staying([(each.name, each.part) for each in present], leaving)
    undecided = sum(each.decision is None and each.is_of_this for each in declared)
    awaits = row.subject_to if row.settled_at is None else None
    return ListedMeeting(row.public_id, row.held_on, row.status, parts, bool(present), undecided, awaits)


def took_no_part(meeting_id: int, case_id: int) -> tuple[str, ...]:
    """Return the names of those who were told to take no part in a case, and of those who left a meeting for it.

    Whoever leaves need not have an account. Three statements.
    """
    there = {each.name for each in read(_PRESENT, meeting_id=meeting_id)}
    left = [name for name in _left(read(_CONFLICTS, meeting_id=meeting_id, case_id=case_id)) if name in there]
    return tuple(dict.fromkeys([*_told_to_take_no_part(case_id), *left]))


def _told_to_take_no_part(case_id: int) -> list[str]:
    return [row.name for row in read(_TOOK_NO_PART, case_id=case_id)]


def _left(declared: Iterable[Any]) -> list[str]:
    """The names of those who leave for a case, by what was decided last of each."""
    decided = {each.name: each.decision for each in declared if each.decision is not None}
    return [name for name, decision in decided.items() if decision is ConflictDecision.LEAVES]


def version(case_id: int, version_id: str) -> SignedVersion | None:
    """Return a signed analysis of a case by its public id, None where there is none."""
    row = read(_VERSION, case_id=case_id, version_id=version_id).first()
    if row is None:
        return None
    form_version, public_id, number, *rest = tuple(row)
    signed_on = row.signed_at.astimezone(LONDON).date()
    spec = with_own_lists(registry.get(FORM, form_version), case_id, signed_on, signed_at=row.signed_at)
    return SignedVersion(public_id, number, spec, *rest)


def signed_versions(case_id: int) -> tuple[Signed, ...]:
    """Return which analyses of a case were signed, the last first, without what they say."""
    return tuple(Signed(*tuple(row)) for row in read(_SIGNED, case_id=case_id))


def _answer(spec: FormSpec, told: dict[str, Any]) -> Answer:
    if told["non_answer"]:
        return Answer(non_answer=NonAnswer(told["non_answer"]))
    return Answer(KINDS[spec.question(told["question"]).kind].load(told["value"]))


_case_id = bindparam("case_id", type_=Integer)
_RESPONSE = (
    select(FormResponse.id, FormResponse.form_version, FormResponse.status, Case.status.label("case_status"))
    .join(Case, Case.id == FormResponse.case_id)
    .where(FormResponse.case_id == _case_id, FormResponse.form_key == FORM, IS_OF_TODAY)
    .order_by(FormResponse.id.desc())
    .limit(1)
)
_LISTED = (
    select(PanelMeeting.id, PanelMeeting.public_id, PanelMeeting.held_on, PanelMeeting.status)
    .add_columns(AgendaItem.subject_to, AgendaItem.settled_at)
    .join(AgendaItem, AgendaItem.meeting_id == PanelMeeting.id)
    .join(Case, Case.id == AgendaItem.case_id)
    .where(
        AgendaItem.case_id == _case_id,
        AgendaItem.status == AgendaItemStatus.LISTED,
        Case.status == CaseStatus.ON_AGENDA,
    )
    .order_by(AgendaItem.id.desc())
    .limit(1)
)
_meeting_id = bindparam("meeting_id", type_=Integer)
_PRESENT = select(Attendance.name, Attendance.part).where(Attendance.meeting_id == _meeting_id, Attendance.is_present)
_IS_OF_THIS = MeetingInvitation.meeting_id == _meeting_id
# What was decided at this meeting comes last, and is what holds.
_CONFLICTS = (
    select(MeetingInvitation.name, ConflictOfInterest.decision, _IS_OF_THIS.label("is_of_this"))
    .join(MeetingInvitation, MeetingInvitation.id == ConflictOfInterest.invitation_id)
    .where(ConflictOfInterest.case_id == _case_id)
    .order_by(_IS_OF_THIS, ConflictOfInterest.id)
)
_TOOK_NO_PART = (
    select(User.name)
    .join(CaseExclusion, CaseExclusion.user_id == User.id)
    .where(CaseExclusion.case_id == _case_id)
    .order_by(User.name)
)
_VERSION = (
    select(
        AnalysisVersion.form_version,
        AnalysisVersion.public_id,
        AnalysisVersion.number,
        AnalysisVersion.answers,
        AnalysisVersion.digest,
        AnalysisVersion.signed_at,
        AnalysisVersion.signed_by,
        PanelMeeting.held_on,
    )
    .join(PanelMeeting, PanelMeeting.id == AnalysisVersion.meeting_id)
    .where(AnalysisVersion.case_id == _case_id, AnalysisVersion.public_id == bindparam("version_id"))
)
_SIGNED = (
    select(
        AnalysisVersion.public_id,
        AnalysisVersion.number,
        AnalysisVersion.signed_at,
        AnalysisVersion.signed_by,
        AnalysisVersion.digest,
    )
    .where(AnalysisVersion.case_id == _case_id)
    .order_by(AnalysisVersion.number.desc())
)
