"""What keeps a case from being ready for panel, and who can mend it.

The rules are the domain reference's, section 9; what is missing is decided by the lifecycle's own guards, so that the
board says what the step itself would.
"""

from dataclasses import dataclass
from enum import StrEnum

from cdop.rules import lifecycle
from cdop.rules.facts import CaseFacts
from cdop.rules.lifecycle import Guard


class Mender(StrEnum):
    """Who can mend what is missing."""

    COORDINATOR = "the coordinator"
    AGENCIES = "the agencies that have not answered"
    DOCTOR = "the coordinator or the designated doctor"
    CORONER = "the coroner; the coordinator asks how far it is"
    POLICE = "the police or the court; the coordinator asks how far it is"
    KEY_WORKER = "the coordinator, who asks the hospital or the joint agency response's lead"


class Page(StrEnum):
    """Where it is mended."""

    FACTS = "facts"
    FIRST_CHECK = "first check"
    REQUESTS = "requests"
    COMPARISON = "comparison"
    REVIEW_MEETING = "review meeting"
    HOLDS = "holds"
    LETTERS = "letters"


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that a case needs before the panel: the number of its rule, its guard, who can mend it and where."""

    rule: int
    guard: Guard
    mender: Mender
    page: Page


@dataclass(frozen=True, slots=True)
class Lack:
    """A requirement that a case does not meet. One that stops it is in the way of the panel, others are only said."""

    requirement: Requirement
    stops: bool

    @property
    def words(self) -> str:
        """What is missing."""
        return self.requirement.guard.blocker


REQUIREMENTS = (
    Requirement(27, lifecycle.FORMS_BACK, Mender.AGENCIES, Page.REQUESTS),
    Requirement(30, lifecycle.NO_CRIMINAL_CASE, Mender.POLICE, Page.HOLDS),
    Requirement(27, lifecycle.NAMED_ASKED, Mender.COORDINATOR, Page.REQUESTS),
    Requirement(22, lifecycle.SUPPLEMENTS_ASKED, Mender.COORDINATOR, Page.REQUESTS),
    Requirement(27, lifecycle.AGENCIES_ASKED, Mender.COORDINATOR, Page.REQUESTS),
    Requirement(32, lifecycle.REVIEW_MEETING_HELD, Mender.DOCTOR, Page.REVIEW_MEETING),
    Requirement(21, lifecycle.JOINT_RESPONSE_ANSWERED, Mender.DOCTOR, Page.FIRST_CHECK),
    Requirement(24, lifecycle.INQUEST_OVER, Mender.CORONER, Page.HOLDS),
    Requirement(29, lifecycle.CONFLICTS_RESOLVED, Mender.COORDINATOR, Page.COMPARISON),
    Requirement(1, lifecycle.NHS_NUMBER_KNOWN, Mender.COORDINATOR, Page.FACTS),
    Requirement(12, lifecycle.GESTATION_KNOWN, Mender.COORDINATOR, Page.FACTS),
    Requirement(12, lifecycle.BIRTH_WEIGHT_KNOWN, Mender.COORDINATOR, Page.FACTS),
    Requirement(14, lifecycle.SEX_KNOWN, Mender.COORDINATOR, Page.FACTS),
    Requirement(14, lifecycle.ETHNICITY_KNOWN, Mender.COORDINATOR, Page.FACTS),
    Requirement(18, lifecycle.PLACE_OF_DEATH_KNOWN, Mender.COORDINATOR, Page.FACTS),
    Requirement(49, lifecycle.FAMILY_WRITTEN_TO, Mender.COORDINATOR, Page.LETTERS),
    Requirement(49, lifecycle.KEY_WORKER_NAMED, Mender.KEY_WORKER, Page.FIRST_CHECK),
)
"""In the order in which they are shown: what stops a case first."""


def lacks(facts: CaseFacts) -> tuple[Lack, ...]:
    """Return what a case lacks before the panel, what stops it first; empty where it has everything."""
    in_the_way = lifecycle.transition("make ready for panel").needs
    found = [Lack(each, each.guard in in_the_way) for each in REQUIREMENTS if not each.guard.holds(facts)]
    return tuple(sorted(found, key=lambda lack: not lack.stops))
