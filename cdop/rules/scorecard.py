"""How an agency answers, over all it was asked: never judged on fewer than five requests."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

FEWEST = 5
"""So many requests there must be before anything is said of an agency; and so many answers before their time is."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted of an agency's requests. The questions are those of forms that came back, where counted."""

    asked: int
    returned: int
    nothing_held: int
    late: int
    questions: int = 0
    answered: int = 0
    not_known: int = 0


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The counts, and the days to answer: quartiles where there are enough. Shares are from 0 to 1, None without any.

    `not_known` is of the questions that were answered.
    """

    counts: Counts
    days: tuple[float, float, float] | None

    @property
    def is_enough(self) -> bool:
        """Whether there are enough requests to say anything."""
        return self.counts.asked >= FEWEST

    @property
    def completeness(self) -> float | None:
        """The share of questions that were answered."""
        return self.counts.answered / self.counts.questions if self.counts.questions else None

    @property
    def not_known(self) -> float | None:
        """The share of answers that say "not known"."""
        return self.counts.not_known / self.counts.answered if self.counts.answered else None


def scorecard(counts: Counts, days: Sequence[int]) -> Scorecard:
    """Return the scorecard of an agency; `days` are those from each request to its answer."""
    if len(days) < FEWEST:
        return Scorecard(counts, None)
    lower, median, upper = quantiles(sorted(days), n=4, method="inclusive")
    return Scorecard(counts, (lower, median, upper))
