"""What the panel agreed should be done, across its cases: only of those that the reader may see."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import ActionItem, Case
from cdop.queries.cases import visible_to
from cdop.rules.actions import CLOSED, Level
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import ActionStatus, Strength, Verdict

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class ActionRow:
    """Something agreed to be done, with the case whose review it came of."""

    public_id: str
    case_id: str
    case_reference: str
    text: str
    owner: str
    agency: str | None
    due_on: date
    status: ActionStatus
    evidence: str | None
    closed_on: date | None
    version: int
    panel_id: int
    level: Level | None
    strength: Strength | None
    expected_change: str | None
    indicator: str | None
    verdict: Verdict | None
    verdict_on: date | None
    verdict_note: str | None
    owner_email: str | None
    sent_at: datetime | None
    response: str | None
    responded_at: datetime | None
    responded_by: str | None


@dataclass(frozen=True, slots=True)
class ActionList:
    """One page of actions and how many there are in all."""

    rows: tuple[ActionRow, ...]
    total: int
    page: int
    pages: int


def action_list(actor: Actor, *, is_closed: bool, page: int) -> ActionList:
    """Return one page of the actions that are open, soonest first, or of those that are closed, latest first."""
    conditions = (*visible_to(actor), ActionItem.status.in_(CLOSED) if is_closed else ActionItem.status.not_in(CLOSED))
    counting = select(func.count()).select_from(ActionItem).join(Case, Case.id == ActionItem.case_id)
    total = db.session.scalar(counting.where(*conditions)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    order = (ActionItem.closed_on.desc(), ActionItem.id.desc()) if is_closed else (ActionItem.due_on, ActionItem.id)
    query = _actions().where(*conditions).order_by(*order).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return ActionList(tuple(ActionRow(*row) for row in db.session.execute(query)), total, page, pages)


def action(actor: Actor, public_id: str) -> ActionRow | None:
    """Return an action, None where the actor may not know of its case."""
    row = db.session.execute(_actions().where(*visible_to(actor), ActionItem.public_id == public_id)).one_or_none()
    return None if row is None else ActionRow(*row)


def _actions() -> Any:
    """The columns of an `ActionRow`."""
    own = (getattr(ActionItem, name) for name in ActionRow.__slots__[3:])
    columns: tuple[Any, ...] = (ActionItem.public_id, Case.public_id, Case.reference, *own)
    return select(*columns).join(Case, Case.id == ActionItem.case_id)
