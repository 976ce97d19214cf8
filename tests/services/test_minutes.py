"""The minutes of a meeting: drafted from what was recorded, without whoever it was about, and with nothing lost."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import MeetingPack, PanelMeeting
from cdop.queries import minutes as queries
from cdop.queries.minutes import Minutes
from cdop.rules.actors import Actor
from cdop.rules.dates import written_date
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import Role, SheetKind
from cdop.services import discussions, meetings, minutes, packs
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound, Stale
from tests.personas import PANEL, Cast
from tests.signed_cases import SignedCase, attend, listed_case, sign


@pytest.fixture
def officer(cast: Cast) -> Actor:
    return cast.person("coordinator")


@pytest.fixture
def signed(officer: Actor, now: datetime) -> SignedCase:
    """A case of Quillandra Child that was signed at a meeting yesterday, who came to it on record."""
    signed = sign(officer, *listed_case(officer, now=now, given_names="Quillandra"), now=now)
    came = [{"name": "Morgan Member", "part": Part.LAY, "agency": "The public"}]
    meetings.record_attendance(officer, signed.meeting, came, version=meeting_version(signed), now=now)
    return signed


def meeting_version(signed: SignedCase) -> int:
    return version_of(signed.meeting)


def version_of(meeting: str) -> int:
    version = db.session.scalars(select(PanelMeeting.version).where(PanelMeeting.public_id == meeting)).one()
    db.session.rollback()
    return version


def found(actor: Actor, signed: SignedCase) -> Minutes:
    db.session.rollback()
    minutes_found = queries.minutes_of(actor, signed.meeting)
    assert minutes_found is not None
    db.session.rollback()
    return minutes_found


def test_minutes_are_drafted_from_what_was_recorded(officer: Actor, signed: SignedCase, now: datetime) -> None:
    minutes.draft_minutes(officer, signed.meeting, now=now)
    minutes.draft_minutes(officer, signed.meeting, now=now)
    told = {sheet.title: sheet.text for sheet in found(officer, signed).sheets}
    assert [*told] == [
        "Who came",
        "Minutes of the last meeting",
        f"Case {signed.case.reference}",
        "Learning",
        "Other business",
    ]
    assert told["Who came"].splitlines()[0] == "Morgan Member, lay member, The public"
    sheet = told[f"Case {signed.case.reference}"].splitlines()
    assert sheet[0] == "The review is complete. The analysis was agreed and signed."
    assert "Category of death: 10." in sheet[1]
    assert sheet[2] == "Modifiable factors: Identified"
    assert sheet[-1] == "- Ask about smoking at every visit (Invented health visiting service, by 31 March 2027)"
    assert told["Learning"] == "- Ask about sleep at every contact"


def test_minutes_name_the_last_meeting_whose_minutes_members_can_read(
    officer: Actor, signed: SignedCase, now: datetime
) -> None:
    _case, without_minutes = listed_case(officer, now=now)
    _case, before = listed_case(officer, now=now)
    attend(officer, without_minutes, now=now)
    attend(officer, before, now=now)
    minutes.draft_minutes(officer, before, now=now)
    drafted = queries.minutes_of(officer, before)
    assert drafted is not None
    # Nothing is said to have been discussed of a case of which nobody wrote anything down.
    assert [each.text for each in drafted.sheets if each.reference] == ["Nothing was signed, and nothing was noted."]
    db.session.rollback()
    minutes.share_minutes(officer, before, now=now)
    minutes.draft_minutes(officer, signed.meeting, now=now)
    told = {sheet.title: sheet.text for sheet in found(officer, signed).sheets}
    day = written_date((now - timedelta(days=3)).date())
    assert told["Minutes of the last meeting"] == f"The minutes of the meeting of {day} were looked at."


def test_minutes_say_where_their_meeting_approved_those_before(
    officer: Actor, signed: SignedCase, now: datetime
) -> None:
    _case, before = listed_case(officer, now=now)
    attend(officer, before, now=now)
    minutes.draft_minutes(officer, before, now=now)
    minutes.share_minutes(officer, before, now=now)
    held_on, on = found(officer, signed).held_on, queries.minutes_of(officer, before)
    assert on is not None
    assert queries.held_after(officer, on.held_on) == held_on
    assert queries.held_after(officer, held_on) is None
    db.session.rollback()
    minutes.approve_minutes(officer, before, approved_on=held_on, now=now)
    minutes.draft_minutes(officer, signed.meeting, now=now)
    told = {sheet.title: sheet.text for sheet in found(officer, signed).sheets}
    assert told["Minutes of the last meeting"].endswith("were approved.")


def test_sheet_of_an_adjourned_case_has_what_was_noted_and_awaited_and_nothing_that_identifies(
    officer: Actor, now: datetime
) -> None:
    case, meeting = listed_case(officer, now=now, given_names="Quillandra")
    attend(officer, meeting, now=now)
    noted = {"discussion": "Quillandra had been seen.", "dissent": "PC Tamsin Averley of the police disagreed."}
    came = [{"name": "Tamsin Averley", "part": Part.POLICE, "agency": "Police"}]
    meetings.record_attendance(officer, meeting, came, version=version_of(meeting), now=now)
    discussions.note(officer, case.public_id, **noted, version=1, now=now)
    told = {"reason": "A report is late", "awaited": "Toxicology, from the coroner"}
    discussions.adjourn(officer, case.public_id, **told, version=2, now=now)
    minutes.draft_minutes(officer, meeting, now=now)
    db.session.rollback()
    drafted = queries.minutes_of(officer, meeting)
    assert drafted is not None
    sheet = next(each.text for each in drafted.sheets if each.title == f"Case {case.reference}").splitlines()
    assert sheet[0] == "Adjourned: A report is late"
    assert (sheet[1].startswith("Discussion: "), "Quillandra" in sheet[1]) == (True, False)
    assert sheet[1].endswith("had been seen.")
    assert sheet[2:] == [
        "Disagreed: The member for police of the police disagreed.",
        "Awaited: Toxicology, from the coroner",
    ]


def test_minutes_of_a_meeting_that_nobody_recorded_are_not_drafted(officer: Actor, now: datetime) -> None:
    planned = meetings.plan_meeting(officer, starts_at=now + timedelta(days=7), submission_id="m" * 20, now=now)
    with pytest.raises(Blocked):
        minutes.draft_minutes(officer, planned, now=now)


def test_sheet_is_changed_with_what_it_said_kept_and_never_over_somebody_elses(
    cast: Cast, officer: Actor, signed: SignedCase, now: datetime
) -> None:
    minutes.draft_minutes(officer, signed.meeting, now=now)
    sheet = found(officer, signed).sheets[-1]
    edit = (signed.meeting, sheet.public_id)
    minutes.change_sheet(officer, *edit, text="The website.", version=sheet.version, now=now)
    with pytest.raises(Stale):
        minutes.change_sheet(cast.person("chair"), *edit, text="Typed late", version=sheet.version, now=now)
    changed = found(officer, signed).sheets[-1]
    assert (changed.text, changed.by_name) == ("The website.", officer.name)
    assert [each.text for each in queries.earlier_texts(sheet.id)] == ["None."]
    db.session.rollback()
    with pytest.raises(Invalid):
        minutes.change_sheet(officer, *edit, text=" ", version=changed.version, now=now)
    with pytest.raises(Forbidden):
        minutes.change_sheet(cast.person("panel member"), *edit, text="x", version=changed.version, now=now)


def test_minutes_are_shared_only_when_nothing_on_record_is_readable_and_approved_once(
    cast: Cast, officer: Actor, signed: SignedCase, now: datetime
) -> None:
    member = cast.person("panel member")
    minutes.draft_minutes(officer, signed.meeting, now=now)
    packs.begin_pack(officer, signed.meeting, now=now)
    with pytest.raises(Blocked):
        minutes.read_minutes(member, signed.meeting, now=now)
    with pytest.raises(Blocked):
        minutes.approve_minutes(officer, signed.meeting, approved_on=now.date(), now=now)
    sheet = found(officer, signed).sheets[2]
    edit = (signed.meeting, sheet.public_id)
    minutes.change_sheet(officer, *edit, text="Ring 07700 900123.", version=sheet.version, now=now)
    with pytest.raises(Blocked, match="07700 900123"):
        minutes.share_minutes(officer, signed.meeting, now=now)
    minutes.change_sheet(officer, *edit, text="Ring the family.", version=sheet.version + 1, now=now)
    last = found(officer, signed).sheets[-1]
    told = {"text": "A letter about Quillandra came", "version": last.version, "now": now}
    minutes.change_sheet(officer, signed.meeting, last.public_id, **told)
    with pytest.raises(Blocked, match="Other business"):
        minutes.share_minutes(officer, signed.meeting, now=now)
    told |= {"text": "None. Morgan Member was thanked.", "version": last.version + 1}
    minutes.change_sheet(officer, signed.meeting, last.public_id, **told)
    minutes.share_minutes(officer, signed.meeting, now=now)
    assert minutes.read_minutes(member, signed.meeting, now=now).sheets[2].text == "Ring the family."
    assert minutes.paper(member, signed.meeting, panel_name=PANEL, now=now)[:5] == b"%PDF-"
    with pytest.raises(Invalid):
        minutes.approve_minutes(officer, signed.meeting, approved_on=now.date() + timedelta(days=1), now=now)
    minutes.approve_minutes(officer, signed.meeting, approved_on=now.date(), now=now)
    db.session.rollback()
    assert db.session.scalars(select(MeetingPack.expires_on)).one() == now.date() + timedelta(days=14)
    db.session.rollback()
    with pytest.raises(Blocked):
        minutes.change_sheet(officer, *edit, text="Later", version=sheet.version + 2, now=now)


def test_who_takes_no_part_in_a_case_finds_neither_its_sheet_nor_what_was_learnt_and_does_not_share_them(
    cast: Cast, officer: Actor, signed: SignedCase, now: datetime
) -> None:
    left = frozenset({signed.case.id})
    chair = cast.person("chair")
    away = Actor(chair.kind, chair.user_id, chair.panel_id, frozenset({Role.CHAIR}), excluded_case_ids=left, name="C")
    minutes.draft_minutes(away, signed.meeting, now=now)
    with pytest.raises(Blocked, match="no part"):
        minutes.share_minutes(away, signed.meeting, now=now)
    minutes.share_minutes(officer, signed.meeting, now=now)
    kinds = [each.kind for each in minutes.read_minutes(away, signed.meeting, now=now).sheets]
    assert kinds == [SheetKind.ATTENDANCE, SheetKind.EARLIER, SheetKind.OTHER]
    of_case = next(each for each in found(officer, signed).sheets if each.kind is SheetKind.CASE)
    with pytest.raises(NotFound):
        minutes.change_sheet(away, signed.meeting, of_case.public_id, text="x", version=of_case.version, now=now)
