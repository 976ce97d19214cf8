"""Three hundred panels whose figures are asked for one table after another: nothing small comes back."""

from tests.rules.disclosure_sequences import Sequence
from tests.rules.test_disclosure_audit import drawn

PANELS, RELEASES = 300, 8


def test_no_small_number_comes_back_from_three_hundred_sequences() -> None:
    shown = naive = 0
    for seed in range(PANELS):
        sequence = Sequence(drawn(seed))
        for _ in range(RELEASES):
            sequence.release()
        assert sequence.recovered() == 0, seed
        shown, naive = shown + sequence.shown, naive + sequence.shown_by_a_naive_rule
    print(f"{shown:,} numbers shown; a rule for each number by itself would have shown {naive:,}")
    assert shown > naive / 2
