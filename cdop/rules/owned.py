"""What is asked of an owner outside the system, a recommendation or an action: their answers, and until when they can
answer (domain reference 5.9).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from cdop.rules import actions, recommendations
from cdop.rules.actions import Level
from cdop.rules.dates import LONDON
from cdop.rules.references import reference_of
from cdop.rules.vocabulary import ActionStatus, RecommendationStatus, Strength

Status = RecommendationStatus | ActionStatus
LINK_DAYS = 365
"""A link opens nothing after so many days from the later of its day and its sending; proposed."""


class OwnedKind(StrEnum):
    """What is asked: the word is in the address of its link and in the context of its messages."""

    RECOMMENDATION = "recommendation"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Told:
    """What the panel says of a recommendation or an action. Texts are "" where nothing is said."""

    text: str
    level: Level | None
    strength: Strength | None
    owner: str
    owner_email: str
    due_on: date | None
    expected_change: str
    indicator: str


ANSWERS: Mapping[OwnedKind, Mapping[Status, str]] = {
    OwnedKind.RECOMMENDATION: {
        RecommendationStatus.ACCEPTED: "We accept it, and it is to be done",
        RecommendationStatus.DONE: "It is done",
        RecommendationStatus.REFUSED: "We do not accept it",
    },
    OwnedKind.ACTION: {
        ActionStatus.IN_PROGRESS: "We accept it, and it is being done",
        ActionStatus.DONE: "It is done",
        ActionStatus.NOT_ACCEPTED: "We do not accept it",
    },
}
"""What the owner can answer, in their words."""
CLOSED: Mapping[OwnedKind, Sequence[Status]] = {
    OwnedKind.RECOMMENDATION: recommendations.CLOSED,
    OwnedKind.ACTION: actions.CLOSED,
}
"""Nothing more is expected of the owner of these."""


def reference(kind: OwnedKind, public_id: str) -> str:
    """Return its name in messages, such as "REC-4XQ7-M2KD" or "ACT-9PLM-77RS": it tells nothing."""
    return reference_of(kind.upper()[:3], f"{kind} {public_id}")


def is_link_over(sent_at: datetime | None, due_on: date | None, now: datetime) -> bool:
    """Say whether a link opens nothing any more, because its time is over."""
    if sent_at is None:
        return True
    sent_on = sent_at.astimezone(LONDON).date()
    return max(sent_on, due_on or sent_on) + timedelta(days=LINK_DAYS) < now.astimezone(LONDON).date()


def missing_to_send(owner: str | None, owner_email: str | None, due_on: date | None, readable: list[str]) -> list[str]:
    """Return in words what keeps it from being sent; `readable` are words in it that identify."""
    found = [] if owner else ["Say who owns it"]
    found += [] if owner_email else ["Enter the owner’s e-mail address"]
    found += [] if due_on else ["Say by when an answer is needed"]
    return [*found, *(f"“{words}” may identify somebody: write it without" for words in readable)]


def answer_faults(kind: OwnedKind, status: Status | None, response: str, name: str) -> dict[str, str]:
    """Return what is wrong with an answer, by field: nothing where it can be kept."""
    found = {} if status in ANSWERS[kind] else {"status": "Choose one of the answers"}
    if status in CLOSED[kind] and not response.strip():
        found["response"] = "Say what was done, or why it is not accepted"
    if not name.strip():
        found["name"] = "Enter your name"
    return found
