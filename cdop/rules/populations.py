"""Of how many children a number of deaths is, and what it stands beside: what published tables give for a period."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cdop.rules.ages import ADULT_AT, INFANT_BANDS, AgeBand
from cdop.rules.reference_tables import BIRTHS, quintile
from cdop.rules.regions import ENGLAND

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


ALL_TOGETHER = ""
"""The group of all ages among the deaths of a larger area."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Deaths of children in England or in a region, by financial year and age group, each with what it is of.

    `words` is what a sentence calls it.
    """

    name: str
    words: str
    deaths: Mapping[int, Mapping[str, tuple[int, int]]]

    def found(self, years: Iterable[int], group: str = ALL_TOGETHER) -> tuple[int, int, tuple[int, ...]] | None:
        """Return the deaths at an age, what they are of, and of which financial years; None where there are none.

        Of the years asked for those that a table is of, else the nearest that one is of.
        """
        known = {year: groups[group] for year, groups in self.deaths.items() if group in groups}
        if not known:
            return None
        asked = tuple(years)
        there = tuple(year for year in asked if year in known) or (nearest(asked[-1], known),)
        return sum(known[year][0] for year in there), sum(known[year][1] for year in there), there


@dataclass(frozen=True, slots=True)
class Populations:
    """Tables by the year that each is of. `persons` has children by area and age, `births` by area, `deprived` by area
    and tenth; `elsewhere` is what they stand beside, and `editions` names every table that is here.

    The table of a financial year is that of the calendar year in which it begins, or the nearest there is.
    """

    persons: Mapping[int, Mapping[tuple[str, int], int]] = field(default_factory=dict)
    births: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    deprived: Mapping[int, Mapping[tuple[str, int], int]] = field(default_factory=dict)
    elsewhere: tuple[Elsewhere, ...] = ()
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

    def with_england(self, deaths: Mapping[int, Mapping[str, int]]) -> "Populations":
        """Return these with the deaths in England, by year and age group, before what else they stand beside."""
        known = {year: dict(self._of_england(year, groups)) for year, groups in deaths.items()}
        return replace(self, elsewhere=(Elsewhere("England", "England", known), *self.elsewhere))

    def _of_england(self, year: int, groups: Mapping[str, int]) -> Iterator[tuple[str, tuple[int, int]]]:
        for band in AgeBand:
            of = self.of_age(band, [year], [ENGLAND])
            if band in groups and of:
                yield band, (groups[band], of)
        children = self.children([year], [ENGLAND])
        if children and all(band in groups for band in AgeBand):
            yield ALL_TOGETHER, (sum(groups[band] for band in AgeBand), children)

    def of_age(self, band: AgeBand, years: Iterable[int], areas: Collection[str]) -> int | None:
        """Return what the deaths of an age band are of: live births below one year, else the children of that age."""
        if band in INFANT_BANDS:
            return self.live_births(years, areas)
        return self.children(years, areas, AGES_OF[band])

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
