"""A year is planned from a pattern; a meeting is changed, moved, cancelled; calendars follow."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage

import pytest
from icalendar import Calendar, Component
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, MeetingChange, MeetingInvitation, PanelMeeting
from cdop.rules.dates import LONDON
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import CaseStatus, InvitedStatus, MeetingKind, MeetingStatus
from cdop.services import mail, meeting_dates, meeting_invitations, meetings
from cdop.services.errors import Blocked, Invalid, Stale
from tests.databases import config_for
from tests.factories import add_case
from tests.meetings import COMES, DETAILS, add_seats, answer, mark, messages_to, planned
from tests.messages import SENDER
from tests.personas import Cast

CONFIG = replace(config_for("sqlite:////dev/null"), mail_from=SENDER, base_url="https://cdop.example.gov.uk")


def stored(meeting: str) -> PanelMeeting:
    db.session.rollback()
    return db.session.scalars(select(PanelMeeting).where(PanelMeeting.public_id == meeting)).one()


def version_of(meeting: str) -> int:
    version = stored(meeting).version
    db.session.rollback()
    return version


def last_mail(email: str, now: datetime) -> EmailMessage:
    message = messages_to(email)[-1]
    assert mail.is_needed(message, now=now)
    return mail.write(message, CONFIG, at=now)


def event_in(written: EmailMessage) -> tuple[str, Component]:
    """The method and the one event of a message's calendar entry, as a real parser reads them."""
    (part,) = written.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    read = Calendar.from_ical(part.get_content())
    (event,) = read.walk("VEVENT")
    assert (event.errors, read.errors) == ([], [])
    assert {"UID", "DTSTAMP", "SEQUENCE", "ORGANIZER", "ATTENDEE"} <= set(event)
    assert part.get_param("method") == str(read["METHOD"])
    return str(read["METHOD"]), event


@pytest.fixture
def invited(cast: Cast, now: datetime) -> tuple[str, str]:
    """A meeting to which somebody is invited, and their address."""
    coordinator = cast.person("coordinator")
    meeting = planned(coordinator, now=now)
    (email,) = add_seats(coordinator, Part.LEAD_HEALTH, now=now)
    assert meeting_invitations.invite_seats(coordinator, meeting, now=now) == 1
    return meeting, email


def test_year_is_planned_once_and_a_day_that_has_a_meeting_keeps_it(cast: Cast, now: datetime) -> None:
    told = {"first": date(2027, 1, 21), "starts": time(9, 30), "kind": MeetingKind.CASE_REVIEW, "details": DETAILS}
    chair = cast.person("chair")
    first = meeting_dates.plan_year(chair, **told, every=3, submission_id=mark(), now=now)
    more = meeting_dates.plan_year(chair, **told, every=2, submission_id=mark(), now=now)
    assert [day.month for day in first] == [1, 4, 7, 10]
    assert [day.month for day in more] == [3, 5, 9, 11]  # January and July had theirs
    rows = db.session.scalars(select(PanelMeeting).order_by(PanelMeeting.held_on)).all()
    assert len(rows) == 8
    assert rows[2].starts_at == datetime(2027, 4, 15, 9, 30, tzinfo=LONDON)
    assert (rows[0].most_cases, rows[0].minutes, rows[0].video_link) == (10, 90, DETAILS.video_link)


def test_invitation_makes_a_meeting_in_the_calendar(cast: Cast, invited: tuple[str, str], now: datetime) -> None:
    meeting, email = invited
    written = last_mail(email, now)
    method, event = event_in(written)
    row = stored(meeting)
    assert (method, event.decoded("dtstart"), event.decoded("dtend")) == (
        "REQUEST",
        row.starts_at,
        row.starts_at + timedelta(minutes=90),
    )
    assert str(event["LOCATION"]) == "Invented hall, https://video.example/room"
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    # That the date is fixed, or that there is room for more cases, leaves an invitation that waits as it is.
    coordinator = cast.person("coordinator")
    meeting_dates.fix(coordinator, meeting, version=version_of(meeting), now=now)
    more = replace(DETAILS, most_cases=12)
    meeting_dates.change(coordinator, meeting, more, version=version_of(meeting), now=now)
    last_mail(email, now)
    body = written.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert str(event["URL"]) in body


def test_moved_meeting_moves_in_the_calendar_and_asks_again(
    cast: Cast, invited: tuple[str, str], now: datetime
) -> None:
    meeting, email = invited
    answer(email, COMES, now=now)
    _method, before = event_in(last_mail(email, now))
    later = now + timedelta(days=21)
    coordinator = cast.person("coordinator")
    first_version = version_of(meeting)
    told = {"starts_at": later, "reason": "The hall is taken"}
    meeting_dates.move(coordinator, meeting, **told, version=first_version, now=now)
    method, event = event_in(last_mail(email, now))
    assert (method, event["UID"], event.decoded("dtstart")) == ("REQUEST", before["UID"], later)
    assert event["SEQUENCE"] > before["SEQUENCE"]
    change = db.session.scalars(select(MeetingChange)).one()
    assert (change.kind, change.reason, change.was_at) == ("moved", "The hall is taken", now + timedelta(days=14))
    assert db.session.scalars(select(MeetingInvitation.status)).one() is InvitedStatus.INVITED
    # A message that waited since before the move tells what is not so any more.
    assert not mail.is_needed(messages_to(email)[0], now=now)
    db.session.rollback()
    with pytest.raises(Stale):
        meeting_dates.move(coordinator, meeting, **told, version=first_version, now=now)


def test_cancelled_meeting_goes_from_the_calendar_and_its_cases_are_ready_again(
    cast: Cast, invited: tuple[str, str], now: datetime
) -> None:
    meeting, email = invited
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, status=CaseStatus.READY)
    meetings.put_on_agenda(coordinator, meeting, case.public_id, now=now)
    meeting_dates.cancel(coordinator, meeting, reason="Snow", version=version_of(meeting), now=now)
    method, event = event_in(last_mail(email, now))
    assert (method, str(event["STATUS"])) == ("CANCEL", "CANCELLED")
    row = stored(meeting)
    assert (row.status, row.cancelled_because) == (MeetingStatus.CANCELLED, "Snow")
    assert db.session.scalars(select(Case.status).where(Case.id == case.id)).one() is CaseStatus.READY
    db.session.rollback()
    with pytest.raises(Blocked, match="held or cancelled"):
        answer(email, COMES, now=now)
    with pytest.raises(Invalid, match="was cancelled, and stays on record"):
        planned(coordinator, now=now)


def test_meeting_with_a_case_that_is_closed_to_somebody_is_not_theirs_to_cancel(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    meeting, case = planned(coordinator, now=now), add_case(coordinator, now=now, status=CaseStatus.READY)
    meetings.put_on_agenda(coordinator, meeting, case.public_id, now=now)
    apart = replace(coordinator, excluded_case_ids=frozenset({case.id}))
    with pytest.raises(Blocked, match="closed to your account"):
        meeting_dates.cancel(apart, meeting, reason="Snow", version=version_of(meeting), now=now)


@pytest.mark.parametrize(("days", "field"), [(-1, "meets_on"), (14, "meets_on"), (1200, "meets_on")])
def test_move_to_where_it_cannot_be_says_why(cast: Cast, now: datetime, days: int, field: str) -> None:
    coordinator = cast.person("coordinator")
    meeting = planned(coordinator, now=now)
    to = now + timedelta(days=days)
    with pytest.raises(Invalid) as invalid:
        meeting_dates.move(coordinator, meeting, starts_at=to, reason=" ", version=version_of(meeting), now=now)
    assert set(invalid.value.faults) == {field, "reason"}


def test_change_of_place_is_told_and_keeps_the_answers(cast: Cast, invited: tuple[str, str], now: datetime) -> None:
    meeting, email = invited
    answer(email, COMES, now=now)
    coordinator, details = cast.person("coordinator"), replace(DETAILS, place="Another hall", most_cases=6)
    meeting_dates.change(coordinator, meeting, details, version=version_of(meeting), now=now)
    _method, event = event_in(last_mail(email, now))
    assert (str(event["LOCATION"]).split(",")[0], event["ATTENDEE"].params["PARTSTAT"]) == ("Another hall", "ACCEPTED")
    told = len(messages_to(email))
    roomier = replace(details, most_cases=12)
    meeting_dates.change(coordinator, meeting, roomier, version=version_of(meeting), now=now)
    assert len(messages_to(email)) == told  # how much it has room for concerns nobody who comes
