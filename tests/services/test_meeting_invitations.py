"""Who is invited says by their link whether they come; a deputy takes their place; an expert comes for named cases."""

from datetime import datetime

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import ExpertCase, MeetingInvitation
from cdop.queries.meeting_people import meeting_people
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import CaseStatus, Expertise, InvitedStatus
from cdop.services import meeting_invitations, meetings
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.meeting_invitations import Answer, Guest
from tests.factories import add_case
from tests.meetings import COMES, DECLINES, QUORATE, add_seats, answer, mark, messages_to, planned
from tests.personas import Cast

HEART = Guest("Invented Cardiologist", "heart@example.com", Part.EXPERT, Expertise.CARDIOLOGY)


def row_of(email: str) -> MeetingInvitation:
    db.session.rollback()
    return db.session.scalars(select(MeetingInvitation).where(MeetingInvitation.email == email)).one()


def test_acceptances_are_held_against_what_the_quorum_needs(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    meeting = planned(coordinator, now=now)
    seats = add_seats(coordinator, *QUORATE, now=now)
    assert meeting_invitations.invite_seats(coordinator, meeting, now=now) == len(QUORATE)
    assert meeting_invitations.invite_seats(coordinator, meeting, now=now) == 0  # nobody is asked twice
    for email in seats[1:]:
        answer(email, COMES, now=now)
    found = meeting_people(coordinator, meeting)
    assert found is not None
    assert found.needs.lacking == ("4 members of at least 5", "no lead health professional")
    needed = found.needs.needs[0]
    assert (needed.accepted, needed.asked) == ((), ("Invented lead health professional",))
    answer(seats[0], COMES, now=now)
    found = meeting_people(coordinator, meeting)
    assert found is not None
    assert (found.needs.lacking, found.needs.members) == ((), 5)


def test_nobody_accepts_without_confidentiality(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    meeting = planned(coordinator, now=now)
    (email,) = add_seats(coordinator, Part.LAY, now=now)
    meeting_invitations.invite_seats(coordinator, meeting, now=now)
    with pytest.raises(Invalid, match="confidentiality"):
        answer(email, Answer(True), now=now)
    answer(email, COMES, now=now)
    row = row_of(email)
    assert (row.status, row.confidential_at) == (InvitedStatus.ACCEPTED, now)


def test_who_declines_names_a_deputy_who_is_asked_in_the_same_part(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    meeting = planned(coordinator, now=now)
    (email,) = add_seats(coordinator, Part.POLICE, now=now)
    meeting_invitations.invite_seats(coordinator, meeting, now=now)
    answer(email, Answer(False, deputy_name="Invented Deputy", deputy_email="Deputy@example.com"), now=now)
    deputy = row_of("deputy@example.com")
    assert (deputy.part, deputy.status, deputy.deputy_for_id) == (Part.POLICE, InvitedStatus.INVITED, row_of(email).id)
    assert [message.template for message in messages_to("deputy@example.com")] == ["meeting_invitation"]
    assert row_of(email).status is InvitedStatus.DECLINED


def test_deputy_without_an_address_is_refused_and_nothing_is_kept(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    meeting = planned(coordinator, now=now)
    (email,) = add_seats(coordinator, Part.POLICE, now=now)
    meeting_invitations.invite_seats(coordinator, meeting, now=now)
    with pytest.raises(Invalid) as invalid:
        answer(email, Answer(False, deputy_name="Invented Deputy"), now=now)
    assert set(invalid.value.faults) == {"deputy_email"}
    assert row_of(email).status is InvitedStatus.INVITED


def test_expert_is_invited_for_cases_of_this_agenda_and_no_others(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    meeting = planned(coordinator, now=now)
    listed, other = (add_case(coordinator, now=now, status=CaseStatus.READY) for _ in range(2))
    meetings.put_on_agenda(coordinator, meeting, listed.public_id, now=now)
    for cases in ((), (other.public_id,), (listed.public_id, other.public_id)):
        guest = Guest(HEART.name, HEART.email, HEART.part, HEART.expertise, cases=cases)
        with pytest.raises(Invalid, match="Choose the cases"):
            meeting_invitations.invite(coordinator, meeting, guest, submission_id=mark(), now=now)
    guest = Guest(HEART.name, HEART.email, HEART.part, HEART.expertise, cases=(listed.public_id,))
    meeting_invitations.invite(coordinator, meeting, guest, submission_id=mark(), now=now)
    assert db.session.scalars(select(ExpertCase.case_id)).all() == [listed.id]
    (message,) = messages_to(HEART.email)
    assert listed.reference not in str(message.context)
    found = meeting_people(coordinator, meeting)
    assert found is not None
    assert found.people[0].cases == (listed.reference,)


def test_withdrawn_invitation_is_told_and_cannot_be_answered(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    meeting = planned(coordinator, now=now)
    (email,) = add_seats(coordinator, Part.LAY, now=now)
    meeting_invitations.invite_seats(coordinator, meeting, now=now)
    row = row_of(email).public_id
    db.session.rollback()
    meeting_invitations.withdraw(coordinator, meeting, row, reason="Left the panel", now=now)
    assert [message.template for message in messages_to(email)] == ["meeting_invitation", "meeting_withdrawn"]
    with pytest.raises(Blocked):
        answer(email, DECLINES, now=now)


def test_link_that_nobody_has_answers_nothing(cast: Cast, now: datetime) -> None:
    with pytest.raises(NotFound):
        meeting_invitations.answer("A" * 43, COMES, now=now)
