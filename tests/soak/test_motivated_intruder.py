"""Five hundred invented panels, a child of each in a newspaper: nothing becomes certain of any of them."""

import pytest

from tests.rules.motivated_intruder import intrude

PANELS, AT_ONCE = 500, 25


@pytest.mark.parametrize("first", range(0, PANELS, AT_ONCE))
def test_nothing_becomes_certain_of_any_child_in_a_newspaper(first: int) -> None:
    learned = {seed: intrude(seed) for seed in range(first, first + AT_ONCE)}
    assert [seed for seed, each in learned.items() if each.certain] == []
    bits = [each.bits for each in learned.values()]
    print(f"{sum(bits) / AT_ONCE:.2f} bits learned of a child on average, {max(bits):.1f} at most")
