"""Timing that a shared machine cannot spoil: both sides in turn, in the order A B B A, and the median of ratios."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Ratio:
    """How long ours takes beside the other: median of the rounds' ratios, and the medians in milliseconds."""

    median: float
    lowest: float
    highest: float
    ours_ms: float
    other_ms: float


def compare(
    ours: Callable[[], object], other: Callable[[], object], *, repeats: int = 1, rounds: int = ROUNDS
) -> Ratio:
    """Run both by turns, `repeats` times in each turn, and return the ratio of ours to the other."""
    ours(), other()
    gc.collect()
    gc.freeze()  # what is there by now is not looked through again before each turn
    pairs = [_round(ours, other, repeats) for _ in range(rounds)]
    gc.unfreeze()
    ratios = [a / b for a, b in pairs]
    return Ratio(
        statistics.median(ratios),
        min(ratios),
        max(ratios),
        1000 * statistics.median(a for a, _ in pairs) / repeats,
        1000 * statistics.median(b for _, b in pairs) / repeats,
    )


def _round(ours: Callable[[], object], other: Callable[[], object], repeats: int) -> tuple[float, float]:
    """Seconds of ours and of the other, each the mean of two turns."""
    turns = [_seconds(run, repeats) for run in (ours, other, other, ours)]
    return (turns[0] + turns[3]) / 2, (turns[1] + turns[2]) / 2


def _seconds(run: Callable[[], object], repeats: int) -> float:
    gc.collect()
    started = time.perf_counter()
    for _ in range(repeats):
        run()
    return time.perf_counter() - started
