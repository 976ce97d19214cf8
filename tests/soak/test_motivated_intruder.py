"""Five hundred invented panels, a child of each in a newspaper: nothing becomes certain of any of them."""

from tests.rules.motivated_intruder import intrude

PANELS = 500


def test_nothing_becomes_certain_of_any_child_in_a_newspaper() -> None:
    learned = [intrude(seed) for seed in range(PANELS)]
    assert [seed for seed, each in enumerate(learned) if each.certain] == []
    print(f"{sum(each.bits for each in learned) / PANELS:.2f} bits learned of a child on average")
