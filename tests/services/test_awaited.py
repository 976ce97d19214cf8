"""Awaited notifications: asked for, reminded of on their days, closed by what arrives or by a person with a reason."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import OutboundMessage, ScheduledReminder
from cdop.queries.awaited import LATE, UNASKED, WAITING, AwaitedFilter, awaited_list, awaited_page
from cdop.queries.my_day import my_day
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.same_child import Likeness
from cdop.rules.vocabulary import AwaitedStatus, ReminderStatus, Role
from cdop.services import awaited, cases, reminders
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound, Stale
from tests.agencies import add_agency, mark
from tests.awaited import DEATH, await_death, stored
from tests.factories import add_case
from tests.live_cases import send_notification
from tests.personas import Cast, address

# Asked on Friday 20 November 2026: to be notified by Tuesday 24 November.
DUE, AGAIN, LEAD_ON, COORDINATOR_ON = date(2026, 11, 24), date(2026, 11, 27), date(2026, 12, 1), date(2026, 12, 4)
SAME_CHILD = {"given_names": "Robin", "nhs_number_held": "held", "nhs_number": "9990000018"}
WARD, LEAD = "ward@example.com", "lead@example.com"


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), LONDON).astimezone(UTC)


@pytest.fixture
def coordinator(cast: Cast) -> Actor:
    return cast.person("coordinator")


@pytest.fixture
def agency(coordinator: Actor, now: datetime) -> str:
    return add_agency(coordinator, now=now, name="Invented Ward", kind="hospital trust", email=WARD, lead_email=LEAD)


@pytest.fixture
def asked(coordinator: Actor, agency: str, now: datetime) -> str:
    """An awaited notification whose agency was asked on 20 November."""
    return await_death(coordinator, agency_id=agency, now=now)


def run(day: date, hour: int = 10) -> dict[str, int]:
    """Plan in the morning of a day and send at an hour of it."""
    reminders.plan(now=at(day, 6))
    return dict(reminders.send_due(now=at(day, hour)))


def queued() -> list[tuple[str, str]]:
    db.session.rollback()
    query = select(OutboundMessage.template, OutboundMessage.to_address).order_by(OutboundMessage.id)
    return [tuple(row) for row in db.session.execute(query.where(OutboundMessage.template.like("awaited%")))]


def test_agency_is_asked_at_once_reminded_twice_then_its_lead_and_then_the_coordinator(asked: str) -> None:
    sent = {}
    for number in range(16):
        day, before = date(2026, 11, 20) + timedelta(days=number), len(queued())
        run(day)
        if new := queued()[before:]:
            sent[day] = new
    assert queued()[0] == ("awaited_asked", WARD)
    assert sent == {
        DUE: [("awaited_reminder", WARD)],
        AGAIN: [("awaited_reminder", WARD)],
        LEAD_ON: [("awaited_escalation", LEAD)],
        COORDINATOR_ON: [("awaited_unanswered", address("coordinator"))],
    }


def test_after_weeks_without_a_job_process_each_is_told_once(asked: str) -> None:
    assert run(COORDINATOR_ON + timedelta(days=3)) == {"queued": 3}
    assert queued()[1:] == [
        ("awaited_reminder", WARD),
        ("awaited_escalation", LEAD),
        ("awaited_unanswered", address("coordinator")),
    ]


def test_planned_twice_nothing_is_new_and_sent_twice_nothing_is_sent(asked: str) -> None:
    assert [reminders.plan(now=at(DUE, 6)) for _time in range(2)] == [1, 0]
    assert [dict(reminders.send_due(now=at(DUE))) for _time in range(2)] == [{"queued": 1}, {}]


def test_death_that_nobody_is_asked_to_notify_is_the_coordinators_to_choose_for(
    coordinator: Actor, agency: str, now: datetime
) -> None:
    public_id = await_death(coordinator, now=now)
    run(date(2026, 11, 23))
    assert queued() == [("awaited_unasked", address("coordinator"))]
    awaited.ask_agency(coordinator, public_id, agency, version=stored(public_id).version, now=at(date(2026, 11, 23)))
    run(date(2026, 11, 30))
    assert queued()[1:] == [("awaited_asked", WARD), ("awaited_reminder", WARD)]


def test_notification_by_the_link_of_the_message_closes_it_unless_it_is_of_another_child(
    asked: str, cast: Cast, coordinator: Actor, now: datetime
) -> None:
    reference = stored(asked).reference
    other = {"given_names": "Zebedee", "family_name": "Elsewhere", "born_on": date(2012, 1, 5), "sex": "male"}
    send_notification(cast.panel_id, now=now, awaited_reference=reference, **other)
    assert stored(asked).status is AwaitedStatus.AWAITED
    names = {name: getattr(DEATH, name) for name in ("given_names", "family_name", "born_on", "died_on")}
    send_notification(cast.panel_id, now=now, awaited_reference=reference, **names)
    assert stored(asked).status is AwaitedStatus.ARRIVED


def test_notification_of_the_same_number_closes_it_and_what_was_planned(asked: str, cast: Cast, now: datetime) -> None:
    reminders.plan(now=at(DUE, 6))
    notification = send_notification(cast.panel_id, now=at(DUE, 8), **SAME_CHILD)
    row = stored(asked)
    assert (row.status, row.ended_by) == (AwaitedStatus.ARRIVED, None)
    page = awaited_page(cast.person("coordinator"), asked)
    assert page is not None
    assert page.notification is not None
    assert page.notification[0] == notification
    assert (dict(reminders.send_due(now=at(DUE))), len(queued())) == ({"no longer needed": 1}, 1)


def test_case_that_a_register_brought_in_closes_it_before_the_next_reminder(
    asked: str, coordinator: Actor, now: datetime
) -> None:
    reminders.plan(now=at(DUE, 6))
    case = add_case(coordinator, now=now, nhs_number="9990000018", given_names="Robin")
    assert dict(reminders.send_due(now=at(DUE))) == {"no longer needed": 1}
    assert [awaited.close_arrived(reminders.JOB, now=at(AGAIN, 6)) for _time in range(2)] == [1, 0]
    assert (stored(asked).status, stored(asked).case_id) == (AwaitedStatus.ARRIVED, case.id)


def test_notification_without_a_number_is_proposed_and_nobody_is_reminded_until_it_is_checked(
    asked: str, cast: Cast, now: datetime
) -> None:
    told = {"given_names": "Robin", "family_name": "Invented-Awaited", "born_on": DEATH.born_on}
    notification = send_notification(cast.panel_id, now=at(DUE, 8), died_on=DEATH.died_on, **told)
    coordinator = cast.person("coordinator")
    assert run(DUE) == {}
    page = awaited_page(coordinator, asked)
    assert page is not None
    assert [(each.public_id, each.comparison.likeness) for each in page.alike] == [(notification, Likeness.LIKELY)]
    assert stored(asked).status is AwaitedStatus.AWAITED
    reference, version = page.alike[0].reference, page.version
    awaited.say_arrived(coordinator, asked, reference.lower(), version=version, now=at(DUE))
    assert (stored(asked).status, stored(asked).ended_by) == (AwaitedStatus.ARRIVED, coordinator.name)
    run(LEAD_ON)
    assert [template for template, _to in queued()] == ["awaited_asked"]


def test_person_ends_it_with_a_reason_and_nobody_is_reminded(asked: str, coordinator: Actor, now: datetime) -> None:
    version = stored(asked).version
    with pytest.raises(Invalid):
        awaited.end(coordinator, asked, "adult", note="  ", version=version, now=now)
    awaited.end(coordinator, asked, "adult", note="The registrar rang", version=version, now=now)
    assert (run(LEAD_ON), len(queued())) == ({}, 1)
    with pytest.raises(Blocked):
        awaited.end(coordinator, asked, "adult", note="Again", version=version + 1, now=now)


def test_agency_that_is_asked_instead_is_reminded_and_the_first_one_is_not(
    asked: str, coordinator: Actor, now: datetime
) -> None:
    reminders.plan(now=at(DUE, 6))
    other = add_agency(coordinator, now=now, email="other@example.com")
    awaited.ask_agency(coordinator, asked, other, version=stored(asked).version, now=at(DUE, 8))
    assert dict(reminders.send_due(now=at(DUE))) == {"no longer needed": 1}
    run(date(2026, 11, 26))
    assert queued()[1:] == [("awaited_asked", "other@example.com"), ("awaited_reminder", "other@example.com")]


def test_sent_twice_it_is_awaited_once(coordinator: Actor, agency: str, now: datetime) -> None:
    told = {"agency_id": agency, "submission_id": mark(), "now": now}
    assert len({awaited.await_notification(coordinator, DEATH, **told) for _time in range(2)}) == 1
    assert queued() == [("awaited_asked", WARD)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"died_on": date(2026, 11, 21), "event_on": None}, "died_on"),
        ({"born_on": date(2026, 11, 14)}, "died_on"),
        ({"born_on": date(2008, 11, 13)}, "born_on"),
        ({"event_on": date(2026, 11, 12)}, "event_on"),
        ({"told_on": date(2026, 11, 15)}, "told_on"),
        ({"given_names": "", "family_name": "", "nhs_number": None, "died_on": None}, "family_name"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    coordinator: Actor, changes: dict[str, object], field: str, now: datetime
) -> None:
    with pytest.raises(Invalid) as refused:
        await_death(coordinator, now=now, **changes)
    assert set(refused.value.faults) == {field}


def test_register_counts_and_narrows_and_my_day_has_what_is_late_or_nobodys(
    coordinator: Actor, agency: str, asked: str, cast: Cast, now: datetime
) -> None:
    unasked = await_death(coordinator, now=now, nhs_number=None, given_names="Sam", family_name="Another")
    later = at(LEAD_ON)
    run(DUE)
    found = {state: awaited_list(coordinator, AwaitedFilter(state=state), now=later) for state in (LATE, UNASKED)}
    assert {state: [row.public_id for row in each.rows] for state, each in found.items()} == {
        LATE: [asked],
        UNASKED: [unasked],
    }
    assert (found[LATE].counts[WAITING], found[LATE].rows[0].reminders) == (2, 1)
    named = awaited_list(coordinator, AwaitedFilter(search="another sam"), now=later)
    assert [row.public_id for row in named.rows] == [unasked]
    (part,) = (part for part in my_day(coordinator, now=later) if part.key == "awaited")
    assert [(line.public_id, line.is_late) for line in part.lines] == [(unasked, False), (asked, True)]
    db.session.rollback()
    assert awaited_list(cast.person("chair"), AwaitedFilter(), now=later).rows == ()


def test_what_arrived_as_a_case_is_not_for_whoever_takes_no_part_in_it(
    asked: str, coordinator: Actor, cast: Cast, now: datetime
) -> None:
    case = add_case(coordinator, now=now, nhs_number="9990000018")
    awaited.say_arrived(coordinator, asked, case.reference, version=stored(asked).version, now=now)
    doctor = cast.person("designated doctor")
    cases.exclude(coordinator, case.public_id, email=address("designated doctor"), reason="Knew them", now=now)
    told_off = replace(doctor, excluded_case_ids=frozenset({case.id}))
    assert awaited_page(doctor, asked) is not None
    assert awaited_page(told_off, asked) is None
    with pytest.raises(NotFound):
        awaited.read_awaited(told_off, asked, now=now)


def test_page_that_is_out_of_date_changes_nothing_and_a_doctor_only_reads(
    asked: str, agency: str, cast: Cast, coordinator: Actor, now: datetime
) -> None:
    with pytest.raises(Stale):
        awaited.ask_agency(coordinator, asked, agency, version=stored(asked).version + 1, now=now)
    doctor = cast.person("designated doctor", roles=(Role.DESIGNATED_DOCTOR,))
    assert awaited.read_awaited(doctor, asked, now=now).public_id == asked
    with pytest.raises(Forbidden):
        awaited.end(doctor, asked, "adult", note="x", version=stored(asked).version, now=now)
    assert db.session.scalars(select(ScheduledReminder.status)).all() in ([], [ReminderStatus.PLANNED])
