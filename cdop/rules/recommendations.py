"""What a recommendation must have before it is sent, and when it is over (domain reference 5.9)."""

import base64
from datetime import date
from hashlib import sha256

from cdop.rules.vocabulary import RecommendationStatus, Strength, Verdict

CLOSED = (RecommendationStatus.REFUSED, RecommendationStatus.DONE)
"""Nothing more is expected of whom these are addressed to; the verdict is still the panel's."""
STRENGTHS = {
    Strength.WEAK: "Weak: advice, a reminder, training",
    Strength.MEDIUM: "Medium: a checklist, a new form, more people",
    Strength.STRONG: "Strong: a rule, a design that makes the wrong thing hard",
}
VERDICTS = {Verdict.MOVED: "Moved", Verdict.NOT_MOVED: "Not moved", Verdict.CANNOT_TELL: "Cannot tell"}


def reference(public_id: str) -> str:
    """Return the name of a recommendation in messages, such as "REC-4XQ7-M2KD": it tells nothing."""
    letters = base64.b32encode(sha256(f"recommendation {public_id}".encode()).digest()).decode()[:8]
    return f"REC-{letters[:4]}-{letters[4:]}"


def missing_to_send(owner: str | None, owner_email: str | None, due_on: date | None, readable: list[str]) -> list[str]:
    """Return in words what keeps a recommendation from being sent; `readable` are words in it that identify."""
    found = [] if owner else ["Say who owns it"]
    found += [] if owner_email else ["Enter the owner’s e-mail address"]
    found += [] if due_on else ["Say by when an answer is needed"]
    return [*found, *(f"“{words}” may identify somebody: write it without" for words in readable)]
