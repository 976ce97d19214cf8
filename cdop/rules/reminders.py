"""When somebody is reminded: the steps of the rules in `reminder_table`, asked when reminders are planned and again
before one is sent.

A step falls at nine in the morning of a working day in England, or so many clock hours from an instant. Of several
steps of one rule that were missed, only the latest is sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from cdop.rules import reminder_steps
from cdop.rules.dates import LONDON
from cdop.rules.facts import ReminderFacts, RequestFacts
from cdop.rules.messages import Audience
from cdop.rules.reminder_steps import StepSetting
from cdop.rules.reminder_table import RULES, ReminderRule
from cdop.rules.working_days import add_working_days, is_working_day

AT = time(9)
OFFICE_HOURS = (time(8), time(18))
LOOK_BACK = timedelta(days=31)
"""What fell due longer ago and was never planned is not planned any more: whoever it is for sees it on their day."""


FEW_DAYS_OFF = 14
"""More than weekends and holidays ever add to a few working days."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One step of a rule about one thing, to one address."""

    rule: str
    subject_id: int
    recipient: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Window:
    """The time in which steps are looked for: after `since`, up to `until`, some of it past by `now`.

    `own` are the steps that some panel has set, each with the key of its rule.
    """

    since: datetime
    now: datetime
    until: datetime
    own: frozenset[tuple[str, tuple[int, ...]]] = frozenset()

    def days(self, *keys: str) -> frozenset[date]:
        """Return the days from which any of these rules, which count in working days, has a step in this time.

        So the database reads the few things that can have one, and not all that is open.
        """
        shipped = {(key, _BY_KEY[key].offsets) for key in keys}
        steps = {found for key, found in shipped | self.own if key in keys}
        return frozenset().union(*(_days_before(each, self.since, self.until) for each in steps))


def is_rule(key: str) -> bool:
    """Say whether there is a rule of this key."""
    return key in _BY_KEY


def rule_named(key: str) -> ReminderRule:
    """Return a rule by its key. Raises KeyError."""
    return _BY_KEY[key]


def label(key: str) -> str:
    """Return what a rule is called; one that there is none of any more, by its key."""
    return _BY_KEY[key].label if key in _BY_KEY else key


def due_reminders(
    facts: ReminderFacts, now: datetime, window: Window | None = None, settings: Iterable[StepSetting] = ()
) -> tuple[Reminder, ...]:
    """Return what should have been sent about one thing by now: of each rule its latest step, to each recipient.

    A step before the thing was last asked for does not count: whoever is asked anew gets the request itself. With a
    window, nor does one that fell due before it, and the steps that are still to come within it are returned as well.
    `settings` are the panel's own steps: those count that were in force when the thing was asked for.
    """
    asked_on = facts.asked_at.astimezone(LONDON).date()
    after = facts.asked_at if window is None else max(facts.asked_at, window.since)
    due = []
    for rule in _OF_SUBJECT[facts.subject]:
        offsets = reminder_steps.in_force(rule, settings, asked_on) if settings else rule.offsets
        steps = _steps(rule, offsets, facts, after, now if window is None else window.until)
        wanted = [*[step for step in steps if step <= now][-1:], *[step for step in steps if step > now]]
        due += [
            Reminder(rule.key, facts.subject_id, to, step) for step in wanted for to in facts.recipients(rule.audiences)
        ]
    return tuple(due)


def was_sent_today(rule: str, facts: ReminderFacts, today: date) -> bool:
    """Say whether the same was sent today already, by a person: nobody is reminded of one thing twice on one day."""
    is_of_agency = Audience.RECIPIENT in rule_named(rule).audiences
    return is_of_agency and isinstance(facts, RequestFacts) and facts.reminded_on == today


def keys_that_leave(now: datetime) -> frozenset[str]:
    """Return the rules whose reminders may leave now: all in office hours, else those that wait for no morning."""
    is_at_work = is_office_hour(now)
    return frozenset(rule.key for rule in RULES if is_at_work or rule.leaves_at_any_hour)


def is_office_hour(now: datetime) -> bool:
    """Say whether people in England are at work: a working day between eight and six."""
    there = now.astimezone(LONDON)
    return is_working_day(there.date()) and OFFICE_HOURS[0] <= there.time() < OFFICE_HOURS[1]


def _steps(
    rule: ReminderRule, offsets: tuple[int, ...], facts: ReminderFacts, after: datetime, until: datetime
) -> list[datetime]:
    """The steps after one instant and up to another, in order."""
    start = rule.counts_from(facts)
    if start is None:
        return []
    steps = (
        _hours(start, offsets)
        if rule.is_hours and isinstance(start, datetime)
        else _days(start.astimezone(LONDON).date() if isinstance(start, datetime) else start, offsets)
    )
    return sorted(step for step in steps if after < step <= until)


def _hours(start: datetime, offsets: tuple[int, ...]) -> tuple[datetime, ...]:
    return tuple(start.astimezone(UTC) + timedelta(hours=offset) for offset in offsets)


# The same few hundred days are asked for again and again.
@lru_cache(maxsize=4096)
def _days(start: date, offsets: tuple[int, ...]) -> tuple[datetime, ...]:
    days = (add_working_days(start, offset) for offset in offsets)
    return tuple(datetime.combine(_working(day), AT, LONDON).astimezone(UTC) for day in days)


@lru_cache(maxsize=256)
def _days_before(offsets: tuple[int, ...], since: datetime, until: datetime) -> frozenset[date]:
    """The days from which a step falls after `since` and up to `until`."""
    furthest = timedelta(days=2 * max(map(abs, offsets)) + FEW_DAYS_OFF)
    first, last = since.astimezone(LONDON).date() - furthest, until.astimezone(LONDON).date() + furthest
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return frozenset(day for day in every if any(since < step <= until for step in _days(day, offsets)))


def _working(day: date) -> date:
    return day if is_working_day(day) else add_working_days(day, 1)


_BY_KEY = {rule.key: rule for rule in RULES}
_OF_SUBJECT = {
    subject: tuple(rule for rule in RULES if rule.subject == subject) for subject in {rule.subject for rule in RULES}
}
