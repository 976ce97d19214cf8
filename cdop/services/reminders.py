"""Reminders: planned from the rules as rows, asked about once more before they are sent."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from cdop.extensions import db
from cdop.models import FormRequest, ScheduledReminder
from cdop.queries import reminders as queries
from cdop.queries.jobs import last_runs
from cdop.queries.reminder_steps import step_settings
from cdop.rules import actors
from cdop.rules import reminders as rules
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import ReminderFacts, WorkFacts
from cdop.rules.messages import Audience
from cdop.rules.reminder_steps import StepSetting
from cdop.rules.reminders import LOOK_BACK, Window
from cdop.rules.vocabulary import AuditVerb, ReminderStatus
from cdop.services import awaited, official_letters, outbox, unit
from cdop.services.unit import writes

JOB = actors.job("reminders")
PLANNING = "plan reminders"
"""The name of the job."""
AHEAD = timedelta(days=1)
"""How far ahead is planned: until the next planning, which is a day later."""
UNTIL_MORNING = timedelta(hours=5)
"""How far ahead steps in hours are planned: over the longest night between two plannings, that of the autumn change."""
AT_ONCE = 50
Settings = Mapping[int, tuple[StepSetting, ...]]
"""Of each panel, the steps that it has set."""


def plan(*, now: datetime) -> int:
    """Plan what falls due within a day or was missed; return how many are new. Planned again, nothing is."""
    awaited.close_arrived(JOB, now=now)
    last = last_runs([PLANNING])[PLANNING].done_at
    # What was planned ahead then is looked at once more: it may have been recorded since.
    since = now - LOOK_BACK if last is None else max(now - LOOK_BACK, last)
    settings = step_settings()
    window = Window(since, now, now + AHEAD, _steps_of(settings))
    return _plan(queries.subjects(window, now=now), window, settings, now=now)


def plan_hours(*, now: datetime) -> int:
    """Plan the steps that are counted in hours, which may be over before the next day; return how many are new."""
    window = Window(now - LOOK_BACK, now, now + UNTIL_MORNING)
    return _plan(queries.first_days(now=now), window, step_settings(), now=now)


def _steps_of(settings: Settings) -> frozenset[tuple[str, tuple[int, ...]]]:
    return frozenset((rule, steps) for own in settings.values() for rule, _from_on, steps in own)


def _plan(pages: Iterable[Sequence[ReminderFacts]], window: Window, settings: Settings, *, now: datetime) -> int:
    planned = 0
    for page in pages:
        unit.end_reads()
        rows = [
            _row(facts, due)
            for facts in page
            for due in rules.due_reminders(facts, window.now, window, settings.get(facts.panel_id, ()))
        ]
        planned += _insert(JOB, rows, now=now) if rows else 0
    unit.end_reads()
    return planned


def send_due(*, now: datetime) -> Mapping[str, int]:
    """Queue what fell due, may leave at this hour and is still wanted; return how many, by what became of them."""
    ids = queries.due_ids(rules.keys_that_leave(now), now=now, limit=AT_ONCE)
    unit.end_reads()
    return _close(JOB, ids, now=now) if ids else {}


@writes(AuditVerb.REMINDERS_PLANNED)
def _insert(actor: Actor, rows: Sequence[dict[str, Any]], *, now: datetime) -> int:
    connection = db.session().connection()
    insert = _INSERTS[connection.dialect.name](ScheduledReminder).on_conflict_do_nothing()
    planned = len(connection.execute(insert.returning(ScheduledReminder.id), list(rows)).all())
    if planned:
        unit.record("scheduled_reminder", "planned", count=planned)
    return planned


@writes(AuditVerb.REMINDERS_SENT)
def _close(actor: Actor, ids: list[int], *, now: datetime) -> Mapping[str, int]:
    """Queue or close each reminder in one unit with its message, so that none can be lost or sent for a second time."""
    planned = (ScheduledReminder.status == ReminderStatus.PLANNED) & ScheduledReminder.id.in_(ids)
    query = select(ScheduledReminder).where(planned).order_by(ScheduledReminder.id)
    rows = db.session.scalars(query.with_for_update(skip_locked=True)).all()
    requests, facts, settings = _locked_requests(rows), _facts_of(rows, now=now), step_settings()
    counts: Counter[str] = Counter()
    for row in rows:
        subject = facts.get((row.subject_kind, row.subject_id))
        is_wanted = subject and _is_wanted(row, subject, settings.get(row.panel_id, ()), now)
        row.status = ReminderStatus.QUEUED if is_wanted else ReminderStatus.NOT_NEEDED
        row.closed_at = now
        if subject and row.status is ReminderStatus.QUEUED:
            _queue(row, subject, now=now)
            _note_on(requests, row, now=now)
        counts[row.status.value] += 1
        unit.record("scheduled_reminder", row.id, case_id=row.case_id, status=[None, row.status.value])
    return counts


def _facts_of(rows: Sequence[ScheduledReminder], *, now: datetime) -> dict[tuple[str, int], ReminderFacts]:
    found: dict[tuple[str, int], ReminderFacts] = {}
    for kind in {row.subject_kind for row in rows}:
        ids = {row.subject_id for row in rows if row.subject_kind == kind}
        found |= {(kind, number): facts for number, facts in queries.facts_of(kind, ids, now=now).items()}
    return found


def _locked_requests(rows: Sequence[ScheduledReminder]) -> dict[int, FormRequest]:
    """The requests that agencies are to be reminded of, locked in the order in which `request_reminders` locks them."""
    ids = {row.subject_id for row in rows if row.subject_kind == queries.REQUEST}
    query = select(FormRequest).where(FormRequest.id.in_(ids)).order_by(FormRequest.id).with_for_update()
    return {request.id: request for request in db.session.scalars(query)} if ids else {}


def _note_on(requests: Mapping[int, FormRequest], row: ScheduledReminder, *, now: datetime) -> None:
    """Note on a request that its agency is reminded today."""
    if Audience.RECIPIENT in rules.rule_named(row.rule).audiences and row.subject_kind == queries.REQUEST:
        requests[row.subject_id].reminded_on = now.astimezone(LONDON).date()


def _is_wanted(row: ScheduledReminder, facts: ReminderFacts, own: Iterable[StepSetting], now: datetime) -> bool:
    """Whether the rules would still send it: the thing is still awaited, and no later step has taken its place."""
    if rules.was_sent_today(row.rule, facts, now.astimezone(LONDON).date()):
        return False
    due_by_now = rules.due_reminders(facts, now, settings=own)
    wanted = ((due.rule, due.recipient, due.due_at) for due in due_by_now)
    return (row.rule, row.recipient, row.due_at) in wanted


def _queue(row: ScheduledReminder, facts: ReminderFacts, *, now: datetime) -> None:
    rule = rules.rule_named(row.rule)
    told = {"rule": row.rule} if isinstance(facts, WorkFacts) else {}
    if rule.drafts:
        told["letter"] = official_letters.draft_by_clock(JOB, row.subject_id, rule.drafts, now=now)
    outbox.queue(
        row.panel_id,
        key=f"reminder:{row.id}",
        template=rule.template,
        to=row.recipient,
        context=facts.context() | told,
        case_id=row.case_id,
        due_at=row.due_at,  # so that one of an old backup is known by its age
        now=now,
    )


def _row(facts: ReminderFacts, due: rules.Reminder) -> dict[str, Any]:
    return {
        "panel_id": facts.panel_id,
        "case_id": facts.case_id,
        "rule": due.rule,
        "subject_kind": facts.subject,
        "subject_id": due.subject_id,
        "recipient": due.recipient,
        "due_at": due.due_at,
        "status": ReminderStatus.PLANNED,
    }


_INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
