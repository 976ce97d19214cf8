"""Which supplementary form is asked for which death, and who completes it.

Both are lists that a panel may change. Every form named here is in the registry of forms.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from cdop.rules.form_b import Route, RoutingFacts, proposed

SOURCE = (
    "Form B, national templates of 2008 and 2010, and the forms of DHSC and NCMD; in part reconstructed from practice"
)


def _any(words: str) -> frozenset[str]:
    return frozenset(words.split(", "))


def _route(form_key: str, reason: str, types: str) -> Route:
    """A row of the list: what it asks for is a form."""
    return Route((form_key,), reason, types=_any(types), source=SOURCE)


COMPLETED_BY: Mapping[str, tuple[str, ...]] = {
    "supplement_drowning": ("police", "fire", "ambulance", "emergency department", "hospital trust"),
    "supplement_sudden_death": ("community paediatrics", "hospital trust", "emergency department", "police"),
    "supplement_vehicle": ("police", "ambulance", "hospital trust", "specialist centre"),
}
"""The types of agency that can complete each form; the first is the one to ask where only one is asked."""

ROUTES = (
    _route("supplement_drowning", "The death may have been by drowning", "drowning"),
    _route("supplement_sudden_death", "The death was sudden and unexpected", "sudden unexpected death"),
    _route("supplement_vehicle", "There was a vehicle collision", "vehicle collision"),
)
"""Which form is asked for, in the order in which it is proposed; each row asks for one or several of them."""


@dataclass(frozen=True, slots=True)
class SupplementProposal:
    """One form to ask for, with all reasons for it, and the types of agency that can complete it."""

    form_key: str
    reason: str
    completed_by: tuple[str, ...]


def proposed_supplements(facts: RoutingFacts, routes: Iterable[Route] = ROUTES) -> tuple[SupplementProposal, ...]:
    """Return which supplementary forms to ask for about a child, each once."""
    return tuple(
        SupplementProposal(each.agency_kind, each.reason, COMPLETED_BY[each.agency_kind])
        for each in proposed(replace(facts, named=()), routes)
    )


def supplements_of(agency_kind: str, proposals: Iterable[SupplementProposal]) -> tuple[SupplementProposal, ...]:
    """Return those of the proposed forms that an agency of this type can complete."""
    return tuple(each for each in proposals if agency_kind in each.completed_by)
