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
    return frozenset(filter(None, words.split(", ")))


def _route(form_key: str, reason: str, types: str = "", places: str = "") -> Route:
    """A row of the list: what it asks for is a form."""
    return Route((form_key,), reason, types=_any(types), places=_any(places), source=SOURCE)


COMPLETED_BY: Mapping[str, tuple[str, ...]] = {
    "supplement_neonatal": ("neonatal unit", "midwifery", "hospital trust"),
    "supplement_sudden_death": ("community paediatrics", "hospital trust", "emergency department", "police"),
    "supplement_suicide": (
        "police",
        "camhs",
        "education",
        "gp",
        "children's social care",
        "hospital trust",
        "emergency department",
        "coroner",
    ),
    "supplement_vehicle": ("police", "ambulance", "hospital trust", "specialist centre"),
    "supplement_drowning": ("police", "fire", "ambulance", "emergency department", "hospital trust"),
    "supplement_fire": (
        "fire",
        "police",
        "hospital trust",
        "emergency department",
        "specialist centre",
        "ambulance",
        "housing",
    ),
    "supplement_poisoning": ("hospital trust", "emergency department", "police", "ambulance", "specialist centre"),
    "supplement_substance": (
        "police",
        "substance misuse service",
        "hospital trust",
        "emergency department",
        "ambulance",
    ),
    "supplement_violence": ("police", "children's social care", "domestic abuse service", "probation"),
    "supplement_trauma": ("police", "hospital trust", "emergency department", "ambulance"),
    "supplement_asthma_anaphylaxis": (
        "gp",
        "hospital trust",
        "emergency department",
        "specialist centre",
        "ambulance",
        "education",
    ),
    "supplement_infection": ("hospital trust", "emergency department", "gp", "specialist centre", "public health"),
    "supplement_cardiac": ("specialist centre", "hospital trust"),
    "supplement_genetic": ("specialist centre", "hospital trust", "community paediatrics", "midwifery"),
    "supplement_oncology": ("specialist centre", "hospital trust", "hospice"),
    "supplement_epilepsy": ("specialist centre", "community paediatrics", "hospital trust", "gp"),
    "supplement_ketoacidosis": ("hospital trust", "emergency department", "specialist centre", "gp"),
    "supplement_life_limiting": ("hospice", "specialist centre", "community paediatrics", "hospital trust", "gp"),
    "supplement_care_pathway": (
        "hospital trust",
        "emergency department",
        "ambulance",
        "gp",
        "specialist centre",
        "neonatal unit",
        "community paediatrics",
        "hospice",
        "out of area",
    ),
}
"""The types of agency that can complete each form; the first is the one to ask where only one is asked."""

ROUTES = (
    _route("supplement_neonatal", "The baby died in the first 28 days", "neonatal"),
    _route(
        "supplement_neonatal",
        "The baby died, or the illness began, at birth or on the unit",
        places="HOSP-LW, HOSP-NNU",
    ),
    _route("supplement_sudden_death", "The death was sudden and unexpected", "sudden unexpected death"),
    _route(
        "supplement_suicide", "The young person may have died by suicide or after self-harm", "suicide or self-harm"
    ),
    _route("supplement_vehicle", "There was a vehicle collision", "vehicle collision"),
    _route("supplement_drowning", "The death may have been by drowning", "drowning"),
    _route("supplement_fire", "There was a fire, a burn or an electrical injury", "fire or burns"),
    _route("supplement_poisoning", "The death may have been by poisoning", "poisoning"),
    _route("supplement_substance", "Drugs, alcohol or another substance may have played a part", "substance misuse"),
    _route("supplement_violence", "Abuse or neglect, or a homicide, is suspected", "suspected homicide"),
    _route("supplement_trauma", "There was an injury of another kind", "other trauma"),
    _route("supplement_asthma_anaphylaxis", "Asthma or anaphylaxis may have played a part", "asthma or anaphylaxis"),
    _route("supplement_infection", "An infection may have played a part", "infection"),
    _route("supplement_cardiac", "The child had a heart condition", "heart"),
    _route("supplement_genetic", "The child had a chromosomal, genetic or congenital condition", "genetic"),
    _route("supplement_oncology", "The child had cancer", "cancer"),
    _route("supplement_epilepsy", "The child had epilepsy", "epilepsy"),
    _route("supplement_ketoacidosis", "The child had diabetes", "diabetes"),
    _route("supplement_life_limiting", "The child had a life-limiting condition", "life-limiting"),
    _route("supplement_life_limiting", "The child died in a hospice", places="HOSPICE"),
    _route(
        "supplement_care_pathway",
        "The child was ill, and health services may have been asked for help",
        "asthma or anaphylaxis, infection, other medical",
    ),
    _route(
        "supplement_care_pathway",
        "The child died in a hospital, or the illness began there",
        places="HOSP-PAED, HOSP-PICU, HOSP-THEATRE, HOSP-ADULT, HOSP-AICU, HOSP-OTHER",
    ),
)
"""Which form is asked for, in the order in which it is proposed; each row asks for one.

The types are those of the notification form, with the medical conditions that it names.
"""


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
