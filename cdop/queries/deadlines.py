"""The panel's deadlines as a table: how long each is today, and what was set for it from which day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from cdop.queries.case_page import deadline_settings
from cdop.rules import deadline_table, deadlines
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.deadlines import Deadline, Setting


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """One deadline with the length that is in force for a case notified today.

    `set_lengths` are the panel's own, each with the day from which it counts, the newest first.
    """

    deadline: Deadline
    default: int
    set_lengths: tuple[tuple[date, int], ...]

    @property
    def applies(self) -> str:
        """When it applies, in words."""
        return deadline_table.APPLIES[self.deadline.applies]

    @property
    def counted(self) -> str:
        """From what to what it counts, in words."""
        starts, met = (deadline_table.FACTS[name] for name in (self.deadline.starts, self.deadline.met))
        return f"{'Back from' if self.deadline.is_before else 'From'} {starts} to {met}"

    @property
    def is_kept(self) -> bool:
        """Whether both facts are recorded here."""
        return deadline_table.is_kept(self.deadline)


def deadline_rows(actor: Actor, *, now: datetime) -> tuple[DeadlineRow, ...]:
    """Return the whole table of the actor's panel. One statement."""
    settings, today = deadline_settings(actor.panel_id or 0), now.astimezone(LONDON).date()
    return tuple(_row(default, settings, today) for default in deadline_table.TABLE.values())


def deadline_row(actor: Actor, key: str, *, now: datetime) -> DeadlineRow | None:
    """Return one row, None where there is no such deadline."""
    return next((row for row in deadline_rows(actor, now=now) if row.deadline.key == key), None)


def _row(default: Deadline, settings: Iterable[Setting], today: date) -> DeadlineRow:
    own = sorted(((from_on, length) for key, from_on, length in settings if key == default.key), reverse=True)
    (now_in_force,) = deadlines.in_force((default,), settings, today)
    return DeadlineRow(now_in_force, default.length, tuple(own))
