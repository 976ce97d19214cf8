"""Deaths of one theme that are near each other, in time or in place, and how many would be by chance alone.

How near is near is the same as of the types of death that are told of as they are notified (`rules/alerts.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from cdop.rules.alerts import NEAR_IN_PLACE, NEAR_IN_TIME, district

LOOKED_BACK = timedelta(days=730)
"""Of the deaths of so many days the near ones are shown."""
TOLD_OF = frozenset({"safe-sleep", "suicide", "road-traffic", "drowning", "asthma"})
"""The shipped themes of which people are told of near deaths unless the panel says otherwise: what they have in common
may go on. Of the others so many deaths are near each other by chance that nobody would read the messages."""


@dataclass(frozen=True, slots=True)
class Death:
    """One death, by its case: the postcode is that of the home."""

    case_id: int
    public_id: str
    reference: str
    died_on: date
    postcode: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two deaths near each other, `days` apart, and whether the homes are in one postcode district."""

    later: Death
    earlier: Death
    days: int
    is_same_district: bool

    @property
    def case_ids(self) -> tuple[int, int]:
        """The two cases, in one order whichever death is the later."""
        first, second = sorted((self.later.case_id, self.earlier.case_id))
        return first, second


def pairs(deaths: Iterable[Death]) -> tuple[Pair, ...]:
    """Return the deaths near each other, two by two: the last first, in any order in which they are given."""
    in_order = sorted(deaths, key=lambda each: (each.died_on, each.public_id), reverse=True)
    found = (pair(later, earlier) for later, earlier in combinations(in_order, 2))
    return tuple(each for each in found if _is_near(each))


def by_chance(number: int) -> float:
    """Return how many pairs of so many deaths lie near in time if each could as well have been on any other day.

    Two of them are at most `NEAR_IN_TIME` apart by chance as often as two points of a line are: 1 - (1 - d/T)^2.
    """
    share = NEAR_IN_TIME / LOOKED_BACK
    return number * (number - 1) / 2 * (1 - (1 - share) ** 2)


def pair(one: Death, other: Death) -> Pair:
    """Return two deaths as a pair, whether they are near or not."""
    earlier, later = sorted((one, other), key=lambda each: (each.died_on, each.public_id))
    its, theirs = district(later.postcode), district(earlier.postcode)
    return Pair(later, earlier, (later.died_on - earlier.died_on).days, bool(its) and its == theirs)


def _is_near(pair: Pair) -> bool:
    return pair.days <= NEAR_IN_TIME.days or (pair.is_same_district and pair.days <= NEAR_IN_PLACE.days)
