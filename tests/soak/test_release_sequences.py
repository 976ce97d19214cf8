"""Hundreds of panels whose figures are asked for one table after another: nothing small comes back."""

from tests.rules.disclosure_reader import Reader
from tests.rules.disclosure_sequences import AREAS, Sequence
from tests.rules.test_disclosure_audit import drawn

PANELS, RELEASES = 300, 8
SHORT, BEGINS = 2000, 600_000
"""How many short sequences, and the number of the first."""


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


def test_reader_gets_no_withheld_number_back_from_two_thousand_short_sequences() -> None:
    left = 0
    for seed in range(BEGINS, BEGINS + SHORT):
        random = drawn(seed)
        releases = random.choice((3, 4, 5))
        sequence = Sequence(random, smallest=30)
        for _ in range(releases):
            sequence.release()
        close = Reader(sequence.printed, tuple(AREAS.values())).told_too_closely(AREAS, random=drawn(seed))
        assert not [each for each in close if each.is_withheld], seed
        left += bool(close)
    print(f"In {left:,} of {SHORT:,} two releases told what one has more than the other, where that is small")
