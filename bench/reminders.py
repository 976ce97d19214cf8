"""Planning the reminders of 100,000 open deadlines and asking the rules again, beside one SQL query of the same facts.

The deadlines are forms that agencies are to return and what is due on their cases. It is a morning like any other: the
reminders were planned yesterday, so the tick reads, finds nothing new, and asks the rules anew about those of today.
"""

import random
import sqlite3
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from bench.population import PANEL_ID, SEED
from bench.rounds import Ratio, compare
from cdop import models
from cdop.extensions import db
from cdop.models import ScheduledReminder
from cdop.queries import reminders as queries
from cdop.rules import reminders as rules
from cdop.rules.vocabulary import JobOutcome, RequestStatus
from cdop.services import jobs, reminders

CASES, REQUESTS, AGENCIES = 15_000, 70_000, 200
"""Each open case has two deadlines of its own: with the forms, 100,000."""
NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
ROUNDS, CHUNK = 5, 5_000
READ = """
select r.id, r.public_id, r.panel_id, r.case_id, r.status, r.due_on, r.reminded_on, r.sent_at, a.lead_email,
  i.public_id, i.email, i.created_at, c.status, c.died_on, c.died_at, c.notified_on, c.notified_at, c.residency,
  c.reviewed_on, c.ready_on, c.triaged_on, c.review_meeting_on, c.family_letter_on, c.jar_triggered_at
from child_case c
left join form_request r on r.case_id = c.id and r.status in ('sent', 'opened', 'in progress', 'waiting for release')
left join agency a on a.id = r.agency_id
left join invitation i on i.request_id = r.id and i.ended_at is null
where c.status not in ('reviewed', 'closed')
order by r.id
"""


def measure(app: Flask, file: Path) -> Iterator[tuple[str, Ratio]]:
    """Yield how long one tick takes beside the query: planning alone, and the asking anew of all that is planned."""
    with app.app_context():
        fill(app)
        reminders.plan(now=NOW)
        jobs.note_run(jobs.JOB, reminders.PLANNING, JobOutcome.DONE, {}, started=NOW - timedelta(days=1), now=NOW)
        today = list(db.session.execute(_OF_TODAY))
        db.session.rollback()
        plain = sqlite3.connect(file)
        rows = len(plain.execute(READ).fetchall())
        if rows != REQUESTS:
            raise AssertionError(f"the query reads {rows} forms")
        name = f"a tick over {REQUESTS + 2 * CASES:,} open deadlines, {len(today):,} of them asked anew"
        yield name, compare(lambda: _tick(today), lambda: plain.execute(READ).fetchall(), rounds=ROUNDS)
        plain.close()


def memory(app: Flask) -> float:
    """Return the most memory in mebibytes that a tick takes over what the process has."""
    with app.app_context():
        today = list(db.session.execute(_OF_TODAY))
        tracemalloc.start()
        _tick(today)
        found = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
    return found


def fill(app: Flask) -> None:
    """Open the cases of a database anew, with two deadlines each, and ask agencies for forms on them."""
    chance = random.Random(SEED)  # noqa: S311  (the same on every run)
    with db.engine.begin() as connection:
        connection.exec_driver_sql(_REOPEN)
        agencies = [_agency(number) for number in range(1, AGENCIES + 1)]
        connection.execute(insert(models.Agency), agencies)
        for first in range(0, REQUESTS, CHUNK):
            numbers = range(first + 1, min(first + CHUNK, REQUESTS) + 1)
            rows = [_request(number, chance) for number in numbers]
            connection.execute(insert(models.FormRequest), rows)
            connection.execute(insert(models.Invitation), [_invitation(row) for row in rows])
        connection.exec_driver_sql("ANALYZE")


def _tick(planned: list[Any]) -> None:
    """Plan, and ask the rules about what is planned, a page at a time, as it is done before each is sent."""
    if reminders.plan(now=NOW):
        raise AssertionError("something was planned that was planned before")
    wanted = 0
    for first in range(0, len(planned), queries.PAGE):
        page = planned[first : first + queries.PAGE]
        for kind in {row.subject_kind for row in page}:
            ids = {row.subject_id for row in page if row.subject_kind == kind}
            found = queries.facts_of(kind, ids, now=NOW)
            for row in page:
                if row.subject_kind == kind:
                    due = rules.due_reminders(found[row.subject_id], row.due_at)
                    wanted += any((each.rule, each.due_at) == (row.rule, row.due_at) for each in due)
        db.session.rollback()
    if wanted != len(planned):
        raise AssertionError(f"{len(planned) - wanted} of those that are planned are not wanted")


def _agency(number: int) -> dict[str, Any]:
    told = {"name": f"Agency {number}", "kind": "gp", "email": f"a{number}@example.com"}
    return told | {"id": number, "public_id": f"agency-{number}", "lead_email": "lead@example.com", **_DATED}


def _request(number: int, chance: random.Random) -> dict[str, Any]:
    due_on = NOW.date() + timedelta(days=chance.randint(-60, 30))
    sent_at = datetime.combine(due_on - timedelta(days=21), NOW.time(), UTC)
    return {
        "id": number,
        "public_id": f"request-{number}",
        "case_id": number % CASES + 1,
        "agency_id": number % AGENCIES + 1,
        "number": number,
        "recipient_email": f"a{number % AGENCIES}@example.com",
        "reason": "Every child",
        "records": [],
        "status": RequestStatus.SENT,
        "sent_at": sent_at,
        "due_on": due_on,
        "created_at": sent_at,
        "created_by_id": None,
        "panel_id": PANEL_ID,
        "version": 1,
    }


def _invitation(request: dict[str, Any]) -> dict[str, Any]:
    told = {"public_id": f"link-{request['id']}", "request_id": request["id"], "email": request["recipient_email"]}
    secret = {"nonce": "0", "token_digest": f"{request['id']:064}", "expires_at": NOW + timedelta(days=90)}
    return told | secret | {"created_at": request["sent_at"], "created_by_id": None, "panel_id": PANEL_ID}


_DATED = {"panel_id": PANEL_ID, "created_at": NOW - timedelta(days=400), "created_by_id": None, "version": 1}
_OF_TODAY = (
    select(
        ScheduledReminder.subject_kind, ScheduledReminder.subject_id, ScheduledReminder.rule, ScheduledReminder.due_at
    )
    .where(ScheduledReminder.due_at > NOW)
    .order_by(ScheduledReminder.subject_kind, ScheduledReminder.subject_id)
)
_REOPEN = """
update child_case set status = 'gathering information', reviewed_on = null, category = null, modifiable = null,
  days_to_review = null, duration_band = null, residency = 'resident',
  died_on = date('2026-11-20', '-' || (id % 250 + 1) || ' days'),
  notified_on = date('2026-11-20', '-' || (id % 250 + 1) || ' days'),
  born_on = date('2026-11-20', '-' || (id % 250 + 90) || ' days'),
  notified_at = datetime('2026-11-20', '-' || (id % 250 + 1) || ' days'),
  triaged_on = date('2026-11-20', '-' || (id % 250) || ' days'),
  agencies_asked_at = datetime('2026-11-20', '-' || (id % 250) || ' days'),
  created_at = datetime('2026-11-20', '-' || (id % 250 + 1) || ' days'),
  family_letter_on = date('2026-11-20', '-1 days')
"""
