"""The panel's own people are reminded of the panel's own work: those whose it is, until it is done."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, CaseHold, OutboundMessage, UserSession
from cdop.queries import reminders as queries
from cdop.rules.actors import Actor, public
from cdop.rules.dates import LONDON
from cdop.rules.periods import Period
from cdop.rules.reminders import Window, due_reminders
from cdop.rules.triage import NotForReview
from cdop.rules.vocabulary import (
    AuditVerb,
    CaseStatus,
    HoldKind,
    JobOutcome,
    RecommendationStatus,
    Residency,
    Sex,
    Verdict,
)
from cdop.services import (
    actions,
    cases,
    deadlines,
    holds,
    jobs,
    meetings,
    minutes,
    recommendations,
    release_proposals,
    reminders,
    triage,
)
from cdop.services.release_proposals import Applied
from cdop.services.unit import writes
from tests.agencies import ask, mark
from tests.databases import ON_BOTH
from tests.factories import add_case, add_cases
from tests.live_cases import send_notification
from tests.personas import Cast, address
from tests.recommended import TOLD, recommendation, sent_recommendation, stored

DAY = date(2026, 11, 20)
ELSEWHERE = {"residency": Residency.ELSEWHERE}
"""A case of a child who lived elsewhere has no deadlines of its own here."""


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), LONDON).astimezone(UTC)


@pytest.fixture
def coordinator(cast: Cast) -> Actor:
    return cast.person("coordinator")


def told(rules: set[str], first: date, days: Iterable[int]) -> dict[tuple[str, str], list[int]]:
    """Plan and send on days after the first; of each rule and address, after how many days they were told."""
    found: dict[tuple[str, str], list[int]] = {}
    seen = set(db.session.scalars(select(OutboundMessage.id)))
    db.session.rollback()
    for number in days:
        day = first + timedelta(days=number)
        reminders.plan(now=at(day, 6))
        reminders.send_due(now=at(day))
        db.session.rollback()
        for message in db.session.scalars(select(OutboundMessage).order_by(OutboundMessage.id)):
            if message.id not in seen and message.context.get("rule") in rules:
                found.setdefault((message.context["rule"], message.to_address), []).append(number)
            seen.add(message.id)
    db.session.rollback()
    return found


@ON_BOTH
def test_review_is_told_to_coordinator_and_chair_but_not_to_who_takes_no_part(
    cast: Cast, coordinator: Actor, now: datetime
) -> None:
    cast.person("designated doctor")
    died = date(2026, 6, 15)  # six months later: 15 December
    case = add_case(coordinator, now=now, died_on=died, notified_on=died)
    other = add_case(coordinator, now=now, died_on=died, notified_on=died)
    cast.person("chair")
    cases.exclude(coordinator, case.public_id, email=address("chair"), reason="Treated the child", now=now)
    found = told({"panel_review"}, DAY, (0, 3, 17, 24, 25, 26, 27, 29))
    # Of both cases to the coordinator, of the other alone to the chair; once on the day.
    assert found == {
        ("panel_review", address("coordinator")): [25, 25],
        ("panel_review", address("chair")): [25],
    }
    links = db.session.scalars(select(OutboundMessage.context).where(OutboundMessage.to_address == address("chair")))
    assert [context["path"] for context in links if context["rule"] == "panel_review"] == [other.path]


def _ended(actor: Actor, case_id: str, hold_id: str, now: datetime) -> None:
    holds.end_hold(actor, case_id, hold_id, ended_on=now.date(), now=now)


def _runs_on(actor: Actor, case_id: str, hold_id: str, now: datetime) -> None:
    version = db.session.scalars(select(CaseHold.version)).one()
    db.session.rollback()
    words = dict.fromkeys(("note", "owner", "evidence"), "")
    later = DAY + timedelta(days=14)
    holds.check_hold(actor, case_id, hold_id, next_check_on=later, version=version, **words, now=now)


@pytest.mark.parametrize(("done", "after"), [(None, [3, 10]), (_ended, [3]), (_runs_on, [3, 14])])
def test_hold_is_asked_after_on_its_day_until_it_is_looked_at(
    coordinator: Actor, now: datetime, done: Callable[..., Any] | None, after: list[int]
) -> None:
    case = add_case(coordinator, now=now, **ELSEWHERE)
    told_on = {"started_on": DAY, "next_check_on": DAY + timedelta(days=3), "submission_id": mark()}
    hold = holds.start_hold(coordinator, case.public_id, HoldKind.INQUEST, **told_on, now=now)
    key = ("hold_check", address("coordinator"))
    found = told({"hold_check"}, DAY, range(5)).get(key, [])
    if done is not None:
        done(coordinator, case.public_id, hold, at(DAY + timedelta(days=4), 12))
    found += [number + 5 for number in told({"hold_check"}, DAY + timedelta(days=5), range(10)).get(key, [])]
    assert found == after


@writes(AuditVerb.CASE_TRIAGED)
def begin_response(actor: Actor, case_id: int, *, now: datetime, planned_at: datetime | None = None) -> None:
    """Record when a joint agency response began, and perhaps when it was planned."""
    case = db.session.get_one(Case, case_id)
    case.jar_triggered_at, case.jar_planned_at = now, planned_at


@ON_BOTH
def test_steps_in_hours_are_planned_within_the_day_and_end_with_what_was_done(
    coordinator: Actor, now: datetime
) -> None:
    before = DAY - timedelta(days=1)
    case = add_case(coordinator, now=at(before, 17), **ELSEWHERE)
    begin_response(coordinator, case.id, now=at(before, 16))  # the discussion is due today at four in the afternoon
    assert [reminders.plan_hours(now=at(DAY, hour)) for hour in (9, 10)] == [2, 0]  # the visit is due today as well
    assert dict(reminders.send_due(now=at(DAY, 10))) == {"queued": 2}
    assert reminders.plan_hours(now=at(DAY, 12)) == 1
    begin_response(coordinator, case.id, now=at(before, 16), planned_at=at(DAY, 15))
    assert dict(reminders.send_due(now=at(DAY, 16))) == {"no longer needed": 1}


def test_step_of_a_weekend_night_leaves_at_its_hour(coordinator: Actor, now: datetime) -> None:
    saturday = date(2026, 11, 21)
    case = add_case(coordinator, now=at(saturday, 9), **ELSEWHERE)
    # Six hours before the discussion is due is two in the morning of Sunday; the visit is due on Monday.
    begin_response(coordinator, case.id, now=at(saturday, 8))
    assert reminders.plan_hours(now=at(saturday, 22)) == 1
    sunday, monday = (saturday + timedelta(days=number) for number in (1, 2))
    assert [dict(reminders.send_due(now=at(sunday, hour))) for hour in (1, 2)] == [{}, {"queued": 1}]
    assert reminders.plan_hours(now=at(sunday, 8)) == 1
    assert dict(reminders.send_due(now=at(sunday, 8))) == {"queued": 1}
    assert reminders.plan_hours(now=at(monday, 6)) == 2
    assert [dict(reminders.send_due(now=at(monday, hour))) for hour in (7, 8, 9)] == [{}, {"queued": 1}, {"queued": 1}]


def test_notification_that_waits_for_its_first_check_is_told_until_it_is_made(cast: Cast, now: datetime) -> None:
    cast.person("coordinator")
    notification = send_notification(cast.panel_id, now=now)
    key = ("first_check", address("coordinator"))
    # Received on Friday, to be checked by Tuesday.
    assert told({"first_check"}, DAY, range(5)) == {key: [4]}
    later = at(DAY + timedelta(days=5))
    triage.set_aside(cast.person("coordinator"), notification, next(iter(NotForReview)), note="Twice", now=later)
    assert told({"first_check"}, DAY + timedelta(days=5), range(7)) == {}


def test_papers_of_a_meeting_are_told_before_they_are_due_and_its_minutes_after(
    cast: Cast, coordinator: Actor, now: datetime
) -> None:
    held_on = date(2026, 12, 11)
    meetings.plan_meeting(coordinator, starts_at=at(held_on), submission_id=mark(), now=now)
    # Ten working days before it is 27 November, and two before that 25.
    assert told({"meeting_pack", "meeting_minutes"}, DAY, (0, 4, 5, 6, 7, 8, 12, 19)) == {
        ("meeting_pack", address("coordinator")): [5, 7]
    }


@ON_BOTH
def test_accounts_that_nobody_uses_are_told_to_the_administrator_once_a_month(cast: Cast, now: datetime) -> None:
    add_case(cast.person("coordinator"), now=now)
    cast.person("administrator")
    later = date(2027, 2, 22)
    # By then none of them signed in for ninety days: at once, then on the first working day of each month.
    assert told({"accounts_unused"}, later, (0, 1, 6, 7, 8, 20, 37, 38, 39)) == {
        ("accounts_unused", address("administrator")): [0, 7, 38]
    }
    assert db.session.scalars(select(UserSession)).all() == []


def found_within(window: Window, *, looked_at: Window, now: datetime) -> set[tuple[str, str, int, datetime]]:
    """The steps within a time of what is read for another time."""
    pages = list(queries.subjects(looked_at, now=now))
    db.session.rollback()
    return {
        (facts.subject, due.rule, due.subject_id, due.due_at)
        for page in pages
        for facts in page
        for due in due_reminders(facts, window.now, window)
    }


@ON_BOTH
def test_what_is_read_for_a_day_has_every_step_of_that_day_whatever_the_lengths(
    cast: Cast, coordinator: Actor, now: datetime
) -> None:
    told = {"from_on": date(2026, 7, 1), "now": now}
    for key, length in (("cdrm_months", 2), ("panel_weeks_after_ready", 5), ("agencies_asked_wd", 4)):
        deadlines.set_length(cast.command_line, cast.panel_id, key, length, **told)
    for ago in range(0, 200, 15):
        died = DAY - timedelta(days=ago)
        days = {"born_on": died, "died_on": died, "notified_on": died, "notified_at": at(died, 23)}
        case = add_case(coordinator, now=at(died, 12), **days | {"ready_on": died} if ago % 2 else days)
        hold_on = {"started_on": died, "next_check_on": DAY + timedelta(days=ago % 30 - 12), "submission_id": mark()}
        if hold_on["next_check_on"] >= died:
            holds.start_hold(coordinator, case.public_id, HoldKind.INQUEST, **hold_on, now=now)
        ask(coordinator, case, now=at(DAY - timedelta(days=ago // 3)))
    everything = Window(at(DAY - timedelta(days=400)), *[at(DAY + timedelta(days=400))] * 2)
    kinds = set()
    for number in range(-3, 20, 3):
        day = DAY + timedelta(days=number)
        window = Window(at(day - timedelta(days=1), 6), *[at(day + timedelta(days=1), 6)] * 2)
        every = found_within(window, looked_at=everything, now=at(day, 6))
        assert found_within(window, looked_at=window, now=at(day, 6)) == every
        kinds |= {rule for _subject, rule, *_rest in every}
    assert {"form_b_return", "review_meeting", "panel_review", "panel_of_ready", "hold_check"} <= kinds


@ON_BOTH
def test_planning_after_a_week_away_finds_what_fell_due_since_the_last_one(coordinator: Actor, now: datetime) -> None:
    case = add_case(coordinator, now=now, **ELSEWHERE)
    told_on = {"started_on": DAY, "next_check_on": DAY + timedelta(days=4), "submission_id": mark()}
    holds.start_hold(coordinator, case.public_id, HoldKind.INQUEST, **told_on, now=now)
    jobs.note_run(jobs.JOB, reminders.PLANNING, JobOutcome.DONE, {}, started=at(DAY, 12), now=at(DAY, 12))
    assert reminders.plan(now=at(DAY + timedelta(days=7), 6)) == 1


def test_minutes_and_recommendations_of_a_meeting_are_told_until_they_are_out(
    cast: Cast, coordinator: Actor, now: datetime
) -> None:
    cast.person("chair")
    made = recommendation(coordinator, now=now)  # of a meeting on Thursday 19 November: both are due on 3 December
    rules = {"meeting_minutes", "learning_letters", "recommendation"}
    assert told(rules, DAY, range(12)) == {
        ("meeting_minutes", address("coordinator")): [11],
        ("learning_letters", address("coordinator")): [11],
        ("learning_letters", address("chair")): [11],
    }
    then = at(date(2026, 12, 2))
    minutes.draft_minutes(coordinator, made.signed.meeting, now=then)
    minutes.share_minutes(coordinator, made.signed.meeting, now=then)
    due_on = date(2026, 12, 9)
    recommendations.change_recommendation(
        coordinator, made.public_id, replace(TOLD, due_on=due_on), version=1, now=then
    )
    recommendations.send_recommendation(coordinator, made.public_id, now=then)
    actions.aim(coordinator, made.signed.action, replace(TOLD, due_on=due_on), version=1, now=then)
    actions.send(coordinator, made.signed.action, now=then)
    # What is left is the answer, on the day that its owner was given, and the owner's link.
    owner, rules = TOLD.owner_email, rules | {"recommendation_owner", "recommendation_chair"}
    rules |= {"action", "action_owner", "action_chair"}
    assert told(rules, date(2026, 12, 2), range(12)) == {
        ("recommendation_owner", owner): [7],
        ("recommendation", address("coordinator")): [7],
        ("action_owner", owner): [7],
        ("action", address("coordinator")): [7],
    }
    # What fell due over Christmas, when nobody planned, is made up for; then it goes on to the chair.
    assert told(rules, date(2027, 1, 6), range(8)) == {
        ("recommendation_owner", owner): [0],
        ("recommendation", address("coordinator")): [0],
        ("recommendation_chair", address("coordinator")): [5],
        ("recommendation_chair", address("chair")): [5],
        ("action_owner", owner): [0],
        ("action", address("coordinator")): [0],
        ("action_chair", address("coordinator")): [5],
        ("action_chair", address("chair")): [5],
    }
    sent = select(OutboundMessage.context).where(OutboundMessage.template == "recommendation_reminder")
    assert [context["recommendation"] for context in db.session.scalars(sent)] == [made.public_id] * 2


def test_whether_it_changed_anything_is_asked_after_until_it_is_recorded(
    cast: Cast, coordinator: Actor, now: datetime
) -> None:
    cast.person("chair")
    made, rules = sent_recommendation(coordinator, now=now), {"recommendation_verdict"}
    done = {"response": "It is done", "name": "Invented Head"}
    recommendations.answer_recommendation(public(), made.token, RecommendationStatus.DONE, **done, now=now)
    # Its day is Monday 1 March; a month later, four weeks of work.
    whom = [(rule, address(who)) for rule in rules for who in ("coordinator", "chair")]
    assert told(rules, date(2027, 2, 26), range(6)) == {each: [3] for each in whom}
    on = date(2027, 3, 2)
    verdict = {"verdict_on": on, "note": "", "version": stored(made).version}
    db.session.rollback()
    recommendations.judge_recommendation(coordinator, made.public_id, Verdict.MOVED, **verdict, now=at(on))
    assert told(rules, date(2027, 3, 26), range(8)) == {}


@ON_BOTH
def test_extract_is_asked_after_before_its_day_and_since_until_its_deletion_is_recorded(
    cast: Cast, coordinator: Actor, now: datetime
) -> None:
    extract = signed_extract(coordinator, cast.person("chair"), expires_on=date(2026, 12, 31), now=now)
    key = ("extract_deletion", address("coordinator"))
    # Thursday 31 December: five working days before it is the 22nd, over Christmas; the day after it is a holiday.
    assert told({"extract_deletion"}, date(2026, 12, 20), range(18)) == {key: [2, 15]}
    on = date(2027, 1, 7)
    release_proposals.record_deletion(coordinator, extract, on, "A certificate", now=at(on))
    assert told({"extract_deletion"}, on, range(20)) == {}


def signed_extract(coordinator: Actor, chair: Actor, *, expires_on: date, now: datetime) -> str:
    """An extract of ten cases that are alike, by its public id."""
    add_cases(coordinator, 10, now=now, status=CaseStatus.REVIEWED, sex=Sex.MALE)
    told = Applied(
        Period(date(2026, 11, 1), date(2026, 11, 19), "November"),
        ("sex",),
        "A study",
        "Invented Researcher",
        "Encrypted",
        expires_on,
    )
    proposal = release_proposals.propose_extract(coordinator, told, submission_id=mark(), now=now)
    return release_proposals.sign(chair, proposal, now=now)
