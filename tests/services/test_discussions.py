"""A case at the meeting: noted without overwriting, adjourned, agreed subject to one thing, signed with a quorum."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AgendaItem, Case
from cdop.queries import analysis
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import AgendaItemStatus, CaseStatus, ConflictDecision, ConflictKind
from cdop.services import cases, conflicts, discussions, findings, meeting_invitations, meetings
from cdop.services.errors import Blocked, Forbidden, Invalid, Stale
from cdop.services.meeting_invitations import Guest
from tests.analyses import analysis as answers
from tests.factories import MadeCase
from tests.meetings import QUORATE, mark, planned
from tests.personas import Cast, address
from tests.signed_cases import attend, listed_case


@pytest.fixture
def listed(cast: Cast, now: datetime) -> tuple[MadeCase, str]:
    """A case with a whole analysis on the agenda of yesterday's meeting, and the meeting."""
    coordinator = cast.person("coordinator")
    case, meeting = listed_case(coordinator, now=now)
    findings.save_section(cast.person("chair"), case.public_id, answers(), seen={}, now=now)
    return case, meeting


def item_of(case: MadeCase) -> AgendaItem:
    db.session.rollback()
    return db.session.scalars(select(AgendaItem).where(AgendaItem.case_id == case.id)).one()


def obstacles(cast: Cast, case: MadeCase, now: datetime) -> list[str]:
    db.session.rollback()
    found = [each.text for each in findings.standing(cast.person("chair"), case.public_id, now=now).obstacles]
    db.session.rollback()
    return found


def test_notes_of_two_who_write_at_once_are_never_overwritten(
    cast: Cast, listed: tuple[MadeCase, str], now: datetime
) -> None:
    case, _meeting = listed
    first = {"discussion": "The review was thorough.", "dissent": "", "version": 1}
    discussions.note(cast.person("coordinator"), case.public_id, **first, now=now)
    second = {"discussion": "Another word.", "dissent": "The police disagreed.", "version": 1}
    with pytest.raises(Stale):
        discussions.note(cast.person("designated doctor"), case.public_id, **second, now=now)
    assert (item_of(case).discussion, item_of(case).dissent) == ("The review was thorough.", None)
    discussions.note(cast.person("designated doctor"), case.public_id, **second | {"version": 2}, now=now)
    assert item_of(case).dissent == "The police disagreed."


def test_meeting_that_is_not_quorate_discusses_and_does_not_sign(
    cast: Cast, listed: tuple[MadeCase, str], now: datetime
) -> None:
    case, meeting = listed
    attend(cast.person("coordinator"), meeting, now=now, parts=QUORATE[1:])
    expected = "Not quorate: 4 members of at least 5, no lead health professional"
    assert [text for text in obstacles(cast, case, now) if text.startswith(expected)]
    noted = {"discussion": "Discussed.", "dissent": "", "version": 1}
    discussions.note(cast.person("chair"), case.public_id, **noted, now=now)
    with pytest.raises(Blocked, match="Not quorate"):
        findings.sign(cast.person("chair"), case.public_id, digest="", submission_id=mark(), now=now)
    with pytest.raises(Blocked, match="Not quorate"):
        discussions.agree_subject_to(cast.person("chair"), case.public_id, "A report", version=2, now=now)


def test_who_leaves_for_the_case_is_missing_from_its_quorum_alone(
    cast: Cast, listed: tuple[MadeCase, str], now: datetime
) -> None:
    case, meeting = listed
    coordinator, chair = cast.person("coordinator"), cast.person("chair")
    before = now - timedelta(days=2)
    guest = Guest("Invented police", "police@example.com", Part.POLICE)
    officer = meeting_invitations.invite(coordinator, meeting, guest, submission_id=mark(), now=before)
    attend(coordinator, meeting, now=now)
    assert obstacles(cast, case, now) == []
    told = {"invitation_id": officer, "kind": ConflictKind.LED, "submission_id": mark()}
    conflict = conflicts.declare(coordinator, meeting, case.public_id, **told, now=now)
    assert [text for text in obstacles(cast, case, now) if "the chair has not decided" in text]
    conflicts.decide(chair, meeting, conflict, ConflictDecision.LEAVES, version=1, now=now)
    assert [text for text in obstacles(cast, case, now) if text.startswith("Not quorate: 4 members")]
    found = analysis.listed_meeting(case.id)
    assert found is not None
    assert Part.POLICE not in found.parts
    assert analysis.took_no_part(item_of(case).meeting_id, case.id) == ("Invented police",), "also without an account"
    db.session.rollback()
    meetings.take_off_agenda(coordinator, meeting, case.public_id, reason="No time", now=now)
    other = planned(coordinator, now=now - timedelta(days=9), days=1)
    meetings.put_on_agenda(coordinator, other, case.public_id, now=now)
    attend(coordinator, other, now=now)
    assert [text for text in obstacles(cast, case, now) if text.startswith("Not quorate: 4 members")]


def test_who_was_told_to_take_no_part_is_missing_from_the_quorum_as_well(
    cast: Cast, listed: tuple[MadeCase, str], now: datetime
) -> None:
    case, meeting = listed
    coordinator = cast.person("coordinator")
    member = cast.person("panel member")
    people = [{"name": f"Invented {part.value}", "part": part.value, "agency": ""} for part in QUORATE[:4]]
    people.append({"name": member.name, "part": Part.LAY.value, "agency": ""})
    meetings.record_attendance(coordinator, meeting, people, version=1, now=now)
    assert obstacles(cast, case, now) == []
    cases.exclude(coordinator, case.public_id, email=address("panel member"), reason="A relative", now=now)
    assert [text for text in obstacles(cast, case, now) if text.startswith("Not quorate: 4 members")]


def test_panel_agrees_nothing_subject_to_one_thing_before_anything_is_written(cast: Cast, now: datetime) -> None:
    case, meeting = listed_case(cast.person("coordinator"), now=now)
    attend(cast.person("coordinator"), meeting, now=now)
    with pytest.raises(Blocked, match="not begun"):
        discussions.agree_subject_to(cast.person("chair"), case.public_id, "A report", version=1, now=now)


def test_adjourned_case_says_what_is_awaited_and_is_ready_again(
    cast: Cast, listed: tuple[MadeCase, str], now: datetime
) -> None:
    case, _meeting = listed
    coordinator = cast.person("coordinator")
    with pytest.raises(Invalid) as invalid:
        discussions.adjourn(coordinator, case.public_id, reason="", awaited=" ", version=1, now=now)
    assert set(invalid.value.faults) == {"reason", "awaited"}
    told = {"reason": "The report is late", "awaited": "Toxicology, from the coroner", "version": 1}
    discussions.adjourn(coordinator, case.public_id, **told, now=now)
    item = item_of(case)
    assert (item.status, item.awaited) == (AgendaItemStatus.ADJOURNED, "Toxicology, from the coroner")
    assert db.session.scalars(select(Case.status).where(Case.id == case.id)).one() is CaseStatus.READY


def test_agreed_subject_to_one_thing_is_signed_once_the_chair_recorded_that_it_came(
    cast: Cast, listed: tuple[MadeCase, str], now: datetime
) -> None:
    case, meeting = listed
    chair = cast.person("chair")
    attend(cast.person("coordinator"), meeting, now=now)
    with pytest.raises(Blocked, match="not agreed subject"):
        discussions.settle(chair, case.public_id, "It came", version=1, now=now)
    with pytest.raises(Forbidden):
        discussions.agree_subject_to(cast.person("coordinator"), case.public_id, "A report", version=1, now=now)
    discussions.agree_subject_to(chair, case.public_id, "The toxicology report", version=1, now=now)
    waiting = "It was agreed subject to one thing that has not come: The toxicology report"
    assert obstacles(cast, case, now) == [waiting]
    discussions.settle(chair, case.public_id, "Nothing was found.", version=2, now=now)
    assert obstacles(cast, case, now) == []
    item = item_of(case)
    assert (item.settled_by, item.settled_at, item.settled_how) == ("Chair", now, "Nothing was found.")
    db.session.rollback()
    digest = findings.standing(chair, case.public_id, now=now).digest
    assert findings.sign(chair, case.public_id, digest=digest, submission_id=mark(), now=now)
