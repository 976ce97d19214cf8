"""Who is reminded of what, and when: one row per rule, asked when reminders are planned and again before one is sent.

A step falls at nine in the morning of a working day in England. Of several steps of one rule that were missed, only
the latest is sent.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from cdop.rules.dates import LONDON
from cdop.rules.facts import AwaitedFacts, LetterFacts, ReminderFacts, RequestFacts
from cdop.rules.messages import Audience
from cdop.rules.working_days import add_working_days, is_working_day

AT = time(9)
OFFICE_HOURS = (time(8), time(18))


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """Steps of `offsets` working days from the day that `counts_from` gives, for as long as it gives one."""

    key: str
    label: str
    subject: str
    counts_from: Callable[[ReminderFacts], date | None]
    offsets: tuple[int, ...]
    audience: Audience
    template: str
    source: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """One step of a rule about one thing, to one address."""

    rule: str
    subject_id: int
    recipient: str
    due_at: datetime


def awaited_form(facts: ReminderFacts) -> date | None:
    """Return the day by which an agency is to return its form; None where nobody waits for it."""
    return facts.due_on if isinstance(facts, RequestFacts) and facts.is_awaited else None


def letter_to_release(facts: ReminderFacts) -> date | None:
    """Return the day a letter was drafted that waits for its release; None once released, or while it may not go."""
    return facts.drafted_on if isinstance(facts, LetterFacts) and facts.is_waiting and not facts.is_held_back else None


def awaited_notification(facts: ReminderFacts) -> date | None:
    """Return the day by which an agency is to notify a death that the panel knows of; None once it has."""
    return facts.due_on if isinstance(facts, AwaitedFacts) and facts.is_awaited else None


def notification_nobody_asked_for(facts: ReminderFacts) -> date | None:
    """Return the day on which a death became known that no agency was asked to notify; None once one is."""
    is_unasked = isinstance(facts, AwaitedFacts) and facts.is_awaited and facts.due_on is None
    return facts.known_on if is_unasked and isinstance(facts, AwaitedFacts) else None


RULES: tuple[ReminderRule, ...] = (
    ReminderRule(
        key="form_b_return",
        label="Reminder of a reporting form",
        subject="form_request",
        counts_from=awaited_form,
        offsets=(-10, -5, 0),
        audience=Audience.RECIPIENT,
        template="form_b_reminder",
        source="reporting_form_reminders_wd: 5, 10 and 15 working days after the request, with its usual 15 to return",
    ),
    ReminderRule(
        key="form_b_escalation",
        label="Reminder to the agency's lead",
        subject="form_request",
        counts_from=awaited_form,
        offsets=(5,),
        audience=Audience.LEAD,
        template="form_b_escalation",
        source="reporting_form_reminders_wd: on to the agency's lead 20 working days after the request",
    ),
    ReminderRule(
        key="family_letter",
        label="A family letter waits to be released",
        subject="family_letter",
        counts_from=letter_to_release,
        offsets=(0, 5),
        audience=Audience.COORDINATORS,
        template="letter_waiting",
        source="family_letter_days: drafted on the 21st day after the death, due on the 28th",
    ),
    ReminderRule(
        key="awaited_notification",
        label="Reminder of a notification",
        subject="awaited_notification",
        counts_from=awaited_notification,
        offsets=(0, 3),
        audience=Audience.RECIPIENT,
        template="awaited_reminder",
        source="Proposed: a death is notified within 24 hours, so the agency has two working days, then three more",
    ),
    ReminderRule(
        key="awaited_escalation",
        label="Notification awaited: to the agency's lead",
        subject="awaited_notification",
        counts_from=awaited_notification,
        offsets=(5,),
        audience=Audience.LEAD,
        template="awaited_escalation",
        source="Proposed: on to the agency's lead a week after the agency was to notify",
    ),
    ReminderRule(
        key="awaited_unanswered",
        label="Notification awaited: the lead has not answered",
        subject="awaited_notification",
        counts_from=awaited_notification,
        offsets=(8, 18, 28),
        audience=Audience.COORDINATORS,
        template="awaited_unanswered",
        source="Proposed: the coordinator rings, three working days after the lead was told and every two weeks since",
    ),
    ReminderRule(
        key="awaited_unasked",
        label="Notification awaited: nobody is asked",
        subject="awaited_notification",
        counts_from=notification_nobody_asked_for,
        offsets=(1, 6, 11),
        audience=Audience.COORDINATORS,
        template="awaited_unasked",
        source="Proposed: a death that is known and that nobody is asked to notify is forgotten otherwise",
    ),
)


def rule_named(key: str) -> ReminderRule:
    """Return a rule by its key. Raises KeyError."""
    return _BY_KEY[key]


def label(key: str) -> str:
    """Return what a rule is called; one that there is none of any more, by its key."""
    return _BY_KEY[key].label if key in _BY_KEY else key


def due_reminders(facts: ReminderFacts, now: datetime, rules: Iterable[ReminderRule] = RULES) -> tuple[Reminder, ...]:
    """Return what should have been sent about one thing by now: of each rule its latest step, to each recipient.

    A step before the thing was last asked for does not count: whoever is asked anew gets the request itself.
    """
    due = []
    for rule in rules:
        steps = [step for step in _steps(rule, facts) if facts.asked_at < step <= now]
        if steps:
            due += [Reminder(rule.key, facts.subject_id, to, max(steps)) for to in facts.recipients(rule.audience)]
    return tuple(due)


def was_sent_today(rule: str, facts: ReminderFacts, today: date) -> bool:
    """Say whether the same was sent today already, by a person: nobody is reminded of one thing twice on one day."""
    is_of_agency = rule_named(rule).audience is Audience.RECIPIENT
    return is_of_agency and isinstance(facts, RequestFacts) and facts.reminded_on == today


def is_office_hour(now: datetime) -> bool:
    """Say whether people in England are at work: a working day between eight and six."""
    there = now.astimezone(LONDON)
    return is_working_day(there.date()) and OFFICE_HOURS[0] <= there.time() < OFFICE_HOURS[1]


def _steps(rule: ReminderRule, facts: ReminderFacts) -> list[datetime]:
    start = rule.counts_from(facts) if facts.subject == rule.subject else None
    if start is None:
        return []
    days = (add_working_days(start, offset) for offset in rule.offsets)
    return [datetime.combine(_working(day), AT, LONDON).astimezone(UTC) for day in days]


def _working(day: date) -> date:
    return day if is_working_day(day) else add_working_days(day, 1)


_BY_KEY = {rule.key: rule for rule in RULES}
