"""The panel's reminders as a table: when each comes, to whom, and what was set for it from which day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import ReminderSetting
from cdop.rules import reminder_steps
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.deadline_table import TABLE
from cdop.rules.reminder_steps import StepSetting
from cdop.rules.reminder_table import RULES, ReminderRule


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """One rule with its steps for what is asked for today.

    `set_steps` are the panel's own, each with the day from which it counts, the newest first.
    """

    rule: ReminderRule
    steps: tuple[int, ...]
    set_steps: tuple[tuple[date, tuple[int, ...]], ...]

    def in_words(self, steps: tuple[int, ...]) -> str:
        """Steps of this rule in words."""
        return reminder_steps.in_words(self.rule, steps)

    @property
    def source(self) -> str:
        """Where it comes from, with the name of the deadline that it counts from."""
        key, _, rest = self.rule.source.partition(": ")
        return f"{TABLE[key].label}: {rest}" if key in TABLE else self.rule.source

    @property
    def told(self) -> str:
        """Who is told, in words."""
        return ", ".join(self.rule.audiences)


def reminder_rows(actor: Actor, *, now: datetime) -> tuple[ReminderRow, ...]:
    """Return the whole table of the actor's panel. One statement."""
    settings, today = step_settings().get(actor.panel_id or 0, ()), now.astimezone(LONDON).date()
    return tuple(_row(rule, settings, today) for rule in RULES)


def reminder_row(actor: Actor, key: str, *, now: datetime) -> ReminderRow | None:
    """Return one row, None where there is no such rule."""
    return next((row for row in reminder_rows(actor, now=now) if row.rule.key == key), None)


def step_settings() -> Mapping[int, tuple[StepSetting, ...]]:
    """Return what every panel has set, by panel. One statement."""
    columns = (ReminderSetting.panel_id, ReminderSetting.rule, ReminderSetting.from_on, ReminderSetting.steps)
    found: dict[int, tuple[StepSetting, ...]] = {}
    for panel_id, rule, from_on, steps in db.session.execute(select(*columns)):
        found[panel_id] = (*found.get(panel_id, ()), (rule, from_on, tuple(steps)))
    return found


def _row(rule: ReminderRule, settings: tuple[StepSetting, ...], today: date) -> ReminderRow:
    own = sorted(((from_on, steps) for key, from_on, steps in settings if key == rule.key), reverse=True)
    return ReminderRow(rule, reminder_steps.in_force(rule, settings, today), tuple(own))
