"""When things are due, at every edge of the calendar, and how that is said."""

from calendar import monthrange
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdop.rules.dates import LONDON
from cdop.rules.deadline_table import DEADLINES, RECORDED, sentences, standings
from cdop.rules.deadlines import (
    Basis,
    Deadline,
    Moment,
    Standing,
    StandingKind,
    Unit,
    day_in_england,
    due,
    due_at,
    due_on,
    every_case,
    in_force,
    sentence,
    standing,
)
from cdop.rules.facts import CaseFacts
from cdop.rules.vocabulary import CaseStatus, Modifiable, Residency

BY_KEY = {row.key: row for row in DEADLINES}
PANEL = BY_KEY["panel_months_overall"]
NOTIFY = BY_KEY["notify_cdop_hours"]
TRIAGE = BY_KEY["triage_wd"]
LETTER = BY_KEY["family_letter_days"]
READY = BY_KEY["panel_weeks_after_ready"]
OPEN = CaseFacts(status=CaseStatus.NOTIFIED, died_on=date(2026, 5, 3), notified_on=date(2026, 5, 4))
LIVE = replace(
    OPEN, notified_at=datetime(2026, 5, 4, 9, tzinfo=UTC), jar_triggered_at=datetime(2026, 5, 4, 9, tzinfo=UTC)
)
EPOCHS = (
    int(datetime(2019, 1, 1, tzinfo=UTC).timestamp()),
    int(datetime(2036, 1, 1, tzinfo=UTC).timestamp()),
)
instants = st.integers(*EPOCHS).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
days = st.dates(date(2019, 1, 1), date(2035, 12, 31))


def utc(text: str) -> datetime:
    """Return the instant written without its zone, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def at_noon(day: date) -> datetime:
    """Return noon in London on a day, in UTC."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=LONDON).astimezone(UTC)


def row(length: int, unit: Unit) -> Deadline:
    """Return a deadline of that length from the death."""
    return Deadline("k", "Panel review", "died", length, unit, "reviewed", "", Basis.PROPOSED, every_case)


def died(moment: Moment) -> CaseFacts:
    """Return a case with its death at an instant, or on a day whose hour is not known."""
    if isinstance(moment, datetime):
        return replace(OPEN, died_on=day_in_england(moment), died_at=moment)
    return replace(OPEN, died_on=moment)


@pytest.mark.parametrize(
    ("died_on", "expected"),
    [
        (date(2026, 5, 3), date(2026, 11, 3)),
        (date(2025, 8, 31), date(2026, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 8, 29)),
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2025, 9, 30), date(2026, 3, 30)),
    ],
)
def test_due_six_months_after_a_death_is_the_same_day_or_the_last_of_the_month(died_on: date, expected: date) -> None:
    assert due(PANEL, died(died_on)) == expected


@pytest.mark.parametrize(
    ("length", "unit", "start", "expected"),
    [
        # The clocks go forward on 29 March 2026 and back on 25 October: 24 hours stay 24 hours.
        (24, Unit.HOURS, utc("2026-03-28 23:30"), utc("2026-03-29 23:30")),
        (24, Unit.HOURS, utc("2026-10-24 23:30"), utc("2026-10-25 23:30")),
        (48, Unit.HOURS, utc("2026-10-25 00:30"), utc("2026-10-27 00:30")),
        (24, Unit.HOURS, datetime(2026, 3, 28, 12, 0, tzinfo=LONDON), utc("2026-03-29 12:00")),
        # 23:30 in UTC on 1 July is half past midnight on 2 July in London.
        (28, Unit.DAYS, utc("2026-07-01 23:30"), date(2026, 7, 30)),
        (28, Unit.DAYS, utc("2026-07-01 22:59"), date(2026, 7, 29)),
        (28, Unit.DAYS, utc("2026-01-01 23:30"), date(2026, 1, 29)),
        # A leap day.
        (1, Unit.DAYS, date(2028, 2, 28), date(2028, 2, 29)),
        (24, Unit.HOURS, utc("2028-02-28 10:00"), utc("2028-02-29 10:00")),
        # The hour is not known: the whole of the next day, or of the one after, is in time.
        (24, Unit.HOURS, date(2026, 3, 28), date(2026, 3, 29)),
        (48, Unit.HOURS, date(2026, 10, 24), date(2026, 10, 26)),
        (25, Unit.HOURS, date(2026, 5, 3), date(2026, 5, 5)),
        (6, Unit.WEEKS, date(2026, 2, 20), date(2026, 4, 3)),
        (2, Unit.WORKING_DAYS, date(2026, 4, 2), date(2026, 4, 8)),
        (3, Unit.MONTHS, date(2026, 11, 30), date(2027, 2, 28)),
    ],
)
def test_due_in_each_unit_falls_at(length: int, unit: Unit, start: Moment, expected: Moment) -> None:
    assert due(row(length, unit), died(start)) == expected


@pytest.mark.parametrize(
    ("died_on", "ends"),
    [
        (date(2026, 3, 1), utc("2026-03-29 23:00")),
        (date(2026, 2, 28), utc("2026-03-29 00:00")),
        (date(2026, 9, 27), utc("2026-10-26 00:00")),
        (date(2026, 9, 26), utc("2026-10-24 23:00")),
    ],
)
def test_due_at_for_a_day_is_the_midnight_in_london_that_ends_it(died_on: date, ends: datetime) -> None:
    assert due_at(row(28, Unit.DAYS), died(died_on)) == ends


def test_due_at_for_hours_is_the_instant_and_due_on_its_day_in_england() -> None:
    facts = died(utc("2026-07-01 23:30"))

    assert (due_at(NOTIFY, facts), due_on(NOTIFY, facts)) == (utc("2026-07-02 23:30"), date(2026, 7, 3))


def test_due_on_and_due_at_without_a_start_are_none() -> None:
    assert (due_on(READY, OPEN), due_at(READY, OPEN)) == (None, None)


def test_day_in_england_of_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        day_in_england(utc("2026-05-03 12:00").replace(tzinfo=None))


@settings(deadline=None)
@given(instants, st.integers(1, 100))
def test_due_in_hours_is_that_many_seconds_later_whatever_the_clocks_do(start: datetime, hours: int) -> None:
    falls = due_at(row(hours, Unit.HOURS), died(start))

    assert falls is not None
    assert falls.timestamp() - start.timestamp() == hours * 3600


@settings(deadline=None)
@given(days, st.integers(1, 24))
def test_due_in_months_is_the_same_day_or_the_month_s_last(start: date, months: int) -> None:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]

    assert due(row(months, Unit.MONTHS), died(start)) == date(year, month + 1, min(start.day, last))


@settings(deadline=None)
@given(instants, st.sampled_from([Unit.DAYS, Unit.WEEKS, Unit.WORKING_DAYS, Unit.MONTHS]))
def test_standing_turns_overdue_exactly_when_the_due_day_ends_in_london(start: datetime, unit: Unit) -> None:
    deadline, facts = row(1, unit), died(start)
    ends = due_at(deadline, facts)

    assert ends is not None
    just_before = standing(deadline, facts, ends - timedelta(microseconds=1))
    assert (just_before.kind, standing(deadline, facts, ends).kind) == (
        StandingKind.DUE_TODAY,
        StandingKind.OVERDUE,
    )
    assert f"{ends.astimezone(LONDON):%H:%M:%S}" == "00:00:00"


@pytest.mark.parametrize(
    ("deadline", "facts", "now", "expected", "words"),
    [
        (
            PANEL,
            OPEN,
            at_noon(date(2026, 10, 22)),
            Standing(PANEL, StandingKind.RUNNING, date(2026, 11, 3), count=12),
            "Panel review due by 3 November 2026 (in 12 days)",
        ),
        (
            PANEL,
            OPEN,
            at_noon(date(2026, 11, 2)),
            Standing(PANEL, StandingKind.RUNNING, date(2026, 11, 3), count=1),
            "Panel review due by 3 November 2026 (in 1 day)",
        ),
        (
            PANEL,
            OPEN,
            at_noon(date(2026, 11, 3)),
            Standing(PANEL, StandingKind.DUE_TODAY, date(2026, 11, 3)),
            "Panel review due today, 3 November 2026",
        ),
        (
            PANEL,
            OPEN,
            at_noon(date(2026, 11, 15)),
            Standing(PANEL, StandingKind.OVERDUE, date(2026, 11, 3), count=12),
            "Panel review was due by 3 November 2026 (12 days ago)",
        ),
        (
            PANEL,
            replace(OPEN, reviewed_on=date(2026, 11, 1)),
            at_noon(date(2027, 1, 1)),
            Standing(PANEL, StandingKind.MET, date(2026, 11, 3), date(2026, 11, 1), 2),
            "Panel review done on 1 November 2026",
        ),
        (
            PANEL,
            replace(OPEN, reviewed_on=date(2026, 11, 4)),
            at_noon(date(2027, 1, 1)),
            Standing(PANEL, StandingKind.MET_LATE, date(2026, 11, 3), date(2026, 11, 4), 1),
            "Panel review done on 4 November 2026, 1 day after it was due",
        ),
        (
            PANEL,
            replace(OPEN, residency=Residency.ELSEWHERE),
            at_noon(date(2026, 11, 3)),
            Standing(PANEL, StandingKind.DOES_NOT_APPLY),
            "Panel review: no date applies",
        ),
        (
            READY,
            OPEN,
            at_noon(date(2026, 11, 3)),
            Standing(READY, StandingKind.NOT_STARTED),
            "Panel review of a case that is ready: not due yet",
        ),
        (
            READY,
            replace(OPEN, reviewed_on=date(2026, 11, 1)),
            at_noon(date(2026, 11, 3)),
            Standing(READY, StandingKind.DOES_NOT_APPLY, met=date(2026, 11, 1)),
            "Panel review of a case that is ready: no date applies",
        ),
    ],
)
def test_standing_by_days_is_counted_and_said(
    deadline: Deadline, facts: CaseFacts, now: datetime, expected: Standing, words: str
) -> None:
    found = standing(deadline, facts, now)

    assert (found, sentence(found)) == (expected, words)


@pytest.mark.parametrize(
    ("now", "kind", "count", "words"),
    [
        ("2026-05-03 13:30", StandingKind.RUNNING, 24, "due by 4 May 2026 at 2:30pm (in 24 hours)"),
        ("2026-05-04 12:30", StandingKind.RUNNING, 1, "due by 4 May 2026 at 2:30pm (in 1 hour)"),
        ("2026-05-04 12:31", StandingKind.RUNNING, 0, "due by 4 May 2026 at 2:30pm (in less than an hour)"),
        ("2026-05-04 13:30", StandingKind.RUNNING, 0, "due by 4 May 2026 at 2:30pm (in less than an hour)"),
        ("2026-05-04 13:30:01", StandingKind.OVERDUE, 1, "was due by 4 May 2026 at 2:30pm (1 hour ago)"),
        ("2026-05-06 13:30", StandingKind.OVERDUE, 48, "was due by 4 May 2026 at 2:30pm (2 days ago)"),
    ],
)
def test_standing_by_hours_is_counted_and_said(now: str, kind: StandingKind, count: int, words: str) -> None:
    facts = replace(died(utc("2026-05-03 13:30")), notified_on=None)
    found = standing(NOTIFY, facts, utc(now))

    assert found == Standing(NOTIFY, kind, utc("2026-05-04 13:30"), None, count, Unit.HOURS)
    assert sentence(found) == f"Notification of the death {words}"


def test_standing_just_after_midnight_in_london_says_am() -> None:
    facts = replace(died(utc("2026-07-01 23:05")), notified_on=None)

    assert sentence(standing(NOTIFY, facts, utc("2026-07-02 20:00"))) == (
        "Notification of the death due by 3 July 2026 at 12:05am (in 3 hours)"
    )


@pytest.mark.parametrize(
    ("notified_at", "notified_on", "kind"),
    [
        (utc("2026-05-04 13:30"), date(2026, 5, 4), StandingKind.MET),
        (utc("2026-05-04 13:31"), date(2026, 5, 4), StandingKind.MET_LATE),
        # Only the day of the notification is known, and on that day it can have been in time.
        (None, date(2026, 5, 4), StandingKind.MET),
        (None, date(2026, 5, 5), StandingKind.MET_LATE),
    ],
)
def test_standing_of_a_notification_within_hours_gives_an_unknown_hour_the_benefit(
    notified_at: datetime | None, notified_on: date, kind: StandingKind
) -> None:
    facts = replace(died(utc("2026-05-03 13:30")), notified_at=notified_at, notified_on=notified_on)

    assert standing(NOTIFY, facts, utc("2026-06-01 12:00")).kind is kind


def test_sentence_for_what_was_done_at_an_instant_says_its_day_in_england() -> None:
    facts = replace(died(utc("2026-07-01 13:30")), notified_at=utc("2026-07-01 23:30"))

    assert sentence(standing(NOTIFY, facts, utc("2026-08-01 12:00"))) == (
        "Notification of the death done on 2 July 2026"
    )


def test_standings_of_a_new_case_are_those_whose_facts_are_recorded() -> None:
    now = at_noon(date(2026, 5, 5))

    assert [sentence(each) for each in standings(OPEN, now)] == [
        "Notification of the death done on 4 May 2026",
        "Panel review of a case that is ready: not due yet",
        "Panel review due by 3 November 2026 (in 182 days)",
    ]


@pytest.mark.parametrize(
    ("facts", "keys"),
    [
        (
            LIVE,
            "notify_cdop_hours notify_ncmd_hours triage_wd agencies_asked_wd jar_planning_hours jar_home_visit_wd "
            "family_letter_days cdrm_months panel_weeks_after_ready panel_months_overall",
        ),
        (
            replace(LIVE, residency=Residency.ELSEWHERE),
            "notify_cdop_hours forward_nonresident_wd triage_wd jar_planning_hours jar_home_visit_wd",
        ),
        (
            replace(LIVE, died_on=date(2019, 4, 1)),
            "notify_cdop_hours notify_ncmd_hours triage_wd agencies_asked_wd jar_planning_hours jar_home_visit_wd "
            "family_letter_days cdrm_months panel_weeks_after_ready panel_months_overall",
        ),
        (
            replace(LIVE, died_on=date(2019, 3, 31)),
            "notify_cdop_hours triage_wd agencies_asked_wd jar_planning_hours jar_home_visit_wd "
            "family_letter_days cdrm_months "
            "panel_weeks_after_ready panel_months_overall",
        ),
        (
            replace(LIVE, died_on=date(2018, 6, 29)),
            "notify_cdop_hours triage_wd agencies_asked_wd jar_planning_hours jar_home_visit_wd "
            "family_letter_days cdrm_months "
            "panel_weeks_after_ready panel_months_overall",
        ),
        (
            replace(LIVE, died_on=date(2018, 6, 28)),
            "notify_cdop_hours triage_wd agencies_asked_wd jar_planning_hours jar_home_visit_wd family_letter_days "
            "panel_weeks_after_ready panel_months_overall",
        ),
        (
            replace(
                LIVE,
                status=CaseStatus.REVIEWED,
                reviewed_on=date(2026, 9, 1),
                modifiable=Modifiable.NO,
                category=8,
            ),
            "notify_cdop_hours notify_ncmd_hours triage_wd agencies_asked_wd jar_planning_hours jar_home_visit_wd "
            "family_letter_days panel_months_overall",
        ),
        (
            replace(LIVE, reviewed_on=date(2026, 9, 1), review_meeting_on=date(2026, 7, 1)),
            "notify_cdop_hours notify_ncmd_hours triage_wd agencies_asked_wd jar_planning_hours jar_home_visit_wd "
            "family_letter_days cdrm_months panel_months_overall",
        ),
        (
            CaseFacts(status=CaseStatus.NOTIFIED),
            "notify_cdop_hours panel_weeks_after_ready panel_months_overall",
        ),
        (
            # From a register: nothing between the notification and the review is on record.
            OPEN,
            "notify_cdop_hours panel_weeks_after_ready panel_months_overall",
        ),
        (
            replace(LIVE, jar_triggered_at=None),
            "notify_cdop_hours notify_ncmd_hours triage_wd agencies_asked_wd family_letter_days "
            "cdrm_months panel_weeks_after_ready "
            "panel_months_overall",
        ),
    ],
)
def test_standings_with_every_fact_recorded_are_those_that_apply(facts: CaseFacts, keys: str) -> None:
    recorded = {name for each in DEADLINES for name in (each.starts, each.met)}

    found = standings(facts, at_noon(date(2026, 5, 5)), recorded=recorded)

    assert [each.deadline.key for each in found] == keys.split()


@pytest.mark.parametrize(
    ("facts", "from_on", "to_do", "done"),
    [
        (
            OPEN,
            date(2026, 5, 4),
            "Panel review due by 3 September 2026 (in 121 days)",
            "Notification of the death done on 4 May 2026",
        ),
        (
            OPEN,
            date(2026, 5, 5),
            "Panel review due by 3 November 2026 (in 182 days)",
            "Notification of the death done on 4 May 2026",
        ),
        (
            replace(OPEN, reviewed_on=date(2026, 9, 4)),
            date(2026, 5, 4),
            "",
            "Notification of the death done on 4 May 2026; "
            "Panel review done on 4 September 2026, 1 day after it was due",
        ),
        (
            # Without a day of notification the rules are those of today.
            replace(OPEN, notified_on=None),
            date(2026, 5, 5),
            "Notification of the death was due by 4 May 2026 (1 day ago); "
            "Panel review due by 3 September 2026 (in 121 days)",
            "",
        ),
    ],
)
def test_sentences_say_what_is_to_do_and_what_is_done_by_the_rules_of_the_time(
    facts: CaseFacts, from_on: date, to_do: str, done: str
) -> None:
    said = sentences(facts, [("panel_months_overall", from_on, 4)], at_noon(date(2026, 5, 5)))

    assert tuple("; ".join(part) for part in said) == (to_do, done)


def test_in_force_keeps_for_each_day_the_length_set_by_then() -> None:
    settings = [
        ("panel_months_overall", date(2026, 4, 1), 4),
        ("panel_months_overall", date(2025, 4, 1), 5),
        ("no_such_deadline", date(2025, 4, 1), 9),
    ]
    before, first, later, last = (
        {each.key: each.length for each in in_force(DEADLINES, settings, day)}
        for day in (date(2025, 3, 31), date(2025, 4, 1), date(2026, 3, 31), date(2026, 4, 1))
    )
    defaults = {each.key: each.length for each in DEADLINES}

    assert [before, first, later, last] == [
        defaults,
        defaults | {"panel_months_overall": 5},
        defaults | {"panel_months_overall": 5},
        defaults | {"panel_months_overall": 4},
    ]


def test_in_force_with_a_setting_changes_when_the_review_is_due() -> None:
    rows = in_force(DEADLINES, [("panel_months_overall", date(2026, 1, 1), 4)], date(2026, 5, 4))

    assert [each.due for each in standings(OPEN, at_noon(date(2026, 5, 5)), rows)] == [
        date(2026, 5, 4),
        None,
        date(2026, 9, 3),
    ]


def test_default_lengths_are_those_of_the_guidance_and_the_panels() -> None:
    assert {each.key: (each.starts, each.length, str(each.unit), each.met) for each in DEADLINES} == {
        "notify_cdop_hours": ("died", 24, "hours", "notified"),
        "notify_ncmd_hours": ("died", 48, "hours", "ncmd_submitted"),
        "forward_nonresident_wd": ("notified", 1, "working days", "forwarded"),
        "triage_wd": ("notified", 2, "working days", "triaged"),
        "agencies_asked_wd": ("notified", 2, "working days", "agencies_asked"),
        "jar_planning_hours": ("jar_triggered", 24, "hours", "jar_planned"),
        "jar_home_visit_wd": ("jar_triggered", 1, "working days", "jar_visited"),
        "family_letter_days": ("died", 28, "days", "family_letter"),
        "cdrm_months": ("died", 3, "months", "review_meeting"),
        "panel_weeks_after_ready": ("ready", 6, "weeks", "reviewed"),
        "panel_months_overall": ("died", 6, "months", "reviewed"),
        "jar_phase2_days": ("died", 7, "days", "rapid_response_discussed"),
        "jar_final_weeks": ("died", 12, "weeks", "rapid_response_concluded"),
        "serious_incident_wd": ("abuse_known", 5, "working days", "serious_incident_notified"),
        "rapid_review_wd": ("serious_incident_notified", 15, "working days", "rapid_review"),
    }


def test_deadlines_name_facts_that_a_case_has_and_say_their_source() -> None:
    stems = {field.name.removesuffix("_on").removesuffix("_at") for field in fields(CaseFacts)}
    named = {name for each in DEADLINES for name in (each.starts, each.met)}

    assert named | RECORDED <= stems
    assert [each.key for each in DEADLINES if not each.source] == []
