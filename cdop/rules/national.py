"""How far a case is with the national database: what is to be entered, was entered, was accepted or queried."""

from dataclasses import dataclass
from enum import StrEnum

from cdop.rules.vocabulary import NationalStatus


class NationalStanding(StrEnum):
    """How far a case is. The last: it was entered, and the case says something else now."""

    NOT_READY = "not ready"
    READY = "ready"
    SENT = "sent"
    ACCEPTED = "accepted"
    QUERIED = "queried"
    CHANGED = "changed since it was sent"


@dataclass(frozen=True, slots=True)
class LastSent:
    """What was last entered: the digest of its record, and what became of it."""

    status: NationalStatus
    digest: str


def standing(last: LastSent | None, digest: str, *, is_ready: bool) -> NationalStanding:
    """Return how far it is; `digest` is of the record as it would be entered now, ready where it is valid."""
    if last is None:
        return NationalStanding.READY if is_ready else NationalStanding.NOT_READY
    if last.status is not NationalStatus.QUERIED and last.digest != digest:
        return NationalStanding.CHANGED
    return NationalStanding(last.status.value)
