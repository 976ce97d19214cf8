"""A form that was begun and never sent: how long it is kept, and how an agency is told before its words go.

A draft belongs to its agency, and nobody else reads it. So what nobody goes on with is not kept for ever.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from cdop.rules.deadlines import Basis, Deadline, Setting, Unit, every_case, in_force

KEPT = Deadline(
    key="unsent_form_days",
    label="Unsent answers of an agency are kept",
    starts="due_and_last_changed",
    length=180,
    unit=Unit.DAYS,
    met="returned",
    source="Data protection: no longer than needed; length proposed",
    basis=Basis.PROPOSED,
    applies=every_case,
)
NOTIFICATION_KEPT = Deadline(
    key="unsent_notification_days",
    label="A notification that is not sent is kept",
    starts="last_changed",
    length=7,
    unit=Unit.DAYS,
    met="notified",
    source="Data protection: no longer than needed; length proposed",
    basis=Basis.PROPOSED,
    applies=every_case,
)
NOTICE = timedelta(days=28)
"""So long before the day its agency is told of it."""

LEAST_NOTICE = timedelta(days=14)
"""A message that left later than this before the day has given no notice of it."""


def kept_for(settings: Iterable[Setting], today: date, rule: Deadline = KEPT) -> timedelta:
    """Return how long an unsent form is kept once it was due and last changed, by the panel's own length if set."""
    (kept,) = in_force((rule,), settings, today)
    return timedelta(days=kept.length)


def is_noticed(told_on: date | None, purge_on: date) -> bool:
    """Say whether an agency that was told on a day, None for never, was told in time."""
    return told_on is not None and told_on + LEAST_NOTICE <= purge_on
