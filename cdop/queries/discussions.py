"""The case in front of the panel: what was noted, who disagreed, what an agreement waits for, and what is disputed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ScalarSelect, select

from cdop.extensions import db
from cdop.models import AgendaItem, AnalysisVersion, Case, PanelMeeting
from cdop.queries.case_work import ANSWERED, Asked
from cdop.queries.cases import visible_to
from cdop.queries.comparison import disputed
from cdop.rules.actors import Actor
from cdop.rules.facts import CaseSubject
from cdop.rules.other_families import OtherChild
from cdop.rules.vocabulary import AgendaItemStatus, RequestStatus

SILENT = {
    RequestStatus.NOTHING_HELD: "holds nothing on the child",
    RequestStatus.DECLINED: "declined to answer",
    RequestStatus.WAIVED: "was told that no form is needed",
}


@dataclass(frozen=True, slots=True)
class Discussed:
    """A case on an agenda, as the note-taker and the chair work on it."""

    id: int
    panel_id: int
    case_id: str
    reference: str
    meeting_id: str
    held_on: date
    version: int
    discussion: str | None
    dissent: str | None
    subject_to: str | None
    settled_how: str | None
    settled_at: datetime | None
    settled_by: str | None

    @property
    def subject(self) -> CaseSubject:
        """The case as policy sees it."""
        return CaseSubject(self.id, self.panel_id)

    @property
    def is_waiting(self) -> bool:
        """Whether it was agreed subject to something that has not come."""
        return self.subject_to is not None and self.settled_at is None


@dataclass(frozen=True, slots=True)
class AgendaPlace:
    """Where a case stands on its agenda. `after` is the next that is not signed; `left` one before it, if none follows.

    Both are public id and reference.
    """

    number: int
    of: int
    after: tuple[str, str] | None
    left: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A question on which agencies contradict each other and nothing is agreed: what each of them said."""

    question: str
    said: tuple[tuple[str, str], ...]


def discussed(actor: Actor, case_id: str) -> Discussed | None:
    """Return a case's place on an agenda, None where it is on none that the actor may know of."""
    listed = (AgendaItem.status == AgendaItemStatus.LISTED) & (Case.public_id == case_id)
    row = db.session.execute(_DISCUSSED.where(*visible_to(actor), listed).limit(1)).one_or_none()
    return None if row is None else Discussed(*row)


def discussed_when_signed(actor: Actor, version_id: str) -> Discussed | None:
    """Return a case's place on the agenda of the meeting whose chair signed this version of its analysis."""
    at_meeting = (AnalysisVersion.meeting_id == AgendaItem.meeting_id) & (AnalysisVersion.case_id == AgendaItem.case_id)
    signed = (AgendaItem.status == AgendaItemStatus.SIGNED) & (AnalysisVersion.public_id == version_id)
    query = _DISCUSSED.join(AnalysisVersion, at_meeting).where(*visible_to(actor), signed)
    row = db.session.execute(query.limit(1)).one_or_none()
    return None if row is None else Discussed(*row)


def agenda_place(actor: Actor, case_id: int) -> AgendaPlace | None:
    """Return where a case stands on the agenda it was put on last, None where it was on none. One statement.

    Cases that the actor may not know of are not counted.
    """
    query = (
        select(Case.id, Case.public_id, Case.reference, AgendaItem.status)
        .join(AgendaItem, AgendaItem.case_id == Case.id)
        .where(*visible_to(actor), AgendaItem.meeting_id == _last_agenda(case_id))
        .where(AgendaItem.status.in_((AgendaItemStatus.LISTED, AgendaItemStatus.SIGNED)))
        .order_by(AgendaItem.position)
    )
    rows = db.session.execute(query).all()
    number = next((number for number, row in enumerate(rows) if row.id == case_id), None)
    if number is None:
        return None
    is_open = [(row.public_id, row.reference) if row.status is AgendaItemStatus.LISTED else None for row in rows]
    after, before = (next(filter(None, part), None) for part in (is_open[number + 1 :], is_open[:number]))
    return AgendaPlace(number + 1, len(rows), after, None if after else before)


def others_on_agenda(actor: Actor, case_id: int) -> tuple[OtherChild, ...]:
    """Return the other children on the agenda that a case was put on last, of those the actor may know of."""
    rows = db.session.execute(
        select(Case.reference, Case.given_names, Case.family_name, Case.nhs_number)
        .join(AgendaItem, AgendaItem.case_id == Case.id)
        .where(*visible_to(actor), AgendaItem.meeting_id == _last_agenda(case_id), Case.id != case_id)
        .order_by(AgendaItem.position)
    )
    names = ((row, " ".join(filter(None, (row.given_names, row.family_name)))) for row in rows)
    return tuple(OtherChild(row.reference, name, row.nhs_number or "") for row, name in names)


def _last_agenda(case_id: int) -> ScalarSelect[int]:
    own = select(AgendaItem.meeting_id).where(AgendaItem.case_id == case_id).order_by(AgendaItem.id.desc()).limit(1)
    return own.scalar_subquery()


def disputes(actor: Actor, case_id: str) -> tuple[Dispute, ...]:
    """Return the facts of a case that are disputed, in the order of their forms."""
    return tuple(
        Dispute(line.compared.question.text, tuple(line.originals.items())) for line in disputed(actor, case_id)
    )


def missing_voices(asked: tuple[Asked, ...]) -> tuple[str, ...]:
    """Return, in words, whose account the panel does not have: of the agencies that were asked, or of any."""
    if not asked:
        return ("No agency was asked for its reporting form",)
    return tuple(
        f"{each.agency} {SILENT.get(each.status, 'has not answered')}"
        for each in asked
        if each.status in SILENT or each.status not in ANSWERED
    )


_DISCUSSED: Any = (
    select(
        Case.id,
        Case.panel_id,
        Case.public_id,
        Case.reference,
        PanelMeeting.public_id,
        PanelMeeting.held_on,
        AgendaItem.version,
        AgendaItem.discussion,
        AgendaItem.dissent,
        AgendaItem.subject_to,
        AgendaItem.settled_how,
        AgendaItem.settled_at,
        AgendaItem.settled_by,
    )
    .join(AgendaItem, AgendaItem.case_id == Case.id)
    .join(PanelMeeting, PanelMeeting.id == AgendaItem.meeting_id)
    .order_by(AgendaItem.id.desc())
)
