"""Hundreds of panels whose figures are asked for one table after another: nothing small comes back."""

import pytest

from tests.rules.disclosure_reader import Reader
from tests.rules.disclosure_sequences import AREAS, Sequence
from tests.rules.test_disclosure_audit import drawn
from tests.rules.tied_sequences import released

RELEASES = 8
LONG, SHORT, TIED = range(300), range(600_000, 602_000), range(1_000_000, 1_002_000)
"""The seeds of the sequences. A part of them is a test, so that several run at once."""


def parts(seeds: range, at_once: int) -> list[range]:
    """The seeds, so many at once."""
    return [seeds[at : at + at_once] for at in range(0, len(seeds), at_once)]


@pytest.mark.parametrize("seeds", parts(LONG, 30), ids=str)
def test_no_small_number_comes_back_from_three_hundred_sequences(seeds: range) -> None:
    shown = naive = 0
    for seed in seeds:
        sequence = Sequence(drawn(seed))
        for _ in range(RELEASES):
            sequence.release()
        assert sequence.recovered() == 0, seed
        shown, naive = shown + sequence.shown, naive + sequence.shown_by_a_naive_rule
    print(f"{shown:,} numbers shown; a rule for each number by itself would have shown {naive:,}")
    assert shown > naive / 2


@pytest.mark.parametrize("seeds", parts(SHORT, 100), ids=str)
def test_reader_gets_no_withheld_number_back_from_two_thousand_short_sequences(seeds: range) -> None:
    left = 0
    for seed in seeds:
        random = drawn(seed)
        releases = random.choice((3, 4, 5))
        sequence = Sequence(random, smallest=30)
        for _ in range(releases):
            sequence.release()
        close = Reader(sequence.printed, tuple(AREAS.values())).told_too_closely(AREAS, random=drawn(seed))
        assert not [each for each in close if each.is_withheld], seed
        left += bool(close)
    print(f"In {left:,} of {len(seeds):,} two releases told what one has more than the other, where that is small")


@pytest.mark.parametrize("seeds", parts(TIED, 100), ids=str)
def test_reader_gets_no_withheld_number_back_by_what_is_open_from_two_thousand_sequences(seeds: range) -> None:
    shown = naive = left = 0
    for seed in seeds:
        sequence = released(seed)
        close = sequence.told_too_closely(seed)
        assert not [each for each in close if each.number.is_withheld], seed
        left += bool(close)
        shown, naive = shown + sequence.shown, naive + sequence.shown_by_a_naive_rule
    print(f"{shown:,} numbers shown; a rule for each number by itself would have shown {naive:,}")
    print(f"In {left:,} of {len(seeds):,} a small number was left that nobody withheld")
