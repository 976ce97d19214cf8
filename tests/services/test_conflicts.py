"""Conflicts are declared per case, decided by the chair; whoever leaves sees nothing of the case from that moment."""

from datetime import datetime

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import CaseExclusion, ConflictOfInterest, MeetingInvitation
from cdop.queries.conflicts import meeting_conflicts
from cdop.rules.actors import Actor
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import CaseStatus, ConflictDecision, ConflictKind
from cdop.services import conflicts, meeting_invitations, meetings, panel_seats
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound, Stale
from cdop.services.meeting_invitations import Guest
from cdop.services.panel_seats import Seat
from tests.agencies import add_agency, ask
from tests.factories import MadeCase, add_case, add_cases
from tests.meetings import mark, planned
from tests.personas import Cast, address
from tests.queries.test_cases import statements


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    """A case that is ready, about which a surgery was asked."""
    coordinator = cast.person("coordinator")
    return add_case(coordinator, now=now, status=CaseStatus.READY, key_worker_name="Dr Invented Member")


@pytest.fixture
def meeting(cast: Cast, case: MadeCase, now: datetime) -> str:
    """A meeting with the case on its agenda, to which the member and the chair are invited."""
    coordinator = cast.person("coordinator")
    meeting = planned(coordinator, now=now)
    meetings.put_on_agenda(coordinator, meeting, case.public_id, now=now)
    agency = add_agency(coordinator, now=now, name="Invented Ward")
    people = ("panel member", "Invented Member", Part.LAY, agency), ("chair", "Chair", Part.CHAIR, None)
    for who, name, part, employer in people:
        cast.person(who)
        seat = Seat(name, address(who), part, agency=employer)
        panel_seats.add(coordinator, seat, submission_id=mark(), now=now)
    meeting_invitations.invite_seats(coordinator, meeting, now=now)
    return meeting


def invitation_of(who: str) -> str:
    db.session.rollback()
    query = select(MeetingInvitation.public_id).where(MeetingInvitation.email == address(who))
    found = db.session.scalars(query).one()
    db.session.rollback()
    return found


def declare(actor: Actor, meeting: str, case: MadeCase, now: datetime, *, of: str = "panel member") -> str:
    told = {"invitation_id": invitation_of(of), "kind": ConflictKind.TREATED, "submission_id": mark()}
    return conflicts.declare(actor, meeting, case.public_id, **told, now=now)


def decide(
    actor: Actor, meeting: str, conflict: str, decision: ConflictDecision, now: datetime, *, version: int = 1
) -> None:
    conflicts.decide(actor, meeting, conflict, decision, version=version, now=now)


def test_records_suggest_a_conflict_until_it_is_declared(
    cast: Cast, case: MadeCase, meeting: str, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    ask(coordinator, case, now=now, name="Invented Ward 2")
    found = meeting_conflicts(coordinator, meeting)
    assert found is not None
    ((suggested,),) = (each.suggested for each in found.cases)
    assert (suggested.name, [each.kind for each in suggested.connections]) == (
        "Invented Member",
        [ConflictKind.TREATED],
    )
    db.session.rollback()
    declare(cast.person("panel member"), meeting, case, now)
    found = meeting_conflicts(coordinator, meeting)
    assert found is not None
    assert (found.cases[0].suggested, found.cases[0].declared[0].decision) == ((), None)


def test_who_leaves_is_told_apart_in_the_same_moment_and_for_ever(
    cast: Cast, case: MadeCase, meeting: str, now: datetime
) -> None:
    chair, member = cast.person("chair"), cast.person("panel member")
    conflict = declare(member, meeting, case, now)
    decide(chair, meeting, conflict, ConflictDecision.LEAVES, now)
    db.session.rollback()
    assert [(row.case_id, row.user_id) for row in db.session.scalars(select(CaseExclusion))] == [
        (case.id, member.user_id)
    ]
    db.session.rollback()
    with pytest.raises(Blocked, match="told to leave"):
        decide(chair, meeting, conflict, ConflictDecision.STAYS, now, version=2)
    with pytest.raises(Blocked, match="told to leave"):
        declare(cast.person("coordinator"), meeting, case, now)
    apart = Actor(member.kind, member.user_id, member.panel_id, member.roles, excluded_case_ids=frozenset({case.id}))
    found = meeting_conflicts(apart, meeting)
    assert found is not None
    assert found.cases == ()
    db.session.rollback()
    with pytest.raises(NotFound):
        declare(apart, meeting, case, now)


def test_declared_anew_the_chair_decides_again(cast: Cast, case: MadeCase, meeting: str, now: datetime) -> None:
    chair, member = cast.person("chair"), cast.person("panel member")
    conflict = declare(member, meeting, case, now)
    decide(chair, meeting, conflict, ConflictDecision.DOES_NOT_LEAD, now)
    with pytest.raises(Stale):
        decide(chair, meeting, conflict, ConflictDecision.STAYS, now)
    assert declare(member, meeting, case, now) == conflict
    db.session.rollback()
    assert db.session.scalars(select(ConflictOfInterest.decision)).one() is None


def test_only_the_chair_decides_and_nobody_declares_for_another(
    cast: Cast, case: MadeCase, meeting: str, now: datetime
) -> None:
    member = cast.person("panel member")
    conflict = declare(cast.person("coordinator"), meeting, case, now)  # whoever records the meeting may
    for actor in (member, cast.person("coordinator"), cast.person("designated doctor")):
        with pytest.raises((Forbidden, NotFound)):
            decide(actor, meeting, conflict, ConflictDecision.STAYS, now)
    with pytest.raises(Forbidden):
        declare(member, meeting, case, now, of="chair")


def test_conflict_in_a_case_that_is_not_on_the_agenda_or_of_nobody_there_is_refused(
    cast: Cast, case: MadeCase, meeting: str, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    other = add_case(coordinator, now=now, status=CaseStatus.READY)
    with pytest.raises(NotFound):
        declare(coordinator, meeting, other, now)
    told = {"invitation_id": "A" * 22, "kind": ConflictKind.OTHER, "submission_id": mark()}
    with pytest.raises(Invalid, match="comes to this meeting"):
        conflicts.declare(coordinator, meeting, case.public_id, **told, now=now)


def test_who_left_for_a_case_and_gets_an_account_later_takes_no_part_in_it(
    cast: Cast, case: MadeCase, meeting: str, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    guest = Guest("Designated doctor", address("designated doctor"), Part.LEAD_HEALTH)
    invitation = meeting_invitations.invite(coordinator, meeting, guest, submission_id=mark(), now=now)
    told = {"invitation_id": invitation, "kind": ConflictKind.RELATIVE, "submission_id": mark()}
    conflict = conflicts.declare(coordinator, meeting, case.public_id, **told, now=now)
    decide(cast.person("chair"), meeting, conflict, ConflictDecision.LEAVES, now)
    db.session.rollback()
    assert db.session.scalars(select(CaseExclusion)).all() == []
    db.session.rollback()
    doctor = cast.person("designated doctor")
    assert [(row.case_id, row.user_id) for row in db.session.scalars(select(CaseExclusion))] == [
        (case.id, doctor.user_id)
    ]


def test_page_reads_as_much_for_one_case_as_for_three(cast: Cast, case: MadeCase, meeting: str, now: datetime) -> None:
    coordinator, counts = cast.person("coordinator"), []
    for more in (0, 2):
        for other in add_cases(coordinator, more, now=now, status=CaseStatus.READY):
            meetings.put_on_agenda(coordinator, meeting, other.public_id, now=now)
        with statements() as sent:
            found = meeting_conflicts(coordinator, meeting)
        counts.append(len(sent))
    assert found is not None
    assert (len(found.cases), counts[0]) == (3, counts[1])
