"""When a panel's meeting is quorate: how many came, and which parts they have in it.

Source: Child Death Review Statutory and Operational Guidance (2018), chapter 5, as quoted in the terms of reference
of local panels: quorate only with lead health and local authority professionals present. The least number of members
is ours, and so are the parts that a panel usually has as well; a meeting that is not quorate discusses and does not
sign.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cdop.rules.numbers import counted


class Part(StrEnum):
    """What somebody is at a meeting."""

    CHAIR = "chair or deputy"
    LEAD_HEALTH = "lead health professional"
    LOCAL_AUTHORITY = "local authority"
    POLICE = "police"
    PUBLIC_HEALTH = "public health"
    SAFEGUARDING = "safeguarding"
    PRIMARY_CARE = "primary care"
    NURSING = "nursing or midwifery"
    LAY = "lay member"
    MEMBER = "another member"
    EXPERT = "expert for some cases"
    SECRETARIAT = "coordinator or secretariat"
    OBSERVER = "observer"


CALLED = {
    Part.CHAIR: "the chair",
    Part.LEAD_HEALTH: "the lead health professional",
    Part.LAY: "the lay member",
    Part.MEMBER: "a member",
    Part.EXPERT: "an expert",
    Part.SECRETARIAT: "the coordinator",
    Part.OBSERVER: "an observer",
}
"""What minutes call somebody of this part; of the others "the member for police"."""
AT_LEAST = 5
"""Members who must be present."""
REQUIRED = (Part.LEAD_HEALTH, Part.LOCAL_AUTHORITY)
"""Parts without which no meeting is quorate."""
USUAL = (Part.CHAIR, Part.POLICE, Part.PUBLIC_HEALTH)
"""Parts that a panel usually has; that one lacks is said and does not count against the quorum."""
NO_MEMBERS = frozenset({Part.EXPERT, Part.SECRETARIAT, Part.OBSERVER})
"""Those who are there and are not members of the panel."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """Who was there, as the quorum sees it: `members` of the panel, what is lacking, and which usual parts are too."""

    members: int
    lacking: tuple[str, ...]
    usually_too: tuple[str, ...]

    @property
    def is_quorate(self) -> bool:
        """Whether the meeting may agree and sign."""
        return not self.lacking


def called(part: str) -> str:
    """Return what minutes call somebody at a meeting, by their part."""
    return CALLED.get(Part(part)) or f"the member for {part}" if part in [*Part] else "a member"


def quorum(parts: Iterable[str]) -> Quorum:
    """Return how a meeting stands at which people with these parts were present."""
    present = [*parts]
    members = sum(part not in NO_MEMBERS for part in present)
    lacking = [f"no {part}" for part in REQUIRED if part not in present]
    if members < AT_LEAST:
        lacking.insert(0, f"{counted(members, 'member')} of at least {AT_LEAST}")
    return Quorum(members, tuple(lacking), tuple(part.value for part in USUAL if part not in present))


def sentence(found: Quorum) -> str:
    """Return how a meeting stands in words, such as "Quorate: 6 members were present"."""
    if found.is_quorate:
        return f"Quorate: {counted(found.members, 'member')} were present."
    return f"Not quorate: {', '.join(found.lacking)}. Discuss the cases, but do not sign."
