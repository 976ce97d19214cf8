"""What the panel knows of the deaths on a list: matched, possible or missing, each with the evidence in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from cdop.rules.same_child import Comparison, Likeness
from cdop.rules.vocabulary import ListOutcome

NOTHING = "nothing that the panel holds looks like this death"
TWO_FIT = "two that the panel holds fit as well"
ANOTHER_LINE = "another line of this list fits the same child"
NAMED_ALIKE = frozenset(
    ("the same first names", "the same family name", "the same date of birth", "the same date of death")
)
"""With all of these alike and nothing different it is one child. A baby without a name has no first name alike."""


class Held(Protocol):
    """Something that the panel holds, compared with a death. `outcome` is what a line comes to that surely is it."""

    @property
    def key(self) -> tuple[str, int]: ...
    @property
    def reference(self) -> str: ...
    @property
    def comparison(self) -> Comparison: ...
    @property
    def outcome(self) -> ListOutcome: ...


H = TypeVar("H", bound=Held)


@dataclass(frozen=True, slots=True)
class Found(Generic[H]):
    """What a line of a list comes to, the likeliest that the panel holds, and what speaks for it and against it."""

    outcome: ListOutcome
    evidence: tuple[str, ...] = (NOTHING,)
    held: H | None = None


def reconcile(known: Sequence[Sequence[H]]) -> list[Found[H]]:
    """Return what each death on a list comes to, given what the panel holds that is like it, the likeliest first.

    What fits two lines of a list, or has an equal beside it, is for a person to look at: twins without names do.
    """
    found = [_found(held) for held in known]
    fitted = Counter(each.held.key for each in found if each.held is not None and _is_settled(each))
    return [_unsure(each, ANOTHER_LINE) if _fits_two(each, fitted) else each for each in found]


def is_sure(comparison: Comparison) -> bool:
    """Say whether two accounts are surely of one child: an equal NHS number, or all names and dates, no difference."""
    return comparison.links_on_its_own or (
        comparison.likeness is Likeness.LIKELY and not comparison.differs and set(comparison.agrees) >= NAMED_ALIKE
    )


def _found(known: Sequence[H]) -> Found[H]:
    proposed = [each for each in known if each.comparison.is_proposed]
    if not proposed:
        siblings = (f"{each.comparison.likeness}: {each.reference}" for each in known)
        return Found(ListOutcome.MISSING, (NOTHING, *siblings))
    best = proposed[0]
    evidence = (*best.comparison.agrees, *best.comparison.differs)
    if not is_sure(best.comparison):
        return Found(ListOutcome.POSSIBLE, evidence, best)
    same = Found(best.outcome, evidence, best)
    equals = [each for each in proposed if each.key[0] == best.key[0] and is_sure(each.comparison)]
    return _unsure(same, TWO_FIT) if len(equals) > 1 else same


def _is_settled(found: Found[H]) -> bool:
    return found.outcome not in (ListOutcome.POSSIBLE, ListOutcome.MISSING)


def _fits_two(found: Found[H], fitted: Counter[tuple[str, int]]) -> bool:
    return found.held is not None and _is_settled(found) and fitted[found.held.key] > 1


def _unsure(found: Found[H], why: str) -> Found[H]:
    return replace(found, outcome=ListOutcome.POSSIBLE, evidence=(*found.evidence, why))
