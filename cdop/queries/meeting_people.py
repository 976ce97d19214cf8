"""Who is invited to a meeting and what they answered, the panel's seats, and what whoever has a link may see."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from cdop.extensions import db
from cdop.models import (
    Agency,
    AgendaItem,
    Case,
    ExpertCase,
    MeetingInvitation,
    Panel,
    PanelArea,
    PanelMeeting,
    PanelSeat,
    User,
)
from cdop.queries.cases import visible_to
from cdop.rules import meeting_needs
from cdop.rules.actors import Actor
from cdop.rules.meeting_needs import Invited, Needs
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, AgendaItemStatus, Expertise, InvitedStatus, MeetingKind, MeetingStatus

PAGE_SIZE = 50
COMING = (InvitedStatus.INVITED, InvitedStatus.ACCEPTED)
"""Those who are expected: asked, and not said that they do not come."""


def agenda_open_to(
    actor: Actor, meeting_id: int, *, coming: tuple[InvitedStatus, ...] = COMING
) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the cases of a meeting that somebody may know of who sees no case files.

    None that they left; of an expert only those for which they are invited, while they are among those `coming`.
    """
    apart = (Case.panel_id == actor.panel_id, Case.id.not_in(sorted(actor.excluded_case_ids)))
    if not actor.comes_for_named_cases:
        return apart
    named = (
        select(ExpertCase.case_id)
        .join(MeetingInvitation, MeetingInvitation.id == ExpertCase.invitation_id)
        .join(User, User.email == MeetingInvitation.email)
        .where(User.id == actor.user_id, MeetingInvitation.meeting_id == meeting_id)
        .where(MeetingInvitation.status.in_(coming))
    )
    return (*apart, Case.id.in_(named))


@dataclass(frozen=True, slots=True)
class InvitedRow:
    """Somebody invited to a meeting. `cases` are the references of those an expert comes for, as the reader may see."""

    id: int
    public_id: str
    name: str
    email: str
    part: str
    expertise: Expertise | None
    area_code: str | None
    agency: str | None
    status: InvitedStatus
    answered_at: datetime | None
    note: str | None
    deputy_for: str | None
    cases: tuple[str, ...] = ()

    @property
    def as_invited(self) -> Invited:
        """The person as the meeting's needs see them."""
        return Invited(self.name, self.part, self.status, self.expertise, self.area_code)


@dataclass(frozen=True, slots=True)
class MeetingPeople:
    """All who were invited to a meeting, in the order of asking, and what it needs."""

    people: tuple[InvitedRow, ...]
    needs: Needs


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat of the panel."""

    public_id: str
    name: str
    email: str
    part: str
    expertise: Expertise | None
    area_code: str | None
    agency_id: str | None
    agency: str | None
    deputy_name: str | None
    deputy_email: str | None
    is_active: bool
    version: int


@dataclass(frozen=True, slots=True)
class MayCome:
    """Somebody who may have come to a meeting without having said so; `deputy_for` whom, where they have no seat."""

    name: str
    part: str
    agency: str | None
    deputy_for: str | None


@dataclass(frozen=True, slots=True)
class SeatList:
    """One page of the panel's seats, those that are invited first, and how many there are."""

    rows: tuple[SeatRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class OwnInvitation:
    """What whoever has the link of an invitation sees: the meeting, and what they answered."""

    panel_name: str
    telephone: str | None
    name: str
    part: str
    status: InvitedStatus
    starts_at: datetime | None
    place: str | None
    video_link: str | None
    kind: MeetingKind
    meeting_status: MeetingStatus

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.meeting_status is MeetingStatus.PLANNED and self.status is not InvitedStatus.WITHDRAWN


def meeting_people(actor: Actor, public_id: str) -> MeetingPeople | None:
    """Return who is invited to a meeting of the actor's panel, None where there is none. Four statements."""
    mine = (PanelMeeting.panel_id == actor.panel_id) & (PanelMeeting.public_id == public_id)
    meeting = db.session.execute(select(PanelMeeting.id, PanelMeeting.theme).where(mine)).one_or_none()
    if meeting is None or not can(actor, Action.AGENDA_EDIT):
        return None
    people = invited_to(actor, meeting.id)
    needs = meeting_needs.needs((row.as_invited for row in people), meeting.theme, _areas(actor, meeting.id))
    return MeetingPeople(people, needs)


def invited_to(actor: Actor, meeting_id: int) -> tuple[InvitedRow, ...]:
    """Return who is invited to a meeting, in the order of asking. Two statements."""
    query = _INVITED.where(MeetingInvitation.meeting_id == meeting_id).order_by(MeetingInvitation.id)
    rows = db.session.execute(query).all()
    experts = select(ExpertCase.invitation_id, Case.reference).join(Case, Case.id == ExpertCase.case_id)
    named = experts.where(ExpertCase.invitation_id.in_([row.id for row in rows]), *visible_to(actor))
    cases: dict[int, list[str]] = {}
    for invitation_id, reference in db.session.execute(named.order_by(Case.id)):
        cases.setdefault(invitation_id, []).append(reference)
    return tuple(replace(InvitedRow(*row), cases=tuple(cases.get(row.id, ()))) for row in rows)


def accepted(actor: Actor, meeting_id: int) -> tuple[InvitedRow, ...]:
    """Return those who accepted, for a meeting of the actor's panel at which nobody has recorded who came yet."""
    return tuple(row for row in invited_to(actor, meeting_id) if row.status is InvitedStatus.ACCEPTED)


def others(actor: Actor, meeting_id: int, here: Collection[str]) -> tuple[MayCome, ...]:
    """Return who else may have come to a meeting: invited, or with a seat, and not among these names; by name."""
    known = [
        MayCome(each.name, each.part, each.agency, each.deputy_for)
        for each in invited_to(actor, meeting_id)
        if each.status is not InvitedStatus.WITHDRAWN
    ]
    mine = (PanelSeat.panel_id == actor.panel_id) & PanelSeat.is_active
    for row in db.session.execute(_SEATS.where(mine)):
        known.append(MayCome(row.name, row.part, row[7], None))
        if row.deputy_name:
            known.append(MayCome(row.deputy_name, row.part, row[7], row.name))
    found = {each.name: each for each in reversed(known) if each.name not in here}
    return tuple(sorted(found.values(), key=lambda each: each.name.casefold()))


def seat_list(actor: Actor, page: int) -> SeatList:
    """Return one page of the seats of the actor's panel, by part and name."""
    mine = PanelSeat.panel_id == actor.panel_id
    total = db.session.scalar(select(func.count()).select_from(PanelSeat).where(mine)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    order = (PanelSeat.is_active.desc(), PanelSeat.part, PanelSeat.name, PanelSeat.id)
    query = _SEATS.where(mine).order_by(*order).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return SeatList(tuple(SeatRow(*row) for row in db.session.execute(query)), total, page, pages)


def seat(actor: Actor, public_id: str) -> SeatRow | None:
    """Return a seat of the actor's panel, None where there is none."""
    mine = (PanelSeat.panel_id == actor.panel_id) & (PanelSeat.public_id == public_id)
    row = db.session.execute(_SEATS.where(mine)).one_or_none()
    return None if row is None else SeatRow(*row)


def areas_of(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return code and name of the areas of the actor's panel, by name."""
    query = select(PanelArea.gss_code, PanelArea.name).where(PanelArea.panel_id == actor.panel_id)
    return tuple((code, name) for code, name in db.session.execute(query.order_by(PanelArea.name)))


def own_invitation(token_digest: str) -> OwnInvitation | None:
    """Return the invitation whose link has this digest, None where there is none."""
    row = db.session.execute(_OWN.where(MeetingInvitation.token_digest == token_digest)).one_or_none()
    return None if row is None else OwnInvitation(*row)


def own_standing(actor: Actor, meeting_id: int) -> InvitedStatus | None:
    """Return how the newest invitation to a meeting stands that went to the address of somebody's account."""
    query = (
        select(MeetingInvitation.status)
        .join(User, User.email == MeetingInvitation.email)
        .where(User.id == actor.user_id, MeetingInvitation.meeting_id == meeting_id)
    )
    return db.session.scalar(query.order_by(MeetingInvitation.id.desc()).limit(1))


def _areas(actor: Actor, meeting_id: int) -> dict[str, str]:
    """The areas of the cases on an agenda that the reader may see."""
    listed = (AgendaItem.meeting_id == meeting_id) & (AgendaItem.status == AgendaItemStatus.LISTED)
    query = (
        select(PanelArea.gss_code, PanelArea.name)
        .join(Case, (Case.area_code == PanelArea.gss_code) & (Case.panel_id == PanelArea.panel_id))
        .join(AgendaItem, AgendaItem.case_id == Case.id)
        .where(listed, *visible_to(actor))
        .distinct()
        .order_by(PanelArea.name)
    )
    return {code: name for code, name in db.session.execute(query)}


_instead_of = aliased(MeetingInvitation)
_INVITED: Any = (
    select(
        MeetingInvitation.id,
        MeetingInvitation.public_id,
        MeetingInvitation.name,
        MeetingInvitation.email,
        MeetingInvitation.part,
        MeetingInvitation.expertise,
        MeetingInvitation.area_code,
        Agency.name,
        MeetingInvitation.status,
        MeetingInvitation.answered_at,
        MeetingInvitation.note,
        _instead_of.name,
    )
    .outerjoin(Agency, Agency.id == MeetingInvitation.agency_id)
    .outerjoin(_instead_of, _instead_of.id == MeetingInvitation.deputy_for_id)
)
_SEATS: Any = select(
    PanelSeat.public_id,
    PanelSeat.name,
    PanelSeat.email,
    PanelSeat.part,
    PanelSeat.expertise,
    PanelSeat.area_code,
    Agency.public_id,
    Agency.name,
    PanelSeat.deputy_name,
    PanelSeat.deputy_email,
    PanelSeat.is_active,
    PanelSeat.version,
).outerjoin(Agency, Agency.id == PanelSeat.agency_id)
_OWN: Any = (
    select(
        Panel.name,
        Panel.telephone,
        MeetingInvitation.name,
        MeetingInvitation.part,
        MeetingInvitation.status,
        PanelMeeting.starts_at,
        PanelMeeting.place,
        PanelMeeting.video_link,
        PanelMeeting.kind,
        PanelMeeting.status,
    )
    .join(PanelMeeting, PanelMeeting.id == MeetingInvitation.meeting_id)
    .join(Panel, Panel.id == MeetingInvitation.panel_id)
)
