"""How far something agreed to be done is, and what must be said with it (domain reference 5.9)."""

from datetime import date
from enum import StrEnum

from cdop.rules.vocabulary import ActionStatus

CLOSED = (ActionStatus.DONE, ActionStatus.NOT_ACCEPTED, ActionStatus.PASSED_ON)
"""Nothing more is expected of these; each has the day on which that was clear."""


class Level(StrEnum):
    """Where something is to be done: as recommendations have it in the analysis form."""

    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"


def faults(status: ActionStatus, evidence: str, closed_on: date | None, *, today: date) -> dict[str, str]:
    """Return what is wrong with how an action is said to stand, by field: nothing where it can be kept."""
    found = {}
    if status in CLOSED:
        if not evidence.strip():
            found["evidence"] = "Say what was done, or why it was not"
        if closed_on is None:
            found["closed_on"] = "Enter the day on which it was finished or given up"
        elif closed_on > today:
            found["closed_on"] = "This day has not come yet"
    elif closed_on is not None:
        found["closed_on"] = f"Leave the day empty while the action is {status}"
    return found
