"""The stages of a case and the steps between them: one row per step, read by the mover and by the pages.

`docs/lifecycle.md` is written from these rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cdop.rules.ages import completed_years
from cdop.rules.deadline_table import taken_in_here
from cdop.rules.facts import CaseFacts
from cdop.rules.vocabulary import Action, CaseStatus, HoldKind, JointAgencyResponse

ENTRY = frozenset({CaseStatus.NOTIFIED, CaseStatus.REVIEWED})
"""The stages a case may begin in: a notified one as notified, one from a register also as reviewed."""

COMPLETED = frozenset({CaseStatus.REVIEWED, CaseStatus.CLOSED})
"""The stages in which the panel's review is complete and on record."""

ENDED = COMPLETED | {CaseStatus.NOT_FOR_REVIEW}
"""The stages in which nobody is asked for anything any more, and nothing is due."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Something that must be so before a step; `blocker` is what to tell whoever cannot take it yet."""

    blocker: str
    holds: Callable[[CaseFacts], bool]


class Work(StrEnum):
    """What is done where a step is taken with it: it has a page of its own."""

    FIRST_CHECK = "first check"
    REVIEW_MEETING = "review meeting"
    AGENDA = "agenda"
    SIGNATURE = "signature"
    SCOPE = "decision whether it is for review"


@dataclass(frozen=True, slots=True)
class Transition:
    """A step from any of `sources` to `target`; `label` is what the button says.

    It cannot be taken while one of `needs` does not hold; what is missing of `wants` is said and does not stop it.
    `say_why` is what is said where its reason is missing, "" where none is asked for.
    `by` names the work of which the step is a part, where it is not taken by itself.
    """

    name: str
    sources: tuple[CaseStatus, ...]
    target: CaseStatus
    label: str
    needs: tuple[Guard, ...] = ()
    wants: tuple[Guard, ...] = ()
    say_why: str = ""
    action: Action = Action.CASE_MOVE
    by: Work | None = None

    @property
    def reason_required(self) -> bool:
        """Whether the step is taken with a reason."""
        return bool(self.say_why)


@dataclass(frozen=True, slots=True)
class Step:
    """A step from where a case stands, and why it cannot be taken yet; no blockers means that it can.

    `missing` is what is still missing of the case and does not stop the step.
    """

    transition: Transition
    blockers: tuple[str, ...]
    missing: tuple[str, ...] = ()


REVIEW_DATED = Guard("The date of the panel's review is not recorded", lambda facts: facts.reviewed_on is not None)
CATEGORY_CHOSEN = Guard("The category of death is not recorded", lambda facts: facts.category is not None)
MODIFIABLE_JUDGED = Guard(
    "Whether there were modifiable factors is not recorded", lambda facts: facts.modifiable is not None
)
FORMS_BACK = Guard("Reporting forms are still outstanding", lambda facts: facts.forms_outstanding == 0)
NO_CRIMINAL_CASE = Guard(
    "A criminal investigation is open, and the panel waits until it ends",
    lambda facts: HoldKind.CRIMINAL not in facts.holds,
)
REVIEW_MEETING_HELD = Guard(
    "No child death review meeting is recorded", lambda facts: facts.review_meeting_on is not None
)
AGENCIES_ASKED = Guard("No agency was asked for its reporting form", lambda facts: facts.forms_asked > 0)
KEY_WORKER_NAMED = Guard("No key worker for the family is named", lambda facts: facts.key_worker_name is not None)
NHS_NUMBER_KNOWN = Guard("The NHS number is not recorded", lambda facts: facts.nhs_number is not None)
FAMILY_WRITTEN_TO = Guard("No letter to the family is recorded", lambda facts: facts.family_letter_on is not None)
CONFLICTS_RESOLVED = Guard(
    "Agencies’ answers contradict each other, and it is not said what is agreed", lambda facts: facts.conflicts == 0
)
NAMED_ASKED = Guard(
    "An agency that the notification names was not asked, and it is not said why",
    lambda facts: facts.named_unasked == 0 or not _asks_here(facts),
)
SUPPLEMENTS_ASKED = Guard(
    "A supplementary form for what is suspected was not asked for, and it is not said why",
    lambda facts: facts.supplements_unasked == 0 or not _asks_here(facts),
)
INQUEST_OVER = Guard("An inquest is open", lambda facts: HoldKind.INQUEST not in facts.holds)
SEX_KNOWN = Guard("The sex is not recorded", lambda facts: facts.sex is not None)
ETHNICITY_KNOWN = Guard("The ethnicity is not recorded", lambda facts: facts.ethnicity is not None)
PLACE_OF_DEATH_KNOWN = Guard("The place of death is not recorded", lambda facts: facts.place_of_death is not None)
GESTATION_KNOWN = Guard(
    "The weeks of gestation are not recorded, and the child died before the first birthday",
    lambda facts: not _died_as_a_baby(facts) or facts.gestation_not_known or facts.gestation_weeks is not None,
)
BIRTH_WEIGHT_KNOWN = Guard(
    "The birth weight is not recorded, and the child died before the first birthday",
    lambda facts: not _died_as_a_baby(facts) or facts.birth_weight_not_known or facts.birth_weight_g is not None,
)
JOINT_RESPONSE_ANSWERED = Guard(
    "It is not recorded whether a joint agency response was held, or why not", lambda facts: _is_jar_answered(facts)
)

COMPLETE_ENOUGH = (
    REVIEW_MEETING_HELD,
    AGENCIES_ASKED,
    KEY_WORKER_NAMED,
    NHS_NUMBER_KNOWN,
    FAMILY_WRITTEN_TO,
    INQUEST_OVER,
    SEX_KNOWN,
    ETHNICITY_KNOWN,
    PLACE_OF_DEATH_KNOWN,
    GESTATION_KNOWN,
    BIRTH_WEIGHT_KNOWN,
    JOINT_RESPONSE_ANSWERED,
)
"""What a panel likes to have before it reviews a case. It may decide without: some of it can never be had."""

TRANSITIONS = (
    Transition(
        "start gathering information",
        (CaseStatus.NOTIFIED,),
        CaseStatus.GATHERING,
        "Start gathering information",
        action=Action.NOTIFICATION_TRIAGE,
        by=Work.FIRST_CHECK,
    ),
    Transition(
        "hold the review meeting",
        (CaseStatus.GATHERING,),
        CaseStatus.REVIEW_MEETING,
        "Record the child death review meeting",
        action=Action.REVIEW_MEETING_RECORD,
        by=Work.REVIEW_MEETING,
    ),
    Transition(
        # A death of the years before child death review meetings goes to the panel without one.
        "make ready for panel",
        (CaseStatus.GATHERING, CaseStatus.REVIEW_MEETING),
        CaseStatus.READY,
        "Make ready for panel",
        needs=(FORMS_BACK, NO_CRIMINAL_CASE, NAMED_ASKED, SUPPLEMENTS_ASKED),
        wants=(*COMPLETE_ENOUGH, CONFLICTS_RESOLVED),
    ),
    Transition(
        "gather more information",
        (CaseStatus.REVIEW_MEETING, CaseStatus.READY),
        CaseStatus.GATHERING,
        "Gather more information",
        say_why="Say why more information is gathered",
    ),
    Transition(
        "put on an agenda",
        (CaseStatus.READY,),
        CaseStatus.ON_AGENDA,
        "Put on an agenda",
        needs=(NO_CRIMINAL_CASE,),
        wants=COMPLETE_ENOUGH,
        by=Work.AGENDA,
    ),
    Transition(
        "take off the agenda",
        (CaseStatus.ON_AGENDA,),
        CaseStatus.READY,
        "Take off the agenda",
        say_why="Say why the case is taken off the agenda",
    ),
    Transition(
        "complete the review",
        (CaseStatus.ON_AGENDA,),
        CaseStatus.REVIEWED,
        "Complete the review",
        needs=(REVIEW_DATED, CATEGORY_CHOSEN, MODIFIABLE_JUDGED),
        by=Work.SIGNATURE,
    ),
    Transition("close", (CaseStatus.REVIEWED,), CaseStatus.CLOSED, "Close the case", wants=(FAMILY_WRITTEN_TO,)),
    Transition(
        "reopen",
        (CaseStatus.CLOSED,),
        CaseStatus.REVIEWED,
        "Reopen the case",
        say_why="Say why the case is reopened",
    ),
    Transition(
        # The review stands, and counts, until a new version of the analysis is signed.
        "review again",
        (CaseStatus.REVIEWED,),
        CaseStatus.READY,
        "Review the case again",
        say_why="Say why the case is reviewed again",
    ),
    Transition(
        # Shown later to be no death that is reviewed. One on an agenda is taken off it first, one that was reviewed is
        # first taken up again.
        "take out of review",
        (CaseStatus.NOTIFIED, CaseStatus.GATHERING, CaseStatus.REVIEW_MEETING, CaseStatus.READY),
        CaseStatus.NOT_FOR_REVIEW,
        "This death is not for review",
        say_why="Say why this death is not for review",
        action=Action.NOTIFICATION_TRIAGE,
        by=Work.SCOPE,
    ),
    Transition(
        "bring back into review",
        (CaseStatus.NOT_FOR_REVIEW,),
        CaseStatus.GATHERING,
        "Bring it back into review",
        say_why="Say why the death is brought back into review",
        action=Action.NOTIFICATION_TRIAGE,
        by=Work.SCOPE,
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
    return _unmet(transition.needs, facts)


def missing(transition: Transition, facts: CaseFacts) -> tuple[str, ...]:
    """Return, in plain words, what the case still lacks for this step without being kept from it."""
    return _unmet(transition.wants, facts)


def possible(facts: CaseFacts) -> tuple[Step, ...]:
    """Return the steps that lead on from where the case stands, each with what still keeps it from them."""
    return tuple(Step(each, blockers(each, facts), missing(each, facts)) for each in allowed(facts.status))


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
            "| Step | From | To | Not while | Said if so | Reason asked for |",
            "|---|---|---|---|---|---|",
            *(_table_row(step) for step in TRANSITIONS),
            "",
        ]
    )


def _asks_here(facts: CaseFacts) -> bool:
    """Whether agencies are asked about the case in this system: those of a register may have been asked before."""
    return taken_in_here(facts) or facts.forms_asked > 0


def _died_as_a_baby(facts: CaseFacts) -> bool:
    if facts.born_on is None or facts.died_on is None:
        return False
    return completed_years(facts.born_on, facts.died_on) < 1


def _is_jar_answered(facts: CaseFacts) -> bool:
    """Whether the question is answered; where the criteria are met and none was held, with the reason."""
    answered = facts.joint_agency_response not in (None, JointAgencyResponse.NOT_KNOWN)
    is_left_out = facts.joint_agency_response is JointAgencyResponse.MET_NOT_HELD
    return answered and (not is_left_out or bool(facts.jar_not_held_reason))


def _table_row(step: Transition) -> str:
    hindrances, said = ("; ".join(guard.blocker for guard in each) or "–" for each in (step.needs, step.wants))
    reason = "yes" if step.reason_required else "no"
    return f"| {step.name} | {', '.join(step.sources)} | {step.target} | {hindrances} | {said} | {reason} |"


def _unmet(guards: tuple[Guard, ...], facts: CaseFacts) -> tuple[str, ...]:
    return tuple(guard.blocker for guard in guards if not guard.holds(facts))


def _either(statuses: tuple[CaseStatus, ...]) -> str:
    return " or ".join(f"“{status}”" for status in statuses)
