"""What runs by the clock: one row per job, with its time in London.

No job begins between 23:00 and 01:00 in UTC, where the day in London may be another, nor between 01:00 and 02:00 in
London, an hour that one night has twice and another not at all; a test looks after it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from cdop.queries.jobs import LastRuns, last_runs
from cdop.rules import actors
from cdop.rules.dates import LONDON
from cdop.services import abandoned_drafts, audit_seals, digests, forgetting, letters, list_reminders, reminders, themes

TRY_AGAIN_AFTER = timedelta(minutes=15)
LATE_AFTER = timedelta(hours=6)

MESSAGES = "messages"
MESSAGES_LABEL = "Send messages and reminders"
MESSAGES_EVERY = timedelta(seconds=2)
MESSAGES_NOTED_EVERY = timedelta(minutes=10)
MESSAGES_LATE_AFTER = timedelta(minutes=15)

PACKS = "packs"
RELEASES = "releases"
REPORTS = "reports"
WORKS_EVERY = timedelta(seconds=1)

RETURNED_MAIL = "returned mail"
RETURNED_MAIL_LABEL = "Read which messages came back"
RETURNED_MAIL_EVERY = timedelta(minutes=5)
RETURNED_MAIL_LATE_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Job:
    """A job that runs each day at `at` in London, and at the times of `again`.

    `run` is told the time and returns counts of what it did.
    """

    name: str
    label: str
    at: time
    run: Callable[[datetime], Mapping[str, int]]
    again: tuple[time, ...] = ()

    def latest(self, now: datetime) -> datetime:
        """Return the last instant in UTC at which it was to run."""
        return max(at for at in self._around(now) if at <= now)

    def next(self, now: datetime) -> datetime:
        """Return the next instant in UTC at which it is to run."""
        return min(at for at in self._around(now) if at > now)

    def _around(self, now: datetime) -> list[datetime]:
        """Each time at which it is to run from the day before to the day after."""
        today = now.astimezone(LONDON).date()
        days = (today + timedelta(days=number) for number in (-1, 0, 1))
        return [datetime.combine(day, at, LONDON).astimezone(UTC) for day in days for at in (self.at, *self.again)]

    def is_due(self, last: LastRuns, now: datetime) -> bool:
        """Say whether it has not run since it was to; what failed is tried again after a while."""
        is_done = last.done_at is not None and last.done_at >= self.latest(now)
        has_just_failed = last.failed_at is not None and now - last.failed_at < TRY_AGAIN_AFTER
        return not is_done and not has_just_failed

    def is_late(self, last: LastRuns, now: datetime) -> bool:
        """Say whether it should have run some hours ago and has not."""
        return (last.done_at is None or last.done_at < self.latest(now)) and now - self.latest(now) > LATE_AFTER


@dataclass(frozen=True, slots=True)
class Standing:
    """How a job stands, for a page. `next_at` is None for what is looked at all the time."""

    name: str
    label: str
    last: LastRuns
    next_at: datetime | None
    is_late: bool


def standings(now: datetime) -> tuple[Standing, ...]:
    """Return how every job stands."""
    last = last_runs([MESSAGES, RETURNED_MAIL, *(job.name for job in JOBS)])
    messages = Standing(MESSAGES, MESSAGES_LABEL, last[MESSAGES], None, _is_late(last[MESSAGES], now))
    returned = Standing(
        RETURNED_MAIL,
        RETURNED_MAIL_LABEL,
        last[RETURNED_MAIL],
        None,
        _is_late(last[RETURNED_MAIL], now, RETURNED_MAIL_LATE_AFTER),
    )
    # Where no mailbox is set, nobody ever looked into it.
    all_the_time = (messages, returned) if last[RETURNED_MAIL] != LastRuns() else (messages,)
    daily = (Standing(j.name, j.label, last[j.name], j.next(now), j.is_late(last[j.name], now)) for j in JOBS)
    return *all_the_time, *daily


def are_messages_late(now: datetime) -> bool:
    """Say whether nobody has looked after the messages for so long that a person should know."""
    return _is_late(last_runs([MESSAGES])[MESSAGES], now)


def _is_late(last: LastRuns, now: datetime, after: timedelta = MESSAGES_LATE_AFTER) -> bool:
    return last.done_at is None or now - last.done_at > after


JOBS: tuple[Job, ...] = (
    Job("audit seal", "Seal the audit log", time(2, 30), lambda now: {"entries": audit_seals.seal(now=now)}),
    Job("tidy", "Delete what is no longer needed", time(3, 15), lambda now: forgetting.forget(now=now)),
    Job("purge drafts", "Delete forms that were never sent", time(5), lambda now: abandoned_drafts.purge(now=now)),
    Job(reminders.PLANNING, "Plan reminders", time(6), lambda now: {"planned": reminders.plan(now=now)}),
    Job(
        "plan hours",
        "Plan reminders of steps in hours",
        time(2),
        lambda now: {"planned": reminders.plan_hours(now=now)},
        again=tuple(time(hour) for hour in range(3, 23)),
    ),
    Job(
        "themes",
        "Compare cases with the rules of themes",
        time(5, 30),
        lambda now: {"fit": themes.compare_all(now=now)},
    ),
    Job("digest", "Send the weekly digests", time(7, 15), lambda now: {"digests": digests.send(now=now)}),
    Job(
        "draft letters",
        "Draft letters to families",
        time(6, 15),
        lambda now: {"drafted": letters.draft_due(actors.job("draft letters"), now=now)},
    ),
    Job(
        "ask for lists",
        "Remind of monthly lists of deaths",
        time(6, 30),
        lambda now: {"reminded": list_reminders.remind(actors.job("ask for lists"), now=now)},
    ),
)
