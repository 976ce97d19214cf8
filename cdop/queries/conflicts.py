"""Who at a meeting may have a conflict of interest in which case, what was declared, and what the chair decided."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import (
    Agency,
    AgendaItem,
    Case,
    ConflictOfInterest,
    FormRequest,
    MeetingInvitation,
    PanelMeeting,
    ReviewMeeting,
    User,
)
from cdop.queries import routing
from cdop.queries.cases import visible_to
from cdop.queries.meeting_people import COMING, agenda_open_to
from cdop.queries.related_cases import related_to_each
from cdop.questionnaires.answer import AnswerSet
from cdop.rules import conflicts, email_addresses
from cdop.rules.actors import Actor
from cdop.rules.conflicts import Connection, Involved, Involvement, Person
from cdop.rules.dates import written_date
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, AgendaItemStatus, ConflictDecision, ConflictKind

ON_THE_AGENDA = (AgendaItemStatus.LISTED, AgendaItemStatus.SIGNED)


@dataclass(frozen=True, slots=True)
class Declared:
    """A conflict that was declared. `decision` is None until the chair has decided."""

    public_id: str
    invitation_id: int
    case_id: int
    name: str
    kind: ConflictKind
    note: str | None
    declared_by: str
    at: datetime
    decision: ConflictDecision | None
    decided_by: str | None
    version: int


@dataclass(frozen=True, slots=True)
class DeclaredElsewhere:
    """A conflict that was declared of the same case for another meeting: it is decided there, and told here."""

    case_id: int
    name: str
    email: str
    kind: ConflictKind
    decision: ConflictDecision | None
    held_on: date
    is_of_family: bool = False


@dataclass(frozen=True, slots=True)
class Suggested:
    """Somebody at the meeting whom the records connect with a case, who has declared nothing yet."""

    name: str
    invitation_id: str
    connections: tuple[Connection, ...]


@dataclass(frozen=True, slots=True)
class CaseConflicts:
    """A case on the agenda, by its reference: what is declared, and what is proposed."""

    case_id: str
    reference: str
    declared: tuple[Declared, ...]
    suggested: tuple[Suggested, ...]


@dataclass(frozen=True, slots=True)
class Attending:
    """Somebody who may declare, with the public id of their invitation."""

    id: int
    public_id: str
    person: Person


@dataclass(frozen=True, slots=True)
class MeetingConflicts:
    """The page of a meeting's conflicts. Whoever sees no cases sees what they declared themselves."""

    cases: tuple[CaseConflicts, ...]
    people: tuple[Attending, ...]
    own: Attending | None


def meeting_conflicts(actor: Actor, public_id: str) -> MeetingConflicts | None:
    """Return the conflicts at a meeting of the actor's panel, None where there is none. Some twelve statements."""
    mine = (PanelMeeting.panel_id == actor.panel_id) & (PanelMeeting.public_id == public_id)
    meeting_id = db.session.scalar(select(PanelMeeting.id).where(mine))
    if meeting_id is None:
        return None
    people = _people(meeting_id)
    email = db.session.scalar(select(User.email).where(User.id == actor.user_id)) or ""
    own = next((each for each in people if each.person.email == email), None)
    sees_all = can(actor, Action.CASE_LIST)
    shown = people if sees_all else tuple(each for each in people if each is own)
    cases = _cases(actor, meeting_id, sees_all=sees_all) if shown or sees_all else ()
    declared = _declared(meeting_id, [row.id for row in cases], None if sees_all else [each.id for each in shown])
    involved, elsewhere = _involvement(cases), _elsewhere(meeting_id, [row.id for row in cases])
    of_family = tuple(_of_family(actor, [row.id for row in cases]))
    found = [
        CaseConflicts(
            row.public_id,
            row.reference,
            tuple(each for each in declared if each.case_id == row.id),
            _suggested(row.id, shown, declared, involved[row.id], (*elsewhere, *of_family)),
        )
        for row in cases
    ]
    return MeetingConflicts(tuple(found), shown, own)


def of_case(actor: Actor, meeting_id: str, case_id: int) -> tuple[Declared, ...]:
    """Return what was declared of a case for a meeting (by its public id), for somebody who may see the case.

    What was declared for another meeting is decided there: see `of_case_elsewhere`. One statement.
    """
    of_both = (PanelMeeting.public_id == meeting_id) & (ConflictOfInterest.case_id == case_id)
    query = _DECLARED.join(PanelMeeting, PanelMeeting.id == MeetingInvitation.meeting_id)
    mine = query.where(of_both, ConflictOfInterest.panel_id == actor.panel_id)
    return tuple(Declared(*row) for row in db.session.execute(mine.order_by(ConflictOfInterest.id)))


def of_case_elsewhere(actor: Actor, meeting_id: str, case_id: int) -> tuple[DeclaredElsewhere, ...]:
    """Return what was declared of a case for other meetings than this, by its public id. Two statements."""
    mine = (PanelMeeting.panel_id == actor.panel_id) & (PanelMeeting.public_id == meeting_id)
    return _elsewhere(db.session.scalar(select(PanelMeeting.id).where(mine)) or 0, [case_id])


def _elsewhere(meeting_id: int, case_ids: Sequence[int]) -> tuple[DeclaredElsewhere, ...]:
    columns = (MeetingInvitation.name, MeetingInvitation.email, ConflictOfInterest.kind, ConflictOfInterest.decision)
    query = (
        select(ConflictOfInterest.case_id, *columns, PanelMeeting.held_on)
        .join(MeetingInvitation, MeetingInvitation.id == ConflictOfInterest.invitation_id)
        .join(PanelMeeting, PanelMeeting.id == MeetingInvitation.meeting_id)
        .where(ConflictOfInterest.case_id.in_(case_ids), PanelMeeting.id != meeting_id)
        .order_by(PanelMeeting.held_on, ConflictOfInterest.id)
    )
    return tuple(DeclaredElsewhere(*row) for row in db.session.execute(query))


def _of_family(actor: Actor, case_ids: Sequence[int]) -> Iterator[DeclaredElsewhere]:
    """What was declared of other cases of the family that the actor may see, as of each of these. Two statements."""
    family = related_to_each(actor, case_ids)
    declared = _elsewhere(0, [each.case_id for related in family.values() for each in related]) if family else ()
    for case_id, related in family.items():
        theirs = {each.case_id for each in related}
        yield from (replace(each, case_id=case_id, is_of_family=True) for each in declared if each.case_id in theirs)


def _suggested(
    case_id: int,
    people: Iterable[Attending],
    declared: Sequence[Declared],
    involved: Involvement,
    elsewhere: Iterable[DeclaredElsewhere],
) -> tuple[Suggested, ...]:
    told = {each.invitation_id for each in declared if each.case_id == case_id}
    before = [each for each in elsewhere if each.case_id == case_id]
    found = (
        Suggested(
            each.person.name,
            each.public_id,
            (*_told_before(each.person, before), *conflicts.connections(each.person, involved)),
        )
        for each in people
        if each.id not in told
    )
    return tuple(each for each in found if each.connections)


def _told_before(person: Person, before: Iterable[DeclaredElsewhere]) -> Iterator[Connection]:
    for each in before:
        if each.email == person.email:
            whose = "for another case of the family, " if each.is_of_family else ""
            yield Connection(each.kind, f"they declared it {whose}for the meeting of {written_date(each.held_on)}")


def _people(meeting_id: int) -> tuple[Attending, ...]:
    columns = (MeetingInvitation.id, MeetingInvitation.public_id, MeetingInvitation.name, MeetingInvitation.email)
    coming = (MeetingInvitation.meeting_id == meeting_id) & MeetingInvitation.status.in_(COMING)
    query = select(*columns, MeetingInvitation.agency_id).where(coming).order_by(MeetingInvitation.id)
    rows = db.session.execute(query)
    return tuple(Attending(row.id, row.public_id, Person(row.name, row.email, row.agency_id)) for row in rows)


def _cases(actor: Actor, meeting_id: int, *, sees_all: bool) -> Sequence[Any]:
    """The cases on the agenda; of somebody who comes and sees no cases, but for those that they left."""
    scope = visible_to(actor) if sees_all else agenda_open_to(actor, meeting_id)
    listed = (AgendaItem.meeting_id == meeting_id) & AgendaItem.status.in_(ON_THE_AGENDA)
    columns = (Case.id, Case.public_id, Case.reference, Case.key_worker_name, Case.key_worker_role, Case.jar_lead)
    query = select(*columns).join(AgendaItem, AgendaItem.case_id == Case.id).where(listed, *scope)
    return db.session.execute(query.order_by(AgendaItem.position)).all()


def _declared(meeting_id: int, case_ids: Sequence[int], by: Sequence[int] | None) -> tuple[Declared, ...]:
    """What was declared for a meeting: of some invitations, or by everybody, also by who does not come after all."""
    of_both = (MeetingInvitation.meeting_id == meeting_id) & ConflictOfInterest.case_id.in_(case_ids)
    query = _DECLARED.where(of_both if by is None else of_both & ConflictOfInterest.invitation_id.in_(by))
    return tuple(Declared(*row) for row in db.session.execute(query.order_by(ConflictOfInterest.id)))


def _involvement(cases: Sequence[Any]) -> dict[int, Involvement]:
    """Who had to do with each case. Four statements."""
    ids = [row.id for row in cases]
    told = routing.notified_of_each(ids)
    columns = (FormRequest.case_id, Agency.id, Agency.name, Agency.email, FormRequest.recipient_email)
    asked = select(*columns, FormRequest.sent_by)
    requests = db.session.execute(
        asked.join(Agency, Agency.id == FormRequest.agency_id).where(FormRequest.case_id.in_(ids))
    ).all()
    met = select(ReviewMeeting.case_id, ReviewMeeting.present).where(ReviewMeeting.case_id.in_(ids))
    present: dict[int, list[Involved]] = {}
    for case_id, people in db.session.execute(met):
        of_meeting = (Involved(each["name"], ConflictKind.LED, "one of the review meeting") for each in people)
        present.setdefault(case_id, []).extend(of_meeting)
    found = {}
    for row in cases:
        own = [each for each in requests if each.case_id == row.id]
        senders = (each.sent_by.partition(" (")[0] for each in own if each.sent_by)
        found[row.id] = Involvement(
            {each.id: each.name for each in own},
            frozenset(each.recipient_email.lower() for each in own if each.recipient_email),
            (
                *_named(row),
                *(Involved(name, ConflictKind.PROVIDED_FORM, "who sent a reporting form") for name in senders),
                *present.get(row.id, ()),
                *(each for answers in told[row.id] for each in _professionals(answers)),
            ),
            {whose: each.name for each in own if (whose := email_addresses.organisation(each.email))},
        )
    return found


def _named(row: Any) -> list[Involved]:
    lead = (row.jar_lead or "").partition(",")[0]
    found = [
        Involved(row.key_worker_name or "", ConflictKind.TREATED, "the family’s key worker"),
        Involved(lead, ConflictKind.LED, "the lead of the joint agency response"),
    ]
    return [each for each in found if each.name]


def _professionals(answers: AnswerSet) -> list[Involved]:
    """The professionals whom a notification names."""
    return [
        Involved(str(given.value), ConflictKind.TREATED, "a professional who knew the child")
        for (key, _row), given in answers.items()
        if key == "professional_name" and given.value
    ]


_DECLARED: Any = select(
    ConflictOfInterest.public_id,
    ConflictOfInterest.invitation_id,
    ConflictOfInterest.case_id,
    MeetingInvitation.name,
    ConflictOfInterest.kind,
    ConflictOfInterest.note,
    ConflictOfInterest.declared_by,
    ConflictOfInterest.created_at,
    ConflictOfInterest.decision,
    ConflictOfInterest.decided_by,
    ConflictOfInterest.version,
).join(MeetingInvitation, MeetingInvitation.id == ConflictOfInterest.invitation_id)
