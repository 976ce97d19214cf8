"""Whoever knows a child's age, area and year from a newspaper learns nothing for certain from what was released."""

import pytest

from tests.rules.motivated_intruder import intrude


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_becomes_certain_of_a_child_in_a_newspaper(seed: int) -> None:
    learned = intrude(seed)
    assert learned.certain == []
    assert learned.bits < 4
