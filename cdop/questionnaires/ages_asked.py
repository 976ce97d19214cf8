"""Questions of the reporting form that only children of some ages raise: nobody is asked whether a baby smoked.

Like its sections, they are left out when an agency is asked; the definition of the form stays whole. Reconstructed.
"""

from dataclasses import dataclass

from cdop.rules.form_b import FORM_B


@dataclass(frozen=True, slots=True)
class AgesAsked:
    """Questions by their keys, and of how old a child they are asked, in completed years at the death."""

    keys: frozenset[str]
    from_years: int = 0
    under_years: int = 18

    def __str__(self) -> str:
        """Say of which children, "from 8 years" or "under 3 years"."""
        return f"from {self.from_years} years" if self.from_years else f"under {self.under_years} years"


def _ages(keys: str, from_years: int = 0, under_years: int = 18) -> AgesAsked:
    return AgesAsked(frozenset(keys.split()), from_years, under_years)


AGES_ASKED = (
    _ages("feeding", under_years=3),
    _ages("usual_sleep_place usually_shared_sleep_surface safer_sleep_advice", under_years=4),
    _ages("attendance excluded bullied online_concern young_carer", from_years=4),
    _ages("self_harm self_harm_detail", from_years=5),
    _ages("identity_distress identity_distress_detail child_smoked child_alcohol child_drugs", from_years=8),
)
"""Wide on purpose: where it is not sure whether a child was too young or too old, it is asked."""


def not_asked(form_key: str, age_years: int | None) -> frozenset[str]:
    """Return the keys of a form's questions that are not asked about a child of this age; of None all are asked."""
    if form_key != FORM_B or age_years is None:
        return frozenset()
    outside = (each.keys for each in AGES_ASKED if not each.from_years <= age_years < each.under_years)
    return frozenset().union(*outside)


def ages_in_words(form_key: str, question_key: str) -> str:
    """Say of which children a question is asked, "" where it is asked of all."""
    listed = AGES_ASKED if form_key == FORM_B else ()
    return next((f"Asked of a child {each}." for each in listed if question_key in each.keys), "")
