"""Who is reminded of what, and when: the rules alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cdop.rules import messages, reminders
from cdop.rules.deadline_table import open_due
from cdop.rules.facts import CaseFacts, LetterFacts, RequestFacts, WorkFacts
from cdop.rules.messages import Audience
from cdop.rules.reminder_table import FIRST_DAYS, RULES, WORK
from cdop.rules.reminders import Window, due_reminders, is_office_hour
from cdop.rules.vocabulary import CaseStatus, Residency
from cdop.rules.working_days import add_working_days, is_working_day

# Asked on Friday 20 November 2026, to be returned by Friday 11 December.
REQUEST = RequestFacts(
    subject="form_request",
    subject_id=7,
    panel_id=1,
    case_id=2,
    asked_at=datetime(2026, 11, 20, 10, tzinfo=UTC),
    addresses=((Audience.RECIPIENT, "gp@example.com"), (Audience.LEAD, "lead@example.com")),
    due_on=date(2026, 12, 11),
    is_awaited=True,
    invitation="x",
)
LETTER = LetterFacts(
    subject="family_letter",
    subject_id=9,
    panel_id=1,
    case_id=2,
    asked_at=datetime(2026, 11, 20, 6, 15, tzinfo=UTC),
    addresses=((Audience.COORDINATORS, "one@example.com"), (Audience.COORDINATORS, "two@example.com")),
    drafted_on=date(2026, 11, 20),
    is_waiting=True,
)


def due(facts: RequestFacts | LetterFacts, *moment: int) -> list[tuple[str, str, str]]:
    """What is due by a moment, in UTC."""
    found = due_reminders(facts, datetime(2026, *moment, tzinfo=UTC))  # type: ignore[arg-type, misc]
    return [(each.rule, each.recipient, each.due_at.strftime("%d %B %H:%M")) for each in found]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ((11, 27, 8, 59), []),
        ((11, 27, 9), [("form_b_return", "gp@example.com", "27 November 09:00")]),
        ((12, 4, 9), [("form_b_return", "gp@example.com", "04 December 09:00")]),
        ((12, 11, 9), [("form_b_return", "gp@example.com", "11 December 09:00")]),
        (
            (12, 18, 9),
            [
                ("form_b_return", "gp@example.com", "11 December 09:00"),
                ("form_b_escalation", "lead@example.com", "18 December 09:00"),
            ],
        ),
    ],
)
def test_request_has_its_steps_5_10_15_and_20_working_days_after_it_was_sent(
    moment: tuple[int, ...], expected: list[tuple[str, str, str]]
) -> None:
    assert due(REQUEST, *moment) == expected


@pytest.mark.parametrize("facts", [replace(REQUEST, is_awaited=False), replace(REQUEST, due_on=None)])
def test_request_that_nobody_waits_for_has_none(facts: RequestFacts) -> None:
    assert due(facts, 12, 31) == []


def test_steps_before_the_thing_was_asked_for_again_do_not_count() -> None:
    again = replace(REQUEST, asked_at=datetime(2026, 12, 4, 12, tzinfo=UTC))
    assert (due(again, 12, 10), due(again, 12, 11, 9)) == (
        [],
        [("form_b_return", "gp@example.com", "11 December 09:00")],
    )


def test_more_time_moves_the_steps_with_it() -> None:
    extended = replace(REQUEST, due_on=date(2026, 12, 18))
    assert (due(extended, 12, 4, 8), due(extended, 12, 4, 9)[0][2]) == ([], "04 December 09:00")


def test_step_is_at_nine_in_london_in_summer_too() -> None:
    summer = replace(REQUEST, asked_at=datetime(2026, 6, 1, 9, tzinfo=UTC), due_on=date(2026, 6, 22))
    assert due(summer, 6, 22, 8) == [("form_b_return", "gp@example.com", "22 June 08:00")]


def test_agency_without_a_lead_has_no_escalation() -> None:
    facts = replace(REQUEST, addresses=REQUEST.addresses[:1])
    assert [rule for rule, _to, _at in due(facts, 12, 31)] == ["form_b_return"]


def test_letter_that_waits_is_told_to_each_coordinator_and_again_after_five_working_days() -> None:
    both = [("family_letter", f"{name}@example.com", "20 November 09:00") for name in ("one", "two")]
    assert (due(LETTER, 11, 20, 9), due(LETTER, 11, 26)) == (both, both)
    assert {at for _rule, _to, at in due(LETTER, 11, 27, 9)} == {"27 November 09:00"}


@pytest.mark.parametrize("facts", [replace(LETTER, is_waiting=False), replace(LETTER, is_held_back=True)])
def test_letter_that_is_released_or_may_not_go_is_told_to_nobody(facts: LetterFacts) -> None:
    assert due(facts, 12, 31) == []


def test_letter_drafted_by_hand_during_the_day_is_not_told_the_same_day() -> None:
    by_hand = replace(LETTER, asked_at=datetime(2026, 11, 20, 14, tzinfo=UTC))
    assert due(by_hand, 11, 20, 18) == []


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 20, 8, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 17, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 18, tzinfo=UTC), False),
        (datetime(2026, 11, 21, 12, tzinfo=UTC), False),
        (datetime(2026, 12, 25, 12, tzinfo=UTC), False),
        (datetime(2026, 12, 28, 12, tzinfo=UTC), False),
        (datetime(2026, 7, 1, 7, tzinfo=UTC), True),
        (datetime(2026, 7, 1, 17, tzinfo=UTC), False),
    ],
)
def test_office_hours_are_eight_to_six_in_england_on_working_days(moment: datetime, expected: bool) -> None:
    assert is_office_hour(moment) is expected


def test_every_step_falls_in_office_hours_whatever_day_something_is_due() -> None:
    for number in range(400):
        day = date(2026, 1, 1) + timedelta(days=number)
        facts = replace(REQUEST, asked_at=datetime(2025, 1, 1, tzinfo=UTC), due_on=day)
        late = datetime.combine(add_working_days(day, 30), datetime.min.time(), UTC)
        steps = {each.due_at for each in due_reminders(facts, late)}
        assert len(steps) == 2
        assert all(is_office_hour(step) and is_working_day(step.date()) for step in steps)


def test_every_rule_has_a_template_for_its_audiences_and_says_what_and_why() -> None:
    for rule in RULES:
        audience = messages.TEMPLATES[rule.template].audience
        assert (audience,) == rule.audiences or audience is Audience.COLLEAGUES
        assert (reminders.rule_named(rule.key), bool(rule.source)) == (rule, True)
        assert bool(rule.says) == (rule.template in (WORK, FIRST_DAYS))
    assert len({rule.key for rule in RULES}) == len(RULES)


def test_request_goes_on_to_the_doctor_and_then_the_chair_and_tells_nobody_twice() -> None:
    people = ((Audience.COORDINATORS, "c@x"), (Audience.DOCTORS, "d@x"), (Audience.CHAIRS, "d@x"))
    facts = replace(REQUEST, addresses=people)
    assert due(facts, 12, 29, 8) == []
    # Ten working days after 11 December, over Christmas: 29 December.
    assert due(facts, 12, 29, 9) == [("form_b_doctor", to, "29 December 09:00") for to in ("c@x", "d@x")]


WORK_DUE = WorkFacts(
    subject="case",
    subject_id=3,
    panel_id=1,
    case_id=3,
    asked_at=datetime(2026, 11, 1, tzinfo=UTC),
    addresses=((Audience.COORDINATORS, "c@x"), (Audience.CHAIRS, "h@x"), (Audience.DOCTORS, "d@x")),
    about="Case INV/1",
    path="/cases/x",
)


@pytest.mark.parametrize(
    ("name", "falls", "steps", "told"),
    [
        ("cdrm_months", date(2026, 12, 3), ["05 November 09:00", "03 December 09:00", "05 January 09:00"], "c@x d@x"),
        (
            "panel_months_overall",
            date(2026, 12, 5),
            ["09 November 09:00", "07 December 09:00", "06 January 09:00"],
            "c@x h@x",
        ),
        # In clock hours, whatever the hour: six before, then, a day after.
        (
            "jar_planning_hours",
            datetime(2026, 11, 21, 3, tzinfo=UTC),
            ["20 November 21:00", "21 November 03:00", "22 November 03:00"],
            "c@x d@x",
        ),
        ("jar_home_visit_wd", date(2026, 11, 20), ["20 November 09:00", "23 November 09:00"], "c@x d@x"),
    ],
)
def test_work_has_its_steps_until_it_is_done(name: str, falls: date | datetime, steps: list[str], told: str) -> None:
    facts = replace(WORK_DUE, due={name: falls})
    seen: list[str] = []
    for hour in range(0, 24 * 80, 1):
        now = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(hours=hour)
        found = due_reminders(facts, now)
        assert " ".join(each.recipient for each in found) in ("", told)
        seen += [f"{each.due_at:%d %B %H:%M}" for each in found[:1]]
    assert list(dict.fromkeys(seen)) == steps
    assert due_reminders(replace(facts, due={}), now) == ()


def test_entry_in_the_national_database_is_due_48_hours_after_the_death_until_it_is_recorded() -> None:
    died_at = datetime(2026, 11, 1, 6, tzinfo=UTC)
    facts = CaseFacts(
        status=CaseStatus.NOTIFIED,
        residency=Residency.RESIDENT,
        died_on=date(2026, 11, 1),
        died_at=died_at,
        notified_at=died_at + timedelta(hours=3),
    )
    assert open_due(facts)["notify_ncmd_hours"] == died_at + timedelta(hours=48)
    entered = replace(facts, ncmd_submitted_at=died_at + timedelta(hours=20))
    for not_due in (entered, replace(facts, residency=Residency.ELSEWHERE), replace(facts, notified_at=None)):
        assert "notify_ncmd_hours" not in open_due(not_due)


def test_step_that_fell_due_long_before_planning_is_left_out() -> None:
    facts = replace(WORK_DUE, due={"cdrm_months": date(2026, 12, 3)})
    now = datetime(2027, 1, 5, 10, tzinfo=UTC)
    windows = (Window(now - timedelta(days=ago), now, now) for ago in (1, 0))
    assert [len(due_reminders(facts, now, window)) for window in windows] == [2, 0]


def test_missed_step_is_planned_beside_those_that_are_still_to_come() -> None:
    facts = replace(WORK_DUE, due={"jar_planning_hours": datetime(2026, 12, 3, 16, tzinfo=UTC)})
    now = datetime(2026, 12, 3, 14, tzinfo=UTC)
    window = Window(now - timedelta(days=3), now, now + timedelta(days=2))
    assert [due.due_at - now for due in due_reminders(facts, now, window)][::2] == [
        timedelta(hours=hours) for hours in (-4, 2, 26)
    ]
