"""The panel's deadlines as a table: how long each is today, and what was set for it from which day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case
from cdop.queries.case_page import deadline_settings
from cdop.queries.cases import FACT_COLUMNS, facts_of
from cdop.rules import deadline_table, deadlines, form_b
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.deadlines import Deadline, Setting, StandingKind

ASKED = "agencies_asked_wd"
"""The deadline of asking agencies for their forms."""


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


@dataclass(frozen=True, slots=True)
class AskingDays:
    """The days of asking agencies on a case: how it stands in words, and until when whoever is asked today has time.

    `ask_by` is "" where nobody has to be asked by a day.
    """

    ask_by: str
    is_late: bool
    answer_by: date


def asking_days(case_id: int, panel_id: int, *, now: datetime) -> AskingDays:
    """Return the days of asking agencies on a case, by the rule of its time and of today. Two statements."""
    settings, today = deadline_settings(panel_id), now.astimezone(LONDON).date()
    facts = facts_of(db.session.execute(select(*(getattr(Case, n) for n in FACT_COLUMNS)).filter_by(id=case_id)).one())
    (rule,) = deadlines.in_force((deadline_table.TABLE[ASKED],), settings, facts.notified_on or today)
    standing = deadlines.standing(rule, facts, now)
    applies = standing.kind is not StandingKind.DOES_NOT_APPLY
    is_late = standing.kind is StandingKind.OVERDUE
    return AskingDays(deadlines.sentence(standing) if applies else "", is_late, form_b.due_on(today, settings))


def _row(default: Deadline, settings: Iterable[Setting], today: date) -> DeadlineRow:
    own = sorted(((from_on, length) for key, from_on, length in settings if key == default.key), reverse=True)
    (now_in_force,) = deadlines.in_force((default,), settings, today)
    return DeadlineRow(now_in_force, default.length, tuple(own))
