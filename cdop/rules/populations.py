"""Of how many children a number of deaths is: what published tables give for the years of a period."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cdop.rules.ages import ADULT_AT, AgeBand
from cdop.rules.reference_tables import BIRTHS, ENGLAND, quintile

ALL_AGES = range(ADULT_AT)
AGES_OF: Mapping[AgeBand, range] = {
    AgeBand.ONE_TO_FOUR: range(1, 5),
    AgeBand.FIVE_TO_NINE: range(5, 10),
    AgeBand.TEN_TO_FOURTEEN: range(10, 15),
    AgeBand.FIFTEEN_TO_SEVENTEEN: range(15, ADULT_AT),
}
"""The completed years of each age band whose deaths are set against children of that age, not against live births."""

Numbers = Mapping[tuple[str, str], int]
"""Numbers of a table by code and part."""


@dataclass(frozen=True, slots=True)
class Populations:
    """Tables by the year that each is of. `persons` has children by area and age, `births` by area, `deprived` by area
    and tenth, `england` the deaths in England by age group; `editions` names every table that is here.

    The table of a financial year is that of the calendar year in which it begins, or the nearest there is.
    """

    persons: Mapping[int, Mapping[tuple[str, int], int]] = field(default_factory=dict)
    births: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    deprived: Mapping[int, Mapping[tuple[str, int], int]] = field(default_factory=dict)
    england: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    editions: tuple[str, ...] = ()

    def children(self, years: Iterable[int], areas: Collection[str], ages: Iterable[int] = ALL_AGES) -> int | None:
        """Return the children of these areas and ages, added up over the years; None where an area is in no table."""
        of_each = tuple(ages)
        return self._sum(self.persons, years, [(area, age) for area in areas for age in of_each])

    def live_births(self, years: Iterable[int], areas: Collection[str]) -> int | None:
        """Return the live births of these areas in the years; None where an area is in no table."""
        return self._sum(self.births, years, list(areas))

    def in_fifth(self, fifth: int, years: Iterable[int], areas: Collection[str]) -> int | None:
        """Return the children of these areas in a fifth of England's neighbourhoods; None without a table."""
        tenths = [tenth for tenth in range(1, 11) if quintile(tenth) == fifth]
        wanted = [(area, tenth) for area in areas for tenth in tenths]
        tables = {year: {key: table.get(key, 0) for key in wanted} for year, table in self.deprived.items()}
        return self._sum(tables, years, wanted)

    def in_england(self, years: Iterable[int], groups: Collection[str]) -> tuple[int, tuple[int, ...]] | None:
        """Return the deaths in England at these ages, and of which financial years; None where there are none.

        Of the years asked for those that a table is of, else the nearest that one is of.
        """
        if not self.england:
            return None
        asked = tuple(years)
        there = tuple(year for year in asked if year in self.england) or (nearest(asked[-1], self.england),)
        if any(group not in self.england[year] for year in there for group in groups):
            return None
        return sum(self.england[year][group] for year in there for group in groups), there

    @staticmethod
    def _sum(tables: Mapping[int, Mapping[Any, int]], years: Iterable[int], keys: Collection[Any]) -> int | None:
        if not tables:
            return None
        used = [tables[nearest(year, tables)] for year in years]
        if any(key not in table for table in used for key in keys):
            return None
        return sum(table[key] for table in used for key in keys)


def nearest(year: int, years: Collection[int]) -> int:
    """Return the year itself, else the nearest of these, the earlier of two. Raises ValueError where there are none."""
    return min(years, key=lambda other: (abs(other - year), other))


def births_of(numbers: Numbers) -> dict[str, int]:
    """Return the live births of a table by area."""
    return {code: n for (code, part), n in numbers.items() if part == BIRTHS}


def deaths_of(numbers: Numbers) -> dict[str, int]:
    """Return the deaths of a table of England by age group."""
    return {part: n for (code, part), n in numbers.items() if code == ENGLAND}
