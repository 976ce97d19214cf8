"""What the first check decided is kept beside what it decided before: nothing is overwritten."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, Notification, TriageDecision
from cdop.rules import decisions
from cdop.rules.actors import Actor
from cdop.rules.decisions import NO_LONGER, Decision
from cdop.rules.triage_words import DecisionTopic

_MAY_END = (DecisionTopic.PASSED_ON, DecisionTopic.PASSED_TO_US)


def keep_of_case(actor: Actor, case: Case, found: Iterable[Decision], *, why: str = "", now: datetime) -> None:
    """Keep those decisions of a case that differ from what stands, within the open unit; `why` is of the change."""
    standing = {row.topic: row for row in db.session.scalars(_standing(case))}
    told = {each.topic: each for each in found}
    ended = (Decision(topic, NO_LONGER) for topic in _MAY_END if topic in standing and topic not in told)
    for each in (*told.values(), *ended):
        before = standing.get(each.topic)
        if before is None or decision_of(before) != each:
            if before is not None:
                before.replaced_at = now
            row = _row(actor, each, now, why=why if before is not None else "")
            row.panel_id, row.case_id = case.panel_id, case.id
            db.session.add(row)


def keep_scope(actor: Actor, case: Case, found: Decision, *, why: str = "", now: datetime) -> None:
    """Keep whether a case is for review, beside what was decided of it before, within the open unit."""
    for before in db.session.scalars(_standing(case).where(TriageDecision.topic == DecisionTopic.SCOPE)):
        before.replaced_at = now
    row = _row(actor, found, now, why=why)
    row.panel_id, row.case_id = case.panel_id, case.id
    db.session.add(row)


def keep_of_notification(actor: Actor, notification: Notification, found: Decision, *, now: datetime) -> None:
    """Keep what is decided of a notification that has no case, within the open unit."""
    of_it = (TriageDecision.notification_id == notification.id) & (TriageDecision.topic == found.topic)
    for before in db.session.scalars(select(TriageDecision).where(of_it, TriageDecision.replaced_at.is_(None))):
        before.replaced_at = now
    row = _row(actor, found, now)
    row.panel_id, row.notification_id = notification.panel_id, notification.id
    db.session.add(row)


def decision_of(row: TriageDecision) -> Decision:
    """Return the decision that a row keeps."""
    return Decision(row.topic, row.answer, row.detail or "", row.done_on, row.acknowledged_on)


def _standing(case: Case) -> Any:
    return select(TriageDecision).where(TriageDecision.case_id == case.id, TriageDecision.replaced_at.is_(None))


def _row(actor: Actor, found: Decision, now: datetime, *, why: str = "") -> TriageDecision:
    row = TriageDecision(topic=found.topic, answer=found.answer, detail=found.detail or None, at=now)
    row.done_on, row.acknowledged_on = found.done_on, found.acknowledged_on
    row.is_open, row.why, row.by_name = decisions.is_open(found), why.strip() or None, actor.name
    return row
