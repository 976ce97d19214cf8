"""What disclosure control speaks of: numbers of cases as cells, and what may be said of each."""

from dataclasses import dataclass
from datetime import date

Values = tuple[tuple[str, tuple[str, ...]], ...]
"""Names of dimensions in order, each with the values that are counted together."""
LATER = "notified after "
"""Begins the name of what divides the deaths of a period into those that were notified by its end and later."""


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A number of cases: of a population, in a period of days, with some values of some dimensions.

    Two tables that show the same number show the same cell, whatever they are called.
    """

    population: str
    start: date
    end: date
    values: Values = ()

    @property
    def dimensions(self) -> frozenset[str]:
        """What the cell is divided by; nothing for a total."""
        return frozenset(name for name, _ in self.values)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a cell: `n`, None where withheld; and what that tells: a number from `low` to `high`.

    `high` is None where nothing is told.
    """

    n: int | None
    low: int
    high: int | None
    is_rounded: bool = False


NOTHING_TOLD = Shown(None, 0, None)


@dataclass(frozen=True, slots=True, order=True)
class Narrow:
    """A small number that can be worked out too closely: it is from `low` to `high`."""

    cell: Cell
    low: int
    high: int


def cell(population: str, start: date, end: date, values: dict[str, tuple[str, ...]]) -> Cell:
    """Return the cell of these values, whose dimensions and values may come in any order."""
    return Cell(population, start, end, tuple((name, tuple(sorted(values[name]))) for name in sorted(values)))
