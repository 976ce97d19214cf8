"""What the owner of a recommendation or an action is shown by their link: nothing of any case."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import ActionItem, Panel, Recommendation
from cdop.rules.digests import secret_digest
from cdop.rules.owned import CLOSED, OwnedKind, Status, is_link_over, reference


@dataclass(frozen=True, slots=True)
class AskedOwner:
    """What is asked of an owner, of whom it is asked, and what they answered so far."""

    kind: OwnedKind
    panel: str
    telephone: str | None
    text: str
    of_whom: str
    due_on: date | None
    expected_change: str | None
    status: Status
    response: str | None
    responded_at: datetime | None
    responded_by: str | None
    reference: str

    @property
    def is_over(self) -> bool:
        """Whether nothing more is expected of them."""
        return self.status in CLOSED[self.kind]


def asked_owner(kind: OwnedKind, token: str, now: datetime) -> AskedOwner | None:
    """Return what a link shows, None where it opens nothing (any more)."""
    model: type[Any] = ActionItem if kind is OwnedKind.ACTION else Recommendation
    of_panel = select(model, Panel.name, Panel.telephone).join(Panel, Panel.id == model.panel_id)
    found = db.session.execute(of_panel.where(model.token_digest == secret_digest(token))).one_or_none()
    if found is None:
        return None
    row: Recommendation | ActionItem = found[0]
    if is_link_over(row.sent_at, row.due_on, now):
        return None
    return AskedOwner(
        kind,
        found[1],
        found[2],
        row.text,
        row.addressee if isinstance(row, Recommendation) else _agreed_with(row),
        row.due_on,
        row.expected_change,
        row.status,
        row.response,
        row.responded_at,
        row.responded_by,
        reference(kind, row.public_id),
    )


def _agreed_with(action: ActionItem) -> str:
    return f"{action.owner}, {action.agency}" if action.agency else action.owner
