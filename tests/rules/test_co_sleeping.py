"""Sharing is hazardous where anything of the study's definition is so, and undecided only where it may be."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdop.rules.co_sleeping import LastSleep, is_hazardous

UNHURRIED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SAFE = LastSleep(
    is_shared=True,
    adult_drank=False,
    adult_used_drugs=False,
    adult_was_sedated=False,
    adult_smoked=False,
    is_on_sofa=False,
    is_born_early=False,
    is_low_birth_weight=False,
    age_weeks=5,
)
HAZARDS = ("adult_drank", "adult_used_drugs", "adult_was_sedated", "adult_smoked", "is_on_sofa")
MAYBE = st.none() | st.booleans()


def test_sharing_without_any_hazard_is_not_hazardous() -> None:
    assert is_hazardous(SAFE) is False


@pytest.mark.parametrize("hazard", [*HAZARDS, "is_born_early", "is_low_birth_weight"])
def test_each_hazard_alone_is_enough(hazard: str) -> None:
    assert is_hazardous(replace(LastSleep(is_shared=True, age_weeks=5), **{hazard: True})) is True


@pytest.mark.parametrize(("weeks", "hazardous"), [(0, True), (12, True), (13, False), (40, False), (None, None)])
def test_being_born_early_counts_until_three_months(weeks: int | None, hazardous: bool | None) -> None:
    assert is_hazardous(replace(SAFE, is_born_early=True, age_weeks=weeks)) is hazardous


@pytest.mark.parametrize("hazard", [*HAZARDS, "is_born_early", "is_low_birth_weight"])
def test_one_thing_not_known_leaves_it_undecided(hazard: str) -> None:
    assert is_hazardous(replace(SAFE, **{hazard: None})) is None


def test_sharing_that_is_not_known_is_undecided_unless_nothing_was_hazardous() -> None:
    assert is_hazardous(replace(SAFE, is_shared=None, adult_smoked=True)) is None
    assert is_hazardous(replace(SAFE, is_shared=None)) is False


@UNHURRIED
@given(
    st.builds(
        LastSleep,
        is_shared=st.just(False),
        **dict.fromkeys((*HAZARDS, "is_born_early", "is_low_birth_weight"), MAYBE),
        age_weeks=st.none() | st.integers(0, 104),
    )
)
def test_not_sharing_is_never_hazardous(sleep: LastSleep) -> None:
    assert is_hazardous(sleep) is False
