"""An expert comes for named cases: the papers, the agenda and the conflicts show them no other."""

from datetime import datetime

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import MeetingInvitation
from cdop.queries.conflicts import meeting_conflicts
from cdop.queries.home import home
from cdop.rules.actors import Actor
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import CaseStatus, ConflictKind
from cdop.services import conflicts, meeting_invitations, meetings, pack_readers, packs
from cdop.services.errors import Blocked, Forbidden, NotFound
from cdop.services.meeting_invitations import Answer, Guest
from tests.factories import MadeCase, add_case
from tests.meetings import mark, token_of
from tests.packed_cases import PackedCase, confirm_all, packed_case
from tests.personas import Cast, address


@pytest.fixture
def officer(cast: Cast) -> Actor:
    return cast.person("coordinator")


@pytest.fixture
def expert(cast: Cast) -> Actor:
    return cast.person("expert")


@pytest.fixture
def packed(officer: Actor, now: datetime) -> PackedCase:
    return packed_case(officer, now=now)


@pytest.fixture
def other(officer: Actor, packed: PackedCase, now: datetime) -> MadeCase:
    """Another case on the same agenda."""
    case = add_case(officer, now=now, status=CaseStatus.READY)
    meetings.put_on_agenda(officer, packed.meeting, case.public_id, now=now)
    return case


def invite(officer: Actor, packed: PackedCase, *, now: datetime) -> str:
    guest = Guest("Invented Expert", address("expert"), Part.EXPERT, cases=(packed.case.public_id,))
    return meeting_invitations.invite(officer, packed.meeting, guest, submission_id=mark(), now=now)


def release(officer: Actor, packed: PackedCase, other: MadeCase, *, now: datetime) -> None:
    packs.draft_pack(officer, packed.meeting, now=now)
    for case in (packed.case, other):
        confirm_all(officer, PackedCase(case, packed.meeting), now=now)
    packs.release_pack(officer, packed.meeting, now=now)


def test_expert_who_accepted_reads_the_named_case_and_no_other(
    officer: Actor, expert: Actor, packed: PackedCase, other: MadeCase, now: datetime
) -> None:
    invitation = invite(officer, packed, now=now)
    release(officer, packed, other, now=now)
    with pytest.raises(Blocked, match="not given to you"):
        pack_readers.read_front(expert, packed.meeting, now=now)
    meeting_invitations.answer(token_of(address("expert")), Answer(True, in_confidence=True), now=now)
    assert pack_readers.give_to_new(officer, packed.meeting, now=now) == 1
    front = pack_readers.read_front(expert, packed.meeting, now=now)
    assert [each.reference for each in front.cases] == [packed.case.reference]
    assert [each.has_papers for each in home(expert, now=now).invited] == [True]
    db.session.rollback()
    with pytest.raises(NotFound):
        pack_readers.read_case(expert, packed.meeting, other.public_id, now=now)
    meeting_invitations.withdraw(officer, packed.meeting, invitation, reason="Another comes", now=now)
    assert pack_readers.read_front(expert, packed.meeting, now=now).cases == ()


def test_expert_declares_of_the_named_case_and_knows_of_no_other(
    officer: Actor, expert: Actor, packed: PackedCase, other: MadeCase, now: datetime
) -> None:
    invitation = invite(officer, packed, now=now)
    found = meeting_conflicts(expert, packed.meeting)
    assert found is not None
    assert [each.reference for each in found.cases] == [packed.case.reference]
    db.session.rollback()
    told = {"invitation_id": invitation, "kind": ConflictKind.TREATED}
    conflicts.declare(expert, packed.meeting, packed.case.public_id, **told, submission_id=mark(), now=now)
    with pytest.raises(NotFound):
        conflicts.declare(expert, packed.meeting, other.public_id, **told, submission_id=mark(), now=now)
    with pytest.raises(Forbidden):
        packs.begin_pack(expert, packed.meeting, now=now)
    assert db.session.scalars(select(MeetingInvitation.part)).all() == [Part.EXPERT]
    db.session.rollback()
