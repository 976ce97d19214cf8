"""The stages of a case and the steps between them: one row per step, read by the mover and by the pages.

`docs/lifecycle.md` is written from these rows.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cdop.rules.facts import CaseFacts
from cdop.rules.vocabulary import Action, CaseStatus

ENTRY = frozenset({CaseStatus.NOTIFIED, CaseStatus.REVIEWED})
"""The stages a case may begin in: a notified one as notified, one from a register also as reviewed."""

COMPLETED = frozenset({CaseStatus.REVIEWED, CaseStatus.CLOSED})
"""The stages in which the panel's review is complete and on record."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Something that must be so before a step; `blocker` is what to tell whoever cannot take it yet."""

    blocker: str
    holds: Callable[[CaseFacts], bool]


@dataclass(frozen=True, slots=True)
class Transition:
    """A step from any of `sources` to `target`; `label` is what the button says."""

    name: str
    sources: tuple[CaseStatus, ...]
    target: CaseStatus
    label: str
    needs: tuple[Guard, ...] = ()
    reason_required: bool = False
    action: Action = Action.CASE_MOVE


@dataclass(frozen=True, slots=True)
class Step:
    """A step from where a case stands, and why it cannot be taken yet; no blockers means that it can."""

    transition: Transition
    blockers: tuple[str, ...]


REVIEW_DATED = Guard("The date of the panel's review is not recorded", lambda facts: facts.reviewed_on is not None)
CATEGORY_CHOSEN = Guard("The category of death is not recorded", lambda facts: facts.category is not None)
MODIFIABLE_JUDGED = Guard(
    "Whether there were modifiable factors is not recorded", lambda facts: facts.modifiable is not None
)

TRANSITIONS = (
    Transition(
        "start gathering information",
        (CaseStatus.NOTIFIED,),
        CaseStatus.GATHERING,
        "Start gathering information",
    ),
    Transition(
        "hold the review meeting",
        (CaseStatus.GATHERING,),
        CaseStatus.REVIEW_MEETING,
        "Go to the child death review meeting",
    ),
    Transition(
        # A death of the years before child death review meetings goes to the panel without one.
        "make ready for panel",
        (CaseStatus.GATHERING, CaseStatus.REVIEW_MEETING),
        CaseStatus.READY,
        "Make ready for panel",
    ),
    Transition(
        "gather more information",
        (CaseStatus.REVIEW_MEETING, CaseStatus.READY),
        CaseStatus.GATHERING,
        "Gather more information",
        reason_required=True,
    ),
    Transition("put on an agenda", (CaseStatus.READY,), CaseStatus.ON_AGENDA, "Put on an agenda"),
    Transition(
        "take off the agenda",
        (CaseStatus.ON_AGENDA,),
        CaseStatus.READY,
        "Take off the agenda",
        reason_required=True,
    ),
    Transition(
        "complete the review",
        (CaseStatus.ON_AGENDA,),
        CaseStatus.REVIEWED,
        "Complete the review",
        needs=(REVIEW_DATED, CATEGORY_CHOSEN, MODIFIABLE_JUDGED),
    ),
    Transition("close", (CaseStatus.REVIEWED,), CaseStatus.CLOSED, "Close the case"),
    Transition(
        # The review stands, and counts, until another takes its place.
        "reopen",
        (CaseStatus.CLOSED,),
        CaseStatus.REVIEWED,
        "Reopen the case",
        reason_required=True,
    ),
)


def transition(name: str) -> Transition:
    """Return the step of that name. Raises LookupError where there is none."""
    for found in TRANSITIONS:
        if found.name == name:
            return found
    raise LookupError(f"There is no step called {name!r}")


def allowed(status: CaseStatus) -> tuple[Transition, ...]:
    """Return the steps that lead on from `status`."""
    return tuple(found for found in TRANSITIONS if status in found.sources)


def blockers(transition: Transition, facts: CaseFacts) -> tuple[str, ...]:
    """Return, in plain words, everything that keeps a case from taking this step; empty where it may."""
    if facts.status not in transition.sources:
        return (f"The case is at “{facts.status}”, and this step starts from {_either(transition.sources)}",)
    return tuple(guard.blocker for guard in transition.needs if not guard.holds(facts))


def possible(facts: CaseFacts) -> tuple[Step, ...]:
    """Return the steps that lead on from where the case stands, each with what still keeps it from them."""
    return tuple(Step(found, blockers(found, facts)) for found in allowed(facts.status))


def diagram() -> str:
    """Return the stages and steps as a page of Markdown: a Mermaid diagram and a table of the steps."""
    return "\n".join(
        [
            "# The stages of a case",
            "",
            "Written from `cdop/rules/lifecycle.py`.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *(f'    state "{status}" as {status.name}' for status in CaseStatus),
            *(f"    [*] --> {status.name}" for status in CaseStatus if status in ENTRY),
            *(
                f"    {source.name} --> {step.target.name}: {step.name}"
                for step in TRANSITIONS
                for source in step.sources
            ),
            "```",
            "",
            "A case that is notified begins as notified; one that comes from a register also as reviewed.",
            "",
            "| Step | From | To | Not while | Reason asked for |",
            "|---|---|---|---|---|",
            *(_table_row(step) for step in TRANSITIONS),
            "",
        ]
    )


def _table_row(step: Transition) -> str:
    hindrances = "; ".join(guard.blocker for guard in step.needs) or "–"
    reason = "yes" if step.reason_required else "no"
    return f"| {step.name} | {', '.join(step.sources)} | {step.target} | {hindrances} | {reason} |"


def _either(statuses: tuple[CaseStatus, ...]) -> str:
    return " or ".join(f"“{status}”" for status in statuses)
