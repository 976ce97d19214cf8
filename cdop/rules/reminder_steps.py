"""The steps of a reminder as a person types and reads them, and those that a panel has set from a day on."""

from collections.abc import Iterable
from datetime import date

from cdop.rules.numbers import counted
from cdop.rules.reminder_table import ReminderRule

StepSetting = tuple[str, date, tuple[int, ...]]
"""A panel's own steps of a rule: its key, from which day, the steps."""

MOST_STEPS = 8
FURTHEST = 260
"""In working days about a year; in clock hours more than a week."""


def in_force(rule: ReminderRule, settings: Iterable[StepSetting], on: date) -> tuple[int, ...]:
    """Return the steps of a rule for what was asked for on a day."""
    own = [(from_on, steps) for key, from_on, steps in settings if key == rule.key and from_on <= on]
    return max(own)[1] if own else rule.offsets


def parse(typed: str) -> tuple[int, ...]:
    """Return the steps of "-10, 0, 5", each once and in order. Raises ValueError with what is wrong, in words."""
    parts = [part.strip().replace("−", "-").replace("–", "-") for part in typed.split(",")]
    try:
        steps = sorted({int(part) for part in parts if part})
    except ValueError:
        raise ValueError("Enter whole numbers with commas between them, such as -10, -5, 0") from None
    if not 1 <= len(steps) <= MOST_STEPS:
        raise ValueError(f"Enter from 1 to {MOST_STEPS} steps")
    if any(abs(step) > FURTHEST for step in steps):
        raise ValueError(f"A step is at most {FURTHEST} before or after")
    return tuple(steps)


def typed(steps: Iterable[int]) -> str:
    """Return steps as they are typed."""
    return ", ".join(str(step) for step in steps)


def in_words(rule: ReminderRule, steps: Iterable[int]) -> str:
    """Return steps in words, such as "5 working days before, on the day, 10 working days after"."""
    return ", ".join(_step(step, "hour" if rule.is_hours else "working day") for step in steps)


def _step(step: int, unit: str) -> str:
    if step == 0:
        return "at the hour" if unit == "hour" else "on the day"
    return f"{counted(abs(step), unit)} {'before' if step < 0 else 'after'}"
