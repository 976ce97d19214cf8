"""The timetable: no job at an hour that is doubtful, each due until it has run, late when it has not."""

from datetime import UTC, datetime, time, timedelta
from itertools import product

import pytest

from cdop.jobs.schedule import JOBS, LATE_AFTER, TRY_AGAIN_AFTER, Job
from cdop.queries.jobs import LastRuns
from cdop.rules.dates import LONDON

JOB = Job("a job", "A job", time(6), lambda _now: {})
SIX = datetime(2026, 11, 20, 6, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_no_job_begins_at_an_hour_whose_day_or_time_in_london_is_doubtful(job: Job) -> None:
    days = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number) for number in range(366))
    for day, begins in product(days, (job.at, *job.again)):
        local = datetime.combine(day, begins, LONDON)
        instant = local.astimezone(UTC)
        assert 1 <= instant.hour < 23, "the day in London could be another"
        assert local.hour != 1, "one night has this hour twice and another not at all"


def test_job_names_are_each_given_once_and_fit_their_column() -> None:
    names = [job.name for job in JOBS]
    assert (len(set(names)), max(map(len, names)) <= 60) == (len(names), True)


def test_job_is_due_from_its_time_until_it_has_run() -> None:
    yesterday = LastRuns(done_at=SIX - timedelta(days=1))
    assert [JOB.is_due(yesterday, SIX + wait) for wait in (-MINUTE, timedelta(), MINUTE)] == [False, True, True]
    assert JOB.is_due(LastRuns(done_at=SIX), SIX + MINUTE) is False


def test_job_that_never_ran_is_due_at_once() -> None:
    assert JOB.is_due(LastRuns(), SIX - MINUTE) is True


def test_job_missed_for_a_week_is_due_once() -> None:
    now = SIX + timedelta(hours=5)
    assert JOB.is_due(LastRuns(done_at=SIX - timedelta(days=7)), now) is True
    assert JOB.is_due(LastRuns(done_at=now), now + MINUTE) is False


def test_job_that_failed_is_tried_again_after_a_while() -> None:
    failed = LastRuns(done_at=SIX - timedelta(days=1), failed_at=SIX)
    assert [JOB.is_due(failed, SIX + wait) for wait in (MINUTE, TRY_AGAIN_AFTER)] == [False, True]


def test_job_is_late_hours_after_its_time_and_not_before() -> None:
    yesterday = LastRuns(done_at=SIX - timedelta(days=1))
    assert [JOB.is_late(yesterday, SIX + wait) for wait in (LATE_AFTER, LATE_AFTER + MINUTE)] == [False, True]
    assert JOB.is_late(LastRuns(done_at=SIX), SIX + LATE_AFTER + MINUTE) is False


@pytest.mark.parametrize(
    ("now", "latest", "following"),
    [
        # The nights on which the clock changes: six in London, whatever that is in UTC.
        ((2026, 3, 28, 12), (2026, 3, 28, 6), (2026, 3, 29, 5)),
        ((2026, 3, 29, 12), (2026, 3, 29, 5), (2026, 3, 30, 5)),
        ((2026, 10, 24, 12), (2026, 10, 24, 5), (2026, 10, 25, 6)),
        ((2026, 10, 25, 5), (2026, 10, 24, 5), (2026, 10, 25, 6)),
        ((2026, 6, 30, 23), (2026, 6, 30, 5), (2026, 7, 1, 5)),
    ],
)
def test_time_of_a_job_is_londons(now: tuple[int, ...], latest: tuple[int, ...], following: tuple[int, ...]) -> None:
    at, before, after = (datetime(*told, tzinfo=UTC) for told in (now, latest, following))  # type: ignore[misc, arg-type]
    assert (JOB.latest(at), JOB.next(at)) == (before, after)


def test_job_of_several_times_a_day_is_due_after_each_of_them() -> None:
    job = Job("a job", "A job", time(9), lambda _now: {}, again=(time(12), time(15)))
    day = datetime(2026, 11, 20, tzinfo=UTC)
    assert [job.is_due(LastRuns(done_at=day.replace(hour=9)), day.replace(hour=hour)) for hour in (11, 12)] == [
        False,
        True,
    ]
    assert (job.latest(day.replace(hour=14)).hour, job.next(day.replace(hour=14)).hour) == (12, 15)
    assert job.next(day.replace(hour=16)) == day.replace(day=21, hour=9)
