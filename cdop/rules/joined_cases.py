"""Two cases of one child: which of them can end, and which of its facts the other takes over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cdop.rules import corrections, not_known
from cdop.rules.lifecycle import COMPLETED
from cdop.rules.vocabulary import CaseStatus

TAKEN_OVER = (
    *(name for name in corrections.FIELDS if name not in ("born_on", "died_on", "notified_on", "residency")),
    *("ethnic_group", "circumstances_told", "died_at", "forwarded_on", "ncmd_submitted_at", "review_meeting_on"),
    *("jar_criteria", "jar_triggered_at", "jar_planned_at", "jar_visited_at", "jar_not_held_reason", "jar_lead"),
    *("abuse_known_on", "serious_incident_notified_on", "rapid_review_on"),
    *("rapid_response_discussed_on", "rapid_response_concluded_on"),
    *("key_worker_name", "key_worker_role", "key_worker_contact", "family_letter_on"),
    *("triaged_on", "agencies_asked_at", "sensitive_at", "sensitive_reason"),
)
"""The facts that a case takes over from the one joined to it, where it has none itself."""
_STAGES = tuple(CaseStatus)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a case is. `is_reviewed` also where it is being reviewed again; `open_requests` are those to agencies."""

    reference: str
    status: CaseStatus
    is_reviewed: bool
    open_requests: int


def obstacles(kept: Standing, closed: Standing) -> tuple[str, ...]:
    """Return in words why a case cannot end by being joined to `kept`, all at once; empty where it can."""
    return tuple(_obstacles(kept, closed))


def _obstacles(kept: Standing, closed: Standing) -> Iterator[str]:
    if CaseStatus.NOT_FOR_REVIEW in (kept.status, closed.status):
        yield "One of the two is not for review: bring it back first"
    elif closed.is_reviewed and kept.is_reviewed:
        yield "Both cases were reviewed by the panel. One review cannot stand for the other, so they stay two"
    elif closed.is_reviewed:
        yield f"Case {closed.reference} was reviewed by the panel: let it be the one that goes on"
    elif _STAGES.index(closed.status) > _STAGES.index(kept.status):
        yield f"Case {closed.reference} is further, at “{closed.status}”: let it be the one that goes on"
    if kept.status in COMPLETED and closed.open_requests:
        yield (
            f"Agencies are still asked about case {closed.reference}, and the review of case {kept.reference} is "
            "complete: say that their forms are no longer needed, or take that case up again"
        )


def taken_over(facts: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    """Return the facts that a case lacks and the other has; `facts` are those of the one and the other by column."""
    found = {name: theirs for name, (own, theirs) in facts.items() if own is None and theirs is not None}
    for name, beside in not_known.BESIDE.items():
        if name in found or (facts[name][0] is None and facts[beside][1]):
            found[beside] = name not in found
    return {name: value for name, value in found.items() if value != facts[name][0]}
