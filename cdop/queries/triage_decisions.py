"""What was decided at the first check: what stands of a case, and every answer there was."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import TriageDecision
from cdop.rules import decisions
from cdop.rules.decisions import Decision
from cdop.rules.triage_words import DecisionTopic


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision as it was made: when, by whom, why it was changed, and when another one took its place."""

    decision: Decision
    at: datetime
    by_name: str
    why: str | None
    replaced_at: datetime | None

    @property
    def title(self) -> str:
        """What was asked."""
        return decisions.topic_words(self.decision.topic)

    @property
    def words(self) -> str:
        """What was answered, in one line."""
        return decisions.in_words(self.decision)


def standing(case_id: int) -> dict[DecisionTopic, Kept]:
    """Return what stands of a case's first check, by topic: one statement."""
    of_case = TriageDecision.case_id == case_id
    return {kept.decision.topic: kept for kept in _kept(_ALL.where(of_case, TriageDecision.replaced_at.is_(None)))}


def of_case(case_id: int) -> tuple[Kept, ...]:
    """Return all decisions of a case's first check, those of one topic together and the newest of it first."""
    rows = _kept(_ALL.where(TriageDecision.case_id == case_id).order_by(TriageDecision.id.desc()))
    order = list(DecisionTopic)
    return tuple(sorted(rows, key=lambda kept: order.index(kept.decision.topic)))


def of_notification(notification_id: int) -> tuple[Kept, ...]:
    """Return what was decided of a notification that has no case, the newest first."""
    of_it = TriageDecision.notification_id == notification_id
    return _kept(_ALL.where(of_it).order_by(TriageDecision.id.desc()))


def _kept(query: Any) -> tuple[Kept, ...]:
    found = []
    for topic, answer, detail, done_on, acknowledged_on, *more in db.session.execute(query):
        found.append(Kept(Decision(topic, answer, detail or "", done_on, acknowledged_on), *more))
    return tuple(found)


_ALL: Any = select(
    TriageDecision.topic,
    TriageDecision.answer,
    TriageDecision.detail,
    TriageDecision.done_on,
    TriageDecision.acknowledged_on,
    TriageDecision.at,
    TriageDecision.by_name,
    TriageDecision.why,
    TriageDecision.replaced_at,
)
