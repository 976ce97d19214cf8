"""What a notifier who comes back reads: that it was received, what is asked, whether anything more is needed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Notification, NotificationQuestion, Panel
from cdop.queries.people import PanelView


@dataclass(frozen=True, slots=True)
class Question:
    """What the panel asked, and what the notifier answered."""

    public_id: str
    text: str
    asked_at: datetime
    asked_by: str
    answer: str | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a notification stands for its notifier. Nothing of it depends on whether the child was known."""

    reference: str
    panel: PanelView
    received_at: datetime
    has_code: bool
    is_no_more_needed: bool
    questions: tuple[Question, ...]

    @property
    def open_question(self) -> Question | None:
        """The first question that is not answered."""
        return next((each for each in self.questions if each.answer is None), None)


def standing(code_digest: str, *, open_for: timedelta, now: datetime) -> Standing | None:
    """Return how the notification stands that a browser sent or came back to not longer ago; else None.

    Always two statements.
    """
    mine = (Notification.code_digest == code_digest) & Notification.received_at.is_not(None)
    query = select(
        Notification.id,
        Notification.reference,
        Notification.received_at,
        Notification.opened_at,
        Notification.return_digest.is_not(None).label("has_code"),
        Notification.no_more_at.is_not(None).label("is_no_more_needed"),
        *(getattr(Panel, name).label(f"panel_{name}") for name in _PANEL),
    ).join(Panel, Panel.id == Notification.panel_id)
    row = db.session.execute(query.where(mine)).one_or_none()
    questions = questions_of(row.id if row is not None else 0)
    if row is None or max(row.opened_at, row.received_at) < now - open_for:
        return None
    panel = PanelView(*(getattr(row, f"panel_{name}") for name in _PANEL))
    return Standing(row.reference, panel, row.received_at, row.has_code, row.is_no_more_needed, questions)


def questions_of(notification_id: int) -> tuple[Question, ...]:
    """Return what a notifier was asked, the first question first. One statement."""
    columns = [getattr(NotificationQuestion, name) for name in Question.__slots__]
    query = select(*columns).where(NotificationQuestion.notification_id == notification_id)
    return tuple(Question(*row) for row in db.session.execute(query.order_by(NotificationQuestion.id)))


_PANEL = ("id", "public_id", "name", "colour", "telephone", "email")
