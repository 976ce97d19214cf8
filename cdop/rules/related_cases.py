"""Cases of children who belong together: what one of them is to the other, and on what records of one birth agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Relation(StrEnum):
    """What the child of one case is to that of another."""

    ONE_BIRTH = "twin, or another child of one birth"
    SIBLING = "brother or sister"
    HALF_SIBLING = "half- or step-brother or -sister"
    HOUSEHOLD = "another child of one household"
    OTHER = "related in another way"


SAME_BIRTH = timedelta(days=1)
"""So far apart may the days be on which children of one birth are born. Source: domain reference 9, rule 50."""


@dataclass(frozen=True, slots=True)
class Birth:
    """What the records of a case say of the birth. `mothers_numbers` are the NHS numbers told of the mother."""

    born_on: date | None = None
    gestation_weeks: int | None = None
    mothers_numbers: frozenset[str] = frozenset()


def disagreements(relation: Relation, one: Birth, other: Birth) -> tuple[str, ...]:
    """Return in words in what the records of two children of one birth disagree; of other relations nothing follows.

    What one of the two does not tell is no disagreement. Source: domain reference 9, rule 50.
    """
    return tuple(_disagreements(one, other)) if relation is Relation.ONE_BIRTH else ()


def _disagreements(one: Birth, other: Birth) -> Iterator[str]:
    if one.mothers_numbers and other.mothers_numbers and not one.mothers_numbers & other.mothers_numbers:
        yield "the mother has another NHS number"
    if one.born_on and other.born_on and abs(one.born_on - other.born_on) > SAME_BIRTH:
        yield "the dates of birth are more than a day apart"
    weeks = (one.gestation_weeks, other.gestation_weeks)
    if None not in weeks and weeks[0] != weeks[1]:
        yield f"{weeks[0]} and {weeks[1]} weeks of pregnancy"
