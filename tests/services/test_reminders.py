"""Reminders planned and sent: once, only where still wanted, in office hours, the latest step alone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, OfficialLetter, OutboundMessage, ScheduledReminder
from cdop.rules import actors
from cdop.rules.actors import Actor
from cdop.rules.correspondence import LetterStatus, OfficialKind
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import AuditVerb, CaseStatus, HoldKind, ReminderStatus, Residency
from cdop.services import form_b, form_b_returns, holds, letters, reminder_pauses, reminders
from cdop.services.unit import writes
from tests.agencies import MadeRequest, ask, mark, respondent
from tests.databases import ON_BOTH
from tests.factories import FINDINGS, MadeCase, add_case
from tests.personas import Cast, address

# Asked on Friday 20 November 2026, due on Friday 11 December.
FIRST, SECOND, DUE, ESCALATION = date(2026, 11, 27), date(2026, 12, 4), date(2026, 12, 11), date(2026, 12, 18)
TO_DOCTOR, TO_CHAIR = date(2026, 12, 29), date(2027, 1, 6)
LEAD = "lead@example.com"


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), LONDON).astimezone(UTC)


@pytest.fixture
def coordinator(cast: Cast) -> Actor:
    return cast.person("coordinator")


@pytest.fixture
def case(coordinator: Actor, now: datetime) -> MadeCase:
    """A case of a child who lived elsewhere: the panel's own work on it reminds nobody."""
    return add_case(coordinator, now=now, residency=Residency.ELSEWHERE)


@pytest.fixture
def request_(coordinator: Actor, case: MadeCase, now: datetime) -> MadeRequest:
    return ask(coordinator, case, now=now, email="surgery@example.com", lead_email=LEAD)


def run(day: date, hour: int = 10) -> dict[str, int]:
    """Plan in the morning of a day and send at an hour of it."""
    reminders.plan(now=at(day, 6))
    return dict(reminders.send_due(now=at(day, hour)))


def days_around(*days: date) -> list[date]:
    """These days, each with the day before it and the day after it."""
    return sorted({day + timedelta(days=apart) for day in days for apart in (-1, 0, 1)})


def queued() -> list[tuple[str, str]]:
    """The reminders among the messages: template and address, in order."""
    db.session.rollback()
    query = select(OutboundMessage.template, OutboundMessage.to_address).order_by(OutboundMessage.id)
    return [tuple(row) for row in db.session.execute(query.where(OutboundMessage.key.like("reminder:%")))]


@ON_BOTH
def test_awaited_form_is_reminded_of_three_times_then_its_lead_then_the_doctor_then_the_chair_is_told(
    cast: Cast, request_: MadeRequest
) -> None:
    for name in ("designated doctor", "chair"):
        cast.person(name)
    reminded = {}
    for day in days_around(FIRST, SECOND, DUE, ESCALATION, TO_DOCTOR, TO_CHAIR, TO_CHAIR + timedelta(days=2)):
        before = len(queued())
        run(day)
        if new := queued()[before:]:
            reminded[day] = new
    to_agency = [("form_b_reminder", "surgery@example.com")]
    to_doctor, to_chair = (
        [(template, address(name)) for name in ("coordinator", who)]
        for template, who in (("form_b_unanswered", "designated doctor"), ("form_b_to_chair", "chair"))
    )
    assert reminded == {
        **dict.fromkeys((FIRST, SECOND, DUE), to_agency),
        ESCALATION: [("form_b_escalation", LEAD)],
        TO_DOCTOR: to_doctor,
        TO_CHAIR: to_chair,
    }
    drafted = db.session.scalars(select(OfficialLetter).where(OfficialLetter.request_id == request_.id)).one()
    assert (drafted.kind, drafted.status, drafted.to_email, drafted.answer_by) == (
        OfficialKind.DUTY,
        LetterStatus.DRAFT,
        LEAD,
        date(2027, 1, 20),
    )
    told = select(OutboundMessage.context).where(OutboundMessage.template == "form_b_to_chair")
    assert {context["letter"] for context in db.session.scalars(told)} == {drafted.public_id}


@ON_BOTH
def test_plan_twice_plans_nothing_new(request_: MadeRequest) -> None:
    assert [reminders.plan(now=at(FIRST)) for _time in range(2)] == [1, 0]


@ON_BOTH
def test_send_twice_queues_nothing_new(request_: MadeRequest) -> None:
    assert (run(FIRST), run(FIRST)) == ({"queued": 1}, {})


def test_planned_reminder_waits_for_its_hour(request_: MadeRequest) -> None:
    reminders.plan(now=at(FIRST, 6))
    assert (reminders.send_due(now=at(FIRST, 8)), reminders.send_due(now=at(FIRST, 9))) == ({}, {"queued": 1})


@pytest.mark.parametrize("moment", [at(FIRST, 18), at(FIRST, 23), at(FIRST + timedelta(days=1))])
def test_nothing_is_sent_outside_office_hours(request_: MadeRequest, moment: datetime) -> None:
    reminders.plan(now=at(FIRST))
    assert (reminders.send_due(now=moment), queued()) == ({}, [])


@ON_BOTH
def test_after_weeks_without_a_job_process_each_is_reminded_once(request_: MadeRequest) -> None:
    assert run(DUE + timedelta(days=3)) == {"queued": 1}
    assert queued() == [("form_b_reminder", "surgery@example.com")]


def test_step_that_was_planned_and_missed_gives_way_to_a_later_one(request_: MadeRequest) -> None:
    reminders.plan(now=at(FIRST))
    assert run(SECOND) == {"no longer needed": 1, "queued": 1}


def _return(coordinator: Actor, request: MadeRequest, now: datetime) -> None:
    form_b_returns.hold_nothing(respondent(request, panel_id=coordinator.panel_id or 0, now=now), now=now)


def _withdraw(coordinator: Actor, request: MadeRequest, now: datetime) -> None:
    form_b.withdraw(coordinator, request.public_id, reason="Asked by mistake", now=now)


def _extend(coordinator: Actor, request: MadeRequest, now: datetime) -> None:
    form_b.extend(coordinator, request.public_id, due_on=DUE + timedelta(days=28), now=now)


@ON_BOTH
@pytest.mark.parametrize("done", [_return, _withdraw, _extend])
def test_reminder_that_was_planned_is_closed_where_nobody_waits_any_more(
    coordinator: Actor, request_: MadeRequest, done: Callable[..., Any], now: datetime
) -> None:
    reminders.plan(now=at(FIRST, 6))
    done(coordinator, request_, at(FIRST, 8))
    assert (reminders.send_due(now=at(FIRST)), queued()) == ({"no longer needed": 1}, [])
    assert db.session.scalars(select(ScheduledReminder.status)).all() == [ReminderStatus.NOT_NEEDED]


def test_new_address_is_reminded_from_its_next_step_and_the_old_one_is_not(
    coordinator: Actor, request_: MadeRequest
) -> None:
    reminders.plan(now=at(FIRST, 6))
    form_b.reissue(coordinator, request_.public_id, email="new@example.com", now=at(FIRST, 10))
    assert (reminders.send_due(now=at(FIRST, 11)), run(FIRST, 12)) == ({"no longer needed": 1}, {})
    assert (run(SECOND), queued()) == ({"queued": 1}, [("form_b_reminder", "new@example.com")])


def test_agency_without_a_lead_is_reminded_and_nobody_is_told_besides(
    coordinator: Actor, case: MadeCase, now: datetime
) -> None:
    ask(coordinator, case, now=now)
    assert run(ESCALATION) == {"queued": 1}
    assert [template for template, _to in queued()] == ["form_b_reminder"]


@writes(AuditVerb.CASE_MOVED)
def complete(actor: Actor, case_id: int, *, now: datetime) -> None:
    """Leave a case as the panel leaves it when it has reviewed it."""
    case = db.session.get_one(Case, case_id)
    for name, value in FINDINGS.items():
        setattr(case, name, value)
    case.status = CaseStatus.REVIEWED


def test_nobody_is_reminded_once_the_review_is_complete(
    coordinator: Actor, case: MadeCase, request_: MadeRequest, now: datetime
) -> None:
    reminders.plan(now=at(FIRST, 6))
    complete(coordinator, case.id, now=now)
    assert (run(FIRST), run(SECOND), queued()) == ({"no longer needed": 1}, {}, [])


def letter_of(cast: Cast, now: datetime) -> MadeCase:
    """A case whose first letter was drafted by the clock on this day."""
    died = (now - timedelta(days=21)).date()
    facts = {"born_on": died, "died_on": died, "notified_on": died, "notified_at": now - timedelta(days=21)}
    case = add_case(cast.person("coordinator"), now=now, **facts)
    letters.draft_due(actors.job("draft letters"), now=now)
    return case


@ON_BOTH
def test_coordinators_are_told_of_a_letter_that_waits_and_once_more_after_a_week(cast: Cast) -> None:
    day = date(2026, 11, 20)
    letter_of(cast, at(day, 6))
    told = {}
    for number in range(14):
        run(day + timedelta(days=number))
        told[number] = len(queued())
    assert [number for number in told if told[number] > told.get(number - 1, 0)] == [0, 7]
    assert set(queued()) == {("letter_waiting", address("coordinator"))}


def test_letter_that_may_not_go_is_nobody_told_of(cast: Cast) -> None:
    day = date(2026, 11, 20)
    case = letter_of(cast, at(day, 6))
    reminders.plan(now=at(day, 6))
    holds.start_hold(
        cast.person("coordinator"),
        case.public_id,
        HoldKind.CRIMINAL,
        started_on=day,
        submission_id=mark(),
        now=at(day, 7),
    )
    assert (run(day), queued()) == ({"no longer needed": 1}, [])


@ON_BOTH
def test_paused_case_is_reminded_of_once_when_its_pause_is_over_or_ended(
    coordinator: Actor, case: MadeCase, request_: MadeRequest
) -> None:
    until = SECOND + timedelta(days=1)
    told = {"reason": "Asked for by the police", "until_on": until}
    paused = reminder_pauses.pause(coordinator, case.public_id, **told, now=at(FIRST, 7))
    assert [run(day) for day in (FIRST, SECOND)] == [{}, {}]
    assert (run(SECOND + timedelta(days=3)), len(queued())) == ({"queued": 1, "no longer needed": 1}, 1)
    again = reminder_pauses.pause(coordinator, case.public_id, **told | {"until_on": DUE}, now=at(DUE, 7))
    assert (paused != again, run(DUE)) == (True, {})
    reminder_pauses.resume(coordinator, case.public_id, again, now=at(DUE, 11))
    assert run(DUE, 12) == {"queued": 1}
