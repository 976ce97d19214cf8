"""The pack of a meeting as those see it who prepare it: case by case, what is confirmed and what still stands."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, select

from cdop.extensions import db
from cdop.models import (
    AgendaItem,
    Case,
    MeetingInvitation,
    MeetingMinutes,
    MeetingPack,
    Membership,
    PackPassage,
    PackReader,
    PackReading,
    PanelMeeting,
    PassedWords,
    User,
)
from cdop.queries.cases import visible_to
from cdop.queries.meetings import ON_THE_AGENDA
from cdop.rules.actors import Actor
from cdop.rules.facts import PanelSubject
from cdop.rules.packs import CaseCount
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import InvitedStatus, MeetingKind, PackPart, PackPlace, PackWay, Role

LOG_SIZE = 50
MEMBERS = (Role.PANEL_MEMBER, Role.CHAIR, Role.DESIGNATED_DOCTOR, Role.COORDINATOR)
"""Who is given the pack of every meeting."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who is to have a pack and has not got it."""

    user_id: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class PackHead:
    """A meeting and its pack; no `pack_id` where none is begun."""

    meeting_id: int
    panel_id: int
    public_id: str
    held_on: date
    starts_at: datetime | None
    kind: MeetingKind
    place: str | None
    pack_id: int | None
    released_at: datetime | None
    released_by: str | None
    expires_on: date | None

    @property
    def subject(self) -> PanelSubject:
        """The pack as policy sees it."""
        return PanelSubject(self.panel_id)


@dataclass(frozen=True, slots=True)
class PackedCase:
    """A case of a meeting, and how far its passages are."""

    id: int
    public_id: str
    reference: str
    passages: int
    to_confirm: int
    standing: int
    unreleased: int

    @property
    def is_released(self) -> bool:
        """Whether members read all of it that is for them: nothing is left to be drafted or released."""
        return self.passages > 0 and self.unreleased == 0

    @property
    def count(self) -> CaseCount:
        """How far it is, for the rules."""
        return CaseCount(self.reference, self.passages, self.to_confirm, self.standing)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as it is kept. `passed` is by its words who let them stand and why."""

    id: int
    public_id: str
    part: PackPart
    place: PackPlace
    title: str
    source: str
    source_digest: str
    text: str
    standing_count: int
    confirmed_at: datetime | None
    confirmed_by: str | None
    confirmed_by_id: int | None
    released_at: datetime | None
    version: int
    passed: dict[str, tuple[str, str]]

    @property
    def is_ready(self) -> bool:
        """Whether nothing keeps it from being released."""
        return self.place is PackPlace.OUT or (self.confirmed_at is not None and self.standing_count == 0)


@dataclass(frozen=True, slots=True)
class GivenTo:
    """Somebody to whom a pack was given, how often they read it and when last."""

    public_id: str
    name: str
    withdrawn_at: datetime | None
    withdrawn_because: str | None
    readings: int
    last_read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading: who, which case of the pack ("" for its front), how and when."""

    name: str
    reference: str
    way: PackWay
    copy_number: int | None
    at: datetime


def pack_head(actor: Actor, meeting_id: str) -> PackHead | None:
    """Return a meeting of the actor's panel by its public id, with its pack; None where there is no such meeting."""
    mine = (PanelMeeting.panel_id == actor.panel_id) & (PanelMeeting.public_id == meeting_id)
    row = db.session.execute(_HEAD.where(mine)).one_or_none()
    return None if row is None else PackHead(*row)


def papers_of(actor: Actor, meeting_id: str) -> tuple[bool, bool]:
    """Say whether the pack of a meeting is released and whether its minutes are shared. One statement."""
    mine = (PanelMeeting.panel_id == actor.panel_id) & (PanelMeeting.public_id == meeting_id)
    query = (
        select(MeetingPack.released_at, MeetingMinutes.shared_at)
        .select_from(PanelMeeting)
        .outerjoin(MeetingPack, MeetingPack.meeting_id == PanelMeeting.id)
        .outerjoin(MeetingMinutes, MeetingMinutes.meeting_id == PanelMeeting.id)
    )
    row = db.session.execute(query.where(mine)).one_or_none()
    return (False, False) if row is None else (row[0] is not None, row[1] is not None)


def packed_cases(actor: Actor, head: PackHead) -> tuple[PackedCase, ...]:
    """Return the cases of a meeting that the actor may know of, in the order of the agenda. One statement."""
    counted = PackPassage.place != PackPlace.OUT
    of_pack = (PackPassage.case_id == Case.id) & (PackPassage.pack_id == head.pack_id)
    query = (
        select(
            Case.id,
            Case.public_id,
            Case.reference,
            func.count(PackPassage.id),
            func.sum(case((counted & PackPassage.confirmed_at.is_(None), 1), else_=0)),
            func.sum(case((counted & (PackPassage.standing_count > 0), 1), else_=0)),
            func.sum(case((counted & PackPassage.released_at.is_(None), 1), else_=0)),
        )
        .join(AgendaItem, AgendaItem.case_id == Case.id)
        .outerjoin(PackPassage, of_pack)
        .where(AgendaItem.meeting_id == head.meeting_id, AgendaItem.status.in_(ON_THE_AGENDA), *visible_to(actor))
        .group_by(Case.id, Case.public_id, Case.reference, AgendaItem.position)
        .order_by(AgendaItem.position)
    )
    return tuple(PackedCase(*row) for row in db.session.execute(query))


def is_on_agenda(head: PackHead, case_id: int) -> bool:
    """Say whether a case is on the agenda of a meeting, or was."""
    of_both = (AgendaItem.meeting_id == head.meeting_id) & (AgendaItem.case_id == case_id)
    query = select(AgendaItem.id).where(of_both, AgendaItem.status.in_(ON_THE_AGENDA))
    return db.session.scalar(query) is not None


def passages_of(head: PackHead, case_id: int) -> tuple[Passage, ...]:
    """Return the passages of a case in a pack, in their order. Two statements."""
    of_case = (PackPassage.pack_id == head.pack_id) & (PackPassage.case_id == case_id)
    rows = db.session.execute(select(*_PASSAGE).where(of_case).order_by(PackPassage.position)).all()
    passed: dict[int, dict[str, tuple[str, str]]] = {}
    words = select(PassedWords.passage_id, PassedWords.words, PassedWords.by_name, PassedWords.reason)
    for each in db.session.execute(words.where(PassedWords.passage_id.in_([row.id for row in rows]))):
        passed.setdefault(each.passage_id, {})[each.words] = each.by_name, each.reason
    told: list[Any] = [(*row, passed.get(row.id, {})) for row in rows]
    return tuple(Passage(*each) for each in told)


def experts_who_come(head: PackHead) -> Select[str]:
    """Return a query of the addresses of the experts who accepted to come, and accepted confidentiality with it."""
    comes = (MeetingInvitation.meeting_id == head.meeting_id) & (MeetingInvitation.part == Part.EXPERT)
    return select(MeetingInvitation.email).where(comes, MeetingInvitation.status == InvitedStatus.ACCEPTED)


def not_given_to(head: PackHead, today: date) -> tuple[Waiting, ...]:
    """Return who belongs to the panel today, or comes as an expert, and was never given a pack, by name."""
    has_it = select(PackReader.user_id).where(PackReader.pack_id == head.pack_id)
    holds_today = (
        (Membership.panel_id == head.panel_id)
        & (Membership.from_on <= today)
        & (Membership.until_on.is_(None) | (Membership.until_on >= today))
    )
    members = select(Membership.user_id).where(holds_today, Membership.role.in_(MEMBERS))
    experts = select(Membership.user_id).where(holds_today, Membership.role == Role.EXPERT)
    query = select(User.id, User.name, User.email).where(
        User.disabled_at.is_(None),
        User.id.in_(members) | (User.id.in_(experts) & User.email.in_(experts_who_come(head))),
        User.id.not_in(has_it),
    )
    return tuple(Waiting(*row) for row in db.session.execute(query.order_by(User.name, User.id)))


def given_to(head: PackHead) -> tuple[GivenTo, ...]:
    """Return to whom a pack was given, by name, with their readings. One statement."""
    of_reader = (PackReading.pack_id == PackReader.pack_id) & (PackReading.user_id == PackReader.user_id)
    query = (
        select(
            PackReader.public_id,
            User.name,
            PackReader.withdrawn_at,
            PackReader.withdrawn_because,
            func.count(PackReading.id),
            func.max(PackReading.at),
        )
        .join(User, User.id == PackReader.user_id)
        .outerjoin(PackReading, of_reader)
        .where(PackReader.pack_id == head.pack_id)
        .group_by(PackReader.id, PackReader.public_id, User.name, PackReader.withdrawn_at, PackReader.withdrawn_because)
        .order_by(User.name)
    )
    return tuple(GivenTo(*row) for row in db.session.execute(query))


def readings(actor: Actor, head: PackHead, page: int) -> tuple[tuple[Reading, ...], int, int]:
    """Return one page of the readings of a pack, the last first, with its number and how many there are.

    Readings of a case that the actor may not know of are left out.
    """
    mine = (PackReading.pack_id == head.pack_id) & (PackReading.case_id.is_(None) | Case.id.is_not(None))
    joined = select(PackReading.id).outerjoin(Case, and_(Case.id == PackReading.case_id, *visible_to(actor)))
    total = db.session.scalar(joined.where(mine).with_only_columns(func.count())) or 0
    pages = max(1, -(-total // LOG_SIZE))
    page = min(max(1, page), pages)
    columns = (User.name, Case.reference, PackReading.way, PackReading.copy_number, PackReading.at)
    query = joined.join(User, User.id == PackReading.user_id).where(mine).with_only_columns(*columns)
    rows = db.session.execute(
        query.order_by(PackReading.at.desc(), PackReading.id.desc()).limit(LOG_SIZE).offset((page - 1) * LOG_SIZE)
    )
    return tuple(Reading(row[0], row[1] or "", *row[2:]) for row in rows), page, pages


_HEAD = select(
    PanelMeeting.id,
    PanelMeeting.panel_id,
    PanelMeeting.public_id,
    PanelMeeting.held_on,
    PanelMeeting.starts_at,
    PanelMeeting.kind,
    PanelMeeting.place,
    MeetingPack.id,
    MeetingPack.released_at,
    MeetingPack.released_by,
    MeetingPack.expires_on,
).outerjoin(MeetingPack, MeetingPack.meeting_id == PanelMeeting.id)
_PASSAGE = tuple(
    getattr(PackPassage, name)
    for name in (
        "id public_id part place title source source_digest text standing_count confirmed_at confirmed_by "
        "confirmed_by_id released_at version"
    ).split()
)
