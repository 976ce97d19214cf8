"""How the service itself stands, in numbers of no panel and no child: for those who watch over the machine."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import column, func, select, table

from cdop.extensions import db
from cdop.models import JobLease, OutboundMessage, ScheduledReminder
from cdop.rules.correspondence import MessageStatus
from cdop.rules.vocabulary import ReminderStatus

_VERSION = table("alembic_version", column("version_num"))
WAITING = {
    MessageStatus.DUE: "Messages to be sent, now or at their time",
    MessageStatus.SENDING: "Messages being sent",
    MessageStatus.FOR_DIGEST: "Messages for a weekly digest",
    MessageStatus.FAILED: "Messages that were refused: a person decides",
    MessageStatus.CAME_BACK: "Messages that came back: a person decides",
    MessageStatus.IN_DOUBT: "Messages that may have arrived: a person decides",
    MessageStatus.HELD: "Old messages that are held: a person decides",
}
HEAD = Path(__file__).parents[2] / "migrations" / ".current-head"


@dataclass(frozen=True, slots=True)
class Queues:
    """Messages by status, since when the oldest that is due has waited, and how many reminders are past their time.

    `leases` counts the processes that have taken over the jobs since the database was made.
    """

    messages: dict[MessageStatus, int]
    oldest_due_at: datetime | None
    reminders_due: int
    leases: int

    @property
    def lines(self) -> tuple[tuple[str, int], ...]:
        """What waits, in words and numbers."""
        told = tuple((label, self.messages[status]) for status, label in WAITING.items())
        return (*told, ("Reminders past their time", self.reminders_due))


def is_of_this_version() -> bool:
    """Say whether the database is migrated to the tables this program works with."""
    found = db.session.scalars(select(_VERSION.c.version_num)).all()
    return found == [HEAD.read_text(encoding="utf-8").strip()]


def queues(*, now: datetime) -> Queues:
    """Return what waits to be sent: four statements."""
    counted = select(OutboundMessage.status, func.count()).group_by(OutboundMessage.status)
    messages: dict[MessageStatus, int] = {status: number for status, number in db.session.execute(counted).all()}
    due = (OutboundMessage.status == MessageStatus.DUE) & (OutboundMessage.due_at <= now)
    planned = (ScheduledReminder.status == ReminderStatus.PLANNED) & (ScheduledReminder.due_at <= now)
    return Queues(
        messages={status: messages.get(status, 0) for status in MessageStatus},
        oldest_due_at=db.session.scalar(select(func.min(OutboundMessage.due_at)).where(due)),
        reminders_due=db.session.scalar(select(func.count()).select_from(ScheduledReminder).where(planned)) or 0,
        leases=db.session.scalar(select(func.max(JobLease.fence))) or 0,
    )
