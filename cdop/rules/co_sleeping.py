"""When sharing a sleep surface was hazardous, as the study of sudden infant deaths in England defines it.

Source: "Sudden infant deaths in England", BMJ Open, 2023 (National Child Mortality Database).
"""

from collections.abc import Sequence
from dataclasses import dataclass

UNDER_WEEKS = 13
"""A baby that was born early or small counts until it is three months old."""


@dataclass(frozen=True, slots=True)
class LastSleep:
    """What is known of the last sleep; None where it is not known.

    The adult is whoever shared the surface or looked after the baby.
    """

    is_shared: bool | None = None
    adult_drank: bool | None = None
    adult_used_drugs: bool | None = None
    adult_was_sedated: bool | None = None
    adult_smoked: bool | None = None
    is_on_sofa: bool | None = None
    is_born_early: bool | None = None
    is_low_birth_weight: bool | None = None
    age_weeks: int | None = None


def is_hazardous(sleep: LastSleep) -> bool | None:
    """Say whether the sharing was hazardous, None where what is known does not decide it."""
    is_young = None if sleep.age_weeks is None else sleep.age_weeks < UNDER_WEEKS
    hazards = (
        sleep.adult_drank,
        sleep.adult_used_drugs,
        sleep.adult_was_sedated,
        sleep.adult_smoked,
        sleep.is_on_sofa,
        _both(_any((sleep.is_born_early, sleep.is_low_birth_weight)), is_young),
    )
    return _both(sleep.is_shared, _any(hazards))


def _both(first: bool | None, second: bool | None) -> bool | None:
    if first is False or second is False:
        return False
    return None if first is None or second is None else True


def _any(parts: Sequence[bool | None]) -> bool | None:
    if True in parts:
        return True
    return None if None in parts else False
